"""sitemap.xml: every public page, from the rows that make them."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.utils import timezone

from fees.models import Audience, FeeTopic
from fees.topics import topic_pages
from guide.models import Page
from offices.models import Office, OfficeKind
from services.models import ServiceType
from texts.languages import language_of, speaking


class PublicSitemap(Sitemap):
    """Every page in every language, each naming the others."""

    i18n = alternates = True

    def _location(
        self, item: tuple[object, str], force_lang_code: str | None = None
    ) -> str:
        obj, code = item
        with speaking(language_of(force_lang_code or code)):
            return self.location(obj)


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
    "services": ServiceSitemap,
    "topics": FeeTopicSitemap,
    "caps": AudienceSitemap,
    "kinds": OfficeKindSitemap,
    "offices": OfficeSitemap,
}
