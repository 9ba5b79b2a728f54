"""The import for staff: choose a file, read the report, say yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from offices.admin.plain import PlainAdmin
from offices.admin.upload import MAY, UploadForm, options
from offices.importing import list_columns
from offices.importing.claim import told_when_busy
from offices.importing.import_report import COUNTS, template_csv
from offices.importing.options import Upload
from offices.importing.recording import pack, unpack
from offices.importing.run import Outrun, apply, look
from offices.importing.trait_columns import own_columns
from offices.importing.undo import CannotUndo, undo
from offices.models import (
    ImportIssue,
    ImportRun,
    ImportTrace,
    OfficeService,
    RunState,
    ServiceCode,
)
from staff.sender import sender_of
from staff.unfilled import Unfilled

_WAITS_FOR = timedelta(days=1)
_NOT_WAITING = "この確認は、もう反映したか、古くなりました。何も変えていません。"


@admin.register(ImportRun)
class ImportRunAdmin(PlainAdmin):
    """Each import: adding one is looking at a file; its report asks for the yes."""

    list_display = ["started_at", "file_name", "mode", "state", "period", "told", "by"]
    list_select_related = ["by"]
    list_filter = ["mode", "state", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("upload", "report", "rejects")

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False

    def unfilled(self) -> Iterable[Unfilled]:
        """Services of which no provider is listed; bodies are told by their kind."""
        listed = OfficeService.objects.filter(type=OuterRef("pk"))
        services = ServiceCode.objects.exclude(kind__is_in_every_city=True)
        for service in services.exclude(Exists(listed)):
            yield Unfilled(
                f"{service.name}の事業所の一覧",
                reverse("admin:offices_importrun_add"),
            )

    @admin.display(description="件数")
    def told(self, run: ImportRun) -> str:
        return "　".join(
            f"{word} {run.counts[name]:,}"
            for name, word in COUNTS.items()
            if run.counts.get(name)
        )

    def get_urls(self) -> list[URLPattern]:
        views: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("template.csv", self.template_view, "importtemplate"),
            ("<int:pk>/apply/", self.apply_view, "importapply"),
            ("<int:pk>/undo/", self.undo_view, "importundo"),
            ("<int:pk>/rejects.csv", self.rejects_view, "importrejects"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=f"offices_{name}")
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]

    # --- choosing a file --------------------------------------------------------

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._require_add(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._look(request, form)
            except Outrun as reason:
                form.add_error(None, f"{reason} ファイルも、もう一度選んでください。")
        return self._page(
            request, "upload", {"form": form, "title": "公表データの取り込み"}
        )

    def _look(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        chosen, upload = form.options(), form.cleaned_data["file"]
        [(_report, run)] = look(
            [upload],
            chosen,
            on=timezone.localdate(),
            by=sender_of(request),
            progress=_quiet,
        )
        run.allowed = {
            **{name: getattr(chosen.limits, name) for name in MAY},
            "covers": sorted(chosen.covers),
        }
        if run.state == RunState.OK:
            run.upload = pack(upload.content)
        day = timezone.now() - _WAITS_FOR
        with told_when_busy():
            ImportRun.objects.filter(started_at__lt=day).update(upload=None)
            run.save(update_fields=["allowed", "upload"])
        return HttpResponseRedirect(_address(run))

    # --- the report, and the yes ------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.get_object(request, unquote(object_id))
        if run is None:
            raise Http404
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        names = dict(ServiceCode.objects.values_list("slug", "name"))
        report = run.report or {}
        table = [
            (names.get(slug, slug), [numbers.get(name, 0) for name in COUNTS])
            for slug, numbers in sorted(report.get("by_service", {}).items())
        ]
        return self._page(
            request,
            "report",
            {
                "title": str(run),
                "run": run,
                "report": report,
                "heads": list(COUNTS.values()),
                "table": table,
                "total": [run.counts.get(name, 0) for name in COUNTS],
                "covered": [names.get(slug, slug) for slug in report.get("covers", [])],
                "all_issues": _all_issues(run),
                "waits": bool(run.upload) and self.has_add_permission(request),
                "can_undo": run.is_in_force
                and run.traces.exists()
                and self.has_add_permission(request),
            },
        )

    def apply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return require_POST(self._apply)(request, pk)

    def _apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Apply what was looked at, once; nothing else that came in between."""
        self._require_add(request)
        run = get_object_or_404(ImportRun, pk=pk)
        if not run.upload:
            messages.warning(request, _NOT_WAITING)
            return HttpResponseRedirect(_address(run))
        try:
            done = self._apply_once(request, run)
        except Outrun as reason:
            messages.error(request, str(reason))
            return HttpResponseRedirect(_address(run))
        return HttpResponseRedirect(_address(done))

    def _apply_once(self, request: HttpRequest, run: ImportRun) -> ImportRun:
        upload = Upload(run.file_name, unpack(run.upload or b""))
        allowed = dict(run.allowed)
        if run.report.get("questions"):
            allowed["may_empty_towns"] = "is_sure" in request.POST
        chosen = options(run.source.slug, run.period, run.scope, allowed)
        [(report, done)] = apply(
            [upload], chosen, on=timezone.localdate(), base=run.base_id,
            by=sender_of(request), progress=_quiet, within=lambda: _take(run.pk),
        )  # fmt: skip
        assert done is not None  # of one file alone, even a refusal is on record
        if report.gates and report.gates == report.questions:
            messages.error(
                request,
                "「確かめました」に印をつけてから、「反映する」を押してください。"
                "まだ何も変えていません。",
            )
            done.delete()
            return run
        if report.is_refused:
            ImportRun.objects.filter(pk=run.pk).update(upload=None)
            messages.error(request, "止めました。何も変えていません。")
        else:
            messages.success(request, "反映しました。")
        return done

    # --- the way back --------------------------------------------------------------

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return require_POST(self._undo)(request, pk)

    def _undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put back all that a run changed, once somebody said so twice."""
        self._require_add(request)
        run = get_object_or_404(ImportRun, pk=pk)
        if "is_sure" not in request.POST:
            messages.error(
                request,
                "「確かめました」に印をつけてから、「取り消す」を押してください。"
                "何も変えていません。",
            )
            return HttpResponseRedirect(_address(run))
        try:
            undo([run], by=sender_of(request))
        except (CannotUndo, Outrun) as reason:
            messages.error(request, str(reason))
        else:
            messages.success(
                request, "取り消しました。反映する前の内容にもどりました。"
            )
        return HttpResponseRedirect(_address(run))

    # --- files to take away -------------------------------------------------------

    def rejects_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return require_safe(self._rejects)(request, pk)

    def _rejects(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        # By the number in its name, what is read in again is of the same service.
        codes = ServiceCode.objects.filter(slug__in=run.report.get("covers", []))
        numbers = "_".join(code.wam_code or code.slug for code in codes)
        name = f"rejects_{run.period}_{numbers}.csv"
        return _csv(run.rejects, name)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        self._require_add(request)
        columns = own_columns()
        empty = template_csv(columns, list_columns.GENERIC_REQUIRED)
        return _csv(empty, "template.csv")

    def _require_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: dict) -> HttpResponse:
        given = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/offices/import_{name}.html", given)


@admin.register(ImportTrace)
class ImportTraceAdmin(PlainAdmin):
    """How much is kept so that an import can be undone: to read only."""

    list_display = ["run", "table", "kind"]
    list_select_related = ["run"]
    list_filter = ["kind"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        hidden = ("packed", "run__upload", "run__report", "run__rejects")
        return super().get_queryset(request).defer(*hidden)

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(ImportIssue)
class ImportIssueAdmin(PlainAdmin):
    """What an import met in a row: to read only."""

    list_display = ["run", "line_no", "level", "message", "column", "value"]
    list_select_related = ["run"]
    list_filter = ["level", "code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        hidden = ("run__upload", "run__report", "run__rejects")
        return super().get_queryset(request).defer(*hidden)

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


def _take(pk: int) -> None:
    """Take what waits for a yes, so that nobody can apply it a second time.

    Within the transaction that writes it, and under the lock.
    """
    if not ImportRun.objects.filter(pk=pk).exclude(upload=None).update(upload=None):
        raise Outrun(_NOT_WAITING)


def _address(run: ImportRun) -> str:
    return reverse("admin:offices_importrun_change", args=[run.pk])


def _all_issues(run: ImportRun) -> str:
    """Where each single thing that an applied import met is listed."""
    if not run.issues.exists():
        return ""
    return f"{reverse('admin:offices_importissue_changelist')}?run__id__exact={run.pk}"


def _csv(text: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        text, content_type="text/csv; charset=utf-8", headers=disposition
    )


def _quiet(line: str) -> None:
    """A page has nowhere to show how far it is."""
