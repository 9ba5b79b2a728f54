"""The door to whom one can ask: kinds of body and their offices."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from offices.models import Office, OfficeKind


def kinds_with_offices() -> QuerySet[OfficeKind]:
    """Every kind with `open_offices`, those that staff wrote, in their order."""
    offices = (
        Office.objects.published()
        .written_by_staff()
        .select_related("source")
        .order_by("order", "name")
    )
    return OfficeKind.objects.select_related("source").prefetch_related(
        Prefetch("offices", offices, to_attr="open_offices")
    )
