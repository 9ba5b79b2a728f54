"""Runs every golden case of money and prints what comes out otherwise."""

from django.core.management.base import BaseCommand, CommandError

from fees.fee_cases import check_fee_cases
from fees.models import FeeCase


class Command(BaseCommand):
    """`manage.py check_fee_cases`: exit code 1 when a case differs."""

    help = "お金の例題を全部確かめます。"

    def handle(self, *args: object, **options: object) -> None:
        differences = check_fee_cases()
        for item in differences:
            self.stdout.write(
                f"{item.case.code} {item.case} [{item.part}]: "
                f"正しい結果 {item.expected}、出た結果 {item.found}"
            )
        if differences:
            raise CommandError(f"{len(differences)} つの値がちがいます。")
        self.stdout.write(f"{FeeCase.objects.count()} つの例題は全部正しい結果です。")
