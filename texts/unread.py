"""What has no sure reading: words of the site's texts, and readings that cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db import models
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from texts.domain.ruby import plain
from texts.languages import languages
from texts.readings import finder_of_missing, readings

_AROUND = 8  # letters shown on each side of a word


def unread_words() -> list[tuple[str, str, int]]:
    """Each word without a sure reading, an example, and how often; commonest first.

    A query a model: for staff, not for pages.
    """
    missing = finder_of_missing()
    found: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for text in _japanese_texts():
        text = plain(text)
        for start, end in missing(text):
            word = text[start:end]
            found[word] += 1
            around = text[max(start - _AROUND, 0) : end + _AROUND]
            examples.setdefault(word, around.replace("\n", " "))
    return [(word, examples[word], count) for word, count in found.most_common()]


def odd_names() -> list[tuple[str, str]]:
    """Names with a registered reading that leaves out a part of them."""
    return readings().odd_names


def _japanese_texts() -> Iterator[str]:
    for model in translator.get_registered_models(abstract=False):
        yield from _texts_of(model)


def _texts_of(model: type[models.Model]) -> Iterator[str]:
    names = translator.get_options_for_model(model).get_field_names()
    columns = [
        build_localized_fieldname(name, language.code)
        for name in names
        for language in languages()
        if language.is_japanese
    ]
    for row in model._default_manager.values_list(*columns):
        yield from filter(None, row)
