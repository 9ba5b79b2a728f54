"""Where a change shows: each place with a link to see it with the change applied."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.template.loader import render_to_string

from fees.models import FeeCap
from services.models import GoldenCase, GoldenExpectation
from staff.beside_changes import mark_of, told_beside
from staff.impact import PlacesOfChange, places_of
from staff.judging import judgement_of
from staff.models import Change, RowChange
from staff.row_places import ShownPlace, in_preview
from tests import people, rows
from tests.fees.test_admin_fees import AMOUNTS, cap, fee_case, parameter
from tests.staff.test_changes import save
from tests.staff.test_judging import waiting
from tests.staff.test_texts import form_of

pytestmark = pytest.mark.django_db


def only(change: Change):
    [row] = places_of(change).rows
    return row


def test_an_amount_shows_on_its_page_in_texts_and_in_cases(client):
    low = cap("adult", "ippan1", 9_300)
    naming = rows.faq()
    naming.answer_ja = "[[cap:adult-ippan1]]までです。"
    naming.save()
    case = fee_case()
    fee_case(facts={"audience": "child"})
    change = waiting((low, {"yen": 9_400}))

    found = places_of(change)

    form = form_of(naming)[0] + "#id_answer_ja"
    name = f"よくある質問「{naming}」の答えの続き（日本語）"
    page = in_preview(naming.get_absolute_url(), change)
    [row] = found.rows
    assert (row.name, row.form) == (str(low), form_of(low)[0])
    assert row.page.partition("#")[0] == f"/fees/?change={change.pk}"
    assert row.texts == [ShownPlace(name, page, form)]
    assert [(kind, *here) for kind, here in row.stands_on.items()] == [
        ("表", ShownPlace("", f"/fees/adult/?change={change.pk}", "")),
        ("計算と確認", ShownPlace("", f"/check/fee/?change={change.pk}", "")),
        (
            "しおりと紙",
            ShownPlace(
                "しおりの「上限の表」",
                f"/handout/sheet/?b=caps&change={change.pk}",
                "",
            ),
            ShownPlace("ガイドの全部", f"/handout/?change={change.pk}", ""),
        ),
    ]
    [shown] = found.cases
    assert (shown.name, shown.form) == (str(case), in_preview(form_of(case)[0], change))
    low.refresh_from_db()
    assert low.yen == 9_300


def test_a_row_that_only_the_change_has_is_shown_with_it():
    client, old = people.editor(), rows.faq()
    where, given = form_of(old, code="brand-new", question_ja="新しい問いですか？")
    response = client.post(
        where.replace(f"/{old.pk}/change/", "/add/"), given, follow=True
    )
    [change] = Change.objects.all()

    assert response.status_code == 200
    row = only(change)
    assert row.name == "新しい問いですか？"
    assert row.page == in_preview(old.get_absolute_url(), change).replace(
        old.code, "brand-new"
    )
    assert RowChange.objects.filter(kind="created", table="guide.faq").count() == 1


def test_a_deletion_shows_where_it_was_named_and_nowhere_else():
    low = cap("adult", "ippan1", 9_300)
    naming = rows.faq()
    naming.answer_ja = "[[cap:adult-ippan1]]までです。"
    naming.save()

    row = only(waiting((low, {})))

    assert (row.name, row.page, row.form) == (str(low), "", "")
    assert [text.name for text in row.texts] == [
        f"よくある質問「{naming}」の答えの続き（日本語）"
    ]


def test_what_is_taken_back_shows_nowhere_and_which_texts_link_to_it():
    faq, linking = rows.faq(), rows.topic()
    linking.body_ja = f"[見る]({faq.get_absolute_url()})"
    linking.save()

    change = waiting((faq, {"is_published": False}))
    row = only(change)

    assert (row.page, row.stands_on) == ("", {})
    assert row.links == [
        ShownPlace(
            f"お金の説明「{linking}」の本文（日本語）",
            in_preview(linking.get_absolute_url(), change),
            form_of(linking)[0] + "#id_body_ja",
        )
    ]


def test_translations_that_become_outdated_are_told_with_their_field():
    client, faq = people.editor(), rows.faq()
    for name in ("answer_en", "answer_ja_simple"):
        setattr(faq, name, "before")
    faq.save()

    save(client, faq, answer_ja="新しい答えです。")

    [change] = Change.objects.all()
    where, page = form_of(faq)[0], in_preview(faq.get_absolute_url(), change)
    assert sorted(only(change).outdated, key=lambda one: one.form) == [
        ShownPlace("答えの続き（English）", f"/en{page}", f"{where}#id_answer_en"),
        ShownPlace(
            "答えの続き（やさしい日本語）",
            f"/easy{page}",
            f"{where}#id_answer_ja_simple",
        ),
    ]


def test_a_rule_is_looked_at_by_the_cases_of_its_days():
    service, other = rows.service(), rows.service()
    rule = rows.rule(service)
    rows.rule(other)
    looking = {}
    for code, day, of in (
        ("in", dt.date(2026, 4, 1), service),
        ("before", dt.date(2017, 4, 1), service),
        ("other", dt.date(2026, 4, 1), other),
    ):
        looking[code] = GoldenCase.objects.create(
            code=code, title=code, day=day, **rows.sourced()
        )
        GoldenExpectation.objects.create(
            case=looking[code], service=of, outcome="likely"
        )

    [requirement] = rule.requirements.all()
    found = places_of(waiting((requirement, {"code": "other-code"})))

    assert [case.name for case in found.cases] == ["in"]


def test_the_page_of_a_change_tells_both_and_asks_for_one_yes():
    for code, (value, unit) in AMOUNTS.items():
        parameter(code, value, unit=unit)
    for bracket, yen in {"seiho": 0, "teishotoku": 0, "ippan2": 37_200}.items():
        cap("adult", bracket, yen)
    low: FeeCap = cap("adult", "ippan1", 9_300)
    fee_case()
    change = waiting((low, {"yen": 9_400}))

    told = told_beside(change, User.objects.create_superuser("chief"))

    assert [one.template for one in told] == [
        "admin/staff/change_differences.html",
        "admin/staff/change_places.html",
    ]
    assert mark_of(told) == judgement_of(change).token
    html = "".join(
        render_to_string(one.template, {"beside": one.context, "this": change})
        for one in told
    )
    assert "例題の結果が変わります（1件）" in html
    assert html.count("<strong>9,400円</strong>") == 2
    assert f'href="/fees/?change={change.pk}' in html


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("/faq/#a", "/faq/?change=5#a", id="a place on a page"),
        pytest.param("/cost/?on=2027-04-01", "/cost/?on=2027-04-01&change=5", id="day"),
    ],
)
def test_the_change_is_asked_for_beside_what_was(address, shown):
    assert in_preview(address, Change(pk=5)) == shown


def test_a_change_that_does_not_fit_tells_nothing_beside():
    faq = rows.faq()
    change = waiting((faq, {"code": rows.faq().code}))

    assert told_beside(change, User.objects.create_superuser("chief")) == []


def test_of_many_rows_the_first_are_told(monkeypatch):
    monkeypatch.setattr("staff.impact.MOST", 2)
    many = [(rows.faq(), {"order": 9}) for _ in range(3)]

    found: PlacesOfChange = places_of(waiting(*many))

    assert ([row.name for row in found.rows], found.more) == (
        [str(row) for row, _ in many[:2]],
        1,
    )


@pytest.mark.parametrize("number", [1, 3])
def test_so_many_rows_ask_as_often_as_one(number, django_assert_num_queries):
    many = [cap("adult", f"bracket{place}", 5) for place in range(number)]
    audience = (many[0].audience, {"name_ja": "おとな"})
    change = waiting(audience, *((row, {"yen": 6}) for row in many))
    fee_case()
    places_of(change)

    # PostgreSQL is asked twice whether all that rows point to is there.
    twice = connection.vendor == "postgresql"
    with django_assert_num_queries(71 + twice):
        places_of(change)
