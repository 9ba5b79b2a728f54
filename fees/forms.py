"""The forms of the fee estimator: a few choices, or the figures of one's papers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from fees.fee_facts import MOST_YEN

UNKNOWN = ("unknown", _("わからない・答えたくない"))
AUDIENCE = [
    ("adult", _("18歳以上で、家でくらしている")),
    ("adult-resident", _("20歳以上で、グループホームか入所の施設でくらしている")),
    ("resident-under20", _("20歳より下で、入所の施設でくらしている")),
    ("age-15-17", _("15歳から17歳で、就労のサービスを使う")),
    ("child", _("18歳より下で、子どものサービスを使う")),
]
YES_NO = [("yes", _("はい")), ("no", _("いいえ"))]
TAXED = [("no", _("かかっていない（非課税）")), ("yes", _("かかっている"))]
_CHOOSE = _("1つえらんでください。わからないときは「わからない」をえらべます。")
_NUMBER = re.compile(r"[0-9]+")
# What people write around a number; "¥12,000", "12,000円" and "12 000 yen" are one.
_AROUND = re.compile(
    r"[,、\s]|^¥|(?:円|yen|jpy|人|people|persons?|単位|units?|回|times?|日|days?)$"
)
_TOO_LONG = _("長すぎます。数だけを書いてください。")
_CHOOSE_MONTH = _("サービスを使う月を、1つえらんでください。")


def _bare(text: object) -> str:
    """A number without what stands around it."""
    plain = unicodedata.normalize("NFKC", str(text or "")).strip().casefold()
    return _AROUND.sub("", plain)


class StepForm(forms.Form):
    """One question of the quick way."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )

    def __init__(
        self, choices: Iterable[tuple[str, str]], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [*choices, UNKNOWN]


class NumberField(forms.CharField):
    """A whole number as people write it: 全角, commas and the unit are understood."""

    def __init__(self, *, unit: str, most: int = MOST_YEN, **kwargs: object) -> None:
        self.unit, self.most = unit, most
        super().__init__(
            required=False,
            max_length=40,
            error_messages={"max_length": _TOO_LONG},
            **kwargs,
        )
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: object) -> int | None:
        text = _bare(super().clean(value))
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise forms.ValidationError(
                _("0 か、それより大きい数だけを書いてください。例：12000")
            )
        number = int(text)
        if number > self.most:
            raise forms.ValidationError(
                _("数が大きすぎます。%(most)s より小さい数を書いてください。")
                % {"most": f"{self.most:,}"}
            )
        return number


class PriceField(forms.CharField):
    """Yen for one unit, with its fraction: 10.00 to 11.99."""

    def clean(self, value: object) -> str | None:
        text = _bare(super().clean(value))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", text) or float(text) == 0:
            raise forms.ValidationError(_("10.00 のように書いてください。"))
        return text


def _radio(label: str, choices: list, **kwargs: object) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[*choices, UNKNOWN],
        initial="unknown",
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
        **kwargs,
    )


class PapersForm(forms.Form):
    """Everything that the papers at hand may say; an empty field is 「わからない」."""

    audience = _radio(_("だれのことですか"), AUDIENCE)
    assistance = _radio(_("生活保護を受けていますか"), YES_NO)
    month = forms.ChoiceField(
        label=_("サービスを使う月"),
        help_text=_("4月から6月は、前の年度の住民税を見ます。"),
        error_messages={"required": _CHOOSE_MONTH, "invalid_choice": _CHOOSE_MONTH},
    )
    self_taxed = _radio(_("本人（子どものときは保護者）の住民税"), TAXED)
    self_levy = NumberField(
        label=_("本人の所得割"),
        unit=_("円"),
        help_text=_("課税証明書の「所得割」のところ。"),
    )
    self_credits = NumberField(
        label=_("本人の住宅ローン控除と寄附金控除"),
        unit=_("円"),
        help_text=_("所得割から引かれている額。なければ 0。"),
    )
    spouse_taxed = _radio(
        _("同じ世帯の夫や妻（子どものときは世帯のほかの人）の住民税"),
        [("none", _("いない")), *TAXED],
    )
    spouse_levy = NumberField(label=_("その人の所得割"), unit=_("円"))
    spouse_credits = NumberField(
        label=_("その人の住宅ローン控除と寄附金控除"), unit=_("円")
    )
    dependants_under_16 = NumberField(
        label=_("扶養している16歳より下の家族"), unit=_("人"), most=30
    )
    dependants_16_18 = NumberField(
        label=_("扶養している16歳から18歳の家族"), unit=_("人"), most=30
    )
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
        error_messages={"max_length": _TOO_LONG},
        help_text=_("事業所に聞いてください。例：10.00"),
    )
    office_reduction = NumberField(
        label=_("A型の事業所が減らす額"),
        unit=_("円"),
        help_text=_("なければ空のまま。"),
    )
    spouse_copayment = NumberField(
        label=_("夫や妻がはらう利用料"),
        unit=_("円"),
        help_text=_("使っていなければ空のまま。"),
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
        self, months: list[tuple[str, str]], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["month"].choices = months

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for name in ("self", "spouse"):
            if cleaned.get(f"{name}_taxed") in {"no", "none"} and cleaned.get(
                f"{name}_levy"
            ):
                self.add_error(
                    f"{name}_levy",
                    _("かかっていない人の所得割は 0 です。どちらかを直してください。"),
                )
        names = ("units", "count", "unit_price")
        use = [cleaned.get(name) for name in names]
        is_readable = not any(name in self.errors for name in names)
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
        told: dict[str, object] = {
            "month": found["month"],
            "costs": found["costs"] or 0,
        }
        if found["audience"] != "unknown":
            told["audience"] = found["audience"]
            told["residence"] = "home" if found["audience"] == "adult" else None
        if found["assistance"] != "unknown":
            told["public_assistance"] = found["assistance"] == "yes"
        told["self_tax"] = _tax(found, "self")
        told["spouse_tax"] = _tax(found, "spouse")
        for name in ("dependants_under_16", "dependants_16_18"):
            told[name] = found[name]
        if found["units"] is not None:
            told["uses"] = [
                {name: found[name] for name in ("units", "count", "unit_price")}
            ]
        for name in ("office_reduction", "spouse_copayment", "rent"):
            if found[name] is not None:
                told[name] = found[name]
        if found["rent"] is not None:
            told["residence"] = "group-home"
        return told


def _tax(found: dict[str, object], name: str) -> dict[str, object] | None:
    """One person's tax as a fact; None where nothing is known."""
    taxed = found[f"{name}_taxed"]
    if taxed in {"no", "none"}:
        return {"taxed": False}
    levy = found[f"{name}_levy"]
    if taxed == "unknown" and levy is None:
        return None
    return {
        "taxed": True if taxed == "yes" else None,
        "levy": levy,
        "donation_credit": found[f"{name}_credits"] or 0,
    }
