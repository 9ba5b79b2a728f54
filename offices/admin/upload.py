"""The form with which staff choose a file to import."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Count

from offices.importing.plan import ImportLimits
from offices.importing.reader import MAX_BYTES
from offices.importing.run import Options, Upload
from offices.models import ImportSource, Municipality, Office


class UploadForm(forms.Form):
    """A published file, and which part of it is wanted."""

    file = forms.FileField(
        label="ファイル",
        help_text="公表されている ZIP か CSV を、そのまま選んでください。",
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
        validators=[RegexValidator(r"^20\d{2}(0[1-9]|1[0-2])$", "例：202603")],
        help_text="年と月の6けた。ファイルの名前にあるときは、空のままにします。",
    )
    may_close_many = forms.BooleanField(
        label="掲載がなくなる行が多くても、止めない",
        required=False,
        help_text="本当に多くの事業所がなくなったと確かめたときだけ。",
    )
    may_be_older = forms.BooleanField(
        label="いまより古いデータでも、止めない",
        required=False,
        help_text="前のデータにもどすときだけ。",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        prefectures = dict(
            (code[:2], name)
            for code, name in Municipality.objects.values_list("code", "prefecture")
        )
        area = self.fields["area"]
        area.choices = [("", "ファイルの全部"), *sorted(prefectures.items())]
        area.required = False
        area.initial = _own_prefecture()
        self.fields["source"].initial = "wam"

    def clean_file(self) -> Upload:
        chosen = self.cleaned_data["file"]
        if chosen.size > MAX_BYTES:
            raise forms.ValidationError("ファイルが大きすぎます（64MBまで）。")
        return Upload(chosen.name, chosen.read())

    def options(self) -> Options:
        given = self.cleaned_data
        return options(
            given["source"].slug,
            given["period"],
            Municipality.objects.filter(
                code__startswith=given["area"] or "none"
            ).values_list("code", flat=True),
            {name: given[name] for name in ("may_close_many", "may_be_older")},
        )


def options(source: str, period: str, codes: object, allowed: dict) -> Options:
    scope = frozenset(codes)
    return Options(source, period, scope or None, ImportLimits(**allowed))


def _own_prefecture() -> str:
    """The prefecture that most imported offices are in: most likely one's own."""
    most = (
        Office.objects.exclude(imported_from=None)
        .values_list("municipality__code", flat=True)
        .annotate(number=Count("pk"))
        .order_by("-number")
        .first()
    )
    return (most or "")[:2]
