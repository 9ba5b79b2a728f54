"""Links and daily runs for staff: what does not open, what changed, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from facts.models import Source
from facts.provenance import Sourced
from staff.models import DailyRun, LinkCheck
from staff.page_rows import form_of
from staff.to_do import ToDo, list_of, may, says_what_to_do


@says_what_to_do(rank=70)
def links(user: User, on: date) -> Iterable[ToDo]:
    """Links that do not open, and sources that say something else now."""
    if not may(user, "change", Source):
        return
    dead, changed = LinkCheck.objects.dead(), LinkCheck.objects.changed()
    told = "ページがないか、3日続けて開けないもの。新しいアドレスに直します。"
    yield ToDo("切れたリンクを直す", dead.count(), _narrowed("dead"), told)
    told = "出典を見て、サイトの内容が同じか確かめます。"
    yield ToDo("内容が変わった出典を見る", changed.count(), _narrowed("changed"), told)


def _narrowed(state: str) -> str:
    return list_of(LinkCheck, state=state)


class _StateFilter(admin.SimpleListFilter):
    """Links by what is to be done about them."""

    title = "ようす"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("dead", "切れている"), ("changed", "内容が変わった")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrowed = {"dead": queryset.dead, "changed": queryset.changed}  # type: ignore[attr-defined]
        narrow = narrowed.get(self.value() or "")
        return narrow() if narrow else queryset


class _LookedAt(admin.ModelAdmin):
    """What the program writes, and staff only read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: object | None = None
    ) -> bool:
        return False


@admin.register(LinkCheck)
class LinkCheckAdmin(_LookedAt):
    """Each address with where it is named; one click leads to its field."""

    list_display = ["address", "status", "first_failed", "changed_on", "named_in"]
    list_filter = [_StateFilter, "is_own", "is_source"]
    search_fields = ["address"]
    search_help_text = "アドレスでさがす"
    list_per_page = 50
    actions = ["seen"]
    readonly_fields = ["named_in", "facts"]
    fields = ["address", "status", "checked_on", "last_ok", "first_failed",
              "changed_on", "named_in", "facts"]  # fmt: skip

    def has_view_permission(
        self, request: HttpRequest, obj: LinkCheck | None = None
    ) -> bool:
        """Whoever may change sources may see what became of them."""
        return request.user.has_perm("facts.change_source")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description="書いてあるところ")
    def named_in(self, row: LinkCheck) -> SafeString:
        places = ((address, told) for told, address in row.places)
        return format_html_join("、", '<a href="{}">{}</a>', places)

    @admin.display(description="この出典の内容")
    def facts(self, row: LinkCheck) -> SafeString:
        """What was taken from the source, to be compared with it."""
        found = list(facts_from(row.address)) if row.is_source else []
        kinds = ((form_of(one), one._meta.verbose_name, one) for one in found)
        links = format_html_join("", '<li><a href="{}">{}「{}」</a></li>', kinds)
        return format_html("<ul>{}</ul>", links) if found else format_html("{}", "—")

    @admin.action(description="出典を見た。「内容が変わった」の印を消す")
    def seen(self, request: HttpRequest, rows: QuerySet[LinkCheck]) -> None:
        number = rows.filter(changed_on__isnull=False).update(changed_on=None)
        self.message_user(request, f"{number}件の「内容が変わった」の印を消しました。")


def facts_from(address: str) -> Iterator[Sourced]:
    """The rows whose source stands at `address`; a query a model."""
    for model in apps.get_models():
        if issubclass(model, Sourced) and model in admin.site._registry:
            rows = model._default_manager.filter(model.checked_one_by_one())
            yield from rows.select_related().filter(source__url__startswith=address)


@admin.register(DailyRun)
class DailyRunAdmin(_LookedAt):
    """What was done each day."""

    list_display = ["began_at", "ended_at", "what"]
    fields = ["began_at", "ended_at", "what"]
    readonly_fields = ["what"]

    @admin.display(description="したこと")
    def what(self, row: DailyRun) -> SafeString:
        lines = ((f"{name}：{told}",) for name, told, _ in row.told)
        return format_html_join("", "<p>{}</p>", lines)
