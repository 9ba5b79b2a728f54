"""The period that published data are of: `202603` is the end of March 2026."""

from __future__ import annotations

import re
from datetime import date


def period_month(period: str) -> date | None:
    """The first day of the month that `202603` names; None for what is no period."""
    found = re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])", period, re.ASCII)
    return date(int(found[1]), int(found[2]), 1) if found else None
