"""What a paper's code covers: every field of what it shows, unless it is said why."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from facts.quoting import Quotes
from guide.models import Page, SiteIdentity
from offices.models import Municipality, Office, OfficeService, OpeningHours
from paper.columns import LEFT_OUT, LEFT_OUT_EVERYWHERE, SHOWN_AS, columns
from paper.domain.basket import Kind
from paper.domain.code import write_code
from paper.sheets import PRINTED, Printout
from paper.since import Around, check_paper, code_of
from tests import rows
from tests.rows import DAY
from texts.languages import language_numbered, language_of, languages

pytestmark = pytest.mark.django_db


def shown_models() -> set[type[models.Model]]:
    """Return every model whose rows stand on a printed page as words."""
    words = tuple(kind.value for kind in Kind if kind.is_word)
    codes = {"paper:handout_sheet": (*words, "s-a", "c-a~b", "o-a", "q-a", "t-a")}
    contents = [page.content(codes.get(view, ("a",))) for view, page in PRINTED.items()]
    found = {rows.model for content in contents for rows in content.texts}
    return found | {Page, SiteIdentity}


def test_every_field_of_what_is_shown_is_covered_or_left_out_on_purpose():
    for model in shown_models():
        left_out = LEFT_OUT_EVERYWHERE | LEFT_OUT.get(model, {})
        covered = {column.partition("__")[0] for column in columns(model)}
        stored = {field.name for field in model._meta.concrete_fields}
        for name in stored:
            if f"{name}_ja" in stored:  # a text: its languages are fields of their own
                continue
            text = name.removesuffix("_ja_simple").removesuffix("_ja")
            text = text.removesuffix("_en") if f"{text}_ja" not in stored else text
            spoken = name if text == name else f"{text}_ja"
            assert (text in left_out) != (spoken in covered), (model, name)


def test_nothing_is_left_out_that_is_not_there():
    for model, names in LEFT_OUT.items():
        fields = {field.name for field in model._meta.get_fields()}
        assert set(names) - fields == set()
    everywhere = {
        field.name for model in apps.get_models() for field in model._meta.get_fields()
    }
    assert set(LEFT_OUT_EVERYWHERE) - everywhere == set()
    for model, shown in SHOWN_AS.items():
        assert set(shown) - {f.name for f in model._meta.get_fields()} == set()


def code(view: str, *codes: str):
    return code_of(Printout(view, codes), Around.of(view), quotes=Quotes(on=DAY))


def is_same(view: str, *codes: str, code) -> bool:
    return check_paper(code, Printout(view, codes), today=DAY).is_same


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        pytest.param(Office, {"reading": "ひなた"}, id="its reading"),
        pytest.param(Office, {"phone": "083-000-0000"}, id="its phone"),
        pytest.param(Office, {"municipality": "13101"}, id="its municipality"),
        pytest.param(Municipality, {"name": "新市"}, id="the municipality's name"),
        pytest.param(OfficeService, {"capacity": 7}, id="the capacity"),
        pytest.param(OfficeService, {"designated_by": "国"}, id="who designated it"),
        pytest.param(OpeningHours, {"opens": dt.time(7)}, id="the hours"),
    ],
)
def test_a_paper_of_an_office_tells_of_a_change_of(model, changes):
    office = rows.full_place()
    rows.municipality("13101", "千代田区")
    before = code("offices:office", office.code)
    assert is_same("offices:office", office.code, code=before)
    if "municipality" in changes:
        changes = {"municipality_id": Municipality.objects.get(code="13101").pk}
    model.objects.update(**changes)
    assert not is_same("offices:office", office.code, code=before)


@pytest.mark.parametrize(
    "changes",
    [
        {"section_phone": "083-934-2222"},
        {"section_fax": "083-934-2223"},
        {"main_phone": "083-934-2224"},
        {"section_email": "a@example.jp"},
        {"hours_ja": "午前だけ"},
        {"closed_ja": "月曜日"},
        {"section_ja": "福祉課"},
        {"city_ja": "新市"},
    ],
    ids=lambda changes: next(iter(changes)),
)
@pytest.mark.parametrize("view", ["fees:caps", "guide:privacy"])
def test_every_paper_tells_of_a_change_of_the_section(view, changes):
    SiteIdentity.objects.create(
        title="ガイド",
        city="山口市",
        city_reading="やまぐちし",
        prefecture="山口県",
        city_url="https://example.org/",
        section="障がい福祉課",
        main_phone="083-922-4111",
        hours="平日",
        closed="土日",
        postal_code="753-8650",
        address="山口市",
        area="山口市",
    )
    before = code(view)
    assert is_same(view, code=before)
    SiteIdentity.objects.update(**changes)
    assert not is_same(view, code=before)


def test_a_language_keeps_its_number_whatever_the_order_of_the_list(settings):
    assert [(one.code, one.number) for one in languages()] == [
        ("ja", 0),
        ("ja-simple", 1),
        ("en", 2),
    ]
    settings.LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt"), ("ja", "日本語")]
    forget_languages()
    try:
        assert [one.number for one in languages()] == [2, 6, 0]
        assert language_numbered(1) is None
        assert language_numbered(6).code == "vi"
    finally:
        forget_languages()


def forget_languages() -> None:
    languages.cache_clear()
    language_of.cache_clear()


def test_a_paper_in_a_language_that_the_site_has_no_longer_gets_a_way_out():
    read = code("guide:privacy")
    from_elsewhere = type(read)(
        read.view, 15, read.rows, read.day, read.facts, read.words
    )
    address = f"/p/{write_code(from_elsewhere)}/"
    assert Client().get(address).status_code == 404
