"""Readings of words for staff."""

from functools import partial

from django.contrib import admin
from django.forms import BaseModelFormSet
from django.http import HttpRequest

from staff.between import NoticesOthers
from texts.models import Reading


@admin.register(Reading)
class ReadingAdmin(NoticesOthers, admin.ModelAdmin):
    """How words are read, to be looked through and confirmed in the list itself."""

    list_display = ["surface", "reading", "is_checked", "is_ambiguous", "note"]
    list_editable = ["reading", "is_checked"]
    list_filter = ["is_checked", "is_ambiguous"]
    search_fields = ["surface", "reading", "note"]
    search_help_text = "書き方か読み方でさがす"
    list_per_page = 50

    def get_changelist_formset(
        self, request: HttpRequest, **kwargs: object
    ) -> type[BaseModelFormSet]:
        """What the list showed goes along: only what was typed counts as a change."""
        field = partial(
            self.formfield_for_dbfield, request=request, show_hidden_initial=True
        )
        return super().get_changelist_formset(
            request, **{"formfield_callback": field} | kwargs
        )
