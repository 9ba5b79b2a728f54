"""Fields for figures as people write them, and for a choice with 「わからない」."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from fees.fee_facts import MOST_YEN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNKNOWN = ("unknown", _("わからない・答えたくない"))
CHOOSE = _("1つえらんでください。わからないときは「わからない」をえらべます。")
TOO_LONG = _("長すぎます。数だけを書いてください。")
# A text, now or in the language of the page.
Words: TypeAlias = "str | _StrPromise"
Choices: TypeAlias = list[tuple[str, Words]]
_NUMBER = re.compile(r"[0-9]+")
# What people write around a number; "¥12,000", "12,000円" and "12 000 yen" are one.
_AROUND = re.compile(
    r"[,、\s]|^¥|(?:円|yen|jpy|人|people|persons?|単位|units?|回|times?|日|days?)$"
)
# What people write for nothing, and for not knowing.
_NOTHING = re.compile(
    r"(?:(?:とくに|特に)?(?:ない|なし|無い|無し)|いない|いません|ありません"
    r"|ゼロ|零|none|no|nothing|zero)[。.]?"
)
_NOT_KNOWN = re.compile(
    r"(?:わからない|分からない|わかりません|分かりません|不明|[?]"
    r"|unknown|idon'?tknow)[。.]?"
)


def bare(text: object) -> str:
    """A number without what stands around it; nothing for 「わからない」."""
    plain = unicodedata.normalize("NFKC", str(text or "")).strip().casefold()
    plain = _AROUND.sub("", plain)
    if _NOT_KNOWN.fullmatch(plain):
        return ""
    return "0" if _NOTHING.fullmatch(plain) else plain


class NumberField(forms.CharField):
    """A whole number as people write it: 全角, commas and the unit are understood.

    None where nothing is written, which is not known; 「ない」 is 0.
    """

    def __init__(
        self,
        *,
        label: Words,
        unit: Words,
        most: int = MOST_YEN,
        help_text: Words = "",
    ) -> None:
        self.unit, self.most = unit, most
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            max_length=40,
            error_messages={"max_length": TOO_LONG},
        )
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: object) -> int | None:
        text = bare(super().clean(value))
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
        text = bare(super().clean(value))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", text) or float(text) == 0:
            raise forms.ValidationError(_("10.00 のように書いてください。"))
        return text


def one_of(
    label: Words, choices: Choices, *, required: bool = True
) -> forms.ChoiceField:
    """One of `choices` or 「わからない」, which also stands where nothing is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=[*choices, UNKNOWN],
        initial="unknown",
        required=required,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
