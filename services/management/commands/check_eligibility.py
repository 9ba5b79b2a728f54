"""Judges answers from standard input and prints what they come to, as JSON."""

import json
import sys
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from services.eligibility import Finding, check_eligibility, unknown_answers


class Command(BaseCommand):
    """`manage.py check_eligibility --on 2026-11-21 < answers.json`.

    Reads an object of question codes to choice codes; prints an object with, for
    every service, outcome, first, confirm, guide, requirements, open_questions and
    planned. `outcome` is null on a day for which the service has no rule; `guide` says
    that an `unlikely` rests only on what is a guide.
    """

    help = "答え（JSON）から、サービスごとの結果を出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            metavar="YYYY-MM-DD",
            help="いつの決まりで。書かなければきょう。",
        )

    def handle(self, *args: object, on: date | None, **options: object) -> None:
        answers = self._read()
        findings = check_eligibility(answers, on=on or timezone.localdate())
        found = {finding.service.slug: _as_json(finding) for finding in findings}
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def _read(self) -> dict[str, str]:
        try:
            answers = json.load(sys.stdin)
        except ValueError as error:
            raise CommandError(f"JSON として読めません: {error}") from error
        if not isinstance(answers, dict):
            raise CommandError('{"age": "18-49"} のような形で書いてください。')
        unknown = unknown_answers(answers)
        if unknown:
            raise CommandError(
                f"ない質問か、ない答えです: {', '.join(unknown)}。"
                "manage.py list_questions で確かめてください。"
            )
        return answers


def _as_json(finding: Finding) -> dict[str, object]:
    coming = finding.coming
    return {
        "outcome": finding.outcome.value if finding.outcome else None,
        "first": finding.first.slug if finding.first else None,
        "confirm": finding.confirm,
        "guide": finding.is_guide,
        "requirements": [
            {
                "code": item.row.code,
                "verdict": item.verdict.value,
                "text": item.row.text,
                "source": item.row.source.url or str(item.row.source),
            }
            for item in finding.requirements
        ],
        "open_questions": list(finding.open_questions),
        "planned": coming
        and {
            "valid_from": coming.rule.valid_from.isoformat(),
            "outcome": coming.outcome.value,
        },
    }
