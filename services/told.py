"""What a reader has told, in the words of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.answers import Answers
from services.contradictions import Clash, clashes_in
from services.domain.implied import Implications
from services.models import Question
from services.rulebook import calendar
from texts.held import while_unchanged


@dataclass(frozen=True)
class Answered:
    """A question that was asked, in the person's wording, and its answer in words.

    `step` is the number under which it is asked again.
    """

    question: Question
    text: str
    answer: str | None
    step: int


@dataclass(frozen=True)
class Contradicting:
    """Answers that do not go together, and the words that say so."""

    text: str
    answered: tuple[Answered, ...]


@while_unchanged()
def questions() -> Mapping[str, Question]:
    """Every question with its choices, by its code, in staff's order; two queries."""
    return {row.code: row for row in Question.objects.prefetch_related("choices")}


def in_words(codes: Iterable[str], answers: Answers) -> list[Answered]:
    """The questions of `codes` that there are, and what was answered to them."""
    rows = questions()
    return [
        Answered(
            rows[code],
            rows[code].text_for(answers.who),
            next(
                (
                    choice.text
                    for choice in rows[code].choices.all()
                    if choice.code == answers.told.get(code)
                ),
                None,
            ),
            answers.step_of(code),
        )
        for code in codes
        if code in rows
    ]


def contradicting(
    answers: Answers, *, just_answered: str = "", only: str = ""
) -> list[Contradicting]:
    """What does not go together in the answers, in words; `only` what concerns one.

    What an answer implies counts too, beside something that was said outright.
    """
    implications = calendar().implications
    known = implications.close(answers.given)
    clashes = [
        (clash.text, questions)
        for clash in clashes_in(known, just_answered=just_answered)
        if any(code in answers.given for code in clash.questions)
        and only in ("", *(questions := _said_by(clash, answers, implications)))
        and len(questions) > 1
    ]
    if not clashes:
        return []
    codes = dict.fromkeys(code for _, questions in clashes for code in questions)
    told = {item.question.code: item for item in in_words(codes, answers)}
    return [
        Contradicting(text, tuple(told[code] for code in questions))
        for text, questions in clashes
    ]


def _said_by(
    clash: Clash, answers: Answers, implications: Implications
) -> tuple[str, ...]:
    """The questions that were answered; for what is implied, what implies it."""
    said = (
        code
        if code in answers.given
        else next(
            name for name in implications.in_place_of(code) if name in answers.given
        )
        for code in clash.questions
    )
    return tuple(dict.fromkeys(said))
