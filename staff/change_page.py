"""The page of one change: how far it is, what it does, and the steps from here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from staff.applying import clashes_of
from staff.beside_changes import mark_of, told_beside
from staff.drafting import change_of
from staff.models import Change, ChangeState, RowChange
from staff.roles import may_approve, may_draft
from staff.sender import sender_of
from staff.told_rows import told_forms
from staff.told_values import day_in_words, name_of

_LINE = (
    ChangeState.DRAFT,
    ChangeState.WAITING,
    ChangeState.APPROVED,
    ChangeState.PUBLISHED,
)


@dataclass(frozen=True)
class Station:
    """One state in the line of them."""

    label: str
    is_passed: bool
    is_now: bool


def line_of(change: Change) -> list[Station]:
    """下書き → 確認待ち → 承認ずみ → 公開ずみ; what left the line stands at its end."""
    state = ChangeState(change.state)
    if state not in _LINE:
        start = Station(ChangeState.DRAFT.label, is_passed=True, is_now=False)
        return [start, Station(state.label, is_passed=False, is_now=True)]
    place = _LINE.index(state)
    return [
        Station(_label(one, change), is_passed=number < place, is_now=number == place)
        for number, one in enumerate(_LINE)
    ]


def _label(state: ChangeState, change: Change) -> str:
    if state == ChangeState.APPROVED and change.publish_on:
        return f"{state.label}（{day_in_words(change.publish_on)}に公開）"
    return str(state.label)


def may_edit(user: User, change: Change) -> bool:
    """Whether `user` may still say what the change is called, why, and when."""
    state = ChangeState(change.state)
    return change.author_id == user.pk and (
        state.is_edited or state == ChangeState.WAITING
    )


def may_take_over(user: User, change: Change) -> bool:
    """Whether `user` may go on with what somebody wrote who is not there any more."""
    is_left = change.author is None or not change.author.is_active
    return is_left and ChangeState(change.state).is_edited and may_draft(user)


def seen_mark(change: Change, rows: Sequence[RowChange]) -> str:
    """By which it is known that a change says what its approver has read."""
    said = [[row.kind, row.table, row.key, row.before, row.after] for row in rows]
    whole = json.dumps([said, change.title, str(change.publish_on)], sort_keys=True)
    return blake2b(whole.encode(), digest_size=8).hexdigest()


def page_of(change: Change, request: HttpRequest) -> dict[str, Any]:
    """What the template of the page takes, beside what the admin gives."""
    user, state = sender_of(request), ChangeState(change.state)
    rows = list(change.rows.all())
    is_own = change.author_id == user.pk
    working = change_of(request)
    is_open = state.is_open
    beside = told_beside(change, user) if is_open and rows else []
    is_approver = user.has_perm("staff.approve_change")
    is_waiting = state == ChangeState.WAITING
    approves = is_waiting and may_approve(user, change.author)
    return {
        "line": line_of(change),
        "writer_name": name_of(change.author),
        "approver_name": name_of(change.approver),
        "publish_day": day_in_words(change.publish_on) if change.publish_on else "",
        "forms": told_forms(rows),
        "seen": seen_mark(change, rows),
        "is_own": is_own,
        "is_open": is_open,
        "is_edited": is_own and state.is_edited,
        "is_worked_on": working is not None and working.pk == change.pk,
        "clashes": clashes_of(change) if is_open else [],
        "may_ask": is_own and state.is_edited and bool(rows),
        "may_take_back": is_own and is_waiting,
        "may_approve": approves,
        "waits_for_another": is_waiting and not approves,
        "may_give_back": is_approver
        and state in (ChangeState.WAITING, ChangeState.APPROVED),
        "may_drop": is_open and (is_own or is_approver),
        "may_take_over": may_take_over(user, change),
        "may_plan": state == ChangeState.APPROVED and is_approver,
        "may_publish": state == ChangeState.APPROVED
        and is_approver
        and (not change.publish_on or change.publish_on <= timezone.localdate()),
        "may_undo": state == ChangeState.PUBLISHED and may_draft(user),
        "beside": beside,
        "accepted": mark_of(beside),
        "reverted_by": list(change.reverted_by.all()) if not is_open else [],
    }
