"""The first account of an office: asked for in Japanese, an 管理者, alone at first."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from staff.management.commands import make_administrator
from staff.models import StaffRules

pytestmark = pytest.mark.django_db
RIGHT = "kaeru-tonbo-himawari"


@pytest.fixture
def answers(monkeypatch):
    """Type what is given into the next questions; returns what was asked."""
    asked, given = [], []

    def answer(question: str) -> str:
        asked.append(question)
        return given.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(make_administrator, "getpass", answer)

    def run(*typed: str, **options: object) -> tuple[list[str], str]:
        given[:] = typed
        said = StringIO()
        call_command("make_administrator", stdout=said, stderr=said, **options)
        return asked, said.getvalue()

    return run


def test_the_first_account_is_an_administrator_alone_in_her_office(answers):
    asked, said = answers(
        "", "hana ko", "hanako", "aaaaaaaaaaaa", RIGHT, "another", RIGHT, RIGHT
    )
    assert asked[0] == "ユーザー名（半角の英数字）： "
    assert "このフィールドは空ではいけません。" in said
    assert "同じ文字のくりかえしです。" in said
    assert "2回が同じではありません。" in said
    assert "管理者「hanako」を作りました。" in said
    assert "make no-phones" in said

    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.check_password(RIGHT)) == (True,) * 3
    assert [group.name for group in user.groups.all()] == ["管理者"]
    assert StaffRules.current().is_single_person is True


def test_the_next_account_leaves_what_the_office_has_decided(answers):
    User.objects.create_user("taro", is_staff=True)
    _asked, said = answers(RIGHT, RIGHT, name="hanako")
    assert "ひとりの職場" not in said
    assert StaffRules.current().is_single_person is False


def test_a_name_that_is_taken_is_told(answers):
    User.objects.create_user("hanako")
    with pytest.raises(CommandError, match="同じユーザー名が既に登録済みです。"):
        answers(name="hanako")
