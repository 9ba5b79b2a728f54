"""Where boxes and arrows of a picture stand: what leads to what, from top to bottom.

Plain numbers in the units of an SVG that is `WIDTH` wide. A box stands one layer below
the lowest of those that lead to it. Arrows with the same words between the same boxes
are one: their lines meet at the words and part again below them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.domain.svg_text import shown_width, wrapped

WIDTH = 360
BOX_WIDTH, BOX_HEIGHT, GLYPH = 112, 108, 40
_BOX_GAP, _DROP, _LINE, _HEAD = 8, 20, 24, 8
_NAME, _WORDS = 6.5, 17.0  # letters in a line


@dataclass(frozen=True, slots=True)
class Arrow:
    """One thing leads to another."""

    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class ArrowGroup:
    """Arrows that are drawn as one: each of `before` leads to each of `after`."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A box by its code: its left upper corner, its width, its name in lines."""

    code: str
    x: float
    y: float
    width: float
    lines: tuple[tuple[float, str], ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def glyph_x(self) -> float:
        return self.middle - GLYPH / 2

    @property
    def glyph_y(self) -> float:
        return self.y + 10


@dataclass(frozen=True, slots=True)
class FlowWords:
    """The lines of an arrow's words, each with its height, around `x`."""

    x: float
    lines: tuple[tuple[float, str], ...]
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The picture: `lines` and `heads` are paths of SVG."""

    boxes: tuple[FlowBox, ...] = ()
    groups: tuple[ArrowGroup, ...] = ()
    words: tuple[FlowWords, ...] = ()
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    height: float = 0


def grouped(
    arrows: Iterable[Arrow], layer_of: Mapping[str, int] | None = None
) -> tuple[ArrowGroup, ...]:
    """The arrows of which a picture and its list say the words once, in their order.

    What stands in two layers (by `layer_of`) is led to by two groups.
    """
    targets: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for arrow in dict.fromkeys(arrows):
        layer = (layer_of or {}).get(arrow.after, 0)
        targets[arrow.words, arrow.before, layer].append(arrow.after)
    sources: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (words, before, _), after in targets.items():
        sources[words, tuple(after)].append(before)
    return tuple(
        ArrowGroup(tuple(before), after, words)
        for (words, after), before in sources.items()
    )


def draw(names: Mapping[str, str], arrows: Sequence[Arrow]) -> Flow:
    """Lay out the boxes of `names` (code to name, in their order) that arrows join.

    An arrow that would close a circle, or that joins what is not there, is left out.
    """
    kept = _without_circles(
        [one for one in arrows if one.before in names and one.after in names]
    )
    layers = _layers([code for code in names if _is_joined(code, kept)], kept)
    layer_of = {code: n for n, layer in enumerate(layers) for code in layer}
    return _Drawing(names, grouped(kept, layer_of), layers).flow


def _is_joined(code: str, arrows: Iterable[Arrow]) -> bool:
    return any(code in {arrow.before, arrow.after} for arrow in arrows)


def _without_circles(arrows: Iterable[Arrow]) -> list[Arrow]:
    kept: list[Arrow] = []
    for arrow in arrows:
        reached, found = set[str](), {arrow.after}
        while found - reached:
            reached |= found
            found = {one.after for one in kept if one.before in reached}
        if arrow.before not in reached:
            kept.append(arrow)
    return kept


def _layers(codes: Sequence[str], arrows: Sequence[Arrow]) -> list[list[str]]:
    """The codes from top to bottom; in a layer they keep their order."""
    depth = dict.fromkeys(codes, 0)
    for _ in codes:  # a way is never longer than there are boxes
        for arrow in arrows:
            depth[arrow.after] = max(depth[arrow.after], depth[arrow.before] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for code in codes:
        layers[depth[code]].append(code)
    return layers


class _Drawing:
    """Draws layer after layer; `_top` is how far it has come."""

    def __init__(
        self,
        names: Mapping[str, str],
        groups: tuple[ArrowGroup, ...],
        layers: list[list[str]],
    ) -> None:
        self._boxes: dict[str, FlowBox] = {}
        self._words: list[FlowWords] = []
        self._lines: list[str] = []
        self._heads: list[str] = []
        self._top = 0.0
        for layer in layers:
            here = [one for one in groups if one.after[0] in layer]
            ways = [(group, self._way(group)) for group in here]
            self._top += _DROP if here else 0
            self._place(layer, names)
            for group, fork in ways:
                self._lead(group, fork)
        self.flow = Flow(
            tuple(self._boxes.values()),
            groups,
            tuple(self._words),
            tuple(self._lines),
            tuple(self._heads),
            self._top,
        )

    def _place(self, layer: Sequence[str], names: Mapping[str, str]) -> None:
        slot = WIDTH / len(layer)
        width = min(BOX_WIDTH, slot - _BOX_GAP)
        for place, code in enumerate(layer):
            lines = wrapped(names[code], _NAME * width / BOX_WIDTH)
            first = self._top + (76 if len(lines) == 1 else 66)
            self._boxes[code] = FlowBox(
                code,
                slot * (place + 0.5) - width / 2,
                self._top,
                width,
                tuple((first + 18 * n, line) for n, line in enumerate(lines)),
            )
        self._top += BOX_HEIGHT

    def _way(self, group: ArrowGroup) -> tuple[float, float]:
        """Draw what leads from the boxes above to the words; where it goes on."""
        above = [self._boxes[code] for code in group.before]
        middle = sum(box.middle for box in above) / len(above)
        self._top += _DROP
        for box in above:
            self._lines.append(
                f"M{box.middle:g} {box.y + BOX_HEIGHT:g}V{self._top:g}H{middle:g}"
            )
        lines = wrapped(group.words, _WORDS)
        top = self._top + 10
        self._lines.append(f"M{middle:g} {self._top:g}V{top:g}")
        self._top = top + _LINE * len(lines) + 10
        width = 16 * max(map(shown_width, lines)) + 8
        self._words.append(
            FlowWords(
                min(max(middle, width / 2), WIDTH - width / 2),
                tuple((top + 18 + _LINE * n, line) for n, line in enumerate(lines)),
                top,
                width,
                self._top - top - 4,
            )
        )
        return middle, self._top

    def _lead(self, group: ArrowGroup, fork: tuple[float, float]) -> None:
        """Draw what leads from the words to the boxes below."""
        middle, top = fork
        for code in group.after:
            box = self._boxes[code]
            end = box.y - 3
            self._lines.append(f"M{middle:g} {top:g}H{box.middle:g}V{end - 4:g}")
            self._heads.append(
                f"M{box.middle - _HEAD:g} {end - _HEAD:g}"
                f"L{box.middle:g} {end:g}L{box.middle + _HEAD:g} {end - _HEAD:g}"
            )
