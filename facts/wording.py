"""How the site writes amounts, lists and days in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from facts.effective import EffectiveDated
from texts.languages import current

_ONE_DAY = timedelta(days=1)
# The first year of each era, its name and how it is read; the newest first.
_ERAS = ((2019, "令和", "Reiwa"), (1989, "平成", "Heisei"), (1926, "昭和", "Showa"))


def yen(amount: int) -> str:
    """12,000円."""
    return _("%(yen)s円") % {"yen": f"{amount:,}"}


def round_yen(amount: int) -> str:
    """An amount to its first digit, as one says it: 24,141 is 2万円."""
    step = 10 ** (len(str(amount)) - 1)
    rounded = (amount + step // 2) // step * step
    if rounded % 10_000 or not rounded:
        return yen(rounded)
    return _("%(number)s万円") % {
        "number": f"{rounded // 10_000:,}",
        "yen": f"{rounded:,}",
    }


def bracketed(name: object, detail: object) -> str:
    """A name with what belongs to it: 一般1（2026年度）."""
    return _("%(name)s（%(detail)s）") % {"name": name, "detail": detail}


def named(name: object, detail: object) -> str:
    """What is said of something: 一般1：9,300円."""
    return _("%(name)s：%(detail)s") % {"name": name, "detail": detail}


def joined(names: Iterable[object]) -> str:
    """A list of things: 「、」 stands between them."""
    return _("、").join(map(str, names))


def together(names: Iterable[object]) -> str:
    """Things that are taken together: A型とB型."""
    parts = [str(name) for name in names]
    if len(parts) < 2:
        return "".join(parts)
    *others, last = parts
    return pgettext("last", "と").join([pgettext("between", "と").join(others), last])


def begins(row: EffectiveDated) -> str:
    """From which day a row holds, or until when; whether that is only planned.

    What is planned to end without anything in its place is not decided yet.
    """
    if row.is_end and row.is_planned:
        return _("%(day)sからは、まだ決まっていません") % {
            "day": date_format(row.valid_from)
        }
    if row.is_end:
        return _("%(day)sまで") % {"day": date_format(row.valid_from - _ONE_DAY)}
    words = _("%(day)sから（予定）") if row.is_planned else _("%(day)sから")
    return words % {"day": date_format(row.valid_from)}


def fiscal_year(year: int) -> str:
    """A fiscal year, which begins in April."""
    return _("%(year)s年度") % {"year": year}


def tax_year(year: int) -> str:
    """A fiscal year with its era, by which papers on taxes name it."""
    began, era, reading = next(row for row in _ERAS if row[0] <= year)
    number = year - began + 1
    written = f"{era}{'元' if number == 1 else number}年度"
    if not current().is_japanese:
        written = f"{reading} {number}, {written}"
    return bracketed(fiscal_year(year), written)
