"""What no page could show is refused when saved, and shown harmlessly where stored."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from facts import rich_text
from facts.quoting import Quotes, check_codes

DAY = dt.date(2026, 11, 21)
HALF = [
    pytest.param(
        "月[[cap:adult-ippan1 です", "そろっていません", id="a code not closed"
    ),
    pytest.param(
        "月[[cap:adult-ippan1] です", "そろっていません", id="a code half closed"
    ),
    pytest.param(
        "月cap:adult-ippan1]] です", "そろっていません", id="a code not begun"
    ),
    pytest.param("]]です", "そろっていません", id="stray brackets"),
    pytest.param("この{方|かた は", "よみがな", id="a reading not closed"),
    pytest.param(
        "この{方|かたは、\n市に", "よみがな", id="a reading not closed in its line"
    ),
    pytest.param("この{方|kata}は", "よみがな", id="a reading not in kana"),
    pytest.param("この方|かた}は", "よみがな", id="a reading not begun"),
    pytest.param("この{方は", "よみがな", id="begun only"),
    pytest.param("この方}は", "よみがな", id="closed only"),
    pytest.param("この{方}は", "よみがな", id="without its reading"),
    pytest.param("この｛方｜かた｝は", "よみがな", id="wide marks"),
    pytest.param("月［［cap:a］］です", "そろっていません", id="wide brackets"),
    pytest.param("月[cap:a]です", "そろっていません", id="a bracket too few"),
]
TOO_MUCH = [
    pytest.param(
        "\n".join("    " * n + "- a" for n in range(600)),
        "深すぎ",
        id="a list 600 deep",
    ),
    pytest.param("- " * 600 + "a", "深すぎ", id="a list 600 deep in a line"),
    pytest.param("1. " * 600 + "a", "深すぎ", id="numbered 600 deep in a line"),
    pytest.param("> " * 600 + "a", "深すぎ", id="quoted 600 deep"),
    pytest.param(">" * 600 + "a", "深すぎ", id="quoted 600 deep without gaps"),
    pytest.param(
        "\n".join("\t" * n + "* a" for n in range(600)), "深すぎ", id="by tabs"
    ),
    pytest.param("あ" * 10_001, "長すぎ", id="too long"),
    pytest.param("[a" * 5_000, "多すぎ", id="brackets apart"),
    pytest.param("(" * 10_000, "多すぎ", id="round brackets"),
    pytest.param("<" * 10_000, "多すぎ", id="angles"),
    pytest.param("![" * 5_000, "多すぎ", id="pictures"),
    pytest.param("[" * 10_000, "そろっていません", id="brackets in a row"),
    pytest.param("*" * 10_000, "多すぎ", id="stars"),
    pytest.param("_" * 10_000, "多すぎ", id="lines"),
]
FINE = [
    pytest.param(
        "この{方|かた}は、[市](/offices/)に（電話で）", id="readings and links"
    ),
    pytest.param("- a\n    - b\n        - c", id="a list three deep"),
    pytest.param("1 < 2、[a] と a|b と {a}", id="signs in prose"),
    pytest.param("**強**い\n\n> 引用", id="emphasis and a quotation"),
]


@pytest.mark.parametrize(("text", "sentence"), [*HALF, *TOO_MUCH])
def test_a_text_that_no_page_could_show_is_refused(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        check_codes(text)


@pytest.mark.parametrize("text", FINE)
def test_a_text_in_shape_is_taken(text):
    assert check_codes(text) is None


@pytest.mark.parametrize(("text", "sentence"), [*HALF, *TOO_MUCH])
def test_one_that_is_stored_already_is_shown_at_once(text, sentence):
    assert rich_text.blocks(text, Quotes(on=DAY)).startswith("<")
