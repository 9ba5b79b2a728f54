"""The same files give the same places, whatever order a database gives its rows in."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.importing.compare import compare
from offices.importing.list_columns import LABELS
from offices.importing.source_row import SourceRow
from offices.importing.stored_rows import ServicePlace, StoredRows
from offices.models import Office, OfficeService
from tests import rows
from tests.offices.conftest import do
from tests.offices.published import file, row

NEAR = {"address": "阿知須1番地"}
# Two places of one number, as near to a third row as each other.
TWINS = [row(1, **NEAR), row(1, source_no="A9", **NEAR)]
THIRD = row(1, type="就労移行支援", source_no="A5", **NEAR)


def move_to_the_end(listing: OfficeService) -> None:
    """As PostgreSQL does with a row that is written anew, on either database."""
    listing.delete()
    listing.pk = None
    listing.save(force_insert=True)


def who_is_where() -> set[tuple[str, str, str]]:
    found = OfficeService.objects.values_list("type__slug", "source_no", "office__code")
    return set(found)


@pytest.mark.parametrize("moved", ["A0000000001", "A9"])
def test_a_row_joins_the_same_place_whatever_the_order_of_stored_rows(register, moved):
    do(file(*TWINS))
    move_to_the_end(OfficeService.objects.get(source_no=moved))

    do(file(THIRD, name="x_202603_60.csv"))

    assert who_is_where() == {
        ("b-gata", "A0000000001", "3510100001"),
        ("b-gata", "A9", "3510100001-2"),
        ("ikou", "A5", "3510100001"),
    }


@pytest.mark.parametrize("step", [1, -1], ids=["as published", "upside down"])
def test_the_order_of_rows_in_a_file_gives_the_same_codes(register, step):
    do(file(*TWINS[::step]))
    do(file(THIRD, name="x_202603_60.csv"))
    assert sorted(who_is_where())[0] == ("b-gata", "A0000000001", "3510100001")
    assert set(Office.objects.values_list("code", flat=True)) == {
        "3510100001",
        "3510100001-2",
    }


def test_one_run_of_two_files_and_two_runs_of_one_give_the_same(register):
    do(file(*TWINS), file(THIRD, name="x_202603_60.csv"))
    at_once = who_is_where()
    Office.objects.all().delete()

    do(file(*TWINS))
    do(file(THIRD, name="x_202603_60.csv"))

    assert who_is_where() == at_once


FAR_AWAY = row(1, type="就労移行支援", source_no="A7", address="遠い町1", lat="34.1")


@pytest.mark.parametrize("step", [1, -1], ids=["as named", "the other way"])
def test_the_order_in_which_files_are_given_says_nothing_of_codes(register, step):
    files = [file(*TWINS), file(FAR_AWAY, name="x_202603_60.csv")][::step]

    reports = do(*files)

    assert [report.name for report in reports] == [one.name for one in files]
    assert who_is_where() == {
        ("b-gata", "A0000000001", "3510100001"),
        ("b-gata", "A9", "3510100001-2"),
        ("ikou", "A7", "3510100001-3"),
    }


def test_a_code_that_staff_took_is_left_to_them(register):
    taken = rows.office(rows.office_kind())
    Office.objects.filter(pk=taken.pk).update(code="3510100001-2")
    do(file(*TWINS))
    codes = Office.objects.exclude(pk=taken.pk).values_list("code", flat=True)
    assert set(codes) == {"3510100001", "3510100001-3"}


# --- any rows at all, without a database ----------------------------------------------


def source_row(service: str, no: str, number: str, place: str, metres: int):
    said = {
        "name": "さくら", "municipality": "35203", "address": place,
        "lat": str(34 + metres / 111_320), "lon": "131", "geo_source": "data",
    }  # fmt: skip
    values = tuple(said.get(name, "") for name in LABELS)
    return SourceRow(0, 0, service, no, number, values, (), ())


# Few numbers and addresses, and places in a line: many rows are near two others.
FILES = st.lists(
    st.builds(
        source_row,
        st.sampled_from(["a-gata", "b-gata", "ikou"]),
        st.sampled_from("ABCDEF"),
        st.sampled_from(["", "3510100001", "3510100002"]),
        st.sampled_from(["町1", "町2", "町3"]),
        st.sampled_from([0, 100, 200, 300, 5_000]),
    ),
    unique_by=lambda row: row.key,
)


def grouped(
    given_rows: list[SourceRow], shuffle: Callable[[list], object]
) -> set[frozenset]:
    """Which rows share a place, after a file for each service."""
    table = StoredRows()
    groups: dict[ServicePlace, set] = defaultdict(set)
    for service in ("a-gata", "b-gata", "ikou"):
        of_file = [row for row in given_rows if row.type == service]
        shuffle(of_file)
        for known in table.places.values():
            shuffle(known)
            for place in known:
                shuffle(place.points)
        plan = compare(of_file, table, is_partial=False)
        for place in plan.places:
            groups[place] |= {row.key for row in place.rows}
            place.rows = []
    return {frozenset(keys) for keys in groups.values()}


def as_they_come(_rows: list) -> None:
    """No shuffling."""


@given(of=FILES, chance=st.randoms(use_true_random=False))
def test_places_are_the_same_in_whatever_order_rows_and_stored_places_come(of, chance):
    assert grouped(of, chance.shuffle) == grouped(of, as_they_come)
