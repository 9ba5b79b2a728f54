"""What kanji can sound like: a keyboard writes a word with others of the same sound.

軽族 is read as 継続 is. How a single kanji is read is learnt from the words whose
readings the site has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from guide.domain.letters import key_of
from guide.domain.on_readings import on_readings
from texts.domain.kana import KANJI

Sounds = Mapping[str, tuple[str, ...]]

_ALL_KANJI = re.compile(f"[{KANJI}]{{1,3}}")
_ONE_KANJI = re.compile(f"[{KANJI}]")
_LEAST, _ROUNDS = 0.06, 3
_LONGEST_SOUND = 4
SHORTEST = 4  # kana: shorter words are read like too many others
_MANY = 4  # kanji of which one may be read in any way
_ANY_SOUND = ".{1,3}"


def learn_sounds(pairs: Iterable[tuple[str, str]]) -> Sounds:
    """How each kanji is read in words of up to three, by how often it can be."""
    words = [
        (surface, key_of(reading))
        for surface, reading in dict(pairs).items()
        if _ALL_KANJI.fullmatch(surface)
    ]
    likely: dict[str, dict[str, float]] = {}
    for _round in range(_ROUNDS):
        counted: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for surface, reading in words:
            ways = _every_way(surface, reading)
            weights = [_likeliness(surface, way, likely) for way in ways]
            total = sum(weights) or 1.0
            for way, weight in zip(ways, weights, strict=True):
                for kanji, sound in zip(surface, way, strict=True):
                    counted[kanji][sound] += weight / total
        likely = {kanji: _shares(sounds) for kanji, sounds in counted.items()}
    learnt = {
        kanji: tuple(sound for sound, share in sounds.items() if share >= _LEAST)
        for kanji, sounds in likely.items()
    }
    known = on_readings()
    return {
        kanji: tuple(dict.fromkeys((*learnt.get(kanji, ()), *known.get(kanji, ()))))
        for kanji in {**known, **learnt}
    }


@lru_cache(maxsize=8_192)
def _every_way(surface: str, reading: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_ways(surface, reading))


def _ways(surface: str, reading: str) -> Iterator[tuple[str, ...]]:
    """Every way to part a reading among the kanji of a word."""
    if len(surface) == 1:
        if 0 < len(reading) <= _LONGEST_SOUND:
            yield (reading,)
        return
    for end in range(1, min(len(reading), _LONGEST_SOUND + 1)):
        for rest in _ways(surface[1:], reading[end:]):
            yield (reading[:end], *rest)


def _likeliness(
    surface: str, way: tuple[str, ...], likely: Mapping[str, Mapping[str, float]]
) -> float:
    if not likely:
        return 1.0
    product = 1.0
    for kanji, sound in zip(surface, way, strict=True):
        product *= likely[kanji].get(sound, 0.0)
    return product


def _shares(counted: Mapping[str, float]) -> dict[str, float]:
    total = sum(counted.values()) or 1.0
    return {sound: number / total for sound, number in counted.items()}


def sounding_like(
    text: str, sounds: Sounds, words: Iterable[str], *, freely: bool
) -> list[str]:
    """The words in kana that `text`, a key, can be read as.

    `freely`, one of four kanji or more may be read in any way: it may be known by
    another reading only.
    """
    kanji = [place for place, sign in enumerate(text) if _ONE_KANJI.match(sign)]
    unknown = [place for place in kanji if text[place] not in sounds]
    if (
        not kanji
        or len(unknown) > 1
        or (unknown and (not freely or len(kanji) < _MANY))
    ):
        return []
    long = [word for word in words if len(word) >= SHORTEST]
    found = _read_as(text, sounds, long, anyhow=unknown)
    if found or unknown or not freely or len(kanji) < _MANY:
        return found
    return [
        word for place in kanji for word in _read_as(text, sounds, long, anyhow=[place])
    ]


def _read_as(
    text: str, sounds: Sounds, words: Iterable[str], *, anyhow: Collection[int]
) -> list[str]:
    """The words that `text` can be read as, some of its letters in any way."""
    parts = [
        _ANY_SOUND if place in anyhow else _sound(sign, sounds)
        for place, sign in enumerate(text)
    ]
    pattern = _compiled("".join(parts))
    return [word for word in words if pattern.fullmatch(word)]


# There are more than `re` remembers, and staff enter the same words again and again.
_compiled = lru_cache(maxsize=4_096)(re.compile)


def _sound(sign: str, sounds: Sounds) -> str:
    return f"(?:{'|'.join(map(re.escape, sounds.get(sign, (sign,))))})"
