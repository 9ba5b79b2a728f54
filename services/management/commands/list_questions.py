"""Lists the questions of the eligibility check with their choices."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand

from services.models import Question


class Command(BaseCommand):
    """`manage.py list_questions [--json]`: codes, choices and wording."""

    help = "「使えるか確かめる」の質問と答えの一覧を出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="JSON で出します。")

    def handle(self, *args: object, json: bool, **options: object) -> None:
        questions = Question.objects.prefetch_related("choices")
        self.stdout.write(_as_json(questions) if json else _as_text(questions))


def _as_json(questions: Iterable[Question]) -> str:
    listed = [
        {
            "code": question.code,
            "text": question.text,
            "text_family": question.text_for("family"),
            "text_supporter": question.text_for("supporter"),
            "hint": question.hint,
            "reason": question.reason,
            "choices": [
                {"code": choice.code, "text": choice.text}
                for choice in question.choices.all()
            ],
        }
        for question in questions
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def _as_text(questions: Iterable[Question]) -> str:
    lines = []
    for question in questions:
        lines.append(f"{question.code}: {question.text}")
        lines += [
            f"    {choice.code}: {choice.text}" for choice in question.choices.all()
        ]
    return "\n".join(lines)
