"""What services cost, in the staff's hands."""

from django.contrib import admin

from fees.models import (
    Audience,
    FeeCap,
    FeeCase,
    FeeParameter,
    FeeTopic,
    IncomeBracket,
)
from services.admin.base import LinkedRows, StaffAdmin


class CapRows(LinkedRows):
    """Caps, under an audience or under a bracket."""

    model = FeeCap
    related = ("audience", "bracket")


class CapRowsOfAudience(CapRows):
    """The caps of one audience."""

    fields = ["bracket", "yen", "valid_from", "now", "due"]
    ordering = ["bracket__order", "-valid_from"]


class CapRowsOfBracket(CapRows):
    """The caps of one bracket."""

    fields = ["audience", "yen", "valid_from", "now", "due"]
    ordering = ["audience__order", "-valid_from"]


@admin.register(FeeCap)
class FeeCapAdmin(StaffAdmin):
    """The most that somebody pays a month."""

    list_display = ["audience", "bracket", "yen"]
    list_select_related = ["audience", "bracket"]
    list_filter = ["audience", "bracket"]
    search_fields = ["audience__name_ja", "bracket__name_ja", "condition_ja"]
    save_as = True
    page = "fees:caps"


@admin.register(FeeParameter)
class FeeParameterAdmin(StaffAdmin):
    """Amounts, shares and thresholds that texts and sums name."""

    list_display = ["name", "value", "unit", "code"]
    list_filter = ["unit"]
    search_fields = ["name_ja", "code"]
    save_as = True
    page = "fees:caps"


@admin.register(FeeCase)
class FeeCaseAdmin(StaffAdmin):
    """Made-up people, and the yen that must come out for them."""

    list_display = ["title", "code", "day"]
    search_fields = ["title_ja", "code"]
    page = "fees:caps"


@admin.register(FeeTopic)
class FeeTopicAdmin(StaffAdmin):
    """Things to know about paying."""

    list_display = ["title", "code", "order"]
    search_fields = ["title_ja", "body_ja", "code"]
    save_as = True
    save_on_top = True
    page = "fees:caps"

    def shown_at(self, row: FeeTopic) -> str | None:
        return f"{super().shown_at(row)}#{row.code}"


@admin.register(Audience)
class AudienceAdmin(StaffAdmin):
    """Whom a cap is for."""

    list_display = ["name", "code", "order"]
    search_fields = ["name_ja", "code"]
    inlines = [CapRowsOfAudience]
    page = "fees:caps"


@admin.register(IncomeBracket)
class IncomeBracketAdmin(StaffAdmin):
    """The income brackets."""

    list_display = ["name", "plain_name", "code", "order"]
    search_fields = ["name_ja", "plain_name_ja", "code"]
    inlines = [CapRowsOfBracket]
    page = "fees:caps"
