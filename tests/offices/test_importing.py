"""The import: what it reads, what it refuses, and what it leaves alone."""

import datetime as dt
import io
import zipfile

import pytest
from django.db.models import Max
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offices.importing.list_columns import WAM, formula_safe, without_guard
from offices.importing.lookups import load_lookups
from offices.importing.reader import MAX_BYTES, Refused, read
from offices.importing.rejected_rows import rejects_csv
from offices.importing.row_reader import RowReader
from offices.importing.run import Outrun, Upload, apply, last_applied, look
from offices.importing.source_row import SourceRow
from offices.models import (
    ImportIssue,
    ImportRun,
    Office,
    OfficeChange,
    OfficeService,
    OpeningHours,
)
from tests.offices.conftest import DAY, do, options, see, upload
from tests.offices.published import NAME, csv_text, file, row

ROWS = [row(number) for number in range(1, 41)]


def codes(report) -> set[str]:
    return {issue.code for issue in report.issues}


def judged(cells: dict[str, str]) -> SourceRow:
    return RowReader(load_lookups()).read(1, 2, cells)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


# --- the file -------------------------------------------------------------------

HEADER = csv_text([]).encode()
NOISE = bytes(range(1, 256)) * 200_000


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty_file", id="nothing"),
        pytest.param(b"<!DOCTYPE html><html>404", "html", id="an error page"),
        pytest.param("\ufeff\r\n <html>".encode(), "html", id="after a mark"),
        pytest.param(b"\x00\x01\x02", "not_text", id="a program"),
        pytest.param(NOISE, "encoding", id="50 MB of noise"),
        pytest.param(b"," * 60_000_000, "header", id="60 MB of commas"),
        pytest.param(b'"' + b"a" * 60_000_000, "header", id="a quote never closed"),
        pytest.param(HEADER + b'"' + b"a" * 200_000, "not_csv", id="a cell too long"),
        pytest.param(bytes(MAX_BYTES + 1), "too_big", id="too big"),
        pytest.param("名前,住所\n".encode("utf-16"), "header", id="UTF-16"),
        pytest.param("\ufeff名".encode("utf-16")[:-1], "encoding", id="half a sign"),
        pytest.param(b"%PDF-1.7", "not_text", id="a PDF"),
        pytest.param("名前,住所\n".encode(), "header", id="another list"),
        pytest.param(HEADER.replace(b",", b"|"), "header", id="bars"),
        pytest.param(b"PK\x03\x04" + b"x" * 99, "zip_broken", id="a broken ZIP"),
        pytest.param(zipped(a__txt=b"x"), "zip_members", id="no CSV in the ZIP"),
        pytest.param(zipped(a__csv=b"", b__csv=b""), "zip_members", id="two CSVs"),
        pytest.param(zipped(a__csv=b"0" * 30_000_000), "zip_bomb", id="a bomb"),
        pytest.param(zipped(a__csv=b"<html>"), "html", id="a page in a ZIP"),
    ],
)
def test_what_is_not_a_list_is_refused_with_a_reason(content, code):
    with pytest.raises(Refused) as refused:
        list(read(NAME, content).records())
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_zip_that_lies_about_its_size_is_refused():
    bomb = bytearray(zipped(a__csv=b"0" * 5_000))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        read(NAME, bytes(bomb))


@pytest.mark.parametrize("required", ["source_no", "type", "name", "office_number"])
def test_a_file_without_a_column_that_it_needs_is_refused(required):
    columns = [name for name in WAM if name != required]
    with pytest.raises(Refused, match=WAM[required][:2]):
        read(NAME, csv_text(ROWS, columns=columns).encode())


def test_a_zip_is_read_as_the_csv_in_it():
    content = csv_text(ROWS).encode("utf-8-sig")
    name = "sfkopendata_202603_46.zip"
    found = read(name, zipped(csvdownload046__csv=content))
    assert (found.period, found.code_in_name) == ("202603", "46")
    assert len(list(found.records())) == 40


def test_period_and_service_are_read_from_names():
    def named(name):
        found = read(name, HEADER)
        return found.period, found.code_in_name

    assert named("yamaguchi_45_202603_verbatim.csv") == ("202603", "45")
    assert named("csvdownload046.csv") == ("", "46")
    assert named("chiyoda_52_53_54_70_202603.csv") == ("202603", "")
    assert named("一覧.csv") == ("", "")


@given(cell=st.text())
def test_a_cell_survives_the_way_through_a_spreadsheet(cell):
    safe = formula_safe(cell)
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@"))
    if not cell.startswith("'"):
        assert without_guard(safe) == cell


# --- one file in many forms ---------------------------------------------------------


def reordered() -> str:
    return csv_text(ROWS, columns=[*reversed(WAM), "別の列"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(csv_text(ROWS).encode("utf-8"), id="no mark"),
        pytest.param(csv_text(ROWS).encode("cp932"), id="CP932"),
        pytest.param(csv_text(ROWS).replace("\r\n", "\n").encode(), id="LF"),
        pytest.param(csv_text(ROWS).replace('"', "").encode(), id="no quotes"),
        pytest.param(reordered().encode(), id="columns in another order"),
        pytest.param((csv_text(ROWS) + "," * 28 + "\r\n" * 3).encode(), id="blank end"),
        pytest.param(zipped(x__csv=csv_text(ROWS).encode()), id="ZIP"),
    ],
)
def test_one_file_in_another_form_changes_nothing(register, content):
    do(file(*ROWS))
    before = Office.objects.aggregate(Max("updated_at"))

    [report] = do(Upload(NAME, content))

    assert report.counts() | {"warned": 0} == dict.fromkeys(report.counts(), 0) | {
        "unchanged": 40
    }
    assert Office.objects.aggregate(Max("updated_at")) == before
    assert not OfficeChange.objects.exists()


def test_the_real_b_type_file_is_the_same_through_excel(register):
    name = "yamaguchi_46_202603.csv"
    given_ = upload(name)
    do(given_)
    excel = given_.content.decode("utf-8-sig").replace("−", "－").replace("〜", "～")

    [report] = do(Upload(name, excel.encode("cp932")))

    assert report.counts()["unchanged"] == 202
    assert report.plan.is_empty


def test_the_same_file_again_is_told_to_be_the_same(register):
    do(file(*ROWS))
    [report] = do(file(*ROWS))
    assert report.is_same_file
    assert ImportRun.objects.first().state == "unchanged"


# --- what becomes of a row ------------------------------------------------------------


def test_a_row_becomes_an_office_with_its_service_hours_and_organisation(register):
    do(file(row(7, sat="09:00-12:00", address="山口県山口市阿知須７番地なし")))

    office = Office.objects.get(code="3510100007")
    [service] = office.services.all()

    assert (office.name, office.address) == ("さくら作業所7", "阿知須7番地")
    assert office.full_address == "山口県山口市阿知須7番地"
    assert (office.municipality_id, office.geo_source) == ("35203", "data")
    assert office.operator.corporate_number == "5250003002443"
    assert (service.capacity, service.last_period) == (20, "202603")
    assert service.raw["type"] == "就労継続支援Ｂ型"
    assert [str(span) for span in office.opening_hours.order_by("-day")] == [
        "平日 09:00〜16:00",
        "土曜 09:00〜12:00",
    ]
    assert "さくら作業所7" in office.search_text
    assert "0836395300" in office.search_text


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"source_no": ""}, "source_no_missing"),
        ({"office_number": "351010"}, "office_number_format"),
        ({"office_number": "3.51E+09"}, "excel_damage"),
        ({"office_number": "110100057"}, "excel_damage"),
        ({"corporate_number": "5.25E+12"}, "excel_damage"),
        ({"address": "1月2日"}, "excel_damage"),
        ({"name": "　"}, "name_missing"),
        ({"name": "あ" * 101}, "name_too_long"),
        ({"municipality": "山口県ない市"}, "municipality_unknown"),
        ({"type": "はたらく支援"}, "service_unknown"),
        ({"type": "就労継続支援Ａ型"}, "service_mismatch"),
        ({"source_no": "A0000000001", "office_number": "3510100001"}, "duplicate_key"),
        ({"name": "就労継続支援船場センター  テスト用"}, "test_record"),
        ({"office_number": "2700000000"}, "test_record"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_left_out_with_a_reason(register, broken, code):
    [report] = see(file(*ROWS, row(99, **broken)))
    assert [(i.code, i.record) for i in report.issues if i.level == "reject"] == [
        (code, 41)
    ]
    assert not report.is_refused


@pytest.mark.parametrize(
    ("odd", "code", "field", "value"),
    [
        ({"phone": "26-5008"}, "phone_invalid", "phone", ""),
        ({"reading": "さくら<meta>"}, "reading_invalid", "reading", ""),
        ({"reading": "桜さぎょうしょ"}, "reading_invalid", "reading", ""),
        ({"reading": "ｻｸﾗ ・ ホーム"}, None, "reading", "サクラ ・ ホーム"),
        (
            {"organization_reading": "ｶﾌﾞ>"},
            "reading_invalid",
            "organization_reading",
            "",
        ),
        ({"fax": "00-0000-0000"}, "fax_invalid", "fax", ""),
        ({"url": "http:///x"}, "url_invalid", "url", ""),
        ({"url": "http://www/x"}, "url_invalid", "url", ""),
        ({"url": "javascript:alert(1)"}, "url_invalid", "url", ""),
        ({"url": "http://a.jp/\t"}, "url_repaired", "url", "http://a.jp/"),
        ({"url": "http://a.jp http://b.jp"}, "url_repaired", "url", "http://a.jp"),
        ({"url": "ｈｔｔｐ：／／ａ．ｊｐ"}, "url_repaired", "url", "http://a.jp"),
        ({"weekday": "00:00-00:00"}, "hours_zero", "weekday", ""),
        ({"weekday": "16:00-09:00"}, "hours_reversed", "weekday", ""),
        ({"weekday": "25:00-26:00"}, "hours_unparsed", "weekday", ""),
        ({"capacity": "0"}, "capacity_zero", "capacity", ""),
        ({"capacity": "二十"}, "capacity_invalid", "capacity", ""),
        ({"corporate_number": ""}, "corporate_number_missing", "corporate_number", ""),
        (
            {"corporate_number": "010005004837 "},
            "corporate_number_invalid",
            "corporate_number",
            "1010005004837",
        ),
        (
            {"corporate_number": "6250003002443"},
            "corporate_number_checkdigit",
            "corporate_number",
            "",
        ),
        ({"lat": ""}, "latlon_missing", "geo_source", "town"),
        ({"lat": "0", "lon": "0"}, "latlon_out_of_japan", "geo_source", "town"),
        (
            {"lat": "43.06", "lon": "141.35"},
            "latlon_far_from_municipality",
            "geo_source",
            "town",
        ),
        ({"address": "山口市阿知須5"}, "address_prefix_stripped", "address", "阿知須5"),
        ({"address": "阿知須5なし"}, "address_nashi_stripped", "address", "阿知須5"),
        (
            {"address": "秋穂二島１９１１番地秋穂二島1911番地"},
            "address_doubled",
            "address",
            "秋穂二島1911番地",
        ),
        ({"name": "つ\ufffdき"}, "replacement_char", "name", "つ\ufffdき"),
        ({"name": "+OneLife"}, "formula_like", "name", "+OneLife"),
        ({"office_number": "4010100099"}, "prefecture_mismatch", "phone", None),
        ({"name": "さく\u001cら\n作業\t所"}, None, "name", "さくら 作業 所"),
    ],
)
def test_what_is_odd_in_a_row_is_mended_or_left_empty_and_told(
    register, odd, code, field, value
):
    [report] = see(file(row(99, **odd)))
    found = judged(row(99, **odd))
    assert codes(report) == ({code} if code else set())
    assert value is None or found[field] == value


# --- from one period to the next ------------------------------------------------------


def test_what_left_the_data_is_said_so_and_comes_back_as_it_was(register):
    do(file(*ROWS))
    do(file(*ROWS[1:], name="sfkopendata_202609_46.csv"))

    office = Office.objects.get(code="3510100001")
    assert (office.status, office.status_on) == ("not_listed", DAY)
    assert office.get_status_display() == "公表データに掲載がなくなりました"
    assert office.services.get().missing_since == "202609"
    assert office in Office.objects.listed()
    assert office in Office.objects.to_confirm()

    [report] = do(file(*ROWS, name="sfkopendata_202703_46.csv"), on=dt.date(2027, 4, 1))

    office.refresh_from_db()
    assert report.counts()["relisted"] == 1
    assert office.status == "active"
    assert office.services.get().missing_since == ""
    assert OfficeChange.objects.filter(office=office, field="status").count() == 2


def test_an_update_is_logged_field_by_field(register):
    do(file(*ROWS))
    moved = row(1, phone="083-922-0000", name="もも作業所")

    [report] = do(file(moved, *ROWS[1:], name="sfkopendata_202609_46.csv"))

    assert [
        (c.field, c.old, c.new) for c in report.plan.updates[0].changes
    ] == [
        ("name", "さくら作業所1", "もも作業所"),
        ("phone", "0836-39-5300", "083-922-0000"),
    ]  # fmt: skip
    log = OfficeChange.objects.order_by("field").values_list("field", "old", "new")
    assert list(log) == [
        ("name", "さくら作業所1", "もも作業所"),
        ("phone", "0836-39-5300", "083-922-0000"),
    ]
    assert "もも作業所" in Office.objects.get(code="3510100001").search_text


def test_what_staff_locked_stays_and_the_difference_is_told(register):
    do(file(*ROWS))
    Office.objects.filter(code="3510100001").update(
        phone="083-999-9999", locked_fields=["phone"]
    )

    moved = row(1, phone="083-922-0000", fax="083-922-0001")
    [report] = do(file(moved, *ROWS[1:], name="sfkopendata_202609_46.csv"))

    office = Office.objects.get(code="3510100001")
    assert (office.phone, office.fax) == ("083-999-9999", "083-922-0001")
    [told] = [i for i in report.issues if i.code == "locked_field_differs"]
    assert told.value == "公表データ「083-922-0000」 職員「083-999-9999」"


def test_an_office_that_staff_closed_stays_closed(register):
    do(file(*ROWS))
    Office.objects.filter(code="3510100001").update(status="closed", status_on=DAY)
    do(file(row(1, fax="083-922-0001"), *ROWS[1:], name="sfkopendata_202609_46.csv"))
    assert Office.objects.get(code="3510100001").status == "closed"


@pytest.mark.parametrize(
    ("other", "places"),
    [
        pytest.param({}, 1, id="the same place"),
        pytest.param({"lat": "34.0112", "address": "別の町1"}, 1, id="93 m away"),
        pytest.param({"lat": "34.0202", "address": "別の町1"}, 2, id="1 km away"),
        pytest.param({"lat": "34.0202", "address": "阿知須１"}, 1, id="same address"),
        pytest.param({"office_number": "3510100002"}, 2, id="another number"),
    ],
)
def test_services_of_one_number_share_a_place_if_they_are_there(
    register, other, places
):
    do(file(row(1)))
    given_ = row(1, type="就労移行支援", source_no="A9") | other
    do(file(given_, name="sfkopendata_202603_60.csv"))
    assert Office.objects.count() == places


HERE, FAR = {}, {"lat": "34.0202", "address": "別の町1"}


@pytest.mark.parametrize(
    ("first", "then", "code", "places"),
    [
        pytest.param(HERE, FAR, "split_suggested", 1, id="moved away"),
        pytest.param(FAR, HERE, "merge_suggested", 2, id="moved together"),
        pytest.param(HERE, {"fax": "083-922-0001"}, None, 1, id="did not move"),
        pytest.param(FAR, FAR | {"address": "別の町2"}, None, 2, id="moved next door"),
    ],
)
def test_a_service_that_moved_keeps_its_office_and_people_are_asked(
    register, first, then, code, places
):
    other = {"type": "就労移行支援", "source_no": "A9"}
    do(file(row(1)))
    do(file(row(1, **other, **first), name="sfkopendata_202603_60.csv"))
    offices = set(OfficeService.objects.values_list("source_no", "office"))

    [report] = do(file(row(1, **other, **then), name="sfkopendata_202609_60.csv"))

    assert codes(report) == ({code} if code else set())
    assert Office.objects.count() == places
    assert set(OfficeService.objects.values_list("source_no", "office")) == offices


def test_two_rows_of_one_service_are_never_one_place(register):
    do(file(row(1), row(1, source_no="A9")))
    assert sorted(Office.objects.values_list("code", flat=True)) == [
        "3510100001",
        "3510100001-2",
    ]


def test_rows_outside_the_area_are_neither_read_nor_missed(register):
    elsewhere = [row(n, municipality="福岡県福岡市中央区") for n in range(50, 90)]
    do(file(*ROWS, *elsewhere), may_close_many=True)
    [report] = do(
        file(*ROWS, name="sfkopendata_202609_46.csv"), scope=frozenset({"35203"})
    )
    assert report.counts()["vanished"] == 0

    [report] = see(file(*ROWS, *elsewhere), scope=frozenset({"35203"}))
    assert (report.skipped, report.counts()["unchanged"]) == (40, 40)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("静岡県浜松市中区", "22138"),
        ("静岡県浜松市南区", "22138"),
        ("静岡県浜松市浜北区", "22139"),
        ("静岡県浜松市天竜区", "22140"),
        # Divided between two: nobody but newer data can say which.
        ("静岡県浜松市北区", "22135"),
    ],
)
def test_a_ward_that_is_no_more_is_read_as_the_one_after_it(register, named, code):
    found = judged(row(1, municipality=named, lat="34.71", lon="137.73"))
    assert found["municipality"] == code


# --- gates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "name", "given_", "gate"),
    [
        pytest.param([], NAME, {}, "zero_rows", id="no row"),
        pytest.param(
            [*ROWS[:9], row(50, name="")], NAME, {}, "too_many_rejected", id="10 %"
        ),
        pytest.param(ROWS[:31], NAME, {}, "mass_vanish", id="9 of 40 gone"),
        pytest.param(ROWS[:31], NAME, {"may_close_many": True}, None, id="allowed"),
        pytest.param(ROWS[:31], NAME, {"vanish_share": 0.3}, None, id="threshold"),
        pytest.param(ROWS[:32], NAME, {}, None, id="8 of 40 gone"),
        pytest.param(ROWS, "x_202509_46.csv", {}, "older_period", id="older"),
        pytest.param(ROWS, "x_202509_46.csv", {"may_be_older": True}, None, id="older"),
        pytest.param(ROWS, "46.csv", {}, "period_missing", id="no period"),
    ],
)
def test_a_gate_stands_before_what_looks_wrong(register, rows, name, given_, gate):
    do(file(*ROWS))
    [report] = see(file(*rows, name=name), **given_)
    assert [found.code for found in report.gates if found.code == gate] == (
        [gate] if gate else []
    )
    assert report.is_refused == bool(gate)


def test_one_refused_file_keeps_all_files_out(register):
    reports = do(file(*ROWS), Upload("x_202603_60.csv", b"<html>"))
    assert reports[-1].is_refused
    assert not Office.objects.exists()
    assert list(ImportRun.objects.values_list("state", flat=True)) == ["refused"]


def test_a_look_writes_nothing_but_the_run(register):
    see(file(*ROWS))
    assert (Office.objects.count(), ImportIssue.objects.count()) == (0, 0)
    assert ImportRun.objects.get().counts["new"] == 40


def test_an_import_that_came_in_between_stops_this_one(register):
    base = last_applied()
    do(file(*ROWS))
    with pytest.raises(Outrun):
        apply([file(*ROWS)], options(), on=DAY, base=base)


# --- rejected rows ------------------------------------------------------------------


def test_rejected_rows_can_be_mended_and_read_in_again(register):
    wrong = [row(50, municipality="ない市"), row(51, name="=1+1", type="ない")]
    [report] = do(file(*ROWS, *wrong))
    text = rejects_csv(report.file, report.rejections)
    assert "'=1+1" in text

    mended = text.replace("ない市", "山口県山口市").replace("ない", "就労継続支援Ｂ型")
    [again] = do(Upload(NAME, mended.encode()))

    assert again.counts() | {"warned": 0} == dict.fromkeys(again.counts(), 0) | {
        "new": 2,
        "places": 2,
    }
    assert Office.objects.filter(name="=1+1").exists()
    assert Office.objects.filter(status="active").count() == 42


def test_a_row_that_is_rejected_this_time_has_not_vanished(register):
    do(file(*ROWS))
    [report] = do(file(row(1, name=""), *ROWS[1:], name="sfkopendata_202609_46.csv"))
    assert report.counts()["vanished"] == 0
    assert Office.objects.get(code="3510100001").status == "active"


def test_what_an_import_met_is_kept(register):
    do(file(*ROWS, row(99, phone="1")))
    issue = ImportIssue.objects.get()
    assert (issue.line_no, issue.record_no, issue.code) == (42, 41, "phone_invalid")


# --- lists of a city's own -----------------------------------------------------------


def test_a_list_of_the_city_comes_in_by_its_template(register):
    table = (
        "種別,名称*,サービス,市区町村*,番地以降*,電話番号,平日開始,平日終了,管轄市区町村,確認日*\r\n"
        ",えらぶ支援,就労選択支援,山口県山口市,亀山町2-1,083-922-4111,9:00,17:00,"
        "山口県山口市;山口県防府市,2026-11-01\r\n"
    )
    [report] = do(Upload("市の一覧.csv", table.encode("cp932")), source="generic")

    office = Office.objects.get(imported_from__slug="generic")
    assert not report.is_refused
    assert office.services.get().type.slug == "sentaku"
    assert sorted(office.areas.values_list("municipality", flat=True)) == [
        "35203",
        "35206",
    ]
    assert str(office.checked_on) == "2026-11-01"
    assert OpeningHours.objects.get().opens.hour == 9


def test_a_new_service_of_a_known_number_joins_the_place_of_the_data(register):
    do(file(row(1)))
    table = (
        "名称,サービス,事業所番号,市区町村,番地以降\n"
        "さくら,就労選択支援,3510100001,山口県山口市,阿知須１番地\n"
    )
    do(Upload("市.csv", table.encode()), source="generic")
    [office] = Office.objects.all()
    assert office.name == "さくら作業所1"
    assert office.services.count() == 2


# --- queries and properties -----------------------------------------------------------


@pytest.mark.parametrize("number", [1, 40])
def test_an_import_asks_equally_often_however_many_rows(
    register, number, django_assert_max_num_queries
):
    with django_assert_max_num_queries(55):
        do(file(*ROWS[:number]))


STATES = st.lists(
    st.builds(
        lambda number, phone, capacity: row(number, phone=phone, capacity=capacity),
        st.integers(1, 6),
        st.sampled_from(["", "083-922-0001", "1"]),
        st.sampled_from(["", "0", "10"]),
    ),
    min_size=1,
    unique_by=lambda cells: cells["source_no"],
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
@given(first=STATES, second=STATES)
def test_applying_a_file_onto_another_gives_that_file(register, first, second):
    do(file(*first), may_close_many=True, may_be_older=True)
    do(file(*second), may_close_many=True, may_be_older=True)

    listed = OfficeService.objects.filter(status="active")
    found = {
        (row_.source_no, row_.office.phone, row_.capacity)
        for row_ in listed.select_related("office")
    }
    assert found == {
        (
            cells["source_no"],
            cells["phone"] if len(cells["phone"]) > 1 else "",
            int(cells["capacity"] or 0) or None,
        )
        for cells in second
    }
    [(again, _run)] = look([file(*second)], options(), on=DAY, progress=str)
    assert again.plan.is_empty
