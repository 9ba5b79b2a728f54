"""Where the bars of a chart stand: plain numbers, for an SVG that scales with text.

Widths are in percent of the drawing, heights in rem, so that the chart fits 320 px
and grows with the reader's text size. All bars share one axis that begins at 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ROW, _BREAK, _AXIS = 3.75, 3.0, 2.0
_TEXT, _BAR = 1.25, 1.75
_MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words stand at `text_y`, its rectangle begins at `bar_y`."""

    label: str
    value: int
    width: float
    text_y: float
    bar_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis, at `x` percent; `anchor` keeps it within the drawing."""

    value: int
    x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from top to bottom; `breaks` are the heights at which a series ends.

    The axis stands at `axis_y`, below all bars.
    """

    bars: tuple[Bar, ...]
    breaks: tuple[float, ...]
    ticks: tuple[Tick, ...]
    axis_y: float
    height: float


def bar_chart(series: Sequence[Sequence[tuple[str, int]]]) -> Chart:
    """Lay out one bar for each (label, value); series are parted by a break."""
    longest = max((value for rows in series for _, value in rows), default=0)
    numbers = list(_numbers(longest)) if longest else []
    end = numbers[-1] if numbers else 1
    bars: list[Bar] = []
    breaks: list[float] = []
    top = 0.0
    for rows in series:
        if bars and rows:
            breaks.append(top + 0.5)
            top += _BREAK
        for label, value in rows:
            width = round(100 * value / end, 1)
            bars.append(Bar(label, value, width, top + _TEXT, top + _BAR))
            top += _ROW
    ticks = tuple(_tick(number, end) for number in numbers)
    height = top + _AXIS if ticks else top
    return Chart(tuple(bars), tuple(breaks), ticks, top, height)


def _numbers(longest: int) -> Iterator[int]:
    """0 and equal steps of 1, 2 or 5 times a power of ten, until `longest` fits."""
    power = 10 ** (len(str(longest)) - 1)
    sizes = [power // 10, power // 5, power // 2, power, 2 * power, 5 * power]
    step = next(one for one in sizes if one and longest <= one * _MOST_STEPS)
    number = 0
    yield number
    while number < longest:
        number += step
        yield number


def _tick(number: int, end: int) -> Tick:
    anchor = "start" if number == 0 else "end" if number == end else "middle"
    return Tick(number, round(100 * number / end, 1), anchor)
