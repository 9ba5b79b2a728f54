"""Bytes to records: a CSV, or a ZIP that holds one; anything else is refused.

Nothing here trusts the file: sizes are looked at before anything is unpacked, and no
path from inside a ZIP is ever used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from offices.importing import list_columns
from texts.domain.fold import search_key

MAX_BYTES = 64 * 1024 * 1024
MAX_RATIO = 100
_PERIOD = re.compile(r"(?<!\d)(20[0-9]{2}(?:0[1-9]|1[0-2]))(?!\d)")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{2}(?![0-9A-Za-z])")
_WAM_MEMBER = re.compile(r"csvdownload0(\d{2})")


class Refused(Exception):  # noqa: N818 -- a verdict, as `Held` is
    """A file that is not read at all, and a sentence that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a file: our names to cells as they stand."""

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SourceFile:
    """A file that could be read, before any of its rows is judged."""

    name: str
    sha256: str
    size: int
    encoding: str
    # What the names of the file, and of the CSV in a ZIP, say of month and service.
    periods: tuple[str, ...]
    codes_in_name: tuple[str, ...]
    header: tuple[str, ...]
    # Our name of each column, or nothing where the column is not ours.
    fields: tuple[str, ...]
    constants: Mapping[str, str]
    is_partial: bool
    unknown_columns: tuple[str, ...]
    text: str
    first_line: int

    @property
    def period(self) -> str:
        """The month in its name, if just one is there."""
        return self.periods[0] if len(self.periods) == 1 else ""

    @property
    def code_in_name(self) -> str:
        """The service's number in its name, if just one is there."""
        return self.codes_in_name[0] if len(self.codes_in_name) == 1 else ""

    def column(self, name: str) -> Iterator[str]:
        """The cells of one of our columns, down the file."""
        for record in self.records():
            yield self.named(record).get(name, "")

    def records(self) -> Iterator[Record]:
        """The lines below the header that are not wholly empty."""
        reader = csv.reader(io.StringIO(self.text, newline=""))
        try:
            for _ in range(self.first_line):
                next(reader)
            number, line = 0, reader.line_num
            # One text for all cells that say the same: most say what others do.
            same: dict[str, str] = {}
            for cells in reader:
                begins, line = line + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    number += 1
                    yield Record(
                        number, begins, tuple(map(same.setdefault, cells, cells))
                    )
        except csv.Error as error:
            raise Refused(
                "not_csv", f"{reader.line_num}行目が、表として読めません（{error}）。"
            ) from error

    def named(self, record: Record) -> dict[str, str]:
        """The cells that mean something, by our names; empty ones are left out."""
        found = {
            name: list_columns.without_guard(cell) if cell[0] == "'" else cell
            for name, cell in zip(self.fields, record.cells, strict=False)
            if name and cell
        }
        return {**self.constants, **found}


def read(
    name: str, content: bytes, *, source: str = "wam", mapping: Mapping | None = None
) -> SourceFile:
    """Open `content`, or raise `Refused`.

    `mapping` tells a list of a city's own: header_line, columns {ours: theirs} and
    constants {ours: value}.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    size = len(content)
    _refuse_size(size)
    member = name
    if content[:4] == b"PK\x03\x04" or name.lower().endswith(".zip"):
        member, content = _unzip(content)
    text, encoding = _decode(content)
    generic = source != "wam"
    mapping = mapping or {}
    first_line = int(mapping.get("header_line", 1))
    header = _header(text, first_line)
    known = mapping.get("columns") or (
        list_columns.GENERIC if generic else list_columns.WAM
    )
    required = list_columns.GENERIC_REQUIRED if generic else list_columns.WAM_REQUIRED
    constants = dict(mapping.get("constants") or {})
    fields = _match(header, known)
    _refuse_header(header, fields, known, [r for r in required if r not in constants])
    own = {_fold(column) for column in list_columns.REJECT_COLUMNS}
    return SourceFile(
        name=name,
        sha256=sha256,
        size=size,
        encoding=encoding,
        periods=tuple(
            dict.fromkeys([*_PERIOD.findall(name), *_PERIOD.findall(member)])
        ),
        codes_in_name=_codes_in(name) or _codes_in(member),
        header=header,
        fields=fields,
        constants=constants,
        is_partial=_fold("理由コード") in {_fold(column) for column in header},
        unknown_columns=tuple(
            column
            for column, field in zip(header, fields, strict=True)
            if not field and _fold(column) not in own
        ),
        text=text,
        first_line=first_line,
    )


def header_of(name: str, content: bytes, line: int) -> tuple[str, ...]:
    """The names of the columns of any list, or raise `Refused`."""
    _refuse_size(len(content))
    if content[:4] == b"PK\x03\x04" or name.lower().endswith(".zip"):
        _member, content = _unzip(content)
    text, _encoding = _decode(content)
    return _header(text, line)


def _refuse_size(size: int) -> None:
    if size == 0:
        raise Refused("empty_file", "ファイルが空です。")
    if size > MAX_BYTES:
        raise Refused("too_big", "ファイルが大きすぎます（64MBまで）。")


def _unzip(content: bytes) -> tuple[str, bytes]:
    """The one CSV of a ZIP, unpacked no further than it says it is long."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > 100:
                raise Refused("zip_members", "ZIP の中のファイルが多すぎます。")
            found = [m for m in members if m.filename.lower().endswith(".csv")]
            if len(found) != 1:
                raise Refused(
                    "zip_members",
                    f"ZIP の中に CSV が1つだけ必要です（{len(found)}個ありました）。",
                )
            [member] = found
            if member.flag_bits & 0x1:
                raise Refused("zip_encrypted", "パスワードつきの ZIP は読めません。")
            if (
                member.file_size > MAX_BYTES
                or member.file_size > max(1, member.compress_size) * MAX_RATIO
            ):
                raise Refused("zip_bomb", "ZIP の中のファイルが大きすぎます。")
            with archive.open(member) as packed:
                data = packed.read(member.file_size + 1)
            if len(data) != member.file_size:
                raise Refused(
                    "zip_bomb", "ZIP の中の大きさが、書いてある数とちがいます。"
                )
            return member.filename.rsplit("/", 1)[-1], data
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError,
            RuntimeError, ValueError) as error:  # fmt: skip
        raise Refused(
            "zip_broken", "ZIP がこわれています。もう一度ダウンロードしてください。"
        ) from error


def _decode(content: bytes) -> tuple[str, str]:
    """Text and how it was written: never a guess, never a replaced character."""
    _refuse_size(len(content))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(
            "encoding",
            "Unicode テキスト（UTF-16）で保存されています。"
            "Excel で「CSV UTF-8」をえらんで保存し直してください。",
        )
    if re.match(rb"(\xef\xbb\xbf)?\s*<", content[:200]):
        raise Refused(
            "html",
            "表ではなく、ホームページ（エラーの画面など）が保存されています。"
            "もう一度ダウンロードしてください。",
        )
    if b"\0" in content:
        raise Refused(
            "not_text", "文字のファイルではありません。CSV か ZIP が必要です。"
        )
    has_mark = content.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig",) if has_mark else ("utf-8", "cp932"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused(
        "encoding",
        "文字コードが読めません。UTF-8 か Shift_JIS で保存し直してください。",
    )


def _header(text: str, line: int) -> tuple[str, ...]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for _ in range(line - 1):
            next(reader)
        return tuple(cell.strip() for cell in next(reader))
    except (csv.Error, StopIteration) as error:
        raise Refused("header", "1行目に列の名前がありません。") from error


def _match(header: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """Our name of each column; of two with one name the first counts."""
    ours = {_fold(column): name for name, column in known.items()}
    return tuple(ours.pop(_fold(column), "") for column in header)


def _refuse_header(
    header: tuple[str, ...],
    fields: tuple[str, ...],
    known: Mapping[str, str],
    required: list[str],
) -> None:
    missing = [known.get(name, name) for name in required if name not in fields]
    if not missing:
        return
    told = "、".join(f"「{name}」" for name in missing)
    hint = ""
    if len(header) == 1 and ("\t" in header[0] or ";" in header[0]):
        hint = "列がコンマで区切られていません。"
    raise Refused(
        "header", f"{hint}列が足りません：{told}。ちがうファイルかもしれません。"
    )


def _fold(column: str) -> str:
    return search_key(column.removesuffix("*"))


def _codes_in(name: str) -> tuple[str, ...]:
    """What may be numbers of services in a file's name."""
    found = _WAM_MEMBER.search(name)
    if found:
        return (found[1],)
    numbers = _NUMBER.findall(name.replace("_", " ").replace(".", " "))
    return tuple(dict.fromkeys(numbers))
