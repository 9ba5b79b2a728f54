"""A reading is kana and nothing else, wherever a row keeps one."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from offices.models import Office
from tests.offices.conftest import do
from tests.offices.published import file, row
from texts.domain.kana import is_reading

TAG = "やまぐち<meta http-equiv=refresh content='0;url=https://evil.example/'>"


def readings() -> list[models.Field]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name == "reading" or field.name.endswith("_reading")
        if isinstance(field, models.CharField)
    ]


@pytest.mark.parametrize("field", readings(), ids=str)
def test_no_row_takes_a_reading_that_is_more_than_kana(field):
    assert field.clean("さくらさぎょうしょ", None) == "さくらさぎょうしょ"
    for text in (TAG, "山口", "やまぐちA", "やまぐち&"):
        with pytest.raises(ValidationError, match="だけで書いてください"):
            field.clean(text, None)


def test_every_kind_of_row_with_a_reading_is_asked():
    assert {field.model.__name__ for field in readings()} == {
        "GlossaryTerm", "IncomeBracket", "Municipality", "Office", "OfficeKind",
        "Organization", "PlaceName", "Reading", "ServiceType", "SiteIdentity",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("", True),
        ("ゔぁいおりん", True),
        ("ヴァイオリン", True),
        ("さぽーと24", True),
        ("3人", False),
        ("やまぐち\n", False),
    ],
)
def test_kana_is_told_from_all_else(text, is_one):
    assert is_reading(text) is is_one


def test_an_imported_row_keeps_no_reading_that_is_not_kana(register):
    [report] = do(file(row(1, reading=TAG, organization_reading=TAG)))

    office = Office.objects.get()
    assert (office.name, office.reading) == ("さくら作業所1", "")
    assert office.operator.reading == ""
    assert [issue.code for issue in report.issues] == ["reading_invalid"] * 2
