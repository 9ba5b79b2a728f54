"""Things to know about paying, for staff."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from facts.published import OwnPlace
from fees.models import FeeTopic
from staff.base import StaffAdmin


@admin.register(FeeTopic)
class FeeTopicAdmin(StaffAdmin[FeeTopic]):
    """Things to know about paying."""

    list_display = ["title", "code", "under", "is_published", "order"]
    list_filter = ["is_published"]
    search_fields = ["title_ja", "body_ja", "code"]
    save_as = True
    save_on_top = True

    def own_place(self, row: FeeTopic) -> OwnPlace | None:
        """Its page, unless it stays when `row` goes: by the row of another day."""
        today = FeeTopic.objects.published().on(timezone.localdate())
        others = today.filter(code=row.code).exclude(pk=row.pk)
        return None if others.exists() else super().own_place(row)
