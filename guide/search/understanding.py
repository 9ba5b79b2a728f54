"""What a query means: its words, what they are called here, and what was mistyped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from os.path import commonprefix

from guide.domain.kana_numbers import ages_in_figures
from guide.domain.letters import key_of
from guide.domain.lexicon import Piece, SoughtWord, stem_of
from guide.domain.slips import (
    SHORTEST,
    is_one_slip,
    meant_by,
    meant_with_two_slips,
    shortened,
)
from guide.domain.sounds import sounding_like
from guide.models import Rewording
from guide.search.index import SiteIndex
from texts.domain.kana import has_kanji
from texts.languages import current

_KANA, _ALL_KANA = re.compile("[ぁ-ゖ]"), re.compile("[ぁ-ゖ]+")
_KATAKANA = re.compile("[ァ-ヺー]+")
_LAST_N = re.compile(r"(?<=[ぁ-ゖ])n(?![a-z])")
_LEFT_BEHIND = re.compile(r"(?<=[ぁ-ゖ])[a-z]{1,2}(?![a-z])")
_ERA = re.compile("令和([0-9]{1,2})年度?")
_AGE = re.compile(
    r"\b([0-9]{1,3})[ -]?(?:years?|yrs?)[ -]?old\b"
    r"|\b(?:am|i'm|is|aged?|turns?|turned|turning) ([0-9]{1,3})$",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("ĀāŌōŪū", "AaOoUu")  # Hōfu
_WEEK = re.compile(r"しゅう(?=[0-9一二三四五])")
LONGEST = 80
_MOST_WORDS = 12
# A number that stands on no page asks for what it counts (1万5千円), an age always.
_NUMBER = re.compile(r" ?([0-9]+)(円|歳|代|日|時間|年)")
_COUNTED = {
    "円": "お金", "歳": "何歳まで", "代": "何歳まで",
    "日": "何日", "時間": "何日", "年": "期間",
}  # fmt: skip
_OF_AGE = 20  # years; younger people ask from when on they may
_CRUMBS = 3  # kana: a run in pieces no longer than this is one word
_LONG_WORD = 8  # kana; as long as that, a run is hardly like a word by chance
_BEGUN = 3  # letters from which on a word may be left unfinished


@dataclass(frozen=True, slots=True)
class Sense:
    """A word of the query: what it was typed as, and all that is looked for."""

    said: str
    sought: tuple[SoughtWord, ...]
    rewordings: tuple[Rewording, ...] = ()
    is_extra: bool = False  # two words side by side: better, never asked for


@dataclass(frozen=True, slots=True)
class Slip:
    """What was typed, and what was looked for in its place."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it was understood."""

    words: str
    meanings: tuple[Sense, ...]
    slips: tuple[Slip, ...] = ()
    # Rows whose phrases it has, word by word, with the number of words.
    phrases: Mapping[Rewording, int] = field(default_factory=dict)

    @property
    def own(self) -> list[Sense]:
        return [one for one in self.meanings if not one.is_extra]

    @property
    def reworded(self) -> list[tuple[str, str]]:
        """Words of the reader's beside those of this site, which are Japanese."""
        if not current().is_japanese:
            return []
        return [
            (one.said, meaning)
            for one in self.own
            for row in one.rewordings
            for meaning in row.meanings[:1]
            if key_of(meaning) != key_of(one.said)
        ]

    @property
    def corrected(self) -> str:
        """The query as it was looked for."""
        words = self.words
        for slip in self.slips:
            words = words.replace(slip.typed, slip.meant)
        return words


def understand(
    words: str, index: SiteIndex, *, forgive: bool = True, doubt: bool = False
) -> Understood:
    """`words` cut and looked up; `doubt` takes known kana for mistyped as well."""
    reader = _QueryReader(index, forgive=forgive, doubt=doubt)
    meanings = list(reader.read(_finished(unicodedata.normalize("NFKC", words))))
    understood = Understood(words, tuple(meanings[:_MOST_WORDS]), tuple(reader.slips))
    return replace(understood, phrases=index.words.phrases.within(understood.corrected))


def _finished(words: str) -> str:
    """Without the letters that a keyboard leaves behind a kana: しえn, しえんs.

    An age and a year are written in one way; しゅう before a number is a week.
    """
    words = _LEFT_BEHIND.sub("", _LAST_N.sub("ん", words.translate(_PLAIN)))
    words = ages_in_figures(words)
    words = _ERA.sub(lambda era: f"{2018 + int(era[1])}年", words)
    return _WEEK.sub("週", _AGE.sub(lambda age: f"{age[1] or age[2]}歳", words))


class _QueryReader:
    def __init__(self, index: SiteIndex, *, forgive: bool, doubt: bool) -> None:
        self._index, self._forgive, self._doubt = index, forgive, doubt
        self.slips: list[Slip] = []

    def read(self, words: str) -> Iterator[Sense]:
        chunks = [
            list(self._whole(self._corrected(chunk))) for chunk in self._chunks(words)
        ]
        pieces = [piece for chunk in chunks for piece in chunk]
        if all(piece.says_nothing or _is_rest(piece) for piece in pieces):
            yield from self._as_typed(words)
            return
        for chunk in chunks:
            yield from self._meanings(chunk)
        yield from self._side_by_side(chunks)

    def _chunks(self, words: str) -> Iterator[list[Piece]]:
        """Blanks part words, but not those within a word that staff entered."""
        lexicon, parts = self._index.words.lexicon, words.split()
        at = 0
        while at < len(parts):
            for end in range(min(len(parts), at + 4), at + 1, -1):
                typed = " ".join(parts[at:end])
                # wheel chair, とくべつ しえん がっこう
                keys = key_of(typed), key_of("".join(parts[at:end]))
                if key := next((one for one in keys if one in lexicon.words), ""):
                    word = lexicon.words[key]
                    yield [Piece(0, len(key), key, word, is_known=True, typed=typed)]
                    at = end
                    break
            else:
                whole = self._slipped_whole(parts[at]) if self._forgive else None
                yield [whole] if whole else lexicon.cut(parts[at])
                at += 1

    def _slipped_whole(self, typed: str) -> Piece | None:
        """A long word in kana but for one slip, which may seem to be several words."""
        key, lexicon = key_of(typed), self._index.words.lexicon
        if len(key) < _LONG_WORD or not _ALL_KANA.fullmatch(key):
            return None
        found = [lexicon.words[one] for one in meant_by(key, lexicon.alike(key))]
        if key in lexicon.words or not found:
            return None
        word = max(found, key=self._frequency)
        said = self._index.words.in_kanji.get(key_of(word.said), word.said)
        self.slips.append(Slip(typed, said))
        return Piece(0, len(key), key, word, is_known=True, typed=said)

    def _as_typed(self, words: str) -> Iterator[Sense]:
        for part in words.split():
            if key := key_of(part):
                read = () if has_kanji(part) else (key,)
                yield Sense(part, (SoughtWord(part, (key,), read),))

    # --- slips ------------------------------------------------------------

    def _corrected(self, pieces: list[Piece]) -> list[Piece]:
        if not self._forgive:
            return pieces
        for number, piece in enumerate(pieces):
            if self._is_odd(piece):
                right = self._sounding(number, pieces, freely=True)
                right = right or self._one_slip_away(number, pieces)
            elif self._is_stray(number, pieces):
                right = self._sounding(number, pieces, freely=False)
            else:
                continue
            if right:
                before = [one for one in pieces if one.end <= right.start]
                after = [one for one in pieces if one.start >= right.end]
                return [*before, right, *self._corrected(after)]
        return pieces

    def _one_slip_away(self, number: int, pieces: list[Piece]) -> Piece | None:
        """The word that some pieces around one are, but for a slip."""
        for start, end in self._spans(number, pieces):
            part = pieces[start:end]
            if any(one.is_known and has_kanji(one.key) for one in part):
                continue
            typed = "".join(one.typed for one in part)
            key = "".join(one.key for one in part)
            is_foreign = bool(_KATAKANA.fullmatch(typed))
            # リワーク has four letters, though its key has three.
            is_long = is_foreign and len(typed) >= SHORTEST > len(key)
            if word := self._meant(key, is_foreign=is_foreign, is_long=is_long):
                said = self._index.words.in_kanji.get(key_of(word.said), word.said)
                return self._right(part, word, said)
        return None

    def _is_native(self, word: SoughtWord) -> bool:
        """Whether a word is written in kanji only: nobody types it in katakana."""
        written = self._index.words.in_kanji.get(key_of(word.said), word.said)
        return has_kanji(written) and not re.search("[ァ-ヺ]", written)

    def _sounding(
        self, number: int, pieces: list[Piece], *, freely: bool
    ) -> Piece | None:
        """The word that some pieces around one can be read as."""
        index = self._index
        for start, end in _spans(number, len(pieces)):
            part = pieces[start:end]
            typed = "".join(one.key for one in part)
            if len(typed) < 2 or not has_kanji(typed):
                continue
            like = sounding_like(
                typed, index.words.sounds, index.words.kana_words, freely=freely
            )
            near = [
                key
                for key in like
                if _has_same_kanji(index.words.in_kanji.get(key, ""), typed)
            ]
            if near:
                words = index.words.lexicon.words
                key = max(near, key=lambda one: self._frequency(words[one]))
                return self._right(part, words[key], index.words.in_kanji[key])
        return None

    def _right(self, pieces: list[Piece], word: SoughtWord, said: str) -> Piece:
        typed = "".join(one.typed for one in pieces)
        self.slips.append(Slip(typed, said))
        key = "".join(one.key for one in pieces)
        return Piece(pieces[0].start, pieces[-1].end, key, word, True, typed=said)

    def _is_stray(self, number: int, pieces: list[Piece]) -> bool:
        """Whether a piece is one kanji beside others, such as no page has: 手|長."""
        if len(pieces[number].key) != 1 or not has_kanji(pieces[number].key):
            return False
        first = max(0, number - 1)
        beside = [
            "".join(one.key for one in pieces[at : at + 2])
            for at in (first, number)
            if at + 1 < len(pieces)
        ]
        return any(
            len(key) == 2 and has_kanji(key[0]) and has_kanji(key[1])
            and not self._has_key(key)
            for key in beside
        )  # fmt: skip

    def _has_key(self, key: str) -> bool:
        return self._index.has(SoughtWord(key, (key,)))

    def _spans(self, number: int, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
        """Where the word of a piece may begin and end; in doubt, the whole chunk."""
        count = len(pieces)
        if not pieces[number].is_known:
            return _spans(number, count)
        while count > number + 1 and pieces[count - 1].says_nothing:
            count -= 1
        return iter([(0, len(pieces)), (0, count)])

    def _is_odd(self, piece: Piece) -> bool:
        if piece.word is None:
            return False
        if piece.is_known:
            return self._doubt and not has_kanji(piece.key) and not piece.word.leads
        return not self._index.has(piece.word)

    def _meant(
        self, typed: str, *, is_foreign: bool = False, is_long: bool = False
    ) -> SoughtWord | None:
        """The word of the site that is one slip away, the commonest of several."""
        if len(typed.strip()) < _BEGUN:
            return None
        lexicon = self._index.words.lexicon
        if word := lexicon.words.get(shortened(typed)):
            return word
        near = list(lexicon.alike(typed))
        found = [lexicon.words[key] for key in meant_by(typed, near)]
        found += [
            SoughtWord(word, (f" {word}",))
            for word in meant_by(typed.strip(), self._index.latin_words)
        ]
        if is_long:
            same = (one for one in near if len(one) == len(typed))
            found += [lexicon.words[one] for one in same if is_one_slip(typed, one)]
        if found:
            # Hands slip late: しょとくわい is 所得割 before it is しょとくぜい.
            begins = [len(commonprefix([typed, key_of(one.said)])) for one in found]
            found = [
                one
                for one, begin in zip(found, begins, strict=True)
                if begin == max(begins)
            ]
        likely = found or self._begun(typed) or self._hardly_meant(typed, near)
        if is_foreign:
            likely = [word for word in likely if not self._is_native(word)]
        return max(likely, key=self._frequency, default=None)

    def _hardly_meant(self, typed: str, near: list[str]) -> list[SoughtWord]:
        """The words that staff entered in another form, or that are two slips away."""
        index = self._index
        if formed := index.words.by_stem.get(stem_of(typed)):
            return [formed]
        words = map(
            index.words.lexicon.words.__getitem__, meant_with_two_slips(typed, near)
        )
        return [word for word in words if word.leads or index.has(word)]

    def _begun(self, typed: str) -> list[SoughtWord]:
        """The words that begin so, or that are spelled so in Latin letters."""
        lexicon = self._index.words.lexicon
        spelled = self._index.words.spelled.get(typed.strip())
        # Short Latin words begin too many others.
        least = _BEGUN + 3 * typed.isascii()
        if spelled or len(typed.strip()) < least:
            return [spelled] if spelled else []
        return [lexicon.words[key] for key in lexicon.begun(typed)]

    def _frequency(self, word: SoughtWord) -> int:
        indexes = self._index.languages.values()
        often = sum(1 for one in indexes for _ in one.having(word))
        return often + (1000 if word.leads else 0)

    def _whole(self, pieces: list[Piece]) -> Iterator[Piece]:
        """Kana in a row as one word where a part of it is known to nobody."""
        for is_kana, run in groupby(pieces, key=_is_kana):
            parts = list(run)
            if not is_kana or len(parts) == 1:
                yield from parts
                continue
            start, end = parts[0].start, parts[-1].end
            key = "".join(part.key for part in parts)
            typed = "".join(part.typed for part in parts)
            if any(map(self._is_odd, parts)):
                word = SoughtWord(typed, (key,), (key,))
                yield Piece(start, end, key, word, False, typed=typed)
            elif meant := self._slipped(key, parts):
                self.slips.append(Slip(typed, meant.said))
                yield Piece(start, end, key, meant, True, typed=meant.said)
            else:
                yield from parts

    def _slipped(self, key: str, parts: list[Piece]) -> SoughtWord | None:
        """The word of kana that seem to be two, one a part of a word: しえん|がっこ."""
        is_cut = any(not one.is_known and one.key[1:] for one in parts)
        is_crumbs = len(key) >= _CRUMBS * 2 and len(key) <= len(parts) * _CRUMBS
        if not self._forgive or not (is_cut or is_crumbs):
            return None
        lexicon = self._index.words.lexicon
        found = [lexicon.words[one] for one in meant_by(key, lexicon.alike(key))]
        if not found and is_crumbs:
            found = self._begun(key)
        return max(found, key=self._frequency, default=None)

    # --- words ------------------------------------------------------------

    def _meanings(self, pieces: list[Piece]) -> Iterator[Sense]:
        for piece in pieces:
            if piece.word is None or _is_rest(piece):
                continue
            leads = piece.word.leads or self._counted(piece.word)
            rewordings = tuple(row for row in leads if isinstance(row, Rewording))
            others = (
                self.word_for(meaning) for row in rewordings for meaning in row.meanings
            )
            yield Sense(piece.typed, (piece.word, *others), rewordings)

    def _counted(self, word: SoughtWord) -> tuple[object, ...]:
        """Where an age leads, or a number that stands nowhere: by what it counts."""
        number = _NUMBER.fullmatch(word.written[0]) if word.written else None
        if number is None or (number[2] != "歳" and self._index.has(word)):
            return ()
        is_child = number[2] == "歳" and int(number[1]) < _OF_AGE
        counted = "18歳未満" if is_child else _COUNTED[number[2]]
        unit = self._index.words.lexicon.words.get(key_of(counted))
        return unit.leads if unit else ()

    def word_for(self, text: str) -> SoughtWord:
        """A word of the site, in all its forms where they are known."""
        key = key_of(text)
        word = self._index.words.lexicon.words.get(key)
        if word and not word.leads:
            return word
        return SoughtWord(text, (key,), () if has_kanji(text) else (key,))

    def _side_by_side(self, chunks: Iterable[list[Piece]]) -> Iterator[Sense]:
        """Words that were typed in one, as one."""
        for pieces in chunks:
            start = 0
            while start < len(pieces):
                end = start
                while end < len(pieces) and not pieces[end].says_nothing:
                    end += 1
                if end - start > 1:
                    key = "".join(piece.key for piece in pieces[start:end])
                    said = "".join(piece.typed for piece in pieces[start:end])
                    read = "" if has_kanji(key) else key
                    word = SoughtWord(said, (key,), (read,) if read else ())
                    yield Sense(said, (word,), is_extra=True)
                start = end + 1


def _has_same_kanji(written: str, typed: str) -> bool:
    """Whether a kanji of a word stands where it stands in what was typed."""
    keys = key_of(written), typed
    return len(keys[0]) == len(keys[1]) and any(
        one == other and has_kanji(one) for one, other in zip(*keys, strict=True)
    )


def _is_kana(piece: Piece) -> bool:
    return piece.word is not None and _ALL_KANA.fullmatch(piece.key) is not None


def _is_rest(piece: Piece) -> object:
    """Whether a piece is what is left of a word in a form that nobody knows."""
    return not piece.is_known and len(piece.key) == 1 and _KANA.match(piece.key)


def _spans(number: int, count: int) -> Iterator[tuple[int, int]]:
    """The parts of a list that have one place in them, the longest first."""
    spans = [
        (start, end)
        for start in range(max(0, number - 4), number + 1)
        for end in range(number + 1, min(count, number + 5) + 1)
    ]
    return iter(sorted(spans, key=lambda span: span[0] - span[1]))
