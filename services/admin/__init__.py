"""The ground floor in the staff's hands."""

from services.admin import figure, rule, service, source

__all__ = ["figure", "rule", "service", "source"]
