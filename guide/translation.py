"""Which texts of the guide have a column per language."""

from modeltranslation.translator import TranslationOptions

from guide import models
from texts.translations import register


@register(models.SiteIdentity)
class SiteIdentityOptions(TranslationOptions):
    official_names = ("city", "prefecture", "section")
    fields = (
        "title",
        "city",
        "prefecture",
        "section",
        "hours",
        "hours_short",
        "closed",
        "address",
        "area",
        "attribution",
    )


@register(models.Page)
class PageOptions(TranslationOptions):
    fields = ("title", "nav_label", "nav_short", "summary", "lead", "body")


@register(models.Step)
class StepOptions(TranslationOptions):
    fields = (
        "title",
        "body",
        "who",
        "place",
        "bring",
        "duration",
        "cost",
        "branches",
        "article",
    )


@register(models.FaqGroup)
class FaqGroupOptions(TranslationOptions):
    fields = ("title",)


@register(models.Faq)
class FaqOptions(TranslationOptions):
    fields = ("question", "short_answer", "answer", "article")


@register(models.GlossaryTerm)
class GlossaryTermOptions(TranslationOptions):
    official_names = ("name",)
    fields = ("name", "meaning", "article")


@register(models.LawChange)
class LawChangeOptions(TranslationOptions):
    fields = ("title", "for_whom", "body", "article")


@register(models.LifeSituation)
class LifeSituationOptions(TranslationOptions):
    fields = ("name", "lead", "next_step", "say", "asks", "article")


@register(models.SituationService)
class SituationServiceOptions(TranslationOptions):
    fields = ("when", "why", "article")


@register(models.SituationLink)
class SituationLinkOptions(TranslationOptions):
    fields = ("title",)
