"""Where a fact comes from, who checked it when, and when it is due again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


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
        every = timedelta(days=settings.CHECK_EVERY_DAYS)
        return self.check_due or self.checked_on + every

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


def overdue(model: type[_Checked], *, on: date) -> models.QuerySet[_Checked]:
    """The rows of `model` whose next check was due before `on`."""
    last_checked = on - timedelta(days=settings.CHECK_EVERY_DAYS)
    return model._default_manager.filter(
        models.Q(check_due__lt=on)
        | models.Q(check_due=None, checked_on__lt=last_checked)
    )
