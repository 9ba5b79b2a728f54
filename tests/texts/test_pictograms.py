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


def test_lines_that_follow_each_other_are_one_path_where_they_can_be():
    assert [drawn(name)[len(OPENS) - 1 :] for name in ("bus", "arrow-left")] == [
        '<path d="M8 6v6M15 6v6M2 12h19.6M18 18h3s.5-1.7.8-2.8c.1-.4.2-.8.2-1.2'
        ' 0-.4-.1-.8-.2-1.2l-1.4-5C20.1 6.8 19.1 6 18 6H4a2 2 0 0 0-2 2v10h3"/>'
        '<circle cx="7" cy="18" r="2"/><path d="M9 18h5"/>'
        '<circle cx="16" cy="18" r="2"/></svg>',
        '<path d="m12 19-7-7 7-7M19 12H5"/></svg>',
    ]
