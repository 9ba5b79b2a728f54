"""Errors of ours for staff: to be read, told, and put away when they are dealt with."""

from collections.abc import Iterable
from datetime import date

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from staff.models import ServerError
from staff.to_do import ToDo, list_of, may_see, says_what_to_do

_TOLD = 3


@says_what_to_do(rank=100)
def errors(user: User, on: date) -> Iterable[ToDo]:
    """Kinds of errors that nobody has put away; everybody can tell the number on."""
    codes = list(ServerError.objects.values_list("code", flat=True))
    told = "、".join(codes[:_TOLD]) + ("など" if len(codes) > _TOLD else "")
    if may_see(user, ServerError):
        note = f"番号：{told}。直したら、一覧で消します。"
        yield ToDo("サイトで起きたエラーを見る", len(codes), list_of(ServerError), note)
    else:
        note = f"サイトの管理者に、番号を伝えてください：{told}"
        yield ToDo("サイトでエラーが起きました", len(codes), note=note)


@admin.register(ServerError)
class ServerErrorAdmin(admin.ModelAdmin):
    """What went wrong where, how often and when; the log has the rest."""

    list_display = ["code", "path", "kind", "count", "first_at", "last_at"]
    search_fields = ["code", "path", "kind"]
    search_help_text = "番号・ページ・種類でさがす"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: ServerError | None = None
    ) -> bool:
        return False
