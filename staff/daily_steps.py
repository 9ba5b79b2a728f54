"""Runs what is to be done each day, each step whatever became of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from staff.errors import note_error
from staff.models import DailyRun

LATE_AFTER = timedelta(hours=26)
_TELL = "サーバーの管理者に伝えてください。"


@dataclass(frozen=True, slots=True)
class DailyStep:
    """One thing to do; it says in a sentence what it did, or raises."""

    name: str
    do: Callable[[date], str]


def run_daily(steps: Iterable[DailyStep]) -> DailyRun | None:
    """Do all `steps`, keep what each told; None while another run is at it."""
    run = DailyRun.claim(timezone.now())
    if run is None:
        return None
    try:
        for step in steps:
            run.told.append(_done(step, timezone.localdate()))
            run.save(update_fields=["told"])
        run.ended_at = timezone.now()
    finally:
        run.is_running = False
        run.save(update_fields=["told", "ended_at", "is_running"])
    DailyRun.drop_old(timezone.now())
    return run


def _done(step: DailyStep, today: date) -> tuple[str, str, bool]:
    try:
        return step.name, step.do(today), True
    except Exception as error:  # whatever it is, the next step has its turn
        code = note_error(error, f"daily: {step.name}")
        return step.name, f"うまくいきませんでした（番号 {code}）。", False


def told_of_last_run(now: datetime) -> tuple[str, str]:
    """For the first page: a warning, and when all was looked through last."""
    last = DailyRun.objects.ended().first()
    if last is None or last.ended_at is None:
        return f"毎日の点検（manage.py daily）が、まだ動いていません。{_TELL}", ""
    ended = timezone.localtime(last.ended_at)
    day = f"{date_format(ended, 'Y年n月j日 G:i')}"
    told = f"毎日の点検を {day} に終えました。"
    if now - last.began_at > LATE_AFTER:
        return f"毎日の点検が {day} から動いていません。{_TELL}", ""
    if last.failed:
        names = "、".join(last.failed)
        return f"毎日の点検で、うまくいかないことがありました：{names}。{_TELL}", told
    return "", told
