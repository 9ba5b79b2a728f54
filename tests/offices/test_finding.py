"""One thing is found in every way that people write it, on the shipped offices."""

import datetime as dt

import pytest
from django.test import Client

from offices.conditions import Asked, read_conditions
from offices.directory import FoundOffices, every_office, find_offices
from offices.models import Office
from tests.readers import html_of

SUNDAY = dt.datetime(2026, 11, 29, 10, 0)
MONDAY = dt.datetime(2026, 11, 30, 10, 0)


def ask(*, at: dt.datetime = MONDAY, **given: str) -> tuple[Asked, FoundOffices]:
    asked = read_conditions(given, now=at)
    return asked, find_offices(asked)


def codes(**given: str) -> set[str]:
    asked = read_conditions(given, now=MONDAY)
    return {one.office.code for one in every_office(asked)}


# What is usual, and other ways of writing it, with 「｜」 between them.
@pytest.mark.parametrize(
    ("usual", "others"),
    [
        pytest.param("小郡", "おごおり｜オゴオリ｜ｵｺﾞｵﾘ｜ogori｜ogoori", id="a town"),
        pytest.param("防府市", "ほうふし｜ﾎｳﾌｼ", id="a city"),
        pytest.param("山口市", "やまぐちし｜ヤマグチシ｜Yamaguchi City", id="our city"),
        pytest.param(
            "B型",
            "Ｂ型｜b型｜びーがた｜ビーガタ｜ﾋﾞｰｶﾞﾀ｜B型事業所｜Type B｜type b"
            "｜就労継続支援B型｜就労継続支援Ｂ型｜継続支援B",
            id="B型",
        ),
        pytest.param("A型", "えーがた｜Type A｜A型の事業所", id="A型"),
        pytest.param(
            "就労移行支援",
            "しゅうろういこうしえん｜シュウロウイコウシエン｜就労移行｜就労移行支援事業所",
            id="就労移行支援",
        ),
        pytest.param("株式会社", "㈱｜（株）｜(株)", id="株式会社"),
        pytest.param("NPO法人", "ＮＰＯ法人｜特定非営利活動法人｜npo", id="NPO"),
        pytest.param(
            "083-242-5772",
            "0832425772｜(083)242-5772｜083(242)5772｜（０８３）２４２－５７７２"
            "｜+81-83-242-5772｜+81 83 242 5772｜+81(0)83-242-5772｜083 242 5772"
            "｜083ー242ー5772｜083−242−5772",
            id="a telephone",
        ),
        pytest.param(
            "武久町一丁目15番8号",
            "武久町1丁目15番8号｜武久町1-15-8｜武久町１－１５－８｜武久町一丁目15-8"
            "｜下関市武久町1-15-8｜山口県下関市武久町1丁目15番8号",
            id="a whole address",
        ),
        pytest.param("東平原二丁目", "東平原2丁目｜東平原２丁目", id="丁目"),
        pytest.param("大字台道", "台道", id="大字"),
    ],
)
def test_every_spelling_finds_what_the_others_find(content, usual, others):
    found = codes(q=usual)
    assert found
    for other in others.split("｜"):
        assert (other, codes(q=other)) == (other, found)


@pytest.mark.parametrize(
    ("place", "others"),
    [
        pytest.param("湯田温泉", "ゆだおんせん｜ゆだ温泉｜湯田", id="a spa"),
        pytest.param("新山口駅", "しんやまぐちえき｜新山口｜新山口駅前", id="station"),
        pytest.param("753-0871", "7530871｜〒753-0871｜７５３－０８７１", id="code"),
        pytest.param("武久町1-15-8", "武久町一丁目15番8号", id="an address"),
        pytest.param("山口市", "やまぐちし｜Yamaguchi City｜山口", id="a city"),
    ],
)
def test_every_spelling_of_a_place_leads_to_it(content, place, others):
    found = codes(place=place)
    assert found
    for other in others.split("｜"):
        assert (other, codes(place=other)) == (other, found)


@pytest.mark.parametrize("word", ["湯田温泉", "新山口駅", "753-0871"])
def test_a_place_among_the_words_is_where_and_not_what(content, word):
    asked, found = ask(q=word)
    assert asked.conditions.words == ""
    assert codes(q=word) == codes(place=word)
    assert found.results[0].km is not None
    _, narrower = ask(q=f"{word} B型")
    assert 0 < narrower.total < found.total


def test_who_types_a_whole_address_sees_its_office_first(content):
    _, found = ask(place="武久町1-15-8")
    assert found.results[0].office.address == "武久町一丁目15番8号"


def test_the_own_city_comes_first_where_nothing_was_said_of_where(content):
    _, found = ask(service="b-gata")
    assert {one.office.municipality_id for one in found.results} == {"35203"}


def test_what_is_near_is_told_from_where(content):
    page = html_of(Client().get("/offices/search/", {"place": "ゆだおんせん"}))
    assert "ここから近い順です。「ここ」は、湯田温泉（山口市）です。" in page
    assert "湯田温泉駅（山口市）" in page


def test_a_point_far_from_its_town_counts_as_the_middle_of_the_town(content):
    asked, _ = ask(place="湯田温泉")
    found = {one.office.name: one for one in every_office(asked)}
    assert round(found["るりワークス"].km or 0, 1) == 8.8
    assert found["るりワークス"].is_rough


def test_nothing_found_tells_where_there_is_something(content):
    response = Client().get("/offices/search/", {"place": "ほげほげ", "q": "A型"})
    page = html_of(response)
    assert "この条件では見つかりませんでした</h1>" in page
    assert "さがしたこと：「A型」・「ほげほげ」" in page
    assert response.context["neighbours"][0].name == "防府市"
    assert "083-922-4111" in page


def test_who_is_open_is_told_apart_from_who_may_be(content):
    given = {"area": "35203"}
    _, everywhere = ask(**given)
    for wish, at in [("sat", MONDAY), ("sun", MONDAY), ("now", SUNDAY)]:
        _, known = ask(**given, **{wish: "1"}, at=at)
        _, with_unknown = ask(**given, **{wish: "1"}, maybe="1", at=at)
        assert known.unknown == with_unknown.total - known.total
        assert with_unknown.total < everywhere.total


def test_an_office_is_open_now_only_within_its_hours(content):
    at = {hour: MONDAY.replace(hour=hour) for hour in (3, 10)}
    night = read_conditions({"area": "35203", "now": "1"}, now=at[3])
    morning = read_conditions({"area": "35203", "now": "1"}, now=at[10])
    assert find_offices(night).total == 0
    assert find_offices(morning).total > 20


def test_staff_see_which_positions_are_not_used_and_why(content, admin_client):
    page = html_of(admin_client.get("/admin/offices/office/?position=doubted"))
    assert "るりワークス" in page
    assert "「鋳銭司」のまん中から10.2kmはなれています。" in page
    assert page.count("のまん中から") == 20


def test_a_position_that_is_not_used_is_not_shown_on_the_office_s_page(content):
    office = Office.objects.get(name="るりワークス")
    html = html_of(Client().get(office.get_absolute_url()))
    assert html.count("おおよその位置です（町のまん中）。") == 1
    assert f"{office.point.lat:.6f}/{office.point.lon:.6f}" not in html
    assert "GeoCoordinates" not in html
