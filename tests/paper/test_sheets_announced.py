"""A handout: as many sheets as announced; nothing typed is lost, no letter lacking."""

import io
import re

import pypdf
import pytest
from django.test import Client

from paper import pdf
from paper.handout import turns
from paper.handout.turns import lacking, turns_of
from services.domain.memory import Memory
from texts.languages import languages
from texts.readings import with_readings
from tools.bench_sheets import LEAST, cases, fills, made

LOOK = {"languages": "ja", "size": "12"}
TYPED = {
    "name": "さくら",
    "message": "また 来週。",
    "day": "12月3日",
    "place": "市役所",
    "bring": "手帳",
    "person": "山田",
    "phone": "083-000-0000",
    "questions": "送迎は ありますか",
}


@pytest.fixture(autouse=True)
def _measured(settings, tmp_path):
    settings.DATA_DIR, settings.PDF_PLAN_SECONDS = tmp_path, 240
    yield
    pdf.dismiss()


def sheets_of(content: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


# --- as many as announced: 200 are drawn by tools/bench_sheets.py -------------------


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("seed", [1, 2])
def test_as_many_sheets_come_out_as_announced_and_each_is_filled(seed):
    [case] = cases(1, seed)
    page = made(case)
    filled = fills(page.file)
    assert len(filled) == page.announced, str(case)
    assert [round(one, 2) for one in filled[:-1] if one < LEAST] == []


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", ["ja", "ja-simple"])
def test_three_offices_stand_on_one_sheet(language):
    code = "o-3510201779.o-3515500910.o-3515600785"
    given = LOOK | {"languages": language, "to": "pdf"}
    assert sheets_of(Client().post(f"/handout/sheet/?b={code}", given).content) == 1


@pytest.mark.parametrize(
    ("pages", "turns"),
    [
        pytest.param([["x1", "x2"]], set(), id="one sheet"),
        pytest.param([["x1"], ["x2", "x2-1-1"]], {"x2"}, id="a part begins it"),
        pytest.param(
            [["x1", "x1-1-1"], ["x1", "x1-1-2", "x2", "x2-1-1"]],
            {"x1-1-2"},
            id="a part goes on with a new piece",
        ),
        pytest.param(
            [["x1", "x1-1-1"], ["x1", "x1-1-1", "x1-1-2"]],
            set(),
            id="a piece goes on",
        ),
        pytest.param(
            [["x1", "x1-1-1", "x1-2-1"], ["x1", "x1-1-2", "x1-2-2"]],
            {"x1-1-2", "x1-2-2"},
            id="two languages beside each other go on",
        ),
        pytest.param([["x1"], []], set(), id="nothing named on it"),
    ],
)
def test_print_begins_a_sheet_where_a_part_does(pages, turns):
    assert turns_of(pages) == turns


# --- nothing typed is lost ----------------------------------------------------------


def fields_of(html: str) -> dict[str, str]:
    """What the form of a page would send: hidden, or to be written."""
    form = re.search(r'<form id="handout-form".*?</form>', html, re.DOTALL)[0]
    found = dict(
        re.findall(r'type="(?:text|hidden)" name="(\w+)".*?value="(.*?)"', form)
    )
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form)
    return found | dict(areas)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("page", ["sheet", "write"])
@pytest.mark.parametrize(
    ("to", "prefix"), [("language", "/easy"), ("language", "/en"), ("furigana", "")]
)
def test_what_was_typed_stays_in_another_language_and_with_readings(page, to, prefix):
    before = Client().post(f"/handout/{page}/?b=s-b-gata", LOOK | TYPED)
    way = f'formaction="{prefix}/handout/{page}/?b=s-b-gata" formnovalidate'
    assert f'{way} name="to" value="{to}"' in before.content.decode()
    address = f"{prefix}/handout/{page}/?b=s-b-gata"
    after = Client().post(address, LOOK | TYPED | {"to": to}).content.decode()
    assert {name: fields_of(after)[name] for name in TYPED} == TYPED


@pytest.mark.usefixtures("content")
def test_a_sheet_takes_on_the_language_and_the_readings_that_are_pressed():
    def article(prefix: str, to: str) -> str:
        given = LOOK | TYPED | {"to": to}
        page = Client().post(f"{prefix}/handout/sheet/?b=s-b-gata", given)
        return re.search("<article.*</article>", page.content.decode(), re.DOTALL)[0]

    assert "<ruby>" not in article("", "see")
    assert "<ruby>" in article("", "furigana")
    assert "handout--double" in article("/en", "language")
    assert "handout--furigana" in article("/easy", "language")


@pytest.mark.usefixtures("content")
def test_what_was_chosen_is_measured_once_and_what_was_typed_is_not_remembered(
    monkeypatch,
):
    measured, measure = [], pdf.measure

    def counted(html, parts, **options):
        measured.append("さくら" in html)
        return measure(html, parts, **options)

    monkeypatch.setattr(pdf, "measure", counted)
    monkeypatch.setattr(turns, "_plans", Memory(500))
    address = "/handout/sheet/?b=s-b-gata.ask"
    pages = [Client().get(address).content.decode() for _ in range(2)]
    assert ["1枚" in page for page in pages] == [True, True]
    assert (measured, len(turns._plans)) == ([False], 1)
    for _ in range(2):
        Client().post(address, LOOK | TYPED)
    assert (measured, len(turns._plans)) == ([False, True, True], 1)


# --- no letter is lacking unsaid, no two readings touch ----------------------------


@pytest.mark.usefixtures("content")
def test_a_letter_that_the_pdf_cannot_show_is_named_before_printing():
    rare = TYPED | {"name": "\U000f1234田"}
    page = Client().post("/handout/sheet/?b=ask", LOOK | rare).content.decode()
    notice = re.search(r'<div class="notice" role="alert">.*?</div>', page)[0]
    assert '「<strong translate="no">\U000f1234</strong>」の字が出ません' in notice
    # Who presses at once is told, too; and then gets it all the same.
    given = LOOK | rare | {"to": "pdf"}
    first = Client().post("/handout/sheet/?b=ask", given)
    assert first["Content-Type"].startswith("text/html")
    assert notice in first.content.decode()
    told = Client().post("/handout/sheet/?b=ask", given | {"told": "1"})
    assert told["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("typed", ["田中", "髙橋", "①㈱", "Maria", ""])
def test_letters_of_every_font_are_not_looked_for(typed):
    assert lacking([typed], site="http://testserver") == ""
    assert pdf._waiting == []


@pytest.mark.usefixtures("content")
def test_a_word_in_a_pdf_is_as_wide_as_its_reading():
    """It lays no readings out: by class, a word is wider than what hangs over it."""
    page = Client().get("/easy/services/b-gata/").content.decode()
    plain = re.sub("<rt.*?</rt>|</?ruby>", "", page)
    html = with_readings(plain, on=True, language=languages()[1])
    words = re.findall(r'<ruby(?: class="r(\d+)")?>([^<]+)<rt[^>]*>(.*?)</rt>', html)
    assert len(words) > 100
    narrow = [
        (base, reading)
        for wide, base, reading in words
        if len(base) + int(wide or 0) * 0.25 < len(reading) / 2 + 0.2
        and base.isascii() is False
    ]
    assert narrow == []
