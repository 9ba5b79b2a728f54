"""Places that left the published data: staff say whether they are still there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from offices.admin.corrections import log_corrections
from offices.models import ListingStatus, Office, OfficeService, OfficeStatus
from staff.to_do import ToDo, list_of, may_see, says_what_to_do


@says_what_to_do(rank=30)
def gone(user: User, on: date) -> Iterable[ToDo]:
    """Places that readers see as not confirmed."""
    if may_see(user, Office):
        number = Office.objects.to_confirm().count()
        address = list_of(Office, status__exact=OfficeStatus.NOT_LISTED.value)
        note = "閉じたか、まだあるかを、電話などで確かめます。"
        what = "公表データから なくなった事業所を確認する"
        yield ToDo(what, number, address, note, unit="か所")


class ConfirmsGone(admin.ModelAdmin[Office]):
    """Two actions for the list of offices."""

    actions = ["confirm_closed", "confirm_open"]

    @admin.action(
        description="公表データから なくなったところ：閉じたと確認した",
        permissions=["change"],
    )
    def confirm_closed(self, request: HttpRequest, offices: QuerySet[Office]) -> None:
        """They are found no more; their pages say since when."""
        done = [
            self._confirm(request, office, OfficeStatus.CLOSED)
            for office in _gone(offices)
        ]
        self._say(request, len(done), "「廃止」にしました。さがしても出ません。")

    @admin.action(
        description="公表データから なくなったところ：まだあると確認した",
        permissions=["change"],
    )
    def confirm_open(self, request: HttpRequest, offices: QuerySet[Office]) -> None:
        """They and their services stay, whatever the data say."""
        done = []
        for office in _gone(offices):
            done.append(self._confirm(request, office, OfficeStatus.ACTIVE))
            for listing in _left_last(office):
                listing.status = ListingStatus.ACTIVE
                listing.save()
        told = "「やっている」にしました。次の取り込みでも変わりません。"
        self._say(request, len(done), told)

    @staticmethod
    def _confirm(request: HttpRequest, office: Office, status: OfficeStatus) -> Office:
        stored = Office.objects.get(pk=office.pk)
        office.status, office.status_on = status, timezone.localdate()
        office.save()
        log_corrections(request, office, stored, office=office)
        return office

    def _say(self, request: HttpRequest, number: int, done: str) -> None:
        if number:
            self.message_user(request, f"{number}か所を{done}")
        else:
            told = "えらんだ中に、公表データから なくなったところは ありません。"
            self.message_user(request, told, messages.WARNING)


def _gone(offices: QuerySet[Office]) -> list[Office]:
    return list(offices.filter(status=OfficeStatus.NOT_LISTED))


def _left_last(office: Office) -> list[OfficeService]:
    """The services that the data named until the place left them."""
    gone = list(office.services.filter(status=ListingStatus.NOT_LISTED))
    last = max((row.missing_since for row in gone), default="")
    return [row for row in gone if row.missing_since == last]
