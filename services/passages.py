"""How the services lead to each other, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.domain.flow import Arrow, Flow, FlowBox, draw
from services.models import Contrast, Passage, ServiceType
from texts.held import while_unchanged


@dataclass(frozen=True, slots=True)
class Lead:
    """Services after which others may come, and when."""

    before: tuple[ServiceType, ...]
    after: tuple[ServiceType, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Leads:
    """How the services lead to each other: a picture, and the same as a list."""

    picture: Flow
    boxes: tuple[tuple[FlowBox, ServiceType], ...]
    leads: tuple[Lead, ...]
    passages: tuple[Passage, ...]


def overview(services: Iterable[ServiceType], *, on: date) -> Leads:
    """The arrows between those of `services` that exist on a day."""
    by_slug = {row.slug: row for row in services if row.exists_on(on)}
    known = tuple(
        row for row in passages() if {row.before.slug, row.after.slug} <= {*by_slug}
    )
    arrows = [Arrow(row.before.slug, row.after.slug, row.words) for row in known]
    picture = draw({slug: row.short_name for slug, row in by_slug.items()}, arrows)
    return Leads(
        picture,
        tuple((box, by_slug[box.code]) for box in picture.boxes),
        tuple(
            Lead(
                tuple(by_slug[slug] for slug in group.before),
                tuple(by_slug[slug] for slug in group.after),
                group.words,
            )
            for group in picture.groups
        ),
        known,
    )


@while_unchanged()
def passages() -> tuple[Passage, ...]:
    """Every arrow between two published services."""
    both = Passage.objects.filter(before__is_published=True, after__is_published=True)
    return tuple(both.select_related("source", "before", "after"))


@while_unchanged()
def contrasts() -> tuple[Contrast, ...]:
    """Every pair of published services, and in what they differ most."""
    both = Contrast.objects.filter(one__is_published=True, other__is_published=True)
    return tuple(both.select_related("one", "other", "source"))


def contrasts_of(service: ServiceType) -> list[Contrast]:
    """What `service` is compared with in words."""
    return [row for row in contrasts() if service in (row.one, row.other)]


def contrast_between(services: Sequence[ServiceType]) -> Contrast | None:
    """In what the two of `services` differ most; none of more, or of fewer."""
    if len(services) != 2:
        return None
    both = set(services)
    return next((row for row in contrasts() if {row.one, row.other} == both), None)
