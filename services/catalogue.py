"""The services as they stand on a day: what they are and who may use them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from facts.models import Source
from facts.provenance import Sourced
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


def services_on(day: date) -> QuerySet[ServiceType]:
    """Published services with `facts_today` (ordered by kind); two queries."""
    return (
        ServiceType.objects.published()
        .select_related("source")
        .prefetch_related(_facts(ServiceFact.objects.on(day), to="facts_today"))
    )


def with_rules(services: QuerySet[ServiceType], *, on: date) -> QuerySet[ServiceType]:
    """`services` with `rules_today` and `rules_coming`, ready to be read out."""
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


def one_service(slug: str, *, on: date) -> QuerySet[ServiceType]:
    """One service with its facts today and to come, and what one does there."""
    return services_on(on).filter(slug=slug).prefetch_related(
        _facts(ServiceFact.objects.coming_after(on), to="facts_coming"), "deeds"
    )  # fmt: skip


def used_sources() -> QuerySet[Source]:
    """The sources that some fact, of whichever app, names; one query."""
    named = [
        Exists(model._default_manager.filter(source=OuterRef("pk")))
        for model in apps.get_models()
        if issubclass(model, Sourced)
    ]
    return Source.objects.filter(reduce(or_, map(Q, named)))


def _facts(facts: QuerySet[ServiceFact], *, to: str) -> Prefetch:
    ordered = facts.select_related("kind", "source").order_by(
        "kind__order", "valid_from"
    )
    return Prefetch("facts", ordered, to_attr=to)
