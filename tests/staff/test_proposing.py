"""A new row's code is made from what it is called, and its place is the last."""

import pytest
from django.urls import reverse

from guide.models import FaqGroup, GlossaryTerm
from staff.proposing import code_of, free_code
from tests import rows

_TEXTS = {
    "title_ja": "おかねのこと",
    "title_ja_simple": "おかね",
    "title_en": "Money",
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("こうちん", "kochin"),
        ("工賃", "kochin"),
        ("工賃の話", "kochin-no"),
        ("Ａ型", "a"),
        ("がっこう", "gakko"),
        ("コーヒー、ください。", "kohi-kudasai"),
        ("話", ""),
        ("😀", ""),
        ("あ" * 200, "a" * 40),
        ("ほんとうのこと " * 9, "hontonokoto-hontonokoto-hontonokoto"),
    ],
)
def test_a_code_is_the_name_in_latin_letters(text, code):
    rows.term()  # 工賃, こうちん
    assert code_of(text) == code


def test_a_code_that_is_taken_is_counted_on():
    for code in ("a", "a-2", "a-b"):
        FaqGroup.objects.create(code=code, title="x")
    assert free_code(FaqGroup, "code", "a") == "a-3"
    assert free_code(FaqGroup, "code", "b") == "b"
    assert free_code(FaqGroup, "code", "") == "faqgroup"


def add(client, model: str, **given):
    return client.post(reverse(f"admin:guide_{model}_add"), given)


def test_a_row_is_added_without_a_code(admin_client):
    FaqGroup.objects.create(code="okanenokoto", title="お金", order=7)
    add(admin_client, "faqgroup", **_TEXTS)

    assert [*FaqGroup.objects.values_list("code", "order")] == [
        ("okanenokoto", 7),
        ("okanenokoto-2", 8),
    ]


def test_a_code_that_is_given_stays(admin_client):
    add(admin_client, "faqgroup", **_TEXTS, code="money", order="3")
    assert [*FaqGroup.objects.values_list("code", "order")] == [("money", 3)]


def test_a_code_that_cannot_be_one_is_refused_and_kept(admin_client):
    page = add(admin_client, "faqgroup", title_ja="おかね", code="お金")
    assert page.context["adminform"].form["code"].value() == "お金"
    assert len(page.context["adminform"].errors["code"]) == 1


def test_a_row_that_is_there_keeps_its_code_and_is_asked_for_it(admin_client):
    term = rows.term()
    where = reverse("admin:guide_glossaryterm_change", args=[term.pk])
    page = admin_client.post(where, {"code": "", "reading": "べつ"})
    assert page.context["adminform"].errors["code"] == ["このフィールドは必須です。"]
    assert GlossaryTerm.objects.get(pk=term.pk).code == term.code


def test_the_code_is_folded_away(admin_client):
    page = admin_client.get(reverse("admin:guide_faq_add"))
    folded = {
        title: field["fields"]
        for title, field in page.context["adminform"].fieldsets
        if field.get("classes")
    }
    assert folded == {"コードと出し方": ["code", "order"]}
