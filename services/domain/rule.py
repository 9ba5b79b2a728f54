"""Eligibility rules as values: Rule > Requirement > Route > Criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.domain.verdict import Verdict, all_of, any_of


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question, and the answers to it that qualify."""

    question: str
    accepted: frozenset[str]

    def judge(self, answers: Mapping[str, str]) -> Verdict:
        if self.question not in answers:
            return Verdict.UNKNOWN
        return Verdict.YES if answers[self.question] in self.accepted else Verdict.NO


@dataclass(frozen=True, slots=True)
class Route:
    """One way to meet a requirement: all its criteria."""

    criteria: tuple[Criterion, ...]

    def judge(self, answers: Mapping[str, str]) -> Verdict:
        return all_of(criterion.judge(answers) for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the law asks for; any route to it is enough."""

    code: str
    routes: tuple[Route, ...]

    def judge(self, answers: Mapping[str, str]) -> Verdict:
        return any_of(route.judge(answers) for route in self.routes)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a service: whoever meets every requirement."""

    requirements: tuple[Requirement, ...]

    def judge(self, answers: Mapping[str, str]) -> Verdict:
        return all_of(requirement.judge(answers) for requirement in self.requirements)
