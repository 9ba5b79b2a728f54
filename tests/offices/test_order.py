"""The same files give the same places, whatever order a database gives its rows in."""

import pytest

from offices.models import Office, OfficeService
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
