"""What caps are sorted by, for staff: whom they are for, and the brackets."""

from __future__ import annotations

from django.contrib import admin

from fees.admin.fee_guard import MoneyGuard
from fees.models import Audience, FeeCap, IncomeBracket
from staff.base import LinkedRows, StaffAdmin


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


@admin.register(Audience)
class AudienceAdmin(MoneyGuard, StaffAdmin):
    """Whom a cap is for."""

    list_display = ["name", "code", "order"]
    search_fields = ["name_ja", "code"]
    inlines = [CapRowsOfAudience]
    page = "fees:caps"


@admin.register(IncomeBracket)
class IncomeBracketAdmin(MoneyGuard, StaffAdmin):
    """The income brackets."""

    list_display = ["name", "plain_name", "code", "order"]
    search_fields = ["name_ja", "plain_name_ja", "code"]
    inlines = [CapRowsOfBracket]
    page = "fees:caps"
