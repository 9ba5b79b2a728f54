"""Says which texts are hard to read or not to be written, and what to write instead."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import timezone

from facts import text_checks
from facts.readability import can_read
from facts.text_checks import Measure, WrittenText
from guide.terms import faults_of_terms, share_of_linked_terms
from texts.domain.lint import LIMITS, Known, TextFinding
from texts.languages import languages

Told = tuple[WrittenText, TextFinding]


class Command(BaseCommand):
    """`manage.py lint_text [--language ja] [--terms] [--json] [app.Model …]`.

    Exit code 1 when something must be mended; what is only to be thought of again
    (注意) does not count.
    """

    help = "文章の、読みにくいところ・使わない言葉を出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("models", nargs="*", metavar="app.Model")
        parser.add_argument(
            "--language",
            choices=[language.code for language in languages()],
            default="",
            help="この言語だけを見ます。",
        )
        parser.add_argument(
            "--terms", action="store_true", help="正式な言葉の説明も見ます。"
        )
        parser.add_argument("--json", action="store_true", help="JSON で出します。")

    def handle(
        self,
        *args: object,
        models: list[str],
        language: str,
        terms: bool,
        json: bool,
        **options: object,
    ) -> None:
        known = text_checks.known(on=timezone.localdate())
        chosen = [_model(name) for name in models]
        texts = list(text_checks.texts(chosen, language))
        told = [*_findings(texts, known), *_faults(texts)]
        measures = [
            text_checks.measure(texts, code, known[code])
            for code in LIMITS
            if language in {"", code}
        ]
        # A part of the site may be harder than the whole.
        faults = (
            [] if chosen else [f"{m.language}: {t}" for m in measures for t in m.faults]
        )
        faults += faults_of_terms() if terms else []
        show = self._as_json if json else self._as_text
        show(told, measures, faults)
        if terms and not json:
            self._tell_of_links(texts)
        errors = len(faults) + sum(finding.is_error for _, finding in told)
        if errors:
            raise CommandError(f"直すところが{errors}個あります。")

    def _as_json(
        self, told: list[Told], measures: list[Measure], faults: list[str]
    ) -> None:
        listed = {
            "findings": [
                {"row": _name(text.row), "field": text.column} | asdict(finding)
                for text, finding in told
            ],
            "measures": [asdict(one) for one in measures],
            "faults": faults,
        }
        self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2))

    def _as_text(
        self, told: list[Told], measures: list[Measure], faults: list[str]
    ) -> None:
        for text, finding in told:
            self.stdout.write(_in_words(text, finding))
        for measure in measures:
            self.stdout.write(_measured(measure))
        if measures and not can_read():
            self.stdout.write(
                "jreadability・fugashi・unidic-lite が入っていないので、"
                "jReadability は計算していません（pip install '.[authoring]'）。"
            )
        for fault in faults:
            self.stdout.write(fault)

    def _tell_of_links(self, texts: list[WrittenText]) -> None:
        share = share_of_linked_terms(texts)
        self.stdout.write(
            f"説明のある言葉が、文の最初のところでリンクになっている割合：{share:.0%}"
        )


def _model(name: str) -> type[models.Model]:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError):
        raise CommandError(
            f"{name} というものはありません。guide.Faq のように書いてください。"
        ) from None


def _findings(
    texts: Iterable[WrittenText], known: Mapping[str, Known]
) -> Iterator[Told]:
    for text in texts:
        for finding in text_checks.findings(text, known):
            yield text, finding


def _faults(texts: Iterable[WrittenText]) -> Iterator[Told]:
    """What rows lack, told once a row, of its first text."""
    first: dict[tuple[type[models.Model], object], WrittenText] = {}
    for text in texts:
        first.setdefault((type(text.row), text.row.pk), text)
    for text in first.values():
        for fault in text_checks.faults_of(text.row):
            yield text, fault


def _name(row: models.Model) -> str:
    return f"{row._meta.label} {row.pk}"


def _in_words(text: WrittenText, finding: TextFinding) -> str:
    kind = "" if finding.is_error else "注意："
    return (
        f"{_name(text.row)} {text.column} {finding.start}–{finding.end}"
        f"「{finding.words}」[{finding.code}] {kind}{finding.advice}"
    )


def _measured(measure: Measure) -> str:
    limits = LIMITS[measure.language]
    words = (
        f"{measure.language}: 文 {measure.sentences}、"
        f"平均 {measure.mean:.1f}文字（{limits.mean}まで）、"
        f"いちばん長い文 {measure.longest}文字（{limits.longest}まで）"
    )
    if measure.jreadability is None:
        return words
    return words + (
        f"、jReadability {measure.jreadability:.2f}（{limits.jreadability}以上。"
        f"正式な言葉を1語と数えないと {measure.raw_jreadability:.2f}）"
    )
