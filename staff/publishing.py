"""From a draft to what readers see: asked for, approved, published, undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from staff import roles
from staff.applying import NotAppliedError, RowClash, apply, clashes_of
from staff.judging import judgement_of
from staff.keeping import keep
from staff.models import Change, ChangeState, RowChange, StaffRules
from staff.recorded_rows import Key, differing
from staff.row_recording import RecordedRow, recording
from texts.models import Translation


class RefusedStepError(Exception):
    """The step cannot be taken now; its text says to staff why and what to do."""


def may_publish(user: User, rows: Sequence[RecordedRow]) -> bool:
    """Whether what `user` saves goes out at once, without another's eyes.

    So it is with what the office calls small, and with all where one person is alone.
    """
    rules = StaffRules.current()
    if roles.may_approve(user, user, rules=rules):
        return True
    return roles.may_publish_small(user) and all(
        _is_small(row, rules) for row in rows if row.model is not Translation
    )


def _is_small(row: RecordedRow, rules: StaffRules) -> bool:
    names = differing(row.before, row.after)
    columns = {name: (row.before.get(name), row.after.get(name)) for name in names}
    return roles.is_small_change(row.model._meta.label_lower, columns, rules=rules)


def ask(change: Change) -> None:
    """Its author gives the change to be approved."""
    if not ChangeState(change.state).is_edited:
        raise RefusedStepError("確認をたのめるのは、下書きだけです。")
    if not change.rows.exists():
        raise RefusedStepError("まだ何も変えていません。先に、内容を直してください。")
    change.state, change.asked_at, change.answer = (
        ChangeState.WAITING,
        timezone.now(),
        "",
    )
    change.save()


def take_back(change: Change) -> None:
    """Its author goes on with what waits; nobody approves it meanwhile."""
    if change.state != ChangeState.WAITING:
        raise RefusedStepError(
            "取りもどせるのは、確認待ちの変更だけです。承認ずみのときは、"
            "承認した人に、もどしてもらってください。"
        )
    change.state, change.asked_at = ChangeState.DRAFT, None
    change.save()


def plan(change: Change, day: date | None) -> None:
    """An approved change goes out on another day; today or none is at once."""
    if change.state != ChangeState.APPROVED:
        raise RefusedStepError("ここで日を変えられるのは、承認ずみの変更だけです。")
    with transaction.atomic():
        change.publish_on = day
        change.save()
        if not day or day <= timezone.localdate():
            publish(change)


def give_back(change: Change, by: User, answer: str) -> None:
    """The approver wants something else; the author goes on with the same draft."""
    if change.state not in (ChangeState.WAITING, ChangeState.APPROVED):
        raise RefusedStepError("もどせるのは、確認待ちか、承認ずみの変更だけです。")
    change.state, change.approver, change.answer = ChangeState.RETURNED, by, answer
    change.accepted, change.approved_at = "", None
    change.save()


def drop(change: Change) -> None:
    """Nothing comes of it; what it would have changed can still be read."""
    if not ChangeState(change.state).is_open:
        raise RefusedStepError(
            "公開した変更は、取りやめられません。元にもどしてください。"
        )
    change.state = ChangeState.DROPPED
    change.save()


def approve(change: Change, by: User, *, accepted: str = "") -> None:
    """It may go out: now, or on its day. Raises RefusedStepError, NotAppliedError.

    `accepted` is the token of the golden cases' differences that `by` has seen.
    """
    if change.state != ChangeState.WAITING:
        raise RefusedStepError("承認できるのは、確認待ちの変更だけです。")
    if not roles.may_approve(by, change.author):
        raise RefusedStepError(
            "自分で書いた変更は、ほかの人に承認してもらってください。"
        )
    with transaction.atomic():
        _judge_first(change, accepted)
        change.state, change.approver = ChangeState.APPROVED, by
        change.approved_at, change.accepted = timezone.now(), accepted
        change.save()
        if not change.publish_on or change.publish_on <= timezone.localdate():
            publish(change)


def _judge_first(change: Change, accepted: str) -> None:
    """What comes of it has no fault, and `accepted` is a yes to just that."""
    judged = judgement_of(change)
    if judged.faults:
        raise NotAppliedError([*judged.faults])
    if judged.token not in ("", accepted):
        raise RefusedStepError(
            f"この変更で、例題{judged.number_of_cases}件の結果が変わります。"
            "ちがいの表を見て、よければ、もう一度承認してください。"
        )


def publish(change: Change) -> None:
    """Write the rows of an approved change, all of them or none.

    What is kept of it afterwards is what was really written. Raises NotAppliedError
    where the rows are other ones now than the change was made from, or where golden
    cases come out otherwise now than its approver has accepted.
    """
    with transaction.atomic():
        change = Change.objects.select_for_update().get(pk=change.pk)
        if change.state != ChangeState.APPROVED:
            raise RefusedStepError("公開できるのは、承認ずみの変更だけです。")
        if clashes := clashes_of(change):
            raise NotAppliedError(_sentences(clashes))
        _judge_again(change)
        forms = {(row.table, row.key): row for row in change.rows.all()}
        with recording() as made:
            given = apply(change, for_good=True)
        rows = made.rows()
        change.state, change.published_at = ChangeState.PUBLISHED, timezone.now()
        change.save()
        change.rows.all().delete()
        keep(change, rows)
        _keep_forms(change, forms, given)


def _judge_again(change: Change) -> None:
    """What comes of it on the day it goes out is what its approver said yes to."""
    judged = judgement_of(change)
    if judged.faults:
        raise NotAppliedError([*judged.faults])
    if judged.token not in ("", change.accepted):
        raise NotAppliedError(
            [
                f"例題{judged.number_of_cases}件の結果が、承認したときに見た結果と"
                "ちがいます。変更を書いた人にもどし、もう一度承認してください。"
            ]
        )


def _keep_forms(
    change: Change, before: Mapping[Key, RowChange], given: Mapping[Key, str]
) -> None:
    """In whose forms the rows were written, by the keys that they have now."""
    old = {(table, new): (table, key) for (table, key), new in given.items()}
    for row in change.rows.all():
        at = (row.table, row.key)
        if known := before.get(old.get(at, at)):
            form = (known.form_table, known.form_key)
            row.form_table, row.form_key = form[0], given.get(form, form[1])
            row.name = row.name or known.name
            row.save(update_fields=["form_table", "form_key", "name"])


def publish_due(today: date) -> list[tuple[Change, list[str]]]:
    """Publish each approved change whose day has come; for each, why it could not be.

    One that does not fit any more stays as it is: the desk shows it.
    """
    done: list[tuple[Change, list[str]]] = []
    due = Change.objects.filter(state=ChangeState.APPROVED, publish_on__lte=today)
    for change in due.order_by("publish_on", "pk"):
        try:
            publish(change)
            done.append((change, []))
        except NotAppliedError as error:
            done.append((change, error.sentences))
    return done


def undo(
    change: Change,
    by: User,
    *,
    rows: Collection[RowChange] = (),
    column: str = "",
) -> Change:
    """A new draft that takes back a published change, some rows of it, or one column.

    What others have changed since is kept: where they meet, publishing asks.
    """
    if change.state != ChangeState.PUBLISHED:
        raise RefusedStepError("元にもどせるのは、公開した変更だけです。")
    undone = Change.objects.create(
        title=f"元にもどす：{change.title}"[:200], author=by, reverts=change
    )
    for row in reversed([*(rows or change.rows.all())]):
        before, after = row.after, row.before
        if column:
            before, after = {column: before[column]}, {column: after[column]}
        RowChange.objects.create(
            change=undone,
            kind=_REVERSED[RowChange.Doing(row.kind)],
            table=row.table,
            key=row.key,
            name=row.name,
            before=before,
            after=after,
            form_table=row.form_table,
            form_key=row.form_key,
        )
    return undone


_REVERSED = {
    RowChange.Doing.CREATED: RowChange.Doing.DELETED,
    RowChange.Doing.ALTERED: RowChange.Doing.ALTERED,
    RowChange.Doing.DELETED: RowChange.Doing.CREATED,
}


def _sentences(clashes: Collection[RowClash]) -> list[str]:
    return list(dict.fromkeys(clash.sentence for clash in clashes))
