"""「ためす」: what some answers come to on two days, side by side; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format

from facts.effective import Status
from services.admin.choice_answers import AnswersField
from services.domain.outcome import Outcome, judge
from services.domain.rule import Answers
from services.domain.verdict import Verdict
from services.eligibility import Finding, check_eligibility
from services.models import EligibilityRequirement, EligibilityRule, ServiceType
from services.models.case import OUTCOMES
from services.rulebook import rules_as_values
from staff.written_fields import DayField

_NO_DAY = {"invalid": "日付として読めません。2027-04-01 のように入れてください。"}


class TrialForm(forms.Form):
    """A person's answers, and the days whose rules to try them on."""

    day = DayField(
        label="いつの決まりで",
        widget=forms.DateInput,
        error_messages={"required": "日付を入れてください。"} | _NO_DAY,
    )
    second_day = DayField(
        label="くらべる日",
        required=False,
        widget=forms.DateInput,
        error_messages=_NO_DAY,
        help_text="空なら、くらべません。",
    )
    answers = AnswersField(label="答え")

    def given(self) -> dict[str, str]:
        """The answers by code, as the rules take them."""
        return {row.question.code: row.code for row in self.cleaned_data["answers"]}

    def days(self) -> list[date]:
        days = (self.cleaned_data["day"], self.cleaned_data["second_day"])
        return list(dict.fromkeys(day for day in days if day))


@dataclass(frozen=True)
class Column:
    """What one rule makes of the answers."""

    title: str
    outcome: Outcome | None
    first: ServiceType | None
    confirm: bool
    verdicts: Mapping[str, tuple[str, Verdict]]
    is_guide: bool = False

    def verdict_on(self, code: str) -> str | None:
        """The verdict on a requirement; None where this rule does not ask it."""
        return self.verdicts[code][1].value if code in self.verdicts else None

    @property
    def in_words(self) -> str:
        if self.outcome is None:
            return "この日には、決まりがありません"
        if self.outcome is Outcome.FIRST and self.first:
            return f"先に{self.first.short_name}を使います"
        city = "（市の確認つき）" if self.confirm else ""
        guide = "（めやす。市が確かめる）" if self.is_guide else ""
        return dict(OUTCOMES)[self.outcome.value] + city + guide


@dataclass(frozen=True)
class TrialLine:
    """One requirement: its verdict in each column, None where it is not asked."""

    text: str
    verdicts: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.verdicts)) > 1


@dataclass(frozen=True)
class Trial:
    """One service: what each column says, and each requirement across them."""

    service: ServiceType
    columns: tuple[Column, ...]

    @property
    def differs(self) -> bool:
        return len({column.in_words for column in self.columns}) > 1

    @property
    def lines(self) -> list[TrialLine]:
        texts = {
            code: text
            for column in self.columns
            for code, (text, _verdict) in column.verdicts.items()
        }
        return [
            TrialLine(text, tuple(column.verdict_on(code) for column in self.columns))
            for code, text in texts.items()
        ]


def first_change_after(day: date) -> date | None:
    """The day from which the next rule is to hold."""
    coming = EligibilityRule.objects.coming_after(day).filter(valid_from__gt=day)
    return coming.values_list("valid_from", flat=True).first()


def try_answers(answers: Answers, days: Iterable[date]) -> list[Trial]:
    """Each service's findings on `days`, and by the plans that begin by then."""
    columns: dict[ServiceType, list[Column]] = {}
    for day in days:
        findings = check_eligibility(answers, on=day)
        planned = _planned(answers, day, [finding.service for finding in findings])
        for finding in findings:
            own = columns.setdefault(finding.service, [])
            own.append(_found(finding, day))
            own += planned.get(finding.service.pk, [])
    return [Trial(service, tuple(found)) for service, found in columns.items()]


def _found(finding: Finding, day: date) -> Column:
    verdicts = {
        item.row.code: (item.row.text, item.verdict) for item in finding.requirements
    }
    return Column(
        date_format(day),
        finding.outcome,
        finding.first,
        finding.confirm,
        verdicts,
        finding.is_guide,
    )


def _planned(
    answers: Answers, day: date, services: list[ServiceType]
) -> dict[int, list[Column]]:
    """The newest plan of each service that was to begin by `day`, if one was."""
    rows = {row.service_id: row for row in _plans_begun_by(day)}
    values = rules_as_values(rows.values())
    texts: dict[int, dict[str, str]] = {row.pk: {} for row in rows.values()}
    requirements = EligibilityRequirement.objects.filter(rule__in=texts)
    for requirement in requirements:
        texts[requirement.rule_id][requirement.code] = requirement.text
    by_slug = {service.slug: service for service in services}
    found: dict[int, list[Column]] = {}
    for service, row in rows.items():
        judgement = judge(values[row.pk], answers)
        verdicts = {
            item.code: (texts[row.pk][item.code], verdict)
            for item, verdict in judgement.verdicts
        }
        column = Column(
            f"{date_format(day)}（予定の決まりなら）",
            None if row.is_end else judgement.outcome,
            by_slug.get(judgement.first or ""),
            judgement.confirm,
            verdicts,
            judgement.is_guide,
        )
        found[service] = [column]
    return found


def _plans_begun_by(day: date) -> QuerySet[EligibilityRule]:
    """Plans not replaced by the law, the oldest first."""
    coming = EligibilityRule.objects.coming_after(day)
    return coming.filter(status=Status.PLANNED, valid_from__lte=day)
