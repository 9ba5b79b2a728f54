"""Which texts about money have a column per language."""

from modeltranslation.translator import TranslationOptions

from fees import models
from texts.translations import register


@register(models.Audience)
class AudienceOptions(TranslationOptions):
    fields = ("name", "household")


@register(models.IncomeBracket)
class IncomeBracketOptions(TranslationOptions):
    fields = ("name", "plain_name")


@register(models.FeeCap)
class FeeCapOptions(TranslationOptions):
    fields = ("whom", "condition", "article")


@register(models.FeeParameter)
class FeeParameterOptions(TranslationOptions):
    fields = ("name", "article")


@register(models.FeeCase)
class FeeCaseOptions(TranslationOptions):
    for_staff = True
    fields = ("title", "article")


@register(models.FeeTopic)
class FeeTopicOptions(TranslationOptions):
    fields = ("title", "summary", "body", "article")
