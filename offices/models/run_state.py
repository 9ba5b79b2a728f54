"""What an import did, and how it ended."""

from django.db import models


class RunMode(models.TextChoices):
    """Whether a run only looked, or wrote."""

    DRY = "dry", "確認だけ"
    APPLY = "apply", "反映"
    UNDO = "undo", "取り消し"


class RunState(models.TextChoices):
    """How a run ended."""

    RUNNING = "running", "とちゅう"
    OK = "ok", "できた"
    UNCHANGED = "unchanged", "変更なし"
    REFUSED = "refused", "止めた"
    UNDONE = "undone", "取り消した"
    FAILED = "failed", "できなかった"
