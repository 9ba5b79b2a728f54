"""「公開する」: what staff take back vanishes for readers, and so do links to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Value
from django.urls import get_script_prefix

from texts.held import while_unchanged
from texts.natural_keys import NaturalKeyManager

_Row = TypeVar("_Row", bound=models.Model)
_Rows = TypeVar("_Rows", bound=models.QuerySet[Any, Any])


class PublishableQuerySet(models.QuerySet[_Row]):
    """Speaks in adjectives."""

    def published(self) -> Self:
        """Those that readers may see: every page, list and paper asks for these."""
        return self.filter(is_published=True)


# Of rows that fixtures name by their natural key.
PublishableManager = NaturalKeyManager.from_queryset(PublishableQuerySet)


class Publishable(models.Model):
    """A row with an address of its own, which staff can take back and give again."""

    is_published = models.BooleanField(
        "公開する", default=True, help_text="はずすと、サイトのどこにも出ません。"
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @classmethod
    def hidden_on(cls, day: date) -> models.QuerySet[Self]:
        """The rows at whose addresses a reader finds nothing on that day."""
        return cls._default_manager.filter(is_published=False)


def only_published(rows: _Rows) -> _Rows:
    """Those of `rows` that readers may see, whatever they are rows of."""
    if issubclass(rows.model, Publishable):
        return rows.filter(is_published=True)
    return rows


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where readers meet one row: its address and the key that stands in it."""

    address: str
    key: str

    @classmethod
    def at(cls, address: str, key: str) -> OwnPlace:
        """The place at an address of this site, in whichever language."""
        return cls("/" + address.removeprefix(get_script_prefix()), key)

    @property
    def page(self) -> str:
        """The address without a place within it."""
        return self.address.partition("#")[0]

    @property
    def has_page(self) -> bool:
        """Whether it is a page, and not a place on one."""
        return "#" not in self.address

    def is_meant_by(self, link: str) -> bool:
        """Whether a link leads here, to a part of it, or by its former anchor."""
        path, _, anchor = link.partition("#")
        path = path.partition("?")[0]
        family = self.address.split("/")[1]
        is_here = path.startswith(self.page) if self.has_page else False
        return is_here or (anchor == self.key and path.split("/")[1] == family)


def leads_nowhere(link: str, *, on: date) -> bool:
    """Whether a link of a text, `/faq/x/`, leads to what staff have taken back."""
    return any(place.is_meant_by(link) for place in _hidden_places(on=on))


@while_unchanged(most=8)
def _hidden_places(*, on: date) -> tuple[OwnPlace, ...]:
    """Where nothing is to be found on a day; one query, and one a model that hides."""
    models_here = [one for one in apps.get_models() if issubclass(one, Publishable)]
    keys = [
        model.hidden_on(on).order_by().values_list(Value(number), "pk")
        for number, model in enumerate(models_here)
    ]
    hidden: dict[int, list[object]] = {}
    for number, key in keys[0].union(*keys[1:], all=True):
        hidden.setdefault(number, []).append(key)
    return tuple(
        place
        for number, pks in hidden.items()
        for place in _places(models_here[number]._default_manager.filter(pk__in=pks))
    )


def _places(rows: Iterable[Publishable]) -> Iterable[OwnPlace]:
    for row in rows:
        [key] = (getattr(row, name) for name in ("slug", "code") if hasattr(row, name))
        yield OwnPlace.at(row.get_absolute_url(), key)
