"""Takes what readers tell of an office, no more of it on a day than staff can read.

Nothing is kept of who sent one. How much one client may send is counted in memory
(`config/rates.py`, settings.RATES), and is so much less than these limits that no one
client silences the others: they are for a crowd of programs. The second half of a day's
room is for who has sent little or nothing, so that people find some beside the crowd;
and what staff have looked at takes none.
"""

from __future__ import annotations

from datetime import date

from offices.models import Office, OfficeReport

MOST_OF_ONE_OFFICE = 50
MOST_ON_A_DAY = 200


class TooManyError(Exception):
    """The day's reports are full: the phone is open."""


def receive_report(
    office: Office, *, reason: str, text: str, on: date, room: float
) -> None:
    """Keep a report; raises `TooManyError` when the day's are full.

    `room` is the part of the day's room that is open to who sends it: none, half, all.
    The same words about the same office on the same day are kept once.
    """
    today = OfficeReport.objects.filter(received_on=on)
    if today.filter(office=office, reason=reason, text=text).exists():
        return
    unread = today.filter(is_handled=False)
    if (
        unread.filter(office=office).count() >= MOST_OF_ONE_OFFICE * room
        or unread.count() >= MOST_ON_A_DAY * room
    ):
        raise TooManyError
    OfficeReport.objects.create(office=office, reason=reason, text=text, received_on=on)
