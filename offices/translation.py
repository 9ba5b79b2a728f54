"""Which texts of the offices have a column per language."""

from modeltranslation.translator import TranslationOptions

from offices import models
from texts.translations import register


@register(models.OfficeKind)
class OfficeKindOptions(TranslationOptions):
    official_names = ("name",)
    fields = (
        "name",
        "when_to_go",
        "role",
        "run_by",
        "area",
        "cost",
        "phrase",
        "article",
    )


@register(models.Office)
class OfficeOptions(TranslationOptions):
    # As they stand at the door and on the map.
    proper_names = ("name", "organization", "address")
    fields = (
        "name",
        "organization",
        "address",
        "hours",
        "closed",
        "access",
        "barrier_free",
        "note",
        "article",
    )


@register(models.TraitKind)
class TraitKindOptions(TranslationOptions):
    fields = (
        "label",
        "yes_words",
        "no_words",
        "unit",
        "to_ask",
        "question",
        "to_fill",
    )
