"""What staff save becomes a change: published at once, or kept as a draft.

Every view of the admin passes here. What it writes is recorded; who may publish it has
it published, and everybody else's is rolled back and kept in the change that she works
on. While she does, all that she sees of the admin has that change applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from staff.applying import NotAppliedError, apply
from staff.keeping import keep, main_row, title_for
from staff.models import Change, ChangeState
from staff.publishing import may_publish
from staff.recorded_rows import Key, recorded_tables
from staff.row_recording import RecordedRow, Recording, recording
from staff.sender import sender_of

View = Callable[..., HttpResponse]
# Views of no one model that write rows, too.
_writing: set[View] = set()
WORKING_ON = "change"  # in the session: the key of the change
# Sent by a form whose writer wants to see first where it would be.
WHERE = "_where"
# In the address of a form: the change to look at its row with.
_SHOWN_WITH = "change"
_MAY_SEE, _DIGITS = "staff.view_change", 9


class _Recorded(HttpRequest):
    """A request whose writing is recorded."""

    recording: Recording


def change_of(request: HttpRequest) -> Change | None:
    """The change that the sender works on, while it can be edited and is her own."""
    key = request.session.get(WORKING_ON) if hasattr(request, "session") else None
    if key is None:
        return None
    found = Change.objects.filter(pk=key, author_id=request.user.pk).first()
    if found is None or not ChangeState(found.state).is_edited:
        del request.session[WORKING_ON]
        return None
    return found


def writes_rows(view: View) -> View:
    """Have what `view`, of no one model, writes recorded as a form's is."""
    _writing.add(view)
    return view


def drafted(view: View) -> View:
    """`view` of the admin, with what it writes recorded."""
    model = getattr(getattr(view, "__self__", None), "model", None)

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        change = shown_with(request) or change_of(request)
        is_sent = request.method == "POST"
        is_apart = _is_apart(model) if model else is_sent and view not in _writing
        if is_apart or not (change or is_sent):
            return view(request, *args, **kwargs)
        return _Session(request, change, model, view).answer(args, kwargs)

    return seen


def shown_with(request: HttpRequest) -> Change | None:
    """The change that a form is asked to be shown with; nobody works on it by that."""
    key = request.GET.get(_SHOWN_WITH, "") if request.method == "GET" else ""
    match = request.resolver_match
    if not key or match is None or "object_id" not in match.kwargs:
        return None
    return seen_change(sender_of(request), key)


def seen_change(user: User, key: str) -> Change | None:
    """The change with that key, where `user` may look at the content with it."""
    if not key.isdecimal() or len(key) > _DIGITS or not user.has_perm(_MAY_SEE):
        return None
    found = Change.with_trials.filter(pk=int(key)).first()
    if found and found.state == ChangeState.TRIAL and found.author_id != user.pk:
        return None
    return found


def goes_out_at_once(request: HttpRequest) -> bool:
    """Whether what the request has written so far is public as soon as it is done.

    Else it becomes a draft: who approves that is asked what its author would be.
    """
    if change_of(request) or WHERE in request.POST:
        return False
    made: Recording | None = getattr(request, "recording", None)
    return made is None or may_publish(sender_of(request), made.rows())


def _is_apart(model: type[models.Model]) -> bool:
    """Whether its forms are about no row that a change may hold: staff, imports."""
    is_ours = model._meta.label_lower.split(".")[0] in _our_apps()
    return not is_ours or getattr(model, "keeps_own_log", False)


@cache
def _our_apps() -> frozenset[str]:
    return frozenset(model._meta.app_label for model in recorded_tables().values())


class _Session:
    """One request that is answered within a change, or makes one."""

    def __init__(
        self,
        request: HttpRequest,
        change: Change | None,
        model: type[models.Model] | None,
        view: View,
    ) -> None:
        self._request, self._change = request, change
        self._model, self._view = model, view
        self._is_published = False

    def answer(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponse:
        """What the view answers; all that it wrote is published, or a draft."""
        rows: list[RecordedRow] = []
        try:
            with transaction.atomic():
                if self._change:
                    apply(self._change)
                with recording() as made:
                    cast(_Recorded, self._request).recording = made
                    response = self._view(self._request, *args, **kwargs)
                    if hasattr(response, "render"):
                        response = response.render()
                rows = made.rows() if self._request.method == "POST" else []
                if (
                    self._change
                    or WHERE in self._request.POST
                    or (rows and not may_publish(sender_of(self._request), rows))
                ):
                    transaction.set_rollback(True)
                elif rows:
                    self._publish(rows)
        except NotAppliedError as error:
            return self._leave(error, args, kwargs)
        if WHERE in self._request.POST and response.has_header("Location"):
            return self._on_trial(rows)
        if not rows and self._change and self._model not in recorded_tables().values():
            # What it wrote is no part of a change, and was rolled back with it.
            return self._view(self._request, *args, **kwargs)
        if not rows or self._is_published:
            return response
        return self._as_draft(rows, response)

    def _publish(self, rows: list[RecordedRow]) -> None:
        now = timezone.now()
        change = Change.objects.create(
            title=title_for(rows, self._model),
            state=ChangeState.PUBLISHED,
            author=sender_of(self._request),
            approver=sender_of(self._request),
            approved_at=now,
            published_at=now,
        )
        keep(change, rows, self._form(rows))
        self._is_published = True

    def _on_trial(self, rows: list[RecordedRow]) -> HttpResponse:
        """Where it would be seen, with what she works on; nothing else comes of it."""
        list(messages.get_messages(self._request))  # they say that it is saved
        form = self._form(rows)
        if not rows:
            return redirect("admin:staff_change_where", *form[0].split("."), form[1])
        with transaction.atomic():
            trial = Change.objects.create(
                title=title_for(rows, self._model),
                state=ChangeState.TRIAL,
                author=sender_of(self._request),
            )
            for row in self._change.rows.all() if self._change else ():
                row.pk, row.change = None, trial
                row.save()
            given = keep(trial, rows, form)
        query = urlencode({"form": f"{form[0]}:{given.get(form, form[1])}"})
        return redirect(f"{trial.get_absolute_url()}?{query}")

    def _as_draft(
        self, rows: list[RecordedRow], response: HttpResponse
    ) -> HttpResponse:
        change = self._change or Change.objects.create(
            title=title_for(rows, self._model), author=sender_of(self._request)
        )
        with transaction.atomic():
            given = keep(change, rows, self._form(rows))
        self._request.session[WORKING_ON] = change.pk
        messages.info(
            self._request,
            format_html(
                "下書き「<a href='{}'>{}</a>」に入れました。まだ公開していません。",
                change.get_absolute_url(),
                change,
            ),
        )
        location = response.get("Location", "")
        for (table, key), new in given.items():
            if self._model and table == self._model._meta.label_lower:
                location = location.replace(f"/{key}/", f"/{new}/")
        if location:
            response["Location"] = location
        return response

    def _form(self, rows: list[RecordedRow]) -> Key:
        """The row in whose form it was written; without one, the main row."""
        match = self._request.resolver_match
        key = match.kwargs.get("object_id") if match else None
        if self._model and key:
            return self._model._meta.label_lower, unquote(key)
        return main_row(rows, self._model).place

    def _leave(
        self, error: NotAppliedError, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse:
        """The change does not fit any more: the rows as they are, and why."""
        self._request.session.pop(WORKING_ON, None)
        told = " ".join(error.sentences)
        messages.warning(
            self._request,
            f"変更「{self._change}」は、いまの内容に合わなくなったので、開けません。{told}",
        )
        # What was typed goes into a new draft, from the rows as they are now.
        self._change = None
        if self._request.method == "POST":
            return self.answer(args, kwargs)
        return self._view(self._request, *args, **kwargs)


def working_changes(user: User) -> Iterable[Change]:
    """The changes that `user` may still put rows into."""
    edited = [state for state in ChangeState if state.is_edited]
    return Change.objects.filter(author=user, state__in=edited)
