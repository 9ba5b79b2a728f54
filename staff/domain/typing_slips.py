"""Whether a text was changed by a typing slip only."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

# What changes the meaning in a letter or two: figures, links, names of figures, kinds
# of services (A型, B型), and words that say no, perhaps, or how far.
_TELLING = re.compile(
    r"""
    \[\[.*?\]\] | https?://\S+ | \]\([^)]*\) | \S+@\S+
    | [0-9]+ | [一二三四五六七八九十百千万億〇]+
    | (?: 円 | ％ | % | 年 | 月 | 日 | 時 | 分 | 歳 | 才 | 割 | 倍 | 回 | か所 )
    | (?: ない | なく | なし | なけれ | ません | ませ | ず | ぬ | まい )
    | [不無非未否有可要禁] | (?: 以上 | 以下 | 以内 | 以外 | 以前 | 以後 | 未満 )
    | [超前後内外上下] | (?: だけ | のみ | しか | まで | から | より | でも | または )
    | (?: かもしれ | たぶん | 必ず | かならず | でき | 翌 )
    | [国県市町村] | (?: まえ | あと | うえ | した )
    | \b(?: not | no | never | none | only | must | may | might | can | cannot | all
        | any | before | after | until | from | under | over | or | and | un\w+ )\b
    | n't\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-Z]+")


def is_slip(before: str, after: str, *, letters: int) -> bool:
    """Whether at most `letters` letters differ, and none that tells something.

    Figures, amounts, dates, links, codes in double brackets, kinds of services, and
    words such as ない, 以上, だけ, not, only stand in both texts alike. Writing a whole
    text or taking it away is no slip.
    """
    old, new = _plain(before), _plain(after)
    if not old.strip() or not new.strip():
        return old.strip() == new.strip()
    return _telling(old) == _telling(new) and _apart(old, new) <= letters


def _plain(text: str) -> str:
    return "\n".join(unicodedata.normalize("NFKC", text).splitlines())


def _telling(text: str) -> list[list[str]]:
    return [
        [found.lower() for found in _TELLING.findall(text)],
        _CAPITALS.findall(text),
    ]


def _apart(old: str, new: str) -> int:
    """How many letters were written, taken away or written over."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(
        max(old_end - old_start, new_end - new_start)
        for kind, old_start, old_end, new_start, new_end in steps
        if kind != "equal"
    )
