"""利用者負担: a tenth of the month's cost, never more than the cap. Whole yen.

Sources: 障害者総合支援法 第29条第3項 (the tenth and the cap); 報酬告示の留意事項通知
第二の1(1) (units times price, the fraction of a yen dropped); the fraction of the tenth
is dropped as billing forms do (marked めやす in its row).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fees.domain.yen_span import NOTHING, YenSpan


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """What one office bills for one service in a month.

    `units` each time, `count` times, `unit_price` in yen with its fraction.
    """

    units: int
    count: int
    unit_price: Decimal
    office: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """The figures of the law on a day.

    `share_percent` of the cost; fractions below `cost_step` and `share_step` yen are
    dropped.
    """

    share_percent: int
    cost_step: int = 1
    share_step: int = 1


@dataclass(frozen=True, slots=True)
class Month:
    """One month's cost and share, and how they came about, office by office."""

    offices: tuple[tuple[str, int, int], ...]

    @property
    def cost(self) -> int:
        return sum(cost for _, cost, _ in self.offices)

    @property
    def share(self) -> int:
        return sum(share for _, _, share in self.offices)


def month(uses: Iterable[ServiceUse], law: Law) -> Month:
    """Add up what each office bills, and its tenth, dropping fractions at each step."""
    costs: dict[str, int] = {}
    for use in uses:
        costs[use.office] = costs.get(use.office, 0) + _cost(use, law)
    return Month(
        tuple(
            (office, cost, _dropped(cost * law.share_percent // 100, law.share_step))
            for office, cost in costs.items()
        )
    )


def payable(share: YenSpan, *, caps: YenSpan, reduction: YenSpan = NOTHING) -> YenSpan:
    """The lesser of share and cap, less what an A型 office takes off.

    Several offices stand under one cap (上限額管理), so `share` is that of all. `caps`
    spans the caps that are possible; it always has an upper bound.
    """
    low = min(share.low, caps.low)
    high = caps.high if share.high is None else min(share.high, caps.high)
    off = low if reduction.high is None else reduction.high
    return YenSpan(max(low - off, 0), max(high - reduction.low, 0))


def _cost(use: ServiceUse, law: Law) -> int:
    return _dropped(int(use.units * use.count * use.unit_price), law.cost_step)


def _dropped(yen: int, step: int) -> int:
    return yen // step * step
