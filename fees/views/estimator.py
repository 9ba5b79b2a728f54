"""「お金の めやす」: the quick way, and the way with papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fees.fee_answers import Papers, age_told, keep_papers, keep_quick, read_papers
from fees.fee_fields import Choices
from fees.forms import RARE, StepForm
from fees.papers_form import PapersForm
from fees.quick import answered, audiences_by_age
from fees.views.fee_steps import HINTS, TEXTS, Walk, choices_of, walk_of
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
    return redirect(_next_address(walk_of(request)))


@never_cache
def old_question(request: Request, step: str) -> HttpResponse:
    """To the next step; its address used to name what was asked."""
    return redirect("fees:next")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Request, number: int) -> HttpResponse:
    """One step of the quick way."""
    walk = walk_of(request)
    step = walk.step(number)
    if step is None or request.POST.get("step", step) != step:
        # Another tab has moved on: what was sent answers another question.
        return redirect("fees:next")
    form = _step_form(request, step, walk)
    if form.is_valid():
        told = answered(walk.told, step, form.cleaned_data["choice"])
        response = redirect(_next_address(replace(walk, told=told)))
        keep_quick(response, told)
        return response
    context = {
        "form": form,
        "text": TEXTS[step],
        "hint": HINTS.get(step, ""),
        "number": number,
        "step": step,
        "rare": RARE,
        "shows_paper": step in {"tax", "levy", "credits"},
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


def _step_form(request: Request, step: str, walk: Walk) -> StepForm:
    """The form of a step, with only what the age leaves possible."""
    possible = audiences_by_age(age_told(request)) if step == "audience" else None
    choices = choices_of(step, walk.told, on=request.day)
    return StepForm(
        posted(request),
        choices=[one for one in choices if possible is None or one[0] in possible],
        initial={"choice": walk.told.get(step, "")},
    )


def _next_address(walk: Walk) -> str:
    number = walk.next_number
    if number is None:
        return reverse("fees:result")
    return reverse("fees:question", args=[number])


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
