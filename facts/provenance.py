"""Where a fact comes from, who checked it when, and when it is due again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar
from zlib import crc32

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DateField, DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth
from django.db.models.lookups import LessThan

# Facts that are checked together do not fall due together: each has a day of the year
# of its own. Steps of about the golden part of a year keep any number of rows apart.
_YEAR, _STEP = 365, 226


class Certainty(models.TextChoices):
    """How far the source carries."""

    OFFICIAL = "official", "公的な資料で確かめた"
    GUIDE = "guide", "めやす"


class Sourced(models.Model):
    """A fact with its source, the day it was checked and the day it is due again."""

    source = models.ForeignKey(
        "facts.Source",
        on_delete=models.PROTECT,
        verbose_name="出典",
        related_name="+",
        help_text="この内容のもとになった法令・資料・ページです。",
    )
    article = models.CharField(
        "出典の場所",
        max_length=120,
        blank=True,
        default="",
        help_text="条・項・ページなど。例：第17条第1号、10ページ",
    )
    certainty = models.CharField(
        "確かさ",
        max_length=10,
        choices=Certainty,
        default=Certainty.OFFICIAL,
        help_text="「めやす」にすると、ページに「めやすです。市に確認してください」と出ます。",
    )
    checked_on = models.DateField(
        "確認した日", help_text="出典を見て、正しいと確かめた日です。"
    )
    check_due = models.DateField(
        "次に確認する日",
        null=True,
        blank=True,
        help_text="空のときは、確認した日から決まった日数（ふつう180日）あとです。",
    )

    class Meta:
        abstract = True

    @property
    def due_on(self) -> date:
        """The day from which this fact counts as not looked at for too long."""
        return self.check_due or usual_due(
            self.checked_on, key=(self.pk or 0) + _begins(type(self))
        )

    def is_overdue(self, day: date) -> bool:
        return self.due_on < day

    @property
    def is_guide(self) -> bool:
        return self.certainty == Certainty.GUIDE

    @classmethod
    def checked_one_by_one(cls) -> models.Q:
        """The rows that staff look at each; others are renewed with their list."""
        return models.Q()

    def clean(self) -> None:
        super().clean()
        if self.check_due and self.checked_on and self.check_due <= self.checked_on:
            raise ValidationError(
                {"check_due": "確認した日よりあとの日を入れてください。"}
            )


_Checked = TypeVar("_Checked", bound=Sourced)


def usual_due(checked_on: date, *, key: int) -> date:
    """The first own day of a row that comes CHECK_EVERY_DAYS or more after its check.

    Whoever checks it earlier than it falls due by half a year or less has done this
    year's check: it is due again a year later.
    """
    since = _place_in_year(checked_on.month, checked_on.day)
    wait = (key * _STEP % _YEAR + 2 * _YEAR - since) % _YEAR
    return checked_on + timedelta(days=settings.CHECK_EVERY_DAYS + wait)


class DueDay(models.Expression):
    """`due_on` as the database works it out, of whatever model is asked for."""

    output_field = DateField()

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        return _due_day(query.model).resolve_expression(query, *args, **kwargs)


def _due_day(model: type[models.Model]) -> Coalesce:
    since = _place_in_year(ExtractMonth("checked_on"), ExtractDay("checked_on"))
    key = F("pk") + _begins(model)
    wait = (key * _STEP % _YEAR + 2 * _YEAR - since) % _YEAR
    days = wait + Value(settings.CHECK_EVERY_DAYS)
    span = ExpressionWrapper(
        days * Value(timedelta(days=1)), output_field=DurationField()
    )
    usual = ExpressionWrapper(F("checked_on") + span, output_field=DateField())
    return Coalesce("check_due", usual)


def _begins(model: type[models.Model]) -> int:
    """Where the rows of a model begin, so that small tables do not meet on one day."""
    return crc32(model._meta.label_lower.encode()) % _YEAR


def _place_in_year(month: Any, day: Any) -> Any:
    """About the how manieth day of the year: what Python and databases both can say."""
    return month * 31 + day


def overdue(model: type[_Checked], *, on: date) -> models.QuerySet[_Checked]:
    """The rows of `model` whose next check was due before `on`."""
    last_checked = on - timedelta(days=settings.CHECK_EVERY_DAYS)
    may_be = models.Q(check_due__lt=on) | models.Q(
        check_due=None, checked_on__lt=last_checked
    )
    rows: models.QuerySet[_Checked] = model._default_manager.filter(may_be)
    return rows.filter(LessThan(DueDay(), Value(on, DateField())))
