"""Texts name the city by codes: `[[site:city]]`."""

import pytest
from django.core.exceptions import ValidationError

from facts.quoting import Quotes, check_codes
from guide.models import SiteIdentity
from tests import rows
from texts.languages import language_of, speaking

pytestmark = pytest.mark.django_db

NAMES = {
    "city_ja": "霧市",
    "city_ja_simple": "霧市",
    "city_en": "Kiri City",
    "prefecture_ja": "霧県",
    "prefecture_ja_simple": "霧県",
    "area_ja": "霧市と雲市",
    "area_ja_simple": "霧市と雲市",
}


def said(code: str, language: str) -> str | None:
    with speaking(language_of(language)):
        return Quotes(on=rows.DAY).get("site", code)


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        pytest.param("city", "ja", "霧市", id="the city"),
        pytest.param("city", "en", "Kiri City", id="in the language of the page"),
        pytest.param("prefecture", "ja-simple", "霧県", id="the prefecture"),
        pytest.param("area", "ja", "霧市と雲市", id="the area"),
        pytest.param("phone", "ja", "（わかりません）", id="a phone not known"),
        pytest.param("phone", "en", "(not known)", id="the same in English"),
        pytest.param("section", "ja", "障がい福祉の担当課", id="a section not known"),
    ],
)
def test_a_code_gives_what_the_identity_says(code, language, words):
    SiteIdentity.objects.create(**NAMES)
    assert said(code, language) == words


def test_the_sections_own_number_comes_before_the_main_one():
    site = SiteIdentity.objects.create(**NAMES, main_phone="03-0000-0000")
    assert said("phone", "ja") == "03-0000-0000"
    site.section_phone = "03-0000-0001"
    site.save()
    assert said("phone", "ja") == "03-0000-0001"


def test_a_code_that_no_field_has_is_refused_in_words():
    SiteIdentity.objects.create(**NAMES)
    check_codes("[[site:city]]の窓口")
    with pytest.raises(ValidationError) as refused:
        check_codes("[[site:mayor]]")
    assert refused.value.messages == [
        "[[site:mayor]] という名前は登録されていません。コードを確かめてください。"
    ]


def test_before_there_is_a_city_a_code_has_no_value():
    assert said("city", "ja") is None
