"""The directory as a reader asks it: what is found, what is said, what goes out."""

import csv
import datetime as dt
import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from offices.models import OfficeArea
from tests import rows
from tests.readers import html_of

pytestmark = pytest.mark.django_db

TOWN = (34.1000, 131.4000)


def ask(**query: str):
    return Client().get("/offices/search/", query)


def names(**query: str) -> list[str]:
    return [result.office.name for result in ask(**query).context["found"].results]


def html(**query: str) -> str:
    return html_of(ask(**query))


# --- words ---------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("ひまわり作業所", id="as it is written"),
        pytest.param("ヒマワリ", id="katakana"),
        pytest.param("ﾋﾏﾜﾘ", id="half-width katakana"),
        pytest.param("ひまわり　高砂町", id="two words, a full-width blank"),
        pytest.param("高砂町 ひまわり", id="in any order"),
        pytest.param("髙砂町", id="an older form of the kanji"),
        pytest.param("１-２", id="full-width figures"),
        pytest.param("1－2", id="full-width hyphen"),
        pytest.param("1‐2", id="typographic hyphen"),
        pytest.param("083-922-4111", id="phone with hyphens"),
        pytest.param("0839224111", id="phone without hyphens"),
        pytest.param("3510100000", id="事業所番号"),
        pytest.param("ＮＰＯ", id="the operator in full width"),
        pytest.param("npo", id="the operator in small letters"),
        pytest.param("山口市", id="the municipality"),
        pytest.param("Ｂ型", id="the service in full width"),
        pytest.param("b型 ひまわり", id="the service and the name"),
    ],
)
def test_one_thing_written_in_many_ways_is_found(words):
    office = rows.place(
        "ひまわり作業所",
        reading="ひまわりさぎょうしょ",
        address="高砂町1-2",
        phone="083-922-4111",
        organization="NPO法人はな",
    )
    rows.offer(office, rows.service_code())
    rows.place("さくら", municipality=rows.municipality("35206", "防府市"))

    assert names(q=words) == ["ひまわり作業所"]


def test_every_word_must_fit():
    rows.place("ひまわり")
    assert names(q="ひまわり さくら") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("あ", "「あ」は短いので、使いませんでした。"),
        ("！！", "「!!」は、さがすことばになりません。"),
        ("あい うえ おか きく けこ さし", "ことばが長いので"),
        ("ひ" * 60, "ことばが長いので"),
    ],
)
def test_words_that_cannot_be_used_are_said(words, sentence):
    rows.place("ひまわり")
    assert sentence in html(q=words)


def test_one_letter_is_enough_within_a_municipality():
    rows.place("ひまわり")
    rows.place("さくら")
    assert names(q="ひ", area="35203") == ["ひまわり"]


# --- conditions ---------------------------------------


def test_each_condition_narrows_and_can_be_taken_off():
    full = rows.full_place()
    rows.place("さくら", municipality=rows.municipality("35206", "防府市"))
    response = ask(area="35203", service="b-gata", kind=full.kind.code, sat="1")

    assert [one.office for one in response.context["found"].results] == [full]
    removable = response.context["asked"].removable
    assert [one.label for one in removable] == [
        "山口市", "窓口", "就労継続支援B型", "土曜日にあいている"
    ]  # fmt: skip
    for one in removable:
        assert f"/offices/search/?{one.query}".replace("&", "&amp;") in (
            response.content.decode()
        )


def test_who_is_responsible_for_a_municipality_is_found_in_it():
    elsewhere = rows.place("ハローワーク", municipality=rows.municipality("35206"))
    OfficeArea.objects.create(office=elsewhere, municipality=rows.municipality())
    assert names(area="35203") == ["ハローワーク"]


def test_only_what_is_known_to_be_open_on_saturday_is_found():
    listing = rows.offer(rows.place("平日だけ"), rows.service_code())
    rows.open_on(listing, "weekday")
    listing = rows.offer(rows.place("土曜も"), rows.service_code())
    rows.open_on(listing, "sat")

    assert names(sat="1") == ["土曜も"]
    assert "わからない1か所も見る" in html(sat="1")
    assert names(sat="1", maybe="1") == ["土曜も", "平日だけ"]


@pytest.mark.parametrize("status", ["closed", "suspended"])
def test_what_staff_know_to_have_ended_is_not_found(status):
    rows.place("もうない", status=status, status_on=dt.date(2026, 4, 1))
    rows.place("下書き", is_published=False)
    assert names() == []


def test_a_service_that_left_the_data_is_not_found():
    office = rows.place()
    rows.offer(office, rows.service_code("ikou", "就労移行支援"))
    rows.offer(office, rows.service_code(), status="not_listed")
    assert names(service="ikou") == ["ひまわり"]
    assert names(q="B型") == []


# --- near ---------------------------------------


def three_places() -> None:
    rows.town("町", *TOWN)
    rows.place("とおい", lat=TOWN[0] + 0.10, lon=TOWN[1])
    rows.place("ちかい", lat=TOWN[0] + 0.01, lon=TOWN[1])
    rows.place("なかほど", lat=TOWN[0], lon=TOWN[1] + 0.03, geo_source="town")
    rows.place("わからない")


def test_the_nearest_comes_first_with_its_distance():
    three_places()
    response = ask(near="35203町")
    found = [(r.office.name, round(r.km, 1)) for r in response.context["found"].results]
    assert found == [("ちかい", 1.1), ("なかほど", 2.8), ("とおい", 11.1)]

    page = response.content.decode()
    assert "ここから約1.1km" in page
    assert "「ここ」は、町（山口市）です。まっすぐな線で、はかりました。" in page
    assert page.count("おおよその位置です") == 1
    assert "場所がわからないところは、出ていません。" in page


def test_how_far_is_a_condition():
    three_places()
    assert names(near="35203町", km="5") == ["ちかい", "なかほど"]
    assert names(near="35203町", km="5", sort="name") == ["ちかい", "なかほど"]
    assert names(near="35203町") == ["ちかい", "なかほど", "とおい"]
    assert names(near="35203町", km="7") == []
    assert "そのきょりは、えらぶものにありません。" in html(near="35203町", km="7")


def test_a_condition_of_saturday_that_cannot_be_read_finds_none():
    rows.place()
    assert names(sat="yes") == []
    assert "「土曜日にあいている」の条件が、読めませんでした。" in html(sat="yes")


# --- pages, order, words ---------------------------------------


def test_names_come_in_their_order_and_those_without_reading_last():
    for name, reading in [("B", ""), ("鳴滝", "なるたき"), ("愛", "あい")]:
        rows.place(name, reading=reading)
    assert names() == ["愛", "鳴滝", "B"]


def test_ten_stand_on_a_page_and_the_numbers_go_on():
    for number in range(11):
        rows.place(f"{number:02}")
    first, second = ask(), ask(page="2")

    assert [len(one.context["found"].results) for one in (first, second)] == [10, 1]
    assert second.context["found"].results[0].number == 11
    for response in (first, second):
        assert "11か所見つかりました</h1>" in html_of(response)
    assert "11か所（2ページ目）｜" in second.content.decode()
    assert 'rel="next" href="?page=2"' in first.content.decode()


def test_a_page_beyond_the_end_leads_to_the_first():
    rows.place()
    response = ask(page="7", q="ひまわり")
    assert response.status_code == 302
    assert response.url == "/offices/search/?q=%E3%81%B2%E3%81%BE%E3%82%8F%E3%82%8A"


def test_nothing_found_says_what_to_take_off_and_whom_to_call():
    rows.offer(rows.place(), rows.service_code())
    page = html(q="ないことば", service="b-gata")
    assert "この条件では見つかりませんでした</h1>" in page
    assert "「ないことば」をはずす" in page
    assert "就労継続支援B型をはずす" in page


def test_the_unknown_is_a_word():
    rows.offer(rows.place(), rows.service_code())
    page = html()
    for sentence in ("電話番号は、わかりません。", "時間は、わかりません。"):
        assert page.count(sentence) == 1


def test_a_card_tells_what_one_chooses_by_and_no_more():
    rows.full_place(
        address="高砂町1-2ビル3階", postal_code="753-0001", fax="083-900-1111"
    )
    [card] = re.findall(r"<article class=\"found__office\".*?</article>", html(), re.S)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", card)).strip()
    assert words == (
        "1 ひまわり 就労継続支援B型、就労移行支援 山口市高砂町 083-922-4111"
        " 平日 9:00〜16:00、土曜日 9:00〜16:00 えらぶ：ひまわり"
    )


def test_hours_that_differ_by_service_say_so():
    office = rows.place()
    for slug, opens in [("b-gata", "09:00"), ("ikou", "10:00")]:
        rows.open_on(rows.offer(office, rows.service_code(slug)), "weekday", opens)
    assert "9:00〜16:00（サービスによってちがいます）" in html()


def test_imported_rows_name_their_source_and_period():
    rows.offer(rows.place(), rows.service_code())
    page = html()
    assert "出典：公表データを加工して作成" in page
    assert "データの時点：2026年3月末。" in page


@pytest.mark.parametrize(
    "query",
    [
        "area=99999", "area=%00", "area=35203%00", "near=x", "near=35203", "km=-1",
        "km=abc", "service=%27", "kind=%F0%9F%98%80", "sat=2", "sort=best", "sort=near",
        "page=0", "page=-1", "page=x", "page=99999999999", "page=%EF%BC%92",
        "q=%00", "q=%25", "q=_", "q=%5C", "q=%27%3B--", "q=%ED%A0%80", "q=%FF",
        "q=" + "a+" * 40, "unknown=1", "q=%E3%82%99", "o=x",
    ],
)  # fmt: skip
def test_whatever_stands_in_the_address_is_answered(query):
    rows.full_place(lat=34.1, lon=131.4)
    rows.town("町", *TOWN)
    assert Client().get(f"/offices/search/?{query}").status_code in {200, 302}
    response = Client().get(f"/offices/search.csv?{query}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"sort": "near"}, "近い順にならべるには、町や駅の名前を書いてください。"),
    ],
)
def test_what_cannot_be_chosen_is_left_out_and_said(query, sentence):
    rows.place()
    assert sentence in html(**query)
    assert names(**query) == ["ひまわり"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"area": "99999"}, "その市区町村は、えらぶものにありません。"),
        ({"service": "nothing"}, "そのサービスは、えらぶものにありません。"),
        ({"service": "sentaku"}, "そのサービスは、えらぶものにありません。"),
        ({"kind": "nothing"}, "その種類は、えらぶものにありません。"),
        ({"near": "nothing"}, "その町は、えらぶものにありません。"),
        (
            {"near": "nothing", "q": "ひま", "page": "3"},
            "その町は、えらぶものにありません。",
        ),
    ],
)
def test_what_the_directory_does_not_hold_is_not_found(query, sentence):
    rows.place()
    page = html(**query)
    assert sentence in page
    assert "に聞いてください。" in page
    assert names(**query) == []
    assert len(table(**query)) == 1


# --- as a table ---------------------------------------


def table(**query: str) -> list[list[str]]:
    response = Client().get("/offices/search.csv", query)
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_table_holds_all_pages_of_the_result():
    for number in range(21):
        rows.place(f"{number:02}")
    rows.place("さくら")
    head, *lines = table(area="35203", page="2")
    assert head[:3] == ["番号", "名前", "よみがな"]
    assert [line[0] for line in lines] == [str(number) for number in range(1, 23)]


def test_the_table_speaks_the_language_of_its_address_when_the_request_is_over():
    rows.place()
    response = Client().get("/en/offices/search.csv")
    with ThreadPoolExecutor(1) as elsewhere:
        made = elsewhere.submit(next, iter(response.streaming_content))
        head = made.result().decode()
    line = b"".join(response.streaming_content).decode()
    assert head.startswith("\ufeffNo.,")
    assert "/en/offices/office/" in line


@pytest.mark.parametrize(
    "name", ["=1+1", "+OneLife相談支援事業所", "-1", "@flower札幌", "　=A1", "\t=A1"]
)
def test_no_cell_is_a_formula(name):
    rows.place(name)
    assert table()[1][1] == f"'{name}"


def test_the_table_says_what_is_not_known_and_where_it_is_from():
    office = rows.full_place()
    [line] = table()[1:]
    given = dict(zip(table()[0], line, strict=True))
    assert given["FAX"] == given["よみがな"] == "わかりません"
    assert given["定員"] == "就労継続支援B型 20人、就労移行支援 20人"
    assert given["平日"] == "09:00〜16:00"
    assert given["データの時点"] == "2026年3月末"
    assert given["出典"] == "出典：公表データを加工して作成"
    assert given["くわしいページ"] == f"http://testserver{office.get_absolute_url()}"


# --- the page on whom to ask ---------------------------------------


def test_the_search_of_the_own_municipality_comes_first():
    own = rows.municipality()
    own.is_own = True
    own.save()
    rows.place()
    rows.place(municipality=rows.municipality("35206", "防府市"))
    page = html_of(Client().get("/offices/"))
    assert page.index('<form class="find"') < page.index("相談するところのしゅるい")
    assert re.findall(r'name="place"[^>]* value="([^"]*)"', page) == ["山口市"]
    assert 'href="/offices/search/?area=35203"' in page


def test_a_city_of_wards_has_none_of_them_chosen():
    for number, name in [("35203", "中央区"), ("35206", "南区")]:
        ward = rows.municipality(number, name)
        ward.is_own = True
        ward.save()
        rows.place(municipality=ward)
    page = html_of(Client().get("/offices/"))
    assert re.findall(r'name="place"[^>]* value="([^"]*)"', page) == [""]
    assert re.findall(r'<option value="([^"]*)">し</option>', page) == [
        "中央区",
        "南区",
    ]


def test_a_kind_with_imported_offices_leads_to_them():
    kind = rows.place().kind
    page = html_of(Client().get(kind.get_absolute_url()))
    assert f'href="/offices/search/?kind={kind.code}"' in page


# --- what is ticked ------------------------------------------------------------------


def test_ticks_stay_from_page_to_page_and_into_the_comparison():
    for number in range(25):
        rows.place(f"さくら{number:02}", reading=f"さくら{number:02}")
    first = ask(q="さくら").context["found"].results[0].office.code

    page = html(q="さくら", page="2", o=[first])

    assert page.count(f'<input type="hidden" name="o" value="{first}">') == 2
    assert "ほかのページでえらんだところが1か所あります" in page
    # To the other pages and without a condition, but not into the table of all.
    assert f'href="?q=%E3%81%95%E3%81%8F%E3%82%89&amp;o={first}"' in page
    assert f'href="/offices/search/?o={first}"' in page
    assert f"search.csv?q=%E3%81%95%E3%81%8F%E3%82%89&amp;o={first}" not in page
    assert re.search(f'value="{first}" checked', html(q="さくら", o=[first]))


@pytest.mark.parametrize("odd", ["", "a b", "<b>", "あ", "x" * 51])
def test_a_tick_that_no_office_can_have_is_left_out(odd):
    assert ask(o=[odd]).context["conditions"].chosen == ()
