"""Each text that staff write is refused when no page could show it, titles too."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from facts.quoting import check_codes, check_without_codes
from guide.models import Faq
from staff.language import TextColumn
from tests import rows
from tests.facts.test_text_shape import HALF
from tests.staff.test_between import address_of, opened

SHAPE_CHECKS = (check_codes, check_without_codes)
# Texts that have one column: what they are, so that nobody asks for their shape.
_KEYS = (
    "code slug reading city_reading prefecture_reading period folder view surface"
    " code6 wam_code office_number source_no corporate_number postal_code"
)
_REACHED = (
    "phone fax email url form_url page_url city_url main_phone section_phone"
    " section_fax section_email"
)
_MADE = (
    "name_norm search_text sort_key content_hash sha256 encoding first_period"
    " last_period missing_since source_digest text_digest address now_at"
    " field language read_by table column value message old new rejects file_name"
    " kind path label key part under status digest form_table form_key accepted"
)
# As whoever gave the data wrote it; shown as it is.
_GIVEN = (
    "name prefecture address supplied_by publisher licence_text attribution"
    " designated_by closed_days hours_note text words"
)
# What searches compare, and never show.
_COMPARED = "word also means sentences pages towns"
_FOR_STAFF = "note allowed_answers other_words title answer"
OTHERWISE = {*_KEYS.split(), *_REACHED.split(), *_MADE.split(), *_GIVEN.split()} | {
    *_COMPARED.split(),
    *_FOR_STAFF.split(),
}


def our_models() -> list[type[models.Model]]:
    return [
        model
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        for model in app.get_models()
    ]


def texts(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model that hold free text, each column by itself."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]


def columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in texts(model) if isinstance(field, TextColumn)]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_text_is_checked_or_is_known_to_be_something_else(model) -> None:
    checked = {one.name for one in columns(model)}
    checked |= {one.translated_field.name for one in columns(model)}
    names = [field.name for field in texts(model) if field.name not in checked]
    assert [name for name in names if name not in OTHERWISE] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_each_column_of_a_text_is_checked_in_one_of_two_ways(model) -> None:
    checks = {
        column.name: [one for one in column.validators if one in SHAPE_CHECKS]
        for column in columns(model)
    }
    assert {name: len(found) for name, found in checks.items()} == dict.fromkeys(
        checks, 1
    )


@pytest.mark.parametrize(("text", "sentence"), HALF)
def test_a_title_that_no_page_could_show_is_refused(text, sentence) -> None:
    with pytest.raises(ValidationError, match=sentence):
        check_without_codes(text)


def test_a_title_takes_a_reading_and_no_code() -> None:
    assert check_without_codes("この{方|かた}は") is None
    with pytest.raises(ValidationError, match="ふつうの文字で"):
        check_without_codes("月[[cap:adult-ippan1]]です")


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["question_ja", "question_en"])
def test_the_form_says_so_at_the_text_and_keeps_it(column, admin_client) -> None:
    row = rows.faq()
    sent = opened(admin_client, row) | {column: "[[cap:adult-ippan1 とは"}

    page = admin_client.post(address_of(row), sent)

    form = page.context["adminform"].form
    assert form.errors[column]
    assert form[column].value() == "[[cap:adult-ippan1 とは"
    assert Faq.objects.get().question == row.question
