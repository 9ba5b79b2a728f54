"""Takes what readers tell of an office, no more of it on a day than staff can read.

Nothing is kept of who sent one. How much one client may send is counted in memory
(`config/rates.py`, settings.RATES), and is so much less than these limits that no one
client silences the others: they are for a crowd of programs.
"""

from __future__ import annotations

from datetime import date

from offices.models import Office, OfficeReport

MOST_OF_ONE_OFFICE = 20
MOST_ON_A_DAY = 200


class TooManyError(Exception):
    """The day's reports are full: the phone is open."""


def receive_report(office: Office, *, reason: str, text: str, on: date) -> None:
    """Keep a report; raises `TooManyError` when the day's are full.

    The same words about the same office on the same day are kept once.
    """
    today = OfficeReport.objects.filter(received_on=on)
    if today.filter(office=office, reason=reason, text=text).exists():
        return
    if (
        today.filter(office=office).count() >= MOST_OF_ONE_OFFICE
        or today.count() >= MOST_ON_A_DAY
    ):
        raise TooManyError
    OfficeReport.objects.create(office=office, reason=reason, text=text, received_on=on)
