"""How a number and the word that counts are read together: 1人, 20日, 4月1日, 30分."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_DAYS = {
    "2": "ふつか", "3": "みっか", "4": "よっか", "5": "いつか", "6": "むいか",
    "7": "なのか", "8": "ようか", "9": "ここのか", "10": "とおか",
    "14": "じゅうよっか", "20": "はつか", "24": "にじゅうよっか",
}  # fmt: skip
_PEOPLE = {"1": "ひとり", "2": "ふたり"}
_UNITS = {
    "年": "ねん", "年度": "ねんど", "年生": "ねんせい", "月": "がつ",
    "月分": "がつぶん", "日": "にち", "人": "にん", "円": "えん", "歳": "さい",
    "才": "さい", "回": "かい", "か所": "かしょ", "カ所": "かしょ", "ヶ所": "かしょ",
    "箇所": "かしょ", "か月": "かげつ", "カ月": "かげつ", "ヶ月": "かげつ",
    "ヵ月": "かげつ", "番": "ばん", "番地": "ばんち", "丁目": "ちょうめ", "号": "ごう",
    "号室": "ごうしつ", "時": "じ", "時間": "じかん", "週": "しゅう", "秒": "びょう",
    "名": "めい", "件": "けん", "枚": "まい", "級": "きゅう", "級地": "きゅうち",
    "条": "じょう", "項": "こう", "章": "しょう", "節": "せつ", "類": "るい",
    "種": "しゅ", "割": "わり", "倍": "ばい", "点": "てん", "位": "い", "度": "ど",
    "台": "だい", "社": "しゃ", "校": "こう", "室": "しつ", "棟": "とう", "部": "ぶ",
    "問": "もん", "字": "じ", "県": "けん", "市": "し", "行": "ぎょう", "列": "れつ",
    "万": "まん", "億": "おく", "千": "せん", "万円": "まんえん", "千円": "せんえん",
    "億円": "おくえん", "万人": "まんにん", "通": "つう", "段階": "だんかい",
    "種類": "しゅるい", "世帯": "せたい", "単位": "たんい", "施設": "しせつ",
    "事業所": "じぎょうしょ",
    "条件": "じょうけん", "項目": "こうもく", "分野": "ぶんや", "部門": "ぶもん",
    "通り": "とおり",
}  # fmt: skip
# Read differently after the last figures of the second text: 3階 is がい.
_SOUNDS = {
    "分": ("ふん", {"ぷん": "013468"}),
    "本": ("ほん", {"ぼん": "3", "ぽん": "0168"}),
    "階": ("かい", {"がい": "3"}),
    "泊": ("はく", {"ぱく": "0168"}),
    "歩": ("ほ", {"ぽ": "0168"}),
    "冊": ("さつ", {}),
    "軒": ("けん", {"げん": "3"}),
}
_TAILS = {"間": "かん", "目": "め", "分": "ぶん", "制": "せい", "半": "はん"}
_LONGEST = max(map(len, _UNITS))


def read_number(text: str, at: int) -> tuple[int, tuple[tuple[str, str], ...]] | None:
    """Where a number with its counter at `at` ends, and its parts with readings.

    None where no number begins, or none that counts something we know.
    """
    number = _NUMBER.match(text, at)
    if number is None or (at and _NUMBER.match(text[at - 1])):
        return None
    figures, start = number[0].translate(_WIDE), number.end()
    unit, reading = _unit(text, start, figures)
    if not unit:
        return None
    end = start + len(unit)
    together = _together(figures, unit, is_date=_is_date(text, at))
    tail = text[end : end + 1]
    if tail in _TAILS and unit[-1] != tail:
        together = _together(figures, unit, is_date=False)
        unit, reading, end = unit + tail, reading + _TAILS[tail], end + 1
        together += _TAILS[tail] if together else ""
    if together:
        return end, ((number[0] + unit, together),)
    return end, ((number[0], ""), (unit, reading))


def _unit(text: str, start: int, figures: str) -> tuple[str, str]:
    """The longest counter at `start` and its reading after `figures`; empty: none."""
    for length in range(_LONGEST, 0, -1):
        unit = text[start : start + length]
        if unit in _UNITS:
            return unit, _UNITS[unit]
        if unit in _SOUNDS:
            usual, changed = _SOUNDS[unit]
            endings = (kana for kana, last in changed.items() if figures[-1] in last)
            return unit, next(endings, usual)
    return "", ""


def _together(figures: str, unit: str, *, is_date: bool) -> str:
    """How number and counter are read where they are one word; else empty."""
    if unit == "人":
        return _PEOPLE.get(figures, "")
    if unit == "日" and figures == "1":
        return "ついたち" if is_date else "いちにち"
    return _DAYS.get(figures, "") if unit == "日" else ""


def _is_date(text: str, at: int) -> bool:
    """Whether a day of a month stands at `at`: 4月1日."""
    return at > 1 and text[at - 1] == "月" and _NUMBER.match(text[at - 2]) is not None
