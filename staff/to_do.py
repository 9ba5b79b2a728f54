"""What there is to do for staff today: each app says it of its own rows.

An app registers in its admin modules, with a rank by which the first page orders:

    @says_what_to_do(rank=20)
    def reports(user: User, on: date) -> Iterable[ToDo]:
        if may_change(user, OfficeReport) and (number := …):
            yield ToDo("読者からの知らせを見る", number, address_of_list)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True, slots=True)
class ToDo:
    """One kind of work: what, how many, and the one click that leads there.

    Who may not go there has no address; the note says what to do then.
    """

    title: str
    number: int
    address: str = ""
    note: str = ""
    unit: str = "件"


Saying = Callable[[User, date], Iterable[ToDo]]
_sayings: dict[str, tuple[int, Saying]] = {}


def says_what_to_do(*, rank: int) -> Callable[[Saying], Saying]:
    """Register a function that says what there is to do for a person on a day.

    Ranks so far: changes to approve 10, readers' reports 20, offices gone 30, plans
    whose day has come 40, facts due 50, translations 60, links 70, readings 80, words
    that found nothing 90, errors 100.
    """

    def registered(saying: Saying) -> Saying:
        name = f"{saying.__module__}.{saying.__qualname__}"
        _sayings[name] = (rank, saying)
        return saying

    return registered


def to_do(user: User, *, on: date) -> list[ToDo]:
    """All that waits for `user`, what presses most first; nothing where nothing is."""
    ordered = sorted(_sayings.items(), key=lambda item: (item[1][0], item[0]))
    return [one for _, (_, saying) in ordered for one in saying(user, on) if one.number]


def may(user: User, action: str, model: type[Model]) -> bool:
    """Whether `user` may `view`, `change`, `add` or `delete` rows of `model`."""
    options = model._meta
    return user.has_perm(f"{options.app_label}.{action}_{options.model_name}")


def may_see(user: User, model: type[Model]) -> bool:
    """Whether the list of `model` is open to `user`."""
    return may(user, "view", model) or may(user, "change", model)


def list_of(model: type[Model], **conditions: str | int) -> str:
    """The address of the list of `model`, narrowed by `conditions`."""
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{urlencode(conditions)}" if conditions else address
