"""What people choose a place by: told where it is known, asked where it is not."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from offices.models import Office, OfficeService, Trait
from tests import rows
from tests.offices.test_office_page import asked, visible
from tests.readers import html_of

pytestmark = pytest.mark.django_db


def provider(**given: object) -> tuple[Office, OfficeService]:
    office = rows.full_place(**given)
    office.kind.is_provider = True
    office.kind.save()
    return office, office.services.get(type__slug="b-gata")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def page(office: Office, query: str = "", language: str = "") -> str:
    return html_of(Client().get(f"{language}{office.get_absolute_url()}{query}"))


SAYINGS = [
    pytest.param("yes", {}, "送り迎えあり", id="yes"),
    pytest.param("no", {}, "送り迎えなし", id="no"),
    pytest.param("yes", {"words": "市内だけ"}, "送り迎えあり 市内だけ", id="words"),
    pytest.param("yes", {"amount": 1200}, "送り迎えあり、片道1,200円", id="its cost"),
    pytest.param("yes", {"amount": 0}, "送り迎えあり、お金はいりません", id="free"),
]


@pytest.mark.parametrize(("answer", "given", "told"), SAYINGS)
def test_what_is_known_is_told_with_its_day_and_who_said_it(answer, given, told):
    office, listing = provider()
    rows.trait(listing, rows.trait_kind(unit="片道", on_sheet=True), answer, **given)
    sentence = f"就労継続支援B型：{told} （事業所、2026年4月1日）"
    for html in (
        visible(page(office)),
        html_of(Client().get(f"/offices/compare/?o={office.code}")),
        html_of(Client().get(f"/offices/visit/?o={office.code}")),
        html_of(Client().get(f"/sheet/offices/{office.code}/")),
    ):
        assert sentence in words(html)


def test_pay_is_told_with_its_year():
    office, listing = provider()
    kind = rows.trait_kind("pay", "工賃", form="pay")
    rows.trait(listing, kind, "", amount=15000, year=2025)
    assert "月15,000円（2025年度）" in words(page(office))


def test_services_that_say_the_same_are_told_once():
    office, listing = provider()
    other = office.services.get(type__slug="ikou")
    for row in (listing, other):
        rows.trait(row, rows.trait_kind())
    told = "就労移行支援、就労継続支援B型：送り迎えあり"
    alternative = "就労継続支援B型、就労移行支援：送り迎えあり"
    html = words(page(office))
    assert (told in html) != (alternative in html)
    assert html.count("送り迎えあり") == 1


def test_what_is_not_known_is_one_line_and_the_questions_of_the_visit():
    office, listing = provider(closed="日曜日", access="駅から", address="町1")
    lift, lunch = rows.trait_kind(), rows.trait_kind("lunch", "昼ごはん")
    assert asked(page(office)) == ["送り迎え", "昼ごはん"]
    rows.trait(listing, lift)
    assert asked(page(office)) == ["昼ごはん"]
    assert "「昼ごはんはありますか。」" in words(visible(page(office)))
    sheet = words(html_of(Client().get(f"/offices/visit/?o={office.code}")))
    assert lunch.question in sheet
    assert lift.question not in sheet


def test_a_body_of_advice_is_asked_nothing_of_the_kind():
    office = rows.full_place()
    rows.trait_kind()
    assert "送り迎え" not in page(office)


def test_a_thing_of_one_service_is_asked_of_no_other():
    office, listing = provider()
    service = rows.service()
    rows.trait_kind("wage", "賃金", service=service)
    assert "賃金" not in page(office)
    listing.type.service = service
    listing.type.save()
    assert "賃金" in page(office)


@pytest.mark.parametrize(
    ("day", "is_known"), [("2026-05-31", True), ("2026-06-01", False)]
)
def test_what_changes_fast_fades_after_the_days_that_staff_set(day, is_known):
    office, listing = provider()
    kind = rows.trait_kind("vacancy", "空き", fades_after=60)
    rows.trait(listing, kind, said_on=dt.date(2026, 4, 1))
    html = page(office, f"?on={day}")
    assert ("空きあり" in html) is is_known
    assert ("空き" in asked(html)) is not is_known


def test_in_another_language_the_words_of_staff_are_marked_as_japanese():
    office, listing = provider()
    kind = rows.trait_kind(yes_words_en="Has a pick-up service", label_en="Pick-up")
    rows.trait(listing, kind, words="市内だけ")
    html = page(office, language="/en")
    assert "Has a pick-up service" in html
    assert '<span lang="ja">市内だけ</span>' in html


def test_machines_are_told_what_is_known():
    office, listing = provider()
    lift, lunch = rows.trait_kind(), rows.trait_kind("lunch", "昼ごはん")
    rows.trait(listing, lift, words="市内だけ")
    rows.trait(listing, lunch, "no")
    rows.trait_kind("home", "家での作業")
    told = Client().get(f"/offices/office/{office.code}.jsonld").json()
    assert told["amenityFeature"] == [
        {
            "@type": "LocationFeatureSpecification",
            "name": "送り迎え（就労継続支援B型）",
            "value": True,
            "description": "送り迎えあり、市内だけ",
            "validFrom": "2026-04-01",
        },
        {
            "@type": "LocationFeatureSpecification",
            "name": "昼ごはん（就労継続支援B型）",
            "value": False,
            "description": "昼ごはんなし",
            "validFrom": "2026-04-01",
        },
    ]


# --- written by staff ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "given", "field"),
    [
        pytest.param(
            "yes-no", {"answer": "", "words": "駅まで"}, "answer", id="neither"
        ),
        pytest.param("pay", {"answer": "", "amount": 9000}, "year", id="no year"),
        pytest.param(
            "pay", {"answer": "", "amount": 0, "year": 2025}, "amount", id="no pay"
        ),
        pytest.param("words", {"answer": ""}, "__all__", id="nothing at all"),
    ],
)
def test_half_a_saying_is_refused_with_a_sentence(form, given, field):
    _, listing = provider()
    row = Trait(
        listing=listing, kind=rows.trait_kind(form=form), said_by="office",
        said_on=dt.date(2026, 4, 1), **given,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == [field]


def form_of(
    staff: Client, listing: OfficeService, **given: object
) -> dict[str, object]:
    """What the form of a service sends; `given` by the number and name of a line."""
    page = staff.get(reverse("admin:offices_officeservice_change", args=[listing.pk]))
    sent: dict[str, object] = {}
    forms = [page.context["adminform"].form]
    [inline] = page.context["inline_admin_formsets"]
    for form in [*forms, inline.formset.management_form, *inline.formset.forms]:
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value is None else value
    return sent | given


def send(staff: Client, listing: OfficeService, **given: object):
    address = reverse("admin:offices_officeservice_change", args=[listing.pk])
    return staff.post(address, form_of(staff, listing, **given))


def test_the_form_of_a_service_has_a_line_for_each_thing(admin_client):
    staff, (_, listing) = admin_client, provider()
    lift, lunch = rows.trait_kind(), rows.trait_kind("lunch", "昼ごはん")
    rows.trait_kind("wage", "賃金", service=rows.service())

    assert send(staff, listing).status_code == 302
    assert not Trait.objects.exists()
    said = {"traits-1-answer": "yes", "traits-1-said_on": "2026-04-01"}
    assert send(staff, listing, **said).status_code == 302

    row = Trait.objects.get()
    assert (row.kind, row.answer, row.said_by) == (lunch, "yes", "office")
    [change] = listing.changes.all()
    assert change.label == "就労継続支援B型の昼ごはん"
    assert (change.old, change.new) == ("", "ある・できる、2026-04-01、事業所")
    assert form_of(staff, listing)["traits-0-kind"] == lunch.pk
    assert form_of(staff, listing)["traits-1-kind"] == lift.pk
    assert "trait-lunch" in form_of(staff, listing)["locked_fields"]

    assert send(staff, listing, **{"traits-0-DELETE": "on"}).status_code == 302
    assert not Trait.objects.exists()
    assert listing.changes.count() == 2


def test_a_line_without_a_day_says_what_is_lacking(admin_client):
    staff, (_, listing) = admin_client, provider()
    rows.trait_kind()
    response = send(staff, listing, **{"traits-0-answer": "yes"})
    assert response.status_code == 200
    [inline] = response.context["inline_admin_formsets"]
    assert list(inline.formset.forms[0].errors) == ["said_on"]


def test_what_staff_write_is_marked_so_that_no_import_takes_it():
    _, listing = provider()
    row = rows.trait(listing, rows.trait_kind())
    listing.refresh_from_db()
    assert "trait-lift" in listing.locked_fields
    listing.locked_fields = []
    listing.save()
    row.delete()
    listing.refresh_from_db()
    assert "trait-lift" in listing.locked_fields
