"""What is wrong with stored rules, in a sentence each and with the row to mend."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse

from services.domain.rule import Rule
from services.domain.soundness import Fault, Flaw, Words, find_faults, find_wordless
from services.models import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
)
from services.rulebook import rules_as_values

# Takes: at, what has the fault; and, the second of a pair.
_SENTENCES = {
    Flaw.NO_REQUIREMENT: "{at}に、条件が1つもありません。"
    "このままでは、だれでも使えることになります。",
    Flaw.NO_ROUTE: "{at}に、満たす道がありません。このままでは、だれも満たせません。",
    Flaw.NO_CRITERION: "{at}に、質問がありません。"
    "このままでは、だれでも満たすことになります。",
    Flaw.ACCEPTS_NOTHING: "{at}に、満たす答えがありません。"
    "このままでは、だれも満たせません。",
    Flaw.ACCEPTS_EVERYTHING: "{at}は、どの答えでも満たします。"
    "満たさない答えから印を取るか、この質問を道から消してください。",
    Flaw.EXCLUSIVE_CHOICES: "{at}は、同じ質問に、いっしょには選べない答えを"
    "もとめています。",
    Flaw.NOBODY_MEETS: "{at}は、だれも満たせません。",
    Flaw.EXCLUSIVE_REQUIREMENTS: "{at}と{and_}を、両方満たせる人がいません。",
    Flaw.NOBODY_PASSES: "{at}の条件を、全部満たせる人がいません。",
    Flaw.EVERYBODY_PASSES: "{at}は、どんな答えの人でも使えることになります。",
    Flaw.NO_WORDS: "{at}に、読む人への文がありません。",
}


@dataclass(frozen=True)
class FaultyRow:
    """A fault of a stored rule: where, in a sentence, and the row whose form mends it.

    `key` is the same before and after a change that leaves the fault as it was.
    """

    key: tuple
    sentence: str
    row: Model

    @property
    def address(self) -> str:
        """The form in which it is mended."""
        options = self.row._meta
        name = f"admin:{options.app_label}_{options.model_name}_change"
        return reverse(name, args=[self.row.pk])


def with_parts(rules: QuerySet[EligibilityRule]) -> QuerySet[EligibilityRule]:
    """`rules` with requirements, routes, criteria and answers in the rules' order."""
    requirements = EligibilityRequirement.objects.select_related("way_in")
    criteria = EligibilityCriterion.objects.select_related("question")
    routes = "requirements__routes"
    return rules.select_related("service").prefetch_related(
        Prefetch("requirements", requirements.order_by("order", "pk")),
        Prefetch(routes, EligibilityRoute.objects.order_by("order", "pk")),
        Prefetch(f"{routes}__criteria", criteria.order_by("question__order", "pk")),
        Prefetch(
            f"{routes}__criteria__accepted", Choice.objects.order_by("order", "pk")
        ),
    )


def faults_in(rules: Collection[EligibilityRule]) -> list[FaultyRow]:
    """The faults of rules that were fetched `with_parts`."""
    values = rules_as_values(rules) if rules else {}
    return [fault for rule in rules for fault in _faults(rule, values[rule.pk])]


def _faults(row: EligibilityRule, value: Rule) -> list[FaultyRow]:
    words = [
        Words(
            requirement.text or "",
            tuple(route.text or "" for route in requirement.routes.all()),
        )
        for requirement in row.requirements.all()
    ]
    found = [*find_wordless(words), *find_faults(value)]
    return [_as_row(row, fault) for fault in found]


def _as_row(rule: EligibilityRule, fault: Fault) -> FaultyRow:
    path = _path(rule, fault.place)
    other = None if fault.other is None else _path(rule, fault.other)
    sentence = _SENTENCES[fault.flaw].format(at=_named(path), and_=_named(other or []))
    # A criterion is edited with its route.
    row = path[-2] if len(path) == 4 else path[-1]
    key = (fault.flaw, type(path[-1]), path[-1].pk, other and other[-1].pk)
    return FaultyRow(key, sentence, row)


def _path(rule: EligibilityRule, place: tuple[int, ...]) -> list[Model]:
    """The rows from the rule down to `place`."""
    path: list[Model] = [rule]
    for number, parts in zip(
        place, ("requirements", "routes", "criteria"), strict=False
    ):
        path.append(getattr(path[-1], parts).all()[number])
    return path


def _named(path: list[Model]) -> str:
    """`条件「年齢」の道「50歳以上」`; a row without words is named by its code."""
    names = ["条件", "道", "質問"]
    parts = [
        f"{name}「{str(row) or getattr(row, 'code', '')}」"
        for name, row in zip(names, path[1:], strict=False)
    ]
    return "の".join(parts) or "この決まり"
