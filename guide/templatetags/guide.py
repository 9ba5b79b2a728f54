"""Template tags for what the guide adds to pages of the apps below it."""

from __future__ import annotations

from django import template

from guide.changes import coming_for
from guide.held_rows import faqs_of, terms_of
from guide.models import LawChange
from services.models import ServiceType
from texts.domain.romaji import romaji

register = template.Library()

register.filter("romaji", romaji)
register.filter("faqs_of", faqs_of)
register.filter("terms_of", terms_of)


@register.simple_tag(takes_context=True)
def coming_changes(context: template.Context, service: ServiceType) -> list[LawChange]:
    """The coming changes that concern `service`, soonest first."""
    return coming_for(service, on=context["frame"].day)
