"""A run of kanji in a text cut into words: what is only part of a word is not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from texts.domain.align import Word
from texts.domain.counters import read_number
from texts.domain.kana import KANJI, has_kanji, hiragana
from texts.domain.numerals import NUMERALS

_RUN = re.compile(f"[{KANJI}]+")
# What joins a kanji after it to a compound: サービス費, SNS用, 3人分.
_JOINS = re.compile("[ァ-ヺーA-Za-zＡ-Ｚａ-ｚ0-9０-９%％]")
_NUMBER_BEGINS = re.compile(f"[0-9０-９何数{NUMERALS}]")
# What may follow a noun of one kanji: other kana are the ending of a verb (外す, 出る).
_AFTER_NOUN = re.compile(
    "[^ぁ-ゖ]|$|[はがをにでとものへやだなあおほよふゆひど]|から|まで|たち|しか|さん|さま"
    "|くん|ちゃん|くらい|ぐらい|という|って|ばかり|ずつ|こそ|さえ|すら|じゃ|ごと|ごろ"
    "|ら[はがをにのもと]|か[^ぁ-ゖ]|か[をがはもに]|かど|いっぱい|えら[ばびぶべぼん]"
)
_BEFORE_NUMBER = {"年": "ねん", "月": "つき", "週": "しゅう", "日": "ひ"}
AFFIX = "〜"  # in a surface: 〜外 is a word's end, 新〜 its beginning


class Cut(NamedTuple):
    """A word of a text, or what has no reading there."""

    end: int
    word: Word

    @property
    def is_read(self) -> bool:
        return len(self.word) > 1 or bool(self.word[0][1])


class _Best(NamedTuple):
    """The best way to cut from a place on: fewest unread, then fewest words."""

    cost: tuple[int, int, int]
    read: str
    cuts: tuple[Cut, ...]


Entries = Callable[[str, int], Iterator[tuple[int, Word]]]


@dataclass(frozen=True, slots=True)
class Runs:
    """Cuts runs of kanji by a dictionary and by what ends and begins its words."""

    entries: Entries  # the words of the dictionary at a place, longest first
    affixes: Mapping[str, str] = field(default_factory=dict)

    def cut(self, text: str, at: int, *, is_inside: bool) -> Iterable[Cut]:
        """The run of kanji at `at`; `is_inside`: a word has just ended there."""
        run = _RUN.match(text, at)
        end = run.end() if run else at
        best = {end: _Best((0, 0, 0), "", ())}
        for place in range(end - 1, at - 1, -1):
            best[place] = self._best(text, at, place, end, best, is_inside=is_inside)
        return _sure(best[at].cuts)

    def _best(
        self,
        text: str,
        at: int,
        place: int,
        end: int,
        best: Mapping[int, _Best],
        *,
        is_inside: bool,
    ) -> _Best:
        ways = [(Cut(place + 1, ((text[place], ""),)), (1, 0, 0))]
        for stop, word in self._words(text, at, place, end, is_inside=is_inside):
            ways.append((Cut(stop, word), (0, 1, min(end - stop, 0))))
        found: _Best | None = None
        is_open = False
        for way, cost in ways[1:] + ways[:1]:
            rest = best[min(way.end, end)]
            total = tuple(a + b for a, b in zip(cost, rest.cost, strict=True))
            read = _read(way) + rest.read
            if found is None or total < found.cost:
                found = _Best(total, read, (way, *rest.cuts))  # type: ignore[arg-type]
                is_open = False
            elif total == found.cost and read != found.read:
                is_open = True
        assert found is not None
        if is_open:
            # Two ways that are as good and read differently: neither is sure.
            return found._replace(cuts=(Cut(end, ((text[place:end], ""),)),))
        return found

    def _words(
        self, text: str, at: int, place: int, end: int, *, is_inside: bool
    ) -> Iterator[tuple[int, Word]]:
        if text[place] in NUMERALS or text[place] in "何数":
            number = read_number(text, place)
            if number and self._is_number(text, place, *number):
                yield number
        for stop, word in self.entries(text, place):
            surface = text[place:stop]
            if stop > end and not self.ends_whole(text, stop):
                continue  # 日・祝 in 日・祝日
            if len(surface) == 1:
                if at == place and end == stop and not is_inside:
                    yield from self._alone(text, place, word)
            elif is_inside or place != at + 1 or has_kanji(surface[1]):
                # A kanji and a verb (目立つ) may be another word than both (立つ).
                yield stop, word
        yield from self._affix(text, at, place, end, is_inside=is_inside)

    def _is_number(self, text: str, at: int, end: int, word: Word) -> bool:
        """Whether it is no word of the dictionary (四万十市); days are counted."""
        is_read = len(word) > 1 or bool(word[0][1])
        is_counted = is_read and text[end - 1] in "日人"
        is_word = any(stop == end for stop, _ in self.entries(text, at))
        return (is_counted or not is_word) and self.is_whole(text, at, end)

    def is_whole(self, text: str, at: int, end: int) -> bool:
        """Whether a number ends where a word does: 3分 in 3分類 does not."""
        for start in range(at + 1, end):
            for stop, _ in self.entries(text, start):
                if stop > end and stop - start > 1 and has_kanji(text[end:stop]):
                    return False
        return True

    def ends_whole(self, text: str, end: int) -> bool:
        """Whether what follows a word within its run of kanji is read, too."""
        if not (has_kanji(text[end - 1]) and has_kanji(text[end : end + 1])):
            return True
        return all(cut.is_read for cut in self.cut(text, end, is_inside=True))

    def _alone(self, text: str, place: int, word: Word) -> Iterator[tuple[int, Word]]:
        before, after = text[:place][-1:], text[place + 1 :]
        if _NUMBER_BEGINS.match(after):
            read = _BEFORE_NUMBER.get(text[place], "")
            yield place + 1, (((text[place], read),) if read else word)
        elif not _JOINS.match(before) and _AFTER_NOUN.match(after):
            yield place + 1, word

    def _affix(
        self, text: str, at: int, place: int, end: int, *, is_inside: bool
    ) -> Iterator[tuple[int, Word]]:
        letter = text[place]
        before = text[:place][-1:]
        is_after = is_inside or place - at >= 2 or bool(_JOINS.match(before))
        if is_after and (said := self.affixes.get(AFFIX + letter)):
            yield place + 1, ((letter, said),)
            return
        after = text[place + 1 : place + 2]
        is_number = bool(_NUMBER_BEGINS.match(after))
        said = _BEFORE_NUMBER.get(letter, "") if is_number and place == at else ""
        if not said and (is_number or end - place > 2 or _JOINS.match(after)):
            said = self.affixes.get(letter + AFFIX, "")
        if said:
            yield place + 1, ((letter, said),)


def ends_noun(text: str, end: int) -> bool:
    """Whether a noun of one kanji can end here: its next kana is no verb's ending."""
    return bool(_AFTER_NOUN.match(text, end))


def _read(cut: Cut) -> str:
    return "".join(reading or hiragana(base) for base, reading in cut.word)


def _sure(cuts: tuple[Cut, ...]) -> list[Cut]:
    """The cuts; what may go on in a kanji that is not read is not read either.

    That is one kanji beside it, and a number before it: 三日 in 三日月.
    """
    found: list[Cut] = []
    for n, cut in enumerate(cuts):
        is_one = sum(len(base) for base, _ in cut.word) == 1
        after = cuts[n + 1 : n + 2]
        beside = (*cuts[max(n - 1, 0) : n], *after)
        is_number = cut.word[0][0][0] in NUMERALS
        if (is_one and not all(one.is_read for one in beside)) or (
            is_number and not all(one.is_read for one in after)
        ):
            cut = Cut(cut.end, (("".join(base for base, _ in cut.word), ""),))
        found.append(cut)
    return found
