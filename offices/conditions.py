"""What a reader asks the directory for, as the address of the page says it.

Everything is read forgivingly: what does not exist is left out and said so, because an
address may be old, cut off in a mail or typed from paper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.choices import Choices, FilterChoice
from texts.domain.fold import search_key

DISTANCES = (5, 10, 20, 50)
USUAL_KM = 20
MOST_TERMS, MOST_CHARACTERS = 5, 50
MOST_TICKED = 10
SORTS = {"name": _("あいうえお順"), "area": _("市区町村の順"), "near": _("近い順")}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What to look for; every part that is empty asks for nothing."""

    words: str = ""
    area: str = ""
    kind: str = ""
    service: str = ""
    saturday: bool = False
    near: str = ""
    km: int = USUAL_KM
    sort: str = "name"
    page: int = 1
    # Ticked to be compared, on this page or on another.
    chosen: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The words folded as the offices' own texts are."""
        return tuple(filter(None, map(search_key, self.words.split())))

    @property
    def is_empty(self) -> bool:
        """Whether every listed office is meant."""
        return self == Conditions(sort=self.sort, page=self.page, km=self.km)

    def query(self, **changes: Any) -> str:
        """The same, with `changes`, as the query of an address; page 1 goes unsaid."""
        given = replace(self, **({"page": 1} | changes))
        parts = {
            "q": given.words,
            "area": given.area,
            "kind": given.kind,
            "service": given.service,
            "sat": "1" if given.saturday else "",
            "near": given.near,
            "km": str(given.km) if given.near and given.km != USUAL_KM else "",
            "sort": given.sort if given.sort != given.usual_sort else "",
            "page": str(given.page) if given.page > 1 else "",
            "o": given.chosen,
        }
        said = {name: value for name, value in parts.items() if value}
        return urlencode(said, doseq=True)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The same as hidden fields of a form, but for what is ticked."""
        return parse_qsl(self.query(chosen=()))

    @property
    def usual_sort(self) -> str:
        return "near" if self.near else "name"


@dataclass(frozen=True, slots=True)
class Removable:
    """One condition in words, and the query without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood of an address, and what of it was left out."""

    conditions: Conditions
    choices: Choices
    notices: tuple[str | Promise, ...]
    # By something that the directory does not hold: whatever else is asked, none fits.
    is_for_nothing: bool = False

    @property
    def removable(self) -> list[Removable]:
        asked, choices = self.conditions, self.choices
        found = []
        if asked.words:
            label = _("「%(words)s」") % {"words": asked.words}
            found.append(Removable(label, asked.query(words="")))
        for name, listed in [
            ("area", choices.municipalities),
            ("kind", choices.kinds),
            ("service", choices.services),
        ]:
            if code := getattr(asked, name):
                label = listed[code].name
                found.append(Removable(label, asked.query(**{name: ""})))
        if asked.saturday:
            label = str(_("土曜日にあいている"))
            found.append(Removable(label, asked.query(saturday=False)))
        if asked.near:
            label = _("%(town)sから%(km)skmまで") % {
                "town": choices.towns[asked.near].name,
                "km": asked.km,
            }
            sort = "name" if asked.sort == "near" else asked.sort
            found.append(Removable(label, asked.query(near="", sort=sort)))
        return found

    @property
    def origin(self) -> FilterChoice | None:
        """The town that distances are measured from."""
        return self.choices.towns.get(self.conditions.near)


def read_conditions(given: Mapping[str, str], choices: Choices) -> Asked:
    """`given` (request.GET) as conditions; none fits what is not among `choices`."""
    notices: list[str | Promise] = []
    unheld: list[str] = []

    def among(name: str, listed: Collection[str], words: Promise) -> str:
        code = given.get(name, "")
        if code and code not in listed:
            notices.append(words)
            unheld.append(name)
        return code if code in listed else ""

    area = among(
        "area", choices.municipalities, _("その市区町村は、えらぶものにありません。")
    )
    near = among("near", choices.towns, _("その町は、えらぶものにありません。"))
    saturday = among("sat", ("0", "1"), _("土曜日の条件が、読めませんでした。"))
    km = str(USUAL_KM)
    if near:
        distances = tuple(map(str, DISTANCES))
        km = among("km", distances, _("そのきょりは、えらぶものにありません。")) or km
    read = Conditions(
        words=_words(given.get("q", ""), bool(area), notices),
        area=area,
        kind=among("kind", choices.kinds, _("その種類は、えらぶものにありません。")),
        service=among(
            "service", choices.services, _("そのサービスは、えらぶものにありません。")
        ),
        saturday=saturday == "1",
        near=near,
        km=int(km),
        page=_page(given.get("page", "")),
        chosen=_codes(given),
    )
    sort = given.get("sort", "")
    if sort == "near" and not near:
        notices.append(_("近い順にならべるには、町をえらんでください。"))
    is_possible = sort in SORTS and (near or sort != "near")
    read = replace(read, sort=sort if is_possible else read.usual_sort)
    return Asked(read, choices, tuple(notices), is_for_nothing=bool(unheld))


def towns_wanted(given: Mapping[str, str]) -> set[str]:
    """The municipalities whose towns a reader may choose from."""
    codes = {given.get("area", ""), given.get("near", "")[:5]}
    return {code for code in codes if re.fullmatch(r"[0-9]{5}", code, re.ASCII)}


def _words(text: str, has_area: bool, notices: list[str | Promise]) -> str:
    text = "".join(
        sign if unicodedata.category(sign)[0] != "C" else " " for sign in text
    )
    words = unicodedata.normalize("NFKC", text).split()
    if len(" ".join(words)) > MOST_CHARACTERS or len(words) > MOST_TERMS:
        notices.append(_("ことばが長いので、はじめの部分だけでさがしました。"))
        words = " ".join(words)[:MOST_CHARACTERS].split()[:MOST_TERMS]
    kept = []
    for word in words:
        key = search_key(word)
        if not key:
            notices.append(
                _("「%(word)s」は、さがすことばになりません。") % {"word": word}
            )
        elif len(key) < 2 and not has_area:
            notices.append(
                _(
                    "「%(word)s」は短いので、使いませんでした。市区町村をえらぶと使えます。"
                )
                % {"word": word}
            )
        else:
            kept.append(word)
    return " ".join(kept)


def _codes(given: Mapping[str, str]) -> tuple[str, ...]:
    """The offices that are ticked; a query has many values of one name."""
    many = given.getlist("o") if hasattr(given, "getlist") else ()
    codes = (code for code in many if re.fullmatch(r"[-\w]{1,50}", code, re.ASCII))
    return tuple(dict.fromkeys(codes))[:MOST_TICKED]


def _page(text: str) -> int:
    is_number = re.fullmatch(r"[0-9]{1,6}", text, re.ASCII)
    return max(1, int(text)) if is_number else 1
