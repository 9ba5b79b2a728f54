"""Words that found nothing: counted without anybody, shown to staff, forgotten."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guide.models import Rewording, SearchMiss
from tests.readers import html_of
from texts.content_version import content_version

DAY = dt.date(2026, 11, 1)

pytestmark = pytest.mark.django_db


def ask(words: str) -> None:
    Client().get(reverse("guide:search"), {"q": words})


def counted() -> list[tuple[str, int]]:
    return list(SearchMiss.objects.order_by("word").values_list("word", "times"))


def test_a_word_that_finds_nothing_is_counted_by_word_and_day_alone():
    ask("バスケ")
    ask("バスケ")
    assert counted() == [("バスケ", 2)]
    fields = {field.name for field in SearchMiss._meta.fields}
    assert fields == {"id", "word", "day", "times"}


@pytest.mark.parametrize(
    "words", ["山田太郎", "090-1234-5678", "息子が部屋から出てきません", ""]
)
def test_what_may_tell_of_somebody_is_not_kept(words):
    ask(words)
    assert counted() == []


def test_a_head_request_counts_nothing():
    Client().head(reverse("guide:search"), {"q": "バスケ"})
    assert counted() == []


def test_a_count_makes_no_page_new():
    before = content_version()
    ask("バスケ")
    assert content_version() == before


def test_a_word_asked_once_is_forgotten_after_a_month_another_after_a_year():
    for word, days, times in [
        ("once", 40, 1), ("twice", 40, 2), ("lately", 20, 1), ("long ago", 400, 9),
    ]:  # fmt: skip
        SearchMiss.objects.create(
            word=word, day=DAY - dt.timedelta(days=days), times=times
        )
    SearchMiss.objects.drop_old(on=DAY)
    assert [word for word, _ in counted()] == ["lately", "twice"]


def test_the_first_word_of_a_day_forgets_what_is_old():
    SearchMiss.objects.create(word="old", day=DAY - dt.timedelta(days=40))
    SearchMiss.objects.count_word("new", on=DAY)
    assert counted() == [("new", 1)]


def test_the_command_forgets_too(capsys):
    SearchMiss.objects.create(word="old", day=dt.date(2020, 1, 1))
    call_command("forget_searches")
    assert "1 件を消しました" in capsys.readouterr().out


def test_no_day_keeps_more_words_than_it_may():
    SearchMiss.objects.bulk_create(
        SearchMiss(word=f"w{number}", day=DAY) for number in range(200)
    )
    SearchMiss.objects.count_word("one more", on=DAY)
    assert SearchMiss.objects.count() == 200


def test_staff_see_each_word_once_with_a_way_to_reword_it(admin_client):
    for days, times in [(0, 2), (1, 3)]:
        SearchMiss.objects.create(
            word="バスケ", day=DAY - dt.timedelta(days=days), times=times
        )
    html = html_of(admin_client.get(reverse("admin:guide_searchmiss_changelist")))
    assert html.count("この言いかえを足す") == 1
    assert '<td class="field-sum">5</td>' in html
    form = html_of(
        admin_client.get(reverse("admin:guide_rewording_add"), {"word": "バスケ"})
    )
    assert 'value="バスケ"' in form


def test_a_word_that_is_reworded_is_no_longer_shown(admin_client):
    SearchMiss.objects.create(word="バスケ", day=DAY)
    Rewording.objects.create(word="バスケ", means="余暇")
    html = html_of(admin_client.get(reverse("admin:guide_searchmiss_changelist")))
    assert "この言いかえを足す" not in html


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            {"means": "", "pages": ""}, "どちらかを書いてください", id="nothing"
        ),
        pytest.param({"pages": "/nowhere/"}, "というページはありません", id="no page"),
        pytest.param({"pages": "/faq/\n" * 4}, "3つまで書けます", id="too many pages"),
    ],
)
def test_a_rewording_that_leads_nowhere_is_refused_in_words(
    admin_client, given, sentence
):
    form = {"word": "バスケ", "also": "", "means": "", "pages": ""} | given
    page = admin_client.post(reverse("admin:guide_rewording_add"), form)
    assert sentence in html_of(page)
    assert Rewording.objects.count() == 0
