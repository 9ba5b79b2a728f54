"""The picture of what leads to what."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from services.domain.flow import WIDTH, Arrow, ArrowGroup, draw, grouped
from services.domain.svg_text import shown_width, wrapped
from services.models import Contrast, Passage
from tests import rows
from tests.readers import html_of

CODES = "abcdef"
ARROWS = st.lists(
    st.builds(
        Arrow,
        st.sampled_from(CODES),
        st.sampled_from(CODES),
        st.sampled_from(["えらぶ", "半年たったら"]),
    ),
    max_size=9,
)
NAMES = {code: code.upper() for code in CODES}


def test_arrows_with_the_same_words_between_the_same_boxes_are_one():
    arrows = [
        Arrow("s", "a", "えらぶ"),
        Arrow("s", "b", "えらぶ"),
        Arrow("a", "t", "半年"),
        Arrow("b", "t", "半年"),
        Arrow("b", "a", "変える"),
    ]
    assert grouped(arrows) == (
        ArrowGroup(("s",), ("a", "b"), "えらぶ"),
        ArrowGroup(("a", "b"), ("t",), "半年"),
        ArrowGroup(("b",), ("a",), "変える"),
    )


def test_a_box_stands_below_all_that_lead_to_it():
    flow = draw(
        NAMES, [Arrow("a", "b", "x"), Arrow("b", "c", "x"), Arrow("a", "c", "x")]
    )
    tops = {box.code: box.y for box in flow.boxes}
    assert tops["a"] < tops["b"] < tops["c"]


def test_a_circle_is_cut_and_a_stranger_left_out():
    flow = draw(
        {"a": "A", "b": "B"},
        [Arrow("a", "b", "x"), Arrow("b", "a", "y"), Arrow("a", "z", "x")],
    )
    assert [box.code for box in flow.boxes] == ["a", "b"]
    assert flow.groups == (ArrowGroup(("a",), ("b",), "x"),)


def test_nothing_to_join_is_an_empty_picture():
    assert (draw(NAMES, []).boxes, draw(NAMES, []).height) == ((), 0)


@given(arrows=ARROWS)
def test_boxes_never_overlap_and_stay_within_the_picture(arrows):
    flow = draw(NAMES, arrows)
    for box in flow.boxes:
        assert 0 <= box.x <= box.x + box.width <= WIDTH
        assert box.y + 108 <= flow.height
    for one in flow.boxes:
        for other in flow.boxes:
            if one.code < other.code and one.y == other.y:
                assert abs(one.middle - other.middle) >= one.width


@given(arrows=ARROWS)
def test_the_picture_has_every_arrow_of_the_list(arrows):
    flow = draw(NAMES, arrows)
    assert len(flow.heads) == sum(len(group.after) for group in flow.groups)
    assert len(flow.words) == len(flow.groups)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("B型", 6, ["B型"], id="short"),
        pytest.param("Staying in work", 6, ["Staying in", "work"], id="at a space"),
        pytest.param("入って、半年たつ", 6, ["入って、", "半年たつ"], id="at a comma"),
        pytest.param("あいうえおかきく", 4, ["あいうえ", "おかきく"], id="nowhere"),
        pytest.param("Employment", 2, ["Employment"], id="a Latin word stays whole"),
    ],
)  # fmt: skip
def test_words_are_broken_where_they_may_be(text, width, lines):
    assert wrapped(text, width) == lines


def test_a_latin_letter_is_about_half_as_wide():
    assert (shown_width("型"), shown_width("B")) == (1, 0.56)


@pytest.mark.django_db
def test_staff_cannot_lead_arrows_in_a_circle():
    one, other, third = rows.service(), rows.service(), rows.service()
    rows.passage(one, other)
    rows.passage(other, third)
    for before, after in [(third, one), (other, one), (one, one)]:
        with pytest.raises(ValidationError, match="もとのサービスにもどります"):
            Passage(before=before, after=after, words="x", **rows.sourced()).clean()


@pytest.mark.django_db
def test_a_contrast_is_written_once_of_two_different_services():
    one, other = rows.service(), rows.service()
    rows.contrast(one, other)
    with pytest.raises(ValidationError, match="もうあります"):
        Contrast(one=other, other=one, words="x").clean()
    with pytest.raises(ValidationError, match="ちがうサービス"):
        Contrast(one=one, other=one, words="x").clean()


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_the_five_services_are_one_picture_and_the_same_as_a_list(client, prefix):
    response = client.get(f"{prefix}/services/")
    html = html_of(response)
    flow = html.partition('class="flow"')[2]
    assert flow.partition("</svg></figure>")[0].count("flow__box") == 5
    listed = flow.partition('<ul class="dots">')[2].partition("</ul>")[0]
    leads = response.context["overview"].leads
    assert listed.count("<li>") == len(leads) == 2
    assert len(response.context["overview"].passages) == 6


@pytest.mark.usefixtures("content")
def test_a_service_that_has_not_begun_is_not_in_the_picture(client):
    picture = client.get("/services/", {"on": "2025-09-30"}).context["overview"].picture
    assert [box.code for box in picture.boxes] == [
        "ikou",
        "a-gata",
        "b-gata",
        "teichaku",
    ]
