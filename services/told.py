"""What a reader has told, in the words of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.answers import Answers
from services.contradictions import clashes_in
from services.models import Question


@dataclass(frozen=True)
class Answered:
    """A question that was asked, in the person's wording, and its answer in words."""

    question: Question
    text: str
    answer: str | None


@dataclass(frozen=True)
class Contradicting:
    """Answers that do not go together, and the words that say so."""

    text: str
    answered: tuple[Answered, ...]


def in_words(
    codes: Iterable[str], given: Mapping[str, str], who: str
) -> list[Answered]:
    """The questions of `codes` that there are, and what was answered to them."""
    asked = list(codes)
    found = Question.objects.filter(code__in=asked).prefetch_related("choices")
    rows = {row.code: row for row in found}
    return [
        Answered(
            rows[code],
            rows[code].text_for(who),
            next(
                (
                    choice.text
                    for choice in rows[code].choices.all()
                    if choice.code == given.get(code)
                ),
                None,
            ),
        )
        for code in asked
        if code in rows
    ]


def contradicting(
    answers: Answers, *, just_answered: str = "", only: str = ""
) -> list[Contradicting]:
    """What does not go together in the answers, in words; `only` what concerns one."""
    clashes = [
        clash
        for clash in clashes_in(answers.given, just_answered=just_answered)
        if only in ("", *clash.questions)
    ]
    if not clashes:
        return []
    codes = dict.fromkeys(code for clash in clashes for code in clash.questions)
    told = {
        item.question.code: item for item in in_words(codes, answers.given, answers.who)
    }
    return [
        Contradicting(clash.text, tuple(told[code] for code in clash.questions))
        for clash in clashes
    ]
