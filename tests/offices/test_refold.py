"""What offices are found by follows what it is made of."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from offices.models import Municipality, Office, OfficeService
from tests import rows

pytestmark = pytest.mark.django_db


def found(words: str) -> int:
    return Client().get("/offices/search/", {"q": words}).context["found"].total


def test_an_office_is_found_by_the_new_reading_of_its_municipality():
    rows.full_place()
    assert found("あたらしし") == 0
    municipality = Municipality.objects.get()
    municipality.reading = "あたらしし"
    municipality.save()
    assert found("あたらしし") == 1


def test_an_office_is_found_by_the_new_number_of_a_service_and_not_by_one_gone():
    office = rows.full_place()
    first, second = office.services.order_by("pk")
    first.office_number = "3512345678"
    first.save()
    assert found("3512345678") == 1
    first.delete()
    assert found("3512345678") == 0
    assert found(second.office_number) == 1


def test_a_refold_mends_what_another_fold_had_made():
    office, other = rows.full_place(), rows.full_place()
    Office.objects.filter(pk=office.pk).update(search_text="", sort_key="x")
    before = Office.objects.get(pk=other.pk)
    told = StringIO()
    call_command("refold", stdout=told)
    assert told.getvalue() == "1 か所の、さがすための文を新しくしました。\n"
    assert found("ひまわり") == 2
    assert Office.objects.get(pk=other.pk).updated_at == before.updated_at
    assert Office.objects.all().refold() == 0


def test_an_update_folds_anew(content):
    Office.objects.update(search_text="")
    call_command("update_content", verbosity=0, stdout=StringIO())
    assert not Office.objects.filter(search_text="").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_refold_costs_the_same_however_many(number, django_assert_num_queries):
    for _ in range(number):
        rows.full_place()
    OfficeService.objects.update(office_number="3511111111")
    with django_assert_num_queries(3):
        assert Office.objects.all().refold() == number
