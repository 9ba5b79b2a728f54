"""What the frame of every page needs: who speaks, where we are, which day it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext

from facts.models import Source
from facts.provenance import Sourced
from facts.quoting import Quotes
from guide.held_rows import pages_now, site_now
from guide.models import Page, SiteIdentity
from texts.domain.ruby import Readings
from texts.languages import Language, address_in, current, languages
from texts.readings import readings
from texts.requests import Preview, Request, site_address


@dataclass(frozen=True)
class Version:
    """A page in one language, and whether it is the one being read."""

    language: Language
    path: str
    address: str
    is_current: bool


@dataclass
class Document:
    """A source of what the page shows: where in it, and when it was last opened."""

    source: Source
    number: int
    articles: list[str] = field(default_factory=list)
    checks: list[date] = field(default_factory=list)

    def note(self, fact: Sourced) -> None:
        # Each article once, though two statements name it beside others; what stands in
        # brackets belongs together.
        parts = fact.article.split("、") if "（" not in fact.article else [fact.article]
        self.articles += [part for part in parts if part and part not in self.articles]
        self.checks.append(fact.checked_on)

    @property
    def checked_on(self) -> date:
        """The oldest check of what the page takes from it."""
        return min(self.checks)


class Frame:
    """The frame of one page; asks the database only for what a template shows."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.today: date = getattr(request, "today", None) or timezone.localdate()
        self.day: date = getattr(request, "day", self.today)
        self.is_other_day = self.day != self.today
        self.preview: Preview | None = getattr(request, "preview", None)
        self.standard = gettext(settings.ACCESSIBILITY_STANDARD)
        self.quotes = Quotes(on=self.day)
        self._documents: dict[int, Document] = {}

    def note_shown(self, facts: Iterable[Sourced]) -> list[int]:
        """Hear what the page shows; answers with the numbers of its documents.

        So the end of the page, and paper, name a source once, and know the day of the
        oldest check.
        """
        return list(dict.fromkeys(self._noted(fact).number for fact in facts))

    def _noted(self, fact: Sourced) -> Document:
        number = len(self._documents) + 1
        document = self._documents.setdefault(
            fact.source_id, Document(fact.source, number)
        )
        document.note(fact)
        return document

    @property
    def documents(self) -> list[Document]:
        """The sources of what was shown so far, in the order of their numbers."""
        return list(self._documents.values())

    @property
    def checked_on(self) -> date | None:
        """The oldest check of what was shown so far, else that of the page's words."""
        checks = [document.checked_on for document in self._documents.values()]
        return min(checks, default=self.here.checked_on)

    @cached_property
    def site(self) -> SiteIdentity:
        return site_now()

    @cached_property
    def readings(self) -> Readings:
        """How words are read, for names in Latin letters."""
        return readings()

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        return pages_now()

    @cached_property
    def here(self) -> Page:
        """The words of this page; for a page of one row, those of its list."""
        match = self._request.resolver_match
        name = match.view_name.replace(":", "_") if match else ""
        # Its row may come a moment after its program: it is called as the site is.
        return self.pages.get(name) or Page(title=self.site.title)

    @cached_property
    def menu(self) -> list[Page]:
        return [page for page in self.pages.values() if page.in_menu and page.is_known]

    @property
    def known_pages(self) -> list[Page]:
        """The pages to lead to; the row of one may come before its program."""
        return [page for page in self.pages.values() if page.is_known]

    @property
    def language(self) -> Language:
        return current()

    @cached_property
    def versions(self) -> list[Version]:
        """The page in every language, with the same choices; links carry the day."""
        return self._versions(self.path_today)

    @property
    def homes(self) -> list[Version]:
        """The first page in every language."""
        return self._versions(reverse("guide:home"))

    @property
    def meant(self) -> list[Version]:
        """What an address with a wrong first part, `/ja/faq/`, may have meant."""
        _, _, rest = self._request.path_info[1:].partition("/")
        try:
            resolve(f"/{rest}")
        except Resolver404:
            return []
        return self._versions(get_script_prefix() + rest)

    def _versions(self, path: str) -> list[Version]:
        host = site_address(self._request)
        return [
            Version(language, address, host + address, language == self.language)
            for language in languages()
            for address in [address_in(language, path)]
        ]

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def path_today(self) -> str:
        """The address of the same page as of today: without `?on=`."""
        return self._path_but_for("on")

    @property
    def path_published(self) -> str:
        """The address of the same page as readers see it now."""
        return self._path_but_for("on", "change", "decided")

    @property
    def path_decided(self) -> str:
        """The same preview with what is planned as if decided, or without that."""
        if self.preview and self.preview.is_decided:
            return self._path_but_for("decided")
        path = self._path_but_for()
        return f"{path}{'&' if '?' in path else '?'}decided=1"

    def _path_but_for(self, *names: str) -> str:
        if not self._request.GET:
            return self.path
        query = self._request.GET.copy()
        for name in names:
            query.pop(name, None)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def address(self) -> str:
        """The full address of this page, as people type it from paper."""
        return site_address(self._request) + self._request.get_full_path()
