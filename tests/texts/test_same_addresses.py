"""An address that is the same on every page is worked out once, in each language."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, clear_script_prefix, set_script_prefix

from texts.languages import languages, speaking


def shown(template: Template, **given: object) -> str:
    return template.render(Context(given))


def test_each_language_and_each_place_of_the_site_has_its_own_address():
    template = Template("{% url 'guide:faq' %}")
    expected = ["/faq/", "/easy/faq/", "/en/faq/"]
    for _ in range(2):
        found = []
        for language in languages():
            with speaking(language):
                found.append(shown(template))
        assert found == expected
    set_script_prefix("/shuro/")
    try:
        assert shown(template) == "/shuro/faq/"
    finally:
        clear_script_prefix()


def test_an_address_with_something_in_it_is_worked_out_each_time():
    template = Template("{% url view one %}{% url 'guide:faq' as kept %}{{ kept }}")
    assert shown(template, view="guide:answer", one="a") == "/faq/a//faq/"
    assert shown(template, view="guide:words", one="ka") == "/glossary/ka//faq/"


def test_a_page_that_is_none_is_an_error_as_ever():
    with pytest.raises(NoReverseMatch):
        shown(Template("{% url 'guide:nothing' %}"))
