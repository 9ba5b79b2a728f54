"""Which texts about facts have a column per language."""

from modeltranslation.translator import TranslationOptions

from facts import models
from texts.translations import register


@register(models.Source)
class SourceOptions(TranslationOptions):
    fields = ("organisation", "title", "published", "remark")


@register(models.Statistic)
class StatisticOptions(TranslationOptions):
    fields = ("name", "value", "period", "article")
