"""What services cost, in the staff's hands."""

from fees.admin import amount, fee_case, key, topic

__all__ = ["amount", "fee_case", "key", "topic"]
