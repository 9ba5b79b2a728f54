"""Which words differ between two texts, for a reader who compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# A piece of a text, and whether it differs from the other text.
Parts = list[tuple[str, bool]]

# A word is a number with its sign, a run of one script, or one sign. In hiragana words
# run into each other, so that there each letter is compared.
_WORDS = re.compile(
    r"[0-9０-９]+(?:[,.，．:/-][0-9０-９]+)*"
    r"|[A-Za-zＡ-Ｚａ-ｚÀ-ɏ]+(?:['’-][A-Za-z]+)*"
    r"|[\u4e00-\u9fff\u3400-\u4dbf々〆ヶ]+"
    r"|[\u30a1-\u30fa\u30fc\uff66-\uff9f]+"
    r"|\n|[^\S\n]+"
    r"|.",
    re.DOTALL,
)
# So many letters of hiragana, or signs, are the same without being the same words.
_BY_CHANCE = 2
_HIRAGANA = re.compile(r"[\u3041-\u3096]")


def marked(old: str, new: str) -> tuple[Parts, Parts]:
    """`old` and `new` in pieces, those that differ marked; equal texts in one piece."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    blocks = [
        (head + a, head + b, size)
        for a, b, size in _blocks(
            before[head : len(before) - tail], after[head : len(after) - tail]
        )
    ]
    whole = [
        (0, 0, head),
        *blocks,
        (len(before) - tail, len(after) - tail, tail),
    ]
    return (
        _parts(before, [(a, a + size) for a, _b, size in whole]),
        _parts(after, [(b, b + size) for _a, b, size in whole]),
    )


def _blocks(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    """Where the two say the same, but for a letter that is the same by chance."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        if size > _BY_CHANCE or any(map(_is_word, before[a : a + size])):
            yield a, b, size


def _is_word(token: str) -> bool:
    """Whether it says something alone: no letter of a word, no sign between words."""
    is_letter = len(token) == 1 and _HIRAGANA.match(token)
    return not is_letter and token.strip("、。・「」（）,. \n") != ""


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many words are the same from the beginning on."""
    pairs = zip(before, after, strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other),
        min(len(before), len(after)),
    )


def _parts(tokens: Sequence[str], same: Sequence[tuple[int, int]]) -> Parts:
    parts: Parts = []
    place = 0
    for begin, end in [*same, (len(tokens), len(tokens))]:
        _add(parts, "".join(tokens[place:begin]), is_marked=True)
        _add(parts, "".join(tokens[begin:end]), is_marked=False)
        place = end
    return parts


def _add(parts: Parts, text: str, *, is_marked: bool) -> None:
    if not text:
        return
    if parts and parts[-1][1] == is_marked:
        parts[-1] = (parts[-1][0] + text, is_marked)
    else:
        parts.append((text, is_marked))
