"""Readings of words for staff."""

from django.contrib import admin

from texts.models import Reading


@admin.register(Reading)
class ReadingAdmin(admin.ModelAdmin):
    """How words are read, to be looked through and confirmed in the list itself."""

    list_display = ["surface", "reading", "is_checked", "is_ambiguous", "note"]
    list_editable = ["reading", "is_checked"]
    list_filter = ["is_checked", "is_ambiguous"]
    search_fields = ["surface", "reading", "note"]
    search_help_text = "書き方か読み方でさがす"
    list_per_page = 50
