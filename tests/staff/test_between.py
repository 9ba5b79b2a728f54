"""Two clerks at one row: nobody overwrites another unseen, nothing typed is lost."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from fees.models import FeeCap, FeeParameter
from guide.models import (
    Faq,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    SituationLink,
    SituationService,
    Step,
)
from offices.models import Municipality, OpeningHours
from services.models import Choice, Question, ServiceFact, ServiceType
from tests import rows
from texts.models import Reading

pytestmark = pytest.mark.django_db


def address_of(row) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


def opened(client: Client, row) -> dict[str, object]:
    """What a browser sends of the form of `row`, where nothing was typed."""
    context = client.get(address_of(row)).context
    forms = [context["adminform"].form]
    sent: dict[str, object] = {"_seen": context["seen"]}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if not (value is None or value is False or value == []):
                sent[bound.html_name] = value
    return sent


def errors_of(page) -> str:
    return "".join(page.context["adminform"].form.non_field_errors())


def test_what_somebody_added_in_between_is_told_and_taken_over(admin_client):
    row = rows.faq()
    mine = opened(admin_client, row) | {"order": 7}
    theirs = opened(admin_client, row) | {"answer_ja": "これ。一文を足しました。"}
    assert admin_client.post(address_of(row), theirs).status_code == 302

    page = admin_client.post(address_of(row), mine)

    assert "答えの続き（日本語）「これ」→「これ。一文を足しました。」" in errors_of(
        page
    )
    form = page.context["adminform"].form
    assert (form["order"].value(), form["answer_ja"].value()) == (
        "7",
        "これ。一文を足しました。",
    )
    again = mine | {
        "_seen": page.context["seen"],
        "answer_ja": form["answer_ja"].value(),
    }
    assert admin_client.post(address_of(row), again).status_code == 302
    row.refresh_from_db()
    assert (row.order, row.answer) == (7, "これ。一文を足しました。")


def test_what_both_changed_stays_as_it_was_typed(admin_client):
    row = rows.faq()
    mine = opened(admin_client, row) | {"answer_ja": "わたしの文"}
    Faq.objects.filter(pk=row.pk).update(answer_ja="ほかの人の文")
    page = admin_client.post(address_of(row), mine)
    assert "「これ」→「ほかの人の文」" in errors_of(page)
    assert page.context["adminform"].form["answer_ja"].value() == "わたしの文"
    row.refresh_from_db()
    assert row.answer == "ほかの人の文"
    again = mine | {"_seen": page.context["seen"]}
    assert admin_client.post(address_of(row), again).status_code == 302
    row.refresh_from_db()
    assert row.answer == "わたしの文"


def test_a_row_in_the_same_form_is_noticed_too(admin_client):
    question = Question.objects.create(code="age", text="何さいですか", order=1)
    choice = Choice.objects.create(question=question, code="a", text="20さい", order=1)
    mine = opened(admin_client, question)
    Choice.objects.filter(pk=choice.pk).update(text_ja="30さい")
    page = admin_client.post(address_of(question), mine)
    told = "「何さいですか：30さい」の答え（日本語）「20さい」→「30さい」"
    assert told in errors_of(page)
    choice.refresh_from_db()
    assert choice.text == "30さい"


def test_joined_rows_and_boxes_are_taken_over(admin_client):
    row, service = rows.faq(), rows.service()
    mine = opened(admin_client, row)
    row.services.add(service)
    page = admin_client.post(address_of(row), mine)
    assert errors_of(page)
    assert page.context["adminform"].form["services"].value() == [str(service.pk)]


def a_page() -> Page:
    return Page.objects.create(
        view="guide:steps",
        title="題",
        nav_label="題",
        summary="文",
        lead="一行\n二行",
        checked_on=rows.DAY,
    )


MAKERS = {
    Faq: rows.faq,
    GlossaryTerm: rows.term,
    Step: rows.step,
    Page: a_page,
    FeeCap: rows.cap,
    ServiceType: rows.service,
    ServiceFact: lambda: rows.fact(rows.service()),
    Municipality: rows.municipality,
    Reading: lambda: Reading.objects.create(surface="漢字", reading="かんじ"),
    FeeParameter: lambda: FeeParameter.objects.create(
        code="a", name="境目", value=1, unit="yen", valid_from=rows.DAY,
        **rows.sourced(),
    ),
    LawChange: lambda: LawChange.objects.create(
        code="a", starts_on=dt.date(2027, 4, 1), status="enacted", title="題",
        for_whom="人", body="文", **rows.sourced(),
    ),
    LifeSituation: rows.life_situation,
    SituationService: lambda: rows.usable(rows.life_situation()),
    SituationLink: lambda: rows.link(rows.life_situation(), title="題"),
}  # fmt: skip


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_every_form_notices_and_saves_an_unchanged_row_without_a_trace(
    model, admin_client
):
    row = MAKERS[model]()
    texts = [
        field.name
        for field in model._meta.fields
        if field.name.endswith("_ja") and getattr(row, field.name)
    ]
    sent = opened(admin_client, row)
    sent |= {name: str(sent[name]).replace("\n", "\r\n") for name in texts}
    before = model.objects.filter(pk=row.pk).values().get()
    answer = admin_client.post(address_of(row), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert model.objects.filter(pk=row.pk).values().get() == before
    assert LogEntry.objects.count() == 0

    name = next((one for one in texts), "reading")
    model.objects.filter(pk=row.pk).update(**{name: "かわった"})
    page = admin_client.post(address_of(row), sent)
    assert "「かわった」" in errors_of(page)


def test_a_row_whose_order_is_of_a_row_that_it_may_lack_is_saved(admin_client):
    office = rows.office(rows.office_kind())
    row = OpeningHours.objects.create(
        office=office, day="weekday", opens="09:00", closes="16:00"
    )
    sent = opened(admin_client, row) | {"closes": "18:30"}
    assert admin_client.post(address_of(row), sent).status_code == 302
    row.refresh_from_db()
    assert (row.service, row.closes) == (None, dt.time(18, 30))


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"guide.faq:x": {}}', '{"a.b:1": 2}'])
def test_a_mark_that_no_form_of_ours_wrote_is_passed_over(seen, admin_client):
    row = rows.faq()
    sent = opened(admin_client, row) | {"_seen": seen, "order": 3}
    assert admin_client.post(address_of(row), sent).status_code == 302


def test_a_list_that_is_edited_in_place_overwrites_nothing_unseen(admin_client):
    one = Reading.objects.create(surface="漢字", reading="かんじ")
    address = reverse("admin:texts_reading_changelist")
    formset = admin_client.get(address).context["cl"].formset
    sent = {
        bound.html_name: bound.value()
        for form in (formset.management_form, *formset.forms)
        for bound in form
        if bound.value() not in (None, False)
    }
    sent |= {
        f"initial-{name}": value
        for name, value in sent.items()
        if name.endswith("-reading")
    }
    Reading.objects.filter(pk=one.pk).update(reading="かなじ")
    admin_client.post(address, sent | {"_save": "保存"})
    one.refresh_from_db()
    assert one.reading == "かなじ"
