"""Names and addresses of offices in Latin letters, as on road signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from texts.domain.align import Part
from texts.domain.kana import has_kanji
from texts.domain.romaji import romaji
from texts.domain.ruby import Readings

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー々〆〇㐀-䶿一-鿿豈-﫿]")
_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*$")
_RUNS = re.compile(
    r"(?P<kana>[ぁ-ゖ][ぁ-ゖー]*|[ァ-ヺー]+)|[A-Za-z0-9+&'.-]*[A-Za-z0-9]+\+?"
)
_TYPE = re.compile(r"([AB])型$")
_TYPE_READ = ("えーがた", "びーがた")
_TOWN = re.compile(r"[^0-9]+?(?=[0-9]|[一二三四五六七八九十]+丁目|$)")
# A 大字 may run into the name of a field: its beginning is looked for, not one sign.
_SHORTEST = 4
_ENDINGS = {"まち": "machi", "ちょう": "cho"}
_NUMERALS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")}
# 7丁目1番2号, 3347番地の2, 1-18.
_NUMBER = re.compile(
    r"([0-9]+|[一二三四五六七八九十]+(?=丁目))(?:丁目|番地の?|番|号|の|[-‐−ー])?"
)

# The words of which names of offices are mostly made.
COMMON = Readings(
    [
        ("就労継続支援", "しゅうろうけいぞくしえん"),
        ("就労移行支援", "しゅうろういこうしえん"),
        ("就労定着支援", "しゅうろうていちゃくしえん"),
        ("就労", "しゅうろう"), ("継続", "けいぞく"), ("移行", "いこう"),
        ("定着", "ていちゃく"), ("支援", "しえん"), ("相談", "そうだん"),
        ("事業所", "じぎょうしょ"), ("事業", "じぎょう"), ("作業所", "さぎょうしょ"),
        ("多機能型", "たきのうがた"),
        ("多機能", "たきのう"), ("障害者", "しょうがいしゃ"),
        ("障がい者", "しょうがいしゃ"), ("社会", "しゃかい"), ("福祉", "ふくし"),
        ("法人", "ほうじん"), ("協議会", "きょうぎかい"), ("地域", "ちいき"),
        ("生活", "せいかつ"), ("活動", "かつどう"), ("総合", "そうごう"),
        ("工房", "こうぼう"), ("学園", "がくえん"), ("株式会社", "かぶしきがいしゃ"),
        ("合同会社", "ごうどうがいしゃ"),
        ("特定非営利活動法人", "とくていひえいりかつどうほうじん"),
        ("職業", "しょくぎょう"), ("山口", "やまぐち"), ("防府", "ほうふ"),
        ("宇部", "うべ"), ("下関", "しものせき"), ("周南", "しゅうなん"),
        ("岩国", "いわくに"), ("里", "さと"), ("家", "いえ"), ("園", "えん"),
    ]
)  # fmt: skip


def without_japanese(text: str) -> str:
    """Hello Work (ハローワーク) without its Japanese; empty if no other is left."""
    found = _IN_BRACKETS.search(text)
    if found and _JAPANESE.search(found[1]):
        text = text[: found.start()]
    return "" if _JAPANESE.search(text) else text.strip()


def name_in_latin(name: str, reading: str, known: Readings = COMMON) -> str:
    """あけぼの相談室（あけぼのそうだんしつ） as Akebono Sodanshitsu.

    Letters stay as they are registered. Empty where the reading is not known.
    """
    if known is COMMON:
        return _by_common_words(name, reading)
    return _name_by(name, reading, known)


@lru_cache(maxsize=4_096)
def _by_common_words(name: str, reading: str) -> str:
    """The same name stands on many pages, and to align it takes a millisecond."""
    return _name_by(name, reading, COMMON)


def _name_by(name: str, reading: str, known: Readings) -> str:
    name = unicodedata.normalize("NFKC", name)
    if not _JAPANESE.search(name):
        return name
    if not reading:
        return ""
    return " ".join(_words(known.aligned(name, reading), known))


def town_of(address: str) -> str:
    """小郡平成町 of 小郡平成町1-18: what stands before the number."""
    found = _TOWN.match(address)
    return found[0] if found else ""


def address_in_latin(address: str, municipality: str, known: Readings) -> str:
    """小郡平成町1-18 in 山口市 as 1-18 Ogori Heisei-machi; empty where it is not sure.

    What stands behind the number, a building, is left to the Japanese beside it.
    """
    address = unicodedata.normalize("NFKC", address)
    found = _TOWN.match(address)
    if not found:
        return ""
    town = _town_in_latin(found[0], municipality, known)
    number = _number(address[found.end() :])
    return f"{number} {town}".strip() if town else ""


def _words(parts: Iterable[Part], known: Readings) -> Iterator[str]:
    """Each known word is one; so is each run of kana and of letters between marks."""
    unread = ""
    for base, read in parts:
        if not read or not has_kanji(base):
            unread += base
            continue
        yield from _runs(unread)
        unread = ""
        typed = _TYPE.search(base)
        if typed and read.endswith(_TYPE_READ):
            whole = known.aligned(base[:-2], read[:-4]) if base[:-2] else ()
            yield from _words(whole, known)
            yield f"{typed[1]}-gata"
        else:
            yield from (romaji(part).capitalize() for part in read.split())
    yield from _runs(unread)


def _runs(text: str) -> Iterator[str]:
    for found in _RUNS.finditer(text):
        kana = found["kana"]
        yield romaji(kana).capitalize() if kana else found[0]


def _town_in_latin(town: str, municipality: str, known: Readings) -> str:
    """豊浦町大字吉永字野田 as Oaza Yoshinaga, Toyoura-cho; its 字 is left out."""
    town = re.split("(?<!大)字", town.removeprefix(municipality))[0]
    pieces = [piece for piece in re.split("(?=大字)", town) if piece]
    read = [_piece_in_latin(piece, municipality, known) for piece in pieces]
    return ", ".join(reversed(read)) if all(read) else ""


def _piece_in_latin(piece: str, municipality: str, known: Readings) -> str:
    if not has_kanji(piece):
        return romaji(piece).capitalize()
    shortest = _SHORTEST if piece.startswith("大字") else len(piece)
    for end in range(len(piece), min(shortest, len(piece)) - 1, -1):
        written = piece[:end]
        with_lead = known.reading_of(municipality + written)
        own = with_lead.removeprefix(known.reading_of(municipality))
        if reading := known.reading_of(written) or own:
            return _with_ending(written, reading, known)
    return ""


def _with_ending(town: str, reading: str, known: Readings) -> str:
    for ending, latin in _ENDINGS.items():
        if town.endswith("町") and len(town) > 1 and reading.endswith(ending):
            own = _joined(town[:-1], reading.removesuffix(ending), known)
            return f"{own}-{latin}"
    return _joined(town, reading, known)


def _joined(town: str, reading: str, known: Readings) -> str:
    """Parts of two signs and more are words of their own: Ogori Heisei."""
    if town.startswith("大字"):
        rest = _joined(town[2:], reading.removeprefix("おおあざ"), known)
        return f"Oaza {rest}"
    parts = known.aligned(town, reading)
    if len(parts) > 1 and all(len(base) > 1 and read for base, read in parts):
        return " ".join(romaji(read).capitalize() for _base, read in parts)
    return romaji(reading).capitalize()


def _number(text: str) -> str:
    """「四丁目10番20号第3ビル」 as 4-10-20: what is behind it is not a number of it."""
    numbers: list[str] = []
    at = 0
    while found := _NUMBER.match(text, at):
        numbers.append(_digits(found[1]))
        at = found.end()
        if found[0] == found[1] or found[0].endswith("号"):
            break
    return "-".join(numbers)


def _digits(text: str) -> str:
    if text.isdigit() and text.isascii():
        return text
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS[ones]
    return f"{_NUMERALS.get(tens, '1')}{_NUMERALS.get(ones, '0')}"
