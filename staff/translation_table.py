"""「翻訳のようす」: every item in every language, and what is to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from staff.sender import sender_of
from staff.text_state import State, TextsOfRow, items, with_rows
from staff.to_do import ToDo, list_of, may, says_what_to_do
from texts.languages import Language, language_of, languages
from texts.models import Translation
from texts.translations import mark_read, translated_models

_A_PAGE = 50


class TableFilter(forms.Form):
    """What the table shows; a condition that makes no sense is none."""

    kind = forms.ChoiceField(label="種類", required=False)
    language = forms.ChoiceField(label="ことば", required=False)
    state = forms.ChoiceField(
        label="ようす", required=False, choices=[("", "すべて"), *State.choices]
    )
    q = forms.CharField(label="文の中のことば", required=False, max_length=200)

    def __init__(self, data: QueryDict, models: list[type[Model]]) -> None:
        super().__init__(data)
        self.models = {model._meta.label_lower: model for model in models}
        kind, language = (self.fields[name] for name in ("kind", "language"))
        cast(forms.ChoiceField, kind).choices = [
            ("", "すべて"),
            *((code, model._meta.verbose_name) for code, model in self.models.items()),
        ]
        cast(forms.ChoiceField, language).choices = [
            ("", "すべて"),
            *_language_choices(),
        ]
        self.full_clean()

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name, "")


class ReadForm(forms.Form):
    """Which items a person has read, in which language."""

    item = forms.MultipleChoiceField(
        error_messages={
            "required": "読んだ行に印をつけてください。",
            "invalid_choice": "なくなったか、あなたが直せない行です。"
            "選び直してください。",
        }
    )
    read_language = forms.ChoiceField(
        label="読んだことば",
        error_messages={"required": "どのことばを読んだか、選んでください。"},
    )
    read_by = forms.CharField(
        label="読んだ人（書かなくてもよい）",
        required=False,
        max_length=120,
        help_text=str(Translation.read_by.field.help_text),
    )

    def __init__(
        self, data: QueryDict | None, models: list[type[Model]], language: str = ""
    ) -> None:
        if data is not None and data.get("all"):
            data = data.copy()
            data.setlist("item", data.getlist("shown"))
        super().__init__(data, initial={"read_language": language})
        self.models = {model._meta.label_lower: model for model in models}
        sent = data.getlist("item") if data is not None else []
        item, read = (self.fields[name] for name in ("item", "read_language"))
        cast(forms.ChoiceField, item).choices = [
            (key, key) for key in sent if self._is_ours(key)
        ]
        cast(forms.ChoiceField, read).choices = [
            ("", "選んでください"),
            *_language_choices(),
        ]

    def _is_ours(self, key: str) -> bool:
        label, _, pk = key.partition(":")
        return label in self.models and pk.isdecimal() and len(pk) < 19

    def mark(self) -> list[Model]:
        """The rows whose texts are read now."""
        language = language_of(self.cleaned_data["read_language"])
        keys: dict[str, list[int]] = {}
        for key in self.cleaned_data["item"]:
            label, _, pk = key.partition(":")
            keys.setdefault(label, []).append(int(pk))
        read: list[Model] = []
        for label, pks in keys.items():
            rows = list(self.models[label]._default_manager.filter(pk__in=pks))
            today = timezone.localdate()
            mark_read(rows, language, on=today, by=self.cleaned_data["read_by"])
            read += rows
        return read


@dataclass(frozen=True)
class Count:
    """How many texts of one language are in one state, and the table of them."""

    state: State
    number: int
    query: str


class TranslationList:
    """What is shown: the items that the filter lets through, and what they come to."""

    def __init__(self, given: QueryDict, models: list[type[Model]]) -> None:
        self.given = given
        self.filter = TableFilter(given, models)
        kind = self.filter.models.get(self.filter.chosen("kind"))
        self.found = items([kind] if kind else models, self.filter.chosen("q"))
        chosen = self.filter.chosen("language")
        self.shown = [language_of(chosen)] if chosen else list(languages()[1:])

    @cached_property
    def page(self) -> Page[TextsOfRow]:
        page = Paginator(self._in_state(), _A_PAGE).get_page(self.given.get("page"))
        with_rows(list(page))
        return page

    def lines(self) -> list[tuple[TextsOfRow, list]]:
        return [(item, item.cells(self.shown)) for item in self.page]

    def counts(self) -> list[tuple[Language, list[Count]]]:
        """For each language how many texts are in each state."""
        number = Counter(
            (text.language, text.state) for item in self.found for text in item.texts
        )
        return [
            (
                language,
                [
                    Count(
                        state,
                        number[language, state],
                        self.query(language=language.code, state=state.value),
                    )
                    for state in State
                ],
            )
            for language in languages()[1:]
        ]

    def query(self, **changed: object) -> str:
        """The conditions for an address, with what is `changed`."""
        query = QueryDict(mutable=True)
        names = ("kind", "language", "state", "q")
        now = {name: self.filter.chosen(name) for name in names}
        query.update(now | {name: str(value) for name, value in changed.items()})
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return query.urlencode()

    def pages(self) -> list[tuple[int, str]]:
        """The other pages that a reader can go to, and their conditions."""
        here, pages = self.page.number, self.page.paginator.get_elided_page_range
        return [
            (number, "" if number == here else self.query(page=number))
            if isinstance(number, int)
            else (0, "")
            for number in pages(here)
        ]

    def _in_state(self) -> list[TextsOfRow]:
        state = self.filter.chosen("state")
        return [
            item
            for item in self.found
            if not state
            or any(
                text.state == state and text.language in self.shown
                for text in item.texts
            )
        ]


@says_what_to_do(rank=60)
def outdated_translations(user: User, on: date) -> Iterable[ToDo]:
    """Texts that still say what the Japanese said before, in this person's models."""
    models = [one for one in translated_models() if may(user, "change", one)]
    if not models:
        return
    kinds = ContentType.objects.get_for_models(*models).values()
    rows = Translation.objects.filter(is_outdated=True, content_type__in=kinds)
    address = list_of(Translation, state=State.OUTDATED.value)
    yield ToDo("古くなった翻訳を直す", rows.count(), address, unit="か所")


@admin.register(Translation)
class TranslationTable(admin.ModelAdmin):
    """The states are kept by what is saved; here they are seen, and marked as read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Translation | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Translation | None = None
    ) -> bool:
        return False

    def has_view_permission(
        self, request: HttpRequest, obj: Translation | None = None
    ) -> bool:
        """Whoever may change a text may see how its translations stand."""
        return bool(self._models(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def _models(self, request: HttpRequest) -> list[type[Model]]:
        """The models whose texts are this person's to change."""
        registered = self.admin_site._registry
        return [
            model
            for model in translated_models()
            if model in registered and registered[model].has_change_permission(request)
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        models = self._models(request)
        if not models:
            raise PermissionDenied
        table = TranslationList(request.GET, models)
        sent = request.POST if request.method == "POST" else None
        form = ReadForm(sent, models, table.filter.chosen("language"))
        if sent is not None and form.is_valid():
            self._mark(request, form)
            return redirect(request.get_full_path())
        context = self.admin_site.each_context(request) | {
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "table": table,
            "form": form,
        }
        return TemplateResponse(
            request,
            "admin/staff/translation_table.html",
            context | (extra_context or {}),
        )

    def _mark(self, request: HttpRequest, form: ReadForm) -> None:
        name = language_of(form.cleaned_data["read_language"]).name
        with transaction.atomic():
            read = form.mark()
            LogEntry.objects.log_actions(
                sender_of(request).pk, read, CHANGE, f"人が読んだ：{name}"
            )
        messages.success(
            request, f"{len(read)}件の{name}の文を「人が読んだ」にしました。"
        )


def _language_choices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in languages()[1:]]
