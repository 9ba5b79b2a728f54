"""What exists, and who may use it: services, their facts, their rules."""

from services.models.case import GoldenCase, GoldenExpectation
from services.models.contradiction import Contradiction
from services.models.deed import Deed
from services.models.fact import FactKind, ServiceFact, WageFigure
from services.models.passage import Contrast, Passage
from services.models.rule import (
    AskedOf,
    Choice,
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
    Question,
)
from services.models.service_type import ServiceType, Situation

__all__ = [
    "AskedOf",
    "Choice",
    "Contradiction",
    "Contrast",
    "Deed",
    "EligibilityCriterion",
    "EligibilityRequirement",
    "EligibilityRoute",
    "EligibilityRule",
    "FactKind",
    "GoldenCase",
    "GoldenExpectation",
    "Passage",
    "Question",
    "ServiceFact",
    "ServiceType",
    "Situation",
    "WageFigure",
]
