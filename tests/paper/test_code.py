"""The code on paper: read as it was written, and never taken for another page's."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from paper.domain.code import (
    MOST_ROWS,
    PaperCode,
    digest,
    read_code,
    row_key,
    write_code,
)

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
BITS_24, BITS_32 = 2**24 - 1, 2**32 - 1
CODES = st.builds(
    PaperCode,
    view=st.integers(0, 127),
    language=st.integers(0, 15),
    rows=st.lists(st.integers(0, BITS_32), max_size=MOST_ROWS).map(tuple),
    day=st.dates(dt.date(2006, 4, 1), dt.date(2099, 12, 31)),
    facts=st.integers(0, BITS_24),
    words=st.integers(0, BITS_24),
)
CODE = PaperCode(3, 1, (row_key("b-gata"),), dt.date(2026, 11, 22), 7, 2**24 - 1)


@given(code=CODES)
def test_a_code_is_read_as_it_was_written(code):
    assert read_code(write_code(code)) == code


@given(code=CODES)
def test_a_code_is_letters_and_figures_in_groups_of_five(code):
    *groups, last = write_code(code).split("-")
    assert {len(group) for group in groups} <= {5}
    assert 1 <= len(last) <= 5
    assert set("".join([*groups, last])) <= set(LETTERS)


@given(code=CODES, data=st.data())
def test_one_wrong_letter_is_never_another_page(code, data):
    text = write_code(code).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(LETTERS))
    typed = text[:place] + wrong + text[place + 1 :]
    assert read_code(typed) == (code if wrong == text[place] else None)


@given(code=CODES, data=st.data())
def test_two_letters_in_the_wrong_order_are_never_another_page(code, data):
    text = write_code(code).replace("-", "")
    place = data.draw(st.integers(0, len(text) - 2))
    typed = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert read_code(typed) == (code if typed == text else None)


@given(code=CODES, data=st.data())
def test_a_code_that_is_cut_or_has_more_is_none(code, data):
    text = write_code(code)
    cut = data.draw(st.integers(0, len(text.replace("-", "")) - 1))
    more = data.draw(st.text(LETTERS, min_size=1, max_size=8))
    assert read_code(text.replace("-", "")[:cut]) is None
    assert read_code(text + more) is None


@given(text=st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_none(text):
    found = read_code(text)
    assert found is None or read_code(write_code(found)) == found


def test_what_people_type_for_it_is_read_as_well():
    text = write_code(CODE)
    wide = text.translate({ord("-"): "ー"} | {n: n + 0xFEE0 for n in range(48, 123)})
    variants = [
        text.upper(),
        text.replace("-", ""),
        text.replace("-", " "),
        text.replace("0", "o").replace("1", "l"),
        text.replace("0", "O").replace("1", "I"),
        wide,
    ]
    assert [read_code(one) for one in variants] == [CODE] * len(variants)


@given(values=st.lists(st.tuples(st.text(), st.text())))
def test_a_digest_does_not_depend_on_the_order(values):
    assert digest(values) == digest(reversed(values))


@given(values=st.lists(st.text(), unique=True, min_size=2, max_size=4))
def test_a_digest_keeps_texts_apart(values):
    together = ["".join(values)]
    assert (digest(values) == digest(together)) == (values == together)
