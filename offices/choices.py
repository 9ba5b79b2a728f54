"""What the directory's search form lets a reader choose, held until a change.

Kinds and services in the words of the page; where, is typed (`offices.places`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from offices.domain.search_words import text_key
from offices.models import (
    ListingStatus,
    Office,
    OfficeKind,
    OfficeService,
    ServiceCode,
    TraitKind,
)
from offices.office_words import service_in_words
from offices.places import Places, places
from offices.trait_wishes import trait_wishes
from offices.wishes import WISHES, Wish
from services.models import ServiceType
from texts.languages import current, languages
from texts.text_columns import own_text, shown_text
from texts.translations import column_of, note_text


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Something to choose: its code in an address, and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything to choose from, by code and in the order to show it."""

    kinds: Mapping[str, FilterChoice] = field(default_factory=dict)
    # Those of whose offices some were imported: a search finds more than a page shows.
    imported_kinds: frozenset[str] = frozenset()
    services: Mapping[str, FilterChoice] = field(default_factory=dict)
    # Their rows: a database that is told which one knows how many offices offer it.
    service_keys: Mapping[str, int] = field(default_factory=dict)
    # What the services are called anywhere, as words are compared: B型, びーがた.
    service_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # What people choose by; what one can wish of it is a condition, too.
    traits: tuple[TraitKind, ...] = ()
    wishes: Mapping[str, Wish] = field(default_factory=lambda: WISHES)
    # The rows whose translated names these are, to tell the page.
    noted: tuple[tuple[type[Any], int, bool], ...] = ()


_held: dict[str, tuple[str, Choices]] = {}


def choices_now() -> tuple[Places, Choices]:
    """Where and what; one query while nothing has changed."""
    known = places()
    language = current().code
    version, choices = _held.get(language, ("", Choices()))
    if version != known.version:
        choices = _choices()
        _held[language] = (known.version, choices)
    for model, key, is_own in choices.noted:
        note_text(model, key, "name", is_own=is_own)
    return known, choices


def _choices() -> Choices:
    kinds = list(_kinds())
    traits = tuple(TraitKind.objects.all())
    services = list(_services())
    noted: list[tuple[type[Any], int, bool]] = [
        (OfficeKind, key, bool(own)) for _, _, key, own, _ in kinds
    ]
    if not current().is_japanese:
        noted += [(ServiceType, row[4], bool(row[6])) for row in services if row[4]]
    return Choices(
        kinds={code: FilterChoice(code, name) for code, name, *_ in kinds},
        imported_kinds=frozenset(row[0] for row in kinds if row[4]),
        services={row[0]: FilterChoice(row[0], _name(*row[2:6])) for row in services},
        service_keys={row[0]: row[1] for row in services},
        service_words={row[0]: _words(row[2], row[3], *row[7:]) for row in services},
        traits=traits,
        wishes=WISHES | trait_wishes(traits),
        noted=tuple(noted),
    )


def _kinds() -> QuerySet:
    listed = Office.objects.listed().filter(kind=OuterRef("pk"))
    # Not the model's own manager: modeltranslation reorders the columns.
    return (
        QuerySet(OfficeKind)
        .filter(Exists(listed))
        .order_by("order", "code")
        .annotate(is_imported=Exists(listed.exclude(imported_from=None)))
        .values_list(
            *("code", _text(shown_text("name")), "pk", own_text("name"), "is_imported")
        )
    )


def _services() -> QuerySet:
    listed = OfficeService.objects.exclude(status=ListingStatus.ENDED)
    offered = listed.filter(type=OuterRef("pk"))
    called = [
        column_of(f"service__{name}", language)
        for name in ("name", "short_name", "plain_name")
        for language in languages()
    ]
    return (
        ServiceCode.objects.filter(Exists(offered))
        .order_by("order", "slug")
        .values_list(
            *("slug", "pk", "name", "aliases", "service"),
            *(_text(shown_text("service__name")), own_text("service__name")),
            *("service__reading", *called),
        )
    )


def _text(expression: Combinable) -> Cast:
    """As a plain text: columns of two languages are of two types."""
    return Cast(expression, CharField())


def _name(name: str, _aliases: object, service: int | None, shown: str | None) -> str:
    """As the lists say it; for who does not read Japanese, as this site says it."""
    if current().is_japanese or not service:
        return service_in_words(name)
    return shown or service_in_words(name)


def _words(name: str, aliases: list[str], *others: str | None) -> tuple[str, ...]:
    given = (name, service_in_words(name), *aliases, *others)
    keys = (text_key(text).replace("-", "") for text in given if text)
    return tuple(dict.fromkeys(filter(None, keys)))
