"""Lists find what is meant, however it is typed; rows are called by their names."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from fees.models import FeeParameter
from guide.models import GlossaryTerm
from offices.models import Office
from staff import folded_search
from staff.folded_search import FoldedSearch
from tests import rows
from texts.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunflower() -> Office:
    office = rows.office(rows.office_kind())
    office.name = office.name_ja = "ワーク・ヒマワリ髙橋"
    office.phone = "083-242-4039"
    office.save()
    return office


def found(client, model, words: str) -> list[str]:
    options = model._meta
    name = f"admin:{options.app_label}_{options.model_name}_changelist"
    page = client.get(reverse(name), {"q": words})
    return [str(row) for row in page.context["cl"].result_list]


@pytest.mark.parametrize(
    "words",
    [
        "ﾋﾏﾜﾘ", "ひまわり", "ヒマワリ", "高橋", "0832424039", "083-242-4039",
        "０８３ー２４２ー４０３９", "242-4039", "わーく ひまわり", "わーく　ひまわり",
    ],
)  # fmt: skip
def test_an_office_is_found_however_it_is_typed(words, sunflower, admin_client):
    rows.office(rows.office_kind())
    assert found(admin_client, Office, words) == [str(sunflower)]


@pytest.mark.parametrize(
    ("model", "make", "words"),
    [
        pytest.param(
            Reading,
            lambda: Reading.objects.create(surface="青い鳥", reading="あおいとり"),
            "ｱｵｲﾄﾘ",
            id="readings",
        ),
        pytest.param(
            User,
            lambda: User.objects.create(username="hanako", last_name="ヤマダ"),
            "やまだ",
            id="people",
        ),
        pytest.param(
            FeeParameter,
            lambda: FeeParameter.objects.create(
                code="a-b", valid_from=rows.DAY, name="ＡＢＣの割合", value=1,
                unit="yen", **rows.sourced(),
            ),
            "abc ab",
            id="amounts, by two words in two columns",
        ),
    ],
)  # fmt: skip
def test_so_is_every_other_row(model, make, words, admin_client):
    row = make()
    assert found(admin_client, model, words) == [str(row)]
    assert found(admin_client, model, f"{words} nowhere") == []


def test_a_list_that_is_too_long_to_fold_is_searched_by_the_database(
    admin_client, monkeypatch
):
    Reading.objects.create(surface="アオイ", reading="あおい")
    Reading.objects.create(surface="鳥", reading="とり")
    monkeypatch.setattr(folded_search, "_MOST", 1)
    assert found(admin_client, Reading, "ｱｵｲ") == ["アオイ（あおい）"]


def test_every_list_folds():
    plain = [
        one
        for one in admin.site._registry.values()
        if not isinstance(one, FoldedSearch)
    ]
    assert plain == []


@pytest.mark.parametrize("words", ["'", '"', "%", "\\", "_", "｢", "a" * 5000])
def test_odd_signs_find_nothing_and_break_nothing(words, admin_client):
    Reading.objects.create(surface="鳥", reading="とり")
    assert found(admin_client, Reading, words) == []


# --- names ------------------------------------------------------------------------


def test_no_row_of_any_list_is_called_object():
    plain = "__str__"
    nameless = [
        model._meta.label
        for model in admin.site._registry
        if not any(plain in vars(kind) for kind in model.__mro__[:-2])
    ]
    assert nameless == []


def test_what_ties_two_rows_together_is_called_by_both_of_them():
    one, other = rows.term(), rows.term()
    one.related.add(other)
    tie = GlossaryTerm.related.through.objects.get(
        from_glossaryterm=one, to_glossaryterm=other
    )
    assert str(tie) == f"{one} → {other}"
    assert str(tie._meta.verbose_name) == "ことばの説明の「似たことば」"


def test_no_tie_of_ours_is_called_in_english():
    ours = {"texts", "facts", "staff", "services", "fees", "offices", "guide"}
    english = [
        str(model._meta.verbose_name)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours
        and any(sign.isascii() and sign.islower() for sign in model._meta.verbose_name)
    ]
    assert english == []


def test_who_deletes_a_word_reads_what_goes_with_it(admin_client):
    one, other = rows.term(), rows.term()
    one.related.add(other)
    address = reverse("admin:guide_glossaryterm_delete", args=[one.pk])
    page = admin_client.get(address).content.decode()
    assert "object (" not in page
    assert f"{one} → {other}" in page
