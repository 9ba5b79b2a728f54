"""ふりがな: a dictionary of readings, and Japanese text as <ruby> in HTML."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from html import escape

from texts.domain.align import Part, Word, align, fits
from texts.domain.counters import read_number
from texts.domain.kana import has_kanji, hiragana
from texts.domain.runs import AFFIX, Cut, Runs, ends_noun
from texts.domain.text_memory import Words, changed_words, untouched

Place = tuple[int, int]  # in a surface and in its reading

_MARKED = re.compile(r"\{([^{}|<>&]+)\|([ぁ-ゖァ-ヺー・]+)\}")
# The last kana of a verb or adjective, and what stands there in its other forms.
_FORMS = {
    "う": "わいえおっ", "く": "かきけこいっ", "ぐ": "がぎげごい", "す": "さしせそ",
    "つ": "たちてとっ", "ぬ": "なにねのん", "ぶ": "ばびべぼん", "む": "まみめもん",
    "る": "らりれろったてまなよずせさ", "い": "くかけさそす",
}  # fmt: skip
# 障がい with its reading over the first letter, and 者 after it: never on two lines.
_SHOUGAI = re.compile("<ruby>障<.*?</ruby>がい(?:<ruby>者<.*?</ruby>)?")
# Without <rp>: docs/decisions/light-ruby.md.
RUBY_BEGINS = "<rt aria-hidden=true>"
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]{2}")
_KEPT = 20_000  # texts whose words are kept in memory
_LONG_NAME = 6  # letters from which on a reading is held against its name


def plain(text: str) -> str:
    """`text` without readings: `{就労|しゅうろう}` is 就労."""
    return _MARKED.sub(r"\1", text) if "{" in text else text


class Readings:
    """How words are read: built once from pairs, the first of a surface wins.

    An entry that ends like a verb or an adjective stands for its other forms too
    (通う is also 通って), unless a pair of its own says how such a form is read.
    """

    def __init__(
        self, pairs: Iterable[Part] = (), before: Readings | None = None
    ) -> None:
        self._readings: dict[str, str] = {}
        affixes: dict[str, str] = {}
        for surface, reading in pairs:
            if AFFIX in surface:
                affixes.setdefault(surface, hiragana(reading))
            elif reading and has_kanji(surface):
                self._readings.setdefault(surface, hiragana(reading))
        written = list(self._readings.items())
        for forms in (_stems, _forms):
            for surface, reading in written:
                for form, its_reading in forms(surface, reading):
                    self._readings.setdefault(form, its_reading)
        self._lengths = _lengths(self._readings)
        self._runs = Runs(self._entries, affixes)
        self._kana = _lengths(kana for kana in self._readings.values() if len(kana) > 2)
        self._kana_words = set(self._readings.values())
        self._in_kana: dict[str, tuple[Place, ...]] = {}
        self._words: dict[str, Word] = {}
        self._texts: dict[str, tuple[Word, ...]] = {}
        self._made: dict[Hashable, str] = {}
        # All that decides how a text is cut.
        self.known: Words = (
            self._readings,
            {key[1:]: affixes[key] for key in affixes if key.startswith(AFFIX)},
            {key[:-1]: affixes[key] for key in affixes if key.endswith(AFFIX)},
            dict.fromkeys(self._kana_words),
        )
        if before is not None:
            self._take_over(before)

    def _take_over(self, before: Readings) -> None:
        """What was cut before, but for what has a word that is read in another way."""
        changed = changed_words(before.known, self.known)
        self._in_kana = untouched(before._in_kana, changed)
        self._words = untouched(before._words, changed)
        self._texts = untouched(before._texts, changed)

    def __contains__(self, surface: str) -> bool:
        return surface in self._readings

    def reading_of(self, surface: str) -> str:
        """How exactly this word is read; empty where it is not known."""
        return self._readings.get(surface, "")

    def aligned(self, surface: str, reading: str) -> Word:
        """`surface`, which is read so, in parts that are words of the dictionary."""
        return align(surface, reading, self._readings)

    @property
    def surfaces(self) -> Iterable[Part]:
        """Every word of the dictionary with its reading, other forms included."""
        return self._readings.items()

    def words(self, text: str) -> tuple[Word, ...]:
        """`text` cut into words that are read together, and what lies between them."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            found = self._texts[text] = tuple(self._cut(text))
        return found

    def once(self, key: Hashable, make: Callable[[], str]) -> str:
        """What is made with these readings, from memory where it was made before."""
        made = self._made.get(key)
        if made is None:
            if len(self._made) > _KEPT:
                self._made.clear()
            made = self._made[key] = make()
        return made

    def _cut(self, text: str) -> Iterator[Word]:
        at = 0
        for marked in _MARKED.finditer(text) if "{" in text else ():
            yield from self._scan(text[at : marked.start()])
            surface, reading = marked.groups()
            yield align(surface, reading, self._readings)
            at = marked.end()
        yield from self._scan(text[at:] if at else text)

    def _scan(self, text: str) -> Iterator[Word]:
        """The words of `text`, and between them what has no reading."""
        at = start = 0
        is_inside = False  # a word has just ended here
        while at < len(text):
            if has_kanji(text[at]):
                cuts = self._runs.cut(text, at, is_inside=is_inside)
            else:
                cuts = self._led(text, at)
            is_inside = False
            for cut in cuts:
                if cut.is_read:
                    if start < at:
                        yield ((text[start:at], ""),)
                    yield cut.word
                    start = cut.end
                at = cut.end
                is_inside = cut.is_read and has_kanji(text[at - 1])
        if start < len(text):
            yield ((text[start:], ""),)

    def _led(self, text: str, at: int) -> list[Cut]:
        """What begins with kana, letters or figures: お金, A型, 3人."""
        for end, word in self._entries(text, at):
            if self._is_whole(text, at, end):
                return [Cut(end, word)]
        number = read_number(text, at)
        if number and self._runs.is_whole(text, at, number[0]):
            return [Cut(*number)]
        return [Cut(at + 1, ((text[at], ""),))]

    def _is_whole(self, text: str, at: int, end: int) -> bool:
        """Whether a word that begins with kana ends as one: の中, not 中学校."""
        if not has_kanji(text[end - 1]):
            return True
        kanji = next(n for n in range(at, end) if has_kanji(text[n]))
        if not has_kanji(text[end : end + 1]):
            return end - kanji > 1 or ends_noun(text, end)
        by_itself = self._runs.cut(text, kanji, is_inside=False)
        if all(cut.is_read for cut in by_itself):
            return False
        return self._runs.ends_whole(text, end)

    def _entries(self, text: str, at: int) -> Iterator[tuple[int, Word]]:
        """The words of the dictionary that stand at a place, the longest first."""
        for length in self._lengths.get(text[at : at + 2], ()) or self._lengths.get(
            text[at : at + 1], ()
        ):
            surface = text[at : at + length]
            if surface in self._readings and (word := self._word(surface)):
                yield at + len(surface), word

    def kana_words(self, text: str) -> tuple[Place, ...]:
        """Where words of the dictionary begin and end that `text` writes in kana."""
        found = self._in_kana.get(text)
        if found is None:
            if len(self._in_kana) > _KEPT:
                self._in_kana.clear()
            found = self._in_kana[text] = tuple(self._scan_kana(text))
        return found

    def _scan_kana(self, text: str) -> Iterator[Place]:
        at = 0
        while at < len(text) - 1:
            for length in self._kana.get(text[at : at + 2], ()):
                if text[at : at + length] in self._kana_words:
                    yield at, at + length
                    at += length - 1
                    break
            at += 1

    def _word(self, surface: str) -> Word:
        """The parts of a word; none where its reading cannot be that of a long name.

        Such a name is read by the words in it.
        """
        if surface not in self._words:
            reading = self._readings[surface]
            word = align(surface, reading, self._readings)
            is_long = len(surface) >= _LONG_NAME
            self._words[surface] = () if is_long and self._is_odd(word) else word
        return self._words[surface]

    def _is_odd(self, word: Word) -> bool:
        """Whether the reading leaves out a word that we know how to read."""
        if len(word) == 1:
            return not fits(*word[0])
        return any(
            base[start:end] in self._readings
            for base, reading in word
            if reading and base not in self._readings and _LATIN.search(base)
            for start in range(len(base))
            for end in range(start + 2, len(base) + (start > 0))
        )

    @property
    def odd_names(self) -> list[Part]:
        """Long names whose readings cannot be theirs, which staff should look at."""
        return [
            (surface, reading)
            for surface, reading in self._readings.items()
            if len(surface) >= _LONG_NAME and not self._word(surface)
        ]


def to_html(word: Word) -> str:
    """`word` as HTML; a screen reader hears what is written, not both (ux.md 4.4).

    What is written is HTML already, from the page; its reading comes from a row, and is
    escaped here. A number stays on one line with what it counts.
    """
    html = "".join(
        f"<ruby>{base}{RUBY_BEGINS}{escape(reading)}</rt></ruby>" if reading else base
        for base, reading in word
    )
    html = _SHOUGAI.sub(r'<span class="nb">\g<0></span>', html)
    is_number = len(word) > 1 and word[0][0][-1:].isdigit()
    return f'<span class="nb">{html}</span>' if is_number else html


def surface_of(word: Word) -> str:
    return "".join(base for base, _ in word)


def _stems(surface: str, reading: str) -> Iterator[Part]:
    """What stays of a verb in all its forms: 受け of 受ける, 関し of 関する."""
    if surface.endswith("する") and reading.endswith("する"):
        yield surface[:-2] + "し", reading[:-2] + "し"
    elif surface[-1:] == reading[-1:] == "る" and not has_kanji(surface[-2:-1]):
        yield surface[:-1], reading[:-1]


def _forms(surface: str, reading: str) -> Iterator[Part]:
    """The other forms of a verb or adjective, with what is read there."""
    last = surface[-1]
    if reading.endswith(last):
        for kana in _FORMS.get(last, ""):
            yield surface[:-1] + kana, reading[:-1] + kana


def _lengths(surfaces: Iterable[str]) -> dict[str, list[int]]:
    """The lengths of the words that begin with two letters, longest first.

    A word of one letter stands under every beginning of its letter, and by itself.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for surface in surfaces:
        found[surface[:2]].add(len(surface))
    for opening in list(found):
        if opening[:1] in found:
            found[opening].add(1)
    return {
        opening: sorted(lengths, reverse=True) for opening, lengths in found.items()
    }
