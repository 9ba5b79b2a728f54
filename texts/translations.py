"""The state of every translation: kept when a text is saved, told where it is shown.

A text that is missing in the language of a page is never silently Japanese: while a
page is made, every text that is read from a row is noted, and the page says which of
them are borrowed from Japanese, older than the Japanese, or read by nobody yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple, Self, cast

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import NotRegistered, TranslationOptions, translator
from modeltranslation.utils import build_localized_fieldname

from texts.held import while_unchanged
from texts.languages import Language, current, languages
from texts.models import Translation

_UNREAD = Q(is_machine_made=True, read_on=None)
_MOST_HELD = 5_000  # texts of one kind of rows in one language


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
    """The texts that one page has read: of which row, which field, borrowed or not.

    Without a key of a row, the text may be that of any.
    """

    def __init__(self) -> None:
        self.read: set[tuple[type[models.Model], object, str]] = set()
        self.is_borrowed = False

    def state(self, language: Language) -> PageState:
        """What is to be said of them: no query where it is held."""
        kinds = ContentType.objects.get_for_models(
            *{model for model, _, _ in self.read}
        )
        read: dict[int, set[_Text]] = defaultdict(set)
        for model, pk, field in self.read:
            read[kinds[model].pk].add((pk, field))
        shown = {
            marks
            for kind, texts in read.items()
            for marks in _marks_of(texts, kind, language.code)
        }
        return PageState(
            self.is_borrowed,
            any(marks.is_outdated for marks in shown),
            any(marks.is_unread for marks in shown),
        )


class _TextState(NamedTuple):
    """What is to be said of one text."""

    is_outdated: bool
    is_unread: bool


# A row of some kind, or any of them, and the field.
_Text = tuple[Any, str]


def _marks_of(
    texts: Collection[_Text], kind: int, language: str
) -> Iterator[_TextState]:
    """What is to be said of the `texts` of one kind of rows."""
    known = _held_marks(kind, language)
    if known is None:
        keys = {pk for pk, _ in texts}
        rows = _telling(kind, language)
        known = _by_text(rows if None in keys else rows.filter(object_id__in=keys))
    of_any = {field for pk, field in texts if pk is None}
    yield from (known[text] for text in texts if text in known)
    yield from (marks for (_, field), marks in known.items() if field in of_any)


@while_unchanged(most=256)
def _held_marks(kind: int, language: str) -> Mapping[_Text, _TextState] | None:
    """All that is to be said of one kind of rows; None where that is too much to hold.

    Whole pages are read by nobody yet, and each shows some hundred texts.
    """
    found = _by_text(_telling(kind, language)[: _MOST_HELD + 1])
    return found if len(found) <= _MOST_HELD else None


def _telling(kind: int, language: str) -> QuerySet[Translation]:
    """The states of which a reader must know something."""
    return Translation.objects.filter(
        Q(is_outdated=True) | _UNREAD, content_type_id=kind, language=language
    ).order_by()


def _by_text(rows: QuerySet[Translation]) -> dict[_Text, _TextState]:
    asked = ("object_id", "field", "is_outdated", "is_machine_made", "read_on")
    return {
        (pk, field): _TextState(is_outdated, is_made and read_on is None)
        for pk, field, is_outdated, is_made, read_on in rows.values_list(*asked)
    }


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Note every translated text that is read from a row within.

    Whoever notes around it notes the same.
    """
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)
        read_again(notes)


@contextmanager
def unnoted() -> Iterator[None]:
    """Note nothing within: what is read there is not what the page shows."""
    token = _notes.set(None)
    try:
        yield
    finally:
        _notes.reset(token)


def read_again(notes: Notes) -> None:
    """Note what is shown again of what was read before."""
    outer = _notes.get()
    if outer is not None:
        outer.read |= notes.read
        outer.is_borrowed |= notes.is_borrowed


class NotingDescriptor(TranslationFieldDescriptor):
    """A translated field that notes, while a page is made, what is read of it.

    A row of `values()` is read through it too, by an object that has only the columns
    that were asked for: where its key is not among them, it may be any row's text.
    """

    @classmethod
    def in_place_of(cls, plain: TranslationFieldDescriptor) -> Self:
        return cls(
            plain.field,
            plain.fallback_languages,
            plain.fallback_value,
            plain.fallback_undefined,
        )

    def __get__(self, instance: models.Model | None, owner: type | None) -> object:
        if instance is None:
            return super().__get__(instance, owner)
        # A page reads hundreds, nearly all of them in its own language.
        own = getattr(instance, column_of(self.field.name, current()), None)
        value = own or super().__get__(instance, owner)
        if value and _notes.get() is not None:
            note_text(
                self.field.model,
                _key_in(instance, self.field.model),
                self.field.name,
                is_own=bool(own),
            )
        return value


def _key_in(row: object, model: type[models.Model]) -> object:
    """The key of a row of a model; of one of `values()`, if it was asked for."""
    return getattr(row, "pk", None) or getattr(row, model._meta.pk.attname, None)


def note_text(
    model: type[models.Model], pk: object, name: str, *, is_own: bool
) -> None:
    """Note that the page shows a text which was read by its columns.

    Whoever takes a text from a query by itself calls this: what is read of a row, or
    through `values()`, is noted without. `is_own` is whether the row has it in the
    language of the page; without a `pk` it may be any row's.
    """
    notes = _notes.get()
    if notes is not None:
        notes.read.add((model._meta.concrete_model or model, pk, name))
        notes.is_borrowed |= not is_own


_holds: list[Callable[[models.Field[Any, Any]], None]] = []


def hold_every_text(hold: Callable[[models.Field[Any, Any]], None]) -> None:
    """Have `hold` look at each text's column of every model registered from now on."""
    _holds.append(hold)


def register(
    model: type[models.Model],
) -> Callable[[type[TranslationOptions]], type[TranslationOptions]]:
    """Declares which texts of `model` have a column per language, in `translation.py`.

    Their state is kept when a row is saved, and a page notes which of them it reads.
    """

    def declared(options: type[TranslationOptions]) -> type[TranslationOptions]:
        translator.register(model, options)
        texts = translator.get_options_for_model(model)
        names = names_of(texts)
        for hold in _holds:
            for columns in texts.all_fields.values():
                for column in columns:
                    hold(cast(Any, column))
        for name in names:
            setattr(model, name, NotingDescriptor.in_place_of(getattr(model, name)))
        if names:
            mark = f"translation-{model._meta.label}"
            post_save.connect(_saved, sender=model, dispatch_uid=mark)
            post_delete.connect(_deleted, sender=model, dispatch_uid=mark)
        return options

    return declared


def names_of(options: TranslationOptions) -> list[str]:
    """The fields whose texts are translated, in the order of the model's fields.

    `proper_names` are written as they are at the door; `for_staff` is never shown.
    """
    if getattr(options, "for_staff", False):
        return []
    # modeltranslation keeps them in a set, whose order is another in each process.
    named = set(options.get_field_names()) - {*getattr(options, "proper_names", ())}
    fields = options.model._meta.get_fields()
    return [field.name for field in fields if field.name in named]


@cache
def translated_names(model: type[models.Model]) -> frozenset[str]:
    """The fields of `model` that have a column per language; none of most models."""
    try:
        return frozenset(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        return frozenset()


@cache
def translated_models() -> dict[type[models.Model], list[str]]:
    """Every model with texts for readers, and the names of those fields."""
    return {
        model: names
        for model in translator.get_registered_models(abstract=False)
        for names in [names_of(translator.get_options_for_model(model))]
        if names
    }


def _saved(
    instance: models.Model,
    raw: bool = False,
    created: bool = False,
    update_fields: frozenset[str] | None = None,
    **rest: object,
) -> None:
    has_texts = update_fields is None or not update_fields.isdisjoint(
        column_of(name, language)
        for name in translated_models()[type(instance)]
        for language in languages()
    )
    if not raw and has_texts:
        is_small = getattr(instance, "is_small_change", False)
        keep_state(instance, is_small=is_small, is_new=created)


def _deleted(instance: models.Model, **rest: object) -> None:
    kind = ContentType.objects.get_for_model(instance)
    Translation.objects.filter(content_type=kind, object_id=instance.pk).delete()


def keep_state(
    instance: models.Model, *, is_small: bool = False, is_new: bool = False
) -> None:
    """Bring the state of a row's translations up to its texts.

    A text that changed was made from the Japanese as it is now, by a person. Where only
    the Japanese changed, its translations are outdated, unless the change is small.
    Asks once, and writes at most twice: what changed, and what went.
    """
    kind = ContentType.objects.get_for_model(instance)
    rows = Translation.objects.filter(content_type=kind, object_id=instance.pk)
    kept = {} if is_new else {(row.field, row.language): row for row in rows}
    changed = []
    for state in _states(instance, kind, is_machine_made=False):
        row = kept.pop((state.field, state.language), None)
        if row is None or row.text_digest != state.text_digest:
            changed.append(state)
        elif _follow(row, state.source_digest, is_small=is_small):
            changed.append(row)
    _write(changed)
    if kept:
        rows.filter(pk__in=[row.pk for row in kept.values()]).delete()


def _follow(row: Translation, source: str, *, is_small: bool) -> bool:
    """Bring `row`, whose text stays, up to the Japanese; whether it changes by that.

    What was outdated before a small change is outdated after it.
    """
    before = (row.source_digest, row.is_outdated)
    if is_small and not row.is_outdated:
        row.source_digest = source
    row.is_outdated = row.source_digest != source
    return before != (row.source_digest, row.is_outdated)


def mark_read(
    rows: Collection[models.Model], language: Language, *, on: date, by: str = ""
) -> None:
    """A person compared the texts of `rows`, all of one model, with the Japanese.

    They say what the Japanese says now, so that they are not outdated either.
    """
    if not rows:
        return
    kind = ContentType.objects.get_for_model(next(iter(rows)))
    known = Translation.objects.filter(
        content_type=kind,
        object_id__in=[row.pk for row in rows],
        language=language.code,
    )
    kept = {(row.object_id, row.field): row for row in known}
    read = [
        state
        for row in rows
        for state in _states(row, kind, is_machine_made=False)
        if state.language == language.code
    ]
    for state in read:
        before = kept.get((state.object_id, state.field), state)
        state.is_machine_made = before.is_machine_made
        state.read_on, state.read_by = on, by
    _write(read)


def _write(states: Collection[Translation]) -> None:
    """Store `states`, whether or not there were rows of the same texts."""
    for state in states:
        state.pk = None
    Translation.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["language", "content_type", "object_id", "field"],
        update_fields=[
            "source_digest",
            "text_digest",
            "is_outdated",
            "is_machine_made",
            "read_on",
            "read_by",
        ],
    )


def required_but_missing(row: models.Model) -> list[tuple[str, Language]]:
    """The texts that a row for readers must have in languages that it lacks.

    Which languages is the city's to say. What nobody sees may wait, and what data say
    of an office is not ours to word.
    """
    if getattr(row, "is_imported", False) or not getattr(row, "is_published", True):
        return []
    return [
        (name, language)
        for name in translated_models().get(type(row), ())
        for language in languages()[1:]
        if language.code in settings.REQUIRE_TRANSLATIONS
        and text_of(row, name, languages()[0])
        and not text_of(row, name, language)
    ]


def record(rows: Iterable[models.Model], *, is_machine_made: bool) -> None:
    """The state of the texts of `rows` as they are now, whatever was known of them."""
    _write(
        [
            state
            for row in rows
            if type(row) in translated_models()
            for kind in [ContentType.objects.get_for_model(row)]
            for state in _states(row, kind, is_machine_made=is_machine_made)
        ]
    )


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
        source = text_of(instance, name, languages()[0])
        for language in languages()[1:]:
            text = text_of(instance, name, language)
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


def text_of(row: models.Model, name: str, language: Language) -> str:
    """The text of one field in one language, and in no other."""
    return getattr(row, column_of(name, language)) or ""


def column_of(name: str, language: Language) -> str:
    """The column of a field in one language: `name_ja_simple`."""
    return _column(name, language.code)


@cache
def _column(name: str, code: str) -> str:
    return build_localized_fieldname(name, code)


def digest(text: str) -> str:
    """A short mark by which a text is known again.

    A browser sends other line ends than we wrote, and a form cuts what is empty at the
    ends: neither is another text.
    """
    lines = "\n".join(text.strip().splitlines())
    return blake2b(lines.encode(), digest_size=8).hexdigest()
