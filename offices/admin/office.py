"""Whom to ask, in the staff's hands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from offices.admin.confirming import ConfirmsGone
from offices.admin.corrections import log_corrections
from offices.admin.doubts import DoubtFilter, why_doubted
from offices.admin.import_log import TellsImports
from offices.models import (
    IMPORTED_FIELDS,
    Office,
    OfficeChange,
    OfficeKind,
    OfficeService,
)
from staff.base import LinkedRows, StaffAdmin
from staff.form import StaffForm
from staff.unfilled import Unfilled

if TYPE_CHECKING:
    from staff.translation_form import Fieldset

_DATA = ("status", "status_on", "locked_fields")
_HOW_IT_IS_KEPT = (
    "公表データから取り込んだ事業所は、半年に1回の取り込みで新しくなります。"
    "ここで直した項目には、保存すると「取り込みで変えない項目」に印がつき、"
    "次の取り込みでも変わりません。"
)


class OfficeRows(LinkedRows):
    """The offices of one kind that staff wrote; imported ones have a list."""

    model = Office
    fields = ["name", "phone", "is_published", "due"]
    ordering = ["order", "name_ja"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Office]:
        return super().get_queryset(request).filter(imported_from=None)


class ServiceRows(LinkedRows):
    """What the data list at one place."""

    model = OfficeService
    fields = ["type", "office_number", "capacity", "status", "last_period"]
    ordering = ["type__order"]
    related = ("type",)


class ChangeRows(LinkedRows):
    """What changed at one place, newest first."""

    model = OfficeChange
    fields = ["at", "label", "old", "new", "by"]
    ordering = ["-pk"]
    related = ("by", "service__type")

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Anyone who may look; nobody adds to the log by hand."""
        may_view = super().has_view_permission(request, obj)
        self.may_add = False
        return may_view

    @admin.display(description="項目")
    def label(self, row: OfficeChange) -> str:
        return row.label


@admin.register(OfficeKind)
class OfficeKindAdmin(StaffAdmin):
    """The kinds of consultation body."""

    list_display = ["name", "when_to_go", "is_first_door", "is_in_every_city", "order"]
    search_fields = ["name_ja", "reading", "when_to_go_ja", "code"]
    inlines = [OfficeRows]
    save_on_top = True

    def unfilled(self) -> Iterable[Unfilled]:
        """Bodies that every city has: those without a name, then without a phone.

        How to reach the section is lacking with the site, not here.
        """
        offices = Prefetch("offices", Office.objects.written_by_staff())
        kinds = OfficeKind.objects.filter(is_in_every_city=True)
        for kind in kinds.prefetch_related(offices):
            known = [office for office in kind.offices.all() if office.is_published]
            hidden = [office for office in kind.offices.all() if office not in known]
            if not known:
                form = _form_of(hidden[0]) if hidden else _new_form(kind)
                yield Unfilled(f"{kind}の名前と連絡先", form)
            for office in known:
                if not office.phone and not office.is_section:
                    yield Unfilled(f"{office}の電話", f"{_form_of(office)}#id_phone")


def _form_of(office: Office) -> str:
    return reverse("admin:offices_office_change", args=[office.pk])


def _new_form(kind: OfficeKind) -> str:
    return f"{reverse('admin:offices_office_add')}?kind={kind.pk}"


class OfficeForm(StaffForm):
    """The fields that an import must leave alone are boxes to tick."""

    locked_fields = forms.MultipleChoiceField(
        label="取り込みで変えない項目",
        choices=IMPORTED_FIELDS.items(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="職員が直した項目には、ひとりでに印がつきます。"
        "印をはずすと、次の取り込みから、公表データの内容に変わります。",
    )


class ImportedFilter(admin.SimpleListFilter):
    """Offices by who wrote them."""

    title = "作り方"
    parameter_name = "made"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        return [("staff", "職員が書いた"), ("import", "公表データから")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Office]
    ) -> QuerySet[Office]:
        if not self.value():
            return queryset
        return queryset.filter(imported_from__isnull=self.value() == "staff")


@admin.register(Office)
class OfficeAdmin(TellsImports[Office], ConfirmsGone, StaffAdmin[Office]):
    """One place or desk to ask at."""

    form = OfficeForm
    list_display = ["name", "kind", "municipality", "phone", "status", "is_published"]
    list_select_related = ["kind", "municipality"]
    list_filter = [ImportedFilter, DoubtFilter, "status", "kind", "is_published"]
    search_fields = ["name_ja", "reading", "organization_ja", "address_ja", "phone",
                     "services__office_number"]  # fmt: skip
    folded_column = "search_text"
    moves = False  # imported ones are thousands, in the order of their names
    autocomplete_fields = ["municipality", "operator"]
    inlines = [ServiceRows, ChangeRows]
    save_on_top = True

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Why a position is not used is told where those are listed."""
        shown: list[Any] = [*super().get_list_display(request)]
        if request.GET.get(DoubtFilter.parameter_name):
            shown.append(why_doubted())
        return shown

    def shown_at(self, row: Office) -> str | None:
        return None if row.is_imported else row.get_absolute_url()

    def get_fieldsets(
        self, request: HttpRequest, obj: Office | None = None
    ) -> list[Fieldset]:
        """What ties an office to the data stands together, with how it works."""
        parts: list[Fieldset] = []
        for title, part in super().get_fieldsets(request, obj):
            fields = [name for name in part["fields"] if name not in _DATA]
            if fields:
                parts.append((title, {**part, "fields": fields}))
        own: Fieldset = (
            "公表データとの関係",
            {"fields": [*_DATA], "description": _HOW_IT_IS_KEPT},
        )
        return [*parts[:1], own, *parts[1:]]

    def save_model(
        self,
        request: HttpRequest,
        obj: Office,
        form: forms.ModelForm[Office],
        change: bool,
    ) -> None:
        stored = Office.objects.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if stored is not None:
            log_corrections(request, obj, stored, office=obj)
