"""The steps of the quick way in words, and what was answered to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from fees.fee_answers import age_told, read_quick
from fees.fee_fields import UNKNOWN, Choices, Words
from fees.forms import AUDIENCE, CREDITS, DEPENDANTS, TAXED, YES_NO
from fees.models import FeeParameter
from fees.quick import audience_by_age, audiences_by_age, steps_taken
from texts.requests import Request

_CHILDREN = {"child", "resident-under20"}
TEXTS = {
    "audience": _("だれのことですか"),
    "assistance": _("生活保護を受けていますか"),
    "taxed": _("住民税がかかっていますか"),
    "levy": _("住民税の「所得割」を全部足すと、いくらですか"),
    "credits": _("住宅ローン控除や、寄附金控除（ふるさと納税など）がありますか"),
    "dependants": _("扶養している、18歳までの家族がいますか"),
}
HINTS = {
    "assistance": _("いまのことを答えてください。"),
    "taxed": _(
        "本人と、同じ世帯の夫や妻の住民税です。"
        "子どものときは、保護者の世帯全員の住民税です。均等割だけでも、かかっています。"
    ),
    "levy": _("本人と夫や妻の分を足します。子どものときは、保護者の世帯全員の分です。"),
    "credits": _(
        "住民税から引く額です。足し戻した額で決まります。"
        "課税証明書の「税額控除」のところを見ます。"
    ),
    "dependants": _(
        "16歳より下の子どもと、16歳から18歳の家族です。"
        "いるときは、所得割から引く額があります。"
    ),
}
_CHOICES: dict[str, Choices] = {
    "audience": AUDIENCE,
    "assistance": YES_NO,
    "taxed": TAXED,
    "credits": CREDITS,
    "dependants": DEPENDANTS,
}


@dataclass(frozen=True)
class Told:
    """One step of the quick way with its answer in words."""

    step: str
    text: Words
    answer: Words


def told_by(request: Request) -> dict[str, str]:
    """The answers so far; what the eligibility check was told is not asked again."""
    told = read_quick(request)
    age = age_told(request)
    possible = audiences_by_age(age)
    if possible is not None and told.get("audience") not in {*possible, UNKNOWN[0]}:
        # The two answers cannot both be true: it is asked again.
        told.pop("audience", None)
    known = audience_by_age(age)
    if known and "audience" not in told:
        told["audience"] = known
    return told


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
    is_child = told.get("audience") in _CHILDREN
    code = "threshold-child" if is_child else "threshold-adult"
    row = FeeParameter.objects.on(on).filter(code=code).first()
    return row.value or 0 if row else 0


def in_words(told: Mapping[str, str], *, on: date) -> list[Told]:
    """Each step that counts, with its answer."""
    return [
        Told(
            step,
            TEXTS[step],
            dict([*choices_of(step, told, on=on), UNKNOWN]).get(told[step], UNKNOWN[1]),
        )
        for step in steps_taken(told)
    ]
