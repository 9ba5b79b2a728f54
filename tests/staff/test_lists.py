"""The lists for staff: how rows stand today, and what a list costs."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from fees.models import FeeCap, FeeParameter
from staff.standing import Standing, with_standing
from tests import rows
from texts.readings import readings

pytestmark = pytest.mark.django_db
TODAY = rows.DAY


def parameter(day: dt.date, *, code: str = "one", **given: object) -> FeeParameter:
    given = {"value": 1, "unit": "yen", "name": "数"} | given
    return FeeParameter.objects.create(
        code=code, valid_from=day, **given, **rows.sourced()
    )


def test_a_row_is_called_by_how_it_stands_today():
    for day, given in (
        (dt.date(2018, 4, 1), {}),
        (dt.date(2025, 4, 1), {"status": "planned"}),
        (dt.date(2026, 4, 1), {}),
        (dt.date(2026, 10, 1), {"status": "planned"}),
        (dt.date(2027, 4, 1), {}),
        (dt.date(2028, 4, 1), {"status": "planned"}),
    ):
        parameter(day, **given)
    parameter(dt.date(2026, 4, 1), code="gone", is_end=True, value=None)

    found = with_standing(FeeParameter.objects.all(), on=TODAY)

    assert [
        (row.code, row.valid_from.year, Standing(row.standing).label)
        for row in found.order_by("code", "valid_from")
    ] == [
        ("gone", 2026, "終わり"),
        ("one", 2018, "過去"),
        ("one", 2025, "過去"),
        ("one", 2026, "有効"),
        ("one", 2026, "過去"),
        ("one", 2027, "これから"),
        ("one", 2028, "予定"),
    ]


def test_the_list_says_how_a_row_stands_and_can_be_narrowed(admin_client):
    parameter(dt.date(2018, 4, 1), name="むかし")
    parameter(dt.date(2020, 4, 1), name="いまの数")
    address = reverse("admin:fees_feeparameter_changelist")

    found = admin_client.get(address, {"standing": "past"}).context["cl"].queryset

    assert [row.name for row in found] == ["むかし"]


def test_an_overdue_fact_is_marked_by_a_word(admin_client):
    parameter(dt.date(2018, 4, 1))
    FeeParameter.objects.update(checked_on=dt.date(2020, 1, 1))

    page = admin_client.get(
        reverse("admin:fees_feeparameter_changelist"), {"due": "over"}
    )

    assert page.content.decode().count('<strong class="overdue">期限切れ</strong>') == 1


LISTS = [
    pytest.param("services_servicetype", rows.service, 6, id="services"),
    pytest.param(
        "services_servicefact", lambda: rows.fact(rows.service()), 7, id="facts"
    ),
    pytest.param(
        "services_eligibilityrule", lambda: rows.rule(rows.service()), 8, id="rules"
    ),
    pytest.param(
        "services_eligibilityrequirement",
        lambda: rows.rule(rows.service()),
        6,
        id="requirements",
    ),
    pytest.param(
        "services_eligibilityroute",
        lambda: rows.rule(rows.service()),
        6,
        id="routes",
    ),
    pytest.param("facts_source", rows.source, 5, id="sources"),
    pytest.param("fees_feecap", rows.cap, 7, id="caps"),
    pytest.param("fees_feetopic", rows.topic, 5, id="topics"),
    pytest.param(
        "offices_office", lambda: rows.office(rows.office_kind()), 6, id="offices"
    ),
    pytest.param("guide_faq", rows.faq, 7, id="questions"),
    pytest.param("guide_glossaryterm", rows.term, 6, id="words"),
    pytest.param("guide_lawchange", rows.change, 8, id="changes"),
    pytest.param("guide_lifesituation", rows.full_situation, 5, id="situations"),
    pytest.param(
        "guide_situationservice", rows.full_situation, 7, id="what one may use"
    ),
    pytest.param("guide_situationlink", rows.full_situation, 6, id="what else"),
]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("model", "make", "queries"), LISTS)
def test_a_list_of_one_and_of_three_costs_the_same(
    model: str,
    make: Callable[[], object],
    queries: int,
    number: int,
    admin_client,
    django_assert_num_queries,
):
    for _ in range(number):
        make()
    with django_assert_num_queries(queries):
        assert admin_client.get(reverse(f"admin:{model}_changelist")).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_service_with_its_facts_costs_the_same_however_many(
    number, admin_client, django_assert_num_queries
):
    service = rows.service()
    for place in range(number):
        rows.fact(service, f"kind-{place}")
    address = reverse("admin:services_servicetype_change", args=[service.pk])

    # The form's content type is looked up once and remembered by the process;
    # so are the readings of words.
    ContentType.objects.clear_cache()
    readings()
    with django_assert_num_queries(16):
        page = admin_client.get(address)

    assert page.content.decode().count("/admin/services/servicefact/") >= number


@pytest.mark.parametrize(
    ("valid_from", "address"),
    [
        pytest.param(dt.date(2012, 4, 1), "/fees/", id="in force: today's page"),
        pytest.param(dt.date(2099, 4, 1), "/fees/?on=2099-04-01", id="of its day"),
    ],
)
def test_a_row_leads_to_the_page_that_shows_it(valid_from, address, admin_client):
    cap = rows.cap()
    FeeCap.objects.update(valid_from=valid_from)

    page = admin_client.get(reverse("admin:fees_feecap_change", args=[cap.pk]))

    assert page.context["absolute_url"] == address
