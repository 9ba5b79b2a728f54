"""Lists the numbers that texts name, each with its source, year and check day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from facts.provenance import Sourced
from facts.quoting import Quotable, quotable_models

# What says of which time a number is, in the order in which it is asked for.
_YEARS = ("period", "fiscal_year", "valid_from")


class Command(BaseCommand):
    """`manage.py lint_facts`: exit code 1 when a number lacks one of the three."""

    help = "文章に出る数字の、出典・いつの数字か・確認した日を出します。"

    def handle(self, *args: object, **options: object) -> None:
        today = timezone.localdate()
        lacking = 0
        for code, row in _numbers():
            facts = {
                "出典": getattr(row, "source", None),
                "いつの数字か": _year(row),
                "確認した日": getattr(row, "checked_on", None),
            }
            missing = [name for name, fact in facts.items() if not fact]
            lacking += bool(missing)
            late = "、確認の期限がすぎています" if _is_overdue(row, today) else ""
            shown = "、".join(
                f"{name} {fact or 'なし'}" for name, fact in facts.items()
            )
            self.stdout.write(f"[[{code}]] {row.as_quote()}：{shown}{late}")
        if lacking:
            raise CommandError(f"{lacking}個の数字に、足りないことがあります。")


def _numbers() -> Iterator[tuple[str, Quotable]]:
    for prefix, model in quotable_models().items():
        related = {*model.quote_related, "source"}
        for row in model._default_manager.select_related(*related):
            # A row that only says that a number has ended has none.
            if not getattr(row, "is_end", False):
                yield f"{prefix}:{row.quote_code}", row


def _year(row: Quotable) -> object:
    return next((found for name in _YEARS if (found := getattr(row, name, None))), None)


def _is_overdue(row: Quotable, today: date) -> bool:
    return isinstance(row, Sourced) and bool(row.checked_on) and row.is_overdue(today)
