"""Words that are like a word for which there is nothing."""

from __future__ import annotations

from datetime import date

from guide.domain.letters import key_of, pairs_of
from guide.search.index import likeness, site_index
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
    here = index.languages[current().code]
    named = [
        (word, pairs_of(key_of(word)))
        for row in index.words.rewordings
        for word in row.words
    ]
    named += (
        (page.heading, here.heading_pairs[page.address])
        for page in here.pages
        if len(page.heading) <= _LONGEST_HEADING
    )
    alike = {
        name: how for name, own in named if (how := likeness(pairs, own)) >= _LEAST
    }
    return sorted(alike, key=lambda name: -alike[name])[:_MOST_NEAR]
