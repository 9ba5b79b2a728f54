"""What of a row stands on paper: every field, but those left out here on purpose.

So a field that is added to a model is part of every code of a page that shows the row,
unless somebody writes here why it is not.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Field, Model
from modeltranslation.utils import build_localized_fieldname

from facts.models import Source
from fees.models import FeeTopic
from guide.models import (
    Faq,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    SiteIdentity,
    SituationLink,
    SituationService,
    Step,
)
from offices.models import (
    Municipality,
    Office,
    OfficeKind,
    OfficeService,
    Organization,
    ServiceCode,
    Trait,
    TraitKind,
)
from services.models import FactKind, ServiceType
from texts.languages import current, languages
from texts.translations import translated_names

_WHERE_FROM = "when and against what it was checked: not what it says"
_PLACE = "where it stands, not what it says"
_PICTURE = "stands beside the words, and says nothing more"
_MODEL = "which row it is, not what it says"
_OF_SEARCH = "what searches compare, made of the other fields"
_OF_IMPORT = "how the row came here, not what it says"
# Of any model, by the name of the field.
LEFT_OUT_EVERYWHERE = {
    "id": _MODEL,
    "code": _MODEL,
    "slug": _MODEL,
    "order": _PLACE,
    "source": _WHERE_FROM,
    "checked_on": _WHERE_FROM,
    "check_due": _WHERE_FROM,
    "is_published": "what is not published has no paper",
}
LEFT_OUT: dict[type[Model], dict[str, str]] = {
    FactKind: {
        "page": _PLACE,
        "on_first": _PLACE,
        "is_key": _PLACE,
        "pictogram": "stands beside its words",
        "allowed_answers": "a rule for staff",
    },
    ServiceType: {
        "exists_from": "decides whether there is a page, stands on none",
        "situation": _PLACE,
    },
    FeeTopic: {
        "body": "stands on a page of its own",
        "under": _PLACE,
        "article": _WHERE_FROM,
        "certainty": _WHERE_FROM,
    },
    GlossaryTerm: {"other_words": _OF_SEARCH},
    OfficeKind: {
        "is_first_door": _PLACE,
        "is_provider": _PLACE,
        "is_in_every_city": "tells staff what is lacking",
    },
    Office: {
        "kind": _MODEL,
        "lat": "on no paper: the map is not printed",
        "lon": "on no paper: the map is not printed",
        "geo_source": "on no paper: the map is not printed",
        "status_on": "the state itself is there",
        "locked_fields": _OF_IMPORT,
        "imported_from": _OF_IMPORT,
        "name_norm": _OF_SEARCH,
        "search_text": _OF_SEARCH,
        "sort_key": _OF_SEARCH,
        "created_at": _OF_IMPORT,
        "updated_at": _OF_IMPORT,
    },
    Organization: {"locked_fields": _OF_IMPORT},
    OfficeService: {
        "office": _MODEL,
        "locked_fields": _OF_IMPORT,
        "office_number": _OF_IMPORT,
        "source_no": _OF_IMPORT,
        "first_period": "of which month the data are, not what they say",
        "last_period": "of which month the data are, not what they say",
        "missing_since": _OF_IMPORT,
        "content_hash": _OF_IMPORT,
        "raw": _OF_IMPORT,
    },
    Trait: {"is_from_list": _OF_IMPORT},
    TraitKind: {
        "pictogram": _PICTURE,
        "other_words": _OF_SEARCH,
        "column": _OF_IMPORT,
        "is_filter": _OF_SEARCH,
        "on_card": "of lists, which are not printed",
        "fades_after": "the day of what is told stands beside it",
    },
    Faq: {"group": _PLACE},
    LawChange: {"on_home": _PLACE},
    LifeSituation: {"pictogram": _PICTURE},
    SituationService: {"situation": _MODEL},
    SituationLink: {
        "situation": _MODEL,
        **dict.fromkeys(SituationLink.TARGETS, "where it leads, not what it says"),
    },
    Step: {"pictogram": _PICTURE},
    Source: {"kind": _PLACE},
    Page: {
        "view": _MODEL,
        "nav_label": "stands in menus only, which are not printed",
        "summary": "stands on other pages",
        "in_menu": _PLACE,
    },
    SiteIdentity: {
        "city_reading": "how a word is read, not what is said",
        "prefecture_reading": "how a word is read, not what is said",
        "folder": _MODEL,
        "attribution": "stands beside data of offices, and says nothing of them",
    },
}
# By what a row that another one names is shown.
SHOWN_AS: dict[type[Model], tuple[str, ...]] = {
    Municipality: ("prefecture", "name"),
    Office: ("code",),
    OfficeService: ("office_number",),
    Organization: ("name", "reading"),
    ServiceCode: ("name",),
    ServiceType: ("slug",),
    TraitKind: ("code",),
}


def columns(model: type[Model]) -> list[str]:
    """What of the rows of `model` stands on paper in the current language.

    Lookups for `values_list`: the language's own texts and the Japanese, and of each
    row that is named the columns by which it is shown.
    """
    return list(_columns(model, current().code))


@cache
def _columns(model: type[Model], spoken: str) -> tuple[str, ...]:
    left_out = LEFT_OUT_EVERYWHERE | LEFT_OUT.get(model, {})
    return tuple(
        column
        for field in model._meta.concrete_fields
        if field.name not in left_out and not hasattr(field, "translated_field")
        for column in _of_field(field, spoken)
    )


def _of_field(field: Field[Any, Any], spoken: str) -> list[str]:
    if field.related_model is None:
        return _in_languages(field.model, field.name, spoken)
    shown = SHOWN_AS[field.related_model]
    return [
        f"{field.name}__{column}"
        for name in shown
        for column in _in_languages(field.related_model, name, spoken)
    ]


def _in_languages(model: type[Model], name: str, spoken: str) -> list[str]:
    if name not in translated_names(model):
        return [name]
    codes = sorted({languages()[0].code, spoken})
    return [build_localized_fieldname(name, code) for code in codes]
