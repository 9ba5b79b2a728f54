"""Golden cases of money for staff: made-up people, and the yen that must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches as near
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from fees.admin.expected import read_expected
from fees.admin.json_field import WrittenJSON
from fees.admin.words import TOLD, VALUES, bracket_names, value_in_words
from fees.amounts import NoLawError
from fees.estimates import estimate
from fees.fee_facts import FactError, read_facts
from fees.models import FeeCase
from staff.base import StaffAdmin
from staff.form import StaffForm


class FeeCaseForm(StaffForm):
    """What is told and what must come out: only what an estimate knows."""

    facts = WrittenJSON(
        label="わかっていること",
        rows=16,
        required=False,
        help_text="この人についてわかっていること。書かないことは、わからないこと。"
        "書ける項目は「書ける項目」にあります。",
    )
    expected = WrittenJSON(
        label="正しい結果",
        help_text='例：{"payable_min": 9300, "payable_max": 9300}。'
        "書いた項目だけを確かめます。",
        error_messages={"required": "出なければならない結果を、1つは書いてください。"},
    )

    def clean_facts(self) -> dict[str, object]:
        told = self.cleaned_data["facts"] or {}
        try:
            # The day only says which month is meant where none is told.
            read_facts(told, on=self.cleaned_data.get("day") or date.min)
        except FactError as error:
            raise ValidationError(
                f"「{error.key}」：{error.sentence}{_hint(error.key)}"
            ) from None
        return told

    def clean_expected(self) -> dict[str, object]:
        return read_expected(self.cleaned_data["expected"])


@dataclass(frozen=True)
class OutcomeLine:
    """One value: what must come out (empty when nobody says so), and what does."""

    name: str
    code: str
    expected: str
    found: str
    differs: bool


@admin.register(FeeCase)
class FeeCaseAdmin(StaffAdmin):
    """Cases that amounts must get right; they are run when an amount is saved."""

    form = FeeCaseForm
    list_display = ["title", "code", "day"]
    search_fields = ["title_ja", "code"]
    date_hierarchy = "day"
    page = "fees:caps"
    save_as = True
    save_on_top = True

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not _outcome(form).is_met:
            messages.warning(
                request,
                "保存しました。いまの金額では、「正しい結果」と ちがう結果が出ます。"
                "書きまちがいか、金額のまちがいか、確かめてください。",
            )

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Model | None = None,
    ) -> HttpResponse:
        context |= {
            "outcome": _outcome(context["adminform"].form),
            "told": TOLD.items(),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)


@dataclass(frozen=True)
class CaseOutcome:
    """What comes out now on the case's day; `problem` says why nothing does."""

    day: date | None = None
    lines: tuple[OutcomeLine, ...] = ()
    problem: str = ""

    @property
    def is_met(self) -> bool:
        return not self.problem and not any(line.differs for line in self.lines)


def _outcome(form: ModelForm) -> CaseOutcome:
    """What comes out of what is stored, or of what was just typed."""
    names = ("day", "facts", "expected")
    if form.is_bound:
        day, told, expected = (form.cleaned_data.get(name) for name in names)
    else:
        day, told, expected = (getattr(form.instance, name) for name in names)
    if day is None or told is None:
        return CaseOutcome()
    try:
        found = estimate(read_facts(told, on=day), on=day).as_values()
    except FactError as error:
        return CaseOutcome(day, problem=str(error))
    except NoLawError:
        return CaseOutcome(day, problem="この日の金額がそろっていません。")
    return CaseOutcome(day, _lines(expected or {}, found))


def _lines(
    expected: Mapping[str, object], found: Mapping[str, object]
) -> tuple[OutcomeLine, ...]:
    brackets = bracket_names()
    return tuple(
        OutcomeLine(
            name,
            code,
            value_in_words(code, expected[code], brackets) if code in expected else "",
            value_in_words(code, found[code], brackets),
            code in expected and expected[code] != found[code],
        )
        for code, name in VALUES.items()
    )


def _hint(key: str) -> str:
    """The key that was probably meant by one that does not exist."""
    close = [] if key.split(".")[0].split("[")[0] in TOLD else near(key, TOLD)
    return f"「{close[0]}」のことですか。" if close else ""
