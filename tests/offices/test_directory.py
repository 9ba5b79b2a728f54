"""The door to the directory: words in any form, the nearest first, and whose data."""

import pytest

from offices.directory import attributions, nearest, search
from offices.domain.distance import Point
from offices.models import Office
from tests.offices.conftest import do
from tests.offices.published import file, row

pytestmark = pytest.mark.usefixtures("register")


@pytest.mark.parametrize(
    "words",
    ["ひまわり", "ﾋﾏﾜﾘ", "ヒマワリ 阿知須", "3510100001", "0836-39-5300", "083639",
     "高崎", "髙﨑", "阿知須１-2-3"],
)  # fmt: skip
def test_one_finds_an_office_however_one_writes(words):
    do(file(row(1, name="ヒマワリ髙﨑作業所", address="阿知須１－２－３"), row(2)))
    assert [office.code for office in search(words)] == ["3510100001"] or (
        words in {"0836-39-5300", "083639"} and search(words).count() == 2
    )


def test_the_nearest_office_comes_first_with_its_distance():
    do(file(row(1), row(2, lat="34.0112", lon="131.3583")))
    centre = Point(34.01036571, 131.35823993)
    found = nearest(Office.objects.all(), centre, km=5)
    assert [office.code for office, _km in found] == ["3510100001", "3510100002"]
    assert found[1][1] == pytest.approx(0.093, abs=0.002)


def test_a_page_says_whose_data_it_shows_and_of_when(django_assert_num_queries):
    do(file(row(1)), file(row(1, type="就労移行支援"), name="x_202503_60.csv"))
    with django_assert_num_queries(1):
        found = attributions()
    assert [(line.as_of, line.services) for line in found] == [
        ("2026年3月末時点", ("就労継続支援B型",)),
        ("2025年3月末時点", ("就労移行支援",)),
    ]
