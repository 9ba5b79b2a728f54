"""What stands around every page: menu, where one is, other languages, footer."""

from typing import Any

from blog.models import FooterText
from django import template
from django.db.models import QuerySet
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> QuerySet:
    root = Site.find_for_request(context["request"]).root_page.localized
    return root.get_children().live().in_menu()


@register.simple_tag
def way_to(page: Page) -> QuerySet:
    return page.get_ancestors(inclusive=True).filter(depth__gt=1)


@register.simple_tag
def in_languages(page: Page) -> list[Page]:
    return [page, *page.get_translations().live().public()]


@register.simple_tag
def footer_text() -> str:
    found = FooterText.objects.filter(live=True).first()
    return found.body if found else ""
