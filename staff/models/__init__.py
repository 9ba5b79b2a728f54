"""What is kept for staff, and of what they took away."""

from staff.models.former_address import FormerAddress
from staff.models.server_error import ServerError

__all__ = ["FormerAddress", "ServerError"]
