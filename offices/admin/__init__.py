"""Whom to ask, in the staff's hands."""

from offices.admin import importing, listing, office, place, report

__all__ = ["importing", "listing", "office", "place", "report"]
