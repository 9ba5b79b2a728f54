"""The ground floor in the staff's hands."""

from services.admin import case, figure, question, rule, service, source, translation

__all__ = [
    "case",
    "figure",
    "question",
    "rule",
    "service",
    "source",
    "translation",
]
