"""What changes and what has changed: dated rows of every app, and staff's notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.urls import reverse

from facts.effective import EffectiveDatedQuerySet, Status
from facts.published import only_published
from fees.models import FeeCap, FeeParameter, FeeTopic
from guide.held_rows import changes_now
from guide.models import LawChange
from services.models import EligibilityRule, ServiceFact, ServiceType
from texts.held import while_unchanged

# A fact of which rows hold from a day on.
DatedFact: TypeAlias = ServiceFact | EligibilityRule | FeeCap | FeeParameter | FeeTopic
_DATED: dict[type[DatedFact], tuple[str, ...]] = {
    ServiceFact: ("service", "kind", "source"),
    EligibilityRule: ("service", "source"),
    FeeCap: ("audience", "bracket", "source"),
    FeeParameter: ("source",),
    FeeTopic: ("source",),
}
# The dated models by the names that addresses of feeds and commands use.
KINDS: dict[str, type[DatedFact]] = {
    "fact": ServiceFact,
    "rule": EligibilityRule,
    "cap": FeeCap,
    "fee": FeeParameter,
    "topic": FeeTopic,
}
_NAMES = {model: kind for kind, model in KINDS.items()}


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that begins, changes or ends on a day; `before` is what held till then."""

    row: DatedFact
    before: DatedFact | None

    @property
    def day(self) -> date:
        return self.row.valid_from

    @property
    def kind(self) -> str:
        return _NAMES[type(self.row)]

    @property
    def code(self) -> str:
        """Its name in codes that last: `cap-adult-ippan1-2012-04-01-enacted`."""
        key = self.row.key_code.replace("/", "-")
        return f"{self.kind}-{key}-{self.day}-{self.row.status}"

    @property
    def address(self) -> str:
        """The page that says it."""
        if isinstance(self.row, ServiceFact | EligibilityRule | FeeTopic):
            return self.row.get_absolute_url()
        return reverse("fees:caps")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Notes on changes to come (soonest first) and past ones (latest first)."""

    coming: tuple[LawChange, ...]
    past: tuple[LawChange, ...]
    rows: tuple[DatedFact, ...]
    held: tuple[FactChange, ...]


def timeline(*, on: date) -> Timeline:
    """Split the notes at `on`; `rows` are the dated rows that begin after it.

    `held` are the changes of facts in the five years before it, the latest first.
    """
    notes = changes_now()
    return Timeline(
        coming=tuple(note for note in notes if _is_coming(note, on)),
        past=tuple(note for note in reversed(notes) if not _is_coming(note, on)),
        rows=tuple(sorted(_coming_rows(on), key=lambda row: row.valid_from)),
        held=tuple(
            change
            for change in changes_since(date(on.year - 5, 1, 1))
            if change.day <= on and not change.row.is_planned and _is_change(change)
        ),
    )


def changes_since(
    day: date, *, kind: str = "", key: str = "", service: str = ""
) -> list[FactChange]:
    """Every dated change from `day` on, the latest first; of all facts or of some.

    `kind` is a name in KINDS, `key` the code of one fact, `service` a slug.
    """
    models = [KINDS[kind]] if kind else list(KINDS.values())
    if service:
        models = [model for model in models if "service" in model.key_fields]
    found = [change for model in models for change in _changes_of(model, day)]
    return sorted(
        (
            change
            for change in found
            if (not key or change.row.key_code == key)
            and (not service or _is_of(service, change.row))
        ),
        key=lambda change: (change.day, change.row.subject),
        reverse=True,
    )


def _is_of(service: str, row: DatedFact) -> bool:
    return (
        isinstance(row, ServiceFact | EligibilityRule) and row.service.slug == service
    )


def _changes_of(model: type[DatedFact], day: date) -> Iterable[FactChange]:
    """The rows of `model` from `day` on, each with the enacted one before it."""
    held: dict[str, DatedFact] = {}
    for row in _in_order(model):
        if row.valid_from >= day:
            yield FactChange(row, held.get(row.key_code))
        if not row.is_planned:
            held[row.key_code] = row


@while_unchanged()
def _in_order(model: type[DatedFact]) -> tuple[DatedFact, ...]:
    """Every row of `model` by its day; three queries at most."""
    rows = _for_readers(model)
    if model is FeeTopic:  # what is not published now has no past either
        rows = rows.exclude(code__in=FeeTopic.hidden_on(date.max).values("code"))
    if model is EligibilityRule:
        rows = rows.prefetch_related("requirements__routes")
    # What is enacted on a day comes first: a plan for that day follows it.
    return tuple(rows.order_by("valid_from", "status"))


def _for_readers(model: type[DatedFact]) -> EffectiveDatedQuerySet:
    """The rows of `model` that readers may see, and whose service they may."""
    rows: EffectiveDatedQuerySet
    rows = only_published(model.objects.select_related(*_DATED[model]))
    if "service" in model.key_fields:
        rows = rows.filter(service__is_published=True)
    return rows


def _is_change(change: FactChange) -> bool:
    """Whether something held before: rows of a service's first day are none."""
    return change.before is not None or change.row.is_end


def next_on_home(*, on: date) -> LawChange | None:
    """The soonest coming change that staff want on the first page."""
    return next((note for note in _coming_notes(on) if note.on_home), None)


def coming_for(service: ServiceType, *, on: date) -> list[LawChange]:
    """The coming changes that concern one service, the soonest first."""
    return [note for note in _coming_notes(on) if service in note.services.all()]


def _is_coming(note: LawChange, day: date) -> bool:
    # What was planned for a past day and never decided is still only planned.
    return note.starts_on > day or note.status == Status.PLANNED


def _coming_notes(day: date) -> list[LawChange]:
    return [note for note in changes_now() if _is_coming(note, day)]


@while_unchanged()
def _coming_rows(day: date) -> tuple[DatedFact, ...]:
    return tuple(
        row for model in _DATED for row in _for_readers(model).coming_after(day)
    )
