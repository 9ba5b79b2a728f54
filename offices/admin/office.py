"""Whom to ask, in the staff's hands."""

from django.contrib import admin

from offices.models import Office, OfficeKind
from services.admin.base import LinkedRows, StaffAdmin


class OfficeRows(LinkedRows):
    """The offices of one kind."""

    model = Office
    fields = ["name", "phone", "is_published", "due"]
    ordering = ["order", "name_ja"]


@admin.register(OfficeKind)
class OfficeKindAdmin(StaffAdmin):
    """The kinds of consultation body."""

    list_display = ["name", "when_to_go", "is_first_door", "order"]
    search_fields = ["name_ja", "reading", "when_to_go_ja", "code"]
    inlines = [OfficeRows]
    save_on_top = True


@admin.register(Office)
class OfficeAdmin(StaffAdmin):
    """One place or desk to ask at."""

    list_display = ["name", "kind", "phone", "is_published"]
    list_select_related = ["kind"]
    list_filter = ["kind", "is_published"]
    search_fields = ["name_ja", "reading", "organization_ja", "address_ja", "phone"]
    save_on_top = True

    def shown_at(self, row: Office) -> str | None:
        return row.get_absolute_url()
