"""What is old goes: sessions that ended, where staff signed in, marks of changes."""

from __future__ import annotations

from datetime import date, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone

from staff.models import Change, ChangeState
from texts.content_version import tidy_marks

# As long as a browser is known (staff/known_device.py), an address is.
_ADDRESS_KNOWN = timedelta(days=180)
_TRIALS_KEPT = timedelta(days=1)
_WRONG_COUNTED = timedelta(days=1)  # longer than any is locked out for


def tidy(on: date) -> str:
    """Delete what nobody needs any more; `on` is of no matter."""
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    AccessLog.objects.filter(attempt_time__lt=now - _ADDRESS_KNOWN).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - _WRONG_COUNTED).delete()
    trials = Change.with_trials.filter(state=ChangeState.TRIAL)
    trials.filter(created_at__lt=now - _TRIALS_KEPT).delete()
    marks = tidy_marks()
    return f"終わったログイン{sessions}件と、変更のしるし{marks}件を消しました。"
