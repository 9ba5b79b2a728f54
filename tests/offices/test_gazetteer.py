"""Which place a text means, on the shipped names of one prefecture."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from offices.domain.distance import Point
from offices.domain.gazetteer import Gazetteer
from offices.domain.meaning import Locality, Meaning, NamedPlace, TownMiddle
from offices.domain.place_text import numbered_key, postcode_in
from texts.domain.kana import hiragana

SHIPPED = Path(settings.FIXTURE_DIRS[0])
CITY = SHIPPED / "cities" / "yamaguchi"


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as found:
        return list(csv.DictReader(found))


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    localities = [
        Locality(
            row["code5"], row["prefecture"], row["city"], hiragana(row["city_kana"])
        )
        for row in lines(SHIPPED / "geo" / "municipalities.csv")
    ]
    codes = {(one.prefecture, one.name): one.code for one in localities}
    return Gazetteer(
        localities,
        [
            TownMiddle(
                codes[row["pref"], row["city"]],
                row["town"],
                Point(float(row["lat"]), float(row["lng"])),
            )
            for row in lines(CITY / "towns.csv")
            if row["lat"]
        ],
        [
            NamedPlace(
                codes[row["pref"], row["city"]],
                Meaning(row["kind"]),
                row["name"],
                row["reading"],
                row["postcode"],
                tuple(filter(None, row["towns"].split("、"))),
            )
            for row in lines(CITY / "place_names.csv")
        ],
        own={"35203"},
    )


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        pytest.param("山口市", "山口市", "35203", id="a city"),
        pytest.param("やまぐちし", "山口市", "35203", id="a city in kana"),
        pytest.param("ﾔﾏｸﾞﾁｼ", "山口市", "35203", id="in half-width katakana"),
        pytest.param("山口県山口市", "山口市", "35203", id="with its prefecture"),
        pytest.param("山口", "山口市", "35203", id="a short name: the own city"),
        pytest.param("Yamaguchi City", "山口市", "35203", id="in Latin letters"),
        pytest.param("houfu", "防府市", "35206", id="spelled letter by letter"),
        pytest.param("うべ", "宇部市", "35202", id="a city before a town of its name"),
        pytest.param("阿武町", "阿武郡阿武町", "35502", id="without its 郡"),
        pytest.param("山口県", "山口県", "35", id="a prefecture"),
        pytest.param("やまぐちけん", "山口県", "35", id="a prefecture in kana"),
        pytest.param("札幌市", "札幌市", "01101", id="a city of wards"),
        pytest.param("札幌市中央区", "札幌市中央区", "01101", id="a ward"),
        pytest.param("湯田温泉", "湯田温泉", "35203", id="a spa that is a town"),
        pytest.param(
            "徳地町", "徳地", "35203", id="a town that is a part of a city now"
        ),
        pytest.param("とくじ", "徳地", "35203", id="another kana of one sound"),
        pytest.param("陶", "陶", "35203", id="a town of one letter"),
        pytest.param(
            "平川", "平川", "35203", id="a district that no town is called by"
        ),
        pytest.param("ゆだおんせん", "湯田温泉", "35203", id="the spa in kana"),
        pytest.param("湯田", "湯田温泉", "35203", id="how its name begins"),
        pytest.param("湯田温泉のあたり", "湯田温泉", "35203", id="and around"),
        pytest.param("俵山温泉", "俵山", "35211", id="a spa named for its town"),
        pytest.param("長門湯本温泉", "長門湯本駅", "35211", id="for its station"),
        pytest.param("新山口駅", "新山口駅", "35203", id="a station"),
        pytest.param("新山口駅前", "新山口駅", "35203", id="before a station"),
        pytest.param("しんやまぐちえき", "新山口駅", "35203", id="a station in kana"),
        pytest.param("Shin-Yamaguchi Station", "新山口駅", "35203", id="in English"),
        pytest.param("753-0871", "朝田", "35203", id="a postcode"),
        pytest.param("〒７５３０８７１", "朝田", "35203", id="full width, no hyphen"),
        pytest.param("小郡", "小郡", "35203", id="towns that begin alike"),
        pytest.param("おごおり", "小郡", "35203", id="read alike"),
        pytest.param("小郡下郷1294番地", "小郡下郷", "35203", id="a lot"),
        pytest.param("武久町1丁目", "武久町1丁目", "35201", id="丁目 in figures"),
        pytest.param("武久町一丁目", "武久町1丁目", "35201", id="丁目 in kanji"),
        pytest.param("武久町1-15-8", "武久町1丁目", "35201", id="by hyphens"),
        pytest.param("たけひさちょう1ちょうめ", "武久町1丁目", "35201", id="in kana"),
        pytest.param(
            "山口県下関市武久町１－１５－８", "武久町1丁目", "35201", id="whole"
        ),
        pytest.param("東平原二丁目", "東平原2丁目", "35202", id="another town"),
        pytest.param("宇部市 西岐波", "西岐波", "35202", id="city, a blank, town"),
        pytest.param("下関市ほげ町3丁目", "下関市", "35201", id="an unknown town"),
    ],
)
def test_a_place_is_understood_as_it_is_typed(known, text, name, code):
    [found, *_] = known.find(text)
    assert (found.name, found.codes[0]) == (name, code)
    assert (found.point is None) == found.is_area


@pytest.mark.parametrize("text", ["", "ほげほげ", "市", "999-9999", "！", "🦆"])
def test_what_is_no_place_means_nothing(known, text):
    assert known.find(text) == ()


def test_other_meanings_are_offered_the_own_city_first(known):
    assert [(p.name, p.codes[0]) for p in known.find("本町")] == [
        ("本町", "35203"),
        ("本町", "35201"),
        ("本町", "35215"),
    ]


def test_what_is_not_known_of_an_address_is_told(known):
    assert known.find("下関市ほげ町3丁目")[0].rest == "ほげ町3"


def test_names_written_nearly_so_are_offered(known):
    assert known.like("ゆだおんせ") == ["湯田温泉"]


def test_towns_are_suggested_in_the_order_of_their_readings(known):
    names = [name for name, _ in known.suggestions()]
    assert names[:3] == ["阿武郡阿武町", "岩国市", "宇部市"]
    towns = [name for name in names if name in ("朝倉町", "吉敷", "赤妻町")]
    assert towns == ["赤妻町", "朝倉町", "吉敷"]


@pytest.mark.parametrize("word", ["おごおり", "オゴオリ", "ogori"])
def test_a_town_is_written_in_kanji_wherever_it_is_typed_as_it_is_read(known, word):
    assert known.spellings(word) == [("35203", "小郡")]


def test_a_point_far_from_the_town_of_its_address_is_doubted(known):
    near = Point(34.0804, 131.4563)
    far = Point(34.1622, 131.4562)
    assert known.doubt("35203", "鋳銭司10812-1", near) is None
    assert round(known.doubt("35203", "鋳銭司10812-1", far) or 0) == 8


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("753-0871", "7530871"),
        ("7530871", "7530871"),
        ("〒 753−0871", "7530871"),
        ("７５３ー０８７１", "7530871"),
        ("083-922-4111", ""),
        ("753-087", ""),
    ],
)
def test_a_postcode_is_read_however_it_is_written(text, digits):
    assert postcode_in(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "武久町一丁目15番8号",
        "武久町1-15-8",
        "武久町１丁目１５－８",
        "武久町1丁目15番地の8",
    ],
)
def test_an_address_has_one_key_however_its_numbers_are_written(text):
    assert numbered_key(text) == "武久町1-15-8-"
