"""What facts stand on: their sources, and published figures."""

from facts.models.source import Source, SourceKind
from facts.models.statistic import Statistic

__all__ = ["Source", "SourceKind", "Statistic"]
