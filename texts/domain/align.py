"""Which letters of a name each part of its reading belongs to.

Every way of spreading the reading over the letters is weighed, and it is cut only where
all of the best ways agree: what is not sure stays together under one reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from texts.domain.kana import TO_HIRAGANA, has_kanji, hiragana

# A piece of text and its reading; the reading is empty where nothing is to be read.
Part = tuple[str, str]
Word = tuple[Part, ...]

_MARKS = "・\\s（）()「」『』、。，．.／/＆&~～〜\\-－"
_RUN = re.compile(
    f"(?P<kana>[ぁ-ゖァ-ヺー]+)|(?P<mark>[{_MARKS}]+)|(?P<row>[^ぁ-ゖァ-ヺー{_MARKS}]+)"
)
_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_MARK = re.compile(f"[{_MARKS}]")
# No part of a reading begins with these, but where the name itself shows them.
_NEVER_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎゕゖーん")
# How letters and figures are said within a name; they get no ruby of their own.
_LETTERS = {
    "A": ["えー"], "B": ["びー"], "C": ["しー"], "D": ["でぃー"], "E": ["いー"],
    "F": ["えふ"], "G": ["じー"], "H": ["えいち"], "I": ["あい"], "J": ["じぇい"],
    "K": ["けい"], "L": ["える"], "M": ["えむ"], "N": ["えぬ"], "O": ["おー"],
    "P": ["ぴー"], "Q": ["きゅー"], "R": ["あーる"], "S": ["えす"], "T": ["てぃー"],
    "U": ["ゆー"], "V": ["ぶい"], "W": ["だぶりゅー"], "X": ["えっくす"], "Y": ["わい"],
    "Z": ["ぜっと"], "0": ["ぜろ"], "1": ["いち"], "2": ["に"], "3": ["さん"],
    "4": ["よん"], "5": ["ご"], "6": ["ろく"], "7": ["なな"], "8": ["はち"],
    "9": ["きゅう"], "&": ["あんど"],
}  # fmt: skip
# Letters of names that are read in more ways than the dictionary may say.
_ALSO = {
    "町": ["まち", "ちょう"], "村": ["むら", "そん"], "所": ["しょ", "じょ", "ところ"],
    "店": ["てん", "みせ"], "家": ["いえ", "や", "け", "か"], "園": ["えん", "その"],
    "会": ["かい"], "社": ["しゃ"], "館": ["かん"], "院": ["いん"], "郡": ["ぐん"],
    "都": ["と"], "道": ["どう", "みち"], "場": ["じょう", "ば"], "校": ["こう"],
    "型": ["がた"], "郷": ["ごう"], "里": ["さと", "り"], "大字": ["おおあざ"],
    "字": ["あざ"], "丁目": ["ちょうめ"], "島": ["しま", "とう"], "房": ["ぼう"],
    "苑": ["えん"], "荘": ["そう"], "室": ["しつ"], "課": ["か"], "部": ["ぶ"],
    "舎": ["しゃ"], "寮": ["りょう"], "区": ["く"], "者": ["しゃ"], "人": ["にん"],
    "ヶ": ["が", "か"], "ケ": ["が", "か"], "ヵ": ["か"], "ヽ": ["の"],
}  # fmt: skip
# What ways cost: a letter that nothing explains is the worst; `_APART` is a mark that
# the reading has and the name has not.
_UNKNOWN, _WORD, _LETTER, _LOOSE, _APART = 100, 10, 1, 1, 5
_ONE_KANJI = 105
_ASIDE = 150  # a kanji in brackets that the reading leaves out
_LONG = 4  # letters from which on a word is cut into known words
# How many kana an unknown kanji may have: tried first, and if no way is found.
_USUAL, _MOST = 4, 8
_BIG = str.maketrans("ぁぃぅぇぉっゃゅょゎを", "あいうえおつやゆよわお")
_UNVOICED = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽは",
    "かきくけこさしすせそたしすてとわひふへほわひふへほわ",
)
_VOWELS = {
    kana: vowel
    for vowel, row in {
        "あ": "あかさたなはまやらわがざだばぱぁゃ",
        "い": "いきしちにひみりぎじぢびぴぃ",
        "う": "うくすつぬふむゆるぐずづぶぷぅゅ", "え": "えけせてねへめれげぜでべぺぇ",
        "お": "おこそとのほもよろをごぞどぼぽぉょ",
    }.items()
    for kana in row
}  # fmt: skip


class _Node(NamedTuple):
    """A place in a name and in its reading; `is_open`: amid what nothing explains."""

    at: int
    read: int
    is_open: bool = False


class _Step(NamedTuple):
    """From one node to the next: what it costs, and the known reading it uses."""

    to: _Node
    cost: int
    reading: str = ""


_Steps = dict[_Node, list[_Step]]


def align(surface: str, reading: str, known: Mapping[str, str] | None = None) -> Word:
    """`surface` in parts, each with what of `reading` belongs to it.

    Kana stand outside (通う is 通 with かよ, and う); long names are cut into `known`
    words where their readings agree. What does not fit stays one part.
    """
    reading = hiragana(reading)
    words = (known or {}) if len(surface) >= _LONG else {}
    for most in (_USUAL, _MOST):
        steps = _steps(surface, reading, words, most)
        sure = _sure(steps, _Node(len(surface), len(reading)))
        if sure:
            return _in_parts(surface, reading, sure, words)
    return ((surface, reading),)


def fits(surface: str, reading: str) -> bool:
    """Whether `reading` can be that of `surface`, whose kana it must have."""
    reading = hiragana(reading)
    steps = _steps(surface, reading, {}, _MOST)
    return bool(_sure(steps, _Node(len(surface), len(reading))))


def _steps(surface: str, reading: str, known: Mapping[str, str], most: int) -> _Steps:
    """Every way on from every node that can be reached, in the order of the name."""
    steps: _Steps = {}
    waiting: dict[int, set[_Node]] = defaultdict(set)
    waiting[0].add(_Node(0, _after_marks(reading, 0)))
    for at in range(len(surface) + 1):
        # An open one may close at the same letter: it goes first.
        for is_open in (True, False):
            for node in [n for n in waiting[at] if n.is_open is is_open]:
                found = list(_on(node, surface, reading, known, most))
                steps[node] = found
                for step in found:
                    waiting[step.to.at].add(step.to)
    return steps


def _on(
    node: _Node, surface: str, reading: str, known: Mapping[str, str], most: int
) -> Iterator[_Step]:
    at, read, is_open = node
    if is_open and _may_begin(surface, at, reading, read):
        yield _between(surface, at, reading, read)
    if at == len(surface):
        return
    letter = surface[at]
    is_kanji = has_kanji(letter)
    is_told = bool(_KANA.match(letter) or _MARK.match(letter)) and not is_kanji
    if not is_told and (is_open or _may_begin(surface, at, reading, read)):
        yield from _unknown(node, reading, most, is_kanji=is_kanji)
    if is_open:
        return
    if not is_kanji and not _KANA.match(letter):
        yield _Step(_Node(at + 1, read), 0 if _MARK.match(letter) else _LETTER)
    if letter in "(（" and (closing := re.search("[)）]", surface[at:])):
        # What stands in brackets is often not read, above all a reading.
        inside = surface[at : at + closing.end()]
        cost = _ASIDE if has_kanji(inside) else _APART
        yield _Step(_Node(at + closing.end(), read), cost)
    for end, said, cost in _said(surface, at, known):
        slice_ = reading[read : read + len(said)]
        if len(slice_) < len(said) or _loose(said) != _loose(slice_):
            continue
        to = read + len(said)
        if _may_begin(surface, end, reading, to):
            cost += 0 if said == slice_ else _LOOSE
            shown = said if _spelled(said) == _spelled(slice_) else slice_
            yield _between(surface, end, reading, to, cost, shown)


def _unknown(
    node: _Node, reading: str, most: int, *, is_kanji: bool
) -> Iterator[_Step]:
    """A letter that nothing explains takes some kana, up to the next mark."""
    cost = _UNKNOWN if is_kanji else _LETTER
    cost += 0 if node.is_open else _WORD
    for length in range(1 if is_kanji else 0, most + 1):
        end = node.read + length
        if end > len(reading) or (length and _MARK.match(reading[end - 1])):
            return
        yield _Step(_Node(node.at + 1, end, is_open=True), cost)


def _said(
    surface: str, at: int, known: Mapping[str, str]
) -> Iterator[tuple[int, str, int]]:
    """What may stand at a place: where it ends, how it is read, what it costs."""
    letter = surface[at]
    if _KANA.match(letter):
        yield at + 1, letter.translate(TO_HIRAGANA), 0
    elif known and not has_kanji(letter):
        letter = unicodedata.normalize("NFKC", letter).upper()
        for said in (*_LETTERS.get(letter, ()), *((letter,) * letter.isdigit())):
            yield at + 1, said, 0
    for end in range(at + 1, len(surface) + (at > 0)):
        text = surface[at:end]
        said = known.get(text, "")
        if said:
            # One kanji by itself proves little: beside unknown ones it stays with them.
            yield end, said, _ONE_KANJI if len(text) == 1 else _WORD
        if known:
            for other in _ALSO.get(text, ()):
                if other != said:
                    yield end, other, _WORD


def _may_begin(surface: str, at: int, reading: str, read: int) -> bool:
    """Whether a part may begin here: ょ may not, but where the name has it too."""
    if read >= len(reading) or reading[read] not in _NEVER_FIRST:
        return True
    return at < len(surface) and bool(_KANA.match(surface[at]))


def _between(
    surface: str, at: int, reading: str, read: int, cost: int = 0, said: str = ""
) -> _Step:
    """The step to a place between parts, past the marks that the reading has there."""
    to = _after_marks(reading, read)
    if to > read and to < len(reading) and not _MARK.match(surface[at : at + 1]):
        cost += _APART
    return _Step(_Node(at, to), cost, said)


def _after_marks(reading: str, read: int) -> int:
    while read < len(reading) and _MARK.match(reading[read]):
        read += 1
    return read


def _loose(kana: str) -> str:
    """`kana` without what is written in more ways than one: びい, びー and ひー."""
    return _spelled(kana).translate(_UNVOICED)


def _spelled(kana: str) -> str:
    out: list[str] = []
    before = ""
    for letter in kana:
        if (before == "え" and letter == "い") or (before == "お" and letter == "う"):
            letter = before
        elif letter == "ー":
            letter = before or letter
        out.append(letter)
        before = _VOWELS.get(letter, "")
    return "".join(out).translate(_BIG)


def _sure(steps: _Steps, goal: _Node) -> list[tuple[_Node, str]]:
    """The nodes on each of the cheapest ways, with the reading that leads there.

    The reading is empty where more than one step does. Empty: there is no way.
    """
    if goal not in steps:
        return []
    # From the end: what the rest of the way costs, and how many ways do.
    rest: dict[_Node, tuple[int, int]] = {goal: (0, 1)}
    for node in reversed(list(steps)):
        if node != goal:
            ways = [
                (step.cost + rest[step.to][0], rest[step.to][1])
                for step in steps[node]
                if step.to in rest
            ]
            if ways:
                least = min(cost for cost, _ in ways)
                rest[node] = least, sum(n for cost, n in ways if cost == least)
    start = next(iter(steps))
    return _on_all_ways(steps, rest, start) if start in rest else []


def _on_all_ways(
    steps: _Steps, rest: Mapping[_Node, tuple[int, int]], start: _Node
) -> list[tuple[_Node, str]]:
    reached: dict[_Node, int] = defaultdict(int, {start: 1})
    led: dict[_Node, list[tuple[_Node, str]]] = defaultdict(list)
    total = rest[start][1]
    found: list[tuple[_Node, str]] = []
    for node, ways in steps.items():
        if node not in reached:
            continue
        if not node.is_open and reached[node] * rest[node][1] == total:
            before = found[-1][0] if found else None
            [(origin, said)] = led[node] if len(led[node]) == 1 else [(None, "")]
            found.append((node, said if origin and origin == before else ""))
        for step in ways:
            if step.to in rest and step.cost + rest[step.to][0] == rest[node][0]:
                reached[step.to] += reached[node]
                led[step.to].append((node, step.reading))
    return found


def _in_parts(
    surface: str,
    reading: str,
    sure: Iterable[tuple[_Node, str]],
    known: Mapping[str, str],
) -> Word:
    parts: list[Part] = []
    bare = ""
    at, read = 0, 0
    for node, said in sure:
        text = surface[at : node.at]
        if has_kanji(text):
            parts += _runs(bare)
            bare = ""
            its = said or re.sub(f"[{_MARKS}]+$", "", reading[read : node.read])
            # A known word may be a name of many words itself.
            is_whole = len(text) == len(surface) or not (said and _KANA.search(text))
            parts += [(text, its)] if is_whole else align(text, its, known)
        else:
            bare += text
        at, read = node.at, node.read
    return (*parts, *_runs(bare))


def _runs(text: str) -> list[Part]:
    return [(run[0], "") for run in _RUN.finditer(text)]
