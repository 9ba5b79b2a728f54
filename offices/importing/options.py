"""What is imported, and how."""

from __future__ import annotations

from dataclasses import dataclass, field

from offices.importing.gates import ImportLimits


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chose."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Options:
    """How to read the files, and what they may do."""

    source: str = "wam"
    period: str = ""
    scope: frozenset[str] | None = None
    # The services of the files, where their names do not tell.
    covers: frozenset[str] = frozenset()
    limits: ImportLimits = field(default_factory=ImportLimits)
