"""For staff: rows of theirs for which a new version was shipped, side by side."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide.models import ShippedRow
from guide.shipped.entries import Rows
from staff.language import column_name


@admin.register(ShippedRow)
class OfferedAdmin(admin.ModelAdmin):
    """The versions to compare; whoever wants the new one writes it into the row."""

    list_display = ["kind", "key", "versions"]
    list_display_links = None
    list_per_page = 20
    search_fields = ["label", "key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShippedRow]:
        return super().get_queryset(request).exclude(offered=None)

    @admin.display(description="種類")
    def kind(self, shipped: ShippedRow) -> str:
        return str(apps.get_model(shipped.label)._meta.verbose_name)

    @admin.display(description="ちがうところ")
    def versions(self, shipped: ShippedRow) -> SafeString | str:
        model = apps.get_model(shipped.label)
        found = Rows().at((shipped.label, shipped.key))
        if found is None:
            return "いまはありません。"
        row, now = found
        fields = {
            one.name: one for one in (*model._meta.fields, *model._meta.many_to_many)
        }
        differing = [
            (column_name(fields[name]), now.get(name) or "—", new or "—")
            for name, new in (shipped.offered or {}).items()
            if new != now.get(name)
        ]
        address = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_change",
            args=[quote(row.pk)],
        )
        link = format_html('<a href="{}">{}</a>', address, row)
        pairs = format_html_join(
            "", "<dt>{}</dt><dd>いま：{}</dd><dd>新しい版：{}</dd>", differing
        )
        return format_html("{}<dl>{}</dl>", link, pairs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ShippedRow | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ShippedRow | None = None
    ) -> bool:
        return False
