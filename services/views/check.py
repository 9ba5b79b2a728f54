"""「使えるか 確かめる」: one question a page, then what the answers come to.

Every page that shows or takes an answer is `no-store`; what the rules make irrelevant
is dropped at once (`_tidy`), so a changed answer leaves nothing stale behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
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


@dataclass(frozen=True)
class Answered:
    """A question that was asked, in the person's wording, and its answer in words."""

    question: Question
    text: str
    answer: str | None


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


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the check does and does not, before anything is asked."""
    return TemplateResponse(request, "services/check/start.html")


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Every question on paper, for an interview away from a screen."""
    questions = Question.objects.prefetch_related("choices")
    return TemplateResponse(
        request, "services/check/sheet.html", {"questions": questions}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
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
def next_question(request: HttpRequest) -> HttpResponse:
    """To the question that decides most now; to the answers when none does."""
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    return redirect(_next_address(_interview(request, answers)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str) -> HttpResponse:
    """One question; its answer is kept and the next one follows."""
    row = get_object_or_404(Question.objects.prefetch_related("choices"), code=code)
    answers = read_answers(request)
    if not answers.who:
        return redirect("services:check_who")
    form = AnswerForm(row, posted(request), initial=_initial(answers, code))
    if form.is_valid():
        changed = answers.with_answer(code, form.answer)
        interview = _interview(request, changed)
        response = redirect(_next_address(interview))
        keep_answers(response, _tidy(changed, interview))
        return response
    asked = _interview(request, answers).asked
    place = asked.index(code) if code in asked else len(asked)
    context = {
        "form": form,
        "question": row,
        "text": row.text_for(answers.who),
        "number": place + 1,
        "previous": asked[place - 1] if place else None,
    }
    return _form_page(request, "services/check/question.html", context)


@never_cache
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Every answer so far, each with a way to change it."""
    given = read_answers(request)
    if given.is_empty:
        return _lost(request)
    interview = _interview(request, given)
    context = {"answered": _answered(given, interview), "more": interview.next}
    return TemplateResponse(request, "services/check/answers.html", context)


@never_cache
@require_safe
def result(request: HttpRequest, *, on_paper: bool = False) -> HttpResponse:
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
        "to_ask": [(words[row.code], row) for row in rows if row.code in asked],
        "on_paper": on_paper,
        "more": interview.next,
    }
    return TemplateResponse(request, "services/check/result.html", context)


@never_cache
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take the answers out of the browser."""
    response = redirect("services:check_forgotten")
    forget_told(request, response)
    return response


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """The answers are gone; a word on shared computers."""
    return TemplateResponse(request, "services/check/forgotten.html")


def _form_page(
    request: HttpRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    has_errors = bool(context["form"].errors)
    return TemplateResponse(
        request, template, context, status=422 if has_errors else 200
    )


def _lost(request: HttpRequest) -> HttpResponse:
    """No answers: the browser was closed, refuses cookies, or the link was old."""
    return TemplateResponse(request, "services/check/lost.html")


def _interview(request: HttpRequest, answers: Answers) -> Interview:
    return interviewer(on=request.day).interview(answers.given, answers.unknown)


def _tidy(answers: Answers, interview: Interview) -> Answers:
    """The answers without those to questions that no longer matter."""
    return replace(answers, given=interview.answers, unknown=interview.unknown)


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
    rows = {
        row.code: row
        for row in Question.objects.filter(code__in=interview.asked).prefetch_related(
            "choices"
        )
    }
    return [
        Answered(
            rows[code],
            rows[code].text_for(answers.who),
            next(
                (
                    choice.text
                    for choice in rows[code].choices.all()
                    if choice.code == interview.answers.get(code)
                ),
                None,
            ),
        )
        for code in interview.asked
        if code in rows
    ]
