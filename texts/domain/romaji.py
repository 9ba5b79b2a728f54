"""Kana in Latin letters, for readers who know places and offices by them.

Hepburn, as on road signs: 「ほうふ」 is `hofu`. Long vowels are written short; searches
find `houfu`, too.
"""

from __future__ import annotations

import re

from texts.domain.kana import hiragana

_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SOUNDS = {
    kana: opening + vowel
    for opening, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
}
_SOUNDS |= {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji",
    "づ": "zu", "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e",
    "を": "o", "ん": "n", "ゔ": "vu",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o",
    "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa",
}  # fmt: skip
_GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
_LONG = [(re.compile(r"o[ou]"), "o"), (re.compile(r"uu"), "u")]


def romaji(text: str) -> str:
    """`text` with its kana in Latin letters, long vowels short.

    What is not kana stays as it is: やまぐちし is `yamaguchishi`.
    """
    spelled = spell(text)
    for long, short in _LONG:
        spelled = long.sub(short, spelled)
    return spelled


def spell(text: str) -> str:
    """The same letter by letter: ほうふ is `houfu`."""
    kana = hiragana(text)
    out: list[str] = []
    doubled = False
    for sign in kana:
        if sign == "っ":
            doubled = True
            continue
        if sign == "ー":
            continue
        sound = _SOUNDS.get(sign, sign)
        if sign in _GLIDES and out and out[-1].endswith("i") and len(out[-1]) > 1:
            sound = _glide(out.pop(), _GLIDES[sign])
        elif sign in _SMALL_VOWELS and out and out[-1] not in "aiueo":
            sound = out.pop()[:-1] + _SMALL_VOWELS[sign]
        if doubled and sign in _SOUNDS:
            sound = ("t" if sound.startswith("ch") else sound[:1]) + sound
        doubled = False
        out.append(sound)
    return "".join(out)


def _glide(syllable: str, vowel: str) -> str:
    """`ki` and `a` are `kya`; `shi` and `a` are `sha`."""
    opening = syllable[:-1]
    return (
        opening + vowel if opening.endswith(("sh", "ch", "j")) else f"{opening}y{vowel}"
    )
