"""What there is to know about paying, as it stands on a day, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fees.models import FeeTopic
from texts.held import while_unchanged


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with a page of its own, and what else stands on that page."""

    head: FeeTopic
    parts: tuple[FeeTopic, ...]

    @property
    def topics(self) -> tuple[FeeTopic, ...]:
        return (self.head, *self.parts)


@while_unchanged(most=8)
def topics(*, on: date) -> Sequence[FeeTopic]:
    """Each topic of that day with `coming`, its next row or None; two queries."""
    published = FeeTopic.objects.published().select_related("source")
    rows = list(published.on(on).order_by("order"))
    coming: dict[str, FeeTopic] = {}
    for topic in published.coming_after(on):
        coming.setdefault(topic.code, topic)
    heads = {topic.code for topic in rows if not topic.under}
    for topic in rows:
        topic.coming = coming.get(topic.code)
        if topic.under not in heads:
            topic.under = ""  # its page is not there: it has one of its own
    return rows


@while_unchanged(most=8)
def topic_pages(*, on: date) -> Sequence[TopicPage]:
    """The pages in their order; a topic whose page is gone has one of its own."""
    rows = topics(on=on)
    parts: dict[str, list[FeeTopic]] = defaultdict(list)
    for topic in rows:
        parts[topic.under].append(topic)
    return [TopicPage(topic, tuple(parts[topic.code])) for topic in parts[""]]
