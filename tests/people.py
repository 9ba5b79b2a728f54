"""Staff who sign in, by what they may do."""

from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from staff.models import StaffRules


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def alone() -> None:
    """One person is the whole office: what she saves is public at once."""
    StaffRules.objects.create(is_single_person=True)


def editor(*, publishes: bool = False) -> Client:
    """Hanako, who edits; what she saves waits, unless she `publishes`."""
    call_command("make_roles", verbosity=0)
    user = User.objects.create_user("hanako", is_staff=True)
    user.groups.add(Group.objects.get(name="編集者"))
    if publishes:
        alone()
        user.user_permissions.add(Permission.objects.get(codename="approve_change"))
    return signed_in(user)
