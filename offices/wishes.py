"""What one can wish of a place, as filters that count the unknown apart.

A wish is answered by rows: `fits` are those that are known to, `denies` those that are
known not to. Whoever is in neither is not known. To add a wish, add a row to WISHES.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.models import Day, ListingStatus, OfficeService, OpeningHours

_WEEK = "月火水木金土日"
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Written:
    """Hours that staff wrote as a sentence: on which days of the week, and when."""

    days: Collection[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class AskedAt:
    """When one asks, and the hours that are written as sentences, by office."""

    now: datetime
    written: dict[int, Written]

    def written_for(self, day: int) -> set[int]:
        return {pk for pk, hours in self.written.items() if day in hours.days}


# Whether an office has any of some rows, as a condition.
Having = Callable[[QuerySet], Q]
_Rule = Callable[[Having, AskedAt], Q]


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to choose by; `code` stands in the address of a search."""

    code: str
    label: str | Promise
    group: str | Promise
    fits: _Rule
    denies: _Rule
    # What the filter cannot tell, said beside the results.
    note: str | Promise = ""
    # Whether it stands on the first form, which is short.
    is_first: bool = False
    # Whether the answer is another one in a minute.
    is_of_the_moment: bool = False


def _open_on(day: Day, number: int) -> _Rule:
    def fits(having: Having, moment: AskedAt) -> Q:
        rows = having(OpeningHours.objects.filter(day=day))
        return _or_any(rows, moment.written_for(number))

    return fits


def _closed_on(number: int) -> _Rule:
    """Where the days off are named, and the day is among them."""

    def denies(having: Having, moment: AskedAt) -> Q:
        written = set(moment.written) - moment.written_for(number)
        return _or_any(having(_off_on(number)), written)

    return denies


def _open_now(having: Having, moment: AskedAt) -> Q:
    number, at = moment.now.weekday(), moment.now.time()
    rows = OpeningHours.objects.filter(
        day=_day_of(number), opens__lte=at, closes__gt=at
    )
    open_now = having(rows) & ~having(_off_on(number))
    return _or_any(open_now, _written_now(moment))


def _closed_now(having: Having, moment: AskedAt) -> Q:
    """Known hours of today that do not hold this moment, or a day off."""
    number = moment.now.weekday()
    today = having(OpeningHours.objects.filter(day=_day_of(number)))
    written = set(moment.written) - _written_now(moment)
    return _or_any(today | having(_off_on(number)), written)


def _day_of(number: int) -> Day:
    return {_SATURDAY: Day.SATURDAY, _SUNDAY: Day.SUNDAY}.get(number, Day.WEEKDAY)


def _off_on(number: int) -> QuerySet:
    """Services that are closed on a day of the week, as their data say."""
    return OfficeService.objects.filter(
        status=ListingStatus.ACTIVE, closed_days__contains=f"{_WEEK[number]}曜"
    )


def _written_now(moment: AskedAt) -> set[int]:
    at = moment.now.time()
    return {
        pk
        for pk in moment.written_for(moment.now.weekday())
        if moment.written[pk].opens <= at < moment.written[pk].closes
    }


def _or_any(rows: Q, keys: Collection[int]) -> Q:
    return rows | Q(pk__in=sorted(keys)) if keys else Q(rows)


_WHEN = _("あいている日")
_ON_PHONE = _(
    "祝日や年末年始は、ちがうことがあります。行く前に、電話で確かめてください。"
)
WISHES = {
    wish.code: wish
    for wish in (
        Wish(
            "now",
            _("いま あいている"),
            _WHEN,
            _open_now,
            _closed_now,
            _ON_PHONE,
            is_of_the_moment=True,
        ),
        Wish(
            "sat",
            _("土曜日にあいている"),
            _WHEN,
            _open_on(Day.SATURDAY, _SATURDAY),
            _closed_on(_SATURDAY),
            is_first=True,
        ),
        Wish(
            "sun",
            _("日曜日にあいている"),
            _WHEN,
            _open_on(Day.SUNDAY, _SUNDAY),
            _closed_on(_SUNDAY),
            is_first=True,
        ),
    )
}
