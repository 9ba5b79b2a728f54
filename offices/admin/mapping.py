"""Which column of a city's own list is which: chosen from lists, not written."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from offices.importing.list_columns import GENERIC_REQUIRED
from offices.importing.reader import MAX_BYTES, Refused, header_of
from offices.importing.trait_columns import own_columns
from offices.models import ImportSource, ServiceCode
from texts.domain.fold import search_key

_SERVICE = "the_service"
_NOT_THERE = "（この列は ない）"


class SampleForm(forms.Form):
    """A list as it will be imported; only the names of its columns are read."""

    file = forms.FileField(
        label="一覧のファイル",
        help_text="CSV か Excel（.xlsx）。列の名前だけを読みます。まだ取り込みません。",
    )
    line = forms.IntegerField(
        label="列の名前がある行",
        min_value=1,
        max_value=50,
        initial=1,
        help_text="ふつうは1行目です。上に題名などがあるときは、その下の行の番号。",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            given["header"] = self._header(given["file"], given["line"])
        return given

    def _header(self, chosen: UploadedFile, line: int) -> list[str]:
        if (chosen.size or 0) > MAX_BYTES:
            raise forms.ValidationError("ファイルが大きすぎます（64MBまで）。")
        try:
            header = header_of(chosen.name or "", chosen.read(), line)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        names = list(dict.fromkeys(filter(None, header)))
        if len(names) < 2:
            raise forms.ValidationError(
                "その行には、列の名前がありません。行の番号を確かめてください。"
            )
        return names


class MappingForm(forms.Form):
    """For each of our columns, the column of the list; what fits is proposed."""

    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=50)
    header = forms.JSONField(widget=forms.HiddenInput)

    def __init__(
        self, header: list[str], stored: dict[str, Any], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        choices = [("", _NOT_THERE), *((name, name) for name in header)]
        known = stored.get("columns") or {}
        fitting = {search_key(name): name for name in header}
        self.columns = own_columns()
        for name, label in self.columns.items():
            own = known.get(name)
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=name in GENERIC_REQUIRED,
                initial=own if own in header else fitting.get(search_key(label), ""),
            )
        self.fields[_SERVICE] = forms.ChoiceField(
            label="全部の行のサービス",
            choices=[
                ("", "（行ごとにちがう。上の「サービス」か「種別」の列で読む）"),
                *ServiceCode.objects.values_list("slug", "name"),
            ],
            required=False,
            initial=(stored.get("constants") or {}).get("type", ""),
            help_text="一覧が1つのサービスだけで、サービスの列がないとき。",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("type", "kind", _SERVICE)):
            self.add_error(
                _SERVICE,
                "サービスがわかりません。「サービス」か「種別」の列をえらぶか、"
                "ここで1つえらんでください。",
            )
        columns = [given[name] for name in self.columns if given.get(name)]
        whole = given.get("address")
        if whole and whole == given.get("municipality"):
            # One column for all of an address: it is divided row by row.
            columns.remove(whole)
        twice = {column for column in columns if columns.count(column) > 1}
        if twice:
            told = "、".join(sorted(twice))
            self.add_error(None, f"同じ列を2回えらんでいます：{told}")
        return given

    def mapping(self) -> dict[str, Any]:
        """What `reader.read` is told."""
        given = self.cleaned_data
        service = given[_SERVICE]
        return {
            "header_line": given["line"],
            "columns": {name: given[name] for name in self.columns if given[name]},
            "constants": {"type": service} if service else {},
        }


class MappingScreen(admin.ModelAdmin[ImportSource]):
    """Adds the screen to the admin of `ImportSource`."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.mapping_view)
        own = path("<int:pk>/columns/", view, name="offices_importsource_columns")
        return [own, *super().get_urls()]

    @admin.display(description="列の読み方")
    def mapping_told(self, source: ImportSource) -> SafeString | str:
        """How columns are read now, in words, and the way to change it."""
        if source.pk is None or source.slug == "wam":
            return (
                "公表データの列は、決まっています。" if source.pk else "保存のあとで。"
            )
        # A row that was refused is shown again with whatever was typed.
        mapping = source.mapping if isinstance(source.mapping, dict) else {}
        columns = mapping.get("columns")
        columns = columns if isinstance(columns, dict) else {}
        names = own_columns()
        lines = format_html_join(
            "",
            "<li>{} ← {}</li>",
            ((names.get(name, name), column) for name, column in columns.items()),
        )
        address = reverse("admin:offices_importsource_columns", args=[source.pk])
        told = lines or format_html(
            "<li>{}</li>", "空の表（CSV）の列の名前のとおりに読みます。"
        )
        return format_html(
            '<ul>{}</ul><p><a href="{}">一覧を見せて、列をえらぶ</a></p>', told, address
        )

    def mapping_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First a file that shows its columns, then a choice for each of ours."""
        source = get_object_or_404(ImportSource, pk=pk)
        if not self.has_change_permission(request, source) or source.slug == "wam":
            raise PermissionDenied
        sample: SampleForm | None = None
        chosen: MappingForm | None = None
        if "header" in request.POST:
            chosen = self._chosen(request, source)
            if chosen and chosen.is_valid():
                source.mapping = chosen.mapping()
                source.save(update_fields=["mapping"])
                messages.success(request, "列の読み方を決めました。")
                return HttpResponseRedirect(
                    reverse("admin:offices_importsource_change", args=[pk])
                )
        if chosen is None:
            sample = SampleForm(request.POST or None, request.FILES or None)
            if request.method == "POST" and sample.is_valid():
                given = sample.cleaned_data
                chosen = MappingForm(given["header"], source.mapping or {})
                chosen.initial = {"line": given["line"], "header": given["header"]}
                sample = None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{source}：列の読み方",
            "source": source,
            "form": sample or chosen,
            "is_second": sample is None,
        }
        return TemplateResponse(request, "admin/offices/import_columns.html", context)

    def _chosen(self, request: HttpRequest, source: ImportSource) -> MappingForm | None:
        """The second step as sent; None where its columns were tampered with."""
        try:
            header = json.loads(request.POST["header"])
        except (ValueError, RecursionError):
            return None
        if not isinstance(header, list) or not all(isinstance(h, str) for h in header):
            return None
        return MappingForm(header, source.mapping or {}, request.POST)
