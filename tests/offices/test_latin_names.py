"""Names, addresses and days off for who does not read Japanese."""

import pytest
from django.utils.translation import override

from offices.domain.closed import (
    Closed,
    ClosedDates,
    ClosedWeekday,
    read_closed,
)
from offices.domain.latin_names import (
    address_in_latin,
    name_in_latin,
    without_japanese,
)
from offices.models import Office
from offices.office_words import closed_in_words, full_municipality_in_words
from offices.whereabouts import (
    address_of,
    name_at_the_door,
    name_here,
)
from tests import rows
from texts.domain.ruby import Readings
from texts.readings import readings

KNOWN = Readings(
    [
        ("就労継続支援B型", "しゅうろうけいぞくしえんびーがた"),
        ("就労", "しゅうろう"),
        ("継続", "けいぞく"),
        ("支援", "しえん"),
        ("相談", "そうだん"),
        ("事業所", "じぎょうしょ"),
        ("山口", "やまぐち"),
        ("山口市", "やまぐちし"),
        ("小郡", "おごおり"),
        ("平成", "へいせい"),
        ("小郡平成町", "おごおりへいせいまち"),
        ("朝倉町", "あさくらちょう"),
        ("秋穂二島", "あいおふたじま"),
        ("山口市平井", "やまぐちしひらい"),
        ("下小鯖", "しもおさば"),
        ("吉敷赤田", "よしきあかだ"),
        ("豊浦町", "とようらちょう"),
        ("大字吉永", "おおあざよしなが"),
    ]
)


@pytest.mark.parametrize(
    ("name", "reading", "latin"),
    [
        ("ひまわり", "ひまわり", "Himawari"),
        ("アス・ワーク", "あすわーく", "Asu Waku"),
        ("はあと相談支援事業所山口", "はあとそうだんしえんじぎょうしょやまぐち",
         "Haato Sodan Shien Jigyosho Yamaguchi"),
        ("就労継続支援B型事業所 鮎の里",
         "しゅうろうけいぞくしえんびーがたじぎょうしょあゆのさと",
         "Shuro Keizoku Shien B-gata Jigyosho Ayu No Sato"),
        ("ディーキャリア新山口オフィス", "でぃーきゃりあしんやまぐちおふぃす",
         "Dikyaria Shin Yamaguchi Ofisu"),
        ("ほっとすぺーす", "ほっとすぺーす", "Hottosupesu"),
        ("さくらNEXT", "さくらねくすと", "Sakura NEXT"),
        ("ＬＩＦＥ", "らいふ", "LIFE"),
        ("理創舎", "りそうしゃ", "Risosha"),
        ("理創舎", "", ""),
    ],
)  # fmt: skip
def test_a_name_is_written_as_registered_or_as_it_is_read(name, reading, latin):
    assert name_in_latin(name, reading, KNOWN) == latin


@pytest.mark.parametrize(
    ("address", "latin"),
    [
        ("小郡平成町1-18ハートホーム新山口", "1-18 Ogori Heisei-machi"),
        ("朝倉町5番4号", "5-4 Asakura-cho"),
        ("秋穂二島1911番地", "1911 Aiofutajima"),
        ("平井952番地の10", "952-10 Hirai"),
        ("山口市平井952番地10", "952-10 Hirai"),
        ("下小鯖字松茸尾原1359番地3", "1359-3 Shimosaba"),
        ("吉敷赤田二丁目13-25", "2-13-25 Yoshikiakada"),
        ("吉敷赤田十二丁目3番地1吾妻屋ビル3階", "12-3-1 Yoshikiakada"),
        ("豊浦町大字吉永字野田浜10627番地2", "10627-2 Oaza Yoshinaga, Toyora-cho"),
        ("あすとぴあ2丁目2番15号", "2-2-15 Asutopia"),
        ("下小鯖", "Shimosaba"),
        ("知らない町1-2", ""),
        ("", ""),
    ],
)
def test_an_address_goes_from_the_number_to_the_town(address, latin):
    assert address_in_latin(address, "山口市", KNOWN) == latin


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello Work Hofu (ハローワーク防府)", "Hello Work Hofu"),
        ("JEED (Japan)", "JEED (Japan)"),
        ("ハローワーク防府", ""),
        ("", ""),
    ],
)
def test_japanese_in_brackets_is_left_out(text, left):
    assert without_japanese(text) == left


# --- days off ---------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("日曜日", (ClosedWeekday(6),)),
        ("土日祝", (ClosedWeekday(5), ClosedWeekday(6), Closed.HOLIDAYS)),
        ("原則、土曜・日曜日、年末年始(12/29〜1/3)",
         (ClosedWeekday(5), ClosedWeekday(6), Closed.NEW_YEAR,
          ClosedDates((12, 29), (1, 3)))),
        ("第一・第３土曜日、お盆休み", (ClosedWeekday(5, (1, 3)), Closed.OBON)),
        ("土曜日、日曜日、祝日は休日です。",
         (ClosedWeekday(5), ClosedWeekday(6), Closed.HOLIDAYS)),
        ("8月14日から16日及び12月31日",
         (ClosedDates((8, 14), (8, 16)), ClosedDates((12, 31), (12, 31)))),
    ],
)  # fmt: skip
def test_days_off_are_read(text, days):
    assert read_closed(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "なし",
        "会社カレンダーによる",
        "日曜日（繁忙期は開所）",
        "第1、3以外の土曜日、日曜日",
        "夏季休業日2日",
        "土日祝日を含む月8日間",
        "祝日は一部利用可能な時間帯(8時00分〜17時00分)に含む。",
        "13月1日",
    ],
)
def test_days_off_that_say_more_are_not_read(text):
    assert read_closed(text) == ()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("第2・4・5土曜日、日曜日、祝日",
         "2nd, 4th and 5th Saturdays, Sundays, public holidays"),
        ("12/29〜1/3", "29 December to 3 January"),
        ("会社カレンダーによる", "会社カレンダーによる"),
        ("6/31", "1 July"),
    ],
)  # fmt: skip
def test_days_off_are_told_in_the_language_of_the_page(text, english):
    assert closed_in_words(text) == text
    with override("ja-simple"):
        assert closed_in_words(text) == text
    with override("en"):
        assert closed_in_words(text) == english


# --- an office ---------------------------------------


@pytest.fixture
def office(db) -> Office:
    rows.reading("宮島町", "みやじまちょう")
    city = rows.municipality()
    city.reading = "やまぐちし"
    return rows.place(
        "アス・ワーク",
        municipality=city,
        reading="あすわーく",
        address="宮島町5番26号",
        postal_code="753-0000",
    )


def test_who_reads_japanese_sees_what_stands_at_the_door(office):
    assert (name_here(office), name_at_the_door(office)) == ("アス・ワーク", "")
    assert address_of(office, readings).here == "山口県山口市宮島町5番26号"
    assert address_of(office, readings).at_the_door == ""


def test_who_reads_none_gets_latin_letters_and_the_japanese_for_the_taxi(office):
    with override("en"):
        assert name_here(office) == "Asu Waku"
        assert name_at_the_door(office) == "アス・ワーク"
        address = "5-26 Miyajima-cho, Yamaguchi City, Yamaguchi, 753-0000"
        assert address_of(office, readings).here == address
        assert address_of(office, readings).at_the_door == "山口県山口市宮島町5番26号"


def test_a_registered_name_in_latin_letters_goes_first(office):
    office.name_en = "Us Work (アス・ワーク)"
    with override("en"):
        assert name_here(office) == "Us Work"
        assert name_at_the_door(office) == "アス・ワーク"


def test_what_cannot_be_read_stays_as_it_is(office):
    office.name, office.reading, office.address = "理創舎", "", "知らない町1"
    with override("en"):
        assert (name_here(office), name_at_the_door(office)) == ("理創舎", "")
        assert (
            address_of(office, readings).here == "Yamaguchi City, Yamaguchi, 753-0000"
        )
        assert address_of(office, readings).at_the_door == "山口県山口市知らない町1"


@pytest.mark.parametrize(
    ("name", "reading", "english"),
    [
        ("山口市", "やまぐちし", "Yamaguchi City, Yamaguchi (山口県山口市)"),
        ("山口市", "", "山口県山口市"),
    ],
)
def test_a_municipality_is_named_with_its_prefecture(name, reading, english):
    with override("en"):
        assert full_municipality_in_words("山口県", name, reading) == english
