"""Services for staff: what they are, and what can be said of each."""

from django.contrib import admin
from django.urls import reverse

from services.admin.rule_guard import RuleGuard
from services.models import (
    Contrast,
    Deed,
    EligibilityRule,
    FactKind,
    Passage,
    ServiceFact,
    ServiceType,
    Situation,
    WageFigure,
)
from staff.base import LinkedRows, StaffAdmin


class FactRows(LinkedRows):
    """What is said of a service, or of one respect."""

    model = ServiceFact
    related = ("service", "kind")


class FactRowsOfService(FactRows):
    """The facts of one service."""

    fields = ["kind", "answer", "valid_from", "now", "due"]
    ordering = ["kind__order", "-valid_from"]


class FactRowsOfKind(FactRows):
    """The facts of one respect."""

    fields = ["service", "answer", "valid_from", "now", "due"]
    ordering = ["service__order", "-valid_from"]


class WageRows(LinkedRows):
    """The average pay of one service."""

    model = WageFigure
    fields = ["fiscal_year", "area", "monthly_yen", "method"]
    ordering = ["area", "-fiscal_year"]
    related = ("service",)


class DeedRows(LinkedRows):
    """What one does at one service."""

    model = Deed
    fields = ["text", "pictogram", "order"]
    ordering = ["order"]
    related = ("service",)


class RuleRows(LinkedRows):
    """The rules of one service, one after the other."""

    model = EligibilityRule
    fields = ["valid_from", "now", "summary", "due"]
    related = ("service",)


@admin.register(ServiceType)
class ServiceTypeAdmin(RuleGuard, StaffAdmin):
    """The services, with everything that belongs to them in sight."""

    list_display = ["name", "short_name", "situation", "is_published", "order"]
    list_select_related = ["situation"]
    list_filter = ["situation", "is_published"]
    search_fields = ["name_ja", "short_name_ja", "plain_name_ja", "reading", "slug"]
    save_on_top = True
    inlines = [DeedRows, FactRowsOfService, RuleRows, WageRows]


@admin.register(ServiceFact)
class ServiceFactAdmin(StaffAdmin[ServiceFact]):
    """What is true of one service in one respect."""

    list_display = ["kind", "service", "answer"]
    list_select_related = ["service", "kind"]
    list_filter = ["service", "kind"]
    search_fields = ["answer_ja", "note_ja", "service__name_ja", "kind__label_ja"]
    save_as = True
    save_on_top = True

    def shown_at(self, row: ServiceFact) -> str | None:
        return row.get_absolute_url() if row.service.is_published else None


@admin.register(WageFigure)
class WageFigureAdmin(StaffAdmin[WageFigure]):
    """Average pay, year by year."""

    list_display = ["service", "fiscal_year", "area", "monthly_yen", "method"]
    list_select_related = ["service"]
    list_filter = ["service", "area", "method", "fiscal_year"]
    search_fields = ["service__name_ja", "fiscal_year"]

    def shown_at(self, row: WageFigure) -> str | None:
        is_shown = row.service.is_published
        return reverse("services:money", args=[row.service.slug]) if is_shown else None


@admin.register(FactKind)
class FactKindAdmin(StaffAdmin):
    """The rows of the comparison table."""

    list_display = ["label", "question", "page", "on_first", "is_key", "order"]
    list_filter = ["page", "on_first", "is_key"]
    search_fields = ["label_ja", "question_ja", "code"]
    inlines = [FactRowsOfKind]
    page = "services:compare"


@admin.register(Deed)
class DeedAdmin(StaffAdmin[Deed]):
    """What one does at each service, with its picture."""

    list_display = ["text", "service", "pictogram", "order"]
    list_select_related = ["service"]
    list_filter = ["service"]
    search_fields = ["text_ja", "service__name_ja"]

    def shown_at(self, row: Deed) -> str | None:
        return _page_of(row.service)


@admin.register(Passage)
class PassageAdmin(StaffAdmin[Passage]):
    """The arrows of the picture of all services."""

    list_display = ["before", "after", "words", "order"]
    list_select_related = ["before", "after"]
    search_fields = ["words_ja", "before__name_ja", "after__name_ja"]
    page = "services:list"


@admin.register(Contrast)
class ContrastAdmin(StaffAdmin[Contrast]):
    """In what two services differ most."""

    list_display = ["one", "other", "words", "order"]
    list_select_related = ["one", "other"]
    search_fields = ["words_ja", "one__name_ja", "other__name_ja"]
    page = "services:compare"


@admin.register(Situation)
class SituationAdmin(StaffAdmin):
    """The headings of the services list."""

    list_display = ["name", "code", "order"]
    search_fields = ["name_ja", "code"]
    page = "services:list"


def _page_of(service: ServiceType) -> str | None:
    return service.get_absolute_url() if service.is_published else None
