"""An import while staff work on drafts: it is applied, and the drafts learn of it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from offices.models import Office
from staff.models import Change, StaffRules
from tests import people
from tests.offices.conftest import do
from tests.offices.published import csv_text, file, row
from tests.offices.test_admin_import import as_opened, send, yes

pytestmark = pytest.mark.usefixtures("register")
ROWS = [row(number) for number in range(1, 11)]


def test_an_import_is_applied_beside_drafts_and_they_are_asked_about_it():
    do(file(*ROWS))
    office = Office.objects.get(code="3510100001")
    editor = people.editor()
    address = reverse("admin:offices_office_change", args=[office.pk])
    # Else a phone is small, and goes out at once.
    StaffRules.objects.update_or_create(defaults={"contacts_are_small": False})
    sent = as_opened(editor, address) | {"phone": "083-922-4111"}
    assert editor.post(address, sent).status_code == 302
    change = Change.objects.get()
    chief = people.signed_in(User.objects.create_superuser("chief"))
    # Who imports works on a change of her own meanwhile.
    chief.post(reverse("admin:staff_change_add"), {"title": "4月", "publish_on": ""})

    changed = [row(1, phone="083-922-0000"), *ROWS[1:]]
    page = send(chief, csv_text(changed).encode(), "x_202609_46.csv")
    yes(chief, page.context["run"])

    office.refresh_from_db()
    assert office.phone == "083-922-0000"
    clashes = editor.get(change.get_absolute_url()).context["clashes"]
    asked = reverse("admin:staff_change_clashes", args=[change.pk])
    [told] = [
        one
        for one in editor.get(asked).context["rows"]
        if one.row.table == "offices.office"
    ]
    [field] = told.fields
    texts = ["".join(text for text, _ in one.parts) for one in field.versions]
    assert texts == ["0836-39-5300", "083-922-0000", "083-922-4111"]
    assert {clash.row.table for clash in clashes} == {"offices.office"}
