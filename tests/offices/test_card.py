"""What a list fetches of an office: every field that its card shows, and no other."""

import pytest
from django.test import Client

from offices.directory import _OF_A_SERVICE, _OF_AN_OFFICE
from offices.models import Office, OfficeService
from tests import rows

CARDS = {Office: _OF_AN_OFFICE, OfficeService: _OF_A_SERVICE}
_ON_ITS_PAGE = "stands on the office's own page"
_OF_SEARCH = "what searches look into, shown nowhere"
_OF_IMPORT = "how the row came here"
LEFT_OUT = {
    Office: {
        "source": _ON_ITS_PAGE,
        "article": _ON_ITS_PAGE,
        "certainty": _ON_ITS_PAGE,
        "check_due": _ON_ITS_PAGE,
        "operator": _ON_ITS_PAGE,
        "form_url": _ON_ITS_PAGE,
        "access": _ON_ITS_PAGE,
        "barrier_free": _ON_ITS_PAGE,
        "note": _ON_ITS_PAGE,
        "order": "a list has an order of its own",
        "is_published": "a list has no others",
        "is_found": "a list has no others",
        "status_on": _ON_ITS_PAGE,
        "locked_fields": _OF_IMPORT,
        "name_norm": _OF_SEARCH,
        "search_text": _OF_SEARCH,
        "sort_key": _OF_SEARCH,
        "created_at": _OF_IMPORT,
        "updated_at": _OF_IMPORT,
    },
    OfficeService: {
        "source": _OF_IMPORT,
        "source_no": _OF_IMPORT,
        "designated_by": _ON_ITS_PAGE,
        "phone": _ON_ITS_PAGE,
        "fax": _ON_ITS_PAGE,
        "url": _ON_ITS_PAGE,
        "closed_days": _ON_ITS_PAGE,
        "hours_note": _ON_ITS_PAGE,
        "first_period": _OF_IMPORT,
        "missing_since": _OF_IMPORT,
        "content_hash": _OF_IMPORT,
        "raw": _OF_IMPORT,
        "locked_fields": _OF_IMPORT,
    },
}


@pytest.mark.parametrize("model", CARDS, ids=lambda model: model.__name__)
def test_every_field_is_fetched_or_left_out_on_purpose(model):
    """A field that is added to the model must be put into one of the lists."""
    stored = {
        field.name
        for field in model._meta.concrete_fields
        if not hasattr(field, "translated_field") and not field.primary_key
    }
    fetched = {name.partition("__")[0] for name in CARDS[model]}
    assert fetched & set(LEFT_OUT[model]) == set()
    assert fetched | set(LEFT_OUT[model]) == stored


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_card_asks_for_nothing_that_was_not_fetched(
    number, django_assert_num_queries
):
    """A field that a card shows and the list does not fetch costs a query a card."""
    for _ in range(number):
        rows.full_place(fax="083-922-4112", url="https://example.org/")
    Client().get("/offices/search/")  # what one can choose is kept until a change
    with django_assert_num_queries(3):
        assert Client().get("/offices/search/").status_code == 200
