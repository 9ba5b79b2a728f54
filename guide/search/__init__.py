"""Finds pages by words: as people write them, say them and mistype them."""

from guide.search.answer import FoundOnSite, FoundPage, look_for, search
from guide.search.misses import note_misses
from guide.search.nearness import near_words
from guide.search.understanding import LONGEST

__all__ = [
    "LONGEST",
    "FoundOnSite",
    "FoundPage",
    "look_for",
    "near_words",
    "note_misses",
    "search",
]
