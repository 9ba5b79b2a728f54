"""Addresses at which readers found something once, and what it was."""

from __future__ import annotations

from typing import Self

from django.db import models

from texts.languages import current, languages, speaking

_LONGEST = 300


class FormerAddress(models.Model):
    """An address that staff took away: what stood there, and where it is now."""

    address = models.CharField(
        "アドレス",
        max_length=_LONGEST,
        unique=True,
        help_text="ことばの部分（/easy/ など）のないアドレス。",
    )
    names = models.JSONField("そこにあったもの", help_text="ことばごとの名前。")
    now_at = models.CharField(
        "いまのアドレス",
        max_length=_LONGEST,
        blank=True,
        default="",
        help_text="ほかのアドレスに移したときだけ。",
    )

    class Meta:
        ordering = ["address"]
        verbose_name = "前のアドレス"
        verbose_name_plural = "前のアドレス"

    def __str__(self) -> str:
        return self.address

    @property
    def name(self) -> str:
        """What stood there, in the language of the page."""
        return self.names.get(current().code) or next(iter(self.names.values()), "")

    @classmethod
    def note(cls, address: str, row: models.Model, *, now_at: str) -> None:
        """Keep that `row` stood at `address`; `now_at` is empty where it is gone."""
        names = {}
        for language in languages():
            with speaking(language):
                names[language.code] = str(row)
        cls.objects.update_or_create(
            address=address, defaults={"names": names, "now_at": now_at}
        )
        # Who followed it once already is led on in one step.
        cls.objects.filter(now_at=address).update(now_at=now_at)

    @classmethod
    def forget(cls, address: str) -> None:
        """Something stands at `address` again."""
        cls.objects.filter(address=address).delete()

    @classmethod
    def over(cls, path: str) -> Self | None:
        """What stood at `path`, or at the page that it belongs to."""
        if "\x00" in path:
            return None  # which PostgreSQL cannot even be asked for
        parts = path.strip("/").split("/")
        above = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
        found = cls.objects.filter(address__in=[path[:_LONGEST], *above])
        return found.order_by("-address").first()
