"""Which offices the conditions of a search fit, as bits of the roll."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from offices.conditions import Asked
from offices.domain.meaning import Place
from offices.domain.place_text import numbered_key
from offices.domain.search_words import keys_of, text_key
from offices.models import ListingStatus, OfficeService, OfficeStatus
from offices.roll import Roll, roll_of
from offices.wishes import Wish

# What people put after a service: B型事業所, 移行支援の施設.
_AFTER = ("事業所", "作業所", "じぎょうしょ", "さぎょうしょ", "施設", "の")
_LEAST_JOINED = 4


def matching(asked: Asked) -> tuple[int, int]:
    """Those that the conditions fit, but for the distance; and those that may fit.

    Of these it is not known whether they have what is wished; who takes them as well
    (`maybe`) has them among the first.
    """
    fit = may = _but_for_wishes(asked)
    for wish in asked.wishes:
        fit &= _fits(wish, asked)
        may &= _may_fit(wish, asked)
    return (may, 0) if asked.conditions.maybe else (fit, may & ~fit)


def _fits(wish: Wish, asked: Asked) -> int:
    """Known to fit."""
    name = (wish.code, "fits", _stamp(wish, asked.moment.now))
    return roll_of(asked.places).having(name, lambda: wish.fits(_among, asked.moment))


def _may_fit(wish: Wish, asked: Asked) -> int:
    """Known to fit, or not known."""
    roll = roll_of(asked.places)
    name = (wish.code, "denies", _stamp(wish, asked.moment.now))
    denied = roll.having(name, lambda: Q(wish.denies(_among, asked.moment)))
    return _fits(wish, asked) | (roll.all & ~denied)


def _stamp(wish: Wish, now: datetime) -> object:
    """How long an answer holds: for the day, or for the minute."""
    return now.strftime("%Y-%m-%d %H:%M") if wish.is_of_the_moment else now.date()


def _but_for_wishes(asked: Asked) -> int:
    roll, conditions, choices = roll_of(asked.places), asked.conditions, asked.choices
    found = roll.all
    if asked.area is not None:
        found &= _is_there(asked.area, asked, roll)
    if asked.unknown_place:
        found &= _has_address(asked.unknown_place, roll)
    if conditions.kind:
        found &= roll.of_kind(conditions.kind)
    if conditions.service:
        found &= _offered(choices.service_keys.get(conditions.service), roll)
    for words, services in _terms(asked):
        named = roll.all
        for word in words:
            named &= _is_named(word, asked, roll)
        for key in services:
            named |= _offered(key, roll)
        found &= named
    return found


def _is_there(place: Place, asked: Asked, roll: Roll) -> int:
    """In the municipality, or elsewhere and there for its people."""
    first = place.codes[0]
    if len(first) == 2:
        return roll.within(asked.places.gazetteer.codes_in(first))
    within = roll.within(place.codes)
    if not place.is_area:
        # A town without a position: by its name in addresses.
        named = 0
        for town in place.towns or (place.name,):
            named |= roll.holding(numbered_key(town))
        return within & named
    known = asked.places.responsible
    return within | roll.of(pk for code in place.codes for pk in known.get(code, ()))


def _has_address(text: str, roll: Roll) -> int:
    """The text of a place that no list knows, as addresses would hold it."""
    found = 0
    for key in filter(None, (text_key(text), numbered_key(text))):
        found |= roll.holding(key)
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


def _is_named(word: str, asked: Asked, roll: Roll) -> int:
    """Whose texts hold the word, or the town that is read so."""
    towns: dict[str, list[str]] = {}
    for code, town in asked.places.gazetteer.spellings(word):
        towns.setdefault(code, []).append(town)
    # 「やまぐちし」 is the city, and not how やまぐち支援 begins.
    keys = [text_key(city) for city in towns.pop("", ())] or keys_of(word)
    named = 0
    for key in keys:
        named |= roll.holding(key)
    for code, names in towns.items():
        held = 0
        for name in names:
            held |= roll.holding(text_key(name))
        named |= held & roll.within([code])
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


def _offered(service: int | None, roll: Roll) -> int:
    """Those that offer it, and those that did when they left the data."""
    rows = OfficeService.objects.filter(type=service)
    left = rows.filter(status=ListingStatus.NOT_LISTED, office=OuterRef("pk"))
    rule = _among(rows.filter(status=ListingStatus.ACTIVE)) | Q(
        Exists(left), status=OfficeStatus.NOT_LISTED
    )
    return roll.having(("service", service), lambda: rule)


def _among(rows: QuerySet) -> Q:
    return Q(pk__in=rows.order_by().values("office"))
