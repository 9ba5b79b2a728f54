"""Gaps of easy Japanese: one rule, so that each pair of words is written one way."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from texts.line_breaks import phrase_starts

ROOT = Path(__file__).parent.parent.parent
# Where the letters of a pair are part of other words, or of a word that stays whole.
_OTHER = re.compile(
    "ではあり|ではな|ちがいま|ことば|そのため|そのとおり|どのくらい|どのよう|もくじ|仕事さがし"
    "|もとになる|障がい福祉課|市の担当課|市町村の担当課|文です|相談窓口|はたらくサービス"
)


@pytest.mark.parametrize(
    "gapped",
    [
        pytest.param("利用料を|はらう|人には|はらいます", id="a verb in kana"),
        pytest.param("条件が|ある|人、手帳は|ない", id="there is, there is none"),
        pytest.param("相談する|人に|相談するところを|聞く", id="suru and a place"),
        pytest.param("準備を|した|人".replace("を|した", "をした"), id="suru after を"),
        pytest.param("どのくらい|かかりますか", id="how much"),
        pytest.param("条件に|あてはまります", id="a long verb in kana"),
        pytest.param("使えることが|あります", id="a noun that carries a sentence"),
        pytest.param("B型では|ありません".replace("では|", "では"), id="is not"),
        pytest.param("事業所によって|ちがいます", id="a compound particle"),
        pytest.param("書いてある|ことば", id="words"),
        pytest.param("いっしょに|考えて|えらびます", id="after て"),
        pytest.param("自分に|合う|はたらき方", id="はたらく is never cut"),
        pytest.param("休んでいる|人が|使っています", id="ている"),
        pytest.param("聞いてください", id="please"),
        pytest.param("はたらく|ための|相談", id="ため"),
        pytest.param("18歳に|なる|前に", id="becoming"),
        pytest.param("会社を|休んだあと、もどったとき", id="when and after"),
        pytest.param("使えるかどうか、わかりません", id="whether"),
        pytest.param("期間を|のばせます", id="a verb that begins with の"),
        pytest.param("受けにくい|人", id="hard to"),
        pytest.param("会社の|仕事さがしを|手つだいます", id="a noun of さがす"),
    ],
)
def test_a_gap_stands_between_phrases_and_never_in_one(gapped):
    text = gapped.replace("|", "")
    starts = phrase_starts(text)
    found = "".join(f"|{x}" if n in starts else x for n, x in enumerate(text))
    assert found.replace("、|", "、") == gapped  # a mark leaves a gap by itself


def easy_texts() -> Iterator[str]:
    for path in sorted((ROOT / "fixtures").glob("**/*.yaml")):
        for row in yaml.safe_load(path.read_text()) or []:
            for name, text in row.get("fields", {}).items():
                if name.endswith("_ja_simple") and isinstance(text, str):
                    yield text
    with (ROOT / "locale/ja_Simple/LC_MESSAGES/django.po").open("rb") as lines:
        for message in read_po(lines):
            if isinstance(message.string, str):
                yield message.string


def pairs(text: str) -> Iterator[tuple[str, bool]]:
    """Each letter with the two after it, and whether a gap stands between."""
    starts = phrase_starts(text)
    other = {
        place
        for found in _OTHER.finditer(text)
        for place in range(found.start(), found.end())
    }
    for place in range(1, len(text) - 1):
        pair = f"{text[place - 1]}|{text[place : place + 2]}"
        if place not in other and re.fullmatch(r"[ぁ-ゖ]\|[ぁ-ゖ一-鿿]{2}", pair):
            yield pair, place in starts


def test_the_commonest_fifty_pairs_are_each_written_one_way():
    apart: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for text in easy_texts():
        for line in re.split(r"\n|(?<=。)", text):
            for pair, is_gap in pairs(line):
                (apart if is_gap else together)[pair] += 1
    commonest = [pair for pair, _ in apart.most_common(50)]
    assert {pair: together[pair] for pair in commonest if together[pair]} == {}
    assert sum(min(apart[pair], together[pair]) for pair in apart) < 60
