"""What people choose by in the search: filters, words, cards, and the table."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from offices.models import OfficeKind
from tests import rows
from tests.offices.test_traits import words
from tests.readers import html_of

pytestmark = pytest.mark.django_db


def ask(**query: str):
    return Client().get("/offices/search/", query)


def names(**query: str) -> list[str]:
    return [result.office.name for result in ask(**query).context["found"].results]


def card_of() -> str:
    """What stands below the form."""
    return words(html_of(ask())).partition("見つかったところ")[2]


def three_places() -> None:
    """One that drives people, one that does not, two of which nobody knows."""
    lift = rows.trait_kind(other_words="送迎、送り迎え、pick-up")
    for name, answer in [("ある", "yes"), ("ない", "no"), ("ア", ""), ("イ", "")]:
        office = rows.place(name)
        listing = rows.offer(office, rows.service_code())
        if answer:
            rows.trait(listing, lift, answer, words="市内だけ")
    OfficeKind.objects.update(is_provider=True)
    rows.place("相談")


def test_a_wish_finds_what_is_known_and_counts_the_unknown_apart():
    three_places()
    response = ask(**{"has-lift": "1"})
    found = response.context["found"]
    assert [one.office.name for one in found.results] == ["ある"]
    assert found.unknown == 2
    html = words(html_of(response))
    assert "わからない2か所も見る" in html
    assert "公表データには、のっていません。" in html
    assert "聞き方：「送り迎えはありますか。」" in html

    assert names(**{"has-lift": "1", "maybe": "1"}) == ["ア", "ある", "イ"]
    more = words(html_of(ask(**{"has-lift": "1", "maybe": "1"})))
    assert more.count("送り迎えは、わかりません") == 2


@pytest.mark.parametrize(
    "typed",
    ["送迎あり", "送迎", "送り迎え", "送迎つき", "送迎がある", "送迎 あり", "pick-up",
     "送迎のある事業所", "送り迎えあり"],
)  # fmt: skip
def test_words_that_mean_a_wish_are_one(typed):
    three_places()
    response = ask(q=typed)
    assert [one.office.name for one in response.context["found"].results] == ["ある"]
    assert "は、条件「送り迎えあり」としてさがしました。" in html_of(response)


@pytest.mark.parametrize("typed", ["送迎のあるB型", "B型 送迎", "送迎あり ある"])
def test_the_other_words_are_looked_for_too(typed):
    three_places()
    assert names(q=typed) == ["ある"]


def test_a_name_that_only_begins_so_is_a_name():
    rows.trait_kind("lunch", "昼ごはん", other_words="ランチ")
    rows.place("ランチハウス")
    assert names(q="ランチハウス") == ["ランチハウス"]


def test_where_nothing_is_known_it_is_said_with_whom_to_ask():
    rows.trait_kind(other_words="送迎")
    rows.full_place()
    OfficeKind.objects.update(is_provider=True)
    html = words(html_of(ask(q="送迎あり")))
    for sentence in (
        "この条件では見つかりませんでした",
        "公表データには、のっていません。",
        "わからない1か所も見る",
        "聞き方：「送り迎えはありますか。」",
    ):
        assert sentence in html


def test_a_wish_that_faded_is_not_known():
    kind = rows.trait_kind("vacancy", "空き", fades_after=60)
    office = rows.full_place()
    OfficeKind.objects.update(is_provider=True)
    rows.trait(office.services.first(), kind, said_on=dt.date(2020, 1, 1))
    found = ask(**{"has-vacancy": "1"}).context["found"]
    assert (found.results, found.unknown) == ([], 1)
    assert "空きあり" not in card_of()


def well_known() -> None:
    office = rows.full_place()
    listing = office.services.get(type__slug="b-gata")
    rows.trait(listing, rows.trait_kind(unit="片道"), words="市内だけ", amount=100)
    rows.trait(listing, rows.trait_kind("lunch", "昼ごはん"), "no")
    work = rows.trait_kind("work", "作業", form="words")
    rows.trait(listing, work, "", words="パンを作る")
    pay = rows.trait_kind("pay", "工賃", form="pay", yes_words="工賃")
    rows.trait(listing, pay, "", amount=15000, year=2025)
    rows.trait(listing, rows.trait_kind("rest", "休む場所", on_card=False))


def test_a_card_says_in_short_what_there_is():
    well_known()
    card = card_of()
    assert "送り迎えあり、パンを作る、工賃 月15,000円（2025年度）" in card
    assert "昼ごはん" not in card
    assert "休む場所あり" not in card


def test_the_table_says_all_with_day_and_who_said_it():
    well_known()
    lines = b"".join(Client().get("/offices/search.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(lines.removeprefix("\ufeff")))
    said = "（事業所、2026年4月1日）"
    told = {
        "送り迎え": "送り迎えあり、片道100円、市内だけ",
        "昼ごはん": "昼ごはんなし",
        "作業": "パンを作る",
        "工賃": "月15,000円（2025年度）",
        "休む場所": "休む場所あり",
    }
    for column, text in told.items():
        assert row[column] == f"就労継続支援B型：{text}{said}"
    rows.trait_kind("home", "家での作業")
    lines = b"".join(Client().get("/offices/search.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(lines.removeprefix("\ufeff")))
    assert row["家での作業"] == "わかりません"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["", "has-lift=1", "has-lift=1&maybe=1"])
def test_a_search_by_what_people_choose_costs_the_same(
    number, query, django_assert_num_queries
):
    lift = rows.trait_kind()
    for _ in range(number):
        rows.trait(rows.full_place().services.first(), lift)
    Client().get(f"/offices/search/?{query}")
    with django_assert_num_queries(3):
        assert Client().get(f"/offices/search/?{query}").status_code == 200
