"""The services and their rules in the staff's hands."""

from services.admin import case, question, rule, service

__all__ = ["case", "question", "rule", "service"]
