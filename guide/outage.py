"""What readers see when there is no page: it needs neither the database nor a request.

How to reach the city is kept in a file beside the database's rows, so that whoever
cannot be shown a page can still call.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from guide.models import SiteIdentity
from texts.languages import Language, languages, speaking, split

# For each status: the heading, and what to do.
_WORDS = {
    400: (
        gettext_noop("送られたものを、読めませんでした"),
        gettext_noop("前のページにもどって、もう一度送ってください。"),
    ),
    408: (
        gettext_noop("送られたものが、とどきませんでした"),
        gettext_noop("電波のよいところで、もう一度送ってください。"),
    ),
    413: (
        gettext_noop("送られたものが、大きすぎます"),
        gettext_noop("短くしてから、もう一度送ってください。"),
    ),
    429: (
        gettext_noop("つづけて、たくさん送られました"),
        gettext_noop("1分ほど待ってから、もう一度ためしてください。"),
    ),
    500: (
        gettext_noop("ページを出せませんでした"),
        gettext_noop("少し待ってから、もう一度ためしてください。"),
    ),
    503: (
        gettext_noop("いま、ページを出せません"),
        gettext_noop("少し待ってから、もう一度ためしてください。"),
    ),
}
# What works meanwhile, where it is one kind of thing that there is too much of.
_INSTEAD = {
    "paper": gettext_noop(
        "ページは、いまも見られます。ブラウザーの「印刷」で、紙に出せます。"
    ),
    "list": gettext_noop("さがした結果は、ページでなら、いまも見られます。"),
    "search": gettext_noop("ことばでさがさなくても、トップページからえらべます。"),
}
# What a proxy says by itself, where it does not ask us.
_BY_PROXY = (413, 429, 503)
_SHOWN = ("city", "section", "phone", "hours")


def page(status: int, path: str, *, code: str = "", instead: str = "") -> bytes:
    """The page for `status` in the language of `path`; `code` names our own error.

    `instead` is the kind of thing (`config/rates.py`) that was asked for.
    """
    language, _rest = split(path)
    with speaking(language):
        heading, todo = (gettext(text) for text in _WORDS[status])
        context = {
            "language": language,
            "heading": heading,
            "todo": todo,
            "is_ours": status >= 500,
            "instead": gettext(_INSTEAD[instead]) if instead in _INSTEAD else "",
            "code": code,
            "site": contact(language),
            "home": reverse("guide:home"),
        }
        return render_to_string("500.html", context).encode()


def stale_note(path: str, told_at: float) -> bytes:
    """What a page from memory says while nobody can tell whether it is still true.

    `told_at` is when that was last known, in seconds since 1970.
    """
    at = timezone.localtime(datetime.fromtimestamp(told_at, UTC))
    language, _rest = split(path)
    with speaking(language):
        return render_to_string("components/stale_note.html", {"at": at}).encode()


def contact(language: Language) -> Mapping[str, str]:
    """How to reach the city, as it was last kept; nothing where it never was."""
    try:
        return json.loads(_file().read_text())[language.code]
    except (OSError, ValueError, KeyError):
        return {}


def read_contact() -> bool:
    """Keep how to reach the city as its row says it today; False where there is none.

    Raises nothing: without the database, what was kept before goes on.
    """
    try:
        site = SiteIdentity.objects.first()
    except DatabaseError:
        return False
    keep_contact(site)
    return site is not None


def keep_contact(site: SiteIdentity | None) -> None:
    """Write down how to reach the city, where that has changed and can be written."""
    if site is None:
        return
    kept = {}
    for language in languages():
        with speaking(language):
            kept[language.code] = {name: str(getattr(site, name)) for name in _SHOWN}
    text, file = json.dumps(kept, ensure_ascii=False), _file()
    try:
        if not file.exists() or file.read_text() != text:
            write_whole(file, text.encode())
            write_pages()
    except OSError:
        pass  # a full disk: what was kept before goes on


def write_pages() -> None:
    """Write down what a proxy shows while it cannot ask us, in each language.

    `outage/503.html` in Japanese, `outage/en/503.html` by the prefix of the language.
    A full disk is no error: what was written before goes on.
    """
    folder = settings.DATA_DIR / "outage"
    try:
        for language in languages():
            for status in _BY_PROXY:
                content = page(status, f"/{language.prefix}/")
                write_whole(folder / language.prefix / f"{status}.html", content)
    except OSError:
        pass


def write_whole(file: Path, content: bytes) -> None:
    """All of `content` or nothing of it; raises OSError where it cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as part:
        try:
            part.write(content)
            part.close()
            os.chmod(part.name, 0o644)  # none of it is secret, and a proxy reads it
            os.replace(part.name, file)
        except OSError:
            os.unlink(part.name)
            raise


def _file() -> Path:
    return settings.DATA_DIR / "contact.json"
