"""Template tags for what the guide adds to pages of the apps below it."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet

from guide.changes import coming_for
from guide.models import LawChange
from services.models import ServiceType
from texts.domain.romaji import romaji

register = template.Library()

register.filter("romaji", romaji)


@register.simple_tag(takes_context=True)
def coming_changes(
    context: template.Context, service: ServiceType
) -> QuerySet[LawChange]:
    """The coming changes that concern `service`, soonest first."""
    return coming_for(service.pk, on=context["frame"].day)
