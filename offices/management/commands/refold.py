"""Folds anew what offices are found by: after a change of the fold itself."""

from django.core.management.base import BaseCommand

from offices.models import Office


class Command(BaseCommand):
    """`manage.py refold`: can be run at any time, and again."""

    help = "事業所をさがすための文を作りなおします。何度でも実行できます。"

    def handle(self, *args: object, **options: object) -> None:
        changed = Office.objects.all().refold()
        self.stdout.write(f"{changed} か所の、さがすための文を新しくしました。")
