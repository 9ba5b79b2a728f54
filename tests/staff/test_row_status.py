"""How one row stands, on one page: 「いまのようす」."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from facts.models import Source
from guide.models import Faq
from staff.models import LinkCheck
from staff.page_rows import form_of
from staff.row_status import StatusLine, status_of
from tests import rows
from texts.models import Reading, Translation

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 28)
URL = "https://law.example/1"


@pytest.fixture
def faq() -> Faq:
    """A question that was checked on a day, with a source that has an address."""
    row = rows.faq()
    Source.objects.filter(pk=row.source_id).update(url=URL)
    Faq.objects.filter(pk=row.pk).update(checked_on=DAY, check_due=dt.date(2027, 5, 1))
    return Faq.objects.get(pk=row.pk)


def lines(row, name: str, *, on: dt.date = DAY) -> list[StatusLine]:
    return [one for one in status_of(row, on=on) if one.name == name]


def test_a_check_is_told_with_the_day_of_the_next(faq):
    form = f"{form_of(faq)}#id_checked_on"
    said = "2026年11月28日に確かめました。次は2027年5月1日。"
    assert lines(faq, "確認") == [StatusLine("確認", said, False, form)]
    said = "2026年11月28日に確かめました。2027年5月1日までに確かめる日でした。"
    late = lines(faq, "確認", on=dt.date(2027, 5, 2))
    assert late == [StatusLine("確認", said, True, form)]


@pytest.mark.parametrize(
    ("check", "said", "is_open"),
    [
        (None, "まだ点検していません", False),
        ({}, "2026年11月28日に見て、変わりありません", False),
        ({"changed_on": DAY}, "2026年11月28日に内容が変わりました", True),
        (
            {"failed_days": 3, "first_failed": DAY},
            "2026年11月28日から開けません",
            True,
        ),
    ],
    ids=["never", "same", "changed", "dead"],
)
def test_a_source_is_told_as_it_was_found(check, said, is_open, faq):
    if check is not None:
        LinkCheck.objects.create(address=URL, is_source=True, checked_on=DAY, **check)
    [line] = lines(faq, "出典")
    assert (line.told, line.is_open) == (f"{faq.source}：{said}", is_open)


def test_a_source_without_an_address_says_so(faq):
    Source.objects.update(url="")
    [line] = lines(Faq.objects.get(), "出典")
    assert line.told == f"{faq.source}：アドレスがありません"


def test_a_dead_link_is_told_of_the_row_that_has_it_only(faq):
    field = f"{form_of(faq)}#id_answer_ja"
    LinkCheck.objects.create(
        address="/gone/", is_own=True, failed_days=1, places=[["答え", field]]
    )
    told = StatusLine("リンク", "/gone/ が開けません", is_open=True, form=field)
    assert lines(faq, "リンク") == [told]
    assert lines(rows.term(), "リンク") == []


def test_translations_are_counted_by_what_is_to_do(faq):
    faq.question_en, faq.answer_en = "What?", "This"
    faq.save()
    Translation.objects.filter(field="answer", language="en").update(is_outdated=True)
    [line] = lines(faq, "訳（English）")
    assert line.told.startswith("ありません 1、古くなった 1、")
    assert line.is_open


def test_readings_are_told_until_a_person_has_looked(faq):
    Reading.objects.all().delete()
    faq.question_ja, faq.answer_ja, faq.short_answer_ja = "工賃は", "これ", "はい。"
    faq.save()
    unread = reverse("admin:texts_reading_unread")
    said = "よみがなのないことば：工賃"
    assert lines(faq, "ふりがな") == [StatusLine("ふりがな", said, True, unread)]
    reading = Reading.objects.create(surface="工賃", reading="こうちん")
    [line] = lines(faq, "ふりがな")
    assert line.told == "人がまだ見ていないよみがな 1"
    reading.is_checked = True
    reading.save()
    [line] = lines(faq, "ふりがな")
    assert line.told == "すべて、人が見ました"


def test_what_is_not_published_is_told(faq):
    assert lines(faq, "公開")[0].told == "公開しています"
    faq.is_published = False
    [line] = lines(faq, "公開")
    assert (line.told, line.is_open) == ("公開していません", True)
    assert line.form == f"{form_of(faq)}#id_is_published"


def test_it_stands_on_the_page_of_the_row(faq, admin_client):
    page = admin_client.get(
        reverse("admin:staff_change_where", args=["guide", "faq", faq.pk])
    )
    assert '<h2 id="status">いまのようす</h2>' in page.content.decode()
    assert page.context["status"] == status_of(faq, on=timezone.localdate())
