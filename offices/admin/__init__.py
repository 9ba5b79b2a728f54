"""Whom to ask, in the staff's hands."""

from offices.admin import (
    import_run,
    import_source,
    listing,
    office,
    place,
    report,
    trait,
)

__all__ = [
    "import_run",
    "import_source",
    "listing",
    "office",
    "place",
    "report",
    "trait",
]
