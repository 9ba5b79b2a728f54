"""「使えるか 確かめる」: one question a page, at addresses that tell nothing.

Every page that shows or takes an answer is `no-store`. Whatever was answered is kept
until the browser closes; what another answer has made irrelevant is neither shown nor
judged, but it is used where it is asked again, and told where it contradicts. A
question's address is its place among the answers, the same whatever was answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from services.answers import Answers, forget_told, keep_answers, read_answers
from services.domain.interview import MOST_ASKED, Interview
from services.eligibility import interviewer
from services.forms import UNKNOWN, AnswerForm, WhoForm, posted
from services.models import Question
from services.models.rule import AskedOf
from services.rulebook import choices_left, first_day_of_rules, has_rules
from services.told import contradicting, in_words, questions
from texts.requests import Request


def needs_rules(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say that there are no rules on the day that is asked for, instead of `view`."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if has_rules(request.day):
            return view(request, *args, **kwargs)
        context = {"begins": first_day_of_rules()}
        return TemplateResponse(request, "services/check/no_rules.html", context)

    return guarded


@never_cache
@require_safe
@needs_rules
def start(request: Request) -> HttpResponse:
    """What the check does and does not; the way on for who has begun already."""
    context = {"has_begun": not read_answers(request).is_empty, "form": WhoForm()}
    return TemplateResponse(request, "services/check/start.html", context)


@require_safe
@needs_rules
def sheet(request: Request) -> HttpResponse:
    """Every question on paper, for an interview away from a screen."""
    every = questions().values()
    short = [one for one in every if one.asked_of == AskedOf.EVERYONE]
    context = {
        "short": short,
        "detail": [one for one in every if one.asked_of != AskedOf.EVERYONE],
        "first_detail": len(short) + 1,
    }
    return TemplateResponse(request, "services/check/sheet.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_rules
def who(request: Request) -> HttpResponse:
    """Whom the check is about."""
    answers = read_answers(request)
    form = WhoForm(posted(request), initial={"choice": answers.who})
    if form.is_valid():
        response = redirect("services:check_next")
        keep_answers(response, replace(answers, who=form.cleaned_data["choice"]))
        return response
    return _form_page(request, "services/check/who.html", {"form": form})


@never_cache
@require_safe
def next_question(request: Request) -> HttpResponse:
    """To the question that decides most now; to the result when none does."""
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    return redirect(next_address(answers, interview(request, answers)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_rules
def question(request: Request, number: int) -> HttpResponse:
    """One question; its answer is kept and the next one follows."""
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    asked = interview(request, answers)
    code = request.POST.get("question") or answers.at_step(number) or asked.next
    if code is None or (request.method != "POST" and number > len(answers.told) + 1):
        return redirect(next_address(answers, asked))
    row = _question_row(code)
    left = choices_left(row, asked.told)
    form = AnswerForm(row, posted(request), initial=_initial(answers, code), left=left)
    if form.is_valid():
        changed = answers.with_answer(code, form.answer)
        response = redirect(next_address(changed, interview(request, changed)))
        keep_answers(response, changed)
        return response
    context = _question_context(answers, asked, row)
    return _form_page(
        request, "services/check/question.html", {**context, "form": form}
    )


@never_cache
@require_safe
@needs_rules
def answers(request: Request) -> HttpResponse:
    """Every answer so far, each with a way to change it."""
    given = read_answers(request)
    if given.is_empty:
        return lost(request)
    asked = interview(request, given)
    context = {
        "answered": in_words(asked.asked, given),
        "contradicting": contradicting(given),
        "more": asked.next,
    }
    return TemplateResponse(request, "services/check/answers.html", context)


@never_cache
@require_POST
def further(request: Request) -> HttpResponse:
    """Ask on from the same answers, for who advises somebody."""
    answers = replace(read_answers(request), in_detail=True)
    response = redirect("services:check_next")
    keep_answers(response, answers)
    return response


@never_cache
@require_POST
def again(request: Request) -> HttpResponse:
    """From the beginning, without what somebody has told before."""
    response = redirect("services:check_who")
    forget_told(request, response)
    return response


@never_cache
@require_POST
def forget(request: Request) -> HttpResponse:
    """Take the answers out of the browser."""
    response = redirect("services:check_forgotten")
    forget_told(request, response)
    return response


@require_safe
def forgotten(request: Request) -> HttpResponse:
    """The answers are gone; a word on shared computers."""
    return TemplateResponse(request, "services/check/forgotten.html")


def lost(request: Request) -> HttpResponse:
    """No answers: the browser was closed, refuses cookies, or the link was old."""
    return TemplateResponse(request, "services/check/lost.html")


def interview(request: Request, answers: Answers) -> Interview:
    """The way that the answers have led, the short one or in detail."""
    asker = interviewer(on=request.day, in_detail=answers.in_detail)
    return asker.interview(answers.given, answers.unknown)


def next_address(answers: Answers, asked: Interview) -> str:
    """Where the next question is asked, or the result."""
    if asked.next is None:
        return reverse("services:check_result")
    return reverse("services:check_question", args=[answers.step_of(asked.next)])


def _form_page(
    request: Request, template: str, context: dict[str, Any]
) -> HttpResponse:
    has_errors = bool(context["form"].errors)
    return TemplateResponse(
        request, template, context, status=422 if has_errors else 200
    )


def _question_row(code: str) -> Question:
    """The question of a code that a form or a cookie names; gone ones are not found."""
    row = questions().get(code)
    if row is None:
        raise Http404
    return row


def _question_context(
    answers: Answers, asked: Interview, row: Question
) -> dict[str, Any]:
    codes = list(asked.asked)
    place = codes.index(row.code) if row.code in codes else len(codes)
    return {
        "question": row,
        "text": row.text_for(answers.who),
        "number": place + 1,
        "most": None if answers.in_detail else MOST_ASKED,
        "previous": answers.step_of(codes[place - 1]) if place else None,
        "contradicting": contradicting(answers, just_answered=row.code, only=row.code),
    }


def _initial(answers: Answers, code: str) -> dict[str, str]:
    if code in answers.told:
        return {"choice": answers.told[code] or UNKNOWN}
    return {}
