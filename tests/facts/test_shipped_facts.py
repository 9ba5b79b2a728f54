"""What the shipped content says of pay, of coming changes and of one fact twice."""

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from modeltranslation.utils import build_localized_fieldname

from guide.models import Faq, LawChange
from services.models import ServiceFact, WageFigure

pytestmark = pytest.mark.usefixtures("content")
LANGUAGES = ["ja", "ja_simple", "en"]


def test_pay_is_that_of_the_ministry():
    rows = WageFigure.objects.order_by("service__slug", "fiscal_year").values_list(
        "service__slug", "fiscal_year", "monthly_yen", "source__code"
    )
    assert list(rows) == [
        ("a-gata", 2023, 86752, "m19"),
        ("a-gata", 2024, 91451, "m19"),
        ("b-gata", 2023, 22649, "m19"),
        ("b-gata", 2024, 24141, "m19"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("23,053", id="corrected by the ministry"),
        pytest.param("83,551", id="outdated pay of Type A"),
        pytest.param("17,031", id="outdated pay of Type B"),
    ],
)
def test_no_text_says_what_is_out_of_date(words):
    found = []
    for app in ("facts", "services", "fees", "guide", "offices"):
        for model in apps.get_app_config(app).get_models():
            names = [
                field.name
                for field in model._meta.get_fields()
                if isinstance(field, (models.CharField, models.TextField))
            ]
            found += [
                (model.__name__, row)
                for row in model._default_manager.values_list(*names)
                if words in " ".join(map(str, row))
            ]
    assert found == []


def test_the_average_of_type_b_comes_with_what_people_receive():
    fact = ServiceFact.objects.get(service__slug="b-gata", kind__code="pay")
    answer = Faq.objects.get(code="ikura").answer_ja
    assert ["週に数日の人が受け" in text for text in (fact.note_ja, answer)] == [
        True,
        True,
    ]


def test_the_end_of_the_cheaper_lunch_is_decided():
    row = LawChange.objects.get(code="2027-03-shokuji")
    assert row.status == "enacted"
    assert "予定" not in row.title_ja + row.title_ja_simple


def test_three_services_can_be_used_at_home():
    row = Faq.objects.get(code="zaitaku")
    slugs = row.services.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["a-gata", "b-gata", "ikou"]
    assert row.source.code == "c35"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_of_jobs_is_as_certain_wherever_it_stands(language):
    def said(row: models.Model, name: str) -> str:
        return getattr(row, build_localized_fieldname(name, language.replace("_", "-")))

    doubts = ["続けて使えることがあります", "may be able to go on"]
    fact = ServiceFact.objects.get(service__slug="teichaku", source__code="m13")
    faq = Faq.objects.get(code="tenshoku")
    texts = [said(fact, "note"), said(faq, "short_answer"), said(faq, "answer")]
    assert [doubt for doubt in doubts for text in texts if doubt in text] == []


def test_what_is_not_known_is_said_so_and_not_as_being_checked():
    for row in Faq.objects.all():
        page = Client().get(row.get_absolute_url()).content.decode()
        assert page.count("まだ確かめていません") == 0, row.code


@pytest.mark.parametrize(
    "code",
    "b-arubaito shitsugyo a-hoken b-hoken hataraku-nenkin seikatsu-hogo kochin-zei "
    "kotsuhi shi-no-soto jigyosho-kaeru ikou-2 yasundara day-care kujo kotowarareta "
    "nakushita shinseisho dairi my-number kuruma".split(),
)
def test_what_people_often_ask_is_answered_in_every_language(code):
    row = Faq.objects.get(code=code)
    assert [bool(getattr(row, f"answer_{one}")) for one in LANGUAGES] == [True] * 3
    said = f"{row.short_answer_ja}{row.answer_ja}"
    assert ("わかりません" in said) <= ("聞いてください" in said)
