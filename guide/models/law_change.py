"""What changes on a day, past or to come."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from facts.effective import Status
from facts.provenance import Sourced
from facts.quoting import check_codes
from services.models import ServiceType
from texts.known_addresses import address_of
from texts.natural_keys import NaturallyKeyed


class LawChange(NaturallyKeyed, Sourced):
    """A dated change of the rules, past or to come, in the reader's words."""

    natural_key_fields = ("code",)

    code = models.SlugField(
        "コード",
        unique=True,
        help_text="ページのアドレスに入ります。半角の英数字。",
    )
    starts_on = models.DateField("変わる日", help_text="新しい内容が始まる日。")
    status = models.CharField(
        "決まり方",
        max_length=10,
        choices=Status,
        help_text="正式に決まるまでは「予定」。",
    )
    title = models.CharField("見出し", max_length=200, help_text="何が変わるか。")
    for_whom = models.CharField(
        "だれのことか",
        max_length=160,
        help_text="だれに関係するか。例：A型を新しく使う人",
    )
    body = models.TextField(
        "説明", validators=[check_codes], help_text="だれに、どう関係するか。1〜4文。"
    )
    services = models.ManyToManyField(
        ServiceType,
        blank=True,
        related_name="changes",
        verbose_name="関係するサービス",
        help_text="選んだサービスのページに予告が出ます。",
    )
    on_home = models.BooleanField(
        "トップページに出す",
        default=False,
        help_text="変わる日までトップページに出します。一番早い1つだけが出ます。",
    )

    class Meta:
        ordering = ["starts_on", "code"]
        verbose_name = "変わること"
        verbose_name_plural = "変わること"

    def __str__(self) -> str:
        return f"{self.starts_on} {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.code == "feed":
            raise ValidationError(
                {"code": "「feed」は使っています。ほかの言葉にしてください。"}
            )
        if self.is_planned and "予定" not in self.title:
            raise ValidationError(
                {"title": "まだ予定なので、「予定」という言葉を入れてください。"}
            )

    @property
    def is_planned(self) -> bool:
        return self.status == Status.PLANNED

    def get_absolute_url(self) -> str:
        return address_of("guide:change", self.code)
