"""「お金の めやす」: the quick way, the way with papers, and what both come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from facts.quoting import Quotes
from fees.amounts import NoLawError, day_of_use
from fees.caps import caps_table
from fees.domain.bracket import tax_year
from fees.estimates import Estimate, audiences_of, estimate
from fees.fee_answers import (
    Papers,
    age_told,
    keep_papers,
    keep_quick,
    read_papers,
    read_quick,
)
from fees.fee_facts import FactError, Facts, read_facts
from fees.fee_fields import UNKNOWN, Words
from fees.forms import AUDIENCE, CREDITS, DEPENDANTS, TAXED, YES_NO, StepForm
from fees.models import FeeCap, FeeParameter
from fees.outlook import outlooks, services_of
from fees.papers_form import PapersForm
from fees.quick import (
    STEPS,
    audience_by_age,
    audiences_by_age,
    next_step,
    quick_facts,
    steps_taken,
)
from services.domain.verdict import Verdict
from services.forms import posted
from services.models import ServiceType

_CHILDREN = {"child", "resident-under20"}
_TEXTS = {
    "audience": _("だれのことですか"),
    "assistance": _("生活保護を受けていますか"),
    "taxed": _("住民税がかかっていますか"),
    "levy": _("住民税の「所得割」を全部足すと、いくらですか"),
    "credits": _("住宅ローン控除や、寄附金控除（ふるさと納税など）がありますか"),
    "dependants": _("扶養している、18歳までの家族がいますか"),
}
_HINTS = {
    "assistance": _("いまのことを答えてください。"),
    "taxed": _(
        "本人と、同じ世帯の夫や妻の住民税です。"
        "子どものときは、保護者の世帯全員の住民税です。均等割だけでも、かかっています。"
    ),
    "levy": _("本人と夫や妻の分を足します。子どものときは、保護者の世帯全員の分です。"),
    "credits": _(
        "住民税から引く額です。足し戻した額で決まります。"
        "課税証明書の「税額控除」のところを見ます。"
    ),
    "dependants": _(
        "16歳より下の子どもと、16歳から18歳の家族です。"
        "いるときは、所得割から引く額があります。"
    ),
}
_CHOICES = {
    "audience": AUDIENCE,
    "assistance": YES_NO,
    "taxed": TAXED,
    "credits": CREDITS,
    "dependants": DEPENDANTS,
}


@dataclass(frozen=True)
class Told:
    """One step of the quick way with its answer in words."""

    step: str
    text: Words
    answer: Words


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The two ways to an estimate."""
    return TemplateResponse(request, "fees/estimator/start.html")


@never_cache
@require_safe
def next_question(request: HttpRequest) -> HttpResponse:
    """To the next step, or to what the answers come to."""
    return redirect(_next_address(_told(request)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, step: str) -> HttpResponse:
    """One step of the quick way."""
    if step not in STEPS:
        raise Http404
    told = _told(request)
    choices = _choices(step, told, request.day)
    possible = audiences_by_age(age_told(request)) if step == "audience" else None
    form = StepForm(
        [one for one in choices if possible is None or one[0] in possible],
        posted(request),
        initial={"choice": told.get(step, "")},
    )
    if form.is_valid():
        told[step] = form.cleaned_data["choice"]
        response = redirect(_next_address(told))
        keep_quick(response, {name: told[name] for name in steps_taken(told)})
        return response
    taken = steps_taken(told)
    place = taken.index(step) if step in taken else len(taken)
    context = {
        "form": form,
        "text": _TEXTS[step],
        "hint": _HINTS.get(step, ""),
        "number": place + 1,
        "previous": taken[place - 1] if place else None,
        "step": step,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "fees/estimator/question.html", context, status=status
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """All figures on one page, for who has the papers at hand."""
    kept = read_papers(request)
    form = PapersForm(
        posted(request),
        months=_months(request.day),
        services=_services(),
        initial=kept.typed if kept else None,
    )
    if form.is_valid():
        response = redirect("fees:papers_result")
        keep_papers(response, Papers(form.typed(), form.told()))
        return response
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "fees/estimator/papers.html", {"form": form}, status=status
    )


@never_cache
@require_safe
def result(request: HttpRequest, *, on_paper: bool = False) -> HttpResponse:
    """What the quick way comes to."""
    told = _told(request)
    if not steps_taken(told):
        return TemplateResponse(request, "fees/estimator/lost.html")
    facts = quick_facts(told, threshold=_threshold(told, request.day))
    context = {
        "told": _in_words(told, request.day),
        "print_address": reverse("fees:result_print"),
        "back": reverse("fees:result"),
        "unanswered": next_step(told),
    }
    return _result_page(request, facts, context, on_paper=on_paper)


@never_cache
@require_safe
def papers_result(request: HttpRequest, *, on_paper: bool = False) -> HttpResponse:
    """What the papers come to, with the working."""
    kept = read_papers(request)
    if kept is None:
        return TemplateResponse(request, "fees/estimator/lost.html")
    costs = kept.told.pop("costs", None)
    try:
        facts = read_facts(kept.told, on=request.day)
    except FactError:
        return TemplateResponse(request, "fees/estimator/lost.html")
    context = {
        "print_address": reverse("fees:papers_result_print"),
        "back": reverse("fees:papers_result"),
        "costs": costs if isinstance(costs, int) else None,
        "has_working": True,
        "tax_year": tax_year(facts.month.year, facts.month.month),
    }
    return _result_page(request, facts, context, on_paper=on_paper)


def _result_page(
    request: HttpRequest,
    facts: Facts,
    context: dict[str, object],
    *,
    on_paper: bool,
) -> HttpResponse:
    try:
        found = estimate(facts, on=request.day)
    except NoLawError:
        return TemplateResponse(request, "fees/estimator/no_law.html")
    day = day_of_use(facts.month, on=request.day)
    shown = set(audiences_of(facts))
    context |= {
        "estimate": found,
        "facts": facts,
        "table": [
            entry for entry in caps_table(on=day) if entry.audience.code in shown
        ],
        "possible": {row.pk for row in found.cases},
        "amounts": sorted({row.yen for row in found.cases}),
        "since": max(row.valid_from for row in found.cases if not row.is_planned),
        "is_another_month": day != request.day,
        "quotes_of_use": Quotes(on=day) if day != request.day else None,
        "coming": _coming(found, day),
        "is_service_told": bool(services_of(facts)),
        "on_paper": on_paper,
    }
    context |= _outlook(found, facts, context.get("costs"))
    return TemplateResponse(request, "fees/estimator/result.html", context)


def _outlook(found: Estimate, facts: Facts, costs: object) -> dict[str, object]:
    """What is left of an average month; not for who is on 生活保護, which changes."""
    is_assisted = facts.assistance is Verdict.YES
    spent = costs if isinstance(costs, int) else 0
    return {
        "outlooks": [] if is_assisted else outlooks(found, facts, costs=spent),
        "may_be_assisted": facts.assistance is not Verdict.NO,
    }


def _coming(found: Estimate, day: date) -> list[FeeCap]:
    """Stored changes of the rows that are possible."""
    keys = {(row.audience_id, row.bracket_id) for row in found.cases}
    rows = FeeCap.objects.coming_after(day).select_related(
        "audience", "bracket", "source"
    )
    return [row for row in rows if (row.audience_id, row.bracket_id) in keys]


def _told(request: HttpRequest) -> dict[str, str]:
    """The answers so far; what the eligibility check was told is not asked again."""
    told = read_quick(request)
    age = age_told(request)
    possible = audiences_by_age(age)
    if possible is not None and told.get("audience") not in {*possible, UNKNOWN[0]}:
        # The two answers cannot both be true: it is asked again.
        told.pop("audience", None)
    known = audience_by_age(age)
    if known and "audience" not in told:
        told["audience"] = known
    return told


def _next_address(told: dict[str, str]) -> str:
    step = next_step(told)
    if step is None:
        return reverse("fees:result")
    return reverse("fees:question", args=[step])


def _choices(step: str, told: dict[str, str], day: date) -> list[tuple[str, Words]]:
    if step == "levy":
        yen = f"{_threshold(told, day):,}"
        return [
            ("under", _("%(yen)s円より少ない") % {"yen": yen}),
            ("over", _("%(yen)s円か、それより多い") % {"yen": yen}),
        ]
    return _CHOICES[step]


def _threshold(told: dict[str, str], day: date) -> int:
    """The threshold of the audience, in yen; 0 on a day without one."""
    is_child = told.get("audience") in _CHILDREN
    code = "threshold-child" if is_child else "threshold-adult"
    row = FeeParameter.objects.on(day).filter(code=code).first()
    return row.value if row else 0


def _in_words(told: dict[str, str], day: date) -> list[Told]:
    return [
        Told(
            step,
            _TEXTS[step],
            dict([*_choices(step, told, day), UNKNOWN]).get(told[step], UNKNOWN[1]),
        )
        for step in steps_taken(told)
    ]


def _services() -> list[tuple[str, Words]]:
    """The services to choose from, by slug; one query."""
    rows = ServiceType.objects.published().order_by("order")
    return [(row.slug, row.name) for row in rows]


def _months(day: date) -> list[tuple[str, str]]:
    """The months of use to choose from: half a year back to a year ahead."""
    first = day.year * 12 + day.month - 1
    order = [first, *range(first - 6, first), *range(first + 1, first + 13)]
    months = [date(place // 12, place % 12 + 1, 1) for place in order]
    return [
        (f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months
    ]
