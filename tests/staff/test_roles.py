"""What each of the three roles may do, and how many eyes a change needs."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from staff.models import StaffRules
from staff.recorded_rows import differing
from staff.roles import (
    CONTACTS,
    ROLES,
    gives_codes,
    is_small,
    is_small_change,
    may_approve,
    may_draft,
    may_publish_small,
)
from staff.row_recording import recording
from tests import rows

pytestmark = pytest.mark.django_db
RULES = StaffRules()
ALONE = StaffRules(is_single_person=True)


def person(name: str, *groups: str) -> User:
    """Return somebody of `groups`, as the command makes them."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture(autouse=True)
def _roles(db) -> None:
    about = ContentType.objects.get_for_model(StaffRules)
    for right in ("add_change", "approve_change"):
        if not Permission.objects.filter(codename=right).exists():
            Permission.objects.create(codename=right, name=right, content_type=about)
    call_command("make_roles", verbosity=0)


RIGHTS = {
    # what: (編集者, 承認者, 管理者)
    "guide.change_faq": (True, True, False),
    "guide.delete_faq": (True, True, False),
    "guide.view_faq": (True, True, True),
    "fees.change_feecap": (True, True, False),
    "services.change_goldencase": (True, True, False),
    "services.delete_goldencase": (False, True, False),
    "services.delete_goldenexpectation": (False, True, False),
    "fees.delete_feecase": (False, True, False),
    "offices.add_importrun": (False, True, False),
    "offices.change_importsource": (False, True, False),
    "offices.view_importrun": (True, True, True),
    "staff.add_change": (True, True, False),
    "staff.approve_change": (False, True, False),
    "staff.change_staffrules": (False, False, True),
    "staff.view_servererror": (False, False, True),
    "staff.view_dailyrun": (False, False, True),
    "staff.view_change": (True, True, True),
    "staff.change_change": (False, False, False),
    "staff.delete_change": (False, False, False),
    "staff.change_rowchange": (False, False, False),
    "auth.add_user": (False, False, True),
    "auth.change_user": (False, False, True),
    "auth.change_group": (False, False, True),
    "auth.delete_user": (False, False, False),
    "auth.delete_group": (False, False, False),
    "axes.delete_accessattempt": (False, False, False),
}


def test_each_role_has_its_rights_and_no_other():
    people = [person(role, role) for role in ROLES]
    found = {right: tuple(one.has_perm(right) for one in people) for right in RIGHTS}
    assert found == RIGHTS


PAGES = {
    # address: (編集者, 承認者, 管理者)
    "admin:guide_faq_add": (200, 200, 403),
    "admin:offices_importrun_add": (403, 200, 403),
    "admin:auth_user_changelist": (403, 403, 200),
    "admin:auth_user_add": (403, 403, 200),
    "admin:staff_staffrules_changelist": (403, 403, 302),
    "admin:staff_servererror_changelist": (403, 403, 200),
}


def test_each_role_opens_its_pages_and_the_first_page_names_no_others():
    clients = []
    for role in ROLES:
        client = Client()
        client.force_login(person(role, role))
        clients.append(client)
    found = {
        page: tuple(client.get(reverse(page)).status_code for client in clients)
        for page in PAGES
    }
    assert found == PAGES

    listed = [client.get(reverse("admin:index")).content.decode() for client in clients]
    users = reverse("admin:auth_user_changelist")
    assert [f'href="{users}"' in page for page in listed] == [False, False, True]
    upload = reverse("admin:offices_importrun_add")
    assert [f'href="{upload}"' in page for page in listed] == [False, True, False]


@pytest.mark.parametrize(
    ("groups", "drafts", "approves_others", "approves_own", "own_when_alone"),
    [
        pytest.param([], False, False, False, False, id="none"),
        pytest.param(["編集者"], True, False, False, False, id="編集者"),
        pytest.param(["承認者"], True, True, False, True, id="承認者"),
        pytest.param(["管理者"], False, False, False, False, id="管理者"),
        pytest.param(["編集者", "承認者"], True, True, False, True, id="both"),
    ],
)
def test_a_second_pair_of_eyes_is_another_persons(
    groups, drafts, approves_others, approves_own, own_when_alone
):
    me, other = person("hanako", *groups), person("taro", "編集者")
    assert may_draft(me) is drafts
    assert may_publish_small(me) is drafts
    assert may_approve(me, other, rules=RULES) is approves_others
    assert may_approve(me, None, rules=RULES) is approves_others
    assert may_approve(me, me, rules=RULES) is approves_own
    assert may_approve(me, me, rules=ALONE) is own_when_alone


def test_who_has_all_rights_still_does_not_approve_her_own():
    me = User.objects.create_superuser("hanako")
    assert may_approve(me, me) is False
    StaffRules.objects.create(is_single_person=True)
    assert may_approve(me, me) is True


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param("approvers", [False, True, True, True], id="承認者と管理者"),
        pytest.param("everybody", [True] * 4, id="全員"),
        pytest.param("nobody", [False] * 4, id="だれもしない"),
    ],
)
def test_the_office_says_who_gives_a_code(who, expected):
    people = [person(role, role) for role in ROLES]
    people.append(User.objects.create_superuser("hanako"))
    rules = StaffRules(who_gives_codes=who)
    assert [gives_codes(one, rules=rules) for one in people] == expected


# --- what is small -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "columns", "expected"),
    [
        pytest.param("offices.office", ["phone"], True, id="a phone"),
        pytest.param("offices.Office", ["hours_ja_simple"], True, id="hours in words"),
        pytest.param("offices.openinghours", ["opens", "day"], True, id="hours"),
        pytest.param("offices.office", ["phone", "name_ja"], False, id="and a name"),
        pytest.param("offices.office", ["closed_on"], False, id="its end"),
        pytest.param("guide.siteidentity", ["main_phone"], False, id="the city's"),
        pytest.param("guide.faq", [], True, id="nothing"),
    ],
)
def test_an_offices_phone_and_hours_are_small(label, columns, expected):
    assert is_small(label, columns, rules=RULES) is expected


def test_what_the_office_calls_small_can_be_nothing():
    rules = StaffRules(slips_are_small=False, contacts_are_small=False)
    assert is_small("offices.office", ["phone"], rules=rules) is False
    slip = {"answer_ja": ("使いましよう", "使いましょう")}
    assert is_small_change("guide.faq", slip, rules=rules) is False
    assert is_small_change("guide.faq", slip, rules=RULES) is True
    named = {"name_ja": ("ひまわりひ", "ひまわり"), "search_text": ("ひまわりひ", "ひ")}
    slips_only = StaffRules(contacts_are_small=False)
    assert is_small_change("offices.office", named, rules=slips_only) is True
    assert is_small_change("offices.office", named, rules=rules) is False


def test_one_column_that_is_not_small_makes_a_change_large():
    phone, yen = ("083-922-4111", "083-922-4112"), (9_300, 9_400)
    assert is_small_change("offices.office", {"phone": phone}, rules=RULES) is True
    both = {"phone": phone, "yen": yen}
    assert is_small_change("offices.office", both, rules=RULES) is False
    same = {"phone": phone, "yen": (1, 1)}
    assert is_small_change("offices.office", same, rules=RULES) is True


def test_every_column_that_is_small_is_a_field():
    for label, names in CONTACTS.items():
        fields = {field.attname for field in apps.get_model(label)._meta.fields}
        assert names - fields == set()


def small(act) -> bool:
    """Whether all that `act` writes is small, as a change records it."""
    with transaction.atomic(), recording() as made:
        act()
        found = made.rows()
    assert found
    return all(
        is_small_change(
            row.model._meta.label_lower,
            {
                name: (row.before.get(name), row.after.get(name))
                for name in differing(row.before, row.after)
            },
            rules=RULES,
        )
        for row in found
    )


def test_an_offices_phone_and_hours_are_small_as_they_are_recorded():
    place = rows.full_place()
    [listing, _other] = place.services.all()

    def call() -> None:
        place.phone = "083-922-4112"
        place.save()

    def move() -> None:
        place.name = "べつの名前のところ"
        place.save()

    open_late = listing.opening_hours.first()
    assert small(call) is True
    assert small(lambda: rows.open_on(listing, "sun")) is True
    assert small(open_late.delete) is True
    assert small(move) is False
    assert small(lambda: listing.delete()) is False


# --- accounts -----------------------------------------------------------------------


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(person("kanri", "管理者"))
    return client


def test_nobody_deletes_an_account_not_even_who_may_do_everything(admin_client):
    user = person("hanako", "編集者")
    page = reverse("admin:auth_user_delete", args=[user.pk])
    assert admin_client.post(page, {"post": "yes"}).status_code == 403
    told = admin_client.get(reverse("admin:auth_user_changelist")).content.decode()
    assert "delete_selected" not in told


def form_of(client: Client, user: User) -> dict[str, object]:
    page = client.get(reverse("admin:auth_user_change", args=[user.pk]))
    form = page.context["adminform"].form
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value not in (None, False)}


def test_a_leavers_account_is_switched_off_and_ones_own_is_not(administrator):
    leaver, me = person("hanako", "編集者"), User.objects.get(username="kanri")
    for user in (leaver, me):
        given = form_of(administrator, user)
        given.pop("is_active")
        page = administrator.post(
            reverse("admin:auth_user_change", args=[user.pk]), given
        )
    leaver.refresh_from_db()
    me.refresh_from_db()
    assert [leaver.is_active, me.is_active] == [False, True]
    assert "自分のアカウントは止められません。" in page.content.decode()


def test_an_administrator_gives_nobody_all_rights_and_touches_nobody_who_has_them(
    administrator,
):
    root, user = User.objects.create_superuser("root"), person("hanako")
    change = reverse("admin:auth_user_change", args=[user.pk])
    given = form_of(administrator, user) | {"is_superuser": "on"}
    assert administrator.post(change, given).status_code == 302
    user.refresh_from_db()
    assert user.is_superuser is False
    for page in ("auth_user_change", "auth_user_password_change"):
        of_root = reverse(f"admin:{page}", args=[root.pk])
        assert administrator.post(of_root, {}).status_code == 403


def test_the_groups_of_the_program_keep_their_names_and_rights(administrator):
    editors = Group.objects.get(name="編集者")
    rights = editors.permissions.count()
    page = reverse("admin:auth_group_change", args=[editors.pk])
    administrator.post(page, {"name": "ほか", "permissions": []})
    editors.refresh_from_db()
    assert (editors.name, editors.permissions.count()) == ("編集者", rights)


def test_the_offices_decisions_are_one_row_with_a_form(administrator):
    page = administrator.get(reverse("admin:staff_staffrules_changelist"), follow=True)
    form = page.context["adminform"].form
    given = {name: form[name].value() for name in form.fields} | {"idle_minutes": 3}
    refused = administrator.post(page.request["PATH_INFO"], given)
    assert "5 以上" in refused.content.decode()
    administrator.post(page.request["PATH_INFO"], given | {"idle_minutes": 60})
    assert StaffRules.current().idle_minutes == 60
