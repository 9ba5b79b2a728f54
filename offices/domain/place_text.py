"""A place as people type it: a postcode, a station, a town with its number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from offices.domain.normalise import place_key
from texts.domain.fold import hyphens

_POSTCODE = re.compile(r"(?:〒|郵便番号)?\s*(\d{3})[-\s]?(\d{4})", re.ASCII)
# What people say around a name: 新山口駅の近く, 湯田温泉あたり, near Yuda.
_AROUND = re.compile(
    r"(?:の?(?:近く|ちかく|そば|周り|まわり|周辺|付近|あたり|辺り|ほう|方面|エリア|地区)"
    r"|から(?:近い|ちかい)?(?:順|じゅん)?|駅前)+$"
)
_NEAR = re.compile(r"^(?:near|around|in)\s+", re.IGNORECASE)
_STATION = re.compile(r"(?:駅|えき|\s*station)$", re.IGNORECASE)
_SPA = re.compile(r"(?:温泉|おんせん)$")
_BLOCKS = re.compile(r"(\d+)ちょうめ")
_BLOCK_NAME = re.compile(r"([〇一二三四五六七八九十]+|\d+)丁目$")


@dataclass(frozen=True, slots=True)
class PlaceText:
    """What was typed, and its key: folded as names and addresses of places are."""

    text: str
    key: str
    is_station: bool = False
    is_spa: bool = False
    # In Latin letters, which names are compared with only then.
    is_latin: bool = False


def read_place(text: str) -> PlaceText:
    """`text` without what people say around a name."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    near = _NEAR.sub("", text)
    station = re.sub(r"(?<=駅)前$", "", near)
    bare = _AROUND.sub("", station) or station
    return PlaceText(
        text,
        typed_key(bare),
        is_station=bool(_STATION.search(bare)),
        is_spa=bool(_SPA.search(bare)),
        is_latin=bare.isascii() and bare[:1].isalpha(),
    )


def postcode_in(text: str) -> str:
    """The seven digits of a text that is a postcode: 〒753-0871 is 7530871."""
    text = hyphens(unicodedata.normalize("NFKC", text)).strip()
    found = _POSTCODE.fullmatch(text)
    return "".join(found.groups()) if found else ""


def typed_key(text: str) -> str:
    """The key of a place as it is typed, in kana too: たけひさちょう1ちょうめ."""
    return place_key(_BLOCKS.sub(r"\1丁目", unicodedata.normalize("NFKC", text)))


def without_station(text: str) -> str:
    """新山口 of 新山口駅."""
    return _STATION.sub("", text)


def without_spa(text: str) -> str:
    """川棚 of 川棚温泉."""
    return _SPA.sub("", text)


def base_and_block(town: str) -> tuple[str, str]:
    """武久町 and 1 of 武久町一丁目; no block where it has none."""
    found = _BLOCK_NAME.search(town)
    if not found:
        return town, ""
    base = town[: found.start()]
    return base, place_key(town).removeprefix(place_key(base))


def numbered_key(address: str) -> str:
    """`address` to be looked for by its numbers: each ends, so that 1 is not 10.

    武久町一丁目15番8号 and 武久町1-15-8 are both `武久町1-15-8-`.
    """
    return re.sub(r"(\d)(?![\d-])", r"\1-", typed_key(address))
