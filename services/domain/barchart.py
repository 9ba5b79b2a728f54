"""Where the bars of a chart stand: plain numbers, for an SVG that scales with text.

Widths are in percent of the drawing, heights in rem, so that the chart fits 320 px
and grows with the reader's text size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ROW, _BREAK = 3.75, 3.0
_TEXT, _BAR = 1.25, 1.75


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words stand at `text_y`, its rectangle begins at `bar_y`."""

    label: str
    value: int
    width: float
    text_y: float
    bar_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from top to bottom; `breaks` are the heights at which a series ends."""

    bars: tuple[Bar, ...]
    breaks: tuple[float, ...]
    height: float


def bar_chart(series: Sequence[Sequence[tuple[str, int]]]) -> Chart:
    """Lay out one bar for each (label, value); series are parted by a break."""
    longest = max((value for rows in series for _, value in rows), default=0) or 1
    bars: list[Bar] = []
    breaks: list[float] = []
    top = 0.0
    for rows in series:
        if bars and rows:
            breaks.append(top + 0.5)
            top += _BREAK
        for label, value in rows:
            width = round(100 * value / longest, 1)
            bars.append(Bar(label, value, width, top + _TEXT, top + _BAR))
            top += _ROW
    return Chart(tuple(bars), tuple(breaks), top)
