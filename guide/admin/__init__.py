"""The site's pages, answers and words, and what updates offer, for staff."""

from guide.admin import offered, pages

__all__ = ["offered", "pages"]
