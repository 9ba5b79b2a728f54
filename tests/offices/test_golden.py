"""The real rows of 山口県 come to the numbers that were counted by other means."""

from collections import Counter

import pytest

from offices.models import Office, OfficeService
from tests.offices.conftest import do, see, upload

YAMAGUCHI, HOFU = "35203", "35206"
SHIPPED = [
    "yamaguchi_45_202603.csv",
    "yamaguchi_46_202603.csv",
    "yamaguchi_53_202503.csv",
    "yamaguchi_54_202503.csv",
    "yamaguchi_60_202603.csv",
    "yamaguchi_62_202503.csv",
]


def listed(**where) -> Counter:
    found = OfficeService.objects.filter(status="active", **where)
    return Counter(found.values_list("type__slug", flat=True))


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("45", {"new": 4, "updated": 17, "unchanged": 25, "vanished": 5}),
        ("60", {"new": 3, "updated": 9, "unchanged": 18, "vanished": 6}),
    ],
)
def test_a_year_of_changes_is_what_was_counted(register, code, counts):
    do(upload(f"yamaguchi_{code}_202503.csv"))

    [report] = see(upload(f"yamaguchi_{code}_202603.csv"))

    assert {name: report.counts()[name] for name in counts} == counts
    assert not report.is_refused


def test_every_place_of_the_prefecture_comes_in_without_a_rejection(register):
    reports = do(*map(upload, SHIPPED))

    assert [report.counts()["rejected"] for report in reports] == [0] * 6
    assert listed() == {
        "a-gata": 46, "b-gata": 202, "ikou": 30, "teichaku": 17,
        "chiiki-ikou": 46, "chiiki-teichaku": 44,
    }  # fmt: skip
    assert listed(office__municipality=YAMAGUCHI) == {
        "a-gata": 6, "b-gata": 34, "ikou": 5, "teichaku": 2,
        "chiiki-ikou": 5, "chiiki-teichaku": 5,
    }  # fmt: skip
    assert listed(office__municipality=HOFU) == {
        "a-gata": 3, "b-gata": 13, "ikou": 4, "teichaku": 2,
        "chiiki-ikou": 3, "chiiki-teichaku": 3,
    }  # fmt: skip


def test_the_45_services_of_the_city_are_at_41_places(register):
    do(*map(upload, SHIPPED))

    places = Office.objects.filter(
        municipality=YAMAGUCHI, services__type__slug__in=["a-gata", "b-gata", "ikou"]
    )

    assert places.distinct().count() == 41


@pytest.mark.parametrize("number", ["3510100666", "3510101326"])
def test_one_number_at_two_places_stays_two_places(register, number):
    do(*map(upload, SHIPPED))
    places = Office.objects.filter(services__office_number=number).distinct()
    assert places.count() == 2


def test_the_order_of_the_files_does_not_matter(register):
    def state():
        listings = OfficeService.objects.order_by("type__slug", "source_no")
        return [
            (
                row.type.slug,
                row.source_no,
                row.office.name,
                row.office.phone,
                row.office.address,
                row.office.operator.name,
                row.office.operator.phone,
                sorted(
                    other.source_no + other.type.slug
                    for other in row.office.services.all()
                ),
            )
            for row in listings.select_related("office__operator", "type")
        ]

    do(*map(upload, SHIPPED))
    forwards = state()
    Office.objects.exclude(imported_from=None).delete()
    do(*map(upload, reversed(SHIPPED)))

    assert state() == forwards
