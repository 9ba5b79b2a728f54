"""Caps and parameters for staff, and one table with all of them."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from fees.admin.amount_successor import SuccessorAdmin
from fees.admin.fee_guard import MoneyGuard
from fees.admin.grid import grid
from fees.models import FeeCap, FeeParameter
from staff.base import StaffAdmin

_Row = TypeVar("_Row", bound=Model)


class AmountAdmin(MoneyGuard[_Row], SuccessorAdmin[_Row], StaffAdmin[_Row]):
    """An amount that holds from a day."""

    change_form_template = "admin/fees/amount_form.html"
    page = "fees:caps"


@admin.register(FeeCap)
class FeeCapAdmin(AmountAdmin):
    """The most that somebody pays a month."""

    list_display = ["audience", "bracket", "yen"]
    list_select_related = ["audience", "bracket"]
    list_filter = ["audience", "bracket"]
    search_fields = ["audience__name_ja", "bracket__name_ja", "condition_ja"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.grid_view)
        return [path("grid/", view, name="fees_feecap_grid"), *super().get_urls()]

    def grid_view(self, request: HttpRequest) -> HttpResponse:
        """Every cap and parameter in one table, with what is to come."""
        parameters = self.admin_site.get_model_admin(FeeParameter)
        if not (
            self.has_view_permission(request)
            and parameters.has_view_permission(request)
        ):
            raise PermissionDenied
        context = {
            "title": "上限と境目の表",
            "opts": self.opts,
            "grid": grid(on=timezone.localdate()),
            "may_add_caps": self.has_add_permission(request),
            "may_add_parameters": parameters.has_add_permission(request),
        }
        frame = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/fees/grid.html", frame | context)


@admin.register(FeeParameter)
class FeeParameterAdmin(AmountAdmin):
    """Amounts, shares and thresholds that texts and sums name."""

    list_display = ["name", "value", "unit", "code"]
    list_filter = ["unit"]
    search_fields = ["name_ja", "code"]
