"""Pictures stand beside words: silent, of one size, one for each name on the list."""

import pytest

from texts.pictograms import PICTOGRAMS, drawn

OPENS = (
    '<svg class="glyph" aria-hidden="true" width="32" height="32" viewBox="0 0 24 24"><'
)


def test_every_picture_is_silent_and_looks_like_the_others():
    opened = {name: drawn(name)[: len(OPENS)] for name in PICTOGRAMS}
    assert opened == dict.fromkeys(PICTOGRAMS, OPENS)
    assert len({drawn(name) for name in PICTOGRAMS}) == len(PICTOGRAMS)


def test_a_name_that_is_not_on_the_list_is_no_picture():
    with pytest.raises(KeyError):
        drawn("trash")
