"""お金の見通し: an average pay, less what one pays; rough, never a promise."""

from __future__ import annotations

from dataclasses import dataclass

from fees.domain.yen_span import YenSpan
from services.models import WageFigure
from services.models.fact import Area


@dataclass(frozen=True)
class Outlook:
    """What is left of an average month; yen, and below nothing where costs are more."""

    figure: WageFigure
    low: int
    high: int


def outlooks(payable: YenSpan, *, costs: int = 0) -> list[Outlook]:
    """One for each service with a published average: its newest; one query.

    `costs` are what the person pays besides (lunch, transport), in yen a month.
    """
    newest: dict[int, WageFigure] = {}
    figures = WageFigure.objects.filter(
        area=Area.NATION, service__is_published=True
    ).select_related("service", "source")
    for figure in figures.order_by("service__order", "fiscal_year"):
        newest[figure.service_id] = figure
    return [
        Outlook(
            figure,
            figure.monthly_yen - payable.high - costs,
            figure.monthly_yen - payable.low - costs,
        )
        for figure in newest.values()
    ]
