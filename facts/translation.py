"""Which texts about facts have a column per language."""

from modeltranslation.translator import TranslationOptions

from facts import models
from facts.quoting import hold_in_shape
from texts.translations import hold_every_text, register

hold_every_text(hold_in_shape)


@register(models.Source)
class SourceOptions(TranslationOptions):
    fields = ("organisation", "title", "published", "remark")


@register(models.Statistic)
class StatisticOptions(TranslationOptions):
    fields = ("name", "value", "period", "article")
