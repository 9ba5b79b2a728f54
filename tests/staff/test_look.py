"""「ページを見て直す」: a public page with the ways to its fields."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guide.models import Faq, Page
from offices.models import Office
from services.models import ServiceType
from staff.placing import first_words, with_links

LOOK = reverse("admin:look")


class Words(str):
    """A text to be placed: itself."""

    @property
    def text(self) -> str:
        return str(self)


def linked(page: str, *texts: str) -> tuple[str, list[str]]:
    done, lost = with_links(page, map(Words, texts), lambda one: f"<{one[:2]}>")
    return done, [str(one) for one in lost]


@pytest.mark.parametrize(
    ("page", "text", "done"),
    [
        pytest.param(
            "<main><p>働く<b>こと</b>です。</p><p>次</p></main>",
            "働くことです。",
            "<main><p>働く<b>こと</b>です。<働く></p><p>次</p></main>",
            id="at the end of its paragraph",
        ),
        pytest.param(
            '<main><a href="/"><h2>働<wbr>く</h2></a></main>',
            "働く",
            '<main><a href="/"><h2>働<wbr>く</h2></a><働く></main>',
            id="after the link that it stands in",
        ),
        pytest.param(
            "<main><p><ruby>働<rt>はたら</rt></ruby>く</p></main>",
            "働く",
            "<main><p><ruby>働<rt>はたら</rt></ruby>く<働く></p></main>",
            id="under its readings",
        ),
        pytest.param(
            "<main><ul><li>A &amp; B の人たち</li></ul></main>",
            "- A & B の人たち\n- C",
            "<main><ul><li>A &amp; B の人たち<- ></li></ul></main>",
            id="the first of a list",
        ),
        pytest.param(
            "<main><p>月に9,300円までを はらいます</p></main>",
            "月に[[cap:a]]までを はらいます",
            "<main><p>月に9,300円までを はらいます<月に></p></main>",
            id="with a number put in",
        ),
        pytest.param(
            "<main><h1>お金</h1><p>お金のこと</p></main>",
            "お金",
            "<main><h1>お金<お金></h1><p>お金のこと</p></main>",
            id="a short one where nothing else stands",
        ),
    ],
)
def test_a_link_stands_beside_the_text(page, text, done):
    assert linked(page, text) == (done, [])


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("<main><p>お金のこと</p></main>", "お金", id="a part of another"),
        pytest.param("<nav><p>働くこと</p></nav><main></main>", "働くこと", id="menu"),
        pytest.param("<main><p>ほか</p></main>", "", id="empty"),
    ],
)
def test_what_has_no_place_of_its_own_is_given_back(page, text):
    assert linked(page, text) == (page, [text])


def test_rows_of_the_same_words_have_a_place_each():
    page = "<main><p>あります</p><p>あります</p></main>"
    done, _ = with_links(page, [Words("あります")] * 2, lambda one: "<x>")
    assert done == "<main><p>あります<x></p><p>あります<x></p></main>"


def test_the_first_words_are_what_a_page_shows_of_a_text():
    assert first_words("## {就労|しゅうろう}の[相談](/offices/)です") == "就労の"


# --- the page ---------------------------------------------------------------------


@pytest.fixture
def editor(content) -> Client:
    user = User.objects.create_user("hanako", is_staff=True)
    user.groups.add(Group.objects.get(name="編集者"))
    client = Client()
    client.force_login(user)
    return client


def links(page: str, model) -> list[str]:
    name = model._meta.label_lower.replace(".", "/")
    return re.findall(rf'href="(/admin/{name}/\d+/change/[^"]*)"', page)


def test_a_page_of_the_site_shows_the_way_to_every_text(editor):
    before = Client().get("/services/b-gata/").content
    service = ServiceType.objects.get(slug="b-gata")

    given = {"at": "https://example.org/services/b-gata/"}
    answer = editor.get(LOOK, given, follow=True)
    page = answer.content.decode()

    assert answer.redirect_chain == [("/admin/look/at/services/b-gata/", 302)]
    form = f"/admin/services/servicetype/{service.pk}/change/"
    [main] = re.findall(r"<main.*</main>", page, re.DOTALL)
    beside = links(main, ServiceType)
    assert beside == [
        f"{form}#id_{column}_ja"
        for column in ("name", "purpose", "for_whom", "article")
    ]
    assert re.search(rf'このページのもと：<a href="{form}">', page)
    assert 'href="/admin/look/at/fees/' in page  # links lead on here
    assert answer["X-Robots-Tag"] == "noindex"
    assert re.findall(r"<a\b[^>]*>(?:(?!</a>).)*<a\b", page, re.DOTALL) == []
    # What readers get is the same as ever.
    assert Client().get("/services/b-gata/").content == before


def test_a_page_in_another_language_leads_to_the_fields_of_that(editor):
    page = editor.get("/admin/look/at/easy/services/b-gata/").content.decode()
    [main] = re.findall(r"<main.*</main>", page, re.DOTALL)
    beside = [address.partition("#")[2] for address in links(main, ServiceType)]
    assert beside[:2] == ["id_name_ja_simple", "id_purpose_ja_simple"]


@pytest.mark.parametrize(
    ("path", "model", "name"),
    [
        pytest.param("", Page, "nav_label_ja", id="the first page"),
        pytest.param("faq/", Faq, "question_ja", id="questions"),
    ],
)
def test_other_pages_do_as_well(path, model, name, editor):
    page = editor.get(f"/admin/look/at/{path}")
    assert page.status_code == 200
    assert f"#id_{name}" in "".join(links(page.content.decode(), model))


def test_an_office_leads_to_its_form(editor):
    office = Office.objects.listed().first()
    page = editor.get("/admin/look/at" + office.get_absolute_url()).content.decode()
    assert f"/admin/offices/office/{office.pk}/change/" in links(page, Office)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("/nowhere/", id="no page"),
        pytest.param("/admin/", id="the admin itself"),
        pytest.param("b-gata", id="no address"),
        pytest.param("https://[", id="nonsense"),
        pytest.param("/robots.txt", id="no page of text"),
        pytest.param("/offices/office/%2e%2e/", id="odd"),
    ],
)
def test_what_is_no_page_is_asked_for_again_with_what_was_typed(given, editor):
    answer = editor.get(LOOK, {"at": given}, follow=True)
    assert answer.status_code == 404
    assert "というページは ありません。" in answer.content.decode()


def test_nobody_but_staff_looks():
    call_command("check", verbosity=0)
    assert Client().get("/admin/look/at/faq/")["Location"].startswith("/admin/login/")


def test_a_form_leads_to_the_page_that_shows_its_row(editor):
    service = ServiceType.objects.get(slug="b-gata")
    form = reverse("admin:services_servicetype_change", args=[service.pk])
    page = editor.get(form).content.decode()
    assert 'href="/admin/look/?at=/services/b-gata/"' in page
    assert f'name="one" value="services.servicetype:{service.pk}"' in page
