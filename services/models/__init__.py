"""What exists on the ground floor: sources, services, their facts, their rules."""

from services.models.case import GoldenCase, GoldenExpectation
from services.models.fact import FactKind, ServiceFact, Statistic, WageFigure
from services.models.rule import (
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    Question,
)
from services.models.service_type import ServiceType, Situation
from services.models.source import Source
from services.models.translation import Translation

__all__ = [
    "Choice",
    "EligibilityCriterion",
    "EligibilityRequirement",
    "EligibilityRoute",
    "EligibilityRule",
    "FactKind",
    "GoldenCase",
    "GoldenExpectation",
    "Question",
    "ServiceFact",
    "ServiceType",
    "Situation",
    "Source",
    "Statistic",
    "Translation",
    "WageFigure",
]
