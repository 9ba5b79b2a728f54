"""The short code on a printed sheet: which page, of which day, and what stood on it.

It is typed by hand where no camera is there, so: letters that cannot be mistaken for
each other, groups of five, and a check that finds every single wrong character and
every swap of two neighbours. It is no secret and no signature: all that it leads to is
public, and it must outlive the keys of a server.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

# Crockford's: no i, l, o (taken for 1, 1, 0 when read) and no u.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("oil", "011")
_FIRST_DAY = date(2006, 4, 1)  # when the law began
_GROUP = 5
_LONGEST = 300
# A later form of the code takes another start, so that this one does not read it.
_START = 0x7061
_HEAD, _ROW, _DIGEST, _CHECK = 4, 4, 3, 4
MOST_ROWS = 31


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What a code holds: numbers and a day, nothing of a person.

    `view` (below 128) and `language` (below 16) are numbers of the site's lists, `rows`
    the keys of the rows that the page shows, `facts` and `words` digests of what stood
    on it.
    """

    view: int
    language: int
    rows: tuple[int, ...]
    day: date
    facts: int
    words: int


def row_key(code: str) -> int:
    """A row's code as a number of 32 bits."""
    return _hash(code, _ROW)


def digest(values: Iterable[object]) -> int:
    """Values (texts, numbers, tuples of them) as a number, whatever their order."""
    written = sorted(json.dumps(one, ensure_ascii=False) for one in values)
    return _hash("\n".join(written), _DIGEST)


def write_code(code: PaperCode) -> str:
    """The code as it stands on paper: `0a1bc-…`, in groups of five."""
    body = b"".join(
        [
            (code.view << 9 | code.language << 5 | len(code.rows)).to_bytes(2),
            (code.day - _FIRST_DAY).days.to_bytes(2),
            *(row.to_bytes(_ROW) for row in code.rows),
            code.facts.to_bytes(_DIGEST),
            code.words.to_bytes(_DIGEST),
        ]
    )
    letters = _letters(body + _check(body))
    groups = range(0, len(letters), _GROUP)
    return "-".join(letters[place : place + _GROUP] for place in groups)


def read_code(text: str) -> PaperCode | None:
    """What was typed, as a code; None where it is no code, cut or mistyped."""
    data = _bytes(text)
    if data is None or len(data) < _HEAD + 2 * _DIGEST + _CHECK:
        return None
    body, check = data[:-_CHECK], data[-_CHECK:]
    head = int.from_bytes(body[:2])
    end_of_rows = _HEAD + _ROW * (head & 0x1F)
    if check != _check(body) or len(body) != end_of_rows + 2 * _DIGEST:
        return None
    starts = range(_HEAD, end_of_rows, _ROW)
    return PaperCode(
        view=head >> 9,
        language=head >> 5 & 0xF,
        rows=tuple(int.from_bytes(body[one : one + _ROW]) for one in starts),
        day=_FIRST_DAY + timedelta(days=int.from_bytes(body[2:_HEAD])),
        facts=int.from_bytes(body[end_of_rows : end_of_rows + _DIGEST]),
        words=int.from_bytes(body[end_of_rows + _DIGEST :]),
    )


def _hash(text: str, size: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:size])


def _check(body: bytes) -> bytes:
    # Little-endian: in this order a CRC finds any wrong run of 32 bits, also one that
    # reaches into the check itself. A character is five of them.
    return crc32(body, _START).to_bytes(_CHECK, "little")


def _letters(data: bytes) -> str:
    """Five bits a letter, the last one filled up with zeros."""
    size = -(-len(data) * 8 // 5)
    number = int.from_bytes(data) << (size * 5 - len(data) * 8)
    places = range(5 * (size - 1), -1, -5)
    return "".join(_ALPHABET[number >> place & 31] for place in places)


def _bytes(text: str) -> bytes | None:
    """The bytes that `text` writes; None where it has another letter or is cut."""
    typed = unicodedata.normalize("NFKC", text[:_LONGEST]).lower().translate(_MISREAD)
    letters = "".join(one for one in typed if not (one in "-‐−–ー" or one.isspace()))
    if not letters or set(letters) - set(_ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    spare = len(letters) * 5 % 8
    if spare >= 5 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(len(letters) * 5 // 8)
