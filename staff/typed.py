"""What somebody had typed when her session had ended: carried on, never saved.

A form that comes without a session is answered by the sign-in page, which carries
what was typed, signed. After signing in it lies in the session until it is looked at.
Only who typed it gets it back; passwords and files are not carried.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from staff.known_device import last_mark, mark_of

# The field of the sign-in page, and the place in a session.
TYPED = "typed"
# Sent with what is offered again: the form is shown filled in, and not saved.
OFFERED = "_typed"
_SALT = "staff.typed"
_SECONDS = 24 * 60 * 60
_MOST_BYTES = 2_000_000
_BUTTONS = {"_save", "_continue", "_addanother", "_saveasnew", "_mend", OFFERED}
_LEFT_OUT = {"csrfmiddlewaretoken", *_BUTTONS}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was sent: where to, by whom, its fields, and whether it had files."""

    path: str
    owner: str  # the mark of a name; empty where nobody is known
    fields: list[tuple[str, str]]
    has_files: bool

    @property
    def is_form(self) -> bool:
        """Whether its address shows a row's form, which can be shown without saving."""
        try:
            found = resolve(self.path.partition("?")[0])
        except Resolver404:
            return False
        its_admin = getattr(found.func, "model_admin", None)
        is_row = (found.url_name or "").endswith(("_add", "_change"))
        return is_row and isinstance(its_admin, OffersTyped)

    def is_of(self, username: str) -> bool:
        return not self.owner or self.owner == mark_of(username)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What a person has written, without what forms carry for themselves."""
        return [
            (name, value)
            for name, value in self.fields
            if value.strip() and not name.startswith("_") and "_FORMS" not in name
        ]


def typed_in(request: HttpRequest) -> Typed:
    """What a form brings that was sent to us."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _LEFT_OUT and "password" not in name
    ]
    owner, has_files = last_mark(request), bool(request.FILES)
    return Typed(request.get_full_path(), owner, fields, has_files)


def packed(typed: Typed) -> str:
    """`typed` as a text to carry along; empty where there is nothing or too much."""
    if not typed.fields:
        return ""
    text = signing.dumps(asdict(typed), salt=_SALT, compress=True)
    return text if len(text) <= _MOST_BYTES else ""


def unpacked(text: str) -> Typed | None:
    """What `packed` made; None where it is not ours, or a day old."""
    try:
        given = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    fields = [(name, value) for name, value in given.pop("fields")]
    typed = Typed(fields=fields, **given)
    return typed if typed.path.startswith(f"/{settings.ADMIN_PATH}") else None


class OffersTyped(admin.ModelAdmin):
    """A form that can be shown filled in without being saved."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method != "POST" or OFFERED not in request.POST:
            return form
        return type(form.__name__, (_OfferedForm, form), {})


class _OfferedForm:
    """Says that nothing is saved yet, which keeps it from being saved."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        self.add_error(  # type: ignore[attr-defined]
            None,
            "まだ保存していません。ログインが切れていたので、あなたが書いたものを、もう一度"
            "入れました。よければ「保存」を押してください。",
        )
