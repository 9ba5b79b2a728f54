"""A row deleted while its form is open: nothing that was typed is lost."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from guide.models import Faq, Page
from services.models import Choice, Question
from staff.base import StaffAdmin
from staff.gone import GivesBack
from tests import rows
from tests.staff.test_between import address_of, errors_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor_client(db) -> Client:
    call_command("make_roles", verbosity=0)
    user = User.objects.create_user("hanako", is_staff=True)
    user.groups.add(Group.objects.get(name="編集者"))
    client = Client()
    client.force_login(user)
    return client


def test_what_was_typed_comes_back_and_can_be_saved_as_a_new_row(admin_client):
    row = rows.faq()
    sent = opened(admin_client, row) | {"answer_ja": "長く考えた文です。"}
    address = address_of(row)
    row.delete()

    page = admin_client.post(address, sent)

    form = page.context["adminform"].form
    assert "この内容を消しました" in errors_of(page)
    assert form["answer_ja"].value() == "長く考えた文です。"
    assert f'action="{reverse("admin:guide_faq_add")}"' in page.content.decode()
    assert not Faq.objects.exists()

    again = {name: value for name, value in sent.items() if name != "_seen"}
    assert admin_client.post(reverse("admin:guide_faq_add"), again).status_code == 302
    assert Faq.objects.get().answer == "長く考えた文です。"


def test_the_rows_typed_under_it_come_back_too(admin_client):
    question = Question.objects.create(code="q", text="質問")
    for number in (1, 2):
        Choice.objects.create(
            question=question, code=f"c{number}", text="答え", order=number
        )
    sent = opened(admin_client, question) | {"choices-1-text_ja": "直した答え"}
    address = address_of(question)
    question.delete()

    page = admin_client.post(address, sent)

    (inline,) = [
        one.formset
        for one in page.context["inline_admin_formsets"]
        if one.formset.prefix == "choices"
    ]
    typed = [form for form in inline.forms if form["text_ja"].value()]
    assert [form["text_ja"].value() for form in typed] == ["答え", "直した答え"]
    assert [form.errors for form in typed] == [{}, {}]


def test_a_row_under_it_that_is_gone_comes_back_as_a_new_one(admin_client):
    question = Question.objects.create(code="q", text="質問", reason="わけ")
    for number in (1, 2, 3):
        Choice.objects.create(
            question=question, code=f"c{number}", text="答え", order=number
        )
    sent = opened(admin_client, question) | {
        "choices-1-text_ja": "直した答え",
        "choices-TOTAL_FORMS": "3",
    }
    Choice.objects.get(code="c2").delete()

    page = admin_client.post(address_of(question), sent)

    [inline] = [one.formset for one in page.context["inline_admin_formsets"]]
    assert "下の表の行を消しました" in errors_of(page)
    assert [form["text_ja"].value() for form in inline.forms] == [
        "答え",
        "答え",
        "直した答え",
    ]
    assert [form.instance.code for form in inline.initial_forms] == ["c1", "c3"]
    assert inline.errors == [{}, {}, {}]


def test_a_row_only_shown_under_it_that_is_gone_is_no_hindrance(admin_client):
    service = rows.service()
    facts = [rows.fact(service, kind) for kind in ("pay", "hours")]
    sent = opened(admin_client, service) | {"purpose_ja": "新しい文です。"}
    facts[0].delete()

    assert admin_client.post(address_of(service), sent).status_code == 302

    service.refresh_from_db()
    assert service.purpose == "新しい文です。"


def test_who_may_not_make_such_a_row_gets_the_words_back(editor_client):
    page = Page.objects.create(view="guide:faq", title="質問", checked_on=rows.DAY)
    sent = opened(editor_client, page) | {"lead_ja": "長く考えた文です。"}
    address = address_of(page)
    page.delete()

    answer = editor_client.post(address, sent).content.decode()

    assert "長く考えた文です。" in answer
    assert "この内容を消しました" in answer


def test_a_row_that_is_gone_before_its_form_is_opened_is_told_as_ever(admin_client):
    row = rows.faq()
    address = address_of(row)
    row.delete()
    assert admin_client.get(address).status_code == 302


@pytest.mark.parametrize(
    "model",
    [m for m, one in admin.site._registry.items() if isinstance(one, StaffAdmin)],
)
def test_every_form_for_content_gives_back_what_was_typed(model):
    assert isinstance(admin.site._registry[model], GivesBack)
