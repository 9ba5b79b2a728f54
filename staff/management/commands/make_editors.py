"""The name that `make_roles` had while there was one group only."""

from staff.management.commands.make_roles import Command

__all__ = ["Command"]
