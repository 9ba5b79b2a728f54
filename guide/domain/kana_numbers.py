"""Numbers that are typed as they are said: じゅうはっさい, ろくじゅうごさい."""

from __future__ import annotations

import re

_UNITS = {
    "いち": 1, "いっ": 1, "に": 2, "さん": 3, "よん": 4, "ご": 5, "ろく": 6, "なな": 7,
    "しち": 7, "はち": 8, "はっ": 8, "きゅう": 9,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_SAID = re.compile(
    rf"(?P<tens>(?P<many>{_UNIT})?(?:じゅう|じゅっ|じっ))?(?P<ones>{_UNIT})?"
    r"(?P<unit>さい|歳|才)(?![ぁ-ゖ]*ちんぎん)"
)


def ages_in_figures(text: str) -> str:
    """`text` with the ages in it as figures."""
    return _SAID.sub(_in_figures, text)


def _in_figures(said: re.Match[str]) -> str:
    if not (said["tens"] or said["ones"]):
        return said[0]
    tens = _UNITS.get(said["many"] or "", 1) if said["tens"] else 0
    return f"{10 * tens + _UNITS.get(said['ones'] or '', 0)}歳"
