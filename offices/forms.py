"""The form of 「この情報はちがいます」."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from offices.models import ReportReason


class ReportForm(forms.Form):
    """What is wrong; nobody is asked who they are."""

    reason = forms.ChoiceField(
        label=_("どこがちがいますか"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("どこがちがうかを、1つえらんでください。"),
            "invalid_choice": _("どこがちがうかを、もう一度えらんでください。"),
        },
    )
    text = forms.CharField(
        label=_("くわしく（書かなくてもよい）"),
        help_text=_("300字まで。名前や病気のことは、書かないでください。"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        error_messages={
            "max_length": _("300字までにしてください。いまは%(show_value)s字です。")
        },
    )
    # Only programs fill in what people do not see.
    website = forms.CharField(required=False)

    def clean_text(self) -> str:
        # Browsers send each line break as two characters.
        return self.cleaned_data["text"].replace("\r\n", "\n")

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))
