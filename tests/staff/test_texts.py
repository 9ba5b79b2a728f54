"""Saving and deleting: mistakes are answered with a sentence, numbers are kept."""

import datetime as dt

import pytest
from django.urls import reverse

from fees.models import Audience, FeeParameter
from guide.models import Faq
from services.models import (
    Choice,
    EligibilityRoute,
    Question,
    ServiceFact,
    ServiceType,
    WageFigure,
)
from tests import rows

pytestmark = pytest.mark.django_db
SINCE = dt.date(2018, 4, 1)


def parameter(code: str = "border", **given: object) -> FeeParameter:
    given = {"valid_from": SINCE, "status": "enacted"} | given
    return FeeParameter.objects.create(
        code=code, name="境目", value=160_000, unit="yen", **given, **rows.sourced()
    )


def faq_saying(text: str) -> Faq:
    row = rows.faq()
    row.answer = text
    row.save()
    return row


def form_of(row, **changes: object) -> tuple[str, dict[str, object]]:
    """The address of the form of `row`, and what it sends with `changes`."""
    given = {
        field.name: field.value_from_object(row)
        for field in row._meta.fields
        if field.editable
    }
    given = {name: "" if value is None else value for name, value in given.items()}
    # A box without its mark is not sent at all.
    given = {name: value for name, value in given.items() if value is not False}
    options = row._meta
    address = f"admin:{options.app_label}_{options.model_name}_change"
    return reverse(address, args=[row.pk]), given | changes


def linked(prefix: str) -> dict[str, int]:
    """What a form sends of the rows that it only lists."""
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


def errors_of(page) -> dict[str, list[str]]:
    return page.context["adminform"].form.errors


def test_an_unknown_code_is_refused_and_what_was_typed_is_kept(admin_client):
    row = rows.faq()
    address, given = form_of(row, answer_ja="多くても [[fee:nothing]]です。")

    page = admin_client.post(address, given)

    assert errors_of(page) == {
        "answer_ja": [
            "[[fee:nothing]] という金額・数字は登録されていません。"
            "コードを確かめてください。"
        ]
    }
    assert "多くても [[fee:nothing]]です。" in page.content.decode()


def test_what_a_model_says_of_a_text_stands_at_its_japanese_column(admin_client):
    fact = rows.fact(rows.service())
    fact.kind.allowed_answers = "あり\nなし"
    fact.kind.save()
    address, given = form_of(fact, answer_ja="たぶん")

    page = admin_client.post(address, given)

    assert errors_of(page) == {
        "answer_ja": ["「あり」「なし」から選んで書いてください。"]
    }


def test_a_second_row_of_the_same_day_is_refused_with_a_sentence(admin_client):
    parameter()
    later = parameter(valid_from=dt.date(2026, 4, 1))
    address, given = form_of(later, valid_from=SINCE)

    page = admin_client.post(address, given)

    assert errors_of(page) == {
        "__all__": [
            "「コード, この日から と 決まり方」が同じ行が、もうあります。"
            "その行を直すか、ちがう値を入れてください。"
        ]
    }


def test_the_form_of_a_number_shows_the_texts_that_name_it(admin_client):
    row = parameter()
    text = faq_saying("[[fee:border]]までです。")

    page = admin_client.get(reverse("admin:fees_feeparameter_change", args=[row.pk]))

    link = reverse("admin:guide_faq_change", args=[text.pk])
    assert (
        f'よくある質問「<a href="{link}">何</a>」の答えの続き（日本語）'
        in page.content.decode()
    )


@pytest.mark.parametrize(
    ("text", "is_gone"),
    [
        pytest.param("[[fee:border]]までです。", False, id="a text names it"),
        pytest.param("[[fee:border-2]]までです。", True, id="a text names another"),
    ],
)
def test_a_number_that_a_text_names_cannot_be_deleted(text, is_gone, admin_client):
    row = parameter()
    faq_saying(text)

    address = reverse("admin:fees_feeparameter_delete", args=[row.pk])
    page = admin_client.post(address, {"post": "yes"}, follow=True)

    assert FeeParameter.objects.exists() is not is_gone
    assert ("消せません" in page.content.decode()) is not is_gone


def wage(of: ServiceType, year: int = 2023) -> WageFigure:
    return WageFigure.objects.create(
        service=of,
        fiscal_year=year,
        monthly_yen=23_053,
        method="by-daily-users",
        **rows.sourced(),
    )


def test_several_numbers_at_once_cannot_be_deleted_either(admin_client):
    service = rows.service(slug="b-gata")
    figures = [wage(service), wage(service, 2022)]
    faq_saying("[[wage:b-gata/2023]]です。")

    page = admin_client.post(
        reverse("admin:services_wagefigure_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in figures],
            "post": "yes",
        },
    )

    assert "消せません" in page.content.decode()
    assert WageFigure.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "stays"),
    [
        pytest.param("planned", False, id="a plan: what holds stays"),
        pytest.param("enacted", False, id="the newer of two: the older holds again"),
    ],
)
def test_a_number_can_go_while_another_row_of_its_code_holds(
    status, stays, admin_client
):
    parameter()
    newer = parameter(valid_from=dt.date(2020, 4, 1), status=status)
    faq_saying("[[fee:border]]までです。")

    address = reverse("admin:fees_feeparameter_delete", args=[newer.pk])
    admin_client.post(address, {"post": "yes"})

    assert FeeParameter.objects.filter(pk=newer.pk).exists() is stays


def test_a_service_whose_wages_a_text_names_cannot_be_deleted(admin_client):
    service = rows.service(slug="b-gata")
    wage(service)
    faq_saying("[[wage:b-gata/2023]]です。")

    address = reverse("admin:services_servicetype_delete", args=[service.pk])
    admin_client.post(address, {"post": "yes"})

    assert ServiceType.objects.filter(pk=service.pk).exists()


def test_a_code_that_a_text_names_cannot_be_renamed(admin_client):
    row = parameter()
    faq_saying("[[fee:border]]までです。")
    address, given = form_of(row, code="boundary")

    page = admin_client.post(address, given)

    assert errors_of(page) == {
        "code": [
            "文章の中で使われているので、変えられません（1か所）。"
            "例：よくある質問「何」。先に、その文章の [[…]] を直してください。"
        ]
    }


def test_a_part_of_a_code_that_a_text_names_cannot_be_renamed(admin_client):
    cap = rows.cap()
    faq_saying(f"[[cap:{cap.quote_code}]]です。")
    address, given = form_of(cap.audience, code="somebody")

    page = admin_client.post(address, given | linked("caps"))

    assert list(errors_of(page)) == ["code"]
    assert not Audience.objects.filter(code="somebody").exists()


def test_a_code_that_no_text_names_can_be_renamed(admin_client):
    row = parameter()
    address, given = form_of(row, code="boundary")

    admin_client.post(address, given)

    assert FeeParameter.objects.get().code == "boundary"


def test_a_new_row_from_an_old_one_leaves_the_old_one_as_it_was(admin_client):
    fact = rows.fact(rows.service())
    address, given = form_of(fact, valid_from=dt.date(2027, 4, 1), answer_ja="給料")

    admin_client.post(address, given | {"_saveasnew": "yes"})

    assert list(
        ServiceFact.objects.order_by("valid_from").values_list(
            "valid_from", "answer_ja"
        )
    ) == [(SINCE, "工賃"), (dt.date(2027, 4, 1), "給料")]


@pytest.fixture
def route() -> EligibilityRoute:
    return rows.rule(rows.service()).requirements.get().routes.first()


def question(text: str, *answers: str) -> list[Choice]:
    row = Question.objects.create(code=rows.code(), text=text, reason="わけ")
    return [row.choices.create(code=rows.code(), text=answer) for answer in answers]


def criterion_form(asked: Question, accepted: list[Choice]) -> dict[str, object]:
    return linked("criteria") | {
        "criteria-TOTAL_FORMS": 1,
        "criteria-0-question": asked.pk,
        "criteria-0-accepted": [choice.pk for choice in accepted],
    }


def test_a_criterion_takes_answers_to_its_own_question(route, admin_client):
    young, _old = question("何さいですか", "64さいまで", "65さいから")
    address, given = form_of(route)

    admin_client.post(address, given | criterion_form(young.question, [young]))

    assert list(route.criteria.get().accepted.all()) == [young]


def test_a_criterion_refuses_the_answer_to_another_question(route, admin_client):
    [young] = question("何さいですか", "64さいまで")
    [yes] = question("手帳がありますか", "はい")
    address, given = form_of(route)

    page = admin_client.post(address, given | criterion_form(young.question, [yes]))

    assert (
        "「はい」は、ちがう質問の答えです。「何さいですか」の答えを選んでください。"
        in page.content.decode()
    )
    assert not route.criteria.exists()


def test_a_criterion_offers_the_answers_to_the_question_just_chosen(
    route, admin_client
):
    [young] = question("何さいですか", "64さいまで")
    question("手帳がありますか", "はい")
    address, given = form_of(route)

    page = admin_client.post(address, given | criterion_form(young.question, []))

    [_form, formset] = [
        page.context["adminform"],
        page.context["inline_admin_formsets"][0],
    ]
    offered = formset.formset.forms[0].fields["accepted"].widget.choices
    assert offered == [(young.pk, "64さいまで")]


def test_an_answer_that_a_rule_accepts_cannot_be_deleted(route, admin_client):
    [young] = question("何さいですか", "64さいまで")
    route.criteria.create(question=young.question).accepted.add(young)

    address = reverse("admin:services_choice_delete", args=[young.pk])
    admin_client.post(address, {"post": "yes"})

    assert Choice.objects.filter(pk=young.pk).exists()
