"""For staff: words that people use and the site does not, and what found nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from guide.models import Rewording, SearchMiss
from staff.base import StaffFields
from staff.to_do import ToDo, list_of, may_see, says_what_to_do

_RECENT = timedelta(days=30)


@admin.register(Rewording)
class RewordingAdmin(StaffFields, admin.ModelAdmin):
    """The words, what they are called here, and the pages that come first."""

    list_display = ["word", "also", "means", "pages"]
    search_fields = ["word", "also", "means", "pages"]
    search_help_text = "言葉・ページのアドレスでさがす"
    list_per_page = 50
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})}
    }

    def view_on_site(self, row: Rewording) -> str:
        """The search page, with the word already in it."""
        return f"{reverse('guide:search')}?{urlencode({'q': row.word})}"


def _without_rewording(rows: QuerySet[SearchMiss]) -> QuerySet[SearchMiss]:
    return rows.exclude(word__in=Rewording.objects.values("word"))


@says_what_to_do(rank=90)
def words_without_answer(user: User, on: date) -> Iterable[ToDo]:
    """Words of the last month that found nothing, each once."""
    if may_see(user, SearchMiss):
        recent = SearchMiss.objects.filter(day__gte=on - _RECENT)
        words = _without_rewording(recent).aggregate(Count("word", distinct=True))
        number = words["word__count"]
        note = "よく使う言葉なら「この言いかえを足す」をおします。"
        yield ToDo(
            "見つからなかった言葉を見る", number, list_of(SearchMiss), note, "語"
        )


@admin.register(SearchMiss)
class SearchMissAdmin(admin.ModelAdmin):
    """Each word once, with how often; beside it the way to a rewording."""

    list_display = ["word", "sum", "day", "to_rewording"]
    list_display_links = None
    search_fields = ["word"]
    search_help_text = "言葉でさがす"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SearchMiss]:
        """The newest row of each word that has no rewording yet."""
        rows = super().get_queryset(request)
        by_word = rows.order_by().values("word")
        newest = by_word.annotate(pk_newest=Max("pk")).values("pk_newest")
        same = by_word.filter(word=OuterRef("word")).annotate(sum=Sum("times"))
        return (
            _without_rewording(rows.filter(pk__in=newest))
            .annotate(sum=Coalesce(Subquery(same.values("sum")), 0))
            .order_by("-sum", "-day", "word")
        )

    @admin.display(description="回数", ordering="sum")
    def sum(self, row: Any) -> int:
        return row.sum

    @admin.display(description="言いかえ")
    def to_rewording(self, row: SearchMiss) -> SafeString:
        address = reverse("admin:guide_rewording_add")
        return format_html(
            '<a href="{}?{}">この言いかえを足す</a>',
            address,
            urlencode({"word": row.word}),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: SearchMiss | None = None
    ) -> bool:
        return False
