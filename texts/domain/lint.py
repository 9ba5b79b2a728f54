"""What is hard to read or not to be written in a text, and what to write instead.

A finding says where, which words, and what to do; where there is one right answer, it
carries it. Nothing here knows a row or a page: a text, its language, and what official
words and amounts there are go in, findings come out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from texts.domain.avoided import (
    AVOIDED,
    EASY,
    ENGLISH,
    FIXED_WORDS,
    OFFICIAL_NAMES,
    STANDARD,
    Avoided,
)
from texts.domain.shown import Shown, shown


@dataclass(frozen=True, slots=True)
class TextFinding:
    """Words at `start` to `end` of a text, and what to write instead, in Japanese.

    `fix` replaces exactly these words; None where a person has to decide.
    """

    code: str
    start: int
    end: int
    words: str
    advice: str
    fix: str | None = None
    is_error: bool = True

    def applied_to(self, text: str) -> str:
        """`text` with its words replaced; only where there is one right answer."""
        if self.fix is None:
            raise ValueError(f"There is no one right answer for {self.code}.")
        return text[: self.start] + self.fix + text[self.end :]


@dataclass(frozen=True, slots=True)
class Known:
    """Official words, what each code gives, and which words have no reading.

    `without_reading` takes what is shown and gives the place of each such word.
    """

    terms: frozenset[str] = frozenset()
    amounts: Mapping[str, str] = field(default_factory=dict)
    without_reading: Callable[[str], Iterable[tuple[int, int]]] | None = None


@dataclass(frozen=True, slots=True)
class TextLimits:
    """How long sentences may be, and how easy all texts of a language have to be."""

    longest: int
    mean: int
    jreadability: float


LIMITS = {STANDARD: TextLimits(60, 40, 2.5), EASY: TextLimits(30, 22, 4.0)}


def lint(text: str, language: str, known: Known | None = None) -> list[TextFinding]:
    """Everything to mend in `text`, in the order of the text."""
    known = known or Known()
    seen = shown(text, known.amounts)
    found = [
        finding
        for languages, rule in _RULES
        if language in languages
        for finding in rule(seen, language, known)
    ]
    return sorted(found, key=lambda one: (one.start, one.end, one.code))


def sentence_lengths(text: str, known: Known) -> list[int]:
    """The length of each whole sentence; titles, labels and items are none."""
    seen = shown(text, known.amounts)
    return [end - start for start, end in seen.sentences() if seen.is_closed(end)]


def whole_sentences(text: str, known: Known) -> list[str]:
    """The whole sentences of a text as they are seen, each with its full stop."""
    seen = shown(text, known.amounts)
    return [
        seen.text[start : end + 1]
        for start, end in seen.sentences()
        if seen.is_closed(end)
    ]


# --- how long, how dense ------------------------------------------------------


def _long_sentences(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    longest = LIMITS[language].longest
    for start, end in seen.sentences():
        if end - start > longest:
            advice = (
                f"{end - start}文字あります。{longest}文字までの文に分けてください。"
            )
            yield _seen("long-sentence", seen, start, end, advice)


_KANJI_RUN = re.compile(r"[一-鿿々]{4,}")
_COUNTED = re.compile("以上|以下|以内|以外|以前|以後|未満")


def _kanji_runs(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    rest = _masked(_COUNTED, _masked(_any_of(known.terms | OFFICIAL_NAMES), seen.text))
    for run in _KANJI_RUN.finditer(rest):
        advice = (
            "漢字が4つ以上つづきます。やさしい言葉に言いかえるか、"
            "「ことばの説明」に入れてください。"
        )
        yield _seen("kanji-run", seen, *run.span(), advice)


_DOUBLE_NEGATIVE = re.compile(
    r"ない(?:わけ|もの|の)?で(?:は|も)(?:な[いく]|ありません)"
    r"|ないこと[はも](?:な[いく]|ありません)"
    r"|なく[はも](?:な[いく]|ありません)"
    r"|ないと[はも](?:(?:限|かぎ)(?:らない|りません)|(?:言|い)え(?:ない|ません))"
    r"|(?:ないと(?!き|こ)|なければ|なくては)、?[^。、「」\n]{0,14}?(?:ません|ない)"
    r"|ざるを(?:得|え)(?:ない|ません)|ずにはい"
)


def _double_negatives(
    seen: Shown, language: str, known: Known
) -> Iterator[TextFinding]:
    advice = "「ない」を2回重ねずに、できること・することを書いてください。"
    for found in _DOUBLE_NEGATIVE.finditer(seen.text):
        yield _seen("double-negative", seen, *found.span(), advice)


_ET_CETERA = re.compile("等|など")
_FIXED = re.compile(FIXED_WORDS)


def _et_cetera(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    rest = _masked(_FIXED, _masked(_any_of(known.terms), seen.text))
    advice = "ほかに何があるかを全部書くか、この言葉を消してください。"
    for found in _ET_CETERA.finditer(rest):
        yield _seen("et-cetera", seen, *found.span(), advice)


# --- characters ----------------------------------------------------------------

_WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％￥]+")


def _wide_characters(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    for found in _WIDE.finditer(seen.typed):
        narrow = unicodedata.normalize("NFKC", found[0])
        advice = f"半角で「{narrow}」と書いてください。"
        yield _typed("wide-character", found, advice, narrow)


# Looks like a character that every machine has, or is spelled out in one way.
_SPELLED = {"～": "〜", "－": "-", "—": "―", "–": "〜", "\u00a0": " ", "￤": "|"}


def _platform_characters(
    seen: Shown, language: str, known: Known
) -> Iterator[TextFinding]:
    for found in _platform().finditer(seen.typed):
        fix = _spelled_out(found[0])
        advice = "この字は、読み上げられない機械や出ない機械があります。" + (
            f"「{fix}」と書いてください。" if fix else "ほかの字で書いてください。"
        )
        yield _typed("platform-character", found, advice, fix)


@cache
def _platform() -> re.Pattern[str]:
    """Every character that is not in JIS X 0208, the set that every machine has."""
    return re.compile(rf"[^{''.join(map(re.escape, _jis()))}]+")


def _jis() -> Iterator[str]:
    # Full-width letters are in it; those are told of by a rule of their own.
    yield from "￥％\r\n\t"
    for number in (*range(0x20, 0x7F), *range(0xA0, 0x10000)):
        try:
            chr(number).encode("iso2022_jp")
        except UnicodeEncodeError:
            continue
        yield chr(number)


def _spelled_out(words: str) -> str | None:
    """The same in characters that every machine has, if there is one such way."""
    spelled = "".join(_SPELLED.get(letter) or letter for letter in words)
    narrow = unicodedata.normalize("NFKC", spelled)
    narrow = re.sub(r"\((.+?)\)", r"（\1）", narrow)
    has_number_marks = any(unicodedata.category(letter) == "No" for letter in words)
    if has_number_marks or _platform().search(narrow):
        return None
    return narrow


# --- dates ---------------------------------------------------------------------

_BEFORE = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA = re.compile(rf"({'|'.join(_BEFORE)})(元|\d{{1,2}})年")
_SHORT_DATE = re.compile(
    r"(?<![\d/.\-])((?:19|20)\d\d)([/.\-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])"
    r"(?![\d/.\-])",
    re.ASCII,
)


def _eras(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    for found in _ERA.finditer(seen.typed):
        if _is_in_brackets(seen.typed, found.start()):
            continue
        year = _BEFORE[found[1]] + (1 if found[2] == "元" else int(found[2]))
        advice = f"西暦で「{year}年」と書いてください。元号は（ ）の中だけです。"
        yield _typed("era", found, advice, f"{year}年")


def _short_dates(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    for found in _SHORT_DATE.finditer(seen.typed):
        day = f"{found[1]}年{int(found[3])}月{int(found[4])}日"
        yield _typed("date", found, f"「{day}」と書いてください。", day)


def _is_in_brackets(text: str, place: int) -> bool:
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line.count("（") > line.count("）")


# --- links and addresses ---------------------------------------------------------

_LINK = re.compile(r"(?<!\[)\[([^\[\]\n]+)\]\([^)\n]*\)")
_VAGUE = {
    STANDARD: re.compile(".*(?:こちら|ここ|クリック).*|詳細|くわしく|詳しく|リンク"),
    ENGLISH: re.compile(
        r"(?i).*\bclick\b.*|(?:see |go )?here|this(?: page)?|(?:read |learn )?more|link"
    ),
}  # fmt: skip
_URL = re.compile(r"(?<!\]\()(?:https?://|www\.)[\w/:%#$&?~.=+\-@]+", re.ASCII)


def _vague_links(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    vague = _VAGUE[ENGLISH if language == ENGLISH else STANDARD]
    for found in _LINK.finditer(seen.typed):
        if vague.fullmatch(found[1]):
            advice = "行き先の名前を書いてください。例：「お金のめやす」を見る"
            yield _finding("vague-link", seen.typed, *found.span(1), advice)


def _raw_urls(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    advice = "[行き先の名前](アドレス) の形で書いてください。"
    for found in _URL.finditer(seen.typed):
        yield _typed("raw-url", found, advice)


# --- words and amounts -----------------------------------------------------------

_OWN_WORD = re.compile("障害")


def _avoided_words(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    rest = _masked(_any_of(known.terms), seen.text)
    for words, avoided in _avoided(language):
        for found in words.finditer(rest):
            yield _seen(
                "avoided-word",
                seen,
                *found.span(),
                avoided.advice,
                avoided.fix,
                is_error=avoided.is_error,
            )


@cache
def _avoided(language: str) -> list[tuple[re.Pattern[str], Avoided]]:
    return [(re.compile(a.words), a) for a in AVOIDED if language in a.languages]


def _own_words(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    """障がい in our sentences; names of laws, services and bodies keep 障害."""
    names = known.terms | OFFICIAL_NAMES
    rest = _masked(_FIXED, _masked(_any_of(names), seen.text))
    advice = "法律・制度・団体の名前のほかは、「障がい」と書いてください。"
    for found in _OWN_WORD.finditer(rest):
        yield _seen("own-word", seen, *found.span(), advice, "障がい")


# 0円 is a word, not an amount.
_AMOUNT = re.compile(
    r"(?<![\d,，.])[1-9１-９][\d,，]*(?:\.\d+)?(?:[万億千]円|円)"
    r"|[¥￥] ?[1-9１-９][\d,，]*"
    r"|(?<![\d,.])[1-9][\d,]*(?:\.\d+)?(?: million)? yen\b"
)


def _typed_amounts(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    for found in _AMOUNT.finditer(seen.typed):
        codes = sorted(
            code for code, amount in known.amounts.items() if amount == found[0]
        )
        named = "・".join(f"[[{code}]]" for code in codes) or "[[…]]"
        advice = f"額は書かずに、金額のコードを書いてください：{named}"
        # The same number may be another amount: a person decides.
        yield _typed("typed-amount", found, advice)


def _without_reading(seen: Shown, language: str, known: Known) -> Iterator[TextFinding]:
    if known.without_reading is None:
        return
    advice = "よみがながありません。「よみがな」に入れてください。"
    for start, end in known.without_reading(seen.text):
        # {就労|しゅうろう}: the text itself says it.
        if not seen.typed.startswith("|", seen.span(start, end)[1]):
            yield _seen("no-reading", seen, start, end, advice, is_error=False)


# --- what the rules share ----------------------------------------------------------


def _finding(
    code: str,
    typed: str,
    start: int,
    end: int,
    advice: str,
    fix: str | None = None,
    *,
    is_error: bool = True,
) -> TextFinding:
    return TextFinding(code, start, end, typed[start:end], advice, fix, is_error)


def _typed(
    code: str, found: re.Match[str], advice: str, fix: str | None = None
) -> TextFinding:
    return _finding(code, found.string, *found.span(), advice, fix)


def _seen(
    code: str,
    seen: Shown,
    start: int,
    end: int,
    advice: str,
    fix: str | None = None,
    *,
    is_error: bool = True,
) -> TextFinding:
    """A finding in what is shown; markup between its words keeps a fix away."""
    begin, stop = seen.span(start, end)
    if seen.typed[begin:stop] != seen.text[start:end]:
        fix = None
    return _finding(code, seen.typed, begin, stop, advice, fix, is_error=is_error)


def _masked(words: re.Pattern[str], text: str) -> str:
    """`text` with `words` blotted out, each character in its place."""
    return words.sub(lambda found: "\x00" * len(found[0]), text)


@cache
def _any_of(terms: frozenset[str]) -> re.Pattern[str]:
    """The longest of `terms` first; nothing where there are none."""
    ordered = sorted(filter(None, terms), key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")


_Rule = Callable[[Shown, str, Known], Iterator[TextFinding]]
_JAPANESE = {STANDARD, EASY}
_ALL = {STANDARD, EASY, ENGLISH}
_RULES: tuple[tuple[set[str], _Rule], ...] = (
    (_JAPANESE, _long_sentences),
    ({EASY}, _kanji_runs),
    (_JAPANESE, _double_negatives),
    (_JAPANESE, _et_cetera),
    (_ALL, _wide_characters),
    (_JAPANESE, _platform_characters),
    (_JAPANESE, _eras),
    (_JAPANESE, _short_dates),
    (_ALL, _vague_links),
    (_ALL, _raw_urls),
    (_ALL, _avoided_words),
    (_JAPANESE, _own_words),
    (_ALL, _typed_amounts),
    (_JAPANESE, _without_reading),
)
