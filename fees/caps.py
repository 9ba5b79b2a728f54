"""The table of fee caps and the topics around it, as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fees.models import Audience, FeeCap, FeeTopic


@dataclass(frozen=True, slots=True)
class AudienceCaps:
    """The caps of one kind of person, from the lowest bracket up."""

    audience: Audience
    caps: tuple[FeeCap, ...]


def caps_table(*, on: date) -> list[AudienceCaps]:
    """Every audience with its caps on that day; one query."""
    caps = (
        FeeCap.objects.on(on)
        .select_related("audience", "bracket", "source")
        .order_by("audience__order", "bracket__order")
    )
    return [
        AudienceCaps(audience, tuple(rows))
        for audience, rows in groupby(caps, key=lambda cap: cap.audience)
    ]


def topics(*, on: date) -> list[FeeTopic]:
    """What there is to know about paying; each with `coming`, its next row or None."""
    rows = list(FeeTopic.objects.on(on).select_related("source").order_by("order"))
    coming: dict[str, FeeTopic] = {}
    for topic in FeeTopic.objects.coming_after(on).select_related("source"):
        coming.setdefault(topic.code, topic)
    for topic in rows:
        topic.coming = coming.get(topic.code)
    return rows
