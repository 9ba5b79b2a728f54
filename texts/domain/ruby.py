"""ふりがな: a dictionary of readings, and Japanese text as <ruby> in HTML."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from texts.domain.counters import read_number
from texts.domain.kana import hiragana

# A piece of text and its reading; the reading is empty where nothing is to be read.
Part = tuple[str, str]
Word = tuple[Part, ...]
Place = tuple[int, int]  # in a surface and in its reading

KANJI = "々〆〇㐀-䶿一-鿿豈-﫿"
_HAS_KANJI = re.compile(f"[{KANJI}]")
_MARKED = re.compile(r"\{([^{}|<>&]+)\|([ぁ-ゖァ-ヺー・]+)\}")
_RUN = re.compile(
    r"(?P<kana>[ぁ-ゖァ-ヺー]+)|(?P<mark>[・\s（）()「」『』、。／/＆&~～\-－]+)"
    r"|(?P<row>[^ぁ-ゖァ-ヺー・\s（）()「」『』、。／/＆&~～\-－]+)"
)
# How letters and figures are said within a name; they get no ruby of their own.
_LETTERS = {
    "A": ["えー"], "B": ["びー"], "C": ["しー"], "D": ["でぃー"], "E": ["いー"],
    "F": ["えふ"], "G": ["じー"], "H": ["えいち"], "I": ["あい"], "J": ["じぇい"],
    "K": ["けい", "けー"], "L": ["える"], "M": ["えむ"], "N": ["えぬ"], "O": ["おー"],
    "P": ["ぴー"], "Q": ["きゅー"], "R": ["あーる"], "S": ["えす"], "T": ["てぃー"],
    "U": ["ゆー"], "V": ["ぶい"], "W": ["だぶりゅー"], "X": ["えっくす"], "Y": ["わい"],
    "Z": ["ぜっと"], "1": ["いち"], "2": ["に"], "3": ["さん"], "4": ["よん"],
    "5": ["ご"], "6": ["ろく"], "7": ["なな"], "8": ["はち"], "9": ["きゅう"],
}  # fmt: skip
# The last kana of a verb or adjective, and what stands there in its other forms.
_FORMS = {
    "う": "わいえおっ", "く": "かきけこいっ", "ぐ": "がぎげごい", "す": "さしせそ",
    "つ": "たちてとっ", "ぬ": "なにねのん", "ぶ": "ばびべぼん", "む": "まみめもん",
    "る": "らりれろったてまなよずせさ", "い": "くかけさそす",
}  # fmt: skip
_RUBY = '<ruby>{base}<rp>（</rp><rt aria-hidden="true">{reading}</rt><rp>）</rp></ruby>'
_MARKS = tuple("・() ")  # what names may have in their reading too
_KEPT = 20_000  # texts whose words are kept in memory
_LONG = 4  # letters from which on a word is cut into known words


def plain(text: str) -> str:
    """`text` without readings: `{就労|しゅうろう}` is 就労."""
    return _MARKED.sub(r"\1", text) if "{" in text else text


def has_kanji(text: str) -> bool:
    return _HAS_KANJI.search(text) is not None


class Readings:
    """How words are read: built once from pairs, the first of a surface wins.

    An entry that ends like a verb or an adjective stands for its other forms too
    (通う is also 通って), unless a pair of its own says how such a form is read.
    """

    def __init__(self, pairs: Iterable[Part] = ()) -> None:
        self._readings: dict[str, str] = {}
        for surface, reading in pairs:
            if reading and has_kanji(surface):
                self._readings.setdefault(surface, hiragana(reading))
        written = list(self._readings.items())
        for forms in (_stems, _forms):
            for surface, reading in written:
                for form, its_reading in forms(surface, reading):
                    self._readings.setdefault(form, its_reading)
        self._lengths = _lengths(self._readings)
        self._kana = _lengths(kana for kana in self._readings.values() if len(kana) > 2)
        self._kana_words = set(self._readings.values())
        self._in_kana: dict[str, tuple[Place, ...]] = {}
        self._words: dict[str, Word] = {}
        self._texts: dict[str, tuple[Word, ...]] = {}

    def __contains__(self, surface: str) -> bool:
        return surface in self._readings

    def reading_of(self, surface: str) -> str:
        """How exactly this word is read; empty where it is not known."""
        return self._readings.get(surface, "")

    def aligned(self, surface: str, reading: str) -> Word:
        """`surface`, which is read so, in parts that are words of the dictionary."""
        return align(surface, reading, self._readings)

    def words(self, text: str) -> tuple[Word, ...]:
        """`text` cut into words that are read together, and what lies between them."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            found = self._texts[text] = tuple(self._cut(text))
        return found

    def _cut(self, text: str) -> Iterator[Word]:
        at = 0
        for marked in _MARKED.finditer(text) if "{" in text else ():
            yield from self._scan(text[at : marked.start()])
            surface, reading = marked.groups()
            yield align(surface, reading, self._readings)
            at = marked.end()
        yield from self._scan(text[at:] if at else text)

    def _scan(self, text: str) -> Iterator[Word]:
        """The longest word of the dictionary at each place, else a number."""
        at = start = 0
        while at < len(text):
            found = self._longest(text, at) or read_number(text, at)
            if not found:
                at += 1
                continue
            end, word = found
            if start < at:
                yield ((text[start:at], ""),)
            yield word
            at = start = end
        if start < len(text):
            yield ((text[start:], ""),)

    def _longest(self, text: str, at: int) -> tuple[int, Word] | None:
        for length in self._lengths.get(text[at : at + 2], ()) or self._lengths.get(
            text[at : at + 1], ()
        ):
            surface = text[at : at + length]
            if surface in self._readings:
                return at + length, self._word(surface)
        return None

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
        if surface not in self._words:
            reading = self._readings[surface]
            self._words[surface] = align(surface, reading, self._readings)
        return self._words[surface]


def to_html(word: Word) -> str:
    """`word` as HTML; a screen reader hears what is written, not both (ux.md 4.4).

    What is written is HTML already, from the page; its reading comes from a row, and is
    escaped here. A number stays on one line with what it counts.
    """
    html = "".join(
        _RUBY.format(base=base, reading=escape(reading)) if reading else base
        for base, reading in word
    )
    is_number = len(word) > 1 and word[0][0][-1:].isdigit()
    return f'<span class="nb">{html}</span>' if is_number else html


def surface_of(word: Word) -> str:
    return "".join(base for base, _ in word)


def align(surface: str, reading: str, known: Mapping[str, str] | None = None) -> Word:
    """`surface` in parts, each with what of `reading` belongs to it.

    Kana stand outside (通う is 通 with かよ, and う); long names are cut into `known`
    words where their readings agree. What does not fit stays one part.
    """
    reading = hiragana(reading)
    at, read = 0, 0
    parts: Word = ()
    if known and len(surface) >= _LONG:
        at, read, parts = _by_words(surface, reading, known)
    return parts + _by_kana(surface[at:], reading[read:]) if surface[at:] else parts


def _by_kana(surface: str, reading: str) -> Word:
    """`surface` in parts as its own kana show them in `reading`; else one part."""
    runs = [(run[0], run.lastgroup) for run in _RUN.finditer(surface)]
    fit = re.fullmatch("".join(_pattern(*run) for run in runs), reading)
    if fit is None:
        return ((surface, reading),)
    read = iter(fit.groups())
    return tuple(
        (text, next(read) if kind == "row" and has_kanji(text) else "")
        for text, kind in runs
    )


def _pattern(text: str, kind: str | None) -> str:
    if kind == "kana":
        return re.escape(hiragana(text))
    if kind == "mark":
        return r"[・\s]*"
    return r"([^・\s]+?)" if has_kanji(text) else r"[^・\s]+?"


def _by_words(
    surface: str, reading: str, known: Mapping[str, str]
) -> tuple[int, int, Word]:
    """How far `surface` is known words that are read so, and the fewest of them."""
    best: dict[tuple[int, int], tuple[int, Word]] = {(0, 0): (0, ())}
    for at in range(len(surface)):
        for (start, read), (count, word) in list(best.items()):
            if start != at:
                continue
            for end, piece, cost in _pieces(surface, at, known):
                if not reading.startswith(piece, read):
                    continue
                skips = not piece and reading[read : read + 1] in _MARKS
                place = (end, read + len(piece) + skips)
                if place not in best or count + cost < best[place][0]:
                    part = (surface[at:end], piece if cost else "")
                    best[place] = (count + cost, (*word, part))
    whole = (len(surface), len(reading))
    place = whole if whole in best else _furthest(best, surface, reading)
    parts = tuple(
        aligned
        for text, piece in best[place][1]
        for aligned in (_by_kana(text, piece) if piece else ((text, ""),))
    )
    return (*place, parts)


def _furthest(best: Iterable[tuple[int, int]], surface: str, reading: str) -> Place:
    """The last place from which something is left to read on both sides."""
    return max(
        (at, read)
        for at, read in best
        if at == read == 0 or (at < len(surface) and read < len(reading))
    )


def _pieces(
    surface: str, at: int, known: Mapping[str, str]
) -> Iterator[tuple[int, str, int]]:
    """What may stand at a place: where it ends, how it is read, what it counts."""
    letter = surface[at]
    run = _RUN.match(letter)
    if run and run.lastgroup == "kana":
        yield at + 1, hiragana(letter), 0
    elif run and run.lastgroup == "mark":
        yield at + 1, "", 0
    for reading in _LETTERS.get(unicodedata.normalize("NFKC", letter).upper(), ()):
        yield at + 1, reading, 0
    for end in range(at + 1, len(surface) + (at > 0)):
        if piece := known.get(surface[at:end], ""):
            yield end, piece, 1


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
