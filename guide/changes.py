"""What changes and what has changed: dated rows of every app, and staff's notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fees.models import FeeCap, FeeParameter, FeeTopic
from guide.models import LawChange
from services.effective import EffectiveDated, Status
from services.models import EligibilityRule, ServiceFact

_DATED = {
    ServiceFact: ("service", "kind", "source"),
    EligibilityRule: ("service", "source"),
    FeeCap: ("audience", "bracket", "source"),
    FeeParameter: ("source",),
    FeeTopic: ("source",),
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Notes on changes to come (soonest first) and past ones (latest first)."""

    coming: tuple[LawChange, ...]
    past: tuple[LawChange, ...]
    rows: tuple[EffectiveDated, ...]


def timeline(*, on: date) -> Timeline:
    """Split the notes at `on`; `rows` are the dated rows that begin after it."""
    notes = LawChange.objects.select_related("source").prefetch_related("services")
    return Timeline(
        coming=tuple(note for note in notes if _is_coming(note, on)),
        past=tuple(note for note in reversed(notes) if not _is_coming(note, on)),
        rows=tuple(sorted(_coming_rows(on), key=lambda row: row.valid_from)),
    )


def next_on_home(*, on: date) -> LawChange | None:
    """The soonest coming change that staff want on the first page."""
    return _coming_notes(on).filter(on_home=True).first()


def coming_for(service_id: int, *, on: date) -> QuerySet[LawChange]:
    """The coming changes that concern one service."""
    return _coming_notes(on).filter(services=service_id)


def _is_coming(note: LawChange, day: date) -> bool:
    # What was planned for a past day and never decided is still only planned.
    return note.starts_on > day or note.status == Status.PLANNED


def _coming_notes(day: date) -> QuerySet[LawChange]:
    later = LawChange.objects.filter(starts_on__gt=day)
    return (later | LawChange.objects.filter(status=Status.PLANNED)).distinct()


def _coming_rows(day: date) -> list[EffectiveDated]:
    return [
        row
        for model, related in _DATED.items()
        for row in model.objects.coming_after(day).select_related(*related)
    ]
