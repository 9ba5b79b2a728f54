"""The services as they stand on a day: what they are and who may use them.

They are few, and nearly every page shows some of them: so their rows are held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from facts.models import Source
from facts.provenance import Sourced
from facts.published import only_published
from services.domain.barchart import Chart, bar_chart
from services.models import (
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    ServiceFact,
    ServiceType,
    WageFigure,
)
from services.models.fact import Area
from texts.held import while_unchanged


@while_unchanged(most=8)
def services_on(*, day: date) -> tuple[ServiceType, ...]:
    """The published services, with what one does there, their facts and their rules.

    `facts_today` and `facts_coming` are ordered by kind; `rules_today` and
    `rules_coming` are ready to be read out. Eight queries once, then none.
    """
    services = (
        ServiceType.objects.published()
        .select_related("source")
        .prefetch_related(
            _facts(ServiceFact.objects.on(day), to="facts_today"),
            _facts(ServiceFact.objects.coming_after(day), to="facts_coming"),
            "deeds",
        )
    )
    return tuple(_with_rules(services, on=day))


def _with_rules(services: QuerySet[ServiceType], *, on: date) -> QuerySet[ServiceType]:
    rules = EligibilityRule.objects.select_related("source")
    requirements = Prefetch(
        "requirements",
        EligibilityRequirement.objects.select_related("source", "way_in").order_by(
            "order"
        ),
    )
    routes = Prefetch(
        "requirements__routes", EligibilityRoute.objects.order_by("order")
    )
    today = rules.on(on).prefetch_related(requirements, routes)
    fetched = [
        Prefetch("rules", today, to_attr="rules_today"),
        Prefetch("rules", rules.coming_after(on), to_attr="rules_coming"),
    ]
    return services.prefetch_related(*fetched)


def shared_requirements(
    services: Iterable[ServiceType],
) -> list[EligibilityRequirement]:
    """What each rule of today asks for in the same words, in the order of the first."""
    rules = [
        {_wording(one): one for one in rule.requirements.all()}
        for service in services
        for rule in service.rules_today
    ]
    first, *others = rules or [{}]
    return [one for words, one in first.items() if all(words in o for o in others)]


def _wording(requirement: EligibilityRequirement) -> tuple[str, ...]:
    return requirement.text, *(route.text for route in requirement.routes.all())


@dataclass(frozen=True, slots=True)
class Wages:
    """A service's average pay: one series for each method, and a chart of them.

    Figures of two methods cannot be compared, so a series never runs across. The
    newest stands first, of the series and in each.
    """

    series: tuple[tuple[WageFigure, ...], ...]
    chart: Chart

    @property
    def figures(self) -> tuple[WageFigure, ...]:
        return tuple(figure for rows in self.series for figure in rows)

    @property
    def newest(self) -> WageFigure | None:
        return next(iter(self.figures), None)

    @property
    def before(self) -> WageFigure | None:
        """The figure that the newest can be compared with."""
        return self.series[0][1] if self.series and len(self.series[0]) > 1 else None

    @property
    def rise(self) -> int:
        """By how many yen the newest is above the one before it."""
        newest, before = self.newest, self.before
        return newest.monthly_yen - before.monthly_yen if newest and before else 0


@while_unchanged()
def wages(service: ServiceType) -> Wages:
    """The nation's averages of `service`, newest first; one query."""
    figures = (
        service.wages.filter(area=Area.NATION)
        .select_related("source")
        .order_by("-fiscal_year")
    )
    by_method: dict[str, list[WageFigure]] = {}
    for figure in figures:
        by_method.setdefault(figure.method, []).append(figure)
    labelled = [
        [(str(figure.fiscal_year), figure.monthly_yen) for figure in rows]
        for rows in by_method.values()
    ]
    return Wages(tuple(map(tuple, by_method.values())), bar_chart(labelled))


def one_service(slug: str, *, on: date) -> ServiceType:
    """One of them; raises Http404 where none has that name."""
    found = [service for service in services_on(day=on) if service.slug == slug]
    if not found:
        raise Http404
    return found[0]


def used_sources() -> list[Source]:
    """The sources that some fact, of whichever app, names, by who speaks; one query.

    Sorted here and not where they are held: in each language they stand otherwise.
    """
    return sorted(_used_sources(), key=lambda row: (row.organisation, row.title))


@while_unchanged()
def _used_sources() -> tuple[Source, ...]:
    named = [
        Exists(only_published(model._default_manager.filter(source=OuterRef("pk"))))
        for model in apps.get_models()
        if issubclass(model, Sourced)
    ]
    return tuple(Source.objects.filter(reduce(or_, map(Q, named))).order_by())


def _facts(facts: QuerySet[ServiceFact], *, to: str) -> Prefetch:
    ordered = facts.select_related("kind", "source").order_by(
        "kind__order", "valid_from"
    )
    return Prefetch("facts", ordered, to_attr=to)
