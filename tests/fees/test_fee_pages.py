"""The pages on money: the answer, the caps as bars, and a page for each topic."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from facts.models import Statistic
from fees.caps import AudienceCaps, caps_table
from fees.models import Audience, FeeCap, FeeTopic, Unit
from fees.shares import free_share
from fees.topics import topic_pages
from tests import rows

TODAY = dt.date(2026, 11, 21)
PREFIXES = pytest.mark.parametrize("prefix", ["", "/easy", "/en"])


def html(address: str, **query: str) -> str:
    response = Client().get(address, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def links(page: str) -> set[str]:
    return set(re.findall(r'href="([^"#]*)"', page))


def topic(**given: object) -> FeeTopic:
    row = rows.topic()
    for name, value in given.items():
        setattr(row, name, value)
    row.save()
    return row


# --- how many pay nothing --------------------------------------------------------
@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("value", "people"),
    [
        pytest.param("92.7%", 93, id="as published"),
        pytest.param("100人のうち93人", 93, id="as shipped, in people"),
        pytest.param("80.4％", 80, id="rounded down, full width"),
        pytest.param("100%", 100, id="all"),
        pytest.param("0.4%", 0, id="hardly anybody"),
    ],
)
def test_the_dots_are_drawn_from_the_published_figure(value, people):
    Statistic.objects.filter(code="free-share").update(value_ja=value)
    page = html("/fees/")
    drawn = re.findall(r'<path class="people__(?:free|paying)" d="([^"]*)"', page)
    assert [path.count("M") for path in drawn] == [people, 100 - people]
    assert f"0円の人 {people}人" in page


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("value", ["ほとんど", "101%", "約9割"])
def test_a_figure_that_is_no_percentage_is_not_drawn(value):
    Statistic.objects.filter(code="free-share").update(value_ja=value)
    assert free_share() is None
    assert "people__free" not in html("/fees/")


@pytest.mark.usefixtures("content")
def test_nearly_everybody_is_said_of_nearly_everybody_only():
    assert "ほとんどの人は" in html("/fees/")
    Statistic.objects.filter(code="free-share").update(value_ja="60%")
    assert "ほとんどの人は" not in html("/fees/")


# --- the caps --------------------------------------------------------------------
@pytest.mark.usefixtures("content")
def test_the_first_page_shows_the_caps_of_the_day():
    old = FeeCap.objects.get(audience__code="adult", bracket__code="ippan1")
    old.pk, old.yen, old.valid_from = None, 8_800, dt.date(2027, 4, 1)
    old.save()
    assert "<b>9,300円</b>" in html("/fees/", on="2027-03-31")
    assert "<b>8,800円</b>" in html("/fees/", on="2027-04-01")


@pytest.mark.usefixtures("content")
def test_a_bar_is_as_long_as_its_cap_is_high():
    adult = caps_table(on=TODAY)[0]
    assert [(line.cap.yen, line.percent) for line in adult.lines] == [
        (0, 0),
        (0, 0),
        (9_300, 25),
        (37_200, 100),
    ]


@pytest.mark.django_db
def test_caps_of_nothing_have_bars_of_nothing():
    cap = rows.cap()
    cap.yen = 0
    assert [line.percent for line in AudienceCaps(cap.audience, (cap,)).lines] == [0]


@pytest.mark.usefixtures("content")
@PREFIXES
def test_each_kind_of_person_has_a_page_with_all_conditions(prefix):
    index = links(html(f"{prefix}/fees/"))
    for audience in Audience.objects.all():
        address = f"{prefix}/fees/{audience.code}/"
        assert address in index
        page = html(address)
        assert page.count('class="bands__more"') == audience.caps.count()


# --- the topics ------------------------------------------------------------------
@pytest.mark.usefixtures("content")
@PREFIXES
def test_every_topic_is_two_links_from_the_first_page_at_most(prefix):
    index = html(f"{prefix}/fees/")
    ids = set(re.findall(r' id="([^"]*)"', index))
    for row in FeeTopic.objects.on(TODAY):
        head = row.under or row.code
        assert f"{prefix}/fees/{head}/" in links(index)
        page = html(f"{prefix}/fees/{head}/")
        assert head == row.code or f'<h2 id="{row.code}">' in page
        # Where the topic once stood, a link to its page stands now.
        assert row.code in ids


@pytest.mark.usefixtures("content")
def test_a_topic_on_another_page_leads_there():
    response = Client().get("/fees/refund-sum/")
    assert (response.status_code, response.url) == (302, "/fees/refund/#refund-sum")


@pytest.mark.usefixtures("content")
def test_a_code_that_never_was_is_not_found():
    assert Client().get("/fees/nothing/").status_code == 404


@pytest.mark.django_db
def test_a_topic_that_did_not_hold_on_a_day_says_so():
    row = topic(valid_from=dt.date(2020, 4, 1))
    assert "この日の説明がありません" in html(f"/fees/{row.code}/", on="2019-04-01")


@pytest.mark.django_db
def test_a_topic_whose_page_has_ended_gets_one_of_its_own():
    head = topic(order=1)
    part = topic(under=head.code, order=2)
    assert [page.topics for page in topic_pages(on=TODAY)] == [(head, part)]
    FeeTopic.objects.create(
        code=head.code,
        title="話",
        valid_from=dt.date(2026, 4, 1),
        is_end=True,
        **rows.sourced(),
    )
    assert [page.topics for page in topic_pages(on=TODAY)] == [(part,)]
    assert "本文" in html(f"/fees/{part.code}/")


@pytest.mark.usefixtures("content")
def test_the_topic_that_is_to_end_says_when():
    assert "2027年4月1日からは、まだ決まっていません。" in html("/fees/meal/")


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["itself", "nowhere", "a part", "has parts"])
def test_a_topic_stands_only_on_a_page_that_is_one(case):
    head, row = topic(), topic()
    part = topic(under=head.code)
    under = {"itself": row.code, "nowhere": "gone", "a part": part.code}
    stranger = head if case == "has parts" else row
    stranger.under = under.get(case, row.code)
    with pytest.raises(ValidationError) as error:
        stranger.full_clean()
    assert list(error.value.message_dict) == ["under"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_topic_costs_the_same_however_much_stands_on_its_page(
    number, django_assert_num_queries
):
    head = rows.topic()
    for _ in range(number):
        topic(under=head.code)
        rows.topic()
    with django_assert_num_queries(12):
        assert Client().get(f"/fees/{head.code}/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_kind_of_person_costs_the_same_however_many_there_are(
    number, django_assert_num_queries
):
    cap = rows.cap()
    for _ in range(number):
        rows.cap()
    with django_assert_num_queries(15):
        assert Client().get(f"/fees/{cap.audience.code}/").status_code == 200


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "300万円"), ("en", "3,000,000 yen")]
)
def test_tens_of_thousands_are_said_as_each_language_counts(language, said):
    with override(language):
        assert Unit.MAN_YEN.counted(300) == said


@pytest.mark.usefixtures("content")
def test_a_search_finds_a_topic_by_what_its_page_says():
    found = Client().get("/search/", {"q": "高額障害福祉サービス"}).context["found"]
    assert "/fees/refund/" in [page.address for page in found.pages[:3]]
