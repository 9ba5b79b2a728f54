"""What an estimate comes to: of the quick way and of the papers, on page and paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from facts.quoting import Quotes
from fees.amounts import NoLawError, day_of_use
from fees.caps import caps_coming, caps_table
from fees.cases import merged
from fees.domain.bracket import tax_year
from fees.estimates import Estimate, audiences_of, estimate
from fees.fee_answers import read_papers
from fees.fee_facts import FactError, Facts, read_facts
from fees.models import FeeCap
from fees.outlook import outlooks, services_of
from fees.quick import quick_facts, steps_taken
from fees.shares import free_share
from fees.views.fee_steps import in_words, threshold_of, walk_of
from services.domain.verdict import Verdict
from texts.requests import Request


@never_cache
@require_safe
def result(request: Request, *, on_paper: bool = False) -> HttpResponse:
    """What the quick way comes to."""
    walk = walk_of(request)
    told = walk.told
    if not steps_taken(told):
        return TemplateResponse(request, "fees/estimator/lost.html")
    facts = quick_facts(told, threshold=threshold_of(told, on=request.day))
    context = {
        "told": in_words(walk, on=request.day),
        "print_address": reverse("fees:result_print"),
        "back": reverse("fees:result"),
        "unanswered": walk.next_number,
    }
    return _result_page(request, facts, context, on_paper=on_paper)


@never_cache
@require_safe
def papers_result(request: Request, *, on_paper: bool = False) -> HttpResponse:
    """What the papers come to, with the working."""
    kept = read_papers(request)
    if kept is None:
        return TemplateResponse(request, "fees/estimator/lost.html")
    costs = kept.told.pop("costs", None)
    try:
        facts = read_facts(kept.told, on=request.day)
    except FactError:
        return TemplateResponse(request, "fees/estimator/lost.html")
    month = facts.month or request.day
    context = {
        "print_address": reverse("fees:papers_result_print"),
        "back": reverse("fees:papers_result"),
        "costs": costs if isinstance(costs, int) else None,
        "has_working": True,
        "tax_year": tax_year(month.year, month.month),
    }
    return _result_page(request, facts, context, on_paper=on_paper)


def _result_page(
    request: Request,
    facts: Facts,
    told: Mapping[str, object],
    *,
    on_paper: bool,
) -> HttpResponse:
    """The page of a result; `told` is what only one of the two ways shows."""
    try:
        found = estimate(facts, on=request.day)
    except NoLawError:
        return TemplateResponse(request, "fees/estimator/no_law.html")
    day = day_of_use(facts.month, on=request.day)
    amounts = sorted({row.yen for row in found.cases})
    context = {
        **told,
        **_outlook(found, facts, told.get("costs")),
        **_law(found, facts, on=day),
        "estimate": found,
        "amounts": amounts,
        "cases": merged(found.cases),
        # Who may have to pay nothing learns how many do not.
        "share": free_share() if len(amounts) > 1 and amounts[0] == 0 else None,
        "facts": facts,
        # One row of one table: short enough to stand open.
        "is_plain": len(found.cases) == 1,
        "is_another_month": day != request.day,
        "quotes_of_use": Quotes(on=day) if day != request.day else None,
        "is_service_told": bool(services_of(facts)),
        "on_paper": on_paper,
    }
    return TemplateResponse(request, "fees/estimator/result.html", context)


def _law(found: Estimate, facts: Facts, *, on: date) -> dict[str, object]:
    """The rows that the result stands on, and what is to become of them."""
    shown = set(audiences_of(facts))
    table = [entry for entry in caps_table(on=on) if entry.audience.code in shown]
    return {
        "table": table,
        "possible": {row.pk for row in found.cases},
        "since": max(row.valid_from for row in found.cases if not row.is_planned),
        "coming": _coming(found, on=on),
    }


def _outlook(found: Estimate, facts: Facts, costs: object) -> dict[str, object]:
    """What is left of an average month; not for who is on 生活保護, which changes."""
    is_assisted = facts.assistance is Verdict.YES
    spent = costs if isinstance(costs, int) else 0
    return {
        "outlooks": [] if is_assisted else outlooks(found, facts, costs=spent),
        "is_assisted": is_assisted,
        "may_be_assisted": facts.assistance is not Verdict.NO,
    }


def _coming(found: Estimate, *, on: date) -> list[FeeCap]:
    """Stored changes of the rows that are possible."""
    keys = {(row.audience_id, row.bracket_id) for row in found.cases}
    return [
        row for row in caps_coming(on=on) if (row.audience_id, row.bracket_id) in keys
    ]
