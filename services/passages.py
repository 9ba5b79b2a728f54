"""How the services lead to each other, and in what two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from services.domain.flow import Arrow, Flow, FlowBox, draw
from services.models import Contrast, Passage, ServiceType


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
    """The arrows between those of `services` that exist on a day; one query."""
    by_slug = {row.slug: row for row in services if row.exists_on(on)}
    passages = tuple(
        Passage.objects.select_related("source", "before", "after").filter(
            before__slug__in=by_slug, after__slug__in=by_slug
        )
    )
    arrows = [Arrow(row.before.slug, row.after.slug, row.words) for row in passages]
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
        passages,
    )


def contrasts_of(service: ServiceType) -> QuerySet[Contrast]:
    """What `service` is compared with in words; one query."""
    return Contrast.objects.filter(
        Q(one=service) | Q(other=service), one__is_published=True,
        other__is_published=True,
    ).select_related("one", "other", "source")  # fmt: skip


def contrast_between(services: Sequence[ServiceType]) -> Contrast | None:
    """In what the two of `services` differ most; none of more, or of fewer."""
    if len(services) != 2:
        return None
    one, other = services
    return (
        Contrast.objects.filter(Q(one=one, other=other) | Q(one=other, other=one))
        .select_related("source")
        .first()
    )
