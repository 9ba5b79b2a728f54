"""Texts that staff write: harmless HTML, with today's amounts in it."""

import datetime as dt
import inspect
import sys

import pytest
from django.core.exceptions import ValidationError

from facts import rich_text
from facts.models import Source
from facts.quoting import Quotes, check_codes
from fees.models import FeeParameter

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2025, 9, 30), dt.date(2025, 10, 1)


@pytest.fixture(autouse=True)
def threshold():
    source = Source.objects.create(
        code="law", kind="law", organisation="国", title="施行令"
    )
    for day, value in {dt.date(2012, 4, 1): 160_000, AFTER: 170_000}.items():
        FeeParameter.objects.create(
            code="threshold",
            name="境目",
            value=value,
            unit="yen",
            valid_from=day,
            source=source,
            checked_on=AFTER,
        )


@pytest.mark.parametrize(
    ("day", "html"),
    [
        pytest.param(
            BEFORE, "<p>所得割が160,000円未満の人</p>", id="before the change"
        ),
        pytest.param(
            AFTER, "<p>所得割が170,000円未満の人</p>", id="from the change on"
        ),
        pytest.param(
            dt.date(2010, 1, 1),
            "<p>所得割が（金額は市に聞いてください）未満の人</p>",
            id="before the first row",
        ),
    ],
)
def test_a_text_shows_the_amount_of_the_day(day, html):
    text = "所得割が[[fee:threshold]]未満の人"
    assert rich_text.blocks(text, Quotes(on=day)) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param(
            "これは**「重要」**です",
            "<p>これは<strong>「重要」</strong>です</p>",
            id="bold",
        ),
        pytest.param("<script>alert(1)</script>", "", id="script"),
        pytest.param(
            "[x](javascript:alert(1))",
            '<p><a class="alone" rel="noopener noreferrer">x</a></p>',
            id="javascript link",
        ),
        pytest.param(
            '<p style="color:red" onclick="x()">a</p>',
            "<p>a</p>",
            id="style and handler",
        ),
    ],
)
def test_only_harmless_markup_is_left(text, html):
    assert rich_text.blocks(text, Quotes(on=AFTER)) == html


def test_one_line_has_no_markup_at_all():
    quotes = Quotes(on=AFTER)
    assert (
        rich_text.line("a<b>&[[fee:threshold]]", quotes) == "a&lt;b&gt;&amp;170,000円"
    )


def test_one_query_serves_all_the_codes_of_a_kind(django_assert_num_queries):
    quotes = Quotes(on=AFTER)
    # The version of the content, and the rows.
    with django_assert_num_queries(2):
        rich_text.blocks(
            "[[fee:threshold]]と[[fee:threshold]]と[[fee:unknown]]", quotes
        )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[fee:nothing]]", id="no such code"),
        pytest.param("[[nothing:threshold]]", id="no such kind"),
        pytest.param("[[fee threshold]]", id="not readable"),
        pytest.param(
            "[[fee:threshold]] [[cap:adult-ippan1]]", id="one of two is wrong"
        ),
    ],
)
def test_a_code_that_does_not_exist_is_refused(text):
    with pytest.raises(ValidationError):
        check_codes(text)


def test_a_code_that_exists_on_any_day_is_accepted():
    check_codes("[[fee:threshold]]")


def test_brackets_closed_before_they_are_begun_are_still_too_many():
    text = "]" * 4_000 + "[" * 4_000
    with pytest.raises(ValidationError):
        check_codes(text)
    assert rich_text.blocks(text, Quotes(on=AFTER)) == f"<p>{text}</p>"


def test_a_text_that_stops_anywhere_leaves_the_next_one_whole():
    nested, quotes = "- 一\n    - 二\n        - 三", Quotes(on=AFTER)
    usual, as_typed = sys.getrecursionlimit(), 0
    for more in range(15, 50):
        sys.setrecursionlimit(len(inspect.stack(0)) + more)
        try:
            as_typed += "<br>" in rich_text.blocks(f"{nested} {more}", quotes)
        except RecursionError:
            pass  # before it came to the text
        finally:
            sys.setrecursionlimit(usual)
        assert rich_text.blocks(f"文{more}", quotes) == f"<p>文{more}</p>"
    assert as_typed
