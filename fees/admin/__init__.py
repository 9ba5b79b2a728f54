"""What services cost, in the staff's hands."""

from fees.admin import amount, case, key, topic

__all__ = ["amount", "case", "key", "topic"]
