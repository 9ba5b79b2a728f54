"""The site's pages, answers and words, and what updates offer, for staff."""

from guide.admin import offered, own_pages, search_words, situation

__all__ = ["offered", "own_pages", "search_words", "situation"]
