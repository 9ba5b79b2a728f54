"""How one row stands, on one page: checked, sources, links, translations, readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format

from facts.models import Source
from facts.provenance import Sourced
from staff.models import LinkCheck
from staff.page_rows import form_of
from staff.row_places import as_written, japanese_texts
from staff.text_state import State, TextStanding, texts_of
from staff.to_do import list_of
from texts.domain.ruby import plain
from texts.languages import languages
from texts.models import Reading
from texts.readings import finder_of_missing, readings

_PUBLISHED = "is_published"


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One thing to know of a row: whether something is to be done, and where."""

    name: str
    told: str
    is_open: bool = False
    form: str = ""


def status_of(row: models.Model, *, on: date) -> list[StatusLine]:
    """All that is known; nothing is said of what a row of its kind cannot have."""
    form = form_of(row)
    told: list[StatusLine] = []
    if hasattr(row, _PUBLISHED):
        is_out = getattr(row, _PUBLISHED)
        said = "公開しています" if is_out else "公開していません"
        told.append(StatusLine("公開", said, not is_out, f"{form}#id_{_PUBLISHED}"))
    if isinstance(row, Sourced):
        told += _checked(row, form, on)
    return [*told, *_links(form), *_translations(row, form), *_readings(row)]


def _checked(row: Sourced, form: str, on: date) -> Iterator[StatusLine]:
    due = date_format(row.due_on)
    is_late = row.is_overdue(on)
    when = f"{due}までに確かめる日でした" if is_late else f"次は{due}"
    said = f"{date_format(row.checked_on)}に確かめました。{when}。"
    yield StatusLine("確認", said, is_late, f"{form}#id_checked_on")
    yield _source(row.source, on)


def _source(source: Source, on: date) -> StatusLine:
    """Whether it opens, and whether it says something else than it did."""
    check = LinkCheck.objects.filter(address=source.url).first() if source.url else None
    form, is_open = form_of(source), False
    if not source.url:
        said = "アドレスがありません"
    elif check is None or check.checked_on is None:
        said = "まだ点検していません"
    elif check.is_dead:
        since = date_format(check.first_failed or on)
        said, is_open = f"{since}から開けません", True
    elif check.changed_on:
        said, is_open = f"{date_format(check.changed_on)}に内容が変わりました", True
        form = list_of(LinkCheck, state="changed")
    else:
        said = f"{date_format(check.checked_on)}に見て、変わりありません"
    return StatusLine("出典", f"{source}：{said}", is_open, form)


def _links(form: str) -> Iterator[StatusLine]:
    """The links that do not open and stand in a text of the row."""
    for link in LinkCheck.objects.dead():
        for _name, address in link.places:
            if address.partition("#")[0] == form:
                said = f"{link.address} が開けません"
                yield StatusLine("リンク", said, is_open=True, form=address)


def _translations(row: models.Model, form: str) -> Iterator[StatusLine]:
    texts = texts_of(row)
    for language in languages()[1:]:
        own = [one for one in texts if one.language == language]
        if own:
            is_open = any(one.state != State.CURRENT for one in own)
            yield StatusLine(f"訳（{language.name}）", _counted(own), is_open, form)


def _counted(texts: Iterable[TextStanding]) -> str:
    states = [one.state for one in texts]
    counts = ((state.label, states.count(state)) for state in State)
    return "、".join(f"{label} {number}" for label, number in counts if number)


def _readings(row: models.Model) -> Iterator[StatusLine]:
    """Words without a reading, and readings that no person has looked at."""
    texts = [plain(text) for text in japanese_texts(row)]
    missing, known = finder_of_missing(), readings()
    unread = sorted({text[a:b] for text in texts for a, b in missing(text)})
    words = {as_written(word) for text in texts for word in known.words(text)}
    unchecked = Reading.objects.filter(surface__in=words, is_checked=False)
    if unread:
        said = f"よみがなのないことば：{'、'.join(unread)}"
        form = reverse("admin:texts_reading_unread")
        yield StatusLine("ふりがな", said, is_open=True, form=form)
    if number := unchecked.count():
        said = f"人がまだ見ていないよみがな {number}"
        yield StatusLine("ふりがな", said)
    if texts and not unread and not number:
        yield StatusLine("ふりがな", "すべて、人が見ました")
