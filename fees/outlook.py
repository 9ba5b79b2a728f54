"""お金の見通し: an average pay, less what one pays; rough, never a promise."""

from __future__ import annotations

from dataclasses import dataclass

from fees.domain.copayment import REDUCING, payable
from fees.domain.yen_span import NOTHING, YenSpan
from fees.estimates import Estimate
from fees.fee_facts import Facts
from services.models import WageFigure
from services.models.fact import Area
from texts.held import while_unchanged


@dataclass(frozen=True)
class Outlook:
    """What is left of an average month; yen, and below nothing where costs are more.

    `payable` is what this service's user pays: a reduction of A型 is in its line only.
    """

    figure: WageFigure
    payable: YenSpan
    low: int
    high: int

    @property
    def is_short(self) -> bool:
        """Whether more may be paid than comes in."""
        return self.low < 0

    @property
    def has_rest(self) -> bool:
        """Whether something may be left."""
        return self.high >= 0

    @property
    def rest(self) -> YenSpan:
        """What may be left, from nothing up."""
        return YenSpan(max(self.low, 0), max(self.high, 0))


def outlooks(found: Estimate, facts: Facts, *, costs: int = 0) -> list[Outlook]:
    """One for each service that may be meant and has an average: its newest.

    `costs` are what the person pays besides (lunch, transport), in yen a month.
    """
    meant = services_of(facts)
    return [
        _outlook(figure, found, facts, costs)
        for figure in _newest_figures()
        if not meant or figure.service.slug in meant
    ]


@while_unchanged()
def _newest_figures() -> tuple[WageFigure, ...]:
    """The newest average of each service that has one; one query."""
    figures = WageFigure.objects.filter(
        area=Area.NATION, service__is_published=True
    ).select_related("service", "source")
    in_order = figures.order_by("service__order", "fiscal_year")
    return tuple({figure.service_id: figure for figure in in_order}.values())


def services_of(facts: Facts) -> frozenset[str]:
    """The slugs of the services that are told; none where any may be meant."""
    told = {facts.service, *(use.service for use in facts.uses or ())}
    return frozenset(told - {""})


def payable_for(service: str, found: Estimate, facts: Facts) -> YenSpan:
    """What is paid where every service that is not told is `service`."""
    if found.month:
        bills = found.month.told_as(service).bills
        return payable(bills, caps=found.caps, reduction=facts.reduction)
    reduction = facts.reduction if service == REDUCING else NOTHING
    return payable(None, caps=found.caps, reduction=reduction)


def _outlook(figure: WageFigure, found: Estimate, facts: Facts, costs: int) -> Outlook:
    due = payable_for(figure.service.slug, found, facts)
    most = due.low if due.high is None else due.high
    return Outlook(
        figure,
        due,
        figure.monthly_yen - most - costs,
        figure.monthly_yen - due.low - costs,
    )
