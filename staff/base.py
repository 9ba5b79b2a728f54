"""What every form and list for staff has in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import NestedObjects, flatten
from django.db import models, router
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from modeltranslation.admin import TranslationAdmin

from facts.effective import EffectiveDated
from facts.freshness import Pending
from facts.provenance import DueDay, Sourced
from facts.quoting import Quotable
from staff.between import LinesField, NoticesOthers
from staff.checked import mark_checked
from staff.form import StaffForm
from staff.gone import GivesBack
from staff.known_rows import KnownSelect, KnownSelectMultiple
from staff.language import name_the_language
from staff.leaving import KeepsAddresses
from staff.moving_rows import MovesRows
from staff.quoted import codes_without, full_code, places_naming
from staff.sender import sender_of
from staff.standing import ClockColumns, DueFilter, StandingFilter, is_near
from staff.translation_form import TranslatingAdmin
from staff.writing import WritingChecks
from staff.written_fields import ReadsAsWritten

if TYPE_CHECKING:
    from django.contrib.admin.options import _DisplayT, _FieldGroups, _ListFilterT

    from staff.translation_form import Fieldset

_Row = TypeVar("_Row", bound=models.Model)
_FIRST = ("is_published",)
_WHEN = ("valid_from", "starts_on", "status", "is_end")
_SOURCE = ("source", "article", "certainty", "checked_on", "check_due")
_PLACE = ("code", "slug", "order", "in_menu", "is_key", "on_home")
# What staff need not think of: the site proposes it.
_FOLDED = "コードと出し方"
_HOW_TO_CHANGE = (
    "決まりが変わるときは、もとの行を書きかえずに、新しい日の行を作ってください"
    "（この行を開いて日を変え、「新規保存」）。前の内容は、前の日まで続きます。"
)


# In place of the help of a field that many models have, for they would all migrate.
_WHEN_DUE = (
    "空のままでかまいません。内容ごとに、1年に1回の日をサイトが決めます"
    "（確認した日から180日くらいより後で、同じころに たまらない日）。"
)


class StaffFields(ReadsAsWritten[_Row]):
    """Form fields as staff need them, in a form of its own and in an inline."""

    # The fields whose rows to choose from are few.
    few: tuple[str, ...] = ("services",)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.TextField) and not db_field.choices:
            kwargs.setdefault("form_class", LinesField)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            name_the_language(db_field, field)
            if db_field.name == "check_due":
                field.help_text = _WHEN_DUE
            # A row is deleted on its own form, where what hangs on it is shown.
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(
        self,
        db_field: models.ForeignKey[Any, Any],
        request: HttpRequest,
        **kwargs: Any,
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self,
        db_field: models.ManyToManyField[Any, Any],
        request: HttpRequest,
        **kwargs: Any,
    ) -> forms.ModelMultipleChoiceField | None:
        """Of what is few, boxes and not a list to scroll."""
        if db_field.name in self.few:
            kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        elif db_field.name in self.get_autocomplete_fields(request):
            widget = KnownSelectMultiple(db_field, self.admin_site)
            kwargs.setdefault("widget", widget)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class StaffAdmin(
    TranslatingAdmin[_Row],
    WritingChecks[_Row],
    KeepsAddresses[_Row],
    GivesBack[_Row],
    NoticesOthers[_Row],
    MovesRows[_Row],
    StaffFields[_Row],
    ClockColumns[_Row],
    TranslationAdmin[_Row],
):
    """A model's list and form, in the words of staff.

    A subclass names what is its own: columns, search, inlines. The rest follows
    from what the model is: dated, sourced, quoted in texts.
    """

    form = StaffForm
    list_per_page = 50
    # Where rows without a page of their own are seen: a URL name and an anchor.
    page: str = ""
    anchor: str = ""
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 5})},
        models.URLField: {"assume_scheme": "https"},
    }

    @cached_property
    def _is_dated(self) -> bool:
        return issubclass(self.model, EffectiveDated)

    @cached_property
    def _is_sourced(self) -> bool:
        return issubclass(self.model, Sourced)

    @cached_property
    def _is_quoted(self) -> bool:
        return issubclass(self.model, Quotable)

    # --- the list ---------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> list[_DisplayT[_Row]]:
        now = ["valid_from", "now"] if self._is_dated else []
        due = ["due"] if self._is_sourced else []
        return [*self.list_display, *self.buttons_to_move(request), *now, *due]

    def get_list_filter(self, request: HttpRequest) -> list[_ListFilterT]:
        now = [StandingFilter] if self._is_dated else []
        due = [DueFilter] if self._is_sourced else []
        return [*now, *due, *self.list_filter]

    # --- the form ---------------------------------------------------------

    def get_fieldsets(
        self, request: HttpRequest, obj: _Row | None = None
    ) -> list[Fieldset]:
        names = [
            field.name
            for field in (*self.opts.fields, *self.opts.many_to_many)
            if field.editable
            and not field.primary_key
            and not hasattr(field, "translated_field")
        ]
        named = {*_FIRST, *_WHEN, *_SOURCE, *_PLACE}
        rest = [name for name in names if name not in named]
        parts = [
            ("内容", [*_those(_FIRST, names), *rest], ""),
            ("いつから", _those(_WHEN, names), _HOW_TO_CHANGE if self.save_as else ""),
            (_FOLDED, _those(_PLACE, names), ""),
            ("出典と確認", _those(_SOURCE, names), ""),
        ]
        if self._is_quoted and obj:
            parts.append(("文章の中の数字", ["how_to_quote", "used_in"], ""))
        shown: list[Fieldset] = [
            (
                title,
                {
                    "fields": self.columns_beside(fields),
                    "description": text,
                    "classes": ["collapse"] if title == _FOLDED else [],
                },
            )
            for title, fields, text in parts
            if fields
        ]
        return [shown[0], *self.about_translations(request, obj), *shown[1:]]

    def get_readonly_fields(
        self, request: HttpRequest, obj: _Row | None = None
    ) -> list[str]:
        quoted = ["how_to_quote", "used_in"] if self._is_quoted and obj else []
        return [*super().get_readonly_fields(request, obj), *quoted]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [*self.autocomplete_fields, *(["source"] if self._is_sourced else [])]

    def get_inlines(
        self, request: HttpRequest, obj: _Row | None
    ) -> list[type[InlineModelAdmin]]:
        """Rows can only be listed under a row that is saved."""
        return [
            inline
            for inline in self.inlines
            if obj or not issubclass(inline, LinkedRows)
        ]

    # --- 「まちがいなし」 ------------------------------------------------------

    @admin.display(description="次に確認する日", ordering=DueDay())
    def due(self, row: Sourced) -> str:
        """In the list a button beside the day, when it has come or is near."""
        told = super().due(row)
        if not is_near(row, on=timezone.localdate()):
            return told
        return format_html(
            '{} <button type="submit" class="button" formaction="{}" name="one" '
            'value="{}">まちがいなし</button>',
            told,
            reverse("admin:no_mistake"),
            Pending(row, row.due_on).key,
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if self._is_sourced and self.has_change_permission(request) and actions:
            actions["say_no_mistake"] = self.get_action("say_no_mistake")
        return actions

    @admin.action(description="出典を見た。えらんだ内容は、まちがいなし")
    def say_no_mistake(self, request: HttpRequest, rows: models.QuerySet) -> None:
        checked = list(rows)
        mark_checked(checked, on=timezone.localdate(), by=sender_of(request))
        told = f"{len(checked)}件を「きょう確かめた、まちがいなし」にしました。"
        self.message_user(request, told)

    # --- the way to the site ----------------------------------------------

    def shown_at(self, row: _Row) -> str | None:
        """Where on the site a reader meets `row`."""
        if self.page:
            return reverse(self.page) + (f"#{self.anchor}" if self.anchor else "")
        try:
            return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None
        except NoReverseMatch:  # what was typed, and refused, leads nowhere
            return None

    def view_on_site(self, row: _Row) -> str | None:
        address = self.shown_at(row) if getattr(row, "is_published", True) else None
        begins = getattr(row, "valid_from", None)
        if address and begins and begins > timezone.localdate():
            path, hash_mark, place = address.partition("#")
            return f"{path}?on={begins}{hash_mark}{place}"
        return address

    # --- numbers that texts name -------------------------------------------

    @admin.display(description="書き方")
    def how_to_quote(self, row: Quotable) -> SafeString:
        return format_html(
            "文章に <code>[[{}]]</code> と書くと、ここの数字が出ます。", full_code(row)
        )

    @admin.display(description="この数字を使っている文章")
    def used_in(self, row: Quotable) -> SafeString | str:
        places = places_naming([full_code(row)])
        links = format_html_join("", "<li>{}</li>", ((p.as_link(),) for p in places))
        return format_html("<ul>{}</ul>", links) if places else "ありません。"

    def get_deleted_objects(
        self, objs: Sequence[_Row] | models.QuerySet[_Row], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Texts that would lose a number stand in the way like protected rows."""
        going, counts, lacking, held = super().get_deleted_objects(objs, request)
        return going, counts, lacking, [*held, *losing_a_number(list(objs))]


def losing_a_number(rows: Sequence[models.Model]) -> list[SafeString]:
    """Links to the texts that name a number which goes when `rows` are deleted."""
    if not rows:
        return []
    collector = NestedObjects(using=router.db_for_write(type(rows[0])))
    collector.collect(rows)
    going = {row for found in collector.data.values() for row in found}
    numbers = [row for row in going if isinstance(row, Quotable)]
    codes = codes_without(numbers, on=timezone.localdate())
    return [p.as_link() for p in places_naming(codes) if p.row not in going]


class LinkedRows(ClockColumns, admin.TabularInline):
    """Rows that belong to this one, to look at; each has a form of its own."""

    template = "admin/edit_inline/linked_rows.html"
    view_on_site = False
    can_delete = False
    extra = max_num = 0
    related: tuple[str, ...] = ()

    def get_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> _FieldGroups:
        return self.fields or ()

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str]:
        return flatten(self.fields or ())

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.related)

    def has_change_permission(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> bool:
        return False

    def has_add_permission(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> bool:
        return False

    def has_view_permission(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> bool:
        # The stock answer counts the right to change as well, which is denied here.
        rights = [
            f"{self.opts.app_label}.{action}_{self.opts.model_name}"
            for action in ("view", "change")
        ]
        self.may_add = request.user.has_perm(rights[1].replace(".change_", ".add_"))
        return any(map(request.user.has_perm, rights))


def _those(wanted: Sequence[str], names: Sequence[str]) -> list[str]:
    return [name for name in wanted if name in names]
