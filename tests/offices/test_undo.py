"""An applied import is undone as one, or not at all."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from offices.importing.run import Upload
from offices.importing.undo import CannotUndo, undo
from offices.models import (
    ImportRun,
    ImportTrace,
    Office,
    OfficeArea,
    OfficeChange,
    OfficeReport,
    OfficeService,
    OpeningHours,
    Organization,
)
from tests.offices.conftest import do, see, upload
from tests.offices.published import file, row
from texts.models import Reading
from texts.readings import readings

LATER = "x_202609_46.csv"
ROWS = [row(number) for number in range(1, 41)]
# One that is known by its name.
ROWS[3] = row(4, corporate_number="")
# One is new, one gone, and of others a text, hours, the organisation, the place change.
CHANGED = [
    row(1, phone="083-922-0000", name="もも作業所"),
    row(2, weekday="10:00-15:00", sat="09:00-12:00"),
    row(3, organization="べつの会", corporate_number="7000012050002"),
    row(4, corporate_number="", organization_phone="083-922-1111"),
    row(5, capacity="", closed_days="土日", lat="34.02"),
    *ROWS[5:39],
    row(41, organization="あたらしい会", corporate_number=""),
]


def state() -> dict[str, list]:
    """All that an import writes, but for when, and the keys of hours."""
    found = {}
    for model in (Office, OfficeService, Organization, OpeningHours, OfficeArea):
        drop = {"updated_at"} | ({"id"} if model is OpeningHours else set())
        names = [f.attname for f in model._meta.concrete_fields if f.name not in drop]
        order = "pk" if model is not OpeningHours else "service"
        rows = model._base_manager.order_by(order, *names[2:3])
        found[model.__name__] = sorted(map(str, rows.values_list(*names)))
    return found


def last() -> ImportRun:
    return ImportRun.objects.filter(mode="apply", state="ok").first()


@pytest.fixture
def before(register) -> dict[str, list]:
    do(file(*ROWS))
    return state()


def test_an_import_that_was_undone_leaves_what_was_before(before):
    [report] = do(file(*CHANGED, name=LATER))
    assert (report.counts()["updated"], report.counts()["new"]) == (4, 1)
    assert state() != before

    undo([last()])

    assert state() == before
    assert last().period == "202603"
    assert ImportRun.objects.filter(state="undone").count() == 1


def test_the_first_import_of_all_is_undone_to_nothing(register):
    empty = state()
    do(file(*ROWS))
    undo([last()])
    assert state() == empty


def test_a_year_of_real_changes_is_undone(register):
    for code in ("45", "60"):
        do(upload(f"yamaguchi_{code}_202503.csv"))
    a_year_ago = state()
    do(
        *(upload(f"yamaguchi_{code}_202603.csv") for code in ("45", "60")),
        may_empty_towns=True,
    )
    runs = ImportRun.objects.filter(mode="apply", period="202603")

    undo(runs)

    assert state() == a_year_ago
    assert runs.filter(state="undone").count() == 2


def test_an_undone_file_can_be_applied_again(before):
    do(file(*CHANGED, name=LATER))
    after = state()["OfficeService"][0]
    undo([last()])
    [report] = do(file(*CHANGED, name=LATER))
    assert report.is_applied
    assert state()["OfficeService"][0] == after


def test_a_row_that_is_listed_again_is_gone_again(before):
    do(file(*ROWS[1:], name="x_202605_46.csv"))
    gone = state()
    do(file(*ROWS, name=LATER))
    undo([last()])
    assert state() == gone
    assert Office.objects.get(code="3510100001").status == "not_listed"


def test_the_areas_of_a_list_of_the_city_go_with_it(before):
    table = (
        "名称,サービス,市区町村,番地以降,管轄市区町村\n"
        "えらぶ支援,就労選択支援,山口県山口市,1,山口県山口市;山口県防府市\n"
    )
    do(Upload("市.csv", table.encode()), source="generic")
    assert OfficeArea.objects.count() == 2
    undo([last()])
    assert state() == before


# --- while nobody has changed the rows ---------------------------------------------


def change_office() -> None:
    office = Office.objects.get(code="3510100001")
    office.note = "車いすで入れます。"
    office.save()


def change_past_the_forms() -> None:
    Office.objects.filter(code="3510100001").update(access_ja="駅から5分")


def change_service() -> None:
    listing = OfficeService.objects.get(office__code="3510100005")
    listing.capacity = 12
    listing.save()


def change_hours() -> None:
    span = OpeningHours.objects.get(office__code="3510100002", day="sat")
    span.delete()


def change_new_office() -> None:
    Office.objects.filter(code="3510100041").update(is_published=False)


def delete_new_office() -> None:
    Office.objects.get(code="3510100041").delete()


def report_new_office() -> None:
    office = Office.objects.get(code="3510100041")
    OfficeReport.objects.create(office=office, reason="other", text="電話がちがう")


def add_hours() -> None:
    office = Office.objects.get(code="3510100041")
    OpeningHours.objects.create(office=office, day="sun", opens="09:00", closes="10:00")


def change_organization() -> None:
    organization = Organization.objects.get(name="社会福祉法人4")
    organization.phone = "083-922-2222"
    organization.save()


def import_again() -> None:
    do(file(row(1, phone="083-922-3333"), *CHANGED[1:], name="x_202610_46.csv"))


@pytest.mark.parametrize(
    ("act", "named"),
    [
        (change_office, "もも作業所"),
        (change_past_the_forms, "もも作業所"),
        (change_service, "さくら作業所5（就労継続支援B型）"),
        (change_hours, "さくら作業所2（就労継続支援B型）"),
        (change_new_office, "さくら作業所41"),
        (delete_new_office, "消された行"),
        (report_new_office, "さくら作業所41"),
        (add_hours, "祝日"),
        (change_organization, "社会福祉法人4"),
        (import_again, "さくら作業所1（就労継続支援B型）"),
    ],
)
def test_an_import_whose_rows_somebody_changed_stays(before, act, named):
    do(file(*CHANGED, name=LATER))
    run = last()
    act()
    as_it_is = state()

    with pytest.raises(CannotUndo) as refused:
        undo([run])

    assert named in str(refused.value) or act is add_hours
    assert "取り消せません。何も変えていません。" in str(refused.value)
    assert state() == as_it_is
    run.refresh_from_db()
    assert run.state == "ok"


def test_what_staff_change_in_a_row_that_was_only_seen_stays(before):
    do(file(*CHANGED, name=LATER))
    office = Office.objects.get(code="3510100020")
    office.phone = "083-922-4444"
    office.save()

    undo([last()])

    office.refresh_from_db()
    assert (office.phone, office.locked_fields) == ("083-922-4444", ["phone"])
    assert office.services.get().last_period == "202603"


def test_of_two_imports_the_later_is_undone_first_or_with_it(before):
    do(file(*CHANGED, name=LATER))
    first = last()
    import_again()
    second = last()
    with pytest.raises(CannotUndo):
        undo([first])

    undo([first, second])

    assert state() == before


def test_of_several_runs_all_are_undone_or_none(before):
    do(file(*CHANGED, name=LATER))
    change_office()
    do(file(row(900, type="就労移行支援"), name="x_202609_60.csv"))
    as_it_is = state()
    runs = ImportRun.objects.filter(mode="apply", period="202609")

    with pytest.raises(CannotUndo):
        undo(runs)

    assert state() == as_it_is


@pytest.mark.parametrize("why", ["looked at", "undone", "the same"])
def test_what_changed_nothing_cannot_be_undone(before, why):
    run = last()
    if why == "looked at":
        see(file(*CHANGED, name=LATER))
        run = ImportRun.objects.filter(mode="dry").get()
    elif why == "undone":
        undo([run])
    else:
        do(file(*ROWS))
        run = ImportRun.objects.get(state="unchanged")
    with pytest.raises(CannotUndo, match="取り消"):
        undo([run])


# --- what is kept of it ------------------------------------------------------------


def test_an_undo_is_logged_line_by_line_and_by_whom(before):
    do(file(*CHANGED, name=LATER))
    run = last()
    done = set(run.changes.values_list("office", "field", "old", "new"))
    hanako = User.objects.create_user("hanako")

    undo([run], by=hanako)

    back = OfficeChange.objects.filter(by=hanako)
    assert set(back.values_list("office", "field", "new", "old")) == done
    run.refresh_from_db()
    assert (run.undone_by, run.undone_at is not None) == (hanako, True)
    record = ImportRun.objects.get(mode="undo")
    assert (record.base, record.by) == (run, hanako)
    assert set(back.values_list("run", flat=True)) == {record.pk}


@pytest.mark.parametrize("number", [1, 3])
def test_an_undo_asks_equally_often_however_many_rows(
    register, number, django_assert_num_queries
):
    do(file(*ROWS[:number]))
    run = last()
    with django_assert_num_queries(UNDO_QUERIES):
        undo([run])


UNDO_QUERIES = 50


def test_what_is_kept_of_rows_that_did_not_change_is_small(before):
    do(file(*ROWS, name=LATER))
    packed = ImportTrace.objects.filter(run=last()).values_list("packed", flat=True)
    assert sum(map(len, packed)) < 1_000


def test_readings_follow_what_an_undo_brings_back(before):
    """A name that an import changed is read as before again."""
    Reading.objects.create(surface="山", reading="やま")
    do(file(*CHANGED, name=LATER))
    assert "もも作業所" in dict(Office.reading_pairs())
    changed = readings()

    undo([last()])

    assert readings() is not changed


# --- the command -------------------------------------------------------------------


def run_command(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_offices", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_tells_the_number_and_undoes_it(register, tmp_path):
    path = tmp_path / "x_202603_46.csv"
    path.write_bytes(file(*ROWS).content)
    told = run_command(path, "--apply")
    number = last().pk
    assert f"--undo {number}" in told

    assert f"取り込み {number} を取り消しました。" in run_command("--undo", number)

    assert not Office.objects.exists()
    with pytest.raises(CommandError, match="もう取り消してあります") as again:
        run_command("--undo", number)
    assert again.value.returncode == 1
    with pytest.raises(CommandError) as unknown:
        run_command("--undo", 0)
    assert unknown.value.returncode == 2
