"""The form for the figures of one's papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fees.clashes import contradictions
from fees.fee_fields import (
    TOO_LONG,
    UNKNOWN,
    Choices,
    NumberField,
    PriceField,
    Words,
    one_of,
)
from fees.forms import AUDIENCE, TAXED, YES_NO
from fees.quick import living

_CHOOSE_MONTH = _("サービスを使う月を、1つえらんでください。")
_CREDITS = _(
    "所得割から引かれている額です。課税証明書の「税額控除」のところを見ます。"
    "ないときは 0 か「ない」と書きます。"
)
_USE = ("units", "count", "unit_price")
# What not everybody has to fill in: folded, under these headings.
_FOLDED: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("夫や妻の住民税"), ("spouse_taxed", "spouse_levy", "spouse_credits")),
    (_("扶養している家族"), ("dependants_under_16", "dependants_16_18")),
    (_("使うサービスのこと"), ("service", *_USE, "office_reduction")),
    (_("ほかのお金のこと"), ("spouse_copayment", "rent", "costs")),
)


@dataclass(frozen=True)
class FieldGroup:
    """Fields that are folded together; open where something of them is told."""

    title: Words
    fields: tuple[forms.BoundField, ...]

    @property
    def is_open(self) -> bool:
        return any(field.errors or _is_told(field) for field in self.fields)


def _is_told(field: forms.BoundField) -> bool:
    return field.value() not in (None, "", field.field.initial)


class PapersForm(forms.Form):
    """Everything that the papers at hand may say; an empty field is 「わからない」."""

    audience = one_of(_("だれのことですか"), AUDIENCE)
    assistance = one_of(_("生活保護を受けていますか"), YES_NO)
    month = forms.ChoiceField(
        label=_("サービスを使う月"),
        help_text=_("4月から6月は、前の年度の住民税を見ます。"),
        error_messages={"required": _CHOOSE_MONTH, "invalid_choice": _CHOOSE_MONTH},
    )
    self_taxed = one_of(_("本人（子どものときは保護者）の住民税"), TAXED)
    self_levy = NumberField(
        label=_("本人の所得割"),
        unit=_("円"),
        help_text=_("課税証明書の「所得割」のところ。"),
    )
    self_credits = NumberField(
        label=_("本人の住宅ローン控除と寄附金控除（ふるさと納税など）"),
        unit=_("円"),
        help_text=_CREDITS,
    )
    spouse_taxed = one_of(
        _("同じ世帯の夫や妻（子どものときは世帯のほかの人）の住民税"),
        [("none", _("いない")), *TAXED],
    )
    spouse_levy = NumberField(label=_("その人の所得割"), unit=_("円"))
    spouse_credits = NumberField(
        label=_("その人の住宅ローン控除と寄附金控除（ふるさと納税など）"),
        unit=_("円"),
        help_text=_CREDITS,
    )
    dependants_under_16 = NumberField(
        label=_("扶養している16歳より下の家族"),
        unit=_("人"),
        most=30,
        help_text=_("いないときは 0 か「いない」と書きます。"),
    )
    dependants_16_18 = NumberField(
        label=_("扶養している16歳から18歳の家族"),
        unit=_("人"),
        most=30,
        help_text=_("いないときは 0 か「いない」と書きます。"),
    )
    service = one_of(_("使うサービス"), [], required=False)
    units = NumberField(
        label=_("1回の単位"),
        unit=_("単位"),
        most=1_000_000,
        help_text=_("事業所の重要事項説明書にあります。"),
    )
    count = NumberField(label=_("使う回数"), unit=_("回"), most=1_000)
    unit_price = PriceField(
        label=_("1単位の額"),
        required=False,
        max_length=20,
        error_messages={"max_length": TOO_LONG},
        help_text=_("事業所に聞いてください。例：10.00"),
    )
    office_reduction = NumberField(
        label=_("A型の事業所が減らす額"),
        unit=_("円"),
        help_text=_("A型を使うときだけ。ないときは 0 か「ない」と書きます。"),
    )
    spouse_copayment = NumberField(
        label=_("夫や妻がはらう利用料"),
        unit=_("円"),
        help_text=_("使っていないときは 0 か「ない」と書きます。"),
    )
    rent = NumberField(
        label=_("グループホームの家賃"),
        unit=_("円"),
        help_text=_("住んでいるときだけ。"),
    )
    costs = NumberField(
        label=_("昼ごはんや交通費などの、1か月の合計"),
        unit=_("円"),
        help_text=_("お金の見通しだけに使います。"),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        months: Choices,
        services: Choices,
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)
        cast(forms.ChoiceField, self.fields["month"]).choices = months
        service = cast(forms.ChoiceField, self.fields["service"])
        service.choices = [*services, UNKNOWN]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        folded = {name for _title, names in _FOLDED for name in names}
        return [field for field in self if field.name not in folded]

    @property
    def folded_fields(self) -> list[FieldGroup]:
        """What else may stand on the papers."""
        return [
            FieldGroup(title, tuple(self[name] for name in names))
            for title, names in _FOLDED
        ]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or {}
        for name, sentence in list(contradictions(cleaned)):
            self.add_error(name, sentence)
        use = [cleaned.get(name) for name in _USE]
        is_readable = not any(name in self.errors for name in _USE)
        if is_readable and any(item is not None for item in use) and None in use:
            self.add_error(
                "units",
                _("単位・回数・1単位の額は、3つとも書くか、3つとも空にしてください。"),
            )
        return cleaned

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed, so that it can be shown again."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def told(self) -> dict[str, object]:
        """The answers as facts (see `manage.py estimate_fee --help`), and `costs`."""
        found = self.cleaned_data
        told: dict[str, object] = {"month": found["month"], "costs": found["costs"]}
        if found["audience"] != "unknown":
            audience, residence = living(found["audience"])
            told |= {"audience": audience, "residence": residence or None}
        if found["assistance"] != "unknown":
            told["public_assistance"] = found["assistance"] == "yes"
        told["self_tax"] = _tax(found, "self")
        told["spouse_tax"] = _tax(found, "spouse")
        for name in ("dependants_under_16", "dependants_16_18"):
            told[name] = found[name]
        if found["service"] not in {"", "unknown"}:
            told["service"] = found["service"]
        if found["units"] is not None:
            told["uses"] = [{name: found[name] for name in _USE}]
        for name in ("office_reduction", "spouse_copayment", "rent"):
            if found[name] is not None:
                told[name] = found[name]
        return told


def _tax(found: Mapping[str, object], name: str) -> dict[str, object] | None:
    """One person's tax as a fact; None where nothing is known."""
    taxed = found[f"{name}_taxed"]
    if taxed in {"no", "none"}:
        return {"taxed": False}
    levy, credits = found[f"{name}_levy"], found[f"{name}_credits"]
    if taxed == "unknown" and levy is None:
        return None
    return {
        "taxed": True if taxed == "yes" else None,
        "levy": levy,
        # The field asks for both together.
        "loan_credit": credits,
        "donation_credit": None if credits is None else 0,
    }
