"""Answers that do not go together: found by rows that staff keep, and never judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from services.domain.rule import Answers
from services.domain.verdict import Verdict
from services.models import Choice, Contradiction
from services.rulebook import what_questions_need
from texts.held import while_unchanged


@dataclass(frozen=True)
class Clash:
    """Answered questions whose answers do not go together.

    `text` says where they differ; it is empty where the one question is not asked of
    who answered the other so.
    """

    text: str
    questions: tuple[str, ...]


def clashes_in(given: Answers, *, just_answered: str = "") -> list[Clash]:
    """What does not go together in `given`, the same questions once.

    An answer that a later one has made pointless is no contradiction, unless a row
    says so: only what was `just_answered` is held against what it presupposes.
    """
    if len(given) < 2:
        return []
    needed = _unmet(just_answered, given) if just_answered in given else ()
    found: dict[frozenset[str], Clash] = {}
    for clash in (*_by_rows(given), *needed):
        found.setdefault(frozenset(clash.questions), clash)
    return list(found.values())


def _by_rows(given: Answers) -> Iterator[Clash]:
    for row in _rows():
        one, other = _said(row.one.all(), given), _said(row.other.all(), given)
        if one and other:
            yield Clash(row.text, (*one, *other))


@while_unchanged()
def _rows() -> tuple[Contradiction, ...]:
    """Every row with its choices and their questions; five queries."""
    rows = Contradiction.objects.prefetch_related("one__question", "other__question")
    return tuple(rows)


def _said(choices: Iterable[Choice], given: Mapping[str, str]) -> list[str]:
    """The questions that were answered with one of `choices`."""
    return [
        choice.question.code
        for choice in choices
        if given.get(choice.question.code) == choice.code
    ]


def _unmet(question: str, given: Answers) -> Iterator[Clash]:
    for direct in what_questions_need().get(question, ()):
        for need in direct.with_needs():
            if need.question in given and need.glance(given) is Verdict.NO:
                yield Clash("", (question, need.question))
