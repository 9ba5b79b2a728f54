"""A reading is kana and nothing else, wherever the directory keeps one."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from offices.models import Office
from tests.offices.conftest import do
from tests.offices.published import file, row
from texts.domain.kana import is_reading

TAG = "やまぐち<meta http-equiv=refresh content='0;url=https://evil.example/'>"


def readings() -> list[models.Field]:
    found = []
    for model in apps.get_app_config("offices").get_models():
        try:
            found.append(model._meta.get_field("reading"))
        except FieldDoesNotExist:
            continue
    return found


@pytest.mark.parametrize("field", readings(), ids=str)
def test_no_reading_in_the_directory_takes_more_than_kana(field):
    field.clean("さくら・ホーム（アー）", None)
    for text in (TAG, "山口", "やまぐちA", "やまぐち\n", "やまぐち&"):
        with pytest.raises(ValidationError, match="ひらがな・カタカナ"):
            field.clean(text, None)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("", True),
        ("ゔぁいおりん", True),
        ("ヴァイオリン", True),
        ("さぽーと24", True),
        ("3人", False),
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
