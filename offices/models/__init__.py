"""Whom to ask, and where services are offered."""

from offices.models.contact import callable_number, phone_number, postal_code
from offices.models.import_run import ImportIssue, ImportRun, IssueLevel
from offices.models.import_source import ImportSource
from offices.models.import_trace import ImportTrace, TraceKind
from offices.models.listing import Day, ListingStatus, OfficeService, found_by
from offices.models.office import (
    IMPORTED_FIELDS,
    GeoSource,
    Office,
    OfficeQuerySet,
    OfficeStatus,
    found_by_services,
)
from offices.models.office_change import OfficeChange
from offices.models.office_kind import OfficeKind
from offices.models.opening_hours import OfficeArea, OpeningHours
from offices.models.organization import Organization
from offices.models.place import Municipality, Town
from offices.models.place_name import PlaceName, PlaceNameKind
from offices.models.report import OfficeReport, ReportReason
from offices.models.run_state import RunMode, RunState
from offices.models.service_code import ServiceCode
from offices.models.tells_section import TellsSection
from offices.models.trait import (
    SaidBy,
    Trait,
    TraitAnswer,
    TraitForm,
    TraitKind,
    trait_mark,
)

__all__ = [
    "IMPORTED_FIELDS",
    "Day",
    "GeoSource",
    "ImportIssue",
    "ImportRun",
    "ImportSource",
    "ImportTrace",
    "IssueLevel",
    "ListingStatus",
    "Municipality",
    "Office",
    "OfficeArea",
    "OfficeChange",
    "OfficeKind",
    "OfficeQuerySet",
    "OfficeReport",
    "OfficeService",
    "OfficeStatus",
    "OpeningHours",
    "Organization",
    "PlaceName",
    "PlaceNameKind",
    "ReportReason",
    "RunMode",
    "RunState",
    "SaidBy",
    "ServiceCode",
    "TellsSection",
    "Town",
    "TraceKind",
    "Trait",
    "TraitAnswer",
    "TraitForm",
    "TraitKind",
    "callable_number",
    "found_by",
    "found_by_services",
    "phone_number",
    "postal_code",
    "trait_mark",
]
