"""Whom to ask, in the staff's hands."""

from offices.admin import importing, listing, office, place

__all__ = ["importing", "listing", "office", "place"]
