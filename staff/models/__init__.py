"""What is kept for staff alone."""

from staff.models.server_error import ServerError

__all__ = ["ServerError"]
