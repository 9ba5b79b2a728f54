"""How long an interview gets: every path through it, walked to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from services.domain.implied import possible
from services.domain.interview import Interviewer


@dataclass(frozen=True)
class Path:
    """One way through: what was told, and what was not known."""

    told: Mapping[str, str]
    unknown: tuple[str, ...]

    @property
    def length(self) -> int:
        return len(self.told) + len(self.unknown)


@dataclass(frozen=True)
class Lengths:
    """How many questions the paths ask."""

    most: int
    median: float
    paths: int


def paths(asker: Interviewer, choices: Mapping[str, Sequence[str]]) -> Iterator[Path]:
    """Every path; at each question each choice that is left, and 「わからない」."""
    yield from _walk(asker, choices, Path({}, ()))


def lengths(walked: Iterable[Path]) -> Lengths:
    """The most questions of any path that was walked, and the median over all."""
    counted = Counter(path.length for path in walked)
    return Lengths(max(counted), median(counted.elements()), counted.total())


def _walk(
    asker: Interviewer, choices: Mapping[str, Sequence[str]], so_far: Path
) -> Iterator[Path]:
    question = asker.next_question(so_far.told, so_far.unknown)
    if question is None:
        yield so_far
        return
    limits = asker.calendar.implications.limits(so_far.told)
    for choice in possible(choices[question], limits, question):
        told = {**so_far.told, question: choice}
        yield from _walk(asker, choices, Path(told, so_far.unknown))
    yield from _walk(asker, choices, Path(so_far.told, (*so_far.unknown, question)))
