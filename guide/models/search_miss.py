"""Words for which the site had nothing: a word, a day, how often, and no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Sum

_KEPT_ONCE = timedelta(days=31)
_KEPT_AT_ALL = timedelta(days=365)
MOST_A_DAY = 200  # words: who types at random fills no table


class SearchMissManager(models.Manager["SearchMiss"]):
    """Counts words, and forgets them."""

    def count_word(self, word: str, *, on: date) -> None:
        """Count a word of which the caller knows that it tells of nobody."""
        today = self.filter(day=on)
        if today.filter(word=word).update(times=F("times") + 1):
            return
        if today.count() < MOST_A_DAY:
            row, is_new = self.get_or_create(word=word, day=on, defaults={"times": 1})
            if not is_new:
                self.filter(pk=row.pk).update(times=F("times") + 1)
            elif today.count() == 1:
                # With the first word of a day, what is old goes.
                self.drop_old(on=on)

    def drop_old(self, *, on: date) -> int:
        """Forget what was asked once, after a month; everything after a year."""
        once = (
            self.values("word")
            .annotate(sum=Sum("times"))
            .filter(sum=1)
            .values_list("word", flat=True)
        )
        old = self.filter(day__lt=on - _KEPT_ONCE, word__in=list(once))
        gone, _ = old.delete()
        older, _ = self.filter(day__lt=on - _KEPT_AT_ALL).delete()
        return gone + older


class SearchMiss(models.Model):
    """A word that found nothing on a day. Who typed it is not known to anyone."""

    is_shown = False  # to readers

    word = models.CharField("言葉", max_length=20, help_text="見つからなかった言葉。")
    day = models.DateField("日", help_text="さがした日。時刻は残しません。")
    times = models.PositiveIntegerField("回数", default=1, help_text="その日の回数。")

    objects: ClassVar[SearchMissManager] = SearchMissManager()

    class Meta:
        ordering = ["-day", "-times", "word"]
        verbose_name = "見つからなかった言葉"
        verbose_name_plural = "見つからなかった言葉"
        constraints = [
            models.UniqueConstraint(
                fields=["word", "day"], name="one_row_a_word_that_found_nothing_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.word
