"""The style sheet that every page waits for, put together from the families.

A family of components is a file, so that it can be read. A browser asks for all of them
at once: one file of them all, without what only a person reads, is smaller than what a
page would link by itself, and the next page has it already. It is made where Django
looks for files, so it is there for `collectstatic` and while one develops.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/site.css"
# In the order in which one stands above another.
SHEETS = (
    "tokens",
    "base",
    "layout",
    "components/frame",
    "components/bars",
    "components/parts",
    "components/acts",
    "components/ends",
    "components/words",
    "components/controls",
    "components/short",
    "components/home",
    "components/steps",
    "components/questions",
    "components/changes",
    "components/facts",
    "components/ways",
    "components/reading",
    "components/tables",
    "components/services",
    "components/pair",
    "components/found",
    "components/directory",
    "components/visit",
    "components/check",
    "components/estimator",
    "components/fees",
    "components/handout-form",
    "components/handout",
    "components/handout-tables",
    "components/handout-wide",
)
# A PDF links this one by itself, without the media that its maker does not know.
MEDIA = {"components/handout-wide": "print, (min-width: 60rem)"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\s*\n\s*")


def one_sheet() -> str:
    """All families in one text, without comments and blank space."""
    return "\n".join(_of(name) for name in SHEETS) + "\n"


def _of(name: str) -> str:
    css = (settings.BASE_DIR / "static/css" / f"{name}.css").read_text()
    css = _BLANK.sub("\n", _COMMENT.sub("", css)).strip()
    return f"@media {MEDIA[name]} {{\n{css}\n}}" if name in MEDIA else css


class OneSheetFinder(BaseFinder):
    """Finds the one style sheet, which it makes anew when it is asked for it."""

    def check(self, **_: object) -> list[CheckMessage]:
        return []

    # It may find several for one path; there is one.
    def find(self, path: str, find_all: bool = False, **_: object) -> Any:
        if path != NAME:
            return []
        made = self._made().path(NAME)
        return [made] if find_all else made

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, Storage]]:
        yield NAME, self._made()

    @staticmethod
    def _made() -> FileSystemStorage:
        folder = settings.DATA_DIR / "made"
        file, css = folder / NAME, one_sheet()
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text() != css:
            file.write_text(css)
        return FileSystemStorage(location=folder)
