"""「この日から変える」: a new row of the same key on a later day, begun from an old."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format

from facts.effective import EffectiveDated, Status

FROM = "from"
# What staff say anew: the day, and that they have looked at the source.
_ANEW = {"valid_from": None, "checked_on": None, "check_due": None, "is_end": False}


class SuccessorAdmin:
    """For rows that hold from a day: `add/?from=7` begins with what row 7 says."""

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: object
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        earlier = None if obj else self._predecessor(request)
        if earlier is None:
            return form

        class AmountSuccessorForm(_Succeeding, form):
            predecessor = earlier

        return AmountSuccessorForm

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        *args: object,
        obj: Model | None = None,
        **kwargs: object,
    ) -> HttpResponse:
        if obj is None and (earlier := self._predecessor(request)):
            context |= {"predecessor": earlier, "title": "この日から変える"}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _predecessor(self, request: HttpRequest) -> EffectiveDated | None:
        """The row named in the address; fetched once a request."""
        if not request.GET.get(FROM):
            return None
        if not hasattr(request, "predecessor"):
            request.predecessor = self.get_object(request, request.GET[FROM])
        if request.predecessor is None:
            raise Http404
        return request.predecessor


class _Succeeding:
    """A form that begins with what `predecessor` says, of the same key."""

    predecessor: EffectiveDated

    def __init__(self, *args: object, **kwargs: object) -> None:
        begun = model_to_dict(self.predecessor) | _ANEW | {"status": Status.PLANNED}
        kwargs["initial"] = (kwargs.get("initial") or {}) | begun
        super().__init__(*args, **kwargs)
        for name in self.predecessor.key_fields:
            self.fields[name].disabled = True
            self.fields[name].help_text = "もとの行と同じです。"
            for may in ("can_add_related", "can_change_related", "can_view_related"):
                setattr(self.fields[name].widget, may, False)

    def clean_valid_from(self) -> object:
        day = self.cleaned_data["valid_from"]
        if day <= self.predecessor.valid_from:
            raise ValidationError(
                f"もとの行が始まる日（{date_format(self.predecessor.valid_from)}）より"
                "あとの日を入れてください。"
            )
        return day
