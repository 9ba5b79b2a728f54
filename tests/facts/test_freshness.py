"""What waits for staff: facts to be looked at again, plans that came due."""

import datetime as dt
from collections import Counter

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from facts.freshness import needs_check, overdue_rows, undecided_rows
from facts.provenance import DueDay, Sourced, overdue, usual_due
from guide.models import LawChange
from services.models import EligibilityRequirement, EligibilityRule, ServiceFact
from tests import rows

pytestmark = pytest.mark.django_db
TODAY = rows.DAY
LONG_AGO = dt.date(2026, 1, 1)


def neglected(row):
    """`row`, last looked at on New Year's Day: due again on 30 June."""
    type(row).objects.filter(pk=row.pk).update(
        checked_on=LONG_AGO, check_due=dt.date(2026, 6, 30)
    )
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("checked_on", "check_due", "is_listed"),
    [
        pytest.param(dt.date(2026, 5, 25), None, False, id="180 days ago: not yet"),
        pytest.param(dt.date(2025, 5, 24), None, True, id="180 days and a year ago"),
        pytest.param(LONG_AGO, dt.date(2026, 11, 21), False, id="due today by its row"),
        pytest.param(TODAY, dt.date(2026, 11, 20), True, id="due yesterday by its row"),
    ],
)
def test_a_fact_waits_from_the_day_after_its_due_day(checked_on, check_due, is_listed):
    fact = rows.fact(rows.service())
    ServiceFact.objects.update(checked_on=checked_on, check_due=check_due)

    found = overdue_rows([ServiceFact], on=TODAY, limit=30)

    assert [pending.row for pending in found.rows] == [fact] * is_listed


# --- days of their own ------------------------------------------------------------

TOGETHER = dt.date(2026, 11, 22)  # the day on which everything shipped was checked


@pytest.mark.parametrize(
    ("number", "most"),
    [
        pytest.param(432, 38, id="as many as are shipped"),
        pytest.param(90, 9, id="one table"),
        pytest.param(18, 2, id="a small one"),
    ],
)
def test_what_is_checked_on_one_day_falls_due_over_a_whole_year(number, most):
    days = [usual_due(TOGETHER, key=key) for key in range(1, number + 1)]

    months = Counter((day.year, day.month) for day in days)

    assert max(months.values()) == most <= number / 9
    assert min(days) >= TOGETHER + dt.timedelta(days=180)
    assert max(days) < TOGETHER + dt.timedelta(days=180 + 365)


@given(
    first=st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)),
    key=st.integers(1, 10**9),
    early=st.integers(0, 170),
)
def test_who_checks_a_little_early_is_asked_again_about_a_year_later(first, key, early):
    due = usual_due(first, key=key)
    again = usual_due(due - dt.timedelta(days=early), key=key)
    assert 355 <= (again - due).days <= 375


def test_the_database_says_the_same_day_as_the_row():
    service = rows.service()
    facts = [rows.fact(service, f"kind-{number}") for number in range(14)]
    for number, fact in enumerate(facts):
        day = dt.date(2024, 1, 31) + dt.timedelta(days=29 * number)
        ServiceFact.objects.filter(pk=fact.pk).update(checked_on=day)

    found = ServiceFact.objects.annotate(day=DueDay())
    told = [
        len(
            overdue(ServiceFact, on=row.due_on + dt.timedelta(days=days)).filter(
                pk=row.pk
            )
        )
        for row in found
        for days in (0, 1)
    ]

    assert [str(row.day)[:10] for row in found] == [str(row.due_on) for row in found]
    assert told == [0, 1] * 14


def test_the_longest_waiting_come_first_and_the_rest_is_counted():
    facts = [neglected(rows.fact(rows.service())) for _ in range(3)]
    ServiceFact.objects.filter(pk=facts[1].pk).update(check_due=dt.date(2026, 3, 1))

    found = overdue_rows([ServiceFact], on=TODAY, limit=2)

    assert [pending.since for pending in found.rows] == [
        dt.date(2026, 3, 1),
        dt.date(2026, 6, 30),
    ]
    assert (found.total, found.more) == (3, 1)


def test_what_a_newer_row_replaced_need_not_be_checked_again():
    service = rows.service()
    old = neglected(rows.rule(service))
    neglected(old.requirements.get())
    new = neglected(rows.rule(service, valid_from=dt.date(2025, 4, 1)))
    neglected(new.requirements.get())

    found = overdue_rows([EligibilityRule, EligibilityRequirement], on=TODAY, limit=9)

    assert [pending.row for pending in found.rows] == [new, new.requirements.get()]


def test_a_plan_waits_from_its_day_on_until_it_is_decided():
    fact = rows.fact(rows.service())
    fact.pk, fact.valid_from, fact.status = None, TODAY, "planned"
    fact.save()
    change = rows.change()
    LawChange.objects.update(starts_on=dt.date(2026, 4, 1))

    models = [ServiceFact, LawChange]
    before = undecided_rows(models, on=TODAY - dt.timedelta(days=1), limit=9)
    since = undecided_rows(models, on=TODAY, limit=9)
    ServiceFact.objects.update(status="enacted")
    decided = undecided_rows(models, on=TODAY, limit=9)

    assert [pending.row for pending in before.rows] == [change]
    assert [pending.row for pending in since.rows] == [change, fact]
    assert [pending.row for pending in decided.rows] == [change]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_once_a_model_and_names_its_rows_without_asking(
    number, django_assert_num_queries
):
    for _ in range(number):
        neglected(rows.fact(rows.service()))

    with django_assert_num_queries(1):
        found = overdue_rows([ServiceFact], on=TODAY, limit=30)
        names = [f"{pending.kind}{pending.row}" for pending in found.rows]

    assert len(names) == number


def test_no_month_has_more_than_a_ninth_of_all_that_is_shipped(content):
    sourced = [one for one in apps.get_models() if issubclass(one, Sourced)]
    months = Counter(
        (row.due_on.year, row.due_on.month)
        for model in sourced
        for row in needs_check(model, on=dt.date(2040, 1, 1))
        if row.check_due is None
    )
    assert sum(months.values()) > 400
    assert max(months.values()) <= sum(months.values()) / 9
