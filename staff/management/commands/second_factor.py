"""Says who gives codes, or takes a phone away, where nobody can sign in to do it."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from staff.models import StaffRules, WhoGivesCodes
from staff.signing_in import take_away_phone


class Command(BaseCommand):
    """`manage.py second_factor`: for an office without phones, and for a lost one."""

    help = "だれがスマートフォンの番号を入れるかを決めるか、人の登録を取り消します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group(required=True)
        one.add_argument(
            "--who",
            choices=WhoGivesCodes.values,
            help="approvers：承認者と管理者、everybody：全員、nobody：だれもしない",
        )
        one.add_argument("--reset", metavar="NAME", help="登録を取り消す人のユーザー名")

    def handle(
        self,
        *args: object,
        who: str | None = None,
        reset: str | None = None,
        **options: object,
    ) -> None:
        if who:
            rules = StaffRules.current()
            rules.who_gives_codes = who
            rules.save()
            self.stdout.write(f"二段階の確認：{rules.get_who_gives_codes_display()}。")
            return
        user = User.objects.filter(username=reset).first()
        if user is None:
            raise CommandError(f"「{reset}」というユーザーはいません。")
        take_away_phone(user, by=user)
        self.stdout.write(f"「{user}」は、次にログインするときに、登録し直します。")
