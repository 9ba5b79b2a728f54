"""The shipped texts: one English name for one term; the unknown is said plainly."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TERMS = ("自立訓練", "障害基礎年金1級")
SHIPPED = sorted((ROOT / "fixtures").rglob("*.yaml"))


def other_names() -> list[tuple[str, str]]:
    """Each name that the table of words rules out, with the term it stands for."""
    table = (ROOT / "docs/words.md").read_text(encoding="utf-8")
    lines = [line.strip("| ").split("|") for line in table.splitlines() if "|" in line]
    return [
        (term, name.strip())
        for term, cells in ((cells[0].strip(), cells) for cells in lines)
        if term in TERMS
        for name in cells[-1].split(",")
    ]


@pytest.mark.parametrize(("term", "name"), other_names())
def test_a_term_has_no_other_english_name(term: str, name: str) -> None:
    used = [
        f"{path.name}: {line.strip()}"
        for path in SHIPPED
        for line in path.read_text(encoding="utf-8").splitlines()
        if name.lower() in line.lower()
    ]
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


@pytest.mark.parametrize("wording", ["Ask the office", "or the office."])
def test_a_place_that_gives_a_service_is_a_provider(wording: str) -> None:
    used = [
        path.name for path in SHIPPED if wording in path.read_text(encoding="utf-8")
    ]
    assert used == []
