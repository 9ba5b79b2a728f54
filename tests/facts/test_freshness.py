"""What waits for staff: facts to be looked at again, plans that came due."""

import datetime as dt

import pytest

from facts.freshness import overdue_rows, undecided_rows
from guide.models import LawChange
from services.models import EligibilityRequirement, EligibilityRule, ServiceFact
from tests import rows

pytestmark = pytest.mark.django_db
TODAY = rows.DAY
LONG_AGO = dt.date(2026, 1, 1)


def neglected(row):
    """`row`, last looked at on New Year's Day: due again on 30 June."""
    type(row).objects.filter(pk=row.pk).update(checked_on=LONG_AGO)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("checked_on", "check_due", "is_listed"),
    [
        pytest.param(dt.date(2026, 5, 25), None, False, id="180 days ago: due today"),
        pytest.param(dt.date(2026, 5, 24), None, True, id="181 days ago"),
        pytest.param(LONG_AGO, dt.date(2026, 11, 21), False, id="due today by its row"),
        pytest.param(TODAY, dt.date(2026, 11, 20), True, id="due yesterday by its row"),
    ],
)
def test_a_fact_waits_from_the_day_after_its_due_day(checked_on, check_due, is_listed):
    fact = rows.fact(rows.service())
    ServiceFact.objects.update(checked_on=checked_on, check_due=check_due)

    found = overdue_rows([ServiceFact], on=TODAY, limit=30)

    assert [pending.row for pending in found.rows] == [fact] * is_listed


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
