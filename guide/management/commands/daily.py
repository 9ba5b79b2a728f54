"""What the site does by itself each day: publish, tidy, look at links, send mails."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guide.models import SearchMiss
from staff.daily_steps import DailyStep, run_daily
from staff.link_checks import check_links
from staff.monday_mail import mail_on_monday
from staff.publishing import publish_due
from staff.tidying import tidy


def _forget_words(on: date) -> str:
    gone = SearchMiss.objects.drop_old(on=on)
    return f"古い「見つからなかった言葉」を{gone}件消しました。"


def _publish(on: date) -> str:
    """The approved changes whose day has come; the first page tells of the others."""
    done = publish_due(on)
    stuck = [f"「{change}」" for change, reasons in done if reasons]
    told = f"{len(done) - len(stuck)}件を公開しました。"
    return told + (f"公開できなかったもの：{'、'.join(stuck)}。" if stuck else "")


# In this order; each is done whatever becomes of those before. Add a step here.
STEPS: tuple[DailyStep, ...] = (
    DailyStep("変更を公開する", _publish),
    DailyStep("古い言葉を忘れる", _forget_words),
    DailyStep("古い記録を片づける", tidy),
    DailyStep("リンクを見る", lambda on: check_links(on=on)),
    DailyStep("職員にメールを送る", mail_on_monday),
)


class Command(BaseCommand):
    """`manage.py daily`, once a day by the server's clock; twice does no harm."""

    help = (
        "毎日の点検：承認した変更を公開し、古い記録を片づけ、リンクを見て、"
        "月曜日には職員にメールを送ります。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        run = run_daily(STEPS)
        if run is None:
            raise CommandError(
                "いま、毎日の点検が動いています。終わるまで待ってください"
                "（止まってしまったときは、3時間たつと、また始められます）。"
            )
        for name, told, _ in run.told:
            self.stdout.write(f"{name}：{told}")
        if run.failed:
            raise CommandError(f"うまくいかなかったこと：{'、'.join(run.failed)}")
