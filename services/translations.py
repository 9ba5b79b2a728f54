"""The state of every translation: kept when a text is saved, told where it is shown.

A text that is missing in the language of a page is never silently Japanese: while a
page is made, every text that is read from a row is noted, and the page says which of
them are borrowed from Japanese, older than the Japanese, or read by nobody yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from services.languages import Language, current, languages
from services.models import Translation

_UNREAD = Q(is_machine_made=True, read_on=None)


@dataclass(frozen=True)
class PageState:
    """What a reader must know of the texts on a page in another language."""

    is_borrowed: bool = False
    is_outdated: bool = False
    is_unread: bool = False

    @property
    def is_current(self) -> bool:
        return not (self.is_borrowed or self.is_outdated or self.is_unread)


class Notes:
    """The texts that one page has read: of which row, which field, borrowed or not."""

    def __init__(self) -> None:
        self.read: set[tuple[type[models.Model], object, str]] = set()
        self.is_borrowed = False

    def state(self, language: Language) -> PageState:
        """Asks once, however many texts there are."""
        kinds = ContentType.objects.get_for_models(
            *{model for model, _, _ in self.read}
        )
        read = {(kinds[model].pk, pk, field) for model, pk, field in self.read}
        rows = Translation.objects.filter(
            Q(is_outdated=True) | _UNREAD,
            language=language.code,
            content_type__in={kind for kind, _, _ in read},
            object_id__in={pk for _, pk, _ in read},
        )
        shown = [
            row
            for row in rows
            if (row.content_type_id, row.object_id, row.field) in read
        ]
        return PageState(
            self.is_borrowed,
            any(row.is_outdated for row in shown),
            any(row.is_unread for row in shown),
        )


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Note every translated text that is read from a row within."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


class NotingDescriptor(TranslationFieldDescriptor):
    """A translated field that notes, while a page is made, what is read of it."""

    def __get__(self, instance: models.Model | None, owner: type) -> object:
        value = super().__get__(instance, owner)
        notes = _notes.get()
        if notes is None or instance is None or not value:
            return value
        options = translator.get_options_for_model(owner)
        if self.field.name not in names_of(options):
            return value
        notes.read.add((instance._meta.concrete_model, instance.pk, self.field.name))
        if not getattr(
            instance, build_localized_fieldname(self.field.name, current().code)
        ):
            notes.is_borrowed = True
        return value


def names_of(options: object) -> list[str]:
    """The fields whose texts are translated, by a model's translation options.

    `proper_names` are written as they are at the door; `for_staff` is never shown.
    """
    if getattr(options, "for_staff", False):
        return []
    proper = getattr(options, "proper_names", ())
    return [name for name in options.get_field_names() if name not in proper]


def translated_models() -> dict[type[models.Model], list[str]]:
    """Every model with texts for readers, and the names of those fields."""
    return {
        model: names
        for model in translator.get_registered_models(abstract=False)
        for names in [names_of(translator.get_options_for_model(model))]
        if names
    }


def watch() -> None:
    """Note and keep the state of every translated model; once, when all are known."""
    for model in translator.get_registered_models(abstract=False):
        for name in translator.get_options_for_model(model).get_field_names():
            descriptor = model.__dict__[name]
            descriptor.__class__ = NotingDescriptor
    for model in translated_models():
        post_save.connect(_saved, sender=model, dispatch_uid=f"translation-{model}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"translation-{model}")


def _saved(instance: models.Model, raw: bool = False, **rest: object) -> None:
    if not raw:
        keep_state(instance, is_small=getattr(instance, "is_small_change", False))


def _deleted(instance: models.Model, **rest: object) -> None:
    kind = ContentType.objects.get_for_model(instance)
    Translation.objects.filter(content_type=kind, object_id=instance.pk).delete()


def keep_state(instance: models.Model, *, is_small: bool = False) -> None:
    """Bring the state of a row's translations up to its texts.

    A text that changed was made from the Japanese as it is now, by a person. Where only
    the Japanese changed, its translations are outdated, unless the change is small.
    """
    kind = ContentType.objects.get_for_model(instance)
    kept = {
        (row.field, row.language): row
        for row in Translation.objects.filter(content_type=kind, object_id=instance.pk)
    }
    for state in _states(instance, kind, is_machine_made=False):
        row = kept.pop((state.field, state.language), None)
        if row is None or row.text_digest != state.text_digest:
            state.pk = row.pk if row else None
            state.save()
        elif row.source_digest != state.source_digest and is_small:
            row.source_digest = state.source_digest
            row.save()
        else:
            _mark(row, is_outdated=row.source_digest != state.source_digest)
    for row in kept.values():
        row.delete()


def _mark(row: Translation, *, is_outdated: bool) -> None:
    if row.is_outdated != is_outdated:
        row.is_outdated = is_outdated
        row.save()


def record_all(*, is_machine_made: bool) -> int:
    """The state of every text as it is now: after a site's first content is loaded."""
    states = [
        state
        for model in translated_models()
        for kind in [ContentType.objects.get_for_model(model)]
        for row in model._default_manager.all()
        for state in _states(row, kind, is_machine_made=is_machine_made)
    ]
    Translation.objects.bulk_create(states, ignore_conflicts=True)
    return len(states)


def _states(
    instance: models.Model, kind: ContentType, *, is_machine_made: bool
) -> Iterable[Translation]:
    for name in translated_models()[type(instance)]:
        source = _text(instance, name, languages()[0])
        for language in languages()[1:]:
            text = _text(instance, name, language)
            if source and text:
                yield Translation(
                    content_type=kind,
                    object_id=instance.pk,
                    field=name,
                    language=language.code,
                    source_digest=digest(source),
                    text_digest=digest(text),
                    is_machine_made=is_machine_made,
                )


def _text(instance: models.Model, name: str, language: Language) -> str:
    return getattr(instance, build_localized_fieldname(name, language.code)) or ""


def digest(text: str) -> str:
    """A short mark by which a text is known again."""
    return blake2b(text.encode(), digest_size=8).hexdigest()
