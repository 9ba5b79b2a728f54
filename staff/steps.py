"""The steps of a change as buttons: each is done, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from staff.beside_changes import mark_of, told_beside
from staff.change_page import may_take_over, seen_mark
from staff.drafting import WORKING_ON
from staff.keeping import without
from staff.models import Change, ChangeState
from staff.publishing import (
    RefusedStepError,
    approve,
    ask,
    drop,
    give_back,
    plan,
    publish,
    take_back,
)
from staff.sender import sender_of
from staff.told_values import day_in_words, name_of

# What was done, for the person who did it.
Step = Callable[[HttpRequest, Change], str]


def take_step(request: HttpRequest, key: int) -> None:
    """Take the step that was sent; raises RefusedStepError, NotAppliedError."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise RefusedStepError("ボタンをおして、することを選んでください。")
    with transaction.atomic():
        change = Change.objects.select_for_update().get(pk=key)
        told = step(request, change)
    messages.success(request, told)


def _ask(request: HttpRequest, change: Change) -> str:
    _only_own(request, change)
    ask(change)
    request.session.pop(WORKING_ON, None)
    return "確認をたのみました。承認されると、公開されます。"


def _take_back(request: HttpRequest, change: Change) -> str:
    _only_own(request, change)
    take_back(change)
    request.session[WORKING_ON] = change.pk
    return "下書きにもどしました。続けて直せます。"


def _approve(request: HttpRequest, change: Change) -> str:
    _as_it_was_seen(request, change)
    user, accepted = sender_of(request), request.POST.get("accepted", "")
    if accepted != mark_of(told_beside(change, user)):
        raise RefusedStepError(
            "この変更で、例題の結果が変わります。下のちがいを見てから、"
            "もう一度「承認する」をおしてください。"
        )
    approve(change, user, accepted=accepted)
    change.refresh_from_db()
    if change.state == ChangeState.PUBLISHED:
        return "承認して、公開しました。"
    return f"承認しました。{_day(change.publish_on)}に公開します。"


def _give_back(request: HttpRequest, change: Change) -> str:
    _only_approvers(request)
    answer = request.POST.get("answer", "").strip()
    if not answer:
        raise RefusedStepError(
            "どこを直すかを書いてから、もどしてください。例：金額をたしかめてください。"
        )
    give_back(change, sender_of(request), answer)
    return "書いた人に、もどしました。"


def _drop(request: HttpRequest, change: Change) -> str:
    if change.author_id != sender_of(request).pk:
        _only_approvers(request)
    drop(change)
    if request.session.get(WORKING_ON) == change.pk:
        del request.session[WORKING_ON]
    return "取りやめました。サイトは、何も変わりません。"


def _plan(request: HttpRequest, change: Change) -> str:
    _only_approvers(request)
    plan(change, _read_day(request.POST.get("publish_on", "")))
    change.refresh_from_db()
    if change.state == ChangeState.PUBLISHED:
        return "公開しました。"
    return f"公開する日を、{_day(change.publish_on)}に変えました。"


def _publish(request: HttpRequest, change: Change) -> str:
    _only_approvers(request)
    publish(change)
    return "公開しました。"


def _enter(request: HttpRequest, change: Change) -> str:
    _only_own(request, change)
    if not ChangeState(change.state).is_edited:
        raise RefusedStepError("続けて入れられるのは、下書きだけです。")
    request.session[WORKING_ON] = change.pk
    return "これから保存するものは、この変更に入ります。"


def _take_over(request: HttpRequest, change: Change) -> str:
    """What somebody who has left was writing goes on under another's name."""
    user, left = sender_of(request), change.author
    if not may_take_over(user, change):
        raise RefusedStepError(
            "引きつげるのは、やめた人（ログインできない人）の下書きだけです。"
        )
    told = f"{name_of(left)}が書きはじめ、{name_of(user)}が引きつぎました。"
    change.note = f"{change.note}\n{told}".strip()
    change.author = user
    change.save()
    request.session[WORKING_ON] = change.pk
    return "引きつぎました。これから保存するものは、この変更に入ります。"


def _leave(request: HttpRequest, change: Change) -> str:
    request.session.pop(WORKING_ON, None)
    return f"変更「{change}」から出ました。入れたものは、下書きに残っています。"


STEPS: dict[str, Step] = {
    "ask": _ask,
    "take_back": _take_back,
    "approve": _approve,
    "give_back": _give_back,
    "drop": _drop,
    "plan": _plan,
    "publish": _publish,
    "enter": _enter,
    "leave": _leave,
    "take_over": _take_over,
}


def take_out(request: HttpRequest, key: int) -> None:
    """Take one row, with what hangs on it, out of a draft of the sender's own."""
    with transaction.atomic():
        change = Change.objects.select_for_update().get(pk=key)
        _only_own(request, change)
        if not ChangeState(change.state).is_edited:
            raise RefusedStepError("やめられるのは、下書きのあいだだけです。")
        rows = {str(one.pk): one for one in change.rows.all()}
        row = rows.get(request.POST.get("row", ""))
        if row is None:
            raise RefusedStepError("その行は、もうこの変更にありません。")
        name = row.name
        without(change, row)
    messages.success(request, f"「{name}」の変更を、やめました。")


def _only_own(request: HttpRequest, change: Change) -> None:
    if change.author_id != sender_of(request).pk:
        raise RefusedStepError("これは、書いた人だけができます。")


def _only_approvers(request: HttpRequest) -> None:
    if not sender_of(request).has_perm("staff.approve_change"):
        raise PermissionDenied


def _as_it_was_seen(request: HttpRequest, change: Change) -> None:
    if request.POST.get("seen") != seen_mark(change, list(change.rows.all())):
        raise RefusedStepError(
            "この画面を開いたあとで、変更の中身が変わりました。"
            "下をもう一度見てから、承認してください。"
        )


def _read_day(typed: str) -> date | None:
    try:
        day = parse_date(typed.strip())
    except ValueError:
        day = None
    if typed.strip() and day is None:
        raise RefusedStepError(
            f"「{typed.strip()}」は、日として読めません。例：2027-04-01"
        )
    return day


def _day(day: date | None) -> str:
    return day_in_words(day) if day else "すぐ"
