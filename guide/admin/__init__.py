"""The site's pages, answers and words, and what updates offer, for staff."""

from guide.admin import looked_for, offered, own_pages, situation

__all__ = ["looked_for", "offered", "own_pages", "situation"]
