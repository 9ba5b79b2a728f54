"""sitemap.xml: every public page, from the rows that make them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from fees.models import Audience, FeeTopic
from fees.topics import topic_pages
from guide.models import (
    Faq,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    WordRow,
    word_rows,
)
from offices.models import Office, OfficeKind
from services.models import ServiceType
from services.models.fact import FactPage
from texts.languages import language_of, speaking


class PublicSitemap(Sitemap):
    """Every page in every language, each naming the others.

    Search engines know languages, and countries: easy Japanese is none of its own, so
    its pages stand in the list, and none is named as another's translation into it.
    """

    i18n = alternates = x_default = True

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            url["alternates"] = [
                one | {"lang_code": _hreflang(one["lang_code"])}
                for one in url["alternates"]
                if not language_of(one["lang_code"]).is_easy
            ]
        return urls

    def _location(
        self, item: tuple[object, str], force_lang_code: str | None = None
    ) -> str:
        obj, code = item
        with speaking(language_of(force_lang_code or code)):
            return self.location(obj)


def _hreflang(code: str) -> str:
    """`ja`, `en`, or `x-default`: the page for whoever reads none of these."""
    return code if code == "x-default" else language_of(code).html


class PageSitemap(PublicSitemap):
    """The pages that have words of their own."""

    def items(self) -> list[Page]:
        return Page.objects.known()

    def lastmod(self, page: Page) -> object:
        return page.checked_on


class ServiceSitemap(PublicSitemap):
    """One page for each published service."""

    def items(self) -> QuerySet[ServiceType]:
        return ServiceType.objects.published()

    def lastmod(self, service: ServiceType) -> object:
        return service.checked_on


class FeeTopicSitemap(PublicSitemap):
    """One page for each topic of money that has its own today."""

    def items(self) -> list[FeeTopic]:
        return [page.head for page in topic_pages(on=timezone.localdate())]

    def lastmod(self, topic: FeeTopic) -> object:
        return topic.checked_on


class AudienceSitemap(PublicSitemap):
    """One page for the caps of each kind of person."""

    def items(self) -> QuerySet[Audience]:
        return Audience.objects.all()


class AnswerSitemap(PublicSitemap):
    """One page for each question that people ask."""

    def items(self) -> QuerySet[Faq]:
        return Faq.objects.order_by("group__order", "order", "pk")

    def lastmod(self, faq: Faq) -> object:
        return faq.checked_on


class WordSitemap(PublicSitemap):
    """One page for each word of the glossary."""

    def items(self) -> QuerySet[GlossaryTerm]:
        return GlossaryTerm.objects.order_by("reading", "pk")

    def lastmod(self, term: GlossaryTerm) -> object:
        return term.checked_on


class GlossarySitemap(PublicSitemap):
    """One page for each row of the syllabary that has words."""

    def items(self) -> Sequence[WordRow]:
        return word_rows()

    def lastmod(self, row: WordRow) -> object:
        return row.checked_on


class FurtherServiceSitemap(PublicSitemap):
    """The pages that tell the rest of each published service."""

    def items(self) -> list[tuple[ServiceType, FactPage]]:
        services = ServiceType.objects.published()
        return [(service, page) for service in services for page in FactPage]

    def location(self, item: tuple[ServiceType, FactPage]) -> str:
        service, page = item
        return reverse(page.view, args=[service.slug])

    def lastmod(self, item: tuple[ServiceType, FactPage]) -> object:
        return item[0].checked_on


class SituationSitemap(PublicSitemap):
    """One page for each situation that readers are in."""

    def items(self) -> QuerySet[LifeSituation]:
        return LifeSituation.objects.all()

    def lastmod(self, situation: LifeSituation) -> object:
        return situation.checked_on


class ChangeSitemap(PublicSitemap):
    """One page for each change of the rules."""

    def items(self) -> QuerySet[LawChange]:
        return LawChange.objects.all()

    def lastmod(self, change: LawChange) -> object:
        return change.checked_on


class OfficeKindSitemap(PublicSitemap):
    """One page for each kind of consultation body."""

    def items(self) -> QuerySet[OfficeKind]:
        return OfficeKind.objects.all()

    def lastmod(self, kind: OfficeKind) -> object:
        return kind.checked_on


class OfficeSitemap(PublicSitemap):
    """One page for each place that can be found; 50,000 addresses stand in one file."""

    def items(self) -> QuerySet[Office]:
        return Office.objects.listed().only("code", "checked_on").order_by("pk")

    def lastmod(self, office: Office) -> object:
        return office.checked_on


SITEMAPS = {
    "pages": PageSitemap,
    "situations": SituationSitemap,
    "services": ServiceSitemap,
    "topics": FeeTopicSitemap,
    "caps": AudienceSitemap,
    "answers": AnswerSitemap,
    "rows": GlossarySitemap,
    "words": WordSitemap,
    "further": FurtherServiceSitemap,
    "changes": ChangeSitemap,
    "kinds": OfficeKindSitemap,
    "offices": OfficeSitemap,
}
