"""What a service costs its user: brackets, caps and the parameters around them."""

from fees.models.cap import Audience, FeeCap, IncomeBracket
from fees.models.fee_topic import FeeTopic
from fees.models.golden_fee_case import FeeCase
from fees.models.parameter import FeeParameter, Unit

__all__ = [
    "Audience",
    "FeeCap",
    "FeeCase",
    "FeeParameter",
    "FeeTopic",
    "IncomeBracket",
    "Unit",
]
