"""What staff type is read as people write it, and refused with how to write it."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from guide.models import Faq, SiteIdentity
from offices.models import Office
from services.models import ServiceFact, WageFigure
from staff import written_fields
from staff.base import LinkedRows
from staff.written_fields import DayField, as_written

HOW_TO_WRITE_A_PHONE = (
    "市外局番から、半角の数字とハイフンで書いてください。例：083-922-4111"
)
DAY = dt.date(2026, 11, 26)
WRITTEN = [
    "2026-11-26",
    "2026/11/26",
    "2026.11.26",
    "20261126",
    " 2026 / 11 / 26 ",
    "2026年11月26日",
    "2026年11月26日（木）",
    "２０２６年１１月２６日",
    "令和8年11月26日",
    "令和八年十一月二十六日",
    "R8.11.26",
    "r8/11/26",
    "Ｒ８．１１．２６",
]


def field(model: type[models.Model], name: str) -> forms.Field:
    column = model._meta.get_field(name)
    return column.formfield(**as_written(column))


@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_as_japanese_people_write_it(text):
    assert field(ServiceFact, "valid_from").clean(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["11/26/2026", "8/11/26", "26/11/8", "Nov 26 2026", "2026/2/30", "R9", "あした"],
)
def test_a_day_that_is_written_otherwise_is_refused_with_an_example(text):
    with pytest.raises(ValidationError) as refused:
        field(ServiceFact, "valid_from").clean(text)
    assert refused.value.messages == [written_fields.HOW_TO_WRITE_A_DAY]


@pytest.mark.parametrize("value", [DAY, "R8.11.26"])
def test_the_weekday_stands_beside_the_day(value):
    shown = DayField().widget.render("day", value)
    assert shown.endswith('<span class="weekday">（木）</span>')


def test_no_weekday_stands_beside_what_is_no_day():
    shown = DayField().widget.render("day", "8/11/26")
    assert shown.endswith('<span class="weekday"></span>')


@pytest.mark.parametrize(
    ("model", "name", "typed", "read"),
    [
        (WageFigure, "monthly_yen", "９，３００円", 9300),
        (WageFigure, "monthly_yen", " ¥9,300 ", 9300),
        (WageFigure, "fiscal_year", "２０２６", 2026),
        (Office, "lat", "３４．１７８１", Decimal("34.1781")),
        (Office, "phone", "０８３－９２２－４１１１", "083-922-4111"),
        (Office, "phone", "083ー922ー4111", "083-922-4111"),
        (Office, "phone", "（083）922-4111", "083-922-4111"),
        (SiteIdentity, "main_phone", "083(922)4111", "083-922-4111"),
        (Office, "postal_code", "７５３−８６５０", "753-8650"),
        (Faq, "code", "ｂ－ｇａｔａ", "b-gata"),
        (SiteIdentity, "city_url", "ｈｔｔｐｓ：／／a.example", "https://a.example"),
        (SiteIdentity, "section_email", "ａ＠a.example", "a@a.example"),
    ],
)
def test_full_width_is_read(model, name, typed, read):
    assert field(model, name).clean(typed) == read


@pytest.mark.parametrize("typed", ["9300円ぐらい", "9.3", "九千"])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refused:
        field(WageFigure, "monthly_yen").clean(typed)
    assert refused.value.messages == [written_fields.HOW_TO_WRITE_A_NUMBER]


@pytest.mark.parametrize("name", ["phone", "fax"])
def test_a_number_with_a_word_behind_it_is_refused_with_what_to_do(name):
    with pytest.raises(ValidationError) as refused:
        field(Office, name).clean("083-922-4111（代表）")
    assert [one.endswith("例：083-922-4111") for one in refused.value.messages] == [
        True
    ]


def test_every_form_of_the_admin_reads_days_and_numbers_as_written(rf):
    strict = [
        f"{type(one).__name__}.{column.name}"
        for model, its_admin in admin.site._registry.items()
        for one in [its_admin, *(made(model, admin.site) for made in its_admin.inlines)]
        if not isinstance(one, LinkedRows)  # only to look at
        for column in one.model._meta.fields
        if column.editable and not isinstance(column, models.AutoField)
        if (wanted := as_written(column).get("form_class"))
        if type(one.formfield_for_dbfield(column, rf.get("/"))) is not wanted
    ]
    assert strict == []
