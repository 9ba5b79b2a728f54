"""What readers found is not taken away unseen: the texts that link to it come first.

A row leaves its address when it is deleted, when 「公開する」 goes, or when the key in
its address becomes another. Staff see which texts link to it and say yes; the address
then tells readers what stood there (`staff.models.FormerAddress`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from facts.published import OwnPlace
from staff.linking import places_linking
from staff.models import FormerAddress
from staff.quoted import NamingPlace

_Row = TypeVar("_Row", bound=models.Model)
YES = "_links_seen"
_KEYS = ("slug", "code")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What readers lose when a row leaves its address."""

    place: OwnPlace
    links: tuple[NamingPlace, ...]
    answer: str = ""

    @property
    def is_agreed(self) -> bool:
        return self.answer == self.token

    @property
    def token(self) -> str:
        """Names just these texts: a yes to others is no yes to them."""
        told = sorted(
            f"{one.row._meta.label}:{one.row.pk}:{one.field.name}" for one in self.links
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


class _Asking(forms.ModelForm):
    """A form that knows where readers meet its row."""

    owner: KeepsAddresses[Any]


class AsksBeforeLeaving(forms.ModelForm):
    """A form that shows the texts which link to a row before it goes."""

    leaving: Leaving | None = None

    def _ask_about_links(self) -> None:
        owner = getattr(cast(_Asking, self), "owner", None)
        if owner is None or not {*_KEYS, "is_published"} & {*self.changed_data}:
            return
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        before, now = owner.own_place(stored), owner.own_place(self.instance)
        if before is None or before == now:
            return
        links = tuple(places_linking([before]))
        # Shown again when something else is wrong, so that the yes is not lost.
        answer = self.data.get(YES, "")
        self.leaving = Leaving(before, links, answer) if links else None
        if self.leaving and not self.leaving.is_agreed:
            self.add_error(
                None,
                f"このページへのリンクが、ほかの文章に{len(links)}か所あります。まだ保存"
                "していません。下の一覧を見て、よければ「わかりました」に印をつけて、"
                "もう一度保存してください。文章のリンクは、あとで直してください。",
            )


class KeepsAddresses(admin.ModelAdmin[_Row]):
    """For an admin: an address that readers knew says what stood there."""

    def own_place(self, row: _Row) -> OwnPlace | None:
        """Where readers meet just this row, if they do."""
        key = next((getattr(row, name) for name in _KEYS if hasattr(row, name)), "")
        if not key or not getattr(row, "is_published", True):
            return None
        if hasattr(row, "get_absolute_url"):
            address = row.get_absolute_url()
        else:
            address = self.shown_at(row) or ""
        return OwnPlace.at(address, key) if key in address else None

    def shown_at(self, row: _Row) -> str | None:
        raise NotImplementedError

    # --- saving -------------------------------------------------------------

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[_Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        cast("type[_Asking]", form).owner = self
        return form

    def save_model(
        self,
        request: HttpRequest,
        obj: _Row,
        form: forms.ModelForm[_Row],
        change: bool,
    ) -> None:
        stored = self._stored(obj) if change and form.has_changed() else None
        super().save_model(request, obj, form, change)
        now = self.own_place(obj)
        if now:
            FormerAddress.forget(now.address)
        if stored and (before := self.own_place(stored)) and before != now:
            self._note(before, stored, now)

    def _stored(self, row: _Row) -> _Row | None:
        """The row as it was, where it may have a place of its own."""
        if not any(hasattr(row, name) for name in _KEYS):
            return None
        return type(row)._default_manager.filter(pk=row.pk).first()

    def _note(self, before: OwnPlace, row: _Row, now: OwnPlace | None) -> None:
        if before.has_page:
            FormerAddress.note(before.address, row, now_at=now.address if now else "")

    # --- deleting -----------------------------------------------------------

    def get_deleted_objects(
        self, objs: Sequence[_Row] | models.QuerySet[_Row], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        places = [place for row in objs if (place := self.own_place(row))]
        # For the page that asks whether to delete.
        cast(Any, request).links_lost = [
            one.as_link() for one in places_linking(places) if one.row not in objs
        ]
        return super().get_deleted_objects(objs, request)

    def delete_model(self, request: HttpRequest, obj: _Row) -> None:
        self._note_gone([obj])
        super().delete_model(request, obj)

    def delete_queryset(
        self, request: HttpRequest, queryset: models.QuerySet[_Row]
    ) -> None:
        self._note_gone(list(queryset))
        super().delete_queryset(request, queryset)

    def _note_gone(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            if place := self.own_place(row):
                self._note(place, row, None)
