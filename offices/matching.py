"""Which offices the conditions of a search fit."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)

from offices.conditions import Asked
from offices.domain.place_text import numbered_key
from offices.domain.words import keys_of, text_key
from offices.models import ListingStatus, Office, OfficeService, OfficeStatus
from offices.wishes import Having

# What people put after a service: B型事業所, 移行支援の施設.
_AFTER = ("事業所", "作業所", "じぎょうしょ", "さぎょうしょ", "施設", "の")
_LEAST_JOINED = 4


def matching(asked: Asked, *, to_count: bool = False) -> QuerySet[Office]:
    """Those that the conditions fit, but for the distance.

    A page asks of one office after the other until it is full; to count the whole
    country, which offices offer a service is gathered first.
    """
    having = _among if to_count else _having
    offices = _but_for_wishes(asked, having)
    if not asked.wishes:
        return offices
    if asked.conditions.maybe:
        return offices.filter(_may_fit(asked, having))
    return offices.filter(_fits(asked, having))


def unknown(asked: Asked) -> QuerySet[Office]:
    """Those that may fit: of what is wished, it is not known."""
    offices = _but_for_wishes(asked, _among)
    return offices.filter(_may_fit(asked, _among)).exclude(_fits(asked, _among))


def telling_if_fit(asked: Asked) -> QuerySet[Office]:
    """Those that fit or may fit; `fits` tells which."""
    offices = _but_for_wishes(asked, _having).filter(_may_fit(asked, _having))
    fits = ExpressionWrapper(_fits(asked, _having), BooleanField())
    return offices.annotate(fits=fits)


def _fits(asked: Asked, having: Having) -> Q:
    """Known to fit every wish."""
    return Q(*(wish.fits(having, asked.moment) for wish in asked.wishes))


def _may_fit(asked: Asked, having: Having) -> Q:
    """Not known to deny any wish."""
    may = Q()
    for wish in asked.wishes:
        denies = Q(wish.denies(having, asked.moment))
        may &= Q(wish.fits(having, asked.moment)) | ~denies
    return may


def _but_for_wishes(asked: Asked, having: Having) -> QuerySet[Office]:
    conditions, choices = asked.conditions, asked.choices
    offices = Office.objects.listed()
    if asked.area is not None:
        offices = offices.filter(_is_there(asked))
    if asked.unknown_place:
        offices = offices.filter(_has_address(asked.unknown_place))
    if conditions.kind:
        offices = offices.filter(kind__code=conditions.kind)
    if conditions.service:
        key = choices.service_keys.get(conditions.service)
        offices = offices.filter(_offered(key, having))
    for words, services in _terms(asked):
        named = Q(*(_is_named(word, asked) for word in words))
        for key in services:
            named |= _offered(key, having)
        offices = offices.filter(named)
    return offices


def _is_there(asked: Asked) -> Q:
    """In the municipality, or elsewhere and there for its people."""
    place = asked.area
    if place is None:
        return Q()
    if len(place.codes[0]) == 2:
        first = place.codes[0]
        return Q(municipality__gte=first, municipality__lt=f"{int(first) + 1:02}")
    within = Q(municipality__in=place.codes)
    if len(place.codes) == 1:
        within = Q(municipality=place.codes[0])
    if not place.is_area:
        # A town without a position: by its name in addresses.
        named = Q()
        for town in place.towns or (place.name,):
            named |= Q(search_text__contains=numbered_key(town))
        return within & named
    responsible = {
        office
        for code in place.codes
        for office in asked.places.responsible.get(code, ())
    }
    if not responsible:
        return within
    # A union, for with OR the database goes through the whole country.
    rows = Office.objects.order_by()
    there = rows.filter(within).values("pk")
    return Q(pk__in=there.union(rows.filter(pk__in=responsible).values("pk")))


def _has_address(text: str) -> Q:
    """The text of a place that no list knows, as addresses would hold it."""
    keys = dict.fromkeys((text_key(text), numbered_key(text)))
    found = Q(pk__in=[])
    for key in filter(None, keys):
        found |= Q(search_text__contains=key)
    return found


def _terms(asked: Asked) -> list[tuple[list[str], Collection[int]]]:
    """Each word with the services that it means; several words may mean one: Type B."""
    words: list[str] = asked.words
    terms: list[tuple[list[str], Collection[int]]] = []
    while words:
        for end in range(len(words), 1, -1):
            joined = "".join(words[:end])
            services = _services_named(joined, asked, least=_LEAST_JOINED)
            if joined.isascii() and asked.places.gazetteer.spellings(joined):
                terms.append(([joined], services))
                words = words[end:]
                break
            if services:
                terms.append((words[:end], services))
                words = words[end:]
                break
        else:
            terms.append(([words[0]], _services_named(words[0], asked)))
            words = words[1:]
    return terms


def _is_named(word: str, asked: Asked) -> Q:
    """Whose texts hold the word, or the town that is read so."""
    towns: dict[str, list[str]] = {}
    for code, town in asked.places.gazetteer.spellings(word):
        towns.setdefault(code, []).append(town)
    # 「やまぐちし」 is the city, and not how やまぐち支援 begins.
    keys = [text_key(city) for city in towns.pop("", ())] or keys_of(word)
    named = Q()
    for key in keys:
        named |= Q(search_text__contains=key)
    for code, names in towns.items():
        held = Q()
        for name in names:
            held |= Q(search_text__contains=text_key(name))
        there = Office.objects.order_by().filter(held, municipality=code)
        named |= Q(pk__in=there.values("pk"))
    return named


def _services_named(word: str, asked: Asked, *, least: int = 2) -> list[int]:
    """The services that a word means: 「B型」, 「びーがた」, 「B型事業所」."""
    key = text_key(word).replace("-", "")
    for ending in _AFTER:
        key = key.removesuffix(ending) or key
    if len(key) < least:
        return []
    choices = asked.choices
    return [
        choices.service_keys[code]
        for code, names in choices.service_words.items()
        if any(key in name for name in names)
    ]


def _offered(service: int | None, having: Having) -> Q:
    """Those that offer it, and those that did when they left the data."""
    rows = OfficeService.objects.filter(type=service)
    left = rows.filter(status=ListingStatus.NOT_LISTED)
    return Q(having(rows.filter(status=ListingStatus.ACTIVE))) | Q(
        _having(left), status=OfficeStatus.NOT_LISTED
    )


def _having(rows: QuerySet) -> Q:
    return Q(Exists(rows.filter(office=OuterRef("pk"))))


def _among(rows: QuerySet) -> Q:
    return Q(pk__in=rows.order_by().values("office"))
