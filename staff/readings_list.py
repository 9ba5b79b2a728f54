"""Readings of words for staff."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import BaseModelFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from staff.between import NoticesOthers
from staff.to_do import ToDo, may_see, says_what_to_do
from texts.models import Reading
from texts.unread import odd_names, unread_words


@says_what_to_do(rank=80)
def odd_readings(user: User, on: date) -> Iterable[ToDo]:
    """Readings of names that leave out a part of them."""
    if may_see(user, Reading):
        address = reverse("admin:texts_reading_unread")
        yield ToDo("おかしいと思われる よみがなを見る", len(odd_names()), address)


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

    def get_urls(self) -> list[URLPattern]:
        """The list of what has no sure reading stands beside that of the readings."""
        view = self.admin_site.admin_view(self.unread)
        return [path("unread/", view, name="texts_reading_unread"), *super().get_urls()]

    def unread(self, request: HttpRequest) -> HttpResponse:
        """What has no sure reading, and which readings cannot be those of names."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "読み方が わからない言葉",
            "words": unread_words(),
            "names": odd_names(),
        }
        return TemplateResponse(request, "admin/texts/unread.html", context)
