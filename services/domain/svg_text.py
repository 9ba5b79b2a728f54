"""How wide words are in a drawing, which breaks no lines by itself."""

from __future__ import annotations

from unicodedata import east_asian_width

_NARROW = 0.56  # of a Japanese letter


def shown_width(text: str) -> float:
    """The width of `text` in Japanese letters."""
    return sum(1 if east_asian_width(one) in "WF" else _NARROW for one in text)


def wrapped(text: str, width: float) -> list[str]:
    """`text` in lines of about `width` Japanese letters.

    Breaks after a space or 「、」 where there is one, and never within a Latin word.
    """
    lines = [""]
    for part in _parts(text, width):
        if lines[-1] and shown_width((lines[-1] + part).rstrip()) > width:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


def _parts(text: str, width: float) -> list[str]:
    """The pieces that stay whole."""
    marked = text.replace("、", "、\n").replace(" ", " \n")
    parts = []
    for part in marked.split("\n"):
        is_long = shown_width(part.rstrip()) > width and not part.isascii()
        parts += list(part) if is_long else [part]
    return parts
