"""The desk: what is to do today, each with its number and one click to it."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facts.models import Source
from guide.models import LawChange, SearchMiss
from offices.models import Office, OfficeReport
from services.models import ServiceFact
from staff.models import Change, ServerError, StaffRules
from staff.tasks import TASKS
from tests import rows
from texts.models import Reading, Translation

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2020, 1, 1)
CHANGES = "/admin/staff/change/"
DUE = reverse("admin:due")
CHECKED = reverse("admin:no_mistake")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def nobody_in_particular() -> User:
    return User.objects.create_user("hanako", is_staff=True)


@pytest.fixture
def editor() -> Client:
    call_command("make_editors", verbosity=0)
    user = nobody_in_particular()
    user.groups.add(Group.objects.get(name="編集者"))
    return signed_in(user)


def neglected_fact() -> ServiceFact:
    fact = rows.fact(rows.service())
    ServiceFact.objects.filter(pk=fact.pk).update(checked_on=LONG_AGO)
    return fact


def something_of_everything() -> None:
    """One of each kind of work, and two of some."""
    office = rows.office(rows.office_kind())
    Office.objects.filter(pk=office.pk).update(status="not_listed")
    for handled in (False, False, True):
        OfficeReport.objects.create(office=office, reason="phone", is_handled=handled)
    rows.change()
    LawChange.objects.update(starts_on=dt.date(2026, 4, 1), status="planned")
    neglected_fact()
    Translation.objects.create(
        content_type=ContentType.objects.get_for_model(Source),
        object_id=1, field="title", language="en", is_outdated=True,
    )  # fmt: skip
    for day in (0, 1):
        on = timezone.localdate() - dt.timedelta(days=day)
        SearchMiss.objects.create(word="しゅうろう", day=on)
    now = timezone.now()
    ServerError.objects.create(
        code="ABC234", kind="KeyError", path="/", first_at=now, last_at=now
    )


def shown(page) -> list[tuple[str, str]]:
    return [(f"{one.title} {one.number}{one.unit}", one.address) for one in page]


def test_the_first_page_says_that_nothing_is_to_do(admin_client):
    page = admin_client.get(reverse("admin:index"))
    assert page.context["to_do"] == []
    assert "いま、急いですることは ありません。" in page.content.decode()


def test_each_kind_of_work_has_its_number_and_leads_to_just_that(admin_client):
    something_of_everything()

    page = admin_client.get(reverse("admin:index"))

    assert shown(page.context["to_do"]) == [
        (
            "読者からの知らせを確かめる 2件",
            "/admin/offices/officereport/?is_handled__exact=0",
        ),
        (
            "公表データから なくなった事業所を確認する 1か所",
            "/admin/offices/office/?status__exact=not_listed",
        ),
        ("予定の日がすぎた内容を決める 1件", "/admin/planned/"),
        ("確認の期限がすぎた内容を見る 1件", "/admin/due/"),
        ("古くなった翻訳を直す 1か所", "/admin/texts/translation/?state=outdated"),
        ("見つからなかった言葉を見る 1語", "/admin/guide/searchmiss/"),
        ("サイトで起きたエラーを見る 1件", "/admin/staff/servererror/"),
    ]
    for one in page.context["to_do"]:
        assert admin_client.get(one.address).status_code == 200
        link = f'<a href="{one.address}">{one.title}（{one.number}{one.unit}）</a>'
        assert link in page.content.decode()


def test_what_is_to_begin_yet_stands_below_what_waits_for_a_decision(admin_client):
    past, today = rows.change(), timezone.localdate()
    LawChange.objects.update(starts_on=LONG_AGO, status="planned")
    coming = [rows.change(), rows.change()]
    for days, (row, status) in enumerate(
        zip(coming, ("enacted", "planned"), strict=True), 1
    ):
        row.starts_on, row.status = today + dt.timedelta(days=days), status
        row.save()
    page = admin_client.get(reverse("admin:planned"))
    shown = [
        [pending.row for pending in page.context[name].rows]
        for name in ("found", "coming")
    ]
    assert shown == [[past], coming]


def test_who_approves_is_told_of_what_others_wrote_and_who_wrote_of_what_came_back(
    editor, admin_client, admin_user
):
    clerk = User.objects.get(username="hanako")
    StaffRules.objects.update_or_create(pk=1, defaults={"is_single_person": False})
    for author in (clerk, clerk, admin_user):
        Change.objects.create(title="x", state="waiting", author=author)
    Change.objects.create(title="x", state="returned", author=clerk)
    late = timezone.localdate() - dt.timedelta(days=1)
    Change.objects.create(title="x", state="approved", publish_on=late)

    told = {
        name: shown(client.get(reverse("admin:index")).context["to_do"])
        for name, client in (("chief", admin_client), ("clerk", editor))
    }

    stuck = ("公開できなかった変更を見る 1件", f"{CHANGES}?state__exact=approved")
    assert told == {
        "chief": [
            ("確認待ちの変更を見る 2件", f"{CHANGES}?state__exact=waiting"),
            stuck,
        ],
        "clerk": [
            ("もどってきた変更を直す 1件", f"{CHANGES}?state__exact=returned"),
            stuck,
        ],
    }


def test_who_may_see_little_is_told_of_little():
    something_of_everything()
    page = signed_in(nobody_in_particular()).get(reverse("admin:index"))
    [error] = page.context["to_do"]
    assert (error.title, error.address) == ("サイトでエラーが起きました", "")
    assert error.note == "サイトの管理者に、番号を伝えてください：ABC234"
    assert page.context["tasks"] == []


def test_a_reading_that_leaves_out_a_part_of_a_name_is_to_be_looked_at(admin_client):
    Reading.objects.create(surface="就労継続支援事業所青い鳥", reading="あおいとり")
    page = admin_client.get(reverse("admin:index"))
    [one] = page.context["to_do"]
    assert (one.number, one.address) == (1, "/admin/texts/reading/unread/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_first_page_costs_the_same_however_much_waits(
    number, admin_client, django_assert_num_queries
):
    for _ in range(number):
        neglected_fact()
    ContentType.objects.clear_cache()
    with django_assert_num_queries(27):
        admin_client.get(reverse("admin:index"))


def test_every_common_task_leads_to_a_page_that_is_there(editor, admin_client):
    page = admin_client.get(reverse("admin:index"))
    titles = [task.title for task in page.context["tasks"]]
    assert titles == [
        "市の電話・受付時間を変える",
        "相談先の電話を変える",
        "文を直す",
        "金額を変える",
        "予定の改正を見る",
        "事業所を直す",
        "公表データを取り込む",
        "よくある質問を足す",
    ]
    asked = [admin_client.get(task.address, follow=True) for task in TASKS]
    assert [answer.status_code for answer in asked] == [200] * len(TASKS)
    # Imports are for those who approve.
    page = editor.get(reverse("admin:index"))
    assert [task.title for task in page.context["tasks"]] == [
        title for title in titles if title != "公表データを取り込む"
    ]


# --- 「まちがいなし」 -----------------------------------------------------------------


def test_a_fact_is_right_by_one_click_on_its_row(editor):
    fact, other = neglected_fact(), neglected_fact()
    ServiceFact.objects.filter(pk=fact.pk).update(check_due=dt.date(2026, 1, 1))
    assert 'aria-label="' in editor.get(DUE).content.decode()

    key = f"services.servicefact:{fact.pk}"
    page = editor.post(CHECKED, {"one": key}, follow=True)

    fact.refresh_from_db()
    other.refresh_from_db()
    assert (fact.checked_on, fact.check_due) == (timezone.localdate(), None)
    assert other.checked_on == LONG_AGO
    assert "1件を「きょう確かめた、まちがいなし」にしました。" in page.content.decode()
    [entry] = LogEntry.objects.all()
    assert entry.get_change_message() == "出典を見て、まちがいなしと確かめた"
    [change] = Change.objects.all()
    assert (change.state, change.rows.get().key) == ("published", str(fact.pk))


def test_many_facts_are_right_by_ticking_them(editor):
    facts = [neglected_fact() for _ in range(3)]
    keys = [f"services.servicefact:{fact.pk}" for fact in facts]

    editor.post(CHECKED, {"row": keys[:2]})

    assert [
        fact.checked_on == LONG_AGO for fact in ServiceFact.objects.order_by("pk")
    ] == [False, False, True]


def test_many_facts_are_right_by_an_action_of_their_list(admin_client):
    facts = [neglected_fact() for _ in range(3)]
    address = reverse("admin:services_servicefact_changelist")
    sent = {
        "action": "say_no_mistake",
        "_selected_action": [fact.pk for fact in facts],
    }
    assert admin_client.get(address).content.decode().count("formaction=") == 3

    admin_client.post(f"{address}?due=over", sent)

    assert not ServiceFact.objects.filter(checked_on=LONG_AGO).exists()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({}, id="nothing ticked"),
        pytest.param({"row": "services.servicefact:999999"}, id="a row that is gone"),
        pytest.param({"row": "services.servicefact:x"}, id="no number"),
        pytest.param({"row": "auth.user:1"}, id="no fact"),
        pytest.param({"one": "１"}, id="nonsense"),
    ],
)
def test_what_cannot_be_checked_is_answered_with_a_sentence(sent, editor):
    page = editor.post(CHECKED, sent, follow=True)
    assert "確かめた行に印をつけてください。" in page.content.decode()


def test_who_may_not_change_a_fact_cannot_say_that_it_is_right():
    fact = neglected_fact()
    client = signed_in(nobody_in_particular())
    client.post(CHECKED, {"one": f"services.servicefact:{fact.pk}"})
    fact.refresh_from_db()
    assert fact.checked_on == LONG_AGO


def test_after_a_click_one_is_where_one_was_and_nowhere_else(editor):
    fact = neglected_fact()
    sent = {"one": f"services.servicefact:{fact.pk}"}
    back = [
        editor.post(CHECKED, sent, headers={"referer": before})["Location"]
        for before in ("http://testserver/admin/x/?due=over", "http://evil.example/")
    ]
    assert back == ["http://testserver/admin/x/?due=over", DUE]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_what_is_due_costs_the_same_however_much_it_is(
    number, admin_client, django_assert_num_queries
):
    for _ in range(number):
        neglected_fact()
    with django_assert_num_queries(24):
        page = admin_client.get(DUE)
    assert page.content.decode().count(">まちがいなし</button>") == number
