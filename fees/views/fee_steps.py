"""The steps of the quick way in words, and what was answered to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from fees.amounts import amounts_of_use
from fees.fee_answers import age_told, read_quick
from fees.fee_fields import UNKNOWN, Choices, Words
from fees.forms import AUDIENCE, CREDITS, DEPENDANTS, TAX
from fees.quick import audience_by_age, audiences_by_age, is_of_child, steps
from texts.requests import Request

TEXTS = {
    "audience": _("だれのことですか"),
    "tax": _("住民税がかかっていますか"),
    "levy": _("「所得割」の合計は、いくらですか"),
    "credits": _("住宅ローン控除か、寄附金控除がありますか"),
    "dependants": _("扶養している、18歳までの家族がいますか"),
}
HINTS = {
    "tax": _("本人と夫や妻の税です。子どもは、保護者の世帯の全員です。"),
    "levy": _("住民税の一部です。本人と夫や妻の分を足します。子どもは世帯の全員です。"),
    "credits": _("ふるさと納税もです。課税証明書の「税額控除」を見ます。"),
    "dependants": _("16歳より下の子どもと、16歳から18歳の家族です。"),
}
_CHOICES: dict[str, Choices] = {
    "audience": AUDIENCE,
    "tax": TAX,
    "credits": CREDITS,
    "dependants": DEPENDANTS,
}


@dataclass(frozen=True)
class Told:
    """One step of the quick way with its answer in words.

    `number` is its place among the steps, None where it was told elsewhere.
    """

    number: int | None
    text: Words
    answer: Words


@dataclass(frozen=True)
class Walk:
    """The quick way of one reader so far.

    `told` are all answers, also those that do not count now. The first step is not
    asked where the eligibility check was told it.
    """

    told: Mapping[str, str]
    asks_audience: bool = True

    @property
    def asked(self) -> list[str]:
        """The steps whose answers count, told or not; their numbers begin at 1."""
        first = ["audience"] if self.asks_audience else []
        return [*first, *(step for step in steps(self.told) if step != "audience")]

    @property
    def next_number(self) -> int | None:
        """The number of the step to ask now; None when all are told."""
        numbered = enumerate(self.asked, start=1)
        return next((place for place, step in numbered if step not in self.told), None)

    def step(self, number: int) -> str | None:
        """The step with that number; None before the ones that it follows are told."""
        last = self.next_number or len(self.asked)
        return self.asked[number - 1] if 1 <= number <= last else None


def walk_of(request: Request) -> Walk:
    """The answers so far; what the eligibility check was told is not asked again."""
    told = read_quick(request)
    age = age_told(request)
    possible = audiences_by_age(age)
    if possible is not None and told.get("audience") not in {*possible, UNKNOWN[0]}:
        # The two answers cannot both be true: it is asked again.
        told.pop("audience", None)
    known = audience_by_age(age)
    if known:
        told.setdefault("audience", known)
    return Walk(told, asks_audience=not known)


def choices_of(step: str, told: Mapping[str, str], *, on: date) -> Choices:
    """The choices of a step on a day; the threshold is among them."""
    if step == "levy":
        yen = f"{threshold_of(told, on=on):,}"
        return [
            ("under", _("%(yen)s円より少ない") % {"yen": yen}),
            ("over", _("%(yen)s円か、それより多い") % {"yen": yen}),
        ]
    return _CHOICES[step]


def threshold_of(told: Mapping[str, str], *, on: date) -> int:
    """The threshold of the audience, in yen; 0 on a day without one."""
    code = "threshold-child" if is_of_child(told) else "threshold-adult"
    return amounts_of_use(None, on=on).parameters.get(code, 0)


def in_words(walk: Walk, *, on: date) -> list[Told]:
    """Each step that counts and is told, with its answer."""
    return [
        Told(
            walk.asked.index(step) + 1 if step in walk.asked else None,
            TEXTS[step],
            dict([*choices_of(step, walk.told, on=on), UNKNOWN]).get(
                walk.told[step], UNKNOWN[1]
            ),
        )
        for step in steps(walk.told)
        if step in walk.told
    ]
