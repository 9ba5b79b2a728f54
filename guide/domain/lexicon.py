"""The words that a query is made of: what to look for, and what says nothing.

A small analyser of its own: of all ways to cut a query into known words, particles and
unknown runs, the cheapest. It knows the words that the site can read, in kanji and in
kana, and those that staff entered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import NamedTuple

from guide.domain.letters import key_of, letters
from guide.domain.slips import LONG
from texts.domain.kana import KANJI, has_kanji
from texts.domain.text_memory import TextMemory

_SAYS_NOTHING = (
    "られて られた られない られません れて れた れない せて せた させて させられ "
    "いきますか いきます からの への での との までの よりも すぐ ぜんぶ "
    "いけば いけばいい いけない いけません いけますか いけるか 行けば 行けますか "
    "行きたい いきたい "
    "は が を に へ と も の で や か ね よ な さ て だ た ぬ ん から まで より"
    " ので のに けど けれど けれども でも ても たら なら ば たり だけ しか ほど"
    " ずつ とか など って という です ます でした ました ません ですか ますか"
    " でしょうか ますよね ですよね ないです ない なく なくて なくても なかった なし"
    " ないと たい たいです たいのですが たいんですが ください 下さい"
    " くださいませんか いい よい 良い いいですか よいですか できる できます"
    " できますか できない できません できて できるか 出来る 出来ます する して した"
    " します しています している しない しなければ すれば したい したら しても され"
    " される されて いる います いますか いて いない あり ある あります ありますか"
    " ありません あって あった なる なります なりますか なった なって なれる"
    " なれますか もらえる もらえます もらえますか くれる くれます いく 行く いって"
    " 来る くる 何 なに なん 何が 何を 何ですか なんですか どう どうやって"
    " どうすれば どうしたら どうなる どうして どうすればいい どんな どんなもの どこ"
    " どこで どこに どれ どちら いつ いつから いつまで だれ 誰 なぜ いくら"
    " どのくらい どれくらい どのぐらい どういう とは こと もの とき 時 ため よう"
    " ように ほう 方 方法 やり方 やりかた ところ 所 場所 人 ひと 私 わたし 僕 ぼく"
    " 自分 じぶん うち この その それ これ あの ここ そこ について 教えて おしえて"
    " 知りたい しりたい ほしい 欲しい ちょっと とても もう まだ また のか のかな"
    " かな かしら んですか のですか のでしょうか でしょう のですが んですが ですが"
    " あと 後 んだ んで しまった しまいました てしまった てしまいました もらう"
    " もらった もらって られる られます られますか れる れます せる ながら つつ"
    " すぎ そう みたい らしい べき たくない たかった にくい やすい おく おいて"
    " すると したほうが いう 言う さん 場合 ばあい 意味 いみ 説明 せつめい"
    " 必要ですか いりますか どうしよう どうしましょう どうしたらいい どうすんの"
    " らどうしよう だったら って何 ってなに とは何 とは何ですか 教えてください"
    " おしえてください 教えてほしい 知りたいです なんだろう なのか なのかな でしょうね"
    " んだけど のだけど ですけど ますけど ないけど ないので ないから ないんですが"
    " たいけど たいので たいから てほしい てください てもらえますか てくれますか"
    " てもいい てもいいですか てもいいの ても大丈夫 大丈夫 大丈夫ですか だいじょうぶ"
    " だいじょうぶですか かどうか とはどういう ってどういう ってどんな どんなこと"
    " はいりますか はいりません がいりますか がいる 要りますか が要りますか"
    " a an the is are am i my me you your we our it its of"
    " for to in on at by with from and or do does did can could will would should"
    " how what where when who why which if be been have has had get got this that"
    " there their about as not no need want much many any some so please tell s t"
)
_NOTHING = frozenset(map(key_of, _SAYS_NOTHING.split()))
_ONE_WORD, _NOTHING_SAID, _UNKNOWN = 10, 7, 14
_KANJI = re.compile(f"[{KANJI}]")
_INNER = re.compile(f"(?<=[{KANJI}])[ぁ-ゖ]{{1,2}}(?=[{KANJI}])")
_AFTER = re.compile(f"(?<=[{KANJI}])[ぁ-ゖ]{{1,2}}(?![ぁ-ゖ])")
# A number with what it counts is looked for as one.
_COUNT = re.compile(
    " ?[0-9]+(?:円|か[月所国]|[歳代]|年度?|日|人|回|級|割合?|時間|週間?|分|型|月)?"
)
_HIRAGANA, _KATAKANA = re.compile("[ぁ-ゖ]"), re.compile("[ァ-ヺー]")
# What a verb or an adjective ends on, and what stands there in its other forms.
_ENDINGS = {
    "う": "うわいえおっ", "く": "くかきけこいっ", "ぐ": "ぐがぎげごい",
    "す": "すさしせそ", "つ": "つたちてとっ", "ぬ": "ぬなにねのん",
    "ぶ": "ぶばびべぼん", "む": "むまみめもん", "る": "るらりれろったてなよず",
    "い": "いくかけさ",
}  # fmt: skip


_FORM = re.compile(
    "(?:ました|ます|ません|なかった|ない|たい|たく|ている|ています|てる|てます|かった|くて"
    "|そう|ちゃう|てしまう|た|て|る|い|く|さ)$"
)


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A word to look for: its keys as written, and those of how it is read.

    `written` is looked for in texts as they are written, `read` in how they are read.
    """

    said: str
    written: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    leads: tuple[object, ...] = ()


class Piece(NamedTuple):
    """A part of a query: a word, or none where it says nothing or is unknown."""

    start: int
    end: int
    key: str
    word: SoughtWord | None
    is_known: bool
    typed: str = ""

    @property
    def says_nothing(self) -> bool:
        return self.word is None


CutMemory = TextMemory[list[Piece]]


@dataclass
class Lexicon:
    """Words by their keys; of two with one key, the first stays."""

    _words: dict[str, SoughtWord] = field(default_factory=dict)
    _lengths: dict[str, list[int]] = field(default_factory=dict)
    _by_end: dict[tuple[int, int, str], list[str]] = field(default_factory=dict)
    _in_order: list[str] = field(default_factory=list)

    def add(self, word: SoughtWord, *keys: str) -> None:
        for key in keys:
            if key and key not in self._words:
                self._words[key] = word
                for end in (0, -1):
                    place = (len(key), end, key[end])
                    self._by_end.setdefault(place, []).append(key)
                lengths = self._lengths.setdefault(key[:2], [])
                if len(key) not in lengths:
                    lengths.append(len(key))

    def copy(self) -> Lexicon:
        """One that learns more, while this stays as it is."""
        lengths = {key: [*found] for key, found in self._lengths.items()}
        by_end = {place: [*keys] for place, keys in self._by_end.items()}
        return Lexicon(dict(self._words), lengths, by_end)

    def also_leads(self, word: SoughtWord, key: str) -> None:
        """What sounds as another word leads where both do: 給食 and 休職."""
        held = self._words.get(key)
        if held is None:
            self.add(word, key)
        elif held.leads and word.leads[0] not in held.leads:
            self._words[key] = replace(held, leads=(*held.leads, *word.leads))

    def add_read(self, surface: str, reading: str) -> None:
        """A word with its reading, in all its forms."""
        for word, keys in _read_words(surface, reading):
            self.add(word, *keys)

    @property
    def words(self) -> Mapping[str, SoughtWord]:
        return self._words

    def begun(self, typed: str) -> Iterator[str]:
        """The keys that begin with `typed`."""
        if len(self._in_order) != len(self._words):
            self._in_order = sorted(self._words)
        for at in range(bisect_left(self._in_order, typed), len(self._in_order)):
            if not self._in_order[at].startswith(typed):
                return
            yield self._in_order[at]

    def alike(self, typed: str) -> Iterator[str]:
        """The keys about as long with one end of `typed`: one slip spares the other."""
        reach = 2 if len(typed) >= LONG else 1
        for length in range(len(typed) - reach, len(typed) + reach + 1):
            for end in (0, -1):
                yield from self._by_end.get((length, end, typed[end]), ())

    def cut(self, chunk: str) -> list[Piece]:
        """A part of a query, without blanks, in pieces."""
        places = letters(chunk)
        key, kinds = _key_with_kinds(chunk)
        inside = _inside_words(key)
        best: list[tuple[float, Piece | None]] = [(0, None)]
        best += [(1_000_000, None)] * len(key)
        for at in range(len(key)):
            cost = best[at][0]
            for piece, own in self._at(key, kinds, at, inside):
                if cost + own < best[piece.end][0]:
                    best[piece.end] = (cost + own, piece)
        found: list[Piece] = []
        at = len(key)
        while at and (last := best[at][1]):
            typed = chunk[places[last.start].start : places[last.end - 1].end]
            found.append(last._replace(typed=typed))
            at = last.start
        return found[::-1]

    def cut_once(self, chunk: str, memory: CutMemory) -> list[Piece]:
        """The same of what staff wrote, which is cut again and again."""
        make = partial(self.cut, chunk)
        return memory.recall(self, (self._words,), chunk, make)

    def _at(
        self, key: str, kinds: str, at: int, inside: frozenset[int]
    ) -> Iterator[tuple[Piece, float]]:
        # Neither a Latin word nor a number is cut.
        if at in inside:
            return
        # A word of one letter stands under itself.
        begun = {key[at : at + 2], key[at]}
        for length in (n for part in begun for n in self._lengths.get(part, ())):
            part = key[at : at + length]
            if len(part) < length:
                continue
            if part in self._words and at + length not in inside:
                word = self._words[part]
                piece = Piece(at, at + length, part, word, is_known=True)
                # Of two ways with as many words, the one with the longer word.
                short = 4 if length < 3 and not word.written else 0
                yield piece, _ONE_WORD + short - length * 0.2
        if kinds[at] == "f" and (found := _COUNT.match(key, at)):
            count = found.group()
            word = SoughtWord(count.strip(), (count,))
            yield Piece(at, found.end(), count, word, True), _ONE_WORD
        for end in range(at + 1, min(len(key), at + 12) + 1):
            part = key[at:end]
            if end in inside:
                continue
            if part in _NOTHING and "k" not in kinds[at:end]:
                # One kana at the beginning is no particle.
                is_odd = at == 0 and end - at == 1 < len(key)
                # くるまで is 車で before it is 来る and まで.
                is_begin = at == 0 and end - at == 2 < len(key)
                cost = _NOTHING_SAID + 3 * (end - at == 1) + 8 * is_odd + 6 * is_begin
                yield Piece(at, end, part, None, True), cost
            if kinds[at:end] == kinds[at] * (end - at):
                per = {"h": 5, "k": 1, "l": 1, "f": 0}.get(kinds[at], 6)
                word = SoughtWord(part, (part,), (part,) if kinds[at] in "hk" else ())
                yield Piece(at, end, part, word, False), _UNKNOWN + per * (end - at)


@lru_cache(maxsize=16_384)
def _read_words(
    surface: str, reading: str
) -> tuple[tuple[SoughtWord, tuple[str, ...]], ...]:
    """A word as it is written and as it is read, each with the keys of its forms."""
    written, read, endings = forms(surface, reading)
    if not written[0] or key_of(surface) in _NOTHING:
        return ()
    # Short kana by themselves are in too many words.
    long_read = tuple(key for key in read if len(key) > 2)
    word = SoughtWord(surface, (*written, *long_read), ())
    keys = (*written, *_short_writings(written), *_ended(written, endings))
    in_kana = (key for key in (*read, *_ended(read, endings)) if key[1:])
    return (word, keys), (SoughtWord(reading, (), read), tuple(in_kana))


def stem_of(key: str) -> str:
    """What is the same in all forms of a word; empty where too little is."""
    stem = _FORM.sub("", key)
    return stem if len(stem) > (1 if has_kanji(stem) else 2) else ""


def forms(surface: str, reading: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The keys of a word and of its reading in every form, and what these end on.

    Where a form is all that is the same in all of them, the endings are given apart.
    """
    written, read = key_of(surface), key_of(reading)
    last = written[-1:]
    ends = _ENDINGS.get(last, "")
    is_verb = ends and has_kanji(surface[:-1]) and read[-1:] == last and len(read) > 1
    if not is_verb:
        return (written,), (read,), ""
    if last == "る" and not has_kanji(surface[-2:-1]) and len(written) > 2:
        return (written[:-1],), (read[:-1],), ends
    return (
        tuple(written[:-1] + end for end in ends),
        tuple(read[:-1] + end for end in ends),
        "",
    )


def _ended(stems: Iterable[str], endings: str) -> list[str]:
    return [stem + end for stem in stems for end in endings]


def _short_writings(written: Iterable[str]) -> Iterator[str]:
    """引越し and 引越 for 引っ越し, 手続 for 手続き: people leave kana out."""
    for key in written:
        if len(_KANJI.findall(key)) > 1:
            yield _INNER.sub("", key)
            yield _AFTER.sub("", key)


def _key_with_kinds(text: str) -> tuple[str, str]:
    """The key of `text`, and of each letter whether it was kana, kanji, Latin."""
    key, kinds = key_of(text), ""
    katakana = {key_of(run) for run in re.findall("[ァ-ヺー]+", text)} - {""}
    marks = [False] * len(key)
    for run in katakana:
        at = key.find(run)
        while at >= 0:
            marks[at : at + len(run)] = [True] * len(run)
            at = key.find(run, at + 1)
    for sign, is_katakana in zip(key, marks, strict=True):
        if sign == " ":
            kinds += "s"
        elif sign.isascii():
            kinds += "f" if sign.isdigit() else "l"
        elif _HIRAGANA.match(sign):
            kinds += "k" if is_katakana else "h"
        else:
            kinds += "c"
    # A blank belongs to what follows it.
    for sign, kind in (("l", "l"), ("f", "f")):
        kinds = kinds.replace("s" + sign, kind * 2)
    return key, kinds


def _inside_words(key: str) -> frozenset[int]:
    """The places of a key that lie within a Latin word or a number."""
    if key.isascii() or any(map(str.isascii, key)):
        return frozenset(
            at
            for at in range(1, len(key))
            if key[at - 1].isascii() and key[at].isascii() and key[at] != " "
        )
    return frozenset()
