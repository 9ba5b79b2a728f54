"""Words that are like a word for which there is nothing."""

from __future__ import annotations

from datetime import date

from guide.domain.letters import key_of
from guide.search.index import pairs_of, site_index
from texts.languages import current

_LEAST = 0.25
_MOST_NEAR = 5
_LONGEST_HEADING = 20


def near_words(words: str, *, on: date) -> list[str]:
    """Words by which something is found, the likest first."""
    pairs = pairs_of(key_of(words))
    if not pairs:
        return []
    index = site_index(on=on)
    headings = (page.heading for page in index.languages[current().code].pages)
    names = [word for row in index.rewordings for word in row.words]
    names += (heading for heading in headings if len(heading) <= _LONGEST_HEADING)
    alike: dict[str, float] = {}
    for name in names:
        own = pairs_of(key_of(name))
        likeness = 2 * len(pairs & own) / (len(pairs) + len(own)) if own else 0.0
        if likeness >= _LEAST:
            alike[name] = likeness
    return sorted(alike, key=lambda name: -alike[name])[:_MOST_NEAR]
