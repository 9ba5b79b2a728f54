"""What comes back: 高額障害福祉サービス等給付費, and the group home's rent subsidy.

Sources: 施行令 第43条の5・第43条の6 (refund), 第21条第1項第2号 and 施行規則 第34条
(rent).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Certificate:
    """One 受給者証 of a child: its cap and what was paid under it, in yen a month."""

    cap: int
    paid: int


@dataclass(frozen=True, slots=True)
class Refund:
    """What a household gets back, and each payer's part in it, in yen.

    Parts are rounded down: how the law rounds them is not confirmed, so the rest (less
    than a yen each) is left to the city.
    """

    total: int
    parts: tuple[int, ...]


def household_refund(paid: Sequence[int], *, base: int) -> Refund:
    """What is paid above `base`, in proportion to who paid it."""
    together = sum(paid)
    total = max(together - base, 0)
    if not total:
        return Refund(0, tuple(0 for _ in paid))
    return Refund(total, tuple(total * yen // together for yen in paid))


def child_refund(certificates: Sequence[Certificate]) -> Refund:
    """A child with several certificates: the highest of their caps is the base."""
    base = max((item.cap for item in certificates), default=0)
    return household_refund([item.paid for item in certificates], base=base)


def rent_subsidy(rent: int, *, most: int) -> int:
    """The rent of a group home, up to `most`, for who is untaxed or on assistance."""
    return min(rent, most)
