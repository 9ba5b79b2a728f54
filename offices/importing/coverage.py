"""What a file is of: which month, and which services. Nothing else may vanish by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from offices.domain.period import period_month
from offices.importing.lookups import Lookups
from offices.importing.reader import Refused, SourceFile
from texts.domain.fold import search_key

# A file that does not say of which service it is, is of the one that most rows name.
CLEAR_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Coverage:
    """The services of a file (None: whatever it names), and why others are not."""

    services: frozenset[str] | None = None
    reason: str = "service_outside"
    # Whether nobody said so, but most rows.
    is_guess: bool = False

    def __contains__(self, slug: str) -> bool:
        return self.services is None or slug in self.services


def period_of(file: SourceFile, *, given: str, on: date, is_wam: bool) -> str:
    """The month of the data; refuses two that differ, and one that is not over yet.

    `given` is what staff wrote. A list of a city's own without any is of today.
    """
    named = list(dict.fromkeys([*filter(None, [given]), *file.periods]))
    if len(named) > 1:
        told = "と".join(map(_month_in_words, named))
        raise Refused(
            "period_differs",
            f"データの時点が、{told}の2とおり書いてあります。"
            "ファイルの名前と「データの時点」を確かめて、同じにしてください。",
        )
    if named:
        [period] = named
    elif is_wam:
        raise Refused(
            "period_missing",
            "データの時点がわかりません。ファイルの名前に年と月（202603など）がないときは、"
            "--period 202603 のように書いてください。",
        )
    else:
        period = f"{on:%Y%m}"
    refuse_to_come(period, on=on)
    return period


def refuse_to_come(period: str, *, on: date) -> None:
    """Refuse a month after that of `on`: real files would be older for ever."""
    if period > f"{on:%Y%m}":
        raise Refused(
            "period_future",
            f"データの時点（{_month_in_words(period)}）は、まだ来ていない月です。"
            "ファイルの名前と「データの時点」を確かめてください。",
        )


def services_of(
    file: SourceFile, lookups: Lookups, *, given: Collection[str], is_wam: bool
) -> Coverage:
    """By what staff said, else by the name of the file, else by most of its rows.

    A list of a city's own is of whatever it names. Raises `Refused` where nothing
    tells, or where the name says something else than staff did.
    """
    slugs = {code: slug for slug, code in lookups.codes.items() if code}
    named = frozenset(slugs[code] for code in file.codes_in_name if code in slugs)
    if given:
        if is_wam and named and not named >= set(given):
            raise Refused(
                "service_differs",
                "ファイルの名前の番号と、えらんだサービスがちがいます。"
                "どちらが正しいか確かめてください。",
            )
        return Coverage(frozenset(given))
    if not is_wam:
        return Coverage()
    return Coverage(named, "service_mismatch") if named else _by_most(file, lookups)


def _by_most(file: SourceFile, lookups: Lookups) -> Coverage:
    types = Counter(
        lookups.types.get(search_key(text), "") for text in file.column("type")
    )
    known = [(slug, number) for slug, number in types.most_common() if slug]
    if not known:
        return Coverage()
    slug, number = known[0]
    if number < types.total() * CLEAR_SHARE:
        told = "、".join(f"{lookups.titles[slug]} {n:,}行" for slug, n in known)
        raise Refused(
            "service_unclear",
            f"どのサービスのファイルか、わかりません（{told}）。"
            "「ファイルのサービス」をえらぶか、--service で書いてください。",
        )
    return Coverage(frozenset({slug}), is_guess=True)


def _month_in_words(period: str) -> str:
    month = period_month(period)
    return f"{month.year}年{month.month}月" if month else period
