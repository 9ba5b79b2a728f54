"""The form with which staff choose a file to import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from offices.importing.coverage import refuse_to_come
from offices.importing.gates import ImportLimits
from offices.importing.options import Options, Upload
from offices.importing.reader import MAX_BYTES, Refused
from offices.models import ImportSource, Municipality, ServiceCode

# What staff may allow, as `ImportLimits` names it.
MAY = tuple(one.name for one in fields(ImportLimits) if one.name.startswith("may_"))


class UploadForm(forms.Form):
    """A published file, and which part of it is wanted."""

    file = forms.FileField(
        label="ファイル",
        help_text="公表されている ZIP か CSV を、そのまま選んでください。"
        "市の一覧は、CSV か Excel（.xlsx）です。",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.zip,.xlsx"}),
    )
    source = forms.ModelChoiceField(
        ImportSource.objects.all(),
        to_field_name="slug",
        empty_label=None,
        label="取り込み元",
        help_text="WAM NET のファイルか、市の一覧か。",
    )
    area = forms.ChoiceField(
        label="地域", help_text="全国のファイルから、この県の行だけを取り込みます。"
    )
    period = forms.CharField(
        label="データの時点",
        required=False,
        validators=[RegexValidator(r"^20[0-9]{2}(0[1-9]|1[0-2])\Z", "例：202603")],
        help_text="年と月の6けた。ファイルの名前にあるときは、空のままにします。",
    )
    service = forms.ModelChoiceField(
        ServiceCode.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="ファイルの名前の番号で決める",
        label="ファイルのサービス",
        help_text="ファイルの名前に番号（46など）がないときだけ、えらびます。",
    )
    may_close_many = forms.BooleanField(
        label="掲載がなくなる行が多くても、止めない",
        required=False,
        help_text="本当に多くの事業所がなくなったと確かめたときだけ。",
    )
    may_empty_towns = forms.BooleanField(
        label="事業所が1つもなくなる市区町村があっても、止めない",
        required=False,
        help_text="本当になくなったと確かめたときだけ。",
    )
    may_grow = forms.BooleanField(
        label="新しい行が多くても、新しい都道府県の行でも、止めない",
        required=False,
        help_text="全国のデータを取り込むときなど。",
    )
    may_be_older = forms.BooleanField(
        label="いまより古いデータでも、止めない",
        required=False,
        help_text="前のデータにもどすときだけ。",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        super().__init__(data, files)
        prefectures = dict(
            (code[:2], name)
            for code, name in Municipality.objects.values_list("code", "prefecture")
        )
        area = cast(forms.ChoiceField, self.fields["area"])
        area.choices = [("", "ファイルの全部"), *sorted(prefectures.items())]
        area.required = False
        area.initial = _own_prefecture()
        self.fields["source"].initial = "wam"

    def clean_file(self) -> Upload:
        chosen = self.cleaned_data["file"]
        if chosen.size > MAX_BYTES:
            raise forms.ValidationError("ファイルが大きすぎます（64MBまで）。")
        return Upload(chosen.name, chosen.read())

    def clean_period(self) -> str:
        period = self.cleaned_data["period"]
        try:
            refuse_to_come(period, on=timezone.localdate())
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return period

    def options(self) -> Options:
        given = self.cleaned_data
        return options(
            given["source"].slug,
            given["period"],
            Municipality.objects.filter(
                code__startswith=given["area"] or "none"
            ).values_list("code", flat=True),
            {
                **{name: given[name] for name in MAY},
                "covers": [given["service"].slug] if given["service"] else [],
            },
        )


def options(
    source: str, period: str, codes: Iterable[str], allowed: dict[str, Any]
) -> Options:
    """What a form, or a look that is kept, says; `allowed` may lack newer marks."""
    limits = ImportLimits(**{name: allowed.get(name, False) for name in MAY})
    covers = frozenset(allowed.get("covers", ()))
    return Options(source, period, frozenset(codes) or None, covers, limits)


def _own_prefecture() -> str:
    """The prefecture of the site's own municipality."""
    own = Municipality.objects.filter(is_own=True).first()
    return own.prefecture_code if own else ""
