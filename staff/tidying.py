"""What is old goes: sessions that ended, marks of changes."""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.models import Session
from django.utils import timezone

from texts.content_version import tidy_marks


def tidy(on: date) -> str:
    """Delete what nobody needs any more; `on` is of no matter."""
    sessions, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    marks = tidy_marks()
    return f"終わったログイン{sessions}件と、変更のしるし{marks}件を消しました。"
