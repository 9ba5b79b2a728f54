"""Makes the account of an 管理者, asked for in Japanese: what `make staff` runs."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from staff.models import StaffRules
from staff.roles import ADMINISTRATORS

_FIRST = (
    "はじめのアカウントなので、「ひとりの職場」にしました。自分の変更を、自分で公開できます。"
    "2人になったら、管理画面の「職場の決まり」で印をはずしてください。"
)
_PHONE = (
    "はじめてログインするとき、スマートフォンの認証アプリを登録します。"
    "スマートフォンがない職場では、先に make no-phones（市のサーバーでは "
    "guide-manage second_factor --who nobody）を実行してください。"
)


class Command(BaseCommand):
    """`manage.py make_administrator`: an account with all rights, in its group."""

    help = "管理者のアカウントを作ります。名前とパスワードをききます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help="ユーザー名。ないときは、ききます")

    def handle(self, *args: object, name: str | None = None, **options: object) -> None:
        with translation.override("ja"):
            try:
                user = self._asked_name(name)
                user.set_password(self._asked_password(user))
            except (EOFError, KeyboardInterrupt):
                raise CommandError("やめました。何も作っていません。") from None
            is_first = self._store(user)
        self.stdout.write(f"管理者「{user}」を作りました。")
        if is_first:
            self.stdout.write(_FIRST)
        self.stdout.write(_PHONE)

    def _asked_name(self, given: str | None) -> User:
        """A person of a name that is free and fits; asks until there is one."""
        while True:
            name = given or input("ユーザー名（半角の英数字）： ").strip()
            user = User(username=name, is_staff=True, is_superuser=True)
            try:
                user.clean_fields(exclude=["password"])
                user.validate_unique()
            except ValidationError as error:
                if given:
                    raise CommandError(" ".join(error.messages)) from None
                self.stderr.write(" ".join(error.messages))
            else:
                return user

    def _asked_password(self, user: User) -> str:
        while True:
            password = getpass("パスワード（12文字以上、画面には出ません）： ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stderr.write("\n".join(error.messages))
                continue
            if getpass("もう一度、同じパスワード： ") == password:
                return password
            self.stderr.write("2回が同じではありません。もう一度入れてください。")

    @transaction.atomic
    def _store(self, user: User) -> bool:
        """Store `user` in her group; whether she is the first of the office."""
        is_first = not User.objects.filter(is_staff=True).exists()
        call_command("make_roles", verbosity=0, stdout=self.stdout)
        user.save()
        user.groups.add(Group.objects.get(name=ADMINISTRATORS))
        if is_first:
            rules = StaffRules.current()
            rules.is_single_person = True
            rules.save()
        return is_first
