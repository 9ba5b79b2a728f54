"""Each Monday a mail with the numbers, to those who look after the site."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.urls import reverse

from staff.models import DailyRun
from staff.to_do import to_do

_TO = ("承認者", "管理者")
_MONDAY = 0


def mail_on_monday(on: date) -> str:
    """Send the mail where it is Monday and none was sent that day."""
    if not settings.SENDS_MAIL:
        return "メールの設定がないので、送りません。職員の画面で見られます。"
    if on.weekday() != _MONDAY:
        return "月曜日に送ります。"
    run = DailyRun.objects.filter(is_running=True).first()
    if DailyRun.objects.filter(is_mailed=True, began_at__date=on).exists():
        return "きょうは、もう送りました。"
    people = list(recipients())
    with get_connection() as connection:
        for user in people:
            message(user, on=on, connection=connection).send()
    if run and people:
        DailyRun.objects.filter(pk=run.pk).update(is_mailed=True)
    return f"{len(people)}人に送りました。" if people else "送る人がいません。"


def recipients() -> list[User]:
    """Who approves or administers, and has an address."""
    people = User.objects.filter(
        Q(groups__name__in=_TO) | Q(is_superuser=True), is_active=True, is_staff=True
    )
    return list(people.exclude(email="").distinct().order_by("pk"))


def message(user: User, *, on: date, connection: object = None) -> EmailMessage:
    """The mail to `user`: what waits, and where."""
    found = to_do(user, on=on)
    lines = [f"・{one.title}：{one.number}{one.unit}" for one in found]
    lines = lines or ["いま、急いですることは ありません。"]
    desk = f"{settings.SITE_URL}{reverse('admin:index')}"
    body = "\n".join(
        [
            "就労支援ガイドで、いま待っている仕事をお知らせします。",
            "",
            *lines,
            "",
            f"くわしくは、職員の画面を見てください：{desk}",
            "このメールは、毎週月曜日に、サイトがひとりでに送ります。",
        ]
    )
    subject = f"就労支援ガイド：待っている仕事{sum(one.number for one in found)}件"
    return EmailMessage(subject, body, to=[user.email], connection=connection)  # type: ignore[arg-type]
