"""The door to the import: look at files, and apply them all or none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils import translation

from offices.importing.apply import Writer, write_issues
from offices.importing.bulk import count_anew
from offices.importing.claim import (
    CHANGED,
    Outrun,
    last_applied,
    locked,
    refuse_outrun,
    stamp,
    told_when_busy,
)
from offices.importing.compare import compare
from offices.importing.coverage import period_of, services_of
from offices.importing.elsewhere import listed_elsewhere
from offices.importing.gates import Gate, Guard
from offices.importing.import_report import (
    FileReport,
    Rejection,
)
from offices.importing.issues import Issue, Rejected
from offices.importing.lookups import load_lookups
from offices.importing.options import Options, Upload
from offices.importing.organizations import OrganizationReader, organization_key
from offices.importing.plan import KeptCorrection, Plan
from offices.importing.reader import Refused, SourceFile, order_in_name, read
from offices.importing.recording import record_run
from offices.importing.rejected_rows import refuse_uncorrected
from offices.importing.row_reader import RowReader, name_key
from offices.importing.source_row import SourceRow
from offices.importing.stored import Store
from offices.importing.stored_rows import Key, StoredRows
from offices.importing.trait_columns import trait_columns
from offices.models import (
    ImportRun,
    ImportSource,
    Office,
    OfficeArea,
    OfficeService,
    OpeningHours,
    Organization,
    RunMode,
    RunState,
)

Progress = Callable[[str], None]
_PROGRESS_EVERY = 5_000
_NO_DAY = "確認日の列がありません。事業所の「確認した日」は、取り込んだ日になります。"


class Stopped(Exception):  # noqa: N818 -- carries the reports out of a transaction
    """A file may not be applied, so none is."""


def look(
    uploads: Iterable[Upload],
    options: Options,
    *,
    on: date,
    by: User | None = None,
    progress: Progress = print,
) -> list[tuple[FileReport, ImportRun]]:
    """What applying `uploads` would come to. Writes one `ImportRun` a file."""
    base = last_applied()
    uploads = list(uploads)
    with translation.override("ja"), told_when_busy():
        planner = _Planner(options, on=on, progress=progress)
        done = []
        for upload in in_order(uploads):
            report = planner.plan(upload)
            source = planner.store.source
            run = record_run(report, options, source, RunMode.DRY, by=by, base=base)
            done.append((report, run))
    given = [upload.name for upload in uploads]
    return sorted(done, key=lambda pair: given.index(pair[0].name))


def apply(
    uploads: Sequence[Upload],
    options: Options,
    *,
    on: date,
    base: int | None,
    by: User | None = None,
    progress: Progress = print,
    within: Callable[[], None] = lambda: None,
) -> list[tuple[FileReport, ImportRun | None]]:
    """Apply all of `uploads`, or none where one is refused.

    `base` is what `last_applied` said before the files were looked at; `within` is
    called once the lock is held. Raises `Outrun` where another import came first or
    staff changed what was compared.
    """
    done: list[tuple[FileReport, ImportRun | None]] = []
    with translation.override("ja"), told_when_busy():
        refuse_outrun(base)
        seen = stamp()
        first, *others = in_order(uploads)
        planner = _Planner(options, on=on, progress=progress)
        # Without the lock: others can write as long as nothing but reading is done.
        report = planner.plan(first, writes=True)
        try:
            if report.is_refused:
                done.append((report, None))
                raise Stopped
            with locked():
                refuse_outrun(base)
                if stamp() != seen:
                    raise Outrun(CHANGED)
                within()
                done.append((report, _write(report, planner, by=by)))
                for upload in others:
                    report = planner.plan(upload, writes=True)
                    if report.is_refused:
                        done.append((report, None))
                        raise Stopped
                    done.append((report, _write(report, planner, by=by)))
                count_anew(Office, OfficeService, OpeningHours, OfficeArea)
        except Stopped:
            done = _refused(done, planner, by=by, base=base)
    given = [upload.name for upload in uploads]
    return sorted(done, key=lambda pair: given.index(pair[0].name))


def _refused(
    done: list[tuple[FileReport, ImportRun | None]],
    planner: _Planner,
    *,
    by: User | None,
    base: int | None,
) -> list[tuple[FileReport, ImportRun | None]]:
    """What was refused goes on record; nothing else does."""
    for report, _run in done:
        report.is_applied = False
    refused = done[-1][0]
    store, options = planner.store, planner.options
    run = record_run(refused, options, store.source, RunMode.APPLY, by=by, base=base)
    return [*((report, None) for report, _run in done[:-1]), (refused, run)]


def in_order(uploads: Iterable[Upload]) -> list[Upload]:
    """Files in the one order that places and their codes follow, however given."""

    def place(upload: Upload) -> tuple[object, ...]:
        content = sha256(upload.content).hexdigest()
        return *order_in_name(upload.name), upload.name, content

    return sorted(uploads, key=place)


@dataclass
class _Planner:
    """Plans file after file against one store."""

    options: Options
    _: KW_ONLY
    on: date
    progress: Progress

    @cached_property
    def store(self) -> Store:
        source = ImportSource.objects.get(slug=self.options.source)
        return Store(source, load_lookups())

    def plan(self, upload: Upload, *, writes: bool = False) -> FileReport:
        return _plan(
            upload, self.store, self.options,
            on=self.on, progress=self.progress, writes=writes,
        )  # fmt: skip


def _plan(
    upload: Upload,
    store: Store,
    options: Options,
    *,
    on: date,
    progress: Progress,
    writes: bool = False,
) -> FileReport:
    """Read one file and compare it with what is stored."""
    report = FileReport(None, upload.name, period=options.period)
    try:
        file = read(
            upload.name,
            upload.content,
            source=options.source,
            mapping=store.source.mapping,
            besides=trait_columns(store.kinds),
        )
        report.file = file
        report.notes += file.notes
        report.period = options.period or file.period
        report.period = period_of(
            file, given=options.period, on=on, is_wam=store.is_wam
        )
        report.covers = services_of(
            file, store.lookups, given=options.covers, is_wam=store.is_wam
        )
        rows = _judge(report, file, store, options, progress, on=on)
    except Refused as refused:
        report.gates.append(Gate(refused.code, refused.message))
        return report
    scope_is_same = _was_applied(file, store.source, report.period, options)
    table = store.table(
        types={row.type for row in rows},
        numbers={row.office_number for row in rows},
        scope=options.scope,
    )
    elsewhere = listed_elsewhere(
        store.source,
        {row.type for row in rows},
        {row["municipality"] for row in rows},
    )
    held = _held(report.rejections, table)
    plan = compare(
        rows, table, elsewhere=elsewhere, held=held, is_partial=file.is_partial
    )
    plan.rejected = len(report.rejections)
    plan.says_day = "checked_on" in file.fields
    if not (store.is_wam or plan.says_day):
        report.notes.append(_NO_DAY)
    if store.is_wam and not file.code_in_name:
        plan.of_other_services = sum(
            item.issue.code == "service_unknown" for item in report.rejections
        )
    _plan_organizations(plan, rows, store, report.period)
    report.issues += plan.issues
    report.plan = plan
    report.new_places = sum(place.office is None for place in plan.places)
    report.names = store.names_of([listing.pk for _key, listing in plan.vanished])
    report.is_same_file = scope_is_same and plan.is_empty
    guard = Guard(plan, table, options.limits, store.lookups)
    report.gates += guard.gates(period=report.period, is_partial=file.is_partial)
    report.questions = guard.questions()
    if writes:
        # What a look only asks has to be answered by now.
        report.gates += report.questions
    if not writes:
        _pretend(plan)
    return report


def _plan_organizations(
    plan: Plan, rows: Sequence[SourceRow], store: Store, period: str
) -> None:
    """Compare who runs the places; what people keep there is told every time."""
    locked = set(
        Organization.objects.exclude(locked_fields=[]).values_list("code", flat=True)
    )
    differing = [
        *plan.new,
        *(update.row for update in (*plan.updates, *plan.refreshed)),
        *(row for row in rows if locked and organization_key(row.values) in locked),
    ]
    reader = OrganizationReader(store.lookups, period, says_all=store.is_wam)
    plan.organizations = reader.plan(differing)
    labels = Organization.lock_labels()
    for update in plan.organizations.updates:
        for change in update.kept:
            key = ("", update.code, "")
            kept = KeptCorrection(
                key, update.name, change.field, change.new, change.old
            )
            plan.kept.append(kept)
            told = f"公表データ「{change.new}」 職員「{change.old}」（{update.name}）"
            column = f"法人の{labels[change.field]}"
            plan.issues.append(Issue(0, 0, "locked_field_differs", column, told))


def _judge(
    report: FileReport,
    file: SourceFile,
    store: Store,
    options: Options,
    progress: Progress,
    *,
    on: date,
) -> list[SourceRow]:
    """The rows that can be imported; the others go into the report."""
    reader = RowReader(
        store.lookups,
        coverage=report.covers,
        scope=options.scope,
        is_wam=store.is_wam,
        headers={
            field: header
            for field, header in zip(file.fields, file.header, strict=True)
            if field
        },
        on=on,
        kinds=store.kinds,
    )
    rows: list[SourceRow] = []
    seen: set = set()
    for record in file.records():
        if record.number % _PROGRESS_EVERY == 0:
            progress(f"{file.name}：{record.number:,}行まで読みました。")
        named = file.named(record)
        try:
            refuse_uncorrected(file, record, named, report.covers)
            if len(record.cells) != len(file.header):
                told = f"1行目は{len(file.header)}、この行は{len(record.cells)}"
                raise Rejected("column_count", value=told)
            row = reader.read(record.number, record.line, named)
            if row is None:
                report.skipped += 1
                continue
            if row.key in seen:
                raise Rejected("duplicate_key", "source_no", row.source_no)
        except Rejected as reason:
            column = _header_of(file, reason.column)
            issue = Issue(record.number, record.line, reason.code, column, reason.value)
            report.rejections.append(Rejection(record, issue, named))
            reader.issues.append(issue)
            continue
        seen.add(row.key)
        rows.append(row)
    report.issues = reader.issues
    return rows


def _header_of(file: SourceFile, name: str) -> str:
    # Columns that are not ours have no name.
    known = name and name in file.fields
    return file.header[file.fields.index(name)] if known else name


def _held(rejections: Iterable[Rejection], table: StoredRows) -> set[Key]:
    """Keys of stored rows that a rejected row may be: they have not vanished."""
    numbers = {item.named.get("source_no", "").strip() for item in rejections} - {""}
    # In lists without numbers of their own a row is known by its name.
    names = {name_key(item.named.get("name", "")) for item in rejections} - {""}
    return {
        key
        for key in table.listings
        if key[1] in numbers or key[1].rpartition("|")[0] in names
    }


def _was_applied(
    file: SourceFile, source: ImportSource, period: str, options: Options
) -> bool:
    """Whether just this file was the last one applied for its period and scope."""
    return ImportRun.objects.filter(
        source=source,
        sha256=file.sha256,
        period=period,
        mode=RunMode.APPLY,
        state__in=[RunState.OK, RunState.UNCHANGED],
    ).exists()


def _pretend(plan: Plan) -> None:
    """Let later files of a look see the places that this one would make."""
    for place in plan.places:
        place.office = place.office or -1
    plan.forget_rows()


def _write(report: FileReport, planner: _Planner, *, by: User | None) -> ImportRun:
    store, options = planner.store, planner.options
    run = record_run(report, options, store.source, RunMode.APPLY, by=by, base=None)
    if report.is_same_file:
        return run
    writer = Writer(store, run, period=report.period, on=planner.on)
    writer.write(report.plan)
    write_issues(run, report.issues)
    report.is_applied = True
    report.plan.forget_rows()
    return run
