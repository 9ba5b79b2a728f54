"""The shipped texts: one name for one term; the unknown is said plainly."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from tests.shipped_rows import FIXTURES, shipped_rows

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(FIXTURES.rglob("*.yaml"))

# Words of every day, which a sentence may say in its own way, and words for staff.
EVERYDAY = {
    "サービス",
    "事業所",  # has a test of its own
    "条件",
    "質問と満たす答え",
    "結果",
    "出典",
    "さがす条件",
    "予定・決まっている",
    "めやす",
    "確認した日",
    "だれの場合か",
    "市の担当課",
    "使えるか確かめる",
    "お金のめやす",
    "サービスのつながり",
    "先に使うサービス",
    "すること",
    "アセスメント",
    "モニタリング",
}
# Longer names in which a term stands for something else.
NAMES = (
    "障害者雇用促進法",
    "障害者雇用事例集",
    "自立支援医療受給者証",
    "就労移行支援体制加算",
    "小郡、B型",  # what one may type into the search
)
# How far before a bracket the name of what is in it may begin.
_NEAR = 90
# A work-related service is run by a provider; these are offices of another kind.
_OTHER_OFFICES = re.compile(
    r"/offices/|(consultation support|consultation|welfare|tax|pension|employment"
    r"|city|town|careers|public|government’s) offices?",
    re.IGNORECASE,
)


class Term(NamedTuple):
    """A term of the table: its Japanese, and what may be said in each language."""

    japanese: str
    easy: tuple[str, ...]
    english: tuple[str, ...]


class Text(NamedTuple):
    """A shipped text in three languages, and where it stands: in which row, which."""

    row: str
    place: str
    japanese: str
    easy: str
    english: str


def words_table() -> list[list[str]]:
    """The cells of each row of the table of words."""
    table = (ROOT / "docs/words.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in table.splitlines() if "|" in line]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def names_in(cell: str) -> tuple[str, ...]:
    """The names that a cell allows, the first of them the usual one."""
    parts = (part.strip().lower() for part in re.split(r"[,;()（）]", cell))
    return tuple(part for part in parts if part and part.replace("’", "").isascii())


@cache
def terms() -> list[Term]:
    """The table of words and the glossary as one table, the longest term first."""
    found: dict[str, Term] = {}
    glossary = (row for model, row in shipped_rows() if model == "glossaryterm")
    for fields in glossary:
        japanese = fields["name_ja"].split("（")[0]
        found[japanese] = Term(japanese, (japanese,), names_in(fields["name_en"]))
    for cells in words_table():
        for japanese in re.findall(r"[^（）]+(?=（|$)|(?<=（)[AB]型", cells[0]):
            easy = tuple(re.split(r"[、,]\s*", cells[1].replace("same", japanese)))
            found[japanese] = Term(japanese, easy, names_in(cells[2]))
    rows = (term for name, term in found.items() if name not in EVERYDAY)
    return sorted(rows, key=lambda term: -len(term.japanese))


def messages(language: str) -> dict[str, str]:
    path = ROOT / "locale" / language / "LC_MESSAGES/django.po"
    with path.open("rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file) if message
        }


def says(english: str, name: str) -> bool:
    """Whether `english` says `name`, of one or of several."""
    words = r"s?\s".join(re.escape(word) for word in name.split())
    return re.search(rf"\b{words}", english, re.IGNORECASE) is not None


@cache
def texts() -> list[Text]:
    """Every shipped text: of the rows, and of the templates and code."""
    easy, english = messages("ja_Simple"), messages("en")
    return [
        *(
            Text(
                f"{model} {number}",
                f"{fields.get('code', fields.get('kind', ''))} {key[:-3]}",
                value,
                fields.get(f"{key[:-3]}_ja_simple") or "",
                fields.get(f"{key[:-3]}_en") or "",
            )
            for number, (model, fields) in enumerate(shipped_rows())
            for key, value in fields.items()
            if key.endswith("_ja") and isinstance(value, str)
        ),
        *(
            Text(text, "po", text, easy.get(text, ""), english[text])
            for text in english
        ),
    ]


@cache
def english_of_rows() -> dict[str, str]:
    """All that a row says in English: a short question may leave its answer to say."""
    said: dict[str, str] = {}
    for text in texts():
        said[text.row] = f"{said.get(text.row, '')} {text.english}"
    return said


def texts_naming(term: Term) -> Iterator[Text]:
    """The texts in which `term` stands, and not as a part of a longer term."""
    longer = [
        *NAMES,
        *(
            other.japanese
            for other in terms()
            if other.japanese != term.japanese and term.japanese in other.japanese
        ),
    ]
    for text in texts():
        left = text.japanese
        for name in longer:
            left = left.replace(name, "")
        if term.japanese in left:
            yield text


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.japanese)
def test_a_term_has_its_one_english_name_wherever_it_stands(term: Term) -> None:
    others = [
        f"{text.place}: {text.english}"
        for text in texts_naming(term)
        if text.english
        and not any(says(english_of_rows()[text.row], name) for name in term.english)
    ]
    assert others == [], term.english


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.japanese)
def test_what_stands_before_a_term_in_brackets_is_its_english_name(term: Term) -> None:
    before = re.compile(rf"(.{{0,{_NEAR}}})\({re.escape(term.japanese)}\)")
    others = [
        f"{text.place}: {words}"
        for text in texts()
        # A purpose says what a service is for, and names it in Japanese behind.
        if not text.place.endswith(" purpose")
        for words in before.findall(text.english)
        if not any(says(words, name) for name in term.english)
    ]
    assert others == [], term.english


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.japanese)
def test_a_name_or_label_says_the_term_in_easy_japanese_too(term: Term) -> None:
    others = [
        f"{text.place}: {text.easy}"
        for text in texts_naming(term)
        if text.easy
        and len(text.japanese) <= len(term.japanese) + 8
        and not any(word in text.easy for word in term.easy)
    ]
    assert others == [], term.easy


def test_who_runs_a_service_is_a_provider_in_english() -> None:
    offices = [
        f"{text.place}: {text.english}"
        for text in texts()
        if "事業所" in text.japanese.replace("相談支援事業所", "")
        and re.search(r"\boffices?\b", _OTHER_OFFICES.sub("", text.english))
    ]
    assert offices == []


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (cells[0], name)
        for cells in words_table()
        for name in re.split(r",\s*", cells[-1])
        if " " in name and name.isascii()
    ],
)
def test_a_term_has_no_name_that_the_table_rules_out(term: str, name: str) -> None:
    used = [text.english for text in texts() if name.lower() in text.english.lower()]
    assert used == [], term


@pytest.mark.parametrize(
    "wording",
    [
        "まだ確かめていません",
        "確かめている途中",
        "いま確かめています",
        "not yet checked",
        "still checking",
    ],
)
def test_what_is_unknown_is_said_to_be_unknown(wording: str) -> None:
    public = [
        *SHIPPED,
        *(
            path
            for path in (ROOT / "templates").rglob("*.html")
            if "admin" not in path.parts
        ),
    ]
    used = [path.name for path in public if wording in path.read_text(encoding="utf-8")]
    assert used == []
