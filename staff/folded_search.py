"""Search in lists for staff: blind to width, kana, case, old forms and hyphens."""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from texts.domain.fold import search_key
from texts.domain.kana import TO_HIRAGANA

_Row = TypeVar("_Row", bound=Model)
# Above this a list is too long to be folded while somebody waits.
_MOST = 20_000
_TO_KATAKANA = {hiragana: katakana for katakana, hiragana in TO_HIRAGANA.items()}
_GAP = "\n"  # between two texts of a row, so that no word is found across them


def folded(text: str) -> str:
    """`text` as it is compared: `083-242-4039` is `0832424039`, ﾋﾏﾜﾘ is ひまわり."""
    return search_key(text).replace("-", "")


class FoldedSearch(admin.ModelAdmin[_Row]):
    """For an admin: its search finds what is meant, however it is typed.

    A model that keeps its own folded text names that column in `folded_column`.
    """

    folded_column = ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[_Row], search_term: str
    ) -> tuple[QuerySet[_Row], bool]:
        names = [str(name) for name in self.get_search_fields(request)]
        typed = search_term.replace("\x00", "")
        words = unicodedata.normalize("NFKC", typed).split()
        if not names or not words:
            return queryset, False
        if not all(map(folded, words)):  # signs only: looked for as they are
            return queryset.filter(_typed_otherwise(names, words)), True
        if self.folded_column:
            return queryset.filter(self._in_column(words)), False
        rows = queryset.order_by().values_list("pk", *names)[: _MOST + 1]
        texts: dict[Any, str] = {}
        for number, (key, *values) in enumerate(rows):
            if number == _MOST:
                return queryset.filter(_typed_otherwise(names, words)), True
            said = _GAP.join(folded(str(one)) for one in values if one)
            texts[key] = texts.get(key, "") + _GAP + said
        keys = [folded(word) for word in words]
        found = [pk for pk, text in texts.items() if all(key in text for key in keys)]
        return queryset.filter(pk__in=found), False

    def _in_column(self, words: list[str]) -> Q:
        """In the folded column, with the hyphens of a number or without."""
        every = Q()
        for word in words:
            keys = {search_key(word), folded(word)}
            one = Q()
            for key in sorted(keys):
                one |= Q(**{f"{self.folded_column}__contains": key})
            every &= one
        return every


def _typed_otherwise(names: list[str], words: list[str]) -> Q:
    """What the database finds by itself: each word as typed, and in the other kana."""
    every = Q()
    for word in words:
        one = Q()
        for kana in {word, word.translate(TO_HIRAGANA), word.translate(_TO_KATAKANA)}:
            for name in names:
                one |= Q(**{f"{name}__icontains": kana})
        every &= one
    return every


def searching_folded(
    admin_class: type[admin.ModelAdmin[Any]],
) -> type[admin.ModelAdmin[Any]]:
    """`admin_class` with a search that folds, whoever wrote it."""
    if issubclass(admin_class, FoldedSearch):
        return admin_class
    own = {
        "__module__": admin_class.__module__,
        "__qualname__": admin_class.__qualname__,
        "__doc__": admin_class.__doc__,
    }
    return type(admin_class.__name__, (FoldedSearch, admin_class), own)
