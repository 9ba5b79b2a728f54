"""「使えるか 確かめる」: one question a page, then what the answers come to.

Every page that shows or takes an answer is `no-store`. Whatever was answered is kept
until the browser closes; what another answer has made irrelevant is neither shown nor
judged, but it is used where it is asked again, and told where it contradicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from services.answers import Answers, forget_told, keep_answers, read_answers
from services.domain.interview import Interview
from services.eligibility import (
    Finding,
    RequirementFinding,
    check_eligibility,
    interviewer,
)
from services.forms import UNKNOWN, AnswerForm, WhoForm, posted
from services.models import EligibilityRequirement, Question
from services.rulebook import first_day_of_rules, has_rules
from services.told import Answered, contradicting, in_words
from texts.requests import Request


@dataclass(frozen=True)
class Reason:
    """One requirement in words: what it rests on, and what would still tell."""

    finding: RequirementFinding
    because: tuple[Answered, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class CheckResult:
    """What the answers come to for one service, ready to be read."""

    finding: Finding
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]

    @property
    def rows(self) -> tuple[EligibilityRequirement, ...]:
        """The requirements' rows, for their sources."""
        return tuple(reason.finding.row for reason in self.reasons)


def needs_rules(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say that there are no rules on the day that is asked for, instead of `view`."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if has_rules(request.day):
            return view(request, *args, **kwargs)
        context = {"begins": first_day_of_rules()}
        return TemplateResponse(request, "services/check/no_rules.html", context)

    return guarded


@require_safe
@needs_rules
def start(request: Request) -> HttpResponse:
    """What the check does and does not, before anything is asked."""
    return TemplateResponse(request, "services/check/start.html")


@require_safe
@needs_rules
def sheet(request: Request) -> HttpResponse:
    """Every question on paper, for an interview away from a screen."""
    questions = Question.objects.prefetch_related("choices")
    return TemplateResponse(
        request, "services/check/sheet.html", {"questions": questions}
    )


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
    """To the question that decides most now; to the answers when none does."""
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    return redirect(_next_address(_interview(request, answers)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_rules
def question(request: Request, code: str) -> HttpResponse:
    """One question; its answer is kept and the next one follows."""
    row = get_object_or_404(Question.objects.prefetch_related("choices"), code=code)
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    form = AnswerForm(row, posted(request), initial=_initial(answers, code))
    if form.is_valid():
        changed = answers.with_answer(code, form.answer)
        response = redirect(_next_address(_interview(request, changed)))
        keep_answers(response, changed)
        return response
    asked = _interview(request, answers).asked
    place = asked.index(code) if code in asked else len(asked)
    context = {
        "form": form,
        "question": row,
        "text": row.text_for(answers.who),
        "number": place + 1,
        "previous": asked[place - 1] if place else None,
        "contradicting": contradicting(answers, just_answered=code, only=code),
    }
    return _form_page(request, "services/check/question.html", context)


@never_cache
@require_safe
@needs_rules
def answers(request: Request) -> HttpResponse:
    """Every answer so far, each with a way to change it."""
    given = read_answers(request)
    if given.is_empty:
        return _lost(request)
    interview = _interview(request, given)
    context = {
        "answered": _answered(given, interview),
        "contradicting": contradicting(given),
        "more": interview.next,
    }
    return TemplateResponse(request, "services/check/answers.html", context)


@never_cache
@require_safe
@needs_rules
def result(request: Request, *, on_paper: bool = False) -> HttpResponse:
    """What the answers come to, service by service, and what to ask the city."""
    given = read_answers(request)
    if given.is_empty:
        return _lost(request)
    interview = _interview(request, given)
    findings = check_eligibility(interview.answers, on=request.day)
    open_codes = {code for finding in findings for code in finding.telling}
    rows = list(Question.objects.filter(code__in=open_codes))
    words = {row.code: row.text_for(given.who) for row in rows}
    asked = {code for item in findings if item.is_open for code in item.telling}
    told = {item.question.code: item for item in _answered(given, interview)}
    context = {
        "results": [_result(finding, told, words) for finding in findings],
        "told": told.values(),
        "contradicting": contradicting(given),
        "to_confirm": _to_confirm(findings),
        "to_ask": [(words[row.code], row) for row in rows if row.code in asked],
        "on_paper": on_paper,
        "more": interview.next,
    }
    return TemplateResponse(request, "services/check/result.html", context)


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


def _form_page(
    request: Request, template: str, context: dict[str, Any]
) -> HttpResponse:
    has_errors = bool(context["form"].errors)
    return TemplateResponse(
        request, template, context, status=422 if has_errors else 200
    )


def _lost(request: Request) -> HttpResponse:
    """No answers: the browser was closed, refuses cookies, or the link was old."""
    return TemplateResponse(request, "services/check/lost.html")


def _interview(request: Request, answers: Answers) -> Interview:
    return interviewer(on=request.day).interview(answers.given, answers.unknown)


def _next_address(interview: Interview) -> str:
    if interview.next is None:
        return reverse("services:check_answers")
    return reverse("services:check_question", args=[interview.next])


def _result(
    finding: Finding, told: Mapping[str, Answered], words: Mapping[str, str]
) -> CheckResult:
    return CheckResult(
        finding,
        tuple(
            Reason(
                item,
                tuple(told[code] for code in item.because if code in told),
                tuple(words[code] for code in item.telling),
            )
            for item in finding.requirements
        ),
        tuple(words[code] for code in finding.telling),
    )


def _initial(answers: Answers, code: str) -> dict[str, str]:
    if code in answers.unknown:
        return {"choice": UNKNOWN}
    return {"choice": answers.given.get(code, "")}


def _answered(answers: Answers, interview: Interview) -> list[Answered]:
    """The questions in the order they were asked, with the answers in words."""
    return in_words(interview.asked, interview.answers, answers.who)


def _to_confirm(findings: Iterable[Finding]) -> list[str]:
    """The requirements that only the city can tell, in words, each once."""
    rows = (item.row.text for finding in findings for item in finding.doubtful)
    return list(dict.fromkeys(rows))
