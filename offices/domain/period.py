"""The period that published data are of: `202603` is the end of March 2026."""

from __future__ import annotations

import re


def period_in_words(period: str) -> str:
    """`202603` as 2026年3月末; what is no period stays as it is."""
    found = re.fullmatch(r"(\d{4})(\d{2})", period)
    return f"{found[1]}年{int(found[2])}月末" if found else period
