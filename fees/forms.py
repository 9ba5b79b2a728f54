"""The choices of the fee estimator, and the form of one step of the quick way."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fees.fee_fields import CHOOSE, UNKNOWN, Choices

# The codes of `fees.quick.living`.
AUDIENCE: Choices = [
    ("adult", _("18歳以上で、家でくらしている")),
    ("group-home", _("18歳以上で、グループホームでくらしている")),
    ("lodging", _("18歳以上で、宿泊型自立訓練を使っている")),
    ("adult-resident", _("20歳以上で、入所の施設でくらしている")),
    ("resident-under20", _("20歳より下で、入所の施設でくらしている")),
    ("age-15-17", _("15歳から17歳で、就労のサービスを使う")),
    ("child", _("18歳より下で、子どものサービスを使う")),
]
# What few people choose stands folded, so that the others choose among few.
RARE = frozenset({"lodging", "adult-resident", "resident-under20"})
# The tax and, as who gets it pays nothing whatever the tax, 生活保護.
TAX: Choices = [
    ("assistance", _("生活保護を受けている")),
    ("no", _("住民税がかかっていない（非課税）")),
    ("yes", _("住民税がかかっている（均等割だけの人も）")),
]
YES_NO: Choices = [("yes", _("はい")), ("no", _("いいえ"))]
TAXED: Choices = [
    ("no", _("かかっていない（非課税）")),
    ("yes", _("かかっている")),
]
CREDITS: Choices = [("no", _("どちらもない")), ("yes", _("ある"))]
DEPENDANTS: Choices = [("no", _("いない")), ("yes", _("いる"))]


class StepForm(forms.Form):
    """One question of the quick way."""

    choice = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Choices,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["choice"]).choices = [*choices, UNKNOWN]
