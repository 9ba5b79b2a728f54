"""利用者負担: a tenth of the month's cost, never more than the cap. Whole yen.

Sources: 障害者総合支援法 第29条第3項 (the tenth and the cap); 報酬告示の留意事項通知
第二の1(1) (the units of the month are added, then comes the price, and the fraction of
a yen is dropped: 223単位 × 5回 = 1,115単位, × 11.08円 = 12,354.2円, 12,354円); the
fraction of the tenth is dropped as billing forms do (marked めやす in its row).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fees.domain.yen_span import NOTHING, YenSpan

# The service whose offices may take something off for their workers.
REDUCING = "a-gata"


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """One line of what an office bills for a service in a month.

    `units` each time, `count` times, `unit_price` in yen with its fraction; `service`
    is its slug, empty where it is not told.
    """

    units: int
    count: int
    unit_price: Decimal
    office: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """The figures of the law in a month.

    `share_percent` of the cost; fractions below `cost_step` and `share_step` yen are
    dropped.
    """

    share_percent: int
    cost_step: int = 1
    share_step: int = 1


@dataclass(frozen=True, slots=True)
class Bill:
    """What one office bills for one service in a month, in yen, and its tenth."""

    office: str
    service: str
    units: int
    cost: int
    share: int

    @property
    def may_be_reduced(self) -> bool:
        """Only an A型 office takes something off; a service not told may be A型."""
        return self.service in {"", REDUCING}


@dataclass(frozen=True, slots=True)
class Month:
    """One month's cost and share, and how they came about, bill by bill."""

    bills: tuple[Bill, ...]
    share_percent: int

    @property
    def cost(self) -> int:
        return sum(bill.cost for bill in self.bills)

    @property
    def share(self) -> int:
        return sum(bill.share for bill in self.bills)

    @property
    def offices(self) -> frozenset[str]:
        return frozenset(bill.office for bill in self.bills)

    def told_as(self, service: str) -> Month:
        """The same month, were every service that is not told this one."""
        bills = (
            bill if bill.service else replace(bill, service=service)
            for bill in self.bills
        )
        return replace(self, bills=tuple(bills))


def month(uses: Iterable[ServiceUse], law: Law) -> Month:
    """One bill for each service at each office, fractions dropped at each step."""
    units: dict[tuple[str, str], dict[Decimal, int]] = {}
    for use in uses:
        prices = units.setdefault((use.office, use.service), {})
        more = use.units * use.count
        prices[use.unit_price] = prices.get(use.unit_price, 0) + more
    return Month(
        tuple(
            _bill(office, service, prices, law)
            for (office, service), prices in units.items()
        ),
        law.share_percent,
    )


def payable(
    bills: Sequence[Bill] | None, *, caps: YenSpan, reduction: YenSpan = NOTHING
) -> YenSpan:
    """What is paid in a month, in yen; `bills` None: one bill that is not known.

    Each bill is first limited to the cap, then the A型 office takes its `reduction` off
    its own bill only, and all bills together stand under one cap (上限額管理). Where
    several bills may be the A型 one, each of them is possible. `caps` spans the caps
    that are possible; it always has an upper bound.
    """
    top = caps.low if caps.high is None else caps.high
    if bills is None:
        return YenSpan(0, max(top - reduction.low, 0))
    reduced: list[int | None] = [
        place for place, bill in enumerate(bills) if bill.may_be_reduced
    ]
    reduced = reduced or [None]
    shares = [bill.share for bill in bills]
    return YenSpan(
        min(_together(shares, caps.low, place, reduction.high) for place in reduced),
        max(_together(shares, top, place, reduction.low) for place in reduced),
    )


def _bill(
    office: str, service: str, units_by_price: dict[Decimal, int], law: Law
) -> Bill:
    cost = sum(
        _dropped(int(units * price), law.cost_step)
        for price, units in units_by_price.items()
    )
    share = _dropped(cost * law.share_percent // 100, law.share_step)
    return Bill(office, service, sum(units_by_price.values()), cost, share)


def _together(
    shares: Sequence[int], cap: int, reduced: int | None, off: int | None
) -> int:
    """All bills under one cap; `off` None: the office may take off everything."""
    due = [min(share, cap) for share in shares]
    if reduced is not None:
        due[reduced] = 0 if off is None else max(due[reduced] - off, 0)
    return min(sum(due), cap)


def _dropped(yen: int, step: int) -> int:
    return yen // step * step
