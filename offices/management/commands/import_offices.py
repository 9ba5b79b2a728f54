"""Imports a published list of offices: looks only, unless told to apply."""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from offices.importing import list_columns
from offices.importing.gates import ImportLimits
from offices.importing.import_report import FileReport, as_data, as_text, template_csv
from offices.importing.reader import MAX_BYTES
from offices.importing.rejected_rows import rejects_csv
from offices.importing.run import (
    Options,
    Outrun,
    Upload,
    apply,
    last_applied,
    look,
)
from offices.importing.trait_columns import own_columns
from offices.importing.undo import CannotUndo, undo
from offices.models import (
    ImportRun,
    ImportSource,
    Municipality,
    ServiceCode,
)

REFUSED, USAGE, OUTRUN, UNWRITTEN = 1, 2, 3, 4


class Command(BaseCommand):
    """`manage.py import_offices FILE… [--apply]`.

    Exit codes: 0 all well (looked at, applied, or nothing to change) · 1 a file was
    refused and nothing was changed · 2 wrong usage · 3 another import is running or
    came in between · 4 all well, but the report could not be written to its end.
    """

    help = (
        "公表された事業所の一覧（CSV・ZIP）や、市の一覧（CSV・Excel）を取り込みます。"
        "--apply をつけるまでは、確認だけです。"
        "終了コード：0 よい、1 止めた（何も変えていない）、"
        "2 使い方のまちがい、3 ほかの取り込みと重なった、"
        "4 できたが、報告をさいごまで書けなかった。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--source", default="wam", help="取り込み元のコード。")
        parser.add_argument("--period", default="", metavar="YYYYMM", help="時点。")
        area = parser.add_mutually_exclusive_group()
        area.add_argument("--pref", default="", help="都道府県の番号だけ。例：35")
        area.add_argument("--muni", default="", help="市区町村だけ。例：35203,35206")
        parser.add_argument(
            "--service", default="", metavar="b-gata",
            help="ファイルのサービスのコード。ファイルの名前でわからないときだけ。",
        )  # fmt: skip
        parser.add_argument("--apply", action="store_true", help="反映します。")
        parser.add_argument(
            "--close-threshold", type=float, default=0.2, metavar="0.2",
            help="掲載がなくなる行が、この割合より多いと止めます。",
        )  # fmt: skip
        parser.add_argument(
            "--allow-mass-close", action="store_true", help="多くても止めません。"
        )
        parser.add_argument(
            "--allow-town-close", action="store_true",
            help="事業所が1つもなくなる市区町村があっても止めません。",
        )  # fmt: skip
        parser.add_argument(
            "--allow-growth", action="store_true",
            help="新しい行が多くても、新しい都道府県の行でも、止めません。",
        )  # fmt: skip
        parser.add_argument(
            "--allow-older", action="store_true", help="古いデータでも止めません。"
        )
        parser.add_argument(
            "--undo", nargs="+", type=int, default=[], metavar="RUN",
            help="反映した取り込みを、番号で取り消します。全部か、何もしないか。",
        )  # fmt: skip
        parser.add_argument("--report", type=Path, help="報告を JSON で書きます。")
        parser.add_argument(
            "--rejects", type=Path, help="却下した行を CSV で書きます。"
        )
        parser.add_argument(
            "--template", type=Path, help="市の一覧のための、空の表を書いて終わります。"
        )

    def handle(self, *args: object, **options: Any) -> None:
        if options["template"]:
            self._write_template(options["template"])
            return
        if options["undo"]:
            self._undo(options["undo"])
            return
        chosen = self._options(options)
        # Before the files are read, so that whoever comes in between is noticed.
        base = last_applied()
        uploads = [self._read(path) for path in options["files"]]
        with ExitStack() as stack:
            # Before anything is changed, so that nothing is changed untold.
            outputs = self._open(stack, options)
            reports = self._import(uploads, chosen, base, is_real=options["apply"])
            try:
                self._write(outputs, reports)
                stack.close()
            except OSError as error:
                raise CommandError(
                    f"取り込みは上のとおりですが、報告を書けませんでした（{error}）。",
                    returncode=UNWRITTEN,
                ) from error
        if any(report.is_refused for report in reports):
            raise CommandError("止めました。何も変えていません。", returncode=REFUSED)

    def _import(
        self,
        uploads: list[Upload],
        chosen: Options,
        base: int | None,
        *,
        is_real: bool,
    ) -> list[FileReport]:
        results: Sequence[tuple[FileReport, ImportRun | None]]
        day = timezone.localdate()
        try:
            if is_real:
                results = apply(
                    uploads, chosen, on=day, base=base, progress=self._progress
                )
            else:
                results = look(uploads, chosen, on=day, progress=self._progress)
        except Outrun as error:
            raise CommandError(str(error), returncode=OUTRUN) from error
        for report, run in results:
            self.stdout.write(as_text(report))
            if run is not None and run.is_in_force:
                self.stdout.write(f"  番号 {run.pk}（取り消すときは --undo {run.pk}）")
        return [report for report, _run in results]

    def _undo(self, numbers: list[int]) -> None:
        runs = ImportRun.objects.in_bulk(numbers)
        missing = [str(number) for number in numbers if number not in runs]
        if missing:
            told = f"その番号の取り込みはありません：{'、'.join(missing)}"
            raise CommandError(told, returncode=USAGE)
        try:
            undo(runs.values())
        except Outrun as error:
            raise CommandError(str(error), returncode=OUTRUN) from error
        except CannotUndo as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        told = "、".join(map(str, sorted(runs)))
        self.stdout.write(f"取り込み {told} を取り消しました。")

    def _options(self, given: dict) -> Options:
        if not given["files"]:
            raise CommandError("ファイルを書いてください。", returncode=USAGE)
        period = given["period"]
        if period and not re.fullmatch(r"20[0-9]{2}(0[1-9]|1[0-2])", period):
            raise CommandError("--period は 202603 のように。", returncode=USAGE)
        if not 0 <= given["close_threshold"] <= 1:
            raise CommandError("--close-threshold は 0 から 1。", returncode=USAGE)
        if not ImportSource.objects.filter(slug=given["source"]).exists():
            raise CommandError(
                f"{given['source']} という取り込み元はありません。", returncode=USAGE
            )
        limits = ImportLimits(
            vanish_share=given["close_threshold"],
            may_close_many=given["allow_mass_close"],
            may_empty_towns=given["allow_town_close"],
            may_grow=given["allow_growth"],
            may_be_older=given["allow_older"],
        )
        return Options(
            given["source"], period, self._scope(given), self._covers(given), limits
        )

    def _covers(self, given: dict) -> frozenset[str]:
        wanted = frozenset(filter(None, given["service"].split(",")))
        known = set(ServiceCode.objects.values_list("slug", flat=True))
        if wanted - known:
            raise CommandError(
                f"--service は、このどれか：{'、'.join(sorted(known))}",
                returncode=USAGE,
            )
        return wanted

    def _scope(self, given: dict) -> frozenset[str] | None:
        wanted = [code for code in given["muni"].split(",") if code]
        if given["pref"]:
            found = Municipality.objects.filter(code__startswith=given["pref"])
        elif wanted:
            found = Municipality.objects.filter(code__in=wanted)
        else:
            return None
        codes = frozenset(found.values_list("code", flat=True))
        if not codes or len(given["pref"]) not in (0, 2) or set(wanted) - codes:
            raise CommandError("その番号の地域は一覧にありません。", returncode=USAGE)
        return codes

    def _read(self, path: Path) -> Upload:
        try:
            if path.stat().st_size > MAX_BYTES:
                # Its size alone is enough to be refused: not a byte is read.
                return Upload(path.name, bytes(MAX_BYTES + 1))
            return Upload(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} が読めません。", returncode=USAGE) from error

    def _progress(self, line: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(line)

    # --- what is written ----------------------------------------------------------

    def _open(self, stack: ExitStack, given: dict) -> dict[Path, TextIO]:
        """All files that will be written: none that is read, and each only once."""
        paths = [path for path in [given["report"]] if path]
        if given["rejects"]:
            names = [path.name for path in given["files"]]
            paths += [_rejects_path(given["rejects"], name, names) for name in names]
        taken = {path.resolve() for path in given["files"]}
        outputs: dict[Path, TextIO] = {}
        for path in paths:
            if path.resolve() in taken:
                raise CommandError(
                    f"{path} に2つのものは書けません。べつの名前にしてください。",
                    returncode=USAGE,
                )
            taken.add(path.resolve())
            # Closed with the stack; what stood there is kept until all is well.
            outputs[path] = stack.enter_context(_opened(path))
        self._report, self._rejects = given["report"], given["rejects"]
        return outputs

    def _write(self, outputs: dict[Path, TextIO], reports: list[FileReport]) -> None:
        for out in outputs.values():
            out.truncate(0)
        if self._report:
            data = {"files": [as_data(report) for report in reports]}
            outputs[self._report].write(json.dumps(data, ensure_ascii=False, indent=1))
        names = [report.name for report in reports]
        for report in reports if self._rejects else []:
            if report.file and report.rejections:
                path = _rejects_path(self._rejects, report.name, names)
                outputs[path].write(rejects_csv(report.file, report.rejections))

    def _write_template(self, path: Path) -> None:
        columns = own_columns()
        empty = template_csv(columns, list_columns.GENERIC_REQUIRED)
        with _opened(path) as out:
            out.truncate(0)
            out.write(empty)


def _rejects_path(path: Path, name: str, names: Sequence[str]) -> Path:
    """One file for each input; with several, the name of each goes in between."""
    if len(names) == 1:
        return path
    return path.with_name(f"{path.stem}_{Path(name).stem}{path.suffix or '.csv'}")


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(
            f"{path} に書けません（{error.strerror}）。何も変えていません。",
            returncode=USAGE,
        ) from error
