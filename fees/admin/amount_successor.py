"""「この日から変える」: a new row of the same key on a later day, begun from an old."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format

from facts.effective import EffectiveDated, Status

_Row = TypeVar("_Row", bound=Model)
FROM = "from"
# What staff say anew: the day, and that they have looked at the source.
_ANEW = {"valid_from": None, "checked_on": None, "check_due": None, "is_end": False}


class _Continuing(HttpRequest):
    """A request for a form that begins with what an earlier row says."""

    predecessor: EffectiveDated | None


class SuccessorAdmin(admin.ModelAdmin[_Row]):
    """For rows that hold from a day: `add/?from=7` begins with what row 7 says."""

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[_Row]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        earlier = None if obj else self._predecessor(request)
        if earlier is None:
            return form
        begun = type(
            "AmountSuccessorForm", (_Succeeding, form), {"predecessor": earlier}
        )
        return cast("type[ModelForm[_Row]]", begun)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _Row | None = None,
    ) -> HttpResponse:
        if obj is None and (earlier := self._predecessor(request)):
            context |= {"predecessor": earlier, "title": "この日から変える"}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _predecessor(self, request: HttpRequest) -> EffectiveDated | None:
        """The row named in the address; fetched once a request."""
        if not request.GET.get(FROM):
            return None
        asked = cast(_Continuing, request)
        if not hasattr(asked, "predecessor"):
            found = self.get_object(request, request.GET[FROM])
            asked.predecessor = cast("EffectiveDated | None", found)
        if asked.predecessor is None:
            raise Http404
        return asked.predecessor


class _Succeeding(ModelForm):
    """A form that begins with what `predecessor` says, of the same key."""

    predecessor: EffectiveDated

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        begun = model_to_dict(self.predecessor) | _ANEW | {"status": Status.PLANNED}
        kwargs["initial"] = (kwargs.get("initial") or {}) | begun
        super().__init__(*args, **kwargs)
        for name in self.predecessor.key_fields:
            self.fields[name].disabled = True
            self.fields[name].help_text = "もとの行と同じです。"
            for may in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(self.fields[name].widget, may, False)

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day <= self.predecessor.valid_from:
            raise ValidationError(
                f"もとの行が始まる日（{date_format(self.predecessor.valid_from)}）より"
                "あとの日を入れてください。"
            )
        return day
