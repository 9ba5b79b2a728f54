"""What the answers come to: five lines, and a page for each service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from services.answers import Answers, read_answers
from services.domain.interview import Interview
from services.domain.verdict import Verdict
from services.eligibility import RequirementFinding, bench
from services.models import EligibilityRequirement, ServiceType
from services.prospects import Prospect, Prospects, Reach, look_ahead, when_in_words
from services.rulebook import calendar, words_for_changes
from services.told import contradicting, in_words
from services.views.check import interview, lost, needs_rules
from texts.requests import Request

MOST_TO_ASK = 5


@dataclass(frozen=True)
class Group:
    """Services that are in reach at the same moment; no words for now."""

    when: str
    lines: tuple[Prospect, ...]
    is_hard: bool = False


@dataclass(frozen=True)
class Ends:
    """What becomes harder, and when."""

    when: str
    services: tuple[ServiceType, ...]


@never_cache
@require_safe
@needs_rules
def result(request: Request, *, on_paper: bool = False) -> HttpResponse:
    """Every service in a line, the next step, and what to ask the city."""
    given = read_answers(request)
    if given.is_empty:
        return lost(request)
    asked = interview(request, given)
    found = _prospects(request, asked)
    words = words_for_changes()
    best = found.best
    context = {
        "groups": _groups(best, words),
        "usable_now": _usable_now(best),
        "is_all_hard": all(item.reach <= Reach.HARD for item in best),
        "is_all_open": all(item.reach <= Reach.CITY for item in best),
        "ends": [
            Ends(_joined(when_in_words(ending.moment, words)), ending.services)
            for ending in found.endings
        ],
        "to_ask": _to_ask(best),
        "rows": [item.row for one in best for item in one.finding.requirements],
        "on_paper": on_paper,
        **_told(given, asked),
    }
    return TemplateResponse(request, "services/check/result.html", context)


@never_cache
@require_safe
@needs_rules
def service_result(request: Request, slug: str) -> HttpResponse:
    """One service: every requirement, the deciding one first, and the way in."""
    given = read_answers(request)
    if given.is_empty:
        return lost(request)
    asked = interview(request, given)
    found = _prospects(request, asked)
    column = [item for item in zip(*found.moments, strict=True)
              if item[0].service.slug == slug]  # fmt: skip
    if not column:
        raise Http404
    now = column[0][0]
    [nearest] = [item for item in found.best if item.service.slug == slug]
    words = words_for_changes()
    context = {
        "now": now,
        "finding": now.finding,
        "service": now.service,
        "later": nearest if nearest.moment.changes else None,
        "when": _joined(when_in_words(nearest.moment, words)),
        "deciding": _deciding_first(now),
        "rows": tuple(item.row for item in now.finding.requirements),
        **_told(given, asked),
    }
    return TemplateResponse(request, "services/check/service.html", context)


def _prospects(request: Request, asked: Interview) -> Prospects:
    return look_ahead(bench(on=request.day), asked, calendar())


def _told(given: Answers, asked: Interview) -> dict[str, object]:
    return {
        "told": in_words(asked.asked, given),
        "contradicting": contradicting(given),
        "more": asked.next,
        "in_detail": given.in_detail,
    }


def _groups(best: Iterable[Prospect], words: dict[tuple[str, str], str]) -> list[Group]:
    """What is usable first, by its moment; what is hard comes last."""
    found: dict[tuple[int, str], list[Prospect]] = {}
    for item in sorted(best, key=lambda one: -one.reach):
        is_hard = item.reach <= Reach.HARD
        when = "" if is_hard else _joined(when_in_words(item.moment, words))
        steps = 99 if is_hard else len(item.moment.changes)
        found.setdefault((steps, when), []).append(item)
    return [
        Group(when, tuple(items), is_hard=steps == 99)
        for (steps, when), items in sorted(found.items(), key=lambda pair: pair[0])
    ]


def _joined(words: list[str]) -> str:
    return _("、").join(words)


def _usable_now(best: Iterable[Prospect]) -> list[ServiceType]:
    return [
        item.service
        for item in best
        if item.reach is Reach.USABLE and not item.moment.changes
    ]


def _to_ask(best: Iterable[Prospect]) -> list[str]:
    """Only what the city must tell: its own decisions, then the way."""
    own: list[EligibilityRequirement] = [
        row for item in best if item.reach is not Reach.HARD for row in item.for_city
    ]
    own += [
        finding.row
        for item in best
        if item.reach is not Reach.HARD
        for finding in item.finding.doubtful
    ]
    texts = dict.fromkeys(row.text for row in own)
    always = [
        _("わたしが使えるサービスはどれですか。いつから使えますか。"),
        _("申請には何がいりますか。"),
    ]
    asked = [_("「%(text)s」に、あてはまりますか。") % {"text": text} for text in texts]
    return [*asked[: MOST_TO_ASK - len(always)], *always]


def _deciding_first(now: Prospect) -> list[RequirementFinding]:
    """Every requirement: the deciding one, what is not met, what is open, what is."""
    gravity = [Verdict.NO, Verdict.UNKNOWN, Verdict.YES]
    return sorted(
        now.finding.requirements,
        key=lambda item: (item.row != now.decisive, gravity.index(item.verdict)),
    )
