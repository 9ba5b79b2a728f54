"""A run as a row: what was read, what it came to, and its report."""

from __future__ import annotations

import zlib

from django.contrib.auth.models import User
from django.utils import timezone

from offices.importing.import_report import SHOWN, FileReport, as_data
from offices.importing.options import Options
from offices.importing.rejected_rows import rejects_csv
from offices.models import ImportRun, ImportSource, RunState


def record_run(
    report: FileReport,
    options: Options,
    source: ImportSource,
    mode: str,
    *,
    by: User | None,
    base: int | None,
) -> ImportRun:
    """The run as a row: its facts, its numbers and the report."""
    state = RunState.OK
    if report.is_refused:
        state = RunState.REFUSED
    elif report.is_same_file:
        state = RunState.UNCHANGED
    file, rejects = report.file, ""
    if file and report.rejections:
        rejects = rejects_csv(file, report.rejections)
    return ImportRun.objects.create(
        source=source,
        file_name=report.name[-200:],
        sha256=file.sha256 if file else "",
        bytes=file.size if file else 0,
        encoding=file.encoding if file else "",
        period=report.period[:6],
        services=report.services,
        scope=sorted(options.scope or ()),
        mode=mode,
        state=state,
        counts=report.counts(),
        report=as_data(report, limit=SHOWN),
        rejects=rejects,
        by=by,
        base_id=base,
        finished_at=timezone.now(),
    )


def pack(content: bytes) -> bytes:
    """An upload as it waits for a yes."""
    return zlib.compress(content, 6)


def unpack(stored: bytes | memoryview) -> bytes:
    return zlib.decompress(bytes(stored))
