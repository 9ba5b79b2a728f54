"""The rows of this app that pages show, held until something is changed.

They are a few hundred and most pages show some: to fetch them anew for each page costs
more than all the rest of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch

from guide.models import (
    Faq,
    FaqGroup,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    SiteIdentity,
    SituationLink,
    SituationService,
    Step,
)
from services.models import ServiceType
from texts.held import while_unchanged


@while_unchanged()
def site_now() -> SiteIdentity:
    """The city's row; an empty one before the content is loaded."""
    return SiteIdentity.objects.first() or SiteIdentity()


@while_unchanged()
def pages_now() -> Mapping[str, Page]:
    """The words of every page, by view name with `_` for `:` (for templates)."""
    return {page.view.replace(":", "_"): page for page in Page.objects.all()}


@while_unchanged()
def situations_now() -> tuple[LifeSituation, ...]:
    """The situations with what one can use and where to read on; three queries."""
    usable = SituationService.objects.select_related("service", "source")
    links = SituationLink.objects.select_related(*SituationLink.TARGETS)
    published = LifeSituation.objects.published()
    rows = published.select_related("source").prefetch_related(
        Prefetch("services", usable.order_by("order")),
        Prefetch("links", links.order_by("order")),
    )
    return tuple(rows)


@while_unchanged()
def steps_now() -> tuple[Step, ...]:
    """The way to a service, in the order of the law, numbered as readers see it."""
    steps = tuple(Step.objects.published().select_related("source"))
    for number, step in enumerate(steps, start=1):
        step.number = number
    return steps


@while_unchanged()
def faq_groups_now() -> tuple[FaqGroup, ...]:
    """The headings that have questions, each with these; two queries."""
    published = Faq.objects.published().select_related("source", "group")
    faqs = Prefetch("faqs", published.order_by("order", "pk"))
    groups = FaqGroup.objects.prefetch_related(faqs)
    return tuple(group for group in groups if group.faqs.all())


@while_unchanged()
def terms_now() -> Mapping[str, GlossaryTerm]:
    """The words of the field by their codes, with their like; three queries."""
    published = GlossaryTerm.objects.published().order_by("reading")
    related = Prefetch("related", published)
    services = Prefetch("services", ServiceType.objects.published())
    rows = published.select_related("source").prefetch_related(related)
    return {term.code: term for term in rows.prefetch_related(services)}


@while_unchanged()
def changes_now() -> tuple[LawChange, ...]:
    """Staff's notes on changes, with their services; two queries."""
    services = Prefetch("services", ServiceType.objects.published())
    return tuple(LawChange.objects.select_related("source").prefetch_related(services))


@while_unchanged()
def faqs_of(service: ServiceType) -> tuple[Faq, ...]:
    """The questions that are asked of one service."""
    return tuple(Faq.objects.published().filter(services=service))


@while_unchanged()
def terms_of(service: ServiceType) -> tuple[GlossaryTerm, ...]:
    """The words that one must know for one service."""
    return tuple(GlossaryTerm.objects.published().filter(services=service))
