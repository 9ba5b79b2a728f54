"""Which texts of the services have a column per language."""

from modeltranslation.translator import TranslationOptions

from services import models
from texts.translations import register


@register(models.Situation)
class SituationOptions(TranslationOptions):
    fields = ("name",)


@register(models.ServiceType)
class ServiceTypeOptions(TranslationOptions):
    official_names = ("name", "short_name")
    fields = (
        "name",
        "short_name",
        "plain_name",
        "purpose",
        "for_whom",
        "asks",
        "suits",
        "activities",
        "entry",
        "legal_basis",
        "article",
    )


@register(models.FactKind)
class FactKindOptions(TranslationOptions):
    fields = ("question", "label")


@register(models.ServiceFact)
class ServiceFactOptions(TranslationOptions):
    fields = ("answer", "note", "headline", "gist", "article")


@register(models.Deed)
class DeedOptions(TranslationOptions):
    fields = ("text",)


@register(models.Passage)
class PassageOptions(TranslationOptions):
    fields = ("words", "article")


@register(models.Contrast)
class ContrastOptions(TranslationOptions):
    fields = ("words", "article")


@register(models.WageFigure)
class WageFigureOptions(TranslationOptions):
    fields = ("article",)


@register(models.Question)
class QuestionOptions(TranslationOptions):
    fields = (
        "text",
        "text_family",
        "text_supporter",
        "hint",
        "reason",
        "where_to_find",
    )


@register(models.Choice)
class ChoiceOptions(TranslationOptions):
    fields = ("text", "becomes_when")


@register(models.Contradiction)
class ContradictionOptions(TranslationOptions):
    fields = ("text",)


@register(models.GoldenCase)
class GoldenCaseOptions(TranslationOptions):
    for_staff = True
    fields = ("title", "article")


@register(models.EligibilityRule)
class EligibilityRuleOptions(TranslationOptions):
    fields = ("summary", "article")


@register(models.EligibilityRequirement)
class EligibilityRequirementOptions(TranslationOptions):
    fields = ("text", "reason", "opening", "helper", "article")


@register(models.EligibilityRoute)
class EligibilityRouteOptions(TranslationOptions):
    fields = ("text",)
