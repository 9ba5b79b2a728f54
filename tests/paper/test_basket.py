"""The short code of what is chosen for a handout."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.domain.basket import Basket, BasketItem, Kind, read_basket, read_item

CODES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
ITEMS = st.one_of(
    st.builds(BasketItem, st.sampled_from([kind for kind in Kind if kind.is_word])),
    st.builds(
        BasketItem,
        st.sampled_from([Kind.SERVICE, Kind.OFFICE, Kind.FAQ, Kind.VISIT]),
        CODES,
    ),
    st.builds(
        lambda *codes: BasketItem(Kind.COMPARISON, "~".join(codes)), CODES, CODES, CODES
    ),
)
BASKETS = st.builds(
    lambda items: Basket(tuple(items)), st.lists(ITEMS, unique=True, max_size=12)
)


@given(basket=BASKETS)
def test_what_is_written_is_read_again_in_its_order(basket):
    assert read_basket(basket.code) == basket


@given(text=st.text(max_size=200))
def test_any_address_is_read_without_an_error(text):
    basket = read_basket(text)
    assert read_basket(basket.code).items == basket.items


@pytest.mark.parametrize(
    "text", ["", "z-1", "s-", "s", "s-A", "ask-1", "s-a~b", "c-a", "s-a/b", "<b>"]
)
def test_what_is_no_item_is_none(text):
    assert read_item(text) is None


def test_parts_that_make_no_sense_are_counted_and_double_ones_stand_once():
    basket = read_basket("s-ikou.nonsense.s-ikou.ask")
    assert basket.code == "s-ikou.ask"
    assert basket.unread == 1


def test_a_code_that_was_cut_off_loses_only_its_last_part():
    code = ".".join(f"q-question-number-{number}" for number in range(100))
    basket = read_basket(code)
    assert basket.unread == 1
    assert code.startswith(basket.code)
    assert basket.is_too_long


@given(basket=BASKETS.filter(lambda basket: basket.items), data=st.data())
def test_an_item_moves_by_one_place_and_back(basket, data):
    item = data.draw(st.sampled_from(basket.items[:-1] or basket.items))
    down = basket.moved(item, by=1)
    assert sorted(down.items, key=str) == sorted(basket.items, key=str)
    if item != basket.items[-1]:
        assert down.moved(item, by=-1) == basket


def test_at_an_end_an_item_stays():
    basket = read_basket("ask.memo.next")
    assert basket.moved(BasketItem(Kind.ASK), by=-1) == basket
    assert basket.moved(BasketItem(Kind.NEXT), by=1) == basket


def test_the_code_needs_no_escapes_in_an_address():
    code = "s-b-gata.c-ikou~a-gata.o-3515300675.ask"
    assert quote(code) == code
