"""How much of a password is left when what is easily guessed is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable

from texts.domain.kana import hiragana
from texts.domain.romaji import spell

# Rows of a keyboard, straight and aslant, and what people count by.
_ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0987654321",
    "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "1a2b3c4d5e6f", "a1b2c3d4e5f6",
    "aiueokakikukekosashisuseso",
    "あいうえおかきくけこさしすせそたちつてと", "いろはにほへとちりぬるを",
)  # fmt: skip
_ROW_PIECE = 4
# So many letters are judged: to look for repeats takes the square of their number.
_LOOKED_AT = 200
_PREFECTURES = (
    "hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma"
    " saitama chiba tokyo kanagawa niigata toyama ishikawa fukui yamanashi nagano gifu"
    " shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama"
    " hiroshima yamaguchi tokushima kagawa ehime kochi fukuoka saga nagasaki kumamoto"
    " oita miyazaki kagoshima okinawa"
).split()
_WORDS = (
    *_PREFECTURES,
    *"password passwd pass login admin administrator root user staff test".split(),
    *"welcome guide site secret letmein iloveyou sakura nihon nippon japan".split(),
    *"shuro shurou shuurou shien fukushi shogai shougai syougai hatarak kanri".split(),
    *"kanrisha shokuin syokuin shiyakusho siyakusyo yakusho madoguchi soudan".split(),
    *"city town pref shi ken chou machi".split(),
    *"山口 やまぐち 市役所 しやくしょ 就労 しゅうろう 支援 しえん 福祉 ふくし".split(),
    *"管理者 かんりしゃ 職員 しょくいん 障害 障がい しょうがい".split(),
    # The example in the sentence that refuses a password (staff/passwords.py).
    *"tamago tokei yuki".split(),
    *"パスワード ぱすわーど 合言葉 あいことば".split(),
)
# What stands for letters: p@ssw0rd.
_DISGUISES = str.maketrans("@4301!$5", "aaeoiiss")
_ONCE = (r"([a-z])\1+", r"\1")
_MACRONS = str.maketrans("āīūēōâîûêô", "aiueoaiueo")
# A name's sounds each in one spelling of Latin letters, long ones short …
_ONE_SPELLING = [
    (re.compile(sound), plain)
    for sound, plain in (
        _ONCE, ("[ct]*ch|cy", "ty"), ("tyi", "ti"), ("sh", "sy"), ("syi", "si"),
        ("ts", "t"), ("f", "h"), ("jy?", "zy"), ("zyi", "zi"), ("dz|d(?=[iu])", "z"),
        ("l", "r"), ("m(?=[bpm])", "n"), ("oh(?![aiueoy])|ou", "o"), _ONCE,
    )
]  # fmt: skip
# … and all the spellings of each.
_SPELLINGS = {
    "sy": "s+[hy]", "si": "s+h?i+", "ty": "(?:[ct]*ch|[ct]+y)",
    "zy": "(?:j+y?|[zd]+y)", "ti": "(?:[ct]*ch|t+)i+", "tu": "t+s?u+",
    "zi": "(?:j+y?|[zd]+)i+", "zu": "[zd]+u+",
    "o": "[oōô](?:[uo]|h(?![aiueoy]))*", "u": "[uūû]+", "a": "[aāâ]+", "i": "[iīî]+",
    "e": "[eēê]+", "h": "[hf]+", "r": "[rl]+", "n": "[nm]+",
    **{letter: f"{letter}+" for letter in "bdgkmpstwyz"},
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d|(?:reiwa|heisei|showa|令和|平成|昭和)\d*")


def left_of(password: str, names: Iterable[str] = ()) -> str:
    """What is left: no own name, no common word, no row of keys, each repeat once.

    `names` are those of its person and of the office; of each word of three letters or
    more every occurrence goes, whatever stands between. Less may be left of the same in
    Latin letters: then that is what is left.
    """
    words = words_of(names)
    text = hiragana(password[:_LOOKED_AT]).lower()
    return min(_left(text, words), _left(spell(text), words), key=len)


def _left(text: str, names: list[str]) -> str:
    gone = [False] * len(text)
    spellings = [found for name in names if (found := spellings_of(name))]
    # The disguised reading has as many letters: what is found there goes here.
    for reading in (text, text.translate(_DISGUISES)):
        for word in (*names, *(name[::-1] for name in names), *_WORDS):
            _strike(gone, reading, word)
        for spelling in spellings:
            _strike_spelling(gone, reading, spelling)
        for row in _ROWS:
            for way in (row, row[::-1]):
                _strike_row(gone, reading, way)
    for year in _YEAR.finditer(text):
        gone[slice(*year.span())] = [True] * len(year[0])
    left = [a for a, is_gone in zip(text, gone, strict=True) if not is_gone]
    return _once("".join(letter for letter in left if letter.isalnum()))


def words_of(names: Iterable[str]) -> list[str]:
    """The words of three letters or more that `names` are made of.

    With their figures, for a name may be a number of staff (k8305172), and without.
    """
    plain = [hiragana(name).lower() for name in names]
    found = {word for name in plain for word in re.split(r"[\W_]+", name)}
    found |= {word for name in plain for word in re.split(r"[\W_\d]+", name)}
    return sorted(word for word in found if len(word) >= 3 or _is_wide(word))


def _is_wide(word: str) -> bool:
    """Two kanji are as much of a name as five Latin letters."""
    return len(word) >= 2 and not word.isascii()


def spellings_of(name: str) -> re.Pattern[str] | None:
    """How `name` is written in Latin letters: shoutarou is shōtarō, Syotaro, Shohtaroh.

    None for what has fewer than three of them, which stands in many other words.
    """
    key = spell(name).translate(_MACRONS)
    for sound, plain in _ONE_SPELLING:
        key = sound.sub(plain, key)
    if len(key) < 3:
        return None
    sounds = re.findall("|".join([*_SPELLINGS, "."]), key)
    return re.compile("".join(_SPELLINGS.get(one, re.escape(one)) for one in sounds))


def _strike_spelling(gone: list[bool], text: str, spelling: re.Pattern[str]) -> None:
    """Forwards and backwards, whatever stands between its letters."""
    forwards = [at for at, letter in enumerate(text) if letter.isalnum()]
    for places in (forwards, forwards[::-1]):
        for found in spelling.finditer("".join(text[at] for at in places)):
            for at in places[slice(*found.span())]:
                gone[at] = True


def _strike(gone: list[bool], text: str, word: str) -> None:
    at = text.find(word)
    while at >= 0:
        gone[at : at + len(word)] = [True] * len(word)
        at = text.find(word, at + 1)


def _strike_row(gone: list[bool], text: str, row: str) -> None:
    for at in range(len(row) - _ROW_PIECE + 1):
        _strike(gone, text, row[at : at + _ROW_PIECE])


def _once(text: str) -> str:
    """`text` with what is repeated written once: aaaa is a, abcabcabc is abc."""
    return re.sub(r"(.+?)\1+", r"\1", text)
