"""「どこに出るか」: before a row is saved, and of a row as it stands now."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guide.models import Faq
from staff.models import Change, ChangeState
from staff.tidying import tidy
from tests import people, rows
from tests.fees.test_admin_fees import AMOUNTS, cap, fee_case, parameter
from tests.staff.test_between import address_of, opened
from tests.staff.test_changes import chief, editor, only_change, save
from texts.models import Reading

__all__ = ["chief", "editor"]
pytestmark = pytest.mark.django_db
TYPED = "まだ保存していない答えです。"


def tried(client: Client, row, **typed: object):
    """What 「保存する前に、どこに出るか見る」 answers, and the page it leads to."""
    sent = opened(client, row) | typed | {"_where": "1"}
    answer = client.post(address_of(row), sent)
    assert answer.status_code == 302, answer.context["errors"]
    return client.get(answer["Location"])


def trial() -> Change:
    return Change.with_trials.get(state=ChangeState.TRIAL)


def test_what_is_typed_is_seen_where_it_would_be_and_nothing_is_saved(admin_client):
    row = rows.faq()
    Reading.objects.create(surface="保存", reading="ほぞん")

    page = tried(admin_client, row, answer_ja=TYPED)

    assert (Faq.objects.get().answer_ja, Change.objects.count()) == ("これ", 0)
    assert "変更しました" not in page.content.decode()
    [told] = page.context["places"].rows
    there = f"{row.get_absolute_url()}?change={trial().pk}"
    assert (told.page, [one.name for one in told.readings]) == (
        there,
        ["保存（ほぞん）"],
    )
    assert {
        kind: [one.page for one in here] for kind, here in told.stands_on.items()
    } == {
        "ページ": [f"/faq/?change={trial().pk}"],
        "しおりと紙": [
            f"/handout/sheet/?b=q-{row.code}&change={trial().pk}",
            f"/handout/?change={trial().pk}",
        ],
    }
    seen = admin_client.get(there).content.decode()
    assert "まだ保存していないもの" in seen
    assert "保存していない答え" in seen.replace("<wbr>", "")
    assert (
        TYPED in admin_client.get(told.form + f"?change={trial().pk}").content.decode()
    )


def test_what_one_has_typed_no_other_sees(editor, chief):
    tried(editor, rows.faq(), answer_ja=TYPED)
    other = people.signed_in(chief)

    led = other.get(f"/faq/?change={trial().pk}")

    assert (led.status_code, led["Location"]) == (302, "/faq/")
    assert other.get(trial().get_absolute_url()).status_code == 404
    assert Change.objects.count() == 0


def test_it_is_seen_with_the_draft_that_one_works_on(editor):
    row = rows.faq()
    save(editor, row, question_ja="下書きの問いですか？")

    page = tried(editor, row, answer_ja=TYPED)

    [told] = page.context["places"].rows
    written = trial().rows.get(table="guide.faq").after
    assert (told.name, written["answer_ja"]) == ("下書きの問いですか？", TYPED)
    draft = only_change()
    assert "answer_ja" not in draft.rows.get(table="guide.faq").after
    # And as it stands there, with nothing typed.
    page = tried(editor, row)
    [told] = page.context["places"].rows
    assert (told.name, told.page) == (
        "下書きの問いですか？",
        f"{row.get_absolute_url()}?change={draft.pk}",
    )


def test_a_new_row_is_tried_too_and_what_cannot_be_saved_is_told(editor):
    old = rows.faq()
    sent = opened(editor, old) | {"code": "brand-new", "question_ja": "新しい？"}
    add = reverse("admin:guide_faq_add")

    page = editor.post(add, sent | {"_where": "1"}, follow=True)
    wrong = editor.post(add, sent | {"code": old.code, "_where": "1"})

    [told] = page.context["places"].rows
    assert told.page == f"/faq/brand-new/?change={trial().pk}"
    assert (wrong.status_code, [*wrong.context["adminform"].form.errors]) == (
        200,
        ["code"],
    )
    assert (Faq.objects.count(), Change.objects.count()) == (1, 0)


def test_an_amount_is_tried_with_its_cases_and_nobody_is_asked_for_a_yes(admin_client):
    people.alone()
    for code, (value, unit) in AMOUNTS.items():
        parameter(code, value, unit=unit)
    for bracket, yen in {"seiho": 0, "teishotoku": 0, "ippan2": 37_200}.items():
        cap("adult", bracket, yen)
    low, case = cap("adult", "ippan1", 9_300), fee_case()

    page = tried(admin_client, low, yen=9_400)

    assert page.context["beside"]["judged"].number_of_cases == 1
    [shown] = page.context["places"].cases
    outcome = admin_client.get(shown.form).context["outcome"]
    assert [line.found for line in outcome.lines if line.differs] == ["9,400円"] * 2
    assert admin_client.get(address_of(case)).context["outcome"].is_met


def test_each_form_of_what_readers_see_leads_there(admin_client, chief):
    row = rows.faq()
    form = admin_client.get(address_of(row)).content.decode()
    where = reverse("admin:staff_change_where", args=["guide", "faq", row.pk])
    assert f'href="{where}"' in form
    assert 'name="_where" value="1" formtarget="_blank"' in form
    assert 'name="_where"' not in admin_client.get(address_of(chief)).content.decode()

    page = admin_client.get(where)

    [told] = page.context["places"].rows
    assert told.page == row.get_absolute_url()
    assert [one.page for one in told.stands_on["ページ"]] == ["/faq/"]
    gone = reverse("admin:staff_change_where", args=["guide", "faq", row.pk + 1])
    assert admin_client.get(gone).status_code == 404


def test_what_was_typed_is_forgotten_after_a_day(editor):
    tried(editor, rows.faq(), answer_ja=TYPED)
    tidy(timezone.localdate())
    assert trial().rows.count() == 1
    Change.with_trials.update(created_at=timezone.now() - dt.timedelta(days=1))

    tidy(timezone.localdate())

    assert not Change.with_trials.exists()


def test_a_form_shown_with_a_change_says_so_and_makes_nobody_work_on_it(editor, chief):
    row = rows.faq()
    save(editor, row, answer_ja=TYPED)
    other = people.signed_in(chief)

    page = other.get(f"{address_of(row)}?change={only_change().pk}")

    assert page.context["adminform"].form["answer_ja"].value() == TYPED
    assert "を入れて見ています" in page.content.decode()
    again = other.get(address_of(row))
    assert again.context["adminform"].form["answer_ja"].value() == "これ"
    assert "を入れて見ています" not in again.content.decode()


@pytest.mark.parametrize("key", ["x", "", "9" * 20, "123456"])
def test_a_form_with_a_change_that_is_none_is_shown_as_ever(admin_client, key):
    row = rows.faq()
    page = admin_client.get(f"{address_of(row)}?change={key}")
    assert page.context["adminform"].form["answer_ja"].value() == "これ"


def test_who_may_not_see_a_row_is_not_told_where_it_shows():
    user = User.objects.create_user("guest", is_staff=True)
    where = reverse("admin:staff_change_where", args=["guide", "faq", rows.faq().pk])
    assert people.signed_in(user).get(where).status_code == 403
