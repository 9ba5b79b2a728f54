"""What is to be mended in a row's texts, shown under its form; never in the way.

What has one right answer has a button: it saves the form as it was typed, with that
one finding mended. The rules are those of `manage.py lint_text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from facts import text_checks
from staff.language import TextColumn, column_name
from texts.domain.lint import TextFinding

_Row = TypeVar("_Row", bound=models.Model)
MEND = "_mend"
_PLACE = "writing"  # the anchor of the list


@dataclass(frozen=True, slots=True)
class Note:
    """The findings in one field of the form, or in the row where `column` is empty."""

    column: str
    label: str
    findings: list[TextFinding]

    @property
    def answers(self) -> list[tuple[TextFinding, str]]:
        """Each finding, with what its button sends; nothing where there is none."""
        return [(one, self._asked(one)) for one in self.findings]

    def _asked(self, one: TextFinding) -> str:
        if one.fix is None:
            return ""
        return f"{self.column} {one.code} {one.start} {one.words}"


class _Mending(HttpRequest):
    """A request that mends one finding, and what is told when the form is saved."""

    mended: str


class WritingChecks(admin.ModelAdmin[_Row]):
    """For the admin of rows with texts for readers."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and MEND in request.POST:
            sent = self._with_the_right_answer(request)
            request.POST = sent  # type: ignore[assignment]  # a copy serves as well
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: _Row | None = None,
    ) -> HttpResponse:
        notes = notes_on(obj) if obj else []
        _point_to(notes, context["adminform"].form)
        context |= {"writing": notes, "writing_count": _count(notes)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(
        self,
        request: HttpRequest,
        obj: _Row,
        post_url_continue: str | None = None,
    ) -> HttpResponse:
        self._tell(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: _Row) -> HttpResponse:
        self._tell(request, obj)
        return super().response_change(request, obj)

    def _tell(self, request: HttpRequest, obj: _Row) -> None:
        if told := getattr(request, "mended", ""):
            messages.success(request, told)
        if count := _count(notes_on(obj)):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            address = f"{reverse(name, args=[quote(obj.pk)])}#{_PLACE}"
            messages.warning(
                request,
                format_html(
                    '「<a href="{}">{}</a>」に、書き方の注意が{}つあります。',
                    address,
                    obj,
                    count,
                ),
            )

    def _with_the_right_answer(self, request: HttpRequest) -> QueryDict:
        """What was sent, with one finding mended; the form is saved and stays open."""
        posted = request.POST.copy()
        posted["_continue"] = "1"
        asked_for = request.POST[MEND].split(" ", 3)
        column, code, start, words = [*asked_for, "", "", ""][:4]
        text = request.POST.get(column)
        language = _languages(self.model).get(column)
        mended = None
        if text and language and start.isdecimal() and len(start) < 10:
            asked = TextFinding(code, int(start), int(start) + len(words), words, "")
            known = text_checks.known(on=timezone.localdate())[language]
            mended = text_checks.mended(text, language, asked, known)
        if mended is None:
            messages.warning(request, "その言葉は、もう文の中にありません。")
            return posted
        posted[column] = mended
        cast(
            _Mending, request
        ).mended = f"「{words}」を直しました。ほかは、入れたとおりに保存しました。"
        return posted


def notes_on(row: models.Model) -> list[Note]:
    """What is to be mended in a row, field by field, as its texts stand."""
    texts = list(text_checks.texts_of(row))
    if not texts:
        return []
    known = text_checks.known(on=timezone.localdate())
    columns = {field.name: field for field in row._meta.fields}
    notes = [Note("", "この内容", text_checks.faults_of(row))]
    for text in texts:
        label = column_name(columns[text.column])
        notes.append(Note(text.column, label, text_checks.findings(text, known)))
    return [note for note in notes if note.findings]


def _count(notes: list[Note]) -> int:
    return sum(len(note.findings) for note in notes)


def _languages(model: type[models.Model]) -> dict[str, str]:
    """The language of each column for texts."""
    return {
        field.name: field.language
        for field in model._meta.fields
        if isinstance(field, TextColumn)
    }


def _point_to(notes: list[Note], form: ModelForm) -> None:
    """Say at each field that something is told of it below."""
    for note in notes:
        if field := form.fields.get(note.column):
            field.help_text = form[note.column].help_text = format_html(
                '{} <a class="writing-link" href="#{}-{}">書き方の注意（{}つ）</a>',
                field.help_text,
                _PLACE,
                note.column,
                len(note.findings),
            )
