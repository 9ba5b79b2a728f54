"""Atom feeds of dated changes: of all facts, of a service, of a kind, of one fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from facts import rich_text
from facts.quoting import Quotes
from facts.wording import begins, named
from guide.changes import KINDS, FactChange, changes_since
from guide.models import Page
from services.models import ServiceType
from texts.languages import current
from texts.requests import Request, site_address

_SINCE = date(2006, 4, 1)  # when the law began
_MOST = 50
# What the kinds of dated facts are called.
KIND_NAMES = (
    gettext_noop("サービスの内容"),
    gettext_noop("使える人の決まり"),
    gettext_noop("負担上限月額"),
    gettext_noop("金額・割合・境目"),
    gettext_noop("お金の説明"),
)


@dataclass(frozen=True, slots=True)
class _About:
    """What a feed is of: its name, its page, and its changes."""

    title: str
    address: str
    changes: list[FactChange]


@require_safe
def all_changes(request: Request) -> HttpResponse:
    """Every change of a dated fact, the latest first."""
    return _feed(request, _About(_title(), _changes_page(), changes_since(_SINCE)))


@require_safe
def of_service(request: Request, slug: str) -> HttpResponse:
    """The changes of one service."""
    service = get_object_or_404(ServiceType.objects.published(), slug=slug)
    found = changes_since(_SINCE, service=slug)
    about = _About(named(_title(), service.name), service.get_absolute_url(), found)
    return _feed(request, about)


@require_safe
def of_fact(request: Request, kind: str, key: str = "") -> HttpResponse:
    """The changes of one kind of fact, such as the caps, or of one fact alone."""
    if kind not in KINDS:
        raise Http404
    found = changes_since(_SINCE, kind=kind, key=key)
    if key and not found:
        raise Http404
    name = found[0].row.subject if key else _(str(KINDS[kind]._meta.verbose_name))
    address = found[0].address if key else _changes_page()
    return _feed(request, _About(named(_title(), name), address, found))


def _title() -> str:
    page = Page.objects.filter(view="guide:changes").first()
    return page.title if page else _("変わること")


def _changes_page() -> str:
    return reverse("guide:changes")


def _feed(request: Request, about: _About) -> HttpResponse:
    """The feed, with the site's own address wherever one is named."""
    site = site_address(request)
    feed = Atom1Feed(
        title=about.title,
        link=site + about.address,
        description="",
        language=current().html,
        feed_url=site + request.path,
    )
    quotes: dict[date, Quotes] = {}
    for change in about.changes[:_MOST]:
        on = quotes.setdefault(change.day, Quotes(on=change.day))
        feed.add_item(
            title=_headline(change),
            link=site + change.address,
            description=_words(change, on),
            unique_id=f"{site}{_changes_page()}#{change.code}",
            updateddate=_as_time(change.row.checked_on),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _headline(change: FactChange) -> str:
    return f"{begins(change.row)} {change.row.subject}"


def _words(change: FactChange, quotes: Quotes) -> str:
    """What it says from that day on, what it said before, and its source."""
    parts: list[str] = []
    if not change.row.is_end:
        parts.append(rich_text.blocks(change.row.wording, quotes))
    if change.before and not change.before.is_end:
        old = rich_text.blocks(
            change.before.wording, Quotes(on=change.before.valid_from)
        )
        # gettext 0.21 finds no call within an f-string, 0.23 does.
        heading = _("前の内容")
        parts.append(f"<p>{heading}</p>{old}")
    source = rich_text.line(named(_("出典"), change.row.source), quotes)
    return "".join([*parts, f"<p>{source}</p>"])


def _as_time(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
