"""The admin as staff meet it: in Japanese, theirs alone, with what waits on top."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from fees.models import FeeCap
from guide.models import Page, SearchMiss, ShippedRow, SiteIdentity
from offices.models import ImportIssue, ImportTrace, OfficeChange, OfficeReport
from staff.management.commands.make_roles import KEPT_FROM_EDITORS
from staff.models import RowChange
from staff.site import GROUPS
from tests import rows
from texts.models import ContentChange, Translation

pytestmark = pytest.mark.django_db

CONTENT = ("texts", "facts", "services", "fees", "offices", "guide")
MODELS = [
    model
    for app in CONTENT
    for model in apps.get_app_config(app).get_models()
    if model is not ContentChange  # the program's own, of which staff see nothing
]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
PASSWORD = "nagai-aikotoba-desu"


def address(model, view: str, *args: object) -> str:
    return reverse(
        f"admin:{model._meta.label_lower.replace('.', '_')}_{view}", args=args
    )


def staff(name: str = "hanako") -> User:
    return User.objects.create_user(name, password=PASSWORD, is_staff=True)


@pytest.fixture
def editor() -> Client:
    call_command("make_roles", verbosity=0)
    user = staff()
    user.groups.add(Group.objects.get(name="編集者"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def site() -> SiteIdentity:
    return SiteIdentity.objects.create(
        title="ガイド",
        city="山口市",
        city_reading="やまぐちし",
        prefecture="山口県",
        city_url="https://example.org/",
        section="障がい福祉課",
        main_phone="083-922-4111",
        hours="平日",
        closed="土日",
        postal_code="753-8650",
        address="山口市",
        area="山口市と防府市",
    )


def page_row() -> Page:
    return Page.objects.create(
        view="fees:caps",
        title="お金",
        nav_label="お金",
        summary="お金のこと",
        checked_on=rows.DAY,
    )


# --- every model ----------------------------------------------------------------


# The city is one row; what happened is written by what happens, and so is the state
# of a translation.
UNUSUAL = {
    SiteIdentity: (302, 403),
    OfficeChange: (200, 403),
    ImportIssue: (200, 403),
    ImportTrace: (200, 403),
    OfficeReport: (200, 403),
    SearchMiss: (200, 403),
    ShippedRow: (200, 403),
    Translation: (200, 403),
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_staff_can_list_and_add_every_kind_of_row(model, admin_client):
    expected = UNUSUAL.get(model, (200, 200))
    asked = (address(model, "changelist"), address(model, "add"))
    assert tuple(admin_client.get(page).status_code for page in asked) == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_name_and_every_help_is_japanese(model):
    fields = [
        field
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.primary_key
    ]
    words = [model._meta.verbose_name, model._meta.verbose_name_plural]
    words += [
        word for field in fields for word in (field.verbose_name, field.help_text)
    ]
    own = {"FAX [ja]"}
    foreign = [w for w in map(str, words) if not JAPANESE.search(w) and w not in own]
    assert [word for word in foreign if word != "FAX"] == []


def test_every_model_stands_in_a_group_of_the_first_page():
    grouped = " ".join(GROUPS.values()).split()
    assert {model.__name__ for model in MODELS} - set(grouped) == set()
    assert {model.__name__ for model in admin.site._registry} == set(grouped)


def test_the_columns_of_a_text_are_named_by_their_language(admin_client):
    form = admin_client.get(address(Page, "add")).context["adminform"].form
    assert [
        form.fields[f"lead_{code}"].label for code in ("ja", "ja_simple", "en")
    ] == [
        "はじめの文（日本語）",
        "はじめの文（やさしい日本語）",
        "はじめの文（English）",
    ]


def test_the_languages_of_a_text_stand_in_one_line_each_marked_as_such(admin_client):
    page = admin_client.get(address(Page, "add"))
    lines = [
        [field.field for field in line]
        for part in page.context["adminform"]
        for line in part
    ]
    [lead] = [line for line in lines if line[0].name == "lead_ja"]
    assert [(field.name, field.field.widget.attrs["lang"]) for field in lead] == [
        ("lead_ja", "ja"),
        ("lead_ja_simple", "ja"),
        ("lead_en", "en"),
    ]


def test_the_admin_needs_nothing_inline_and_nothing_from_elsewhere(admin_client):
    for asked in (reverse("admin:index"), address(FeeCap, "add")):
        page = admin_client.get(asked).content.decode()
        assert (
            re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=", page)
            == []
        )
        assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


# --- the one row about the city, and the pages ------------------------------------


def test_the_list_of_the_city_leads_to_its_form(site, admin_client):
    page = admin_client.get(address(SiteIdentity, "changelist"), follow=True)
    assert page.redirect_chain == [(address(SiteIdentity, "change", 1), 302)]
    assert page.status_code == 200


def test_nobody_adds_or_deletes_the_city(site, admin_client):
    assert admin_client.get(address(SiteIdentity, "add")).status_code == 403
    assert admin_client.post(address(SiteIdentity, "delete", 1)).status_code == 403


def test_an_editor_changes_the_words_of_a_page_but_not_which_page_it_is(editor):
    page = page_row()

    form = editor.get(address(Page, "change", page.pk)).context["adminform"].form

    assert "lead_ja" in form.fields
    assert "view" not in form.fields
    assert editor.get(address(Page, "add")).status_code == 403
    assert editor.post(address(Page, "delete", page.pk)).status_code == 403


# --- who may do what --------------------------------------------------------------


def test_editors_have_every_right_to_content_and_none_to_people():
    call_command("make_roles", verbosity=0)
    call_command("make_roles", verbosity=0)

    rights = Group.objects.get(name="編集者").permissions.all()

    content = rights.filter(content_type__app_label__in=CONTENT)
    assert content.count() == 4 * len(MODELS) - len(KEPT_FROM_EDITORS)
    assert not rights.filter(content_type__app_label__in=["auth", "axes"]).exists()
    assert not rights.filter(codename__in=KEPT_FROM_EDITORS).exists()
    assert Permission.objects.filter(content_type__app_label="axes").exists()


def test_an_editor_changes_a_cap_in_a_draft(editor):
    cap = rows.cap()
    form = editor.get(address(FeeCap, "change", cap.pk)).context["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in given.items() if value not in (None, False)}

    editor.post(address(FeeCap, "change", cap.pk), given | {"yen": 9_400})

    cap.refresh_from_db()
    [row] = RowChange.objects.filter(table="fees.feecap")
    assert (cap.yen, row.before["yen"], row.after["yen"]) == (9_300, 9_300, 9_400)


@pytest.mark.parametrize("model", [User, Group])
def test_an_editor_sees_neither_users_nor_groups(model, editor):
    assert editor.get(address(model, "changelist")).status_code == 403


def test_after_five_wrong_passwords_the_page_says_what_to_do():
    staff()
    client = Client()

    pages = [
        client.post(reverse("admin:login"), {"username": "hanako", "password": "wrong"})
        for _ in range(5)
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200, 429]
    told = pages[-1].content.decode()
    assert "<h1>ログインを止めています</h1>" in told
    assert "パスワードが続けて5回ちがったので" in told
    assert "1時間待ってから" in told


def test_an_administrator_lets_a_locked_out_colleague_in_again(admin_client):
    user, client = staff(), Client()
    for _ in range(5):
        client.post(reverse("admin:login"), {"username": "hanako", "password": "wrong"})

    admin_client.post(
        address(User, "changelist"), {"action": "unlock", "_selected_action": [user.pk]}
    )
    page = client.post(
        reverse("admin:login"),
        {"username": "hanako", "password": PASSWORD, "next": "/"},
    )

    assert page.status_code == 302
