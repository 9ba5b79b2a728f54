"""Runs every golden case and prints what comes out otherwise than it must."""

from django.core.management.base import BaseCommand, CommandError

from services.golden import check_cases
from services.models import GoldenCase


class Command(BaseCommand):
    """`manage.py check_cases`: exit code 1 when a case differs."""

    help = "決まりの例題を全部確かめます。"

    def handle(self, *args: object, **options: object) -> None:
        differences = check_cases()
        for difference in differences:
            self.stdout.write(
                f"{difference.case.code} {difference.case} [{difference.part}]: "
                f"正しい結果 {difference.expected}、"
                f"出た結果 {difference.found or '決まりなし'}"
            )
        if differences:
            raise CommandError(f"{len(differences)} つの例題がちがう結果です。")
        self.stdout.write(
            f"{GoldenCase.objects.count()} つの例題は全部正しい結果です。"
        )
