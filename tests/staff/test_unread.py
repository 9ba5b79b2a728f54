"""Words without a sure reading, and readings that cannot be: what staff are shown."""

import pytest
from django.urls import reverse

from tests import rows


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_staff_see_each_word_without_a_sure_reading_once(admin_client, count):
    rows.reading("市", "し")
    for _ in range(count):
        row = rows.step()
        row.title_ja = "市の人件費"
        row.save()
    response = admin_client.get(reverse("admin:texts_reading_unread"))
    found = [one for one in response.context["words"] if one[0] == "人件費"]
    assert found == [("人件費", "市の人件費", count)]


@pytest.mark.django_db
def test_staff_see_names_whose_reading_leaves_out_a_part(admin_client):
    rows.place(name="山口の就労支援工房", reading="やまぐちこうぼう")
    rows.place(name="山口の園", reading="やまぐちのその")
    response = admin_client.get(reverse("admin:texts_reading_unread"))
    assert response.context["names"] == [("山口の就労支援工房", "やまぐちこうぼう")]


@pytest.mark.django_db
def test_the_list_of_readings_leads_to_what_has_none(admin_client):
    page = admin_client.get(reverse("admin:texts_reading_changelist")).content.decode()
    assert f'href="{reverse("admin:texts_reading_unread")}"' in page
