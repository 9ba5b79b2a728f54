"""How many of a hundred people pay nothing: a published figure, drawn as dots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from facts.models import Statistic
from texts.held import while_unchanged

# As published, or as people say it.
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]|100人のうち約?(\d{1,3})人")
_IN_A_ROW, _STEP = 20, 16
# From so many of a hundred on, the page says 「ほとんどの人」.
_MOST = 80


@dataclass(frozen=True)
class FreeShare:
    """The figure's row, and its people of a hundred as a whole number."""

    figure: Statistic
    people: int

    @property
    def others(self) -> int:
        return 100 - self.people

    @property
    def is_most(self) -> bool:
        """Whether that is nearly everybody."""
        return self.people >= _MOST

    @cached_property
    def free_dots(self) -> str:
        """Those who pay nothing, as one path: they come first of the hundred."""
        return _dots(range(self.people), radius=5.5)

    @cached_property
    def paying_dots(self) -> str:
        return _dots(range(self.people, 100), radius=4.5)


def _dots(places: range, *, radius: float) -> str:
    """Circles in rows of twenty, 16 apart: one element instead of a hundred."""
    r, width = f"{radius:g}", f"{2 * radius:g}"
    halves = f"a{r} {r} 0 1 0 {width} 0a{r} {r} 0 1 0-{width} 0"
    starts = (
        (_STEP // 2 + _STEP * (place % _IN_A_ROW) - radius, _STEP // 2 + _STEP * row)
        for place in places
        for row in [place // _IN_A_ROW]
    )
    return "".join(f"M{x:g} {y}{halves}" for x, y in starts)


@while_unchanged()
def free_share() -> FreeShare | None:
    """The figure that the site quotes; None where it is no share. One query."""
    figure = (
        Statistic.objects.select_related("source").filter(code="free-share").first()
    )
    # The column that modeltranslation adds: the figure's own words.
    found = _SHARE.search(getattr(figure, "value_ja", "") or "")
    if figure is None or found is None:
        return None
    people = Decimal(found[1] or found[2]).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return FreeShare(figure, int(people)) if people <= 100 else None
