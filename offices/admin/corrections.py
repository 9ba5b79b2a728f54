"""What staff correct in the rows of an import: kept, marked, and logged by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.contrib.admin.utils import flatten
from django.db.models import QuerySet
from django.http import HttpRequest

from offices.admin.import_log import TellsImports
from offices.models import Municipality, OfficeChange, OfficeKind, Organization
from offices.models.correction import KeepsCorrections
from staff.sender import sender_of

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups

_Kept = TypeVar("_Kept", bound=KeepsCorrections)
# The names of what a correction gives the key of.
_NAMES: dict[str, Callable[[str], QuerySet]] = {
    "kind": lambda key: OfficeKind.objects.filter(pk=key).values_list("name_ja"),
    "operator": lambda key: Organization.objects.filter(pk=key).values_list("name"),
    "municipality": lambda key: Municipality.objects.filter(pk=key).values_list("name"),
}


def log_corrections(
    request: HttpRequest,
    row: KeepsCorrections,
    stored: KeepsCorrections,
    **of: Any,
) -> None:
    """Write a line for each imported field that differs from `stored`.

    `of` says of which office, service or organisation.
    """
    before, after = stored.imported_values(), row.imported_values()
    OfficeChange.objects.bulk_create(
        OfficeChange(
            field=name,
            old=_in_words(row, name, before[name]),
            new=_in_words(row, name, after[name]),
            by=sender_of(request),
            **of,
        )
        for name in row.corrections(stored)
    )


def _in_words(row: KeepsCorrections, name: str, text: str) -> str:
    """What a form shows for a key or a code."""
    if text and name in _NAMES:
        return next((found for (found,) in _NAMES[name](text)), text)
    columns = {field.name: field for field in row._meta.concrete_fields}
    words = dict(columns[name].flatchoices) if name in columns else {}
    return str(words.get(text, text))


class CorrectionForm(forms.ModelForm):
    """The fields that an import must leave alone are boxes to tick."""

    locked_fields = forms.MultipleChoiceField(
        label="取り込みで変えない項目",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="職員が直した項目には、ひとりでに印がつきます。"
        "印をはずすと、次の取り込みから、公表データの内容に変わります。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self._meta.model.lock_labels().items()
        cast(forms.ChoiceField, self.fields["locked_fields"]).choices = choices


class KeepsWhatStaffCorrect(TellsImports[_Kept]):
    """Adds the marks and the log to the admin of an imported model."""

    form = CorrectionForm
    # What tells which row of the data it is can be given, and never be changed.
    identity: tuple[str, ...] = ()

    def get_readonly_fields(
        self, request: HttpRequest, obj: _Kept | None = None
    ) -> tuple[str, ...]:
        fixed = self.identity if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_fields(
        self, request: HttpRequest, obj: _Kept | None = None
    ) -> _FieldGroups:
        """What can be corrected first, then the marks, then what is fixed."""
        every = flatten(super().get_fields(request, obj))
        names = [name for name in every if name != "locked_fields"]
        fixed = [name for name in names if obj and name in self.identity]
        own = [name for name in names if name not in fixed]
        return [*own, "locked_fields", *fixed]

    def logged_as(self, row: _Kept) -> dict[str, object]:
        """Whose change it is, for `OfficeChange`."""
        raise NotImplementedError

    def save_model(
        self,
        request: HttpRequest,
        obj: _Kept,
        form: forms.ModelForm[_Kept],
        change: bool,
    ) -> None:
        stored = type(obj)._default_manager.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if stored is not None:
            log_corrections(request, obj, stored, **self.logged_as(obj))


class DeletesOneByOne:
    """Has each chosen row told that it is deleted: what it leaves is marked."""

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            row.delete()
