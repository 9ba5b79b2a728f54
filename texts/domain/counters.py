"""How a number and the word that counts are read together: 1人, 三人, 4月1日, 30分."""

from __future__ import annotations

import re
from dataclasses import dataclass

from texts.domain.kana import has_kanji
from texts.domain.numerals import KANJI_NUMBER, said, said_before, value

_MOST_FIGURES = 20
_FIGURES = re.compile(r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")
_ASKED = {"何": "なん", "数": "すう"}  # 何人, 数回
_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか",
    8: "ようか", 9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか",
    24: "にじゅうよっか",
}  # fmt: skip
_UNITS = {
    "年": "ねん", "年度": "ねんど", "年生": "ねんせい", "月": "がつ",
    "月分": "がつぶん", "日": "にち", "人": "にん", "円": "えん", "歳": "さい",
    "才": "さい", "回": "かい", "か所": "かしょ", "カ所": "かしょ", "ヶ所": "かしょ",
    "ケ所": "かしょ", "箇所": "かしょ", "か月": "かげつ", "カ月": "かげつ",
    "ヶ月": "かげつ", "ヵ月": "かげつ", "ケ月": "かげつ", "箇月": "かげつ",
    "か国": "かこく", "か条": "かじょう", "番": "ばん", "番地": "ばんち",
    "丁目": "ちょうめ", "号": "ごう", "号室": "ごうしつ", "時": "じ", "時間": "じかん",
    "週": "しゅう", "週間": "しゅうかん", "秒": "びょう", "名": "めい", "件": "けん",
    "枚": "まい", "級": "きゅう", "級地": "きゅうち", "条": "じょう", "項": "こう",
    "章": "しょう", "節": "せつ", "類": "るい", "種": "しゅ", "割": "わり",
    "倍": "ばい", "点": "てん", "位": "い", "度": "ど", "台": "だい", "社": "しゃ",
    "校": "こう", "室": "しつ", "棟": "とう", "部": "ぶ", "問": "もん", "字": "じ",
    "県": "けん", "市": "し", "行": "ぎょう", "列": "れつ", "万": "まん",
    "億": "おく", "千": "せん", "百": "ひゃく", "万円": "まんえん",
    "千円": "せんえん", "億円": "おくえん", "万人": "まんにん", "通": "つう",
    "段階": "だんかい", "種類": "しゅるい", "世帯": "せたい", "単位": "たんい",
    "施設": "しせつ", "事業所": "じぎょうしょ", "条件": "じょうけん",
    "項目": "こうもく", "分野": "ぶんや", "部門": "ぶもん", "通り": "とおり",
    "着": "ちゃく", "食": "しょく", "杯": "はい", "票": "ひょう", "匹": "ひき",
    "畳": "じょう", "頁": "ぺーじ", "つ": "つ",
}  # fmt: skip
# Read differently after the last figures of the second text: 3階 is がい.
_SOUNDS = {
    "分": ("ふん", {"ぷん": "013468"}), "本": ("ほん", {"ぼん": "3", "ぽん": "0168"}),
    "階": ("かい", {"がい": "3"}), "泊": ("はく", {"ぱく": "0168"}),
    "歩": ("ほ", {"ぽ": "0168"}), "冊": ("さつ", {}), "軒": ("けん", {"げん": "3"}),
    "足": ("そく", {"ぞく": "3"}), "杯": ("はい", {"ばい": "3", "ぱい": "0168"}),
    "匹": ("ひき", {"びき": "3", "ぴき": "0168"}), "票": ("ひょう", {"ぴょう": "0168"}),
}  # fmt: skip
_TAILS = {
    "間": "かん", "目": "め", "分": "ぶん", "制": "せい", "半": "はん", "度": "ど",
}  # fmt: skip
# Read otherwise as one word, or in more ways than one: then the reading is empty.
_WHOLE = {
    (1, "人"): "ひとり", (2, "人"): "ふたり", (20, "歳"): "はたち",
    (20, "才"): "はたち",
    (1, "通り"): "ひととおり", (2, "通り"): "ふたとおり", (1, "つ"): "ひとつ",
    (2, "つ"): "ふたつ", (3, "つ"): "みっつ", (4, "つ"): "よっつ", (5, "つ"): "いつつ",
    (6, "つ"): "むっつ", (7, "つ"): "ななつ", (8, "つ"): "やっつ",
    (9, "つ"): "ここのつ",
}  # fmt: skip
_UNSURE_IN_KANJI = {
    (10, "分"), (1, "月"), (1, "行"), (1, "棟"), (1, "分"), (1, "市"), (1, "室"),
    (1, "県"), (1, "着"), (1, "食"), (1, "足"),
}  # fmt: skip
_FOUR = {"人", "時", "年", "円", "日", "年度", "年生", "時間", "年間"}
_OTHERWISE = {
    ("時", 7): "しち", ("時", 9): "く", ("時間", 9): "く", ("月", 4): "し",
    ("月", 7): "しち", ("月", 9): "く", ("人", 7): "しち", ("時間", 7): "しち",
}  # fmt: skip
_OWN_TENS = {"時", "時間", "人", "年", "円", "年度", "年生", "年間"}
_LONGEST = max(map(len, _UNITS))
_OF_MONTH = re.compile("(?:[0-9０-９一二三四五六七八九十毎翌各同前今来先]月|月の)$")
_RANGE = re.compile("[0-9０-９一二三四五六七八九十][〜～~、・,-]$")
_TO = re.compile("から|まで|より|以降|現在|付")
_FRACTION = re.compile("分の[0-9０-９一二三四五六七八九]")

Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in a text."""

    written: str
    number: int | None  # none where it has a comma or a point, or is asked for
    last: str  # its last figure
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @property
    def is_kanji(self) -> bool:
        return has_kanji(self.written)


def read_number(text: str, at: int) -> tuple[int, Parts] | None:
    """Where a number with its counter at `at` ends, and its parts with readings.

    None where no number begins, or none that counts something we know. A counter whose
    reading is not sure is a part without one.
    """
    number = _number(text, at)
    if number is None:
        return None
    unit, reading = _unit(text, number)
    if not unit:
        return None
    end = number.end + len(unit)
    tail = text[end : end + 1]
    if text.startswith("日中", number.end) and number.number == 1:
        if not _is_date(text, at):
            return end + 1, ((text[at : end + 1], "いちにちじゅう"),)
        tail = ""
    if tail not in _TAILS or unit[-1] == tail or (unit == "つ" and tail != "目"):
        tail = ""
    whole = _whole(text, number, unit, reading, tail)
    if tail:
        unit, reading, end = unit + tail, reading + _TAILS[tail], end + 1
        whole = whole and whole + _TAILS[tail]
    if whole is None:
        return end, ((text[at:end], ""),)
    if whole:
        return end, ((text[at:end], whole),)
    return end, ((number.written, ""), (unit, reading if has_kanji(unit) else ""))


def _number(text: str, at: int) -> _Number | None:
    if found := _FIGURES.match(text, at):
        if at and _FIGURES.match(text[at - 1]):
            return None
        figures = found[0].translate(_WIDE)
        # Nothing is counted in so many figures, which somebody may send all the same.
        is_number = figures.isdigit() and len(figures) <= _MOST_FIGURES
        number = int(figures) if is_number else None
        return _Number(found[0], number, figures[-1], at)
    if found := KANJI_NUMBER.match(text, at):
        if at and (KANJI_NUMBER.match(text[at - 1]) or text[at - 1] in _ASKED):
            return None
        number = value(found[0])
        return (
            number if number is None else _Number(found[0], number, str(number)[-1], at)
        )
    asked = text[at : at + 1]
    return (
        _Number(asked, None, "3" if asked == "何" else "", at)
        if (asked in _ASKED)
        else None
    )


def _unit(text: str, number: _Number) -> tuple[str, str]:
    """The longest counter after a number, and its reading there; empty: none."""
    if _FRACTION.match(text, number.end):
        return "分", "ぶん"
    for length in range(_LONGEST, 0, -1):
        unit = text[number.end : number.end + length]
        if len(unit) < length:
            continue
        if unit in _SOUNDS:
            usual, changed = _SOUNDS[unit]
            endings = (
                kana
                for kana, last in changed.items()
                if number.last and number.last in last
            )
            return unit, next(endings, usual)
        if unit in _UNITS:
            return unit, _UNITS[unit]
    return "", ""


def _whole(
    text: str, number: _Number, unit: str, reading: str, tail: str
) -> str | None:
    """How number and counter are read where they are one word.

    Empty: the counter is read by itself. None: it is not sure how they are read.
    """
    if number.written in _ASKED:
        return _asked(number.written, unit, reading)
    if number.number is None:
        return ""
    count = number.number
    is_range = bool(_RANGE.search(text[: number.start]))
    if unit == "日":
        return _day(text, number, tail, is_range=is_range)
    if not number.is_kanji:
        if is_range:
            return ""
        return _WHOLE.get((count, unit), "") or _in_figures(count, unit, reading)
    if (count, unit) in _UNSURE_IN_KANJI:
        return None
    return _WHOLE.get((count, unit)) or _in_kanji(count, unit, reading)


def _day(text: str, number: _Number, tail: str, *, is_range: bool) -> str | None:
    """A day of a month, or how many days: 4月1日 ついたち, 1日4時間 いちにち."""
    count = number.number or 0
    is_date = _is_date(text, number.start)
    if is_range and not is_date:
        return said(count) + "にち" if number.is_kanji else ""
    if count == 1:
        if is_date and not tail:
            return "ついたち"
        is_open = _TO.match(text, number.end + 1) and not tail
        return None if is_open else "いちにち"
    usual = said(count) + "にち" if number.is_kanji else ""
    return _DAYS.get(count, usual)


def _is_date(text: str, at: int) -> bool:
    """Whether a day of a month stands at `at`: 4月1日, 毎月1日, 10月2〜3日."""
    before = re.sub("[0-9０-９一二三四五六七八九十]+[〜～~、・,-]$", "", text[:at])
    return bool(_OF_MONTH.search(before))


def _in_figures(count: int, unit: str, reading: str) -> str:
    """4人, 7時: where who reads the figure as usual would say another word."""
    last = count % 10
    if count >= 100 or unit not in _OWN_TENS:
        return ""
    if last == 4 or (unit.startswith("時") and (unit, last) in _OTHERWISE):
        return _in_kanji(count, unit, reading)
    return ""


def _in_kanji(count: int, unit: str, reading: str) -> str:
    ends = count % 10
    own = _OTHERWISE.get((unit, ends)) or ("よ" if ends == 4 and unit in _FOUR else "")
    if own:
        tens = count - ends
        return (said(tens) if tens else "") + own + reading
    return said_before(count, reading) + reading


def _asked(written: str, unit: str, reading: str) -> str | None:
    if written == "数":
        return {"日": "すうじつ", "つ": None}.get(unit, "すう" + reading)
    return None if unit == "つ" else "なん" + reading
