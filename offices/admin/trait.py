"""What people choose a place by: the kinds, and what is known at each service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from offices.admin.corrections import CorrectionForm
from offices.admin.plain import PlainAdmin
from offices.models import OfficeChange, OfficeService, Trait, TraitKind, trait_mark
from staff.base import StaffAdmin, StaffFields
from staff.sender import sender_of

_SAID = ("answer", "words", "amount", "year", "said_on")


class NewTraitForm(forms.ModelForm):
    """A line for something unknown stays out until something is said of it."""

    def has_changed(self) -> bool:
        if self.instance.pk:
            return super().has_changed()
        return bool({*_SAID} & {*self.changed_data})


class TraitFormSet(BaseInlineFormSet):
    """What is known first, then an empty line for everything else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        listing = kwargs.get("instance")
        if listing is not None and listing.pk:
            kwargs["initial"] = [
                {"kind": kind.pk, "said_by": "office"} for kind in unknown_at(listing)
            ]
        super().__init__(*args, **kwargs)


def unknown_at(listing: OfficeService) -> list[TraitKind]:
    """What nobody has written yet of a service at a place."""
    known = listing.traits.values("kind")
    kinds = TraitKind.objects.exclude(pk__in=known)
    return [kind for kind in kinds if kind.is_asked_of(listing)]


class TraitInline(StaffFields[Trait], admin.TabularInline):
    """One line for each thing that people choose by; unknown ones stay empty."""

    model = Trait
    form = NewTraitForm
    formset = TraitFormSet
    fields = ["kind", *_SAID, "said_by"]
    verbose_name_plural = (
        "えらぶときに見ること（わかったことだけ書きます。空のままの行は、"
        "「わからない」として、聞くことの一覧に出ます）"
    )

    def get_extra(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> int:
        return len(unknown_at(obj)) if isinstance(obj, OfficeService) else 0


class ListingForm(CorrectionForm):
    """The marks of what staff wrote of traits are boxes, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["locked_fields"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                *OfficeService.lock_labels().items(),
                *(
                    (trait_mark(kind.code), kind.label)
                    for kind in TraitKind.objects.all()
                ),
            ]


class LogsTraits(admin.ModelAdmin[OfficeService]):
    """Adds the lines of traits to a service's form, and each change to the log."""

    inlines = [TraitInline]

    def get_inlines(
        self, request: HttpRequest, obj: OfficeService | None
    ) -> list[type[InlineModelAdmin]]:
        return list(self.inlines) if obj else []

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        listing: OfficeService = form.instance
        before = traits_told(listing)
        super().save_related(request, form, formsets, change)
        after = traits_told(listing)
        OfficeChange.objects.bulk_create(
            OfficeChange(
                office=listing.office, service=listing, field=label,
                old=before.get(label, ""), new=after.get(label, ""),
                by=sender_of(request),
            )
            for label in dict.fromkeys([*before, *after])
            if before.get(label) != after.get(label)
        )  # fmt: skip


def traits_told(listing: OfficeService) -> dict[str, str]:
    """What is known at a service, as the log tells it: texts by label."""
    rows = Trait.objects.filter(listing=listing).select_related("kind")
    return {row.kind.label: row.told for row in rows}


@admin.register(TraitKind)
class TraitKindAdmin(StaffAdmin[TraitKind]):
    """The things that people choose by: their words, their question, their days."""

    list_display = ["label", "form", "is_filter", "on_card", "on_sheet", "fades_after",
                    "order"]  # fmt: skip
    search_fields = ["label_ja", "code", "other_words"]
    page = "offices:search"


@admin.register(Trait)
class TraitAdmin(PlainAdmin[Trait]):
    """Everything that is known, to look through; written with its service."""

    list_display = [
        "listing",
        "kind",
        "answer",
        "words",
        "amount",
        "said_on",
        "said_by",
    ]
    list_select_related = ["listing__type", "kind"]
    list_filter = ["kind", "answer", "said_by"]
    search_fields = ["listing__name", "listing__office__name_ja", "words"]
    autocomplete_fields = ["listing"]
