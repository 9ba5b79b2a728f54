"""「使い方」: the handbook is read on the desk, and its links lead on."""

import re

import pytest
from django.urls import reverse

from staff.handbook import _PAGES

pytestmark = pytest.mark.django_db
FIRST = reverse("admin:handbook")


def test_the_desk_leads_to_every_page_of_the_handbook(admin_client):
    assert f'href="{FIRST}">使い方' in admin_client.get("/admin/").content.decode()
    listed = admin_client.get(FIRST).context["text"]
    names = sorted(re.findall(r'href="([a-z-]+)/"', listed))
    assert names == sorted({path.stem for path in _PAGES.glob("*.md")} - {"README"})
    answers = {name: admin_client.get(f"{FIRST}{name}/").status_code for name in names}
    assert answers == dict.fromkeys(names, 200)


def test_a_link_from_page_to_page_leads_on(admin_client):
    text = admin_client.get(f"{FIRST}text/").context["text"]
    assert re.findall(r'href="([^"]+)"', text) == ["../amount/", "../changes/"]


def test_a_page_that_is_not_there_is_not_found(admin_client):
    assert admin_client.get(f"{FIRST}nothing/").status_code == 404


def test_the_handbook_is_for_staff(client):
    assert client.get(FIRST).status_code == 302
