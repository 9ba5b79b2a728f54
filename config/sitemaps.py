"""sitemap.xml: every public page, from the rows that make them.

One file for a city; for many places an index of files, each of which is sent a part at
a time, so that the places of a whole country take no memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any, TypeAlias, TypeVar
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fees.models import Audience
from fees.topics import topic_pages
from guide.held_rows import (
    changes_now,
    faq_groups_now,
    pages_now,
    situations_now,
    terms_now,
)
from guide.models import word_rows
from offices.models import Office
from offices.shared_rows import office_kinds
from services.catalogue import services_on
from services.models.fact import FactPage
from texts.languages import address_in, in_this_language, languages
from texts.requests import Request, site_address

# What one file may name at most, and how long it may be: sitemaps.org.
MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
_A_LINK = 200  # bytes at most: of a page that is named, and of each other language
# Beyond so many pages, there is more than one file: that one would be 6 MB.
MOST_IN_ONE = 5_000
_AT_ONCE = 500
# A page by its Japanese address within the site, and when it was last looked at.
Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)
Entry: TypeAlias = tuple[str, date | None]
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def sitemap(request: Request) -> HttpResponse:
    """Every address in one file; where they are too many, the list of the files."""
    base = site_address(request)
    pages, offices = list(_pages()), Office.objects.listed().count()
    if len(pages) + offices <= min(MOST_IN_ONE, _most_pages()):
        lines = _lines(base, chain(pages, _offices()))
        return _marked(HttpResponse("".join(lines), content_type="application/xml"))
    files = _files(pages, offices)
    named = (base + reverse("sitemap-file", args=[name]) for name in files)
    listed = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in named)
    body = f'{_HEAD}<sitemapindex xmlns="{_SITEMAPS}">{listed}</sitemapindex>'
    return _marked(HttpResponse(body, content_type="application/xml"))


@require_safe
def sitemap_file(request: Request, name: str) -> StreamingHttpResponse:
    """One file of the list: the next of the pages, or of the places."""
    files = _files(list(_pages()), Office.objects.listed().count())
    if name not in files:
        raise Http404
    lines = in_this_language(_lines(site_address(request), files[name]))
    return _marked(StreamingHttpResponse(lines, content_type="application/xml"))


def _files(pages: list[Entry], offices: int) -> dict[str, Iterator[Entry]]:
    """What stands in each file; the places are asked for when they are wanted."""
    most = _most_pages()
    files = {}
    for number, start in enumerate(range(0, len(pages), most), 1):
        name = f"pages-{number}" if number > 1 else "pages"
        files[name] = iter(pages[start : start + most])
    for number, start in enumerate(range(0, offices, most), 1):
        files[f"offices-{number}"] = _offices(slice(start, start + most))
    return files


def _most_pages() -> int:
    """In one file: a page has an address in each language, which names all others."""
    number = len(languages())
    longest = number * (number + 1) * _A_LINK
    return min(MOST_ADDRESSES // number, MOST_BYTES // longest)


def _marked(response: Answer) -> Answer:
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response


def _lines(base: str, entries: Iterator[Entry]) -> Iterator[str]:
    """The file a part at a time."""
    xhtml = "http://www.w3.org/1999/xhtml"
    yield f'{_HEAD}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{xhtml}">\n'
    while part := list(islice(entries, _AT_ONCE)):
        yield "".join(_in_every_language(base, part))
    yield "\n</urlset>\n"


def _in_every_language(base: str, entries: Iterable[Entry]) -> Iterator[str]:
    """Each page in every language, each naming the others.

    Search engines know languages, and countries: easy Japanese is none of its own, so
    its pages stand in the list, and none is named as another's translation into it.
    """
    opening = [(one, escape(base + address_in(one, "/"))) for one in languages()]
    named = [(one.html, start) for one, start in opening if not one.is_easy]
    # `x-default` is the page for whoever reads none of these.
    named.append(("x-default", opening[0][1]))
    for path, day in entries:
        rest = escape(path.removeprefix(address_in(languages()[0], "/")))
        seen = f"<lastmod>{day:%Y-%m-%d}</lastmod>" if day else ""
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{html}" href="{start}{rest}"/>'
            for html, start in named
        )
        for _, start in opening:
            yield f"<url><loc>{start}{rest}</loc>{seen}{others}</url>"


def _pages() -> Iterator[Entry]:
    """Every page but those of places, kind by kind."""
    on = timezone.localdate()
    services, faqs = services_on(day=on), faq_groups_now()
    yield from _of(page for page in pages_now().values() if page.is_known)
    yield from _of(situations_now())
    yield from _of(services)
    yield from _of(page.head for page in topic_pages(on=on))
    for audience in Audience.objects.all():
        yield audience.get_absolute_url(), None
    yield from _of(faq for group in faqs for faq in group.faqs.all())
    yield from _of(word_rows())
    yield from _of(terms_now().values())
    for service in services:
        for page in FactPage:
            yield reverse(page.view, args=[service.slug]), service.checked_on
    yield from _of(changes_now())
    yield from _of(office_kinds())


def _of(rows: Iterable[Any]) -> Iterator[Entry]:
    return ((row.get_absolute_url(), row.checked_on) for row in rows)


def _offices(part: slice = slice(None)) -> Iterator[Entry]:
    """The pages of all places that can be found, or those of one file."""
    rows = Office.objects.listed().order_by("pk").values_list("code", "checked_on")
    for code, day in rows[part].iterator(chunk_size=2_000):
        yield reverse("offices:office", args=[code]), day
