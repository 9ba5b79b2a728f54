"""Whatever staff can edit stays as they left it; the report and the log name it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from offices.importing.run import Upload
from offices.models import (
    ImportIssue,
    Municipality,
    Office,
    OfficeArea,
    OfficeChange,
    OfficeKind,
    OfficeService,
    OpeningHours,
    Organization,
)
from tests import people, rows
from tests.offices.conftest import do
from tests.offices.published import file, row
from tests.offices.test_admin_import import as_opened

LATER = "x_202609_46.csv"
FIRST = row(1, sat="10:00-11:00", hours_note="要予約")
# Another content in each column that a list has.
SECOND = row(
    1,
    name="もも作業所",
    reading="ももさぎょうしょ",
    organization="社会福祉法人もも",
    organization_reading="もも",
    organization_municipality="山口県防府市",
    organization_address="防府1",
    organization_phone="083-922-0001",
    organization_url="https://momo.example.jp/",
    designated_by="山口市",
    municipality="山口県防府市",
    address="別の町2番地",
    phone="083-922-0002",
    fax="083-922-0003",
    url="https://example.com/",
    lat="34.05",
    lon="131.56",
    weekday="08:00-12:00",
    sat="08:00-09:00",
    sun="08:00-09:00",
    holiday="08:00-09:00",
    closed_days="月曜日",
    hours_note="なし",
    capacity="99",
)
OTHERS = [row(number) for number in range(2, 12)]


def editable(model: type[models.Model]) -> list[str]:
    """The columns of a model that a form of staff has, but for the marks."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != "locked_fields"
    ]


# Why an import may move these on, though staff can write them.
NOT_KEPT = {
    (Office, "checked_on"): "an import is a check",
    (Office, "status_on"): "the day of a status goes with the status",
    (OfficeService, "last_period"): "the newest data that name the row",
    (OfficeService, "missing_since"): "told by the data, as the two before",
}


def another(field: models.Field, now: object) -> object:
    """A valid content for a column, other than it has and than SECOND says."""
    if field.name == "corporate_number":
        return "1010005004837"
    if field.name in ("reading", "phone", "fax", "url", "postal_code"):
        return {
            "reading": "なおしたよみ",
            "phone": "083-999-1111",
            "fax": "083-999-2222",
            "url": "https://naoshita.example.jp/",
            "postal_code": "753-8650",
        }[field.name]
    if field.choices:
        return next(code for code, _ in field.choices if code not in ("active", now))
    match field:
        case models.ForeignKey() if field.related_model is Municipality:
            return Municipality.objects.get(code="35201")
        case models.ForeignKey() if field.related_model is OfficeKind:
            return rows.office_kind()
        case models.ForeignKey() if field.related_model is Organization:
            return Organization.objects.create(code="own", name="なおした会")
        case models.DecimalField():
            return Decimal(now) + Decimal("0.001")
        case models.BooleanField():
            return not now
        case models.DateField():
            return dt.date(2026, 1, 1)
        case models.PositiveSmallIntegerField():
            return 33
    return "なおした"


def corrected(model: type[models.Model], name: str) -> tuple[int, str, object]:
    """Staff give a column another content; the row's key, the column, the content."""
    where = {
        Office: {"code": "3510100001"},
        OfficeService: {"office__code": "3510100001"},
        Organization: {"name": "社会福祉法人1"},
    }
    found = model.objects.get(**where[model])
    field = model._meta.get_field(name)
    setattr(found, name, another(field, getattr(found, name)))
    found.save()
    return found.pk, field.attname, getattr(found, field.attname)


# What tells which row of the data it is: read-only in the form, or no content.
FIXED = {"code", "source", "office", "type", "office_number", "source_no",
         "first_period", "last_period", "missing_since"}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "name"),
    [
        pytest.param(model, name, id=f"{model.__name__}.{name}")
        for model in (Office, OfficeService, Organization)
        for name in editable(model)
        if (model, name) not in NOT_KEPT and name not in FIXED
    ],
)
def test_each_column_that_staff_can_edit_is_kept(register, model, name):
    numberless = {"corporate_number": ""} if model is Organization else {}
    do(file(FIRST | numberless, *OTHERS))
    pk, column, value = corrected(model, name)
    same_place = {"organization": "社会福祉法人1",
                  "organization_municipality": "山口県山口市"}  # fmt: skip

    second = SECOND | numberless | (same_place if model is Organization else {})
    do(file(second, *OTHERS, name=LATER))

    assert getattr(model.objects.get(pk=pk), column) == value


def test_the_form_of_a_service_does_not_let_staff_change_which_row_it_is(register):
    do(file(FIRST))
    staff = superuser()
    listing = OfficeService.objects.get()
    page = staff.get(reverse("admin:offices_officeservice_change", args=[listing.pk]))
    fields = page.context["adminform"].form.fields
    assert set(fields) == {*OfficeService.correctable(), "office", "locked_fields"}


@pytest.mark.parametrize("day", ["weekday", "sat", "sun", "holiday"])
@pytest.mark.parametrize("act", ["change", "add", "delete"])
def test_the_hours_of_a_day_that_staff_corrected_are_kept(register, day, act):
    do(file(row(1, weekday="09:00-16:00", sat="09:00-12:00", sun="09:00-12:00",
                holiday="09:00-12:00"), *OTHERS))  # fmt: skip
    listing = OfficeService.objects.get(office__code="3510100001")
    span = listing.opening_hours.get(day=day)
    if act == "change":
        span.closes = dt.time(15)
        span.save()
    elif act == "add":
        OpeningHours.objects.create(
            office=listing.office, service=listing, day=day,
            opens=dt.time(17), closes=dt.time(18),
        )  # fmt: skip
    else:
        span.delete()
    left = set(listing.opening_hours.filter(day=day).values_list("opens", "closes"))

    [report] = do(file(SECOND, *OTHERS, name=LATER))

    assert set(
        listing.opening_hours.filter(day=day).values_list("opens", "closes")
    ) == left  # fmt: skip
    others = listing.opening_hours.exclude(day=day)
    assert {span.opens.hour for span in others} == {8}
    listing.refresh_from_db()
    assert listing.locked_fields == [day]
    assert [kept.field for kept in report.plan.kept] == [day]


def test_hours_and_capacity_corrected_past_the_forms_are_kept_and_marked(register):
    do(file(FIRST, *OTHERS))
    listing = OfficeService.objects.get(office__code="3510100001")
    OfficeService.objects.filter(pk=listing.pk).update(capacity=12)
    OpeningHours.objects.filter(service=listing, day="weekday").update(closes="15:00")

    [report] = do(file(SECOND, *OTHERS, name=LATER))

    listing.refresh_from_db()
    assert (listing.capacity, listing.closed_days) == (12, "月曜日")
    assert str(listing.opening_hours.get(day="weekday")) == "平日 09:00〜15:00"
    assert listing.locked_fields == ["capacity", "weekday"]
    assert [(kept.field, kept.given, kept.kept) for kept in report.plan.kept] == [
        ("capacity", "99", "12"),
        ("weekday", "08:00-12:00", "09:00-15:00"),
    ]


def test_the_areas_that_staff_corrected_are_kept(register):
    def table(areas: str) -> Upload:
        text = (
            "名称,サービス,市区町村,番地以降,備考,管轄市区町村\n"
            f"えらぶ支援,就労選択支援,山口県山口市,1,{areas[:4]},{areas}\n"
        )
        return Upload("市.csv", text.encode())

    do(table("山口県山口市"), source="generic")
    OfficeArea.objects.get().delete()
    [report] = do(table("山口県防府市;山口県山口市"), source="generic")

    assert not OfficeArea.objects.exists()
    assert [kept.field for kept in report.plan.kept] == ["areas"]


def test_an_ended_service_stays_ended_though_the_data_name_it(register):
    do(file(FIRST, *OTHERS))
    listing = OfficeService.objects.get(office__code="3510100001")
    listing.status = "ended"
    listing.save()

    [report] = do(file(SECOND, *OTHERS, name=LATER))

    listing.refresh_from_db()
    assert (listing.status, listing.capacity) == ("ended", 99)
    assert [(kept.field, kept.kept) for kept in report.plan.kept] == [
        ("status", "終わった（職員が確かめた）")
    ]
    [again] = do(file(SECOND, *OTHERS, name=LATER))
    assert again.is_same_file


# --- told, by name ------------------------------------------------------------------


def test_the_report_and_the_log_name_every_change(register):
    do(file(FIRST, *OTHERS))

    [report] = do(file(SECOND, *OTHERS, name=LATER))

    changed = {change.field for change in report.plan.updates[0].changes}
    differing = {name for name in FIRST if FIRST[name] != SECOND[name]}
    assert changed == {
        name for name in differing if not name.startswith("organization_")
    }
    told = OfficeChange.objects.filter(office__code="3510100001", by=None)
    assert set(told.values_list("field", flat=True)) == {
        *("name", "reading", "organization", "municipality", "address", "position"),
        *("phone", "fax", "url", "capacity", "closed_days", "hours_note"),
        *("designated_by", "weekday", "sat", "sun", "holiday"),
    }
    capacity = told.get(field="capacity")
    assert (capacity.old, capacity.new) == ("20", "99")
    assert capacity.label == "就労継続支援B型の定員"
    assert told.get(field="municipality").new == "山口県防府市"


def test_the_changes_of_an_organisation_are_named_once(register):
    do(file(FIRST, *OTHERS))
    [report] = do(file(row(1, organization_phone="083-922-0001"), *OTHERS, name=LATER))
    [update] = report.plan.organizations.updates
    assert [(c.field, c.old, c.new) for c in update.changes] == [
        ("phone", "0836-39-5300", "083-922-0001")
    ]
    change = OfficeChange.objects.exclude(organization=None).get()
    assert (change.label, change.new) == ("電話", "083-922-0001")


def test_what_was_kept_is_told_every_time_and_is_in_the_log(register):
    do(file(FIRST, *OTHERS))
    listing = OfficeService.objects.get(office__code="3510100001")
    listing.capacity = 12
    listing.save()
    organization = Organization.objects.get(code="5250003002443")
    organization.phone = "083-999-1111"
    organization.save()

    for name in (LATER, "x_202610_46.csv"):
        [report] = do(file(SECOND, *OTHERS, name=name))
        assert sorted((kept.field, kept.kept) for kept in report.plan.kept) == [
            ("capacity", "12"),
            ("phone", "083-999-1111"),
        ]
        told = ImportIssue.objects.filter(code="locked_field_differs")
        assert sorted(told.values_list("column", "value"))[0][0] in (
            "定員",
            "法人の電話",
        )
    assert ImportIssue.objects.filter(code="locked_field_differs").count() == 4


# --- in the forms -------------------------------------------------------------------


def superuser() -> Client:
    client = Client()
    people.alone()
    client.force_login(User.objects.create_superuser("hanako"))
    return client


def test_a_corrected_service_is_marked_and_logged_and_can_be_freed(register):
    do(file(FIRST, *OTHERS))
    staff, listing = superuser(), OfficeService.objects.get(office__code="3510100001")
    address = reverse("admin:offices_officeservice_change", args=[listing.pk])

    assert staff.post(address, as_opened(staff, address) | {"capacity": "12"}).url

    listing.refresh_from_db()
    assert listing.locked_fields == ["capacity"]
    change = OfficeChange.objects.get()
    assert (change.service, change.field, change.old, change.new) == (
        listing, "capacity", "20", "12",
    )  # fmt: skip
    do(file(FIRST, *OTHERS, name=LATER))
    listing.refresh_from_db()
    assert listing.capacity == 12

    freed = as_opened(staff, address)
    freed.pop("locked_fields")
    assert staff.post(address, freed).url
    [report] = do(file(FIRST, *OTHERS, name="x_202610_46.csv"))

    listing.refresh_from_db()
    assert (listing.capacity, listing.locked_fields) == (20, [])
    assert [(c.field, c.old, c.new) for c in report.plan.updates[0].changes] == [
        ("capacity", "12", "20")
    ]


def test_a_freed_field_of_an_office_is_what_the_data_say_again(register):
    do(file(FIRST, *OTHERS))
    office = Office.objects.get(code="3510100001")
    office.phone = "083-999-1111"
    office.save()
    assert office.locked_fields == ["phone"]

    office.locked_fields = []
    office.save()
    do(file(FIRST, *OTHERS, name=LATER))

    office.refresh_from_db()
    assert office.phone == "0836-39-5300"
    assert OfficeChange.objects.get(office=office).new == "0836-39-5300"


def test_hours_deleted_in_the_list_are_marked(register):
    do(file(FIRST, *OTHERS))
    staff = superuser()
    span = OpeningHours.objects.get(service__office__code="3510100001", day="sat")
    staff.post(
        reverse("admin:offices_openinghours_changelist"),
        {"action": "delete_selected", "_selected_action": [span.pk], "post": "yes"},
    )
    assert not OpeningHours.objects.filter(pk=span.pk).exists()
    assert OfficeService.objects.get(pk=span.service_id).locked_fields == ["sat"]


def test_a_save_that_changes_nothing_marks_nothing(register):
    do(file(FIRST))
    for found in (*Office.objects.all(), *OfficeService.objects.all(),
                  *Organization.objects.all()):  # fmt: skip
        found.save()
        found.refresh_from_db()
        assert found.locked_fields == []


def test_what_staff_wrote_themselves_is_no_correction(db):
    office = rows.office(rows.office_kind())
    office.phone = "083-999-1111"
    office.save()
    assert office.locked_fields == []
