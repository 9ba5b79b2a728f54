"""A row's translations in its form: beside the Japanese, each with its state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

from django import forms
from django.db.models import Model
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from modeltranslation.admin import TranslationAdmin
from modeltranslation.translator import translator
from modeltranslation.utils import get_translation_fields

from staff.text_state import texts_of
from texts.languages import Language, languages
from texts.models import Translation
from texts.translations import column_of, mark_read, translated_models

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldGroups, _FieldOpts
    from django.utils.functional import _StrOrPromise

    Fieldset: TypeAlias = tuple[_StrOrPromise | None, _FieldOpts]

_Row = TypeVar("_Row", bound=Model)
_SMALL, _BY = "is_small_change", "read_by"
_HOW = (
    "日本語を直すと、直していないことばの文は「古くなった」になり、"
    "サイトがそのことを読む人に知らせます。"
)


def _read(language: Language) -> str:
    return column_of("read", language)


def _what_staff_say() -> dict[str, forms.Field]:
    """The fields that are about a change, not of the row."""
    return {
        _SMALL: forms.BooleanField(
            label="小さな直し（翻訳は直さなくてよい）",
            required=False,
            help_text="字のまちがいなど、意味が変わらないときだけ印をつけます。",
        ),
        **{
            _read(language): forms.BooleanField(
                label=f"{language.name}：人が読んだ",
                required=False,
                help_text="人が日本語とくらべて、同じ意味だと確かめたとき。"
                "「古くなった」と「まだ読んでいない」が消えます。",
            )
            for language in languages()[1:]
        },
        _BY: forms.CharField(
            label="読んだ人（書かなくてもよい）",
            required=False,
            max_length=120,
            help_text=str(Translation.read_by.field.help_text),
            widget=forms.TextInput({"class": "vTextField"}),
        ),
    }


class _Changed(Protocol):
    """A row of which staff say how much they change it; nobody stores that."""

    is_small_change: bool


class TranslatingAdmin(TranslationAdmin[_Row]):
    """For the admin of rows with texts in several languages."""

    def columns_beside(self, names: Sequence[str]) -> _FieldGroups:
        """The fields `names`, the languages of each text in one line.

        What only staff read is Japanese.
        """
        last = 1 if getattr(self.trans_opts, "for_staff", False) else None
        return [
            tuple(get_translation_fields(name))[:last]
            if name in self.trans_opts.all_fields
            else name
            for name in names
        ]

    def about_translations(
        self, request: HttpRequest, obj: _Row | None
    ) -> list[Fieldset]:
        """The part of the form about what a change means for translations."""
        may_change = obj and self.has_change_permission(request, obj)
        if not may_change or self.model not in translated_models():
            return []
        boxes = tuple(_read(language) for language in languages()[1:])
        return [("翻訳", {"fields": [_SMALL, boxes, _BY], "description": _HOW})]

    def get_form(
        self,
        request: HttpRequest,
        obj: _Row | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[_Row]]:
        if self.about_translations(request, obj):
            own = type(self.form.__name__, (self.form,), _what_staff_say())
            kwargs = {"form": own} | kwargs
        return super().get_form(request, obj, change=change, **kwargs)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _Row | None = None,
    ) -> HttpResponse:
        _tell_states(context["adminform"].form, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(
        self, request: HttpRequest, obj: _Row, form: ModelForm[_Row], change: bool
    ) -> None:
        said = form.cleaned_data
        cast(_Changed, obj).is_small_change = said.get(_SMALL, False)
        super().save_model(request, obj, form, change)
        for language in languages()[1:]:
            if said.get(_read(language)):
                mark_read([obj], language, on=timezone.localdate(), by=said[_BY])

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[_Row],
        formset: BaseFormSet,
        change: bool,
    ) -> None:
        """What is said of a row holds for the rows under it, in the same form."""
        for under in formset.forms:
            under.instance.is_small_change = cast(
                _Changed, form.instance
            ).is_small_change
        super().save_formset(request, form, formset, change)


def _tell_states(form: ModelForm, obj: Model | None) -> None:
    """Under each translated text its state; the help stands with the Japanese."""
    told = {
        column_of(name, language): ""
        for name in translator.get_options_for_model(form._meta.model).get_field_names()
        for language in languages()[1:]
    }
    for text in texts_of(obj) if obj else ():
        told[column_of(text.field, text.language)] = format_html(
            '<span class="text-state text-state--{}">{}</span>',
            text.state.value,
            text.state.label,
        )
    for name in told.keys() & form.fields.keys():
        # A form that was sent has made what is shown of its fields before.
        form.fields[name].help_text = form[name].help_text = told[name]
