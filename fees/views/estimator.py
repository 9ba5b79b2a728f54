"""「お金の めやす」: the quick way, and the way with papers."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fees.fee_answers import Papers, age_told, keep_papers, keep_quick, read_papers
from fees.fee_fields import Choices
from fees.forms import StepForm
from fees.papers_form import PapersForm
from fees.quick import STEPS, audiences_by_age, next_step, steps_taken
from fees.views.fee_steps import HINTS, TEXTS, choices_of, told_by
from services.forms import posted
from services.models import ServiceType
from texts.requests import Request


@require_safe
def start(request: Request) -> HttpResponse:
    """The two ways to an estimate."""
    return TemplateResponse(request, "fees/estimator/start.html")


@never_cache
@require_safe
def next_question(request: Request) -> HttpResponse:
    """To the next step, or to what the answers come to."""
    return redirect(_next_address(told_by(request)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, step: str) -> HttpResponse:
    """One step of the quick way."""
    if step not in STEPS:
        raise Http404
    told = told_by(request)
    choices = choices_of(step, told, on=request.day)
    possible = audiences_by_age(age_told(request)) if step == "audience" else None
    form = StepForm(
        posted(request),
        choices=[one for one in choices if possible is None or one[0] in possible],
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
        "text": TEXTS[step],
        "hint": HINTS.get(step, ""),
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
def papers(request: Request) -> HttpResponse:
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


def _next_address(told: dict[str, str]) -> str:
    step = next_step(told)
    if step is None:
        return reverse("fees:result")
    return reverse("fees:question", args=[step])


def _services() -> Choices:
    """The services to choose from, by slug; one query."""
    rows = ServiceType.objects.published().order_by("order")
    return [(row.slug, row.name) for row in rows]


def _months(day: date) -> Choices:
    """The months of use to choose from: half a year back to a year ahead."""
    first = day.year * 12 + day.month - 1
    order = [first, *range(first - 6, first), *range(first + 1, first + 13)]
    months = [date(place // 12, place % 12 + 1, 1) for place in order]
    return [
        (f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months
    ]
