"""Rules for staff: who may use a service, from the whole down to one question."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from facts.effective import Status
from services.admin.criterion import CriterionForm
from services.admin.picture import picture_of
from services.admin.rule_guard import RuleGuard
from services.admin.successor import SuccessorForm, copy_rule
from services.admin.trial import TrialForm, first_change_after, try_answers
from services.models import (
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
)
from staff.base import LinkedRows, StaffAdmin, StaffFields


class RouteRows(LinkedRows):
    """The routes to one requirement."""

    model = EligibilityRoute
    fields = ["text", "confirmed_by_city", "order"]
    ordering = ["order"]


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(RuleGuard[EligibilityRule], StaffAdmin[EligibilityRule]):
    """Who may use a service, from a day on."""

    change_form_template = "admin/services/rule_form.html"
    list_display = ["service"]
    list_select_related = ["service"]
    list_filter = ["service"]
    date_hierarchy = "valid_from"
    search_fields = ["service__name_ja", "summary_ja"]

    def shown_at(self, row: EligibilityRule) -> str | None:
        return _who_may_use(row)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new rule is planned until all its rows are there."""
        given = super().get_changeform_initial_data(request)
        return {"status": Status.PLANNED} | given

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: EligibilityRule | None = None,
    ) -> HttpResponse:
        if obj:
            context["picture"] = picture_of(obj.pk)
            context["successor"] = SuccessorForm(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "services_eligibilityrule"
        return [
            path("try/", view(self.try_view), name=f"{name}_try"),
            path("<int:pk>/copy/", view(self.copy_view), name=f"{name}_copy"),
            *super().get_urls(),
        ]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Copy a rule to a coming day, and open the copy."""
        rule = self.get_object(request, str(pk))
        if not self.has_add_permission(request):
            raise PermissionDenied
        if rule is None:
            raise Http404
        form = SuccessorForm(rule, request.POST or None)
        if request.method == "POST" and form.is_valid():
            new = self._copy(request, form)
            if new:
                return redirect("admin:services_eligibilityrule_change", new.pk)
        return self._page(
            request, "copy.html", "この日から変える", form=form, original=rule
        )

    def _copy(self, request: HttpRequest, form: SuccessorForm) -> Model | None:
        try:
            new = copy_rule(form.rule, valid_from=form.cleaned_data["valid_from"])
        except IntegrityError:
            # Somebody made a rule of the same day in the same moment.
            form.add_error("valid_from", "この日から始まる決まりが、もうあります。")
            return None
        self.log_addition(request, new, [{"added": {}}])
        messages.success(
            request,
            "「予定」の決まりとして写しました。変わるところを直し、"
            "「何が変わったか」を書いてください。正式に決まるまで、結果は変わりません。",
        )
        return new

    @method_decorator(never_cache)
    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Try answers on the rules of two days; nothing is kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        days = {"day": today, "second_day": first_change_after(today)}
        is_sent = request.method == "POST"
        form = TrialForm(request.POST) if is_sent else TrialForm(initial=days)
        is_tried = is_sent and form.is_valid()
        trials = try_answers(form.given(), form.days()) if is_tried else []
        return self._page(request, "trial.html", "ためす", form=form, trials=trials)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: object
    ) -> TemplateResponse:
        frame = self.admin_site.each_context(request)
        frame |= {"title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/services/{template}", frame | context)


@admin.register(EligibilityRequirement)
class EligibilityRequirementAdmin(RuleGuard, StaffAdmin):
    """One thing that a rule asks for."""

    list_display = ["text", "rule", "confirmed_by_city", "is_estimate", "order"]
    list_select_related = ["rule__service"]
    list_filter = ["rule__service", "confirmed_by_city"]
    search_fields = ["text_ja", "code", "rule__service__name_ja"]
    autocomplete_fields = ["rule"]
    inlines = [RouteRows]

    def shown_at(self, row: EligibilityRequirement) -> str | None:
        return _who_may_use(row.rule)


class CriterionInline(StaffFields, admin.StackedInline):
    """The questions of one route."""

    model = EligibilityCriterion
    form = CriterionForm
    extra = 1


@admin.register(EligibilityRoute)
class EligibilityRouteAdmin(RuleGuard, StaffAdmin):
    """One way to meet a requirement."""

    list_display = ["text", "requirement", "confirmed_by_city", "order"]
    list_select_related = ["requirement"]
    list_filter = ["requirement__rule__service", "confirmed_by_city"]
    search_fields = ["text_ja", "code", "requirement__text_ja"]
    autocomplete_fields = ["requirement"]
    inlines = [CriterionInline]

    def shown_at(self, row: EligibilityRoute) -> str | None:
        return _who_may_use(row.requirement.rule)


@admin.register(EligibilityCriterion)
class EligibilityCriterionAdmin(RuleGuard, StaffFields, admin.ModelAdmin):
    """A question of a route, and the answers that qualify."""

    form = CriterionForm
    list_display = ["question", "route"]
    list_select_related = ["question", "route"]
    list_filter = ["question"]
    search_fields = ["route__text_ja", "question__text_ja"]
    autocomplete_fields = ["route"]


def _who_may_use(rule: EligibilityRule) -> str | None:
    return rule.get_absolute_url() if rule.service.is_published else None
