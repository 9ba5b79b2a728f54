"""Who may do what: drafts, approvals, and what goes out without a second look.

What a person may is asked of her rights, which her groups give her; the office's own
decisions come from `StaffRules`, handed in by whoever asks for several at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import Model

from staff.domain.typing_slips import is_slip
from staff.models import StaffRules, WhoGivesCodes
from texts.languages import languages
from texts.translations import column_of

EDITORS, APPROVERS, ADMINISTRATORS = "編集者", "承認者", "管理者"
ROLES = (EDITORS, APPROVERS, ADMINISTRATORS)

Person = User | AnonymousUser | AbstractBaseUser

# Columns by which people reach a place, those of a text in every language of the site;
# and the mark of what people wrote by hand, which an import then leaves.
CONTACTS: Mapping[str, frozenset[str]] = {
    "offices.office": frozenset({"phone", "fax", "hours", "closed", "locked_fields"}),
    "offices.officeservice": frozenset({"locked_fields"}),
    # The record that a form itself writes of what was changed in it.
    "offices.officechange": frozenset(
        "id office_id service_id organization_id field old new by_id run_id at".split()
    ),
    "offices.openinghours": frozenset(
        {"id", "office_id", "service_id", "day", "opens", "closes"}
    ),
}


# When a fact was found right, and when it is looked at next.
CHECKS = frozenset({"checked_on", "check_due"})


def may_draft(user: Person) -> bool:
    """Whether `user` may write changes that wait for a second pair of eyes."""
    return _has(user, "staff.add_change")


def may_approve(
    user: Person, author: Model | None, *, rules: StaffRules | None = None
) -> bool:
    """Whether `user` may publish what `author` wrote: another's, unless she is alone.

    `author` is None where nobody knows who wrote it.
    """
    if not _has(user, "staff.approve_change"):
        return False
    is_own = author is not None and author.pk == user.pk
    return not is_own or (rules or StaffRules.current()).is_single_person


def may_publish_small(user: Person) -> bool:
    """Whether `user` may publish at once what `is_small` or `is_small_change`."""
    return may_draft(user)


def is_small(
    model_label: str,
    column_names: Iterable[str],
    *,
    rules: StaffRules | None = None,
) -> bool:
    """Whether columns of `app.model` are small whatever they say.

    So are phone and hours, and the day on which somebody found a fact right.

    No column at all changes nothing, which is small.
    """
    rules = rules or StaffRules.current()
    names = {*column_names} - _following(model_label)
    if rules.checks_are_small:
        names -= CHECKS
    if not names:
        return True
    if not rules.contacts_are_small:
        return False
    return names <= _columns(CONTACTS.get(model_label.lower(), frozenset()))


def is_small_change(
    model_label: str,
    columns: Mapping[str, tuple[object, object]],
    *,
    rules: StaffRules | None = None,
) -> bool:
    """Whether each column, by its name with its value before and after, is small.

    A row that is created has None before, one that is deleted has None after.
    """
    rules = rules or StaffRules.current()
    return all(
        before == after
        or is_small(model_label, [name], rules=rules)
        or (rules.slips_are_small and _slipped(before, after, rules.slip_letters))
        for name, (before, after) in columns.items()
    )


def gives_codes(user: Person, *, rules: StaffRules | None = None) -> bool:
    """Whether `user` has to give a code beside the password."""
    who = (rules or StaffRules.current()).who_gives_codes
    if who == WhoGivesCodes.APPROVERS:
        return is_trusted(user)
    return who == WhoGivesCodes.EVERYBODY


def is_trusted(user: Person) -> bool:
    """Whether `user` publishes what others wrote, or decides who may."""
    rights = ("staff.approve_change", "auth.change_user", "auth.change_group")
    if any(_has(user, right) for right in rights):
        return True
    return isinstance(user, User) and user.groups.filter(name__in=ROLES[1:]).exists()


def _has(user: Person, right: str) -> bool:
    return isinstance(user, User | AnonymousUser) and user.has_perm(right)


def _slipped(before: object, after: object, letters: int) -> bool:
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return is_slip(before, after, letters=letters)


@cache
def _following(model_label: str) -> frozenset[str]:
    """Columns that nobody writes: they follow from others, such as what is searched."""
    try:
        model = apps.get_model(model_label)
    except (LookupError, ValueError):
        return frozenset()
    fields = model._meta.concrete_fields
    return frozenset(field.attname for field in fields if not field.editable)


def _columns(names: Iterable[str]) -> set[str]:
    """`names`, and what a text of each is called in every language."""
    return {
        column
        for name in names
        for column in (name, *(column_of(name, one) for one in languages()))
    }
