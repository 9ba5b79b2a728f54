"""What a reader asks the directory for, as the address of the page says it.

Everything is read forgivingly: what does not exist is left out and said so, because an
address may be old, cut off in a mail or typed from paper.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.choices import Choices, choices_now
from offices.domain.meaning import Place
from offices.domain.search_words import keys_of, words_in
from offices.place_words import place_here, place_within
from offices.places import Places
from offices.trait_wishes import says_nothing, wish_meant
from offices.wishes import AskedAt, Wish

DISTANCES = (5, 10, 20, 50)
USUAL_KM = 20
MOST_TERMS, MOST_CHARACTERS = 5, 50
MOST_TICKED = 10
SORTS = {"name": _("あいうえお順"), "area": _("市区町村の順"), "near": _("近い順")}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What to look for; every part that is empty asks for nothing."""

    words: str = ""
    # As it is typed; none where nothing was said of it.
    place: str | None = None
    # By a code, as links name a municipality; and a town, as older addresses do.
    area: str = ""
    near: str = ""
    kind: str = ""
    service: str = ""
    wishes: tuple[str, ...] = ()
    # Whether those of whom it is not known are shown, too.
    maybe: bool = False
    # Whether the place is one to be near, rather than in.
    is_near: bool = False
    km: int = USUAL_KM
    sort: str = "name"
    page: int = 1
    # Ticked to be compared, on this page or on another.
    chosen: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether every listed office is meant."""
        return replace(self, place=self.place or None) == Conditions(
            sort=self.sort, page=self.page, km=self.km
        )

    def query(self, **changes: Any) -> str:
        """The same, with `changes`, as the query of an address; page 1 goes unsaid."""
        given = replace(self, **({"page": 1} | changes))
        parts: dict[str, object] = {
            "q": given.words,
            "place": given.place or "",
            "area": given.area,
            "kind": given.kind,
            "service": given.service,
            **dict.fromkeys(given.wishes, "1"),
            "maybe": "1" if given.maybe and given.wishes else "",
            "near": given.near,
            "km": str(given.km) if given.km != USUAL_KM else "",
            "sort": given.sort,
            "page": str(given.page) if given.page > 1 else "",
            "o": given.chosen,
        }
        if given.sort == given.usual_sort:
            del parts["sort"]
        said = {name: value for name, value in parts.items() if value}
        return urlencode(said, doseq=True)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The same as hidden fields of a form, but for what is ticked."""
        return parse_qsl(self.query(chosen=()))

    @property
    def usual_sort(self) -> str:
        return "near" if self.is_near else "name"


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
    places: Places
    moment: AskedAt
    notices: tuple[str | Promise, ...] = ()
    # Where; and what else the same words can mean.
    place: Place | None = None
    meanings: tuple[Place, ...] = ()
    # A town of an older address, within the place.
    town: Place | None = None
    # A place that no list knows, to be looked for in addresses.
    unknown_place: str = ""
    # By something that the directory does not hold: whatever else is asked, none fits.
    is_for_nothing: bool = False

    @property
    def origin(self) -> Place | None:
        """What distances are measured from."""
        for place in (self.town, self.place):
            if place is not None and place.point is not None:
                return place
        return None

    @property
    def area(self) -> Place | None:
        """What offices must lie in: a municipality, or a town of unknown position."""
        place = self.place
        return place if place and (place.is_area or place.point is None) else None

    @property
    def wishes(self) -> list[Wish]:
        return [self.choices.wishes[code] for code in self.conditions.wishes]

    @property
    def words(self) -> list[str]:
        return words_in(self.conditions.words)

    @property
    def removable(self) -> list[Removable]:
        asked, choices = self.conditions, self.choices
        found = []
        if asked.words:
            label = _("「%(words)s」") % {"words": asked.words}
            found.append(Removable(label, asked.query(words="")))
        found += self._where()
        for name, listed in [("kind", choices.kinds), ("service", choices.services)]:
            if code := getattr(asked, name):
                label = listed[code].name
                found.append(Removable(label, asked.query(**{name: ""})))
        for wish in self.wishes:
            rest = tuple(code for code in asked.wishes if code != wish.code)
            found.append(Removable(str(wish.label), asked.query(wishes=rest)))
        return found

    def _where(self) -> list[Removable]:
        asked = self.conditions
        sort = "name" if asked.sort == "near" else asked.sort
        without = asked.query(place="", area="", sort=sort, km=USUAL_KM, is_near=False)
        found = []
        if self.unknown_place:
            label = _("「%(words)s」") % {"words": self.unknown_place}
            found.append(Removable(label, without))
        if self.place is not None and self.place.is_area:
            found.append(Removable(place_here(self.place), without))
        elif self.place is not None and self.place.point is None:
            found.append(Removable(place_within(self.place), without))
        if self.origin is not None:
            label = _("%(town)sから%(km)skmまで") % {
                "town": place_within(self.origin),
                "km": asked.km,
            }
            if self.town is not None:
                without = asked.query(near="", sort=sort, km=USUAL_KM, is_near=False)
            found.append(Removable(label, without))
        return found

    @property
    def place_text(self) -> str:
        """What the form shows as typed."""
        typed = self.conditions.place
        if typed is not None:
            return typed
        if self.town is not None:
            return place_within(self.town)
        return place_here(self.place) if self.place else ""


def read_conditions(given: Mapping[str, str], *, now: datetime) -> Asked:
    """`given` (request.GET) as conditions; none fits what cannot be chosen."""
    known, choices = choices_now()
    return _Reader(given, known, choices, AskedAt(now, known.written)).read()


class _Reader:
    """One address, part by part, with what is to be said of it."""

    def __init__(
        self, given: Mapping[str, str], known: Places, choices: Choices, moment: AskedAt
    ) -> None:
        self.given, self.known = given, known
        self.choices, self.moment = choices, moment
        self.notices: list[str | Promise] = []
        self.is_for_nothing = False

    def read(self) -> Asked:
        place, town = self._by_code()
        typed = self._typed()
        meanings: tuple[Place, ...] = ()
        words, unknown = self.given.get("q", ""), ""
        if typed is None and not place and not town and "place" not in self.given:
            words, typed = self._place_among(words)
        if typed:
            meanings = self.known.gazetteer.find(typed)
            place = meanings[0] if meanings else place
            unknown = "" if meanings else typed
        is_near = any(one and one.point for one in (town, place))
        words = self._words(words, has_area=bool(place))
        words, meant = self._meant(words)
        read = Conditions(
            words=words,
            place=typed,
            area=self.given.get("area", "") if place and not meanings else "",
            near="" if meanings or self.is_for_nothing else self.given.get("near", ""),
            kind=self._among(
                "kind", self.choices.kinds, _("その種類は、えらぶものにありません。")
            ),
            service=self._among(
                "service",
                self.choices.services,
                _("そのサービスは、えらぶものにありません。"),
            ),
            wishes=tuple(dict.fromkeys([*self._wishes(), *meant])),
            maybe=self.given.get("maybe") == "1",
            is_near=is_near,
            km=self._km() if is_near else USUAL_KM,
            sort=self._sort(is_near=is_near),
            page=_page(self.given.get("page", "")),
            chosen=_codes(self.given),
        )
        self._tell_of(place, typed)
        return Asked(
            read,
            self.choices,
            self.known,
            self.moment,
            tuple(self.notices),
            place,
            meanings[1:],
            town,
            unknown,
            self.is_for_nothing,
        )

    def _by_code(self) -> tuple[Place | None, Place | None]:
        """The municipality and the town that links and older addresses name."""
        area, near = self.given.get("area", ""), self.given.get("near", "")
        place = self.known.gazetteer.of_code(area) if area else None
        if area and place is None:
            self._refuse(_("その市区町村は、えらぶものにありません。"))
        town = self.known.gazetteer.of_town(near[:5], near[5:]) if near else None
        if near and town is None:
            self._refuse(_("その町は、えらぶものにありません。"))
        if town is not None and town.point is None:
            # Nobody knows where it lies, but addresses name it.
            return town, None
        return place, town

    def _typed(self) -> str | None:
        if "place" not in self.given:
            return None
        return _cleaned(self.given["place"])[:MOST_CHARACTERS]

    def _place_among(self, words: str) -> tuple[str, str | None]:
        """A postcode, a station or a spa among the words is where, not what."""
        given = words_in(_cleaned(words))[:MOST_TERMS]
        for word in given:
            if self._is_surely_a_place(word):
                rest = " ".join(one for one in given if one != word)
                self.notices.append(
                    _("「%(word)s」は、場所の名前としてさがしました。") % {"word": word}
                )
                return rest, word
        return words, None

    def _is_surely_a_place(self, word: str) -> bool:
        if not re.search(r"駅前?$|えき$|温泉$|おんせん$|\d{4}$", word):
            return False
        found = self.known.gazetteer.find(word)
        if not found or found[0].number or found[0].is_area:
            return False
        is_postcode = word[-1:].isdigit()
        return not is_postcode or bool(re.search(r"^\D?\d{3}", word))

    def _tell_of(self, place: Place | None, typed: str | None) -> None:
        if place is not None and place.rest:
            self.notices.append(
                _(
                    "「%(word)s」という町は、わかりません。%(town)sの全部を出しています。"
                )
                % {"word": typed, "town": place_here(place)}
            )

    def _among(self, name: str, listed: Collection[str], words: Promise) -> str:
        code = self.given.get(name, "")
        if code and code not in listed:
            self._refuse(words)
        return code if code in listed else ""

    def _refuse(self, words: str | Promise) -> None:
        self.notices.append(words)
        self.is_for_nothing = True

    def _wishes(self) -> tuple[str, ...]:
        found = []
        for code, wish in self.choices.wishes.items():
            text = self.given.get(code, "")
            if text == "1":
                found.append(code)
            elif text not in ("", "0"):
                self._refuse(
                    _("「%(wish)s」の条件が、読めませんでした。") % {"wish": wish.label}
                )
        return tuple(found)

    def _meant(self, words: str) -> tuple[str, list[str]]:
        """The words without those that mean a wish (送迎あり), and these wishes."""
        kept, meant = [], []
        for word in words_in(words):
            found = wish_meant(word, self.choices.traits)
            if found is None:
                kept.append(word)
                continue
            code, rest = found
            meant.append(code)
            kept += [rest] if rest else []
            label = self.choices.wishes[code].label
            self.notices.append(
                _("「%(word)s」は、条件「%(wish)s」としてさがしました。")
                % {"word": word, "wish": label}
            )
        if meant:
            kept = [word for word in kept if not says_nothing(word)]
        return " ".join(kept), meant

    def _km(self) -> int:
        distances = tuple(map(str, DISTANCES))
        words = _("そのきょりは、えらぶものにありません。")
        return int(self._among("km", distances, words) or USUAL_KM)

    def _sort(self, *, is_near: bool) -> str:
        sort = self.given.get("sort", "")
        if sort == "near" and not is_near:
            self.notices.append(
                _("近い順にならべるには、町や駅の名前を書いてください。")
            )
        is_possible = sort in SORTS and (is_near or sort != "near")
        return sort if is_possible else "near" if is_near else "name"

    def _words(self, text: str, *, has_area: bool) -> str:
        text = _cleaned(text)
        words = words_in(text)
        if len(text) > MOST_CHARACTERS or len(words) > MOST_TERMS:
            self.notices.append(_("ことばが長いので、はじめの部分だけでさがしました。"))
        kept = []
        for word in words_in(text[:MOST_CHARACTERS])[:MOST_TERMS]:
            keys = keys_of(word)
            if not keys:
                self.notices.append(
                    _("「%(word)s」は、さがすことばになりません。") % {"word": word}
                )
            elif len(keys[0]) < 2 and not has_area and not _is_letter_of(words):
                self.notices.append(
                    _(
                        "「%(word)s」は短いので、使いませんでした。市区町村をえらぶと使えます。"
                    )
                    % {"word": word}
                )
            else:
                kept.append(word)
        return " ".join(kept)


def _is_letter_of(words: list[str]) -> bool:
    """Whether a single letter may belong to the word before it: Type B."""
    return len(words) > 1 and all(word.isascii() for word in words)


def _cleaned(text: str) -> str:
    """Without what nobody types: control signs, halves of characters."""
    text = "".join(
        " " if unicodedata.category(sign)[0] == "C" else sign
        for sign in unicodedata.normalize("NFKC", text)
    )
    return " ".join(text.split())


def _codes(given: Mapping[str, str]) -> tuple[str, ...]:
    """The offices that are ticked; a query has many values of one name."""
    many = given.getlist("o") if hasattr(given, "getlist") else ()
    codes = (code for code in many if re.fullmatch(r"[-\w]{1,50}", code, re.ASCII))
    return tuple(dict.fromkeys(codes))[:MOST_TICKED]


def _page(text: str) -> int:
    is_number = re.fullmatch(r"[0-9]{1,6}", text, re.ASCII)
    return max(1, int(text)) if is_number else 1
