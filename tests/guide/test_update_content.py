"""New fixtures on a running site: ours comes, what staff changed stays."""

import datetime as dt
import re
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from guide.models import Faq, GlossaryTerm, Page, ShippedRow
from guide.shipped.entries import ShippedEntry, content_files, read_entries
from guide.shipped.update import apply_update, plan_update
from services.models import Choice, EligibilityCriterion, ServiceFact, ServiceType
from texts.models import Translation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture(scope="module")
def entries() -> list[ShippedEntry]:
    return list(read_entries(content_files("yamaguchi")))


def entry_of(entries: list[ShippedEntry], model: type, **named: object):
    [found] = [
        entry
        for entry in entries
        if entry.model is model and named.items() <= entry.written["fields"].items()
    ]
    return found


def with_values(entry: ShippedEntry, **values: object) -> ShippedEntry:
    """Return the entry as a later release ships it."""
    fields = entry.written["fields"] | values
    return replace(
        entry,
        written=entry.written | {"fields": fields},
        values=entry.values | values,
    )


def release(entries: list[ShippedEntry], *changed: ShippedEntry) -> list[ShippedEntry]:
    """Return the entries of a later release, with some of them changed or new."""
    by_place = {entry.place: entry for entry in entries}
    return list((by_place | {entry.place: entry for entry in changed}).values())


def test_what_was_just_loaded_is_what_was_shipped(entries):
    update = plan_update(entries)
    assert (update.added, update.changed, update.removed) == ([], [], [])
    assert (update.kept, update.left) == ([], [])
    assert ShippedRow.objects.count() == len(entries)


def test_a_row_that_nobody_touched_takes_the_new_text_as_made_by_a_machine(entries):
    new = with_values(
        entry_of(entries, Page, view="guide:steps"), title_ja="道", title_en="The way"
    )
    later = release(entries, new)
    apply_update(plan_update(later), later)
    page = Page.objects.get(view="guide:steps")
    assert (page.title_ja, page.title_en) == ("道", "The way")
    state = Translation.objects.get(
        content_type__model="page", object_id=page.pk, field="title", language="en"
    )
    assert (state.is_machine_made, state.is_outdated) == (True, False)
    assert plan_update(later).changes_nothing


def test_a_row_that_staff_changed_stays_and_both_versions_are_shown(entries):
    page = Page.objects.get(view="guide:steps")
    page.lead_ja = "職員の文"
    page.save()
    new = with_values(entry_of(entries, Page, view="guide:steps"), title_ja="道")
    later = release(entries, new)
    update = plan_update(later)
    before = page.title_ja
    [kept] = update.kept
    assert kept.versions == {"title_ja": (before, before, "道")}
    apply_update(update, later)
    page.refresh_from_db()
    assert (page.title_ja, page.lead_ja) == (before, "職員の文")
    offered = ShippedRow.objects.exclude(offered=None).get()
    assert offered.offered["title_ja"] == "道"
    assert [kept.row for kept in plan_update(later).kept] == [page]


def test_what_staff_changed_and_we_did_not_is_no_news(entries):
    Page.objects.filter(view="guide:steps").update(title_ja="職員の題")
    update = plan_update(entries)
    assert update.changes_nothing
    assert update.kept == []


def test_a_save_that_changes_nothing_is_no_change(entries):
    for page in Page.objects.all():
        page.lead_en = (page.lead_en or "").replace("\n", "\r\n")
        page.save()
    new = with_values(entry_of(entries, Page, view="guide:steps"), title_ja="道")
    assert len(plan_update(release(entries, new)).changed) == 1


def test_new_rows_come_with_what_they_name_in_any_order(entries):
    old = entry_of(entries, GlossaryTerm, code="kochin")
    second = with_values(old, code="ato", name_ja="あと", related=[])
    first = with_values(old, code="saki", name_ja="さき", related=[["ato"]])
    first = replace(first, values=first.values | {"related": [["ato"]]})
    later = release(entries, first, second)
    update = plan_update(later)
    assert update.added == [first, second]
    apply_update(update, later)
    assert [t.code for t in GlossaryTerm.objects.get(code="saki").related.all()] == [
        "ato"
    ]
    assert plan_update(later).changes_nothing


def test_a_dated_row_of_a_new_law_stands_beside_the_old_one(entries):
    old = next(entry for entry in entries if entry.model is ServiceFact)
    new = with_values(old, valid_from=dt.date(2031, 4, 1), answer_ja="新しい")
    new = replace(new, values=new.values | {"valid_from": "2031-04-01"})
    later = release(entries, new)
    rows = ServiceFact.objects.count()
    apply_update(plan_update(later), later)
    assert ServiceFact.objects.count() == rows + 1
    assert plan_update(later).changes_nothing


def test_what_staff_deleted_does_not_come_back(entries):
    faq = next(entry for entry in entries if entry.model is Faq)
    Faq.objects.get(code=faq.written["fields"]["code"]).delete()
    later = release(entries, with_values(faq, question_ja="新しい質問"))
    update = plan_update(later)
    assert update.added == []
    assert [why for _name, why in update.left] == ["職員が消したので、入れません。"]


def test_what_staff_took_back_stays_so_and_its_new_text_is_offered(entries):
    faq = next(entry for entry in entries if entry.model is Faq)
    row = Faq.objects.get(code=faq.values["code"])
    row.is_published = False
    row.save()
    later = release(entries, with_values(faq, question_ja="新しい質問"))
    update = plan_update(later)
    assert (update.changed, [kept.row for kept in update.kept]) == ([], [row])
    apply_update(update, later)
    assert not Faq.objects.get(pk=row.pk).is_published


def test_what_is_no_longer_shipped_goes_if_nobody_touched_or_uses_it(entries):
    faq = next(entry for entry in entries if entry.model is Faq)
    service = next(entry for entry in entries if entry.model is ServiceType)
    later = [entry for entry in entries if entry not in (faq, service)]
    update = plan_update(later)
    assert [row.code for row in update.removed] == [faq.values["code"]]
    assert [why for _name, why in update.left] == ["使われているので、消しません。"]
    apply_update(update, later)
    assert not Faq.objects.filter(code=faq.values["code"]).exists()
    assert plan_update(later).changes_nothing


def test_a_choice_goes_together_with_the_criteria_that_name_it(entries):
    choice = Choice.objects.filter(criteria__isnull=False).first()
    question, code = choice.question.code, choice.code
    later = [
        entry
        for entry in entries
        if not (
            entry.model is Choice
            and entry.values["question"] == [question]
            and entry.values["code"] == code
        )
    ]
    used = EligibilityCriterion.objects.filter(accepted=choice).count()
    assert used > 0
    assert plan_update(later).removed == [choice]


def test_a_failure_changes_nothing_at_all(entries):
    page = entry_of(entries, Page, view="guide:steps")
    broken = with_values(page, view="guide:neu", title_ja="新", checked_on=None)
    broken = replace(broken, values=broken.values | {"checked_on": None})
    later = release(entries, with_values(page, title_ja="道"), broken)
    update = plan_update(later)
    with pytest.raises(Exception, match=r"(?i)null"):
        apply_update(update, later)
    assert Page.objects.get(view="guide:steps").title_ja != "道"


def test_the_command_tells_what_it_would_do_and_does_it():
    Page.objects.filter(view="guide:steps").update(title_ja="職員の題")
    ShippedRow.objects.filter(label="guide.faq").first().delete()
    told = StringIO()
    call_command("update_content", dry_run=True, stdout=told)
    assert told.getvalue() == "見るだけです。何も変えていません。\n"
    told = StringIO()
    call_command("update_content", stdout=told)
    assert told.getvalue() == "変えるものはありませんでした。\n"


def test_staff_see_both_versions_side_by_side(entries, admin_client):
    Page.objects.filter(view="guide:steps").update(title_ja="職員の題")
    new = with_values(entry_of(entries, Page, view="guide:steps"), title_ja="新しい題")
    later = release(entries, new)
    apply_update(plan_update(later), later)
    page = admin_client.get(reverse("admin:guide_shippedrow_changelist"))
    assert [row.key for row in page.context["cl"].result_list] == ['["guide:steps"]']
    told = "<dt>見出し（日本語）</dt><dd>いま：職員の題</dd><dd>新しい版：新しい題</dd>"
    assert told in page.content.decode()


def test_a_page_whose_program_is_not_there_yet_is_shown_nowhere(client):
    page = Page.objects.get(view="guide:steps")
    page.pk, page.view, page.in_menu, page.title_ja = None, "guide:to_come", True, "先"
    page.save()
    for address in ("/", "/sitemap/", "/sitemap.xml", "/search/?q=先"):
        response = client.get(address)
        assert (response.status_code, "to_come" in response.content.decode()) == (
            200,
            False,
        )


def test_a_page_whose_row_is_not_there_yet_has_a_heading(client):
    Page.objects.filter(view="guide:steps").delete()
    page = client.get("/steps/").content.decode()
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert re.sub(r"<[^>]*>", "", heading) == "はたらくことを手つだうサービス"
