"""Brings new shipped content to a site that already runs."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import translation

from guide.models import SiteIdentity
from guide.shipped.entries import content_files, read_entries
from guide.shipped.update import ContentUpdate, KeptRow, apply_update, plan_update
from offices.models import Office


class Command(BaseCommand):
    """`manage.py update_content`: after `migrate`, before the server starts anew."""

    help = (
        "新しく配られた内容を、動いているサイトに入れます。職員が直した行は変えずに、"
        "両方の版を出します。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="見るだけで、何も変えません。"
        )

    def handle(self, *args: object, **options: object) -> None:
        site = SiteIdentity.objects.first()
        entries = list(read_entries(content_files(site.folder if site else "")))
        # Fixtures name the columns of each language; the base column follows Japanese.
        with translation.override("ja"):
            update = plan_update(entries)
            self._tell(update)
            if options["dry_run"]:
                self.stdout.write("見るだけです。何も変えていません。")
                return
            apply_update(update, entries)
        # How texts are folded may be another in this release.
        Office.objects.all().refold()
        if update.changes_nothing:
            self.stdout.write("変えるものはありませんでした。")

    def _tell(self, update: ContentUpdate) -> None:
        for entry in update.added:
            self.stdout.write(f"＋ {entry}")
        for row, _entry in update.changed:
            self.stdout.write(f"～ {row._meta.verbose_name}「{row}」")
        for row in update.removed:
            self.stdout.write(f"－ {row._meta.verbose_name}「{row}」")
        for kept in update.kept:
            self._tell_versions(kept)
        for name, why in update.left:
            self.stdout.write(f"！ {name}：{why}")

    def _tell_versions(self, kept: KeptRow) -> None:
        name = f"{kept.row._meta.verbose_name}「{kept.row}」"
        self.stdout.write(f"！ {name}：職員が直したので、変えません。")
        options = kept.row._meta
        fields = {one.name: one for one in (*options.fields, *options.many_to_many)}
        for field, (before, now, new) in kept.versions.items():
            label = fields[field].verbose_name
            self.stdout.write(f"    {label}（{field}）")
            self.stdout.write(f"      前に配られた版：{before}")
            self.stdout.write(f"      いまの版：{now}")
            self.stdout.write(f"      新しい版：{new}")
