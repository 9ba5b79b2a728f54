"""What came between opening a form and saving it: nobody overwrites another unseen.

A form carries what its rows said when it was opened. When it is sent, the rows are
locked and compared: what somebody else, or an import, has changed since is told field
by field. What the sender did not touch takes the other's value; what both changed stays
as it was typed, and goes in when the form is sent once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict

from staff.language import column_name
from staff.typed import OffersTyped
from texts.translations import translated_names

_Row = TypeVar("_Row", bound=models.Model)
SEEN = "_seen"
_LONGEST = 60
_ROWS_GONE = (
    "この画面を開いたあとで、ほかの人か取り込みが、下の表の行を消しました。まだ保存して"
    "いません。あなたが書いたものは、新しい行として残っています。いらない行は「削除」に"
    "印をつけてください。よければ、もう一度保存してください。"
)
# Of each field a mark of its value, and as much of it as can be told.
_Said = dict[str, list[str]]


@dataclass(frozen=True)
class CameBetween:
    """One field of one row that is another now."""

    row: models.Model
    name: str
    old: str
    new: str

    @property
    def told(self) -> str:
        options = self.row._meta
        fields = {one.name: one for one in (*options.fields, *options.many_to_many)}
        return f"{column_name(fields[self.name])}「{self.old}」→「{self.new}」。"


def as_seen(rows: Iterable[models.Model]) -> str:
    """What `rows` say, for a form to carry along."""
    return json.dumps({_name(row): _said_by(row) for row in rows}, ensure_ascii=False)


def came_between(seen: str) -> list[CameBetween]:
    """What of the rows in `seen` is another now; locks them until the request ends.

    What cannot be read is passed over: only our own form writes it.
    """
    return list(_differences(seen))


def _differences(seen: str) -> Iterator[CameBetween]:
    for name, before in _read(seen).items():
        row = _locked(name)
        if row is None:  # deleted: its own field says so
            continue
        for field, now in _said_by(row).items():
            was = before.get(field, now)
            if was != now:
                yield CameBetween(row, field, was[1], now[1])


def _read(seen: str) -> dict[str, _Said]:
    try:
        read = json.loads(seen or "{}")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _locked(name: str) -> models.Model | None:
    label, _, pk = name.partition(":")
    try:
        model = apps.get_model(label)
        # `of`: what rows are ordered by may be of no row, and PostgreSQL locks none.
        rows = model._default_manager.select_for_update(of=("self",))
        return rows.filter(pk=pk).first()
    except (LookupError, ValueError):
        return None


def _name(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _said_by(row: models.Model) -> _Said:
    fields = [*row._meta.concrete_fields, *row._meta.many_to_many]
    return {
        field.name: said(field.value_from_object(row))
        for field in fields
        if field.editable
        and not field.primary_key
        and field.name not in translated_names(type(row))
    }


def said(value: object) -> list[str]:
    """A mark by which a value is known again, and as much of it as can be told."""
    if isinstance(value, list | tuple | models.QuerySet):
        keys = sorted(str(getattr(one, "pk", one)) for one in value)
        text = "、".join(keys)
    else:
        value = getattr(value, "pk", value)
        text = "" if value is None else str(value)
    text = "\n".join(text.strip().splitlines())
    mark = blake2b(text.encode(), digest_size=6).hexdigest()
    return [mark, text if len(text) <= _LONGEST else text[:_LONGEST] + "…"]


if TYPE_CHECKING:

    class _ModelForm(forms.ModelForm):
        """With some of Django's own steps that its stubs leave out."""

        def _post_clean(self) -> None: ...
        def _save_m2m(self) -> None: ...
        def _update_errors(self, errors: ValidationError) -> None: ...

else:
    _ModelForm = forms.ModelForm


class SeenForm(_ModelForm):
    """A form that notices what came between."""

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.instance.pk and (found := came_between(self.data.get(SEEN, ""))):
            self._tell(found)
        if getattr(self.instance, "has_rows_gone", False):
            self.add_error(None, _ROWS_GONE)
        return given

    def _tell(self, found: list[CameBetween]) -> None:
        told = []
        for one in found:
            is_ours = one.row == self.instance and one.name in self.fields
            if is_ours and not self._is_touched(one):
                self._take(one.name)
            place = "" if one.row == self.instance else f"「{one.row}」の"
            told.append(place + one.told)
        self.add_error(
            None,
            "この画面を開いたあとで、ほかの人か取り込みが、この内容を変えました。"
            f"{''.join(told)}まだ保存していません。あなたが書いたものは、そのまま残って"
            "います。あなたが直していない項目は、新しい内容にしました。"
            "よければ、もう一度保存してください。",
        )

    def _is_touched(self, one: CameBetween) -> bool:
        """Whether the sender, too, changed the field since the form was opened."""
        before = _read(self.data.get(SEEN, ""))[_name(one.row)][one.name]
        return said(self.cleaned_data.get(one.name))[0] != before[0]

    def _take(self, name: str) -> None:
        """Show what the row says now, where the sender typed nothing else."""
        self.data = data = cast(QueryDict, self.data).copy()
        value = self[name].field.prepare_value(self.initial.get(name))
        if isinstance(value, list | tuple | models.QuerySet):
            keys = [str(getattr(one, "pk", one)) for one in value]
            data.setlist(self.add_prefix(name), keys)
        elif value is None or value is False:
            data.pop(self.add_prefix(name), None)
        else:
            data[self.add_prefix(name)] = value


class NoticesOthers(OffersTyped, admin.ModelAdmin[_Row]):
    """For an admin: its form and the rows under it notice what came between."""

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[_Row]]:
        form = kwargs.get("form", self.form)
        if not issubclass(form, SeenForm):
            kwargs["form"] = type(form.__name__, (SeenForm, form), {})
        return super().get_form(request, obj, change=change, **kwargs)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _Row | None = None,
    ) -> HttpResponse:
        if obj:
            context["seen"] = as_seen(self._shown_rows(request, context, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _shown_rows(
        self, request: HttpRequest, context: dict[str, Any], obj: _Row
    ) -> Iterator[models.Model]:
        """The rows of the form, as they are stored."""
        under = [
            form.instance
            for inline in context["inline_admin_formsets"]
            if inline.formset.can_delete or inline.has_change_permission
            for form in inline.formset.initial_forms
        ]
        for row in (obj, *under):
            # A form that was sent has written into its rows what was typed.
            if request.method == "POST":
                row = type(row)._default_manager.filter(pk=row.pk).first() or row
            yield row

    def save_model(
        self,
        request: HttpRequest,
        obj: _Row,
        form: forms.ModelForm[_Row],
        change: bool,
    ) -> None:
        """Store a row only if something of it is another now."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def log_change(self, request: HttpRequest, obj: _Row, message: object) -> LogEntry:
        """An unchanged row leaves no trace: its entry is made, and not stored."""
        return super().log_change(request, obj, message) if message else LogEntry()


class LinesField(forms.CharField):
    """A text of several lines, the same whatever line ends a browser sends."""

    def to_python(self, value: object) -> str | None:
        text = super().to_python(value)
        return "\n".join(text.splitlines()) if isinstance(text, str) else text

    def has_changed(self, initial: object, data: object) -> bool:
        """What is cut off at the ends is no change either."""
        return (self.to_python(initial) or "") != (self.to_python(data) or "")
