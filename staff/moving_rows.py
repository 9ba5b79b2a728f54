"""「上へ」「下へ」: the order of rows, set in their list and by no number.

With a script a row can be dragged as well: it takes the place of the one it is dropped
on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facts.effective import EffectiveDated

_Row = TypeVar("_Row", bound=models.Model)
_STEPS = {"up": -1, "down": 1}
_TO = "to"  # the place of the row that is named after it
# In these a list is not in the order of its rows.
_SORTED_OTHERWISE = ("o", "q")


class MovesRows(admin.ModelAdmin[_Row]):
    """For the admin of rows with an order: two buttons in each line of the list.

    Rows that hold from a day on are left out: a row and its successor are one.
    """

    moves = True

    class Media:
        js = [Script("js/drag_rows.js", defer=True)]

    @property
    def _is_ordered(self) -> bool:
        names = {field.name for field in self.opts.fields}
        is_dated = issubclass(self.model, EffectiveDated)
        return self.moves and "order" in names and not is_dated

    def buttons_to_move(
        self, request: HttpRequest
    ) -> list[Callable[[_Row], SafeString]]:
        """The column with the buttons, for a list that shows the order."""
        is_sorted_otherwise = any(map(request.GET.get, _SORTED_OTHERWISE))
        if (
            not self._is_ordered
            or is_sorted_otherwise
            or not self.has_change_permission(request)
        ):
            return []
        address = reverse(self._move_name(prefix="admin:"))
        query = request.GET.urlencode()

        @admin.display(description="動かす")
        def buttons(row: _Row) -> SafeString:
            made = format_html(
                '<button type="submit" class="button" formaction="{0}?{1}" name="move"'
                ' value="up-{2}" aria-label="「{3}」を上へ">上へ</button> '
                '<button type="submit" class="button" formaction="{0}?{1}" name="move"'
                ' value="down-{2}" aria-label="「{3}」を下へ">下へ</button>',
                address, query, row.pk, row,
            )  # fmt: skip
            return format_html('<span class="move">{}</span>', made)

        return [buttons]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move)
        return [path("move/", view, name=self._move_name()), *super().get_urls()]

    def _move_name(self, *, prefix: str = "") -> str:
        return f"{prefix}{self.opts.app_label}_{self.opts.model_name}_move"

    def move(self, request: HttpRequest) -> HttpResponse:
        """One row changes places with its neighbour, or takes another's."""
        way, _, keys = request.POST.get("move", "").partition("-")
        key, _, other = keys.partition("-")
        is_known = way in _STEPS or (way == _TO and other.isdecimal())
        if not self._is_ordered or not is_known or not key.isdecimal():
            raise Http404
        row = self.get_object(request, key)
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        with transaction.atomic():
            told = _moved(row, step=_STEPS.get(way, 0), to=other)
        self.message_user(request, *told)
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(f"{back}?{request.GET.urlencode()}".rstrip("?"))


def _moved(row: _Row, *, step: int, to: str) -> tuple[str, int]:
    """Move `row` among its rows, and say where it is; with the level of the message."""
    rows = list(_beside(row).select_for_update(of=("self",)))
    name = str(row)  # before it is moved: some are called by their number
    keys = [str(one.pk) for one in rows]
    place = keys.index(str(row.pk))
    if to and to not in keys:
        return f"「{name}」は、同じ見出しの中で動かしてください。", messages.WARNING
    wanted = keys.index(to) if to else place + step
    if not 0 <= wanted < len(rows):
        return (
            f"「{name}」は、いちばん{'上' if step < 0 else '下'}です。",
            messages.INFO,
        )
    other, word = str(rows[wanted]), "上" if wanted < place else "下"
    orders = [_order(one) for one in rows]
    if len({*orders}) < len(orders):  # two had one number: all get one of their own
        orders = [*range(1, len(rows) + 1)]
    rows.insert(wanted, rows.pop(place))
    _store(rows, orders)
    return f"「{name}」を「{other}」の{word}に動かしました。", messages.SUCCESS


def _beside(row: _Row) -> models.QuerySet[_Row]:
    """The rows that `row` is in one order with: those of its heading."""
    ordering = [str(name) for name in row._meta.ordering or ()]
    before = ordering[: ordering.index("order")] if "order" in ordering else []
    parents = {name.partition("__")[0].lstrip("-") for name in before}
    same = {name: getattr(row, name) for name in parents}
    return type(row)._default_manager.filter(**same).order_by("order", "pk")


def _store(rows: Sequence[models.Model], orders: Sequence[int]) -> None:
    """Give `rows` their `orders`; some may be of use to one row at a time only."""
    moved = [
        (one, new) for one, new in zip(rows, orders, strict=True) if _order(one) != new
    ]
    spare = max([*orders, *map(_order, rows)]) + 1
    for number, (one, _new) in enumerate(moved):
        _save(one, spare + number)
    for one, new in moved:
        _save(one, new)


def _order(row: Any) -> int:
    return int(row.order)


def _save(row: Any, order: int) -> None:
    row.order = order
    row.save(update_fields=["order"])
