"""The listed offices as bits: what fits, in which order, how far."""

import pytest

from offices.domain.distance import Point, kilometres
from offices.places import places
from offices.roll import Roll, roll_of
from tests import rows

pytestmark = pytest.mark.django_db


def roll() -> Roll:
    return roll_of(places())


def names(found: int) -> list[str]:
    keys = list(roll().keys(found))
    by_key = {office.pk: office.name for office in roll_offices()}
    return [by_key[key] for key in keys]


def roll_offices():
    return rows.Office.objects.all()


def test_a_word_is_found_in_every_text_that_holds_it_and_in_no_two_together():
    for name in ("さくら", "さくらんぼ", "うめ", "くら"):
        rows.place(name, reading=name)
    assert names(roll().holding("さくら")) == ["さくら", "さくらんぼ"]
    # The end of one text and the beginning of the next are no word.
    assert names(roll().holding("めさ")) == []


def test_a_common_word_is_found_as_a_rare_one_is(monkeypatch):
    for number in range(9):
        rows.place(f"さくら{number}" if number % 2 else f"うめ{number}")
    rare = names(roll().holding("さくら"))
    monkeypatch.setattr("offices.roll._COMMON", 2)
    assert names(Roll(places()).holding("さくら")) == rare == [
        "さくら1", "さくら3", "さくら5", "さくら7"
    ]  # fmt: skip


def test_the_own_municipality_comes_first_and_each_by_name():
    own = rows.municipality()
    other = rows.municipality("35206", "防府市")
    own.is_own = True
    own.save()
    for name, place in [("い", other), ("あ", other), ("え", own), ("う", own)]:
        rows.place(name, reading=name, municipality=place)
    assert names(roll().all) == ["う", "え", "あ", "い"]
    assert len(list(roll().keys_by_area(roll().all))) == 4


def test_a_change_is_seen_at_once():
    office = rows.place("さくら")
    assert names(roll().holding("うめ")) == []
    office.name = office.name_ja = "うめ"
    office.save()
    assert names(roll().holding("うめ")) == ["うめ"]


def test_nobody_is_found_in_an_empty_directory():
    assert names(roll().all) == []
    assert names(roll().holding("さくら")) == []
    assert roll().near(Point(34.1, 131.4), 50) == {}


def test_distances_are_those_of_the_earth():
    here = Point(34.17, 131.47)
    points = [Point(34.17 + north / 10, 131.47 + east / 10)
              for north in (-4, 0, 3) for east in (-4, 0, 4)]  # fmt: skip
    made = {rows.place(lat=p.lat, lon=p.lon).pk: kilometres(here, p) for p in points}
    found = roll().near(here, 50)
    within = {pk: km for pk, km in made.items() if km <= 50}
    assert {pk: round(km, 2) for pk, km in found.items()} == {
        pk: round(km, 2) for pk, km in within.items()
    }
