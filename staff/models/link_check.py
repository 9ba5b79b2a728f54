"""What came back from an address that a text or a source names."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

# One bad day of a server elsewhere is no dead link.
DAYS_UNTIL_DEAD = 3


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Speaks in adjectives."""

    def dead(self) -> Self:
        return self.filter(
            Q(is_own=True, failed_days__gt=0) | Q(failed_days__gte=DAYS_UNTIL_DEAD)
        )

    def changed(self) -> Self:
        """Sources whose content is another since a person last looked."""
        return self.filter(changed_on__isnull=False)


class LinkCheck(models.Model):
    """One address: where it is named, and how it stands."""

    is_shown = False  # to readers

    address = models.CharField(
        "アドレス", max_length=500, unique=True, help_text="リンクの先。"
    )
    is_own = models.BooleanField(
        "このサイトの中", default=False, help_text="ほかのサイトなら、印がありません。"
    )
    is_source = models.BooleanField(
        "出典", default=False, help_text="内容が変わったかも見ます。"
    )
    places = models.JSONField(
        "書いてあるところ", default=list, help_text="文の名前と、その欄のアドレス。"
    )
    status = models.CharField(
        "返事", max_length=60, blank=True, default="", help_text="さいごの返事。"
    )
    checked_on = models.DateField("見た日", null=True, help_text="さいごに見た日。")
    last_ok = models.DateField(
        "さいごに開けた日", null=True, help_text="開けたことがなければ空です。"
    )
    first_failed = models.DateField(
        "開けなくなった日", null=True, help_text="開けるときは空です。"
    )
    failed_days = models.PositiveSmallIntegerField(
        "開けなかった日の数", default=0, help_text="続けて開けなかった日。"
    )
    digest = models.CharField(
        "内容のしるし", max_length=64, blank=True, default="", help_text="出典だけ。"
    )
    changed_on = models.DateField(
        "内容が変わった日", null=True, help_text="人が見るまで残ります。"
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-failed_days", "address"]
        verbose_name = "リンクの点検"
        verbose_name_plural = "リンクの点検"

    def __str__(self) -> str:
        return self.address

    @property
    def is_dead(self) -> bool:
        return self.failed_days >= (1 if self.is_own else DAYS_UNTIL_DEAD)

    def note_ok(self, digest: str, *, on: date) -> None:
        """It opened: whatever was before is over. `digest` is empty where unknown."""
        self.last_ok, self.first_failed, self.failed_days = on, None, 0
        if digest and self.digest and digest != self.digest:
            self.changed_on = self.changed_on or on
        self.digest = digest or self.digest

    def note_failure(self, *, on: date) -> None:
        """It did not open; a second try on the same day counts no more."""
        if self.checked_on != on or not self.failed_days:
            self.failed_days += 1
        self.first_failed = self.first_failed or on
