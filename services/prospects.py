"""What a person can look forward to: each service now, or once something has changed.

The short way never asks what only the city, a board or an office tells. What stays
open for that is told as a condition in words, never as a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from services.domain.interview import Interview
from services.domain.moments import Calendar, Moment
from services.domain.outcome import Outcome
from services.domain.verdict import Verdict
from services.eligibility import Bench, Finding, RequirementFinding
from services.models import EligibilityRequirement, ServiceType


class Reach(IntEnum):
    """How near a service is, the nearest last; more than an outcome, less than law."""

    NONE = 0
    HARD = 1
    CITY = 2
    FIRST = 3
    USABLE = 4

    @property
    def code(self) -> str:
        """The name for templates and style sheets."""
        return self.name.lower()


@dataclass(frozen=True)
class Prospect:
    """A service at one moment: where it stands, and the requirement that decides.

    `decisive` is None where all is met; `for_city` are those that only the city tells.
    """

    moment: Moment
    finding: Finding
    reach: Reach
    decisive: EligibilityRequirement | None
    for_city: tuple[EligibilityRequirement, ...] = ()

    @property
    def service(self) -> ServiceType:
        return self.finding.service

    @property
    def nearness(self) -> tuple[int, int]:
        """What leaves less to confirm is nearer."""
        if self.reach < Reach.FIRST:
            return (self.reach, 0)
        to_confirm = sum(item.confirm for item in self.finding.requirements)
        return (self.reach, -to_confirm)


@dataclass(frozen=True)
class Ending:
    """What becomes harder by a change that opens nothing."""

    moment: Moment
    services: tuple[ServiceType, ...]


@dataclass(frozen=True)
class Prospects:
    """Every service now and at each later moment."""

    moments: tuple[tuple[Prospect, ...], ...]

    @property
    def now(self) -> tuple[Prospect, ...]:
        return self.moments[0]

    @property
    def best(self) -> list[Prospect]:
        """Each service once, at the first moment at which it is nearest."""
        found = []
        for column in zip(*self.moments, strict=True):
            nearest = max(column, key=lambda item: item.nearness)
            found.append(_with_what_opened_it(column[0], nearest))
        return found

    @property
    def endings(self) -> list[Ending]:
        """The next changes that open nothing, and what they make harder."""
        found = []
        for later in self.moments[1:]:
            pairs = list(zip(self.now, later, strict=True))
            worse = [now.service for now, then in pairs if _falls(now, then)]
            is_one_step = len(later[0].moment.changes) == 1
            if worse and is_one_step and not self._opens(later[0].moment):
                found.append(Ending(later[0].moment, tuple(worse)))
        return found

    def _opens(self, moment: Moment) -> bool:
        """Whether some service gets nearer with it than it ever does without."""
        [change] = moment.changes
        for column in zip(*self.moments, strict=True):
            nearest = {
                does_change: max(
                    item.nearness
                    for item in column
                    if (change in item.moment.changes) is does_change
                )
                for does_change in (False, True)
            }
            if nearest[True] > nearest[False]:
                return True
        return False


def look_ahead(bench: Bench, interview: Interview, calendar: Calendar) -> Prospects:
    """Judge every service now and at each moment that the answers lead to."""
    skipped = _skipped(interview, calendar)
    return Prospects(
        tuple(
            tuple(
                _prospect(finding, moment, skipped, calendar)
                for finding in bench.findings(moment.answers)
            )
            for moment in calendar.moments(interview.told)
        )
    )


def _with_what_opened_it(now: Prospect, then: Prospect) -> Prospect:
    """What is met later tells by what it was not met now."""
    if then.moment.changes and then.finding.outcome is Outcome.LIKELY:
        pairs = zip(now.finding.requirements, then.finding.requirements, strict=True)
        for before, after in pairs:
            if before.verdict is not after.verdict:
                return replace(then, decisive=after.row)
    return then


def _falls(now: Prospect, then: Prospect) -> bool:
    return now.reach in {Reach.USABLE, Reach.FIRST} and (then.reach < now.reach)


def _skipped(interview: Interview, calendar: Calendar) -> frozenset[str]:
    """What was not known or not asked yet, with what stands in for others."""
    open_now = {*interview.unknown, *filter(None, [interview.next])}
    behind = (calendar.implications.stands_for(name) for name in open_now)
    return frozenset(open_now.union(*behind))


def _prospect(
    finding: Finding, moment: Moment, skipped: frozenset[str], calendar: Calendar
) -> Prospect:
    limits = calendar.implications.limits(moment.told)
    for_city = [
        item
        for item in finding.requirements
        if item.verdict is Verdict.UNKNOWN
        and not item.is_doubtful
        and item.value.waits_for_city(moment.answers, limits)
    ]
    not_known = [
        item
        for item in finding.requirements
        if item.verdict is Verdict.UNKNOWN
        and skipped.intersection(item.value.open_questions(moment.answers))
    ]
    reach = _reach(finding, is_open=bool(for_city or not_known))
    decisive = _decisive(finding, reach, [*for_city, *not_known])
    return Prospect(
        moment, finding, reach, decisive, tuple(item.row for item in for_city)
    )


def _reach(finding: Finding, *, is_open: bool) -> Reach:
    if finding.outcome is None:
        return Reach.NONE
    if finding.outcome is Outcome.UNLIKELY:
        return Reach.HARD
    if finding.outcome is Outcome.FIRST:
        return Reach.FIRST
    if finding.outcome is Outcome.ASK and (is_open or finding.doubtful):
        return Reach.CITY
    return Reach.USABLE


def _decisive(
    finding: Finding, reach: Reach, waiting: Sequence[RequirementFinding]
) -> EligibilityRequirement | None:
    """The requirement that decides: the first of the gravest kind."""
    by_kind: list[Iterable[RequirementFinding]] = [
        [
            item
            for item in finding.requirements
            if item.verdict is Verdict.NO
            and bool(item.row.way_in_id) is (reach is Reach.FIRST)
        ],
        [item for item in finding.requirements if item.verdict is Verdict.NO],
        finding.doubtful,
        waiting,
        [item for item in finding.requirements if item.verdict is Verdict.UNKNOWN],
    ]
    return next((item.row for kind in by_kind for item in kind), None)


def when_in_words(moment: Moment, words: Mapping[tuple[str, str], str]) -> list[str]:
    """How a moment is called; empty for now. `words` are those of each change."""
    return [
        words[change.question, change.choice]
        for change in moment.named_by
        if words.get((change.question, change.choice))
    ]
