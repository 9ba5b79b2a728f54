"""What other modules tell on the page of a change: what readers see of it, and so on.

A module registers what it tells; the page shows each in its order, and hands what the
approver must have seen to `approve` as `accepted`:

    @beside_changes(rank=20)
    def differences(change: Change, user: User) -> Beside | None:
        return Beside("admin/staff/change/differences.html", {"cases": …}, mark="…")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import User

from staff.models import Change


@dataclass(frozen=True, slots=True)
class Beside:
    """A template with what it takes, and the mark of what is to be accepted."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    mark: str = ""


_LONGEST = 16
Telling = Callable[[Change, User], Beside | None]
_tellings: dict[str, tuple[int, Telling]] = {}


def beside_changes(*, rank: int) -> Callable[[Telling], Telling]:
    """Register a function that tells something of a change that is open."""

    def registered(telling: Telling) -> Telling:
        name = f"{telling.__module__}.{telling.__qualname__}"
        _tellings[name] = (rank, telling)
        return telling

    return registered


def told_beside(change: Change, user: User) -> list[Beside]:
    """All that is told of `change`, in the order of the ranks."""
    ordered = sorted(_tellings.items(), key=lambda item: (item[1][0], item[0]))
    found = (telling(change, user) for _, (_, telling) in ordered)
    return [one for one in found if one is not None]


def mark_of(told: list[Beside]) -> str:
    """By which it is known that the approver has seen all that is to be accepted."""
    marks = "".join(one.mark for one in told)
    if len(marks) <= _LONGEST:
        return marks
    return blake2b(marks.encode(), digest_size=_LONGEST // 2).hexdigest()
