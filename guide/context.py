"""What the frame of every page needs: who speaks, where we are, which day it is."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from guide.models import Page, SiteIdentity
from services.quoting import Quotes


def site_address(request: HttpRequest) -> str:
    """The site's address without a path: as set, or as it was asked for."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


class Frame:
    """The frame of one page; asks the database only for what a template shows."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.today: date = getattr(request, "today", None) or timezone.localdate()
        self.day: date = getattr(request, "day", self.today)
        self.is_other_day = self.day != self.today
        self.standard = settings.ACCESSIBILITY_STANDARD
        self.quotes = Quotes(on=self.day)

    @cached_property
    def site(self) -> SiteIdentity:
        """The city's row; an empty one before the content is loaded."""
        return SiteIdentity.objects.first() or SiteIdentity()

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The words of every page, by view name with `_` for `:` (for templates)."""
        return {page.view.replace(":", "_"): page for page in Page.objects.all()}

    @cached_property
    def here(self) -> Page:
        """The words of this page; for a page of one row, those of its list."""
        match = self._request.resolver_match
        name = match.view_name.replace(":", "_") if match else ""
        return self.pages.get(name) or Page()

    @cached_property
    def menu(self) -> list[Page]:
        return [page for page in self.pages.values() if page.in_menu]

    @property
    def path(self) -> str:
        return self._request.path

    @property
    def path_today(self) -> str:
        """The address of the same page as of today: without `?on=`."""
        query = self._request.GET.copy()
        query.pop("on", None)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def address(self) -> str:
        """The full address of this page, as people type it from paper."""
        return site_address(self._request) + self._request.get_full_path()


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
