"""What is refused is refused with a sentence that says what to do."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.urls import reverse

from guide.models import Page
from offices.models.place import OUTSIDE_JAPAN
from tests import rows
from tests.staff.test_between import address_of, opened

CLOSED_WITHOUT_A_DAY = (
    "「廃止」にするときは、「ようすが変わった日」も書いてください。"
    "日がわからないときは、「廃止」にしないでください。"
)


def test_no_rule_of_the_database_is_told_by_its_name():
    """A plain unique rule tells of its fields; every other has a sentence."""
    by_name = [
        rule.name
        for model in apps.get_models()
        for rule in model._meta.constraints
        if not (isinstance(rule, UniqueConstraint) and rule.condition is None)
        if rule.violation_error_message == rule.default_violation_error_message
    ]
    assert by_name == []


def test_every_sentence_ends_or_gives_an_example():
    told = {
        rule.violation_error_message
        for model in apps.get_models()
        for rule in model._meta.constraints
        if rule.violation_error_message != rule.default_violation_error_message
    }
    assert [one for one in told if not one.endswith("。") and "例：" not in one] == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param({"lat": "131.474", "lon": "34.178"}, OUTSIDE_JAPAN, id="swapped"),
        pytest.param({"status": "closed"}, CLOSED_WITHOUT_A_DAY, id="no-day"),
    ],
)
@pytest.mark.django_db
def test_an_office_is_refused_with_what_to_do(given, told):
    office = rows.office(rows.office_kind())
    for name, value in given.items():
        setattr(office, name, value)
    with pytest.raises(ValidationError) as refused:
        office.validate_constraints()
    assert refused.value.messages == [told]


@pytest.mark.django_db
def test_a_closed_office_with_its_day_is_taken():
    office = rows.office(rows.office_kind())
    office.status, office.status_on = "closed", dt.date(2026, 4, 1)
    assert office.validate_constraints() is None


@pytest.mark.django_db
def test_a_code_that_is_taken_is_told_with_what_to_do(admin_client):
    taken = rows.faq().code
    where = reverse("admin:guide_faq_add")
    page = admin_client.post(where, {"code": taken})
    assert page.context["adminform"].errors["code"] == [
        "「コード」が同じ行が、もうあります。その行を直すか、ちがう値を入れてください。"
    ]


def test_a_page_that_the_program_does_not_have_is_refused_and_shown_again(admin_client):
    row = Page.objects.create(
        view="guide:faq", title="質問", nav_label="質問", checked_on=rows.DAY
    )
    sent = opened(admin_client, row) | {"view": "9223372036854775807"}
    answer = admin_client.post(address_of(row), sent)
    assert answer.status_code == 200
    assert answer.context["adminform"].form["view"].value() == "9223372036854775807"
