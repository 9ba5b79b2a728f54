"""「この日から変える」: a rule, copied whole to another day as planned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import QueryDict
from django.utils.formats import date_format
from modeltranslation.utils import get_translation_fields

from facts.effective import Status
from services.models import (
    EligibilityCriterion,
    EligibilityRequirement,
    EligibilityRoute,
    EligibilityRule,
)
from staff.written_fields import HOW_TO_WRITE_A_DAY, DayField

_Row = TypeVar("_Row", bound=models.Model)
_LATEST = date(2099, 12, 31)
_ACCEPTED = EligibilityCriterion.accepted.through


class SuccessorForm(forms.Form):
    """The day from which a copy of `rule` is to hold."""

    valid_from = DayField(
        label="この日から",
        widget=forms.DateInput,
        error_messages={
            "required": "いつから変わるかを入れてください。",
            "invalid": HOW_TO_WRITE_A_DAY,
        },
    )

    def __init__(self, rule: EligibilityRule, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.rule = rule

    def clean_valid_from(self) -> date:
        day = self.cleaned_data["valid_from"]
        if day <= self.rule.valid_from:
            raise ValidationError(
                f"もとの決まりが始まる日（{date_format(self.rule.valid_from)}）より"
                "あとの日を入れてください。"
            )
        if day > _LATEST:
            raise ValidationError("2099年12月31日までの日を入れてください。")
        if EligibilityRule.objects.filter(service=self.rule.service, valid_from=day):
            raise ValidationError(
                f"{date_format(day)}から始まる決まりが、もうあります。"
                "その決まりを直すか、ちがう日を入れてください。"
            )
        return day


@transaction.atomic
def copy_rule(rule: EligibilityRule, *, valid_from: date) -> EligibilityRule:
    """A planned copy of `rule` and all that hangs on it; nine queries.

    What has changed is for staff to say: the copy's summary is empty.
    """
    summary = {name: "" for name in get_translation_fields("summary")}
    new = _copy(
        rule, valid_from=valid_from, status=Status.PLANNED, is_end=False, **summary
    )
    new.save()
    requirements = _copy_all(
        EligibilityRequirement.objects.filter(rule=rule),
        lambda row: {"rule_id": new.pk},
    )
    routes = _copy_all(
        EligibilityRoute.objects.filter(requirement__in=requirements),
        lambda row: {"requirement_id": requirements[row.requirement_id]},
    )
    criteria = _copy_all(
        EligibilityCriterion.objects.filter(route__in=routes),
        lambda row: {"route_id": routes[row.route_id]},
    )
    _copy_all(
        _ACCEPTED.objects.filter(eligibilitycriterion__in=criteria),
        lambda row: {
            "eligibilitycriterion_id": criteria[row.eligibilitycriterion_id],
        },
    )
    return new


def _copy_all(
    rows: models.QuerySet[_Row], under: Callable[[_Row], dict[str, int]]
) -> dict[int, int]:
    """Store a copy of each row; the new pk by the old one."""
    old = list(rows)
    new = rows.model._default_manager.bulk_create(
        [_copy(row, **under(row)) for row in old]
    )
    return {row.pk: copy.pk for row, copy in zip(old, new, strict=True)}


def _copy(row: _Row, **changes: object) -> _Row:
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**values | changes)
