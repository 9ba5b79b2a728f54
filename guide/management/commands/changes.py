"""manage.py changes: every dated change since a day, for people or as JSON."""

from __future__ import annotations

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandParser

from guide.changes import KINDS, FactChange, changes_since


class Command(BaseCommand):
    """Lists what begins, changes or ends from a day on, the latest first."""

    help = "指定した日からあとに変わる内容を、新しい順に並べます。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            required=True,
            metavar="2026-01-01",
            help="この日から。まだ来ていない変更（予定もふくむ）も出します。",
        )
        parser.add_argument(
            "--kind", choices=KINDS, default="", help="この種類だけを出します。"
        )
        parser.add_argument(
            "--service", default="", help="このサービス（アドレスの名前）だけ。"
        )
        parser.add_argument("--json", action="store_true", help="JSONで出します。")

    def handle(
        self,
        *args: object,
        since: date,
        kind: str,
        service: str,
        **options: object,
    ) -> None:
        found = changes_since(since, kind=kind, service=service)
        if options["json"]:
            rows = [_as_json(change) for change in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for change in found:
            self.stdout.write(_as_line(change))


def _as_json(change: FactChange) -> dict[str, object]:
    row, before = change.row, change.before
    return {
        "from": change.day.isoformat(),
        "kind": change.kind,
        "key": row.key_code,
        "subject": row.subject,
        "status": row.status,
        "ends": row.is_end,
        "old": before.wording if before and not before.is_end else None,
        "new": None if row.is_end else row.wording,
        "source": str(row.source),
        "article": row.article,
        "checked_on": row.checked_on.isoformat(),
    }


def _as_line(change: FactChange) -> str:
    marks = "（予定）" * change.row.is_planned + "（終わり）" * change.row.is_end
    if summary := getattr(change.row, "summary", ""):
        return f"{change.day}{marks} {change.row.subject}：{summary}"
    old = _short(change.before.wording) if change.before else ""
    new = "" if change.row.is_end else _short(change.row.wording)
    words = " → ".join(filter(None, [old, new]))
    return f"{change.day}{marks} {change.row.subject}：{words}"


def _short(wording: str) -> str:
    """The first paragraph without its marks: for a list, not for a reader."""
    return wording.partition("\n")[0].strip("*") if wording else ""
