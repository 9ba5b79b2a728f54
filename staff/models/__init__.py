"""What is kept for staff, what they change, and what they took away."""

from staff.models.change import DRAFT_KEYS, Change, ChangeState, RowChange
from staff.models.daily_run import DailyRun
from staff.models.former_address import FormerAddress
from staff.models.link_check import LinkCheck
from staff.models.server_error import ServerError
from staff.models.staff_rules import StaffRules, WhoGivesCodes

__all__ = [
    "DRAFT_KEYS",
    "Change",
    "ChangeState",
    "DailyRun",
    "FormerAddress",
    "LinkCheck",
    "RowChange",
    "ServerError",
    "StaffRules",
    "WhoGivesCodes",
]
