"""Rows that hold from a day on, until the next row of the same key begins."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q


class Status(models.TextChoices):
    """Whether the law says so already, or is expected to."""

    ENACTED = "enacted", "決まっている"
    PLANNED = "planned", "予定"


class EffectiveDatedQuerySet(models.QuerySet):
    """Speaks of days: `on(day)` decides, `coming_after(day)` announces."""

    def on(self, day: date) -> Self:
        """The enacted row of each key that holds on `day`: the newest begun one.

        A key whose newest row says that it ends has no row; so has a day before
        the first row. Planned rows never decide.
        """
        return self._newest(day).exclude(is_end=True)

    def ended_by(self, day: date) -> Self:
        """The rows that say, as the newest of their key on `day`, that it has ended."""
        return self._newest(day).filter(is_end=True)

    def coming_after(self, day: date) -> Self:
        """Rows that begin after `day`, and planned ones not replaced by the law."""
        replaced = Exists(
            self.model._default_manager.filter(
                status=Status.ENACTED,
                valid_from__gte=OuterRef("valid_from"),
                **self._same_key_as_outer(),
            )
        )
        return self.filter(
            Q(status=Status.ENACTED, valid_from__gt=day)
            | (Q(status=Status.PLANNED) & ~replaced)
        ).order_by("valid_from")

    def _newest(self, day: date) -> Self:
        return self.filter(status=Status.ENACTED, valid_from__lte=day).exclude(
            Exists(self._later_than_outer().filter(valid_from__lte=day))
        )

    def _later_than_outer(self) -> models.QuerySet:
        return self.model._default_manager.filter(
            status=Status.ENACTED,
            valid_from__gt=OuterRef("valid_from"),
            **self._same_key_as_outer(),
        )

    def _same_key_as_outer(self) -> dict[str, OuterRef]:
        model = cast("type[EffectiveDated]", self.model)  # mypy knows it as any model
        return {field: OuterRef(field) for field in model.key_fields}


_Manager = models.Manager.from_queryset(EffectiveDatedQuerySet)


class EffectiveDatedManager(_Manager):
    """Finds rows by their day; a class of its own, so that others can be made of it."""


class EffectiveDated(models.Model):
    """A row that holds from `valid_from` until the next row of its key begins.

    There is no end day: so two rows can never both hold and no day falls in a gap.
    What ends without a successor gets a row that says so (`is_end`).
    """

    key_fields: ClassVar[tuple[str, ...]]

    valid_from = models.DateField(
        "この日から",
        help_text="この内容が始まる日です。前の内容は、この日の前の日まで続きます。",
    )
    status = models.CharField(
        "決まり方",
        max_length=10,
        choices=Status,
        default=Status.ENACTED,
        help_text="「予定」の内容は、予告としてだけ見せます。"
        "正式に決まったら「決まっている」に変えてください。",
    )
    is_end = models.BooleanField(
        "この日で終わる",
        default=False,
        help_text="あとに続く内容がないときに印をつけます。この日からは表示しません。",
    )

    objects = EffectiveDatedManager()

    class Meta:
        abstract = True
        ordering = ["-valid_from"]

    @property
    def subject(self) -> str:
        """What the row is about, without its day; for lists of changes."""
        raise NotImplementedError

    @property
    def key_code(self) -> str:
        """Its key in codes that last; the same for all rows of one key."""
        raise NotImplementedError

    @property
    def wording(self) -> str:
        """What the row says, as text that may name amounts by their codes."""
        raise NotImplementedError

    @property
    def other_wording(self) -> str:
        """The same in fewer words, where a page says it so; for papers."""
        return ""

    @property
    def is_planned(self) -> bool:
        return self.status == Status.PLANNED
