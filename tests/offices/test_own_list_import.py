"""A city's own list against what is stored: told, joined, and made once only."""

import datetime as dt
import re

import pytest

from offices.importing.rejected_rows import rejects_csv
from offices.importing.undo import undo
from offices.models import (
    ImportIssue,
    ImportRun,
    ImportSource,
    Municipality,
    Office,
    OfficeChange,
    Trait,
    TraitKind,
)
from offices.models import OfficeService as Service
from tests.offices.conftest import DAY, do, see, upload
from tests.offices.published import NAME, csv_text, file, row
from tests.offices.workbooks import workbook

pytestmark = pytest.mark.usefixtures("register")

COLUMNS = "名称 サービス 事業所番号 市区町村 番地以降 電話番号 備考 確認日".split()
MOMO = ["もも", "就労選択支援", "", "山口市", "亀山町2-1", "083-922-4111", "", "R8.4.1"]


def own(*rows, columns=COLUMNS, name: str = "市.xlsx"):
    return upload(name, workbook(["山口市の一覧"], columns, *rows))


def codes(report) -> list[tuple[int, str]]:
    return [(issue.line, issue.code) for issue in report.issues]


def listed() -> set[tuple[str, str, str]]:
    active = Service.objects.filter(status="active")
    return set(active.values_list("source__slug", "type__slug", "office__code"))


def test_a_workbook_comes_in_and_all_that_is_odd_is_on_record():
    """One import of many odd rows, looked at from all sides."""
    Municipality.objects.filter(code="35203").update(is_own=True)
    ume = ["うめ", "B型", 3510109999, "山口県山口市", "大手町1", 839224111, "注" * 150]
    late = ["さくら", "B型", "", "山口市", "湯田温泉1", "", "", "2099/1/1"]
    total = ["合計", "3か所"]
    [report] = do(own(MOMO, [*ume, None], late, total), source="generic")

    assert codes(report) == [
        (4, "phone_zero_added"),
        (4, "text_cut"),
        (4, "checked_on_missing"),
        (5, "checked_on_future"),
        (6, "municipality_missing"),
    ]
    assert report.notes == [
        "シート「一覧」を読みました。",
        "2行目を、列の名前として読みました。それより上（題名など）は使いません。",
    ]
    momo, ume_ = Office.objects.order_by("-name")
    assert [(o.name, o.phone, str(o.checked_on)) for o in (momo, ume_)] == [
        ("もも", "083-922-4111", "2026-04-01"),
        ("うめ", "0839224111", str(DAY)),
    ]
    assert ume_.services.get().hours_note == "注" * 100
    kept = ImportIssue.objects.filter(code="text_cut").values_list("line_no", "column")
    assert list(kept) == [(4, "備考")]


def test_a_day_that_a_list_says_is_never_replaced_by_that_of_the_import():
    do(own(MOMO), source="generic")
    office = Office.objects.get()
    month = {"period": "202612", "source": "generic", "on": dt.date(2026, 12, 1)}

    do(own([*MOMO[:6], "車いす可", "2026-01-01"]), **month)
    office.refresh_from_db()
    assert str(office.checked_on) == "2026-04-01"

    do(own([*MOMO[:6], "車いす可", "2026/10/1"]), **month | {"period": ""})
    office.refresh_from_db()
    assert str(office.checked_on) == "2026-10-01"
    log = OfficeChange.objects.filter(field="checked_on").values_list("old", "new")
    assert list(log) == [("2026-04-01", "2026-10-01")]

    [report] = do(own(MOMO[:7], columns=COLUMNS[:7]), source="generic")
    assert report.notes[-1].startswith("確認日の列がありません。")


def test_a_row_that_published_data_have_is_told_and_not_made_twice():
    do(file(row(1), row(2)))
    same = ["さくら作業所1", "B型", "3510100001", "山口市", "別の町9", "083-922-0000"]
    moved = ["さくら作業所２", "B型", None, "山口市", "阿知須2番地"]
    other = ["さくら作業所3", "B型", 3510100001, "山口市", "遠い町7"]
    [report] = do(own(same, moved, other, MOMO), source="generic")

    told = [i.value for i in report.issues if i.code == "known_elsewhere"]
    assert told == [
        "wam：住所（いま「阿知須1番地」、一覧「別の町9」）、"
        "電話（いま「0836-39-5300」、一覧「083-922-0000」）",
        "wam：ちがいはありません",
    ]
    assert (report.counts()["known"], report.counts()["new"]) == (2, 2)
    assert {code for _source, type_, code in listed() if type_ == "b-gata"} == {
        "3510100001",
        "3510100002",
        "3510100001-2",
    }
    assert Office.objects.get(code="3510100001").phone == "0836-39-5300"


def test_a_list_that_lacks_columns_empties_nothing_that_others_said():
    """Of the place that both are at, the published data speak first."""
    do(file(row(1, type="計画相談支援"), name="x_202603_52.csv"))
    columns = [*COLUMNS, "法人名", "法人番号"]
    new = [
        "もも",
        "就労選択支援",
        3510100001,
        "山口市",
        "阿知須1番地",
        None,
        None,
        "R8.4.1",
    ]
    [report] = do(
        own([*new, "社会福祉法人もも", 5250003002443], columns=columns),
        source="generic",
    )

    office = Office.objects.get()
    assert office.services.count() == 2
    assert (office.name, office.phone) == ("さくら作業所1", "0836-39-5300")
    assert (office.url, office.geo_source) == ("https://example.jp/", "data")
    [told] = report.plan.organizations.updates
    assert [(c.field, c.new) for c in told.changes] == [("name", "社会福祉法人もも")]
    assert office.operator.phone == "0836-39-5300"


@pytest.mark.parametrize("is_kept", [False, True], ids=["stepped back", "as staff say"])
def test_published_data_come_to_the_place_of_the_city_s_list(is_kept):
    """In either order of imports there is one place, of published data."""
    row_ = ["さくら作業所1", "B型", "3510100001", "山口市", "阿知須1番地"]
    do(own(row_), source="generic")
    if is_kept:
        own_row = Service.objects.get()
        own_row.locked_fields = ["status"]
        own_row.save()

    [report] = do(file(row(1)))

    assert [i.code for i in report.issues] == ["joined_own_list"]
    assert Office.objects.get().code == "3510100001"
    sources = {source for source, _type, _code in listed()}
    assert sources == ({"wam", "generic"} if is_kept else {"wam"})

    [again] = do(own(row_), source="generic", period="202611")
    assert again.counts()["vanished"] == 0
    assert Office.objects.count() == 1


def test_a_rejected_row_of_a_list_without_numbers_has_not_vanished():
    ume = ["うめ", *MOMO[1:]]
    do(own(MOMO, ume), source="generic")
    broken = [*ume[:3], "ない市", *ume[4:]]

    [report] = do(own(MOMO, broken), source="generic")

    assert (report.counts()["rejected"], report.counts()["vanished"]) == (1, 0)
    assert len(listed()) == 2


def test_one_column_of_whole_addresses_is_enough():
    source = ImportSource.objects.get(slug="generic")
    source.mapping = {
        "header_line": 1,
        "columns": {"name": "施設名", "municipality": "所在地", "address": "所在地"},
        "constants": {"type": "sentaku"},
    }
    source.save()
    do(own(["もも", "山口市亀山町2-1"], columns=["施設名", "所在地"]), source="generic")
    office = Office.objects.get()
    assert (office.municipality_id, office.address) == ("35203", "亀山町2-1")


# --- what was rejected stays so until it is corrected ---------------------------------

GOOD = [row(number) for number in range(1, 41)]
SHORT = csv_text([row(50)]).splitlines()[1].rsplit(",", 3)[0]
LONG = csv_text([row(51)]).splitlines()[1] + ",余り"
TWICE = csv_text([row(1, phone="083-922-0000")]).splitlines()[1]


def rejected(report) -> str:
    return rejects_csv(report.file, report.rejections)


def through_excel(text: str) -> str:
    """As a spreadsheet saves what it opened: zeros in front of numbers are lost."""
    return re.sub(r"(?<=,)0+(?=[1-9][0-9.]*,)", "", text.replace("09:00", "9:00"))


@pytest.mark.parametrize("saved", [str, through_excel], ids=["as it is", "in Excel"])
@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param(SHORT, "column_count", id="too short"),
        pytest.param(LONG, "column_count", id="too long"),
        pytest.param(TWICE, "duplicate_key", id="twice"),
    ],
)
def test_a_rejected_row_is_rejected_again_until_it_is_corrected(line, code, saved):
    content = csv_text(GOOD) + line + "\r\n"
    [report] = do(upload(NAME, content.encode()))
    before = sorted(Service.objects.values_list("pk", "content_hash"))
    text = rejected(report)

    [again] = do(upload("rejects_202603_46.csv", saved(text).encode()))

    assert [i.code for i in again.issues if i.level == "reject"] == [code]
    assert sorted(Service.objects.values_list("pk", "content_hash")) == before
    assert rejected(again).count(code) == 1
    [issue] = [i for i in again.issues if i.level == "reject"]
    first = next(i for i in report.issues if i.level == "reject")
    assert (issue.column, issue.value) == (first.column, first.value)

    # Corrected, or said to be well: either lets it in.
    for well in (text.replace("さくら作業所", "もも作業所"), text.replace(code, "")):
        [mended] = see(upload("rejects_202603_46.csv", well.encode()))
        assert [i.code for i in mended.issues if i.level == "reject"] == []


def test_a_row_of_another_service_stays_out_by_whatever_name_its_file_has():
    a_type = [row(n, type="就労継続支援Ａ型") for n in (101, 102)]
    [report] = do(file(*GOOD, *a_type))
    text = rejected(report)

    [again] = see(upload("rejects_202603.csv", text.encode()))
    assert again.counts()["rejected"] == 2

    # A name that says that they are of this service is an answer.
    [told] = see(upload("rejects_202603_45.csv", text.encode()))
    assert (told.counts()["rejected"], told.counts()["new"]) == (0, 2)


# --- what people choose by ------------------------------------------------------------


def traits() -> list[tuple[str, str, str, str]]:
    found = Trait.objects.order_by("listing__name", "kind__code")
    return [(t.listing.name, t.kind.code, t.told, t.said_by) for t in found]


def test_what_people_choose_by_comes_to_places_of_any_source_and_goes_with_an_undo():
    """Of a place that the published data have, the list says this and nothing else."""
    lift, _lunch = (
        TraitKind.objects.create(
            code=code, label=column, column=column, yes_words="あり", to_ask="か",
            question="か。", to_fill="円", pictogram="bus",
        )
        for code, column in (("lift", "送迎"), ("lunch", "昼ごはん"))
    )  # fmt: skip
    do(file(row(1), row(2)))
    kept = Service.objects.get(source_no="A0000000002")
    Trait.objects.create(
        listing=kept, kind=lift, answer="no", said_on=DAY, said_by="office"
    )
    columns = [*COLUMNS, "送迎", "昼ごはん"]
    sakura = [
        [f"さくら作業所{n}", "B型", 3510100000 + n, "山口市", f"阿知須{n}番地"]
        for n in (1, 2)
    ]
    given = [
        [*sakura[0], "", "", "R8.4.1", "あり", "300円"],
        [*sakura[1], "", "", "R8.4.1", "あり", "なし"],
        [*MOMO, "〇（市内だけ）", ""],
        ["うめ", *MOMO[1:4], "大手町1", "", "", "", "あり", ""],
    ]
    [report] = do(own(*given, columns=columns), source="generic")

    said = "2026-04-01、市"
    assert traits() == [
        ("さくら作業所1", "lift", f"ある・できる、{said}", "city"),
        ("さくら作業所2", "lift", f"ない・できない、{DAY}、事業所", "office"),
        ("さくら作業所2", "lunch", f"ない・できない、{said}", "city"),
        ("もも", "lift", f"ある・できる、市内だけ、{said}", "city"),
    ]
    assert [c for _line, c in codes(report) if c != "known_elsewhere"] == [
        "trait_unread",
        "checked_on_missing",
        "trait_without_day",
        "locked_field_differs",
    ]

    last = ImportRun.objects.filter(mode="apply").first()
    before = traits()
    later = [*MOMO[:7], "2026-10-01", "なし", "あり"]
    [report] = do(own(later, *given[:2], given[3], columns=columns), source="generic")
    [update] = report.plan.updates
    assert [(c.field, c.new) for c in update.changes] == [
        ("checked_on", "2026-10-01"),
        ("traits", "送迎：ない・できない／昼ごはん：ある・できる"),
    ]
    assert traits()[-1] == ("もも", "lunch", "ある・できる、2026-10-01、市", "city")

    undo([ImportRun.objects.filter(mode="apply").first()])
    assert traits() == before
    undo([last])
    assert traits() == [before[1]]
