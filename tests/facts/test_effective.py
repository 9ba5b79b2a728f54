"""Which row holds on a day: on every edge, against a twin in plain Python."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.effective import Status
from facts.models import Source
from fees.models import FeeParameter

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 10, 1)


@pytest.fixture
def make_parameter():
    source = Source.objects.create(
        code="law", kind="law", organisation="国", title="施行令"
    )

    def make(day, value=1, *, code="cap", status=Status.ENACTED, is_end=False):
        return FeeParameter.objects.create(
            code=code,
            name=code,
            value=value,
            unit="yen",
            valid_from=day,
            status=status,
            is_end=is_end,
            source=source,
            checked_on=DAY,
        )

    return make


@pytest.mark.parametrize(
    ("day", "value"),
    [
        pytest.param(dt.date(2018, 3, 31), None, id="before the first row: no answer"),
        pytest.param(dt.date(2018, 4, 1), 1, id="the first day"),
        pytest.param(dt.date(2025, 9, 30), 1, id="the last day of a row"),
        pytest.param(dt.date(2025, 10, 1), 2, id="the day of the change"),
        pytest.param(dt.date(2027, 3, 31), 2, id="the day before the end"),
        pytest.param(dt.date(2027, 4, 1), None, id="ended: no answer"),
    ],
)
def test_the_newest_begun_row_holds(make_parameter, day, value):
    make_parameter(dt.date(2018, 4, 1), 1)
    make_parameter(dt.date(2025, 10, 1), 2)
    make_parameter(dt.date(2027, 4, 1), None, is_end=True)

    row = FeeParameter.objects.on(day).first()

    assert (row.value if row else None) == value


def test_a_planned_row_never_decides_and_is_announced(make_parameter):
    make_parameter(dt.date(2018, 4, 1), 1)
    make_parameter(dt.date(2027, 4, 1), 2, status=Status.PLANNED)
    later = dt.date(2027, 4, 1)

    assert [row.value for row in FeeParameter.objects.on(later)] == [1]
    assert [row.value for row in FeeParameter.objects.coming_after(later)] == [2]


def test_a_planned_row_is_forgotten_once_the_law_is_enacted(make_parameter):
    make_parameter(dt.date(2027, 4, 1), 2, status=Status.PLANNED)
    make_parameter(dt.date(2027, 4, 1), 3)

    assert [row.value for row in FeeParameter.objects.coming_after(DAY)] == [3]
    assert list(FeeParameter.objects.coming_after(dt.date(2027, 4, 1))) == []


DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 12))
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), DAYS, st.sampled_from(Status), st.booleans()),
    max_size=8,
    unique_by=lambda row: row[:3],
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS, day=DAYS)
def test_the_row_of_a_day_agrees_with_plain_python(make_parameter, rows, day):
    FeeParameter.objects.all().delete()
    for code, start, status, is_end in rows:
        make_parameter(start, code=code, status=status, is_end=is_end)

    found = {(row.code, row.valid_from) for row in FeeParameter.objects.on(day)}

    assert found == _plain_twin(rows, day)


def _plain_twin(rows, day):
    newest = {}
    for code, start, status, is_end in sorted(rows, key=lambda row: row[1]):
        if status == Status.ENACTED and start <= day:
            newest[code] = (start, is_end)
    return {(code, start) for code, (start, is_end) in newest.items() if not is_end}
