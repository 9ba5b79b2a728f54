"""What one does at a service, a line with a picture each."""

from django.db import models

from services.models.service_type import ServiceType
from texts.natural_keys import NaturallyKeyed
from texts.pictograms import pictogram_choices


class Deed(NaturallyKeyed):
    """One thing that people do at a service, such as 「箱につめる」."""

    natural_key_fields = ("service__slug", "code")

    service = models.ForeignKey(
        ServiceType,
        on_delete=models.CASCADE,
        related_name="deeds",
        verbose_name="サービス",
        help_text="どのサービスですることか。",
    )
    code = models.SlugField("コード", help_text="半角の英数字。")
    pictogram = models.CharField(
        "絵",
        max_length=40,
        choices=pictogram_choices,
        help_text="文のとなりに出る絵です。",
    )
    text = models.CharField(
        "すること", max_length=60, help_text="短く。3つから5つ。例：箱につめる"
    )
    order = models.PositiveSmallIntegerField(
        "順番", default=0, help_text="小さい数が先に出ます。"
    )

    class Meta:
        ordering = ["service__order", "order"]
        verbose_name = "すること（絵つき）"
        verbose_name_plural = "すること（絵つき）"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "code"], name="one_deed_per_service_and_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}：{self.text}"
