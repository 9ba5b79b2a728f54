"""What a city's list may look like as a file, and that its cells are read alike."""

import datetime as dt

import pytest

from offices.importing import archive
from offices.importing import workbook as reading
from offices.importing.reader import Refused, header_of, read
from tests.offices.workbooks import replaced, workbook, zipped

HEADER = "名称,サービス,市区町村,番地以降,電話番号,備考"
ROW = 'もも,就労選択支援,山口県山口市,亀山町2-1,083-922-4111,"二行の\n備考"'
PLAIN = f"{HEADER}\r\n{ROW}\r\n"
CELLS = {
    "name": "もも",
    "type": "就労選択支援",
    "municipality": "山口県山口市",
    "address": "亀山町2-1",
    "phone": "083-922-4111",
    "hours_note": "二行の\n備考",
}
COLUMNS = HEADER.split(",")
VALUES = list(CELLS.values())


def cells_of(content: bytes, **given) -> list[dict[str, str]]:
    file = read("市の一覧.csv", content, source="generic", **given)
    return [file.named(record) for record in file.records()]


def notes_of(content: bytes) -> tuple[str, ...]:
    file = read("市.xlsx", content, source="generic")
    list(file.records())
    return file.notes


TITLES = "令和8年度 事業所一覧,,,,,\r\n,,,,,\r\n山口市 障がい福祉課,,,,,\r\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN.encode(), id="UTF-8"),
        pytest.param(PLAIN.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN.encode("utf-8-sig"), id="two marks"),
        pytest.param(PLAIN.encode("cp932"), id="Shift_JIS"),
        pytest.param(PLAIN.replace(",", "\t").encode("utf-16"), id="Unicode text"),
        pytest.param(PLAIN.encode("utf-16-be").join([b"\xfe\xff", b""]), id="UTF-16BE"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolons"),
        pytest.param(f"sep=,\r\n{PLAIN}".encode("cp932"), id="sep="),
        pytest.param(f'"sep=|"\n{PLAIN.replace(",", "|")}'.encode(), id="sep=|"),
        pytest.param((TITLES + PLAIN).encode("cp932"), id="titles"),
        pytest.param(("\r\n\r\n" + PLAIN).encode(), id="empty lines above"),
        pytest.param(PLAIN.replace("名称", " ＊名称 *").encode(), id="stars"),
        pytest.param(PLAIN.replace("電話番号", '"電話\n番号"').encode(), id="broken"),
        pytest.param(PLAIN.replace("\r\n", ",,\r\n").encode(), id="blanks behind"),
        pytest.param(zipped(a__csv=PLAIN.encode()), id="ZIP"),
        pytest.param(workbook(COLUMNS, VALUES), id="a workbook"),
        pytest.param(zipped(a__xlsx=workbook(COLUMNS, VALUES)), id="one in a ZIP"),
        pytest.param(
            workbook(["一覧"], [], [None, "令和8年"], COLUMNS, VALUES), id="with titles"
        ),
        pytest.param(
            workbook(["表紙"], name="表紙", others={"A": [COLUMNS, VALUES]}),
            id="on the second sheet",
        ),
    ],
)
def test_one_list_in_any_form_has_the_same_cells(content):
    assert cells_of(content) == [CELLS]


def test_rows_above_the_names_of_columns_are_told():
    file = read("市.csv", (TITLES + PLAIN).encode(), source="generic")
    assert file.notes == (
        "4行目を、列の名前として読みました。それより上（題名など）は使いません。",
    )
    assert [record.line for record in file.records()] == [5]


def test_the_line_of_the_names_that_staff_told_is_looked_at_first():
    twice = f"{HEADER}\r\n古い,就労選択支援,山口県山口市,1,,\r\n{PLAIN}"
    assert cells_of(twice.encode(), mapping={"header_line": 3}) == [CELLS]
    assert cells_of(PLAIN.encode(), mapping={"header_line": 9}) == [CELLS]


# --- workbooks ----------------------------------------------------------------------


def shown_as(column: str, value: object, number_format: str = "General") -> str:
    def change(sheet):
        sheet["G2"] = value
        sheet["G2"].number_format = number_format

    content = workbook([*COLUMNS, column], [*VALUES, None], change=change)
    file = read("市.xlsx", content, source="generic")
    [record] = file.records()
    return record.cells[6]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param(dt.date(2026, 4, 1), "yyyy/m/d", "2026-04-01", id="a day"),
        pytest.param(46113, '[$-411]ggge"年"m"月"d"日"', "2026-04-01", id="in an era"),
        pytest.param(46113, "General", "46113", id="a day as its number"),
        pytest.param(dt.time(9), "h:mm", "09:00", id="a time"),
        pytest.param(0.7291666666666666, "h:mm:ss", "17:30", id="a part of a day"),
        pytest.param(1, "h:mm", "24:00", id="24:00"),
        pytest.param(dt.timedelta(hours=24), "[h]:mm", "24:00", id="a span of 24 h"),
        pytest.param(839224111, "General", "839224111", id="a number that lost its 0"),
        pytest.param(110100057, "0000000000", "0110100057", id="zeros of a format"),
        pytest.param(600000, '000"-"0000', "600000", id="another format"),
        pytest.param(600000, "000-0000", "0600000", id="a postcode's format"),
        pytest.param(5250003002443, "General", "5250003002443", id="13 figures"),
        pytest.param(20.0, "0.0", "20", id="a whole number"),
        pytest.param(34.0103657, "General", "34.0103657", id="a fraction"),
        pytest.param(True, "General", "TRUE", id="a truth"),
        pytest.param("もも\n作業所", "General", "もも\n作業所", id="two lines"),
    ],
)
def test_a_cell_of_a_workbook_is_read_as_it_is_shown(value, number_format, text):
    assert shown_as("確認日", value, number_format) == text


def test_what_a_sheet_hides_or_joins_is_read_and_told():
    def change(sheet):
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet.merge_cells("B3:B5")
        sheet["H3"] = "よこの書きこみ"

    rows = [["もも", None, *VALUES[2:]] for _ in range(3)]
    rows[0][1] = "就労選択支援"
    content = workbook(
        ["題名"], COLUMNS, *rows, change=change, others={"防府市": [COLUMNS, VALUES]}
    )

    assert cells_of(content) == [CELLS] * 3
    assert notes_of(content) == (
        "シート「一覧」を読みました。",
        "同じ列の名前があるシートを、ほかに読んでいません：「防府市」。"
        "取り込むときは、べつのファイルに分けてください。",
        "列の名前がないところに書いてある内容は、使いません（1行）。",
        "2行目を、列の名前として読みました。それより上（題名など）は使いません。",
        "かくれている行が1行あります（4行目）。かくれている行も読みました。",
        "かくれている列があります。かくれている列も読みました。",
        "たてに結合したセルがあります（3行目から）。同じ内容を、それぞれの行に入れました。",
    )


def test_a_formula_is_read_by_its_result_and_told_where_none_is_kept():
    def change(sheet):
        sheet["E2"] = '="083-922-"&"4111"'

    unsaved = workbook(COLUMNS, VALUES, change=change)
    assert cells_of(unsaved) == [{k: v for k, v in CELLS.items() if k != "phone"}]
    assert notes_of(unsaved)[1].startswith(
        "計算の結果が保存されていない式があります（E2）。"
    )

    sheet, old = "xl/worksheets/sheet1.xml", b"</f><v></v></c>"
    saved = replaced(unsaved, sheet, old, b"</f><v>083-922-4111</v></c>")
    saved = replaced(saved, sheet, b'<c r="E2">', b'<c r="E2" t="str">')
    assert cells_of(saved) == [CELLS]
    assert notes_of(saved) == ("シート「一覧」を読みました。",)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = workbook(COLUMNS, VALUES)
TYPES = {"[Content_Types]__xml": b"<Types/>"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(OLE + b"x" * 99, "workbook_old", id="xls"),
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_locked", id="locked"
        ),
        pytest.param(
            zipped(**TYPES, **{"xl/vbaProject__bin": b"x"}), "workbook_macro", id="xlsm"
        ),
        pytest.param(
            zipped(**TYPES, **{"xl/workbook__bin": b"x"}), "workbook_other", id="xlsb"
        ),
        pytest.param(
            zipped(**TYPES, **{"word/document__xml": b"x"}), "workbook_other", id="docx"
        ),
        pytest.param(
            zipped(mimetype=b"x", content__xml=b"x"), "workbook_other", id="ods"
        ),
        pytest.param(
            zipped(**TYPES, **{"xl/workbook__xml": b"<x/>"}), "workbook_broken", id="no"
        ),
        pytest.param(GOOD[:2_000], "zip_broken", id="cut off"),
        pytest.param(
            replaced(GOOD, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<oops>"),
            "workbook_broken",
            id="broken XML",
        ),
        pytest.param(
            replaced(GOOD, "xl/workbook.xml", b"<sheets>", b"<!ENTITY a 'b'><sheets>"),
            "workbook_broken",
            id="entities",
        ),
        pytest.param(
            zipped(**TYPES, **{"xl/a__xml": bytes(archive.MAX_BYTES + 1)}),
            "workbook_bomb",
            id="a bomb",
        ),
        pytest.param(workbook(["施設", "電話"]), "header", id="another list"),
        pytest.param(workbook(), "header", id="an empty sheet"),
    ],
)
def test_what_is_no_workbook_to_read_says_what_to_do(content, code):
    with pytest.raises(Refused) as refused:
        list(read("市.xlsx", content, source="generic").records())
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_sheet_is_read_no_further_than_a_list_can_be_long(monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELLS", 40)
    with pytest.raises(Refused, match="大きすぎます"):
        list(read("市.xlsx", workbook(COLUMNS, *[VALUES] * 9), source="g").records())


def test_the_names_of_the_columns_of_any_list_can_be_shown():
    titled = workbook(["表紙"], name="表紙", others={"A": [["題名"], COLUMNS]})
    assert header_of("市.xlsx", titled, 2) == tuple(COLUMNS)
    assert header_of("市.csv", PLAIN.replace(",", "\t").encode(), 1) == tuple(COLUMNS)
