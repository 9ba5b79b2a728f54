"""What stored rules leave open: an answer that nothing mentions, a day without a case.

Neither makes a rule unsound. But an answer that no condition accepts closes every
service to whoever gives it, and a rule that no golden case looks at can be changed
without anybody noticing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from django.utils.formats import date_format

from facts.effective import Status
from services.admin.fault import FaultyRow
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRule,
    GoldenExpectation,
)

_END = date.max


def unmentioned_answers() -> Iterator[FaultyRow]:
    """The answers to questions of enacted rules that no condition of them accepts.

    But for those of which staff say that it is meant so.
    """
    criteria = EligibilityCriterion.objects.filter(
        route__requirement__rule__status=Status.ENACTED
    )
    # Asked one after the other: joined, they keep PostgreSQL busy for half a minute.
    asked = set(criteria.values_list("question", flat=True))
    mentioned = set(criteria.values_list("accepted", flat=True)) - {None}
    answers = (
        Choice.objects.filter(question__in=asked, meets_nothing=False)
        .exclude(pk__in=mentioned)
        .select_related("question")
    )
    for answer in answers:
        yield FaultyRow(
            ("unmentioned", answer.pk),
            f"答え「{answer.text}」を、どの条件も満たす答えにしていません。このままでは、"
            "こう答えた人は、この質問を見るサービスを使えないことになります。"
            "「同じあつかいにする答え」をえらんでください。"
            "たしかにどの条件も満たさないなら、「どの条件も満たさない」に印をつけてください。",
            answer,
        )


def rules_without_case(*, on: date) -> Iterator[FaultyRow]:
    """The rules that hold on that day or later and that no golden case looks at."""
    days = _days_of_cases()
    for rule, until in _with_last_days():
        looked_at = any(
            rule.valid_from <= day <= until for day in days[rule.service_id]
        )
        if until >= on and not rule.is_end and not looked_at:
            begins = date_format(rule.valid_from)
            yield FaultyRow(
                ("without a case", rule.pk),
                f"{rule.service.short_name}の{begins}からの決まりを見る例題が、"
                "1つもありません。「決まりの例題」に、その日からの例を足してください"
                "（予定の決まりを見る例にします）。",
                rule,
            )


def _days_of_cases() -> dict[int, list[date]]:
    """For each service the days on which golden cases look at it."""
    found: dict[int, list[date]] = defaultdict(list)
    for service, day in GoldenExpectation.objects.values_list("service", "case__day"):
        found[service].append(day)
    return found


def _with_last_days() -> Iterator[tuple[EligibilityRule, date]]:
    """Each enacted rule of a published service, and the last day on which it holds."""
    by_service: dict[int, list[EligibilityRule]] = defaultdict(list)
    for rule in (
        EligibilityRule.objects.filter(
            status=Status.ENACTED, service__is_published=True
        )
        .select_related("service")
        .order_by("valid_from")
    ):
        by_service[rule.service_id].append(rule)
    for rules in by_service.values():
        for rule, following in zip_longest(rules, rules[1:]):
            until = following.valid_from - timedelta(days=1) if following else _END
            yield rule, until
