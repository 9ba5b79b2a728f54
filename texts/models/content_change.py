"""That something which readers see was changed: one row for each transaction."""

from __future__ import annotations

from django.db import models


class ContentChange(models.Model):
    """A mark that a change leaves in its own transaction, seen when that is over.

    Rows are added, never changed, so that two writers never wait for each other.
    """

    is_shown = False  # to readers

    token = models.BigIntegerField(
        "しるし", help_text="変えるたびに、ちがう数になります。"
    )
    at = models.DateTimeField("いつ", auto_now_add=True, help_text="変えた時。")

    class Meta:
        default_permissions = ()  # nobody's to edit
        verbose_name = "内容が変わった記録"
        verbose_name_plural = "内容が変わった記録"

    def __str__(self) -> str:
        return f"{self.at} {self.token}"
