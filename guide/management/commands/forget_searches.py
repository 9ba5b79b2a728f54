"""Forgets the words that found nothing and that nobody asked for again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guide.models import SearchMiss


class Command(BaseCommand):
    """May be run every day; the first word of a day does the same."""

    help = "1か月より前に1回だけさがされた言葉と、1年より前の言葉を消します。"

    def handle(self, *args: Any, **options: Any) -> None:
        gone = SearchMiss.objects.drop_old(on=timezone.localdate())
        self.stdout.write(f"{gone} 件を消しました。")
