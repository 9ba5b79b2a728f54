"""What is kept for staff, what they change, and what they took away."""

from staff.models.change import DRAFT_KEYS, Change, ChangeState, RowChange
from staff.models.former_address import FormerAddress
from staff.models.server_error import ServerError

__all__ = [
    "DRAFT_KEYS",
    "Change",
    "ChangeState",
    "FormerAddress",
    "RowChange",
    "ServerError",
]
