"""A text as its reader sees it, with the place of every character in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# What a code counts as where its amount is not known.
_SOME_AMOUNT = "12,345円"
_MARKUP = re.compile(
    r"\[\[(?P<code>[^\[\]\n]*)\]\]"  # an amount named by its code
    r"|\]\([^)\n]*\)|[\[\]]"  # a link but for its words
    r"|\*+|(?<!\S)#+ "  # bold, headings
    r"|^[ \t]*(?:[-+] |\d+\. )"  # items of a list
    r"|\{(?=[^{}|\n]+\|)|\|[^{}|\n]*\}",  # readings
    re.MULTILINE,
)
_SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]|(?=\n)|$)")


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is what is seen; its character i was typed at `starts[i]` to `ends[i]`."""

    typed: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the typed text the characters `start` to `end` stand."""
        return self.starts[start], self.ends[end - 1]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends, its full stop not counted."""
        for found in _SENTENCE.finditer(self.text):
            words = found[0].rstrip("。！？ \t\u3000")
            start = found.start() + len(words) - len(words.lstrip())
            if words.strip():
                yield start, found.start() + len(words)

    def is_closed(self, end: int) -> bool:
        """Whether what ends at `end` is a whole sentence, not a label or an item."""
        return self.text[end : end + 1] in {"。", "！", "？"}


def shown(typed: str, amounts: Mapping[str, str]) -> Shown:
    """`typed` without its markup, each code as the amount that it gives."""
    letters: list[tuple[str, int, int]] = []
    place = 0
    for found in _MARKUP.finditer(typed):
        letters += ((typed[at], at, at + 1) for at in range(place, found.start()))
        if found["code"] is not None:
            amount = amounts.get(found["code"], _SOME_AMOUNT)
            letters += ((letter, *found.span()) for letter in amount)
        place = found.end()
    letters += ((typed[at], at, at + 1) for at in range(place, len(typed)))
    text, starts, ends = zip(*letters, strict=True) if letters else ((), (), ())
    return Shown(typed, "".join(text), starts, ends)
