"""What waits for a look or a decision, of all models in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from facts.freshness import (
    PendingRows,
    coming_rows,
    count_overdue,
    count_undecided,
    overdue_rows,
    undecided_rows,
)
from facts.provenance import Sourced
from staff.applying import clashes_of
from staff.checked import mark_checked, rows_of
from staff.drafting import writes_rows
from staff.models import Change, ChangeState
from staff.roles import may_approve
from staff.sender import sender_of
from staff.to_do import ToDo, list_of, may, may_see, says_what_to_do

_SHOWN = 200
_OPEN = (ChangeState.WAITING, ChangeState.RETURNED, ChangeState.APPROVED)
_Finding = Callable[[list[type[Model]], date], PendingRows]


@says_what_to_do(rank=10)
def changes_to_decide(user: User, on: date) -> Iterable[ToDo]:
    """What others wrote and wait for, what came back, what could not go out."""
    if not may_see(user, Change):
        return
    rows = list(Change.objects.filter(state__in=_OPEN).select_related("author"))
    by = {state: [row for row in rows if row.state == state] for state in _OPEN}
    waiting = [row for row in by[ChangeState.WAITING] if may_approve(user, row.author)]
    note = "前と後をくらべて、承認するか、もどします。"
    where = list_of(Change, state__exact=ChangeState.WAITING.value)
    yield ToDo("確認待ちの変更を見る", len(waiting), where, note)
    mine = [row for row in by[ChangeState.RETURNED] if row.author_id == user.pk]
    note = "確認した人のことばを読んで、直します。"
    where = list_of(Change, state__exact=ChangeState.RETURNED.value)
    yield ToDo("もどってきた変更を直す", len(mine), where, note)
    late = [row for row in by[ChangeState.APPROVED] if _is_stuck(row, on=on)]
    note = "承認したあとで、もとの内容が変わったようです。開いて確かめます。"
    where = list_of(Change, state__exact=ChangeState.APPROVED.value)
    yield ToDo("公開できなかった変更を見る", len(late), where, note)


def _is_stuck(change: Change, *, on: date) -> bool:
    """Whether an approved change did not go out, or will not on its day."""
    return (change.publish_on or on) < on or bool(clashes_of(change))


@says_what_to_do(rank=40)
def plans_to_decide(user: User, on: date) -> Iterable[ToDo]:
    """Planned rows whose day has come."""
    number = count_undecided(_seen_by(user), on=on)
    note = "正式に決まったか、取りやめかを入れます。"
    yield ToDo("予定の日がすぎた内容を決める", number, reverse("admin:planned"), note)


@says_what_to_do(rank=50)
def facts_to_check(user: User, on: date) -> Iterable[ToDo]:
    """Facts whose day of the next check has come."""
    number = count_overdue(_seen_by(user), on=on)
    note = "出典を見て、まちがいがなければ「まちがいなし」をおします。"
    yield ToDo("確認の期限がすぎた内容を見る", number, reverse("admin:due"), note)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Facts whose check is overdue, each and all with 「まちがいなし」."""
    models = _seen_by(sender_of(request))
    found = overdue_rows(models, on=timezone.localdate(), limit=_SHOWN)
    changed = set(_checked_by(sender_of(request)))
    lines = [(one, type(one.row) in changed) for one in found.rows]
    context = {"title": "確認の期限がすぎた内容", "found": found, "lines": lines}
    return _answer(request, "admin/staff/due.html", context)


@require_safe
def planned(request: HttpRequest) -> HttpResponse:
    """Planned rows whose day has come, to be decided, and all that is to begin yet."""
    models, on = _seen_by(sender_of(request)), timezone.localdate()
    found = undecided_rows(models, on=on, limit=_SHOWN)
    coming = coming_rows(models, on=on, limit=_SHOWN)
    context = {"title": "予定の改正", "found": found, "coming": coming}
    return _answer(request, "admin/staff/planned.html", context)


@writes_rows
@require_POST
def no_mistake(request: HttpRequest) -> HttpResponse:
    """Keep that the rows sent are right as of today, and go back to where it was said.

    A button of a row names that row only, whatever boxes are ticked beside it.
    """
    sender = sender_of(request)
    sent = request.POST.getlist("one") or request.POST.getlist("row")
    rows = rows_of(sent, _checked_by(sender))
    mark_checked(rows, on=timezone.localdate(), by=sender)
    if rows:
        told = f"{len(rows)}件を「きょう確かめた、まちがいなし」にしました。"
        messages.success(request, told)
    else:
        told = "確かめた行に印をつけてください。消えた行や、直せない行は選べません。"
        messages.warning(request, told)
    return redirect(_where_from(request))


def _where_from(request: HttpRequest) -> str:
    before = request.META.get("HTTP_REFERER", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(before, allowed_hosts=hosts)
    return before if before and is_ours else reverse("admin:due")


def _answer(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    around = admin.site.each_context(request)
    return TemplateResponse(request, template, {**around, **context})


def _seen_by(user: User) -> list[type[Model]]:
    """The models whose lists `user` may see."""
    return [model for model in admin.site._registry if may_see(user, model)]


def _checked_by(user: User) -> list[type[Sourced]]:
    """The models of facts that `user` may change, each checked by itself."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Sourced) and may(user, "change", model)
    ]
