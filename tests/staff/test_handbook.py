"""「使い方」: the handbook is read on the desk, and its links lead on."""

import re

import pytest
from django.urls import reverse

from staff.handbook import _PAGES, _PICTURES

pytestmark = pytest.mark.django_db
FIRST = reverse("admin:handbook")


def test_the_desk_leads_to_every_page_of_the_handbook(admin_client):
    assert f'href="{FIRST}">使い方' in admin_client.get("/admin/").content.decode()
    listed = admin_client.get(FIRST).context["text"]
    names = sorted(re.findall(rf'href="{FIRST}([a-z-]+)/"', listed))
    assert names == sorted({path.stem for path in _PAGES.glob("*.md")} - {"README"})
    answers = {name: admin_client.get(f"{FIRST}{name}/").status_code for name in names}
    assert answers == dict.fromkeys(names, 200)


def test_a_link_from_page_to_page_leads_on(admin_client):
    text = admin_client.get(f"{FIRST}text/").context["text"]
    assert re.findall(r'href="([^"]+)"', text) == [
        f"{FIRST}amount/",
        f"{FIRST}changes/",
    ]


def test_a_page_that_is_not_there_is_not_found(admin_client):
    assert admin_client.get(f"{FIRST}nothing/").status_code == 404


def test_the_handbook_is_for_staff(client):
    assert client.get(FIRST).status_code == 302


def test_every_picture_is_shown_and_none_is_heavy():
    shown = [
        name
        for path in _PAGES.glob("*.md")
        for name in re.findall(r"!\[.+]\(pictures/([a-z-]+)\.png\)", path.read_text())
    ]
    bytes_of = {path.stem: path.stat().st_size for path in _PICTURES.glob("*.png")}
    assert {*shown} == {*bytes_of}
    assert {name for name, size in bytes_of.items() if size > 60_000} == set()


def test_a_picture_is_for_staff_and_no_other_file_is_one(admin_client):
    path = next(_PICTURES.glob("*.png"))
    answer = admin_client.get(f"{FIRST}pictures/{path.name}")
    assert (answer["Content-Type"], answer.content) == ("image/png", path.read_bytes())
    asked = ("nothing.png", "../phone.md", "..%2fphone.md", f"%2e%2e/{path.name}")
    answers = [admin_client.get(f"{FIRST}pictures/{name}") for name in asked]
    assert [answer.status_code for answer in answers] == [404] * len(asked)
    admin_client.logout()
    assert admin_client.get(f"{FIRST}pictures/{path.name}").status_code == 302
