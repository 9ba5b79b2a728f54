"""What is in a ZIP: the one list of a published file, or the parts of a workbook.

Nothing here trusts the file: sizes are looked at before anything is unpacked, and no
path from inside a ZIP is ever used.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from offices.importing.decoding import SAVE_AS
from offices.importing.refusal import Refused

MAX_BYTES = 64 * 1024 * 1024
MAX_RATIO = 100
# All parts of a workbook, unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
_LISTS = (".csv", ".xlsx")


def refuse_size(size: int) -> None:
    if size == 0:
        raise Refused("empty_file", "ファイルが空です。")
    if size > MAX_BYTES:
        raise Refused("too_big", "ファイルが大きすぎます（64MBまで）。")


def is_zip(name: str, content: bytes) -> bool:
    return content[:4] == b"PK\x03\x04" or name.lower().endswith(".zip")


def is_workbook(content: bytes) -> bool:
    """Whether a ZIP is a workbook; another kind that Office writes is refused."""
    with opened(content) as archive:
        names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        raise Refused("workbook_other", f"この形（.ods など）は読めません。{SAVE_AS}")
    if "[Content_Types].xml" not in names:
        return False
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("workbook_macro", f"マクロつきの Excel は読みません。{SAVE_AS}")
    if "xl/workbook.bin" in names or not any(n.startswith("xl/") for n in names):
        raise Refused("workbook_other", f"この形のファイルは読めません。{SAVE_AS}")
    return True


def refuse_bomb(content: bytes) -> None:
    """Refuse a workbook that would unpack to more than a list can be."""
    with opened(content) as archive:
        members = archive.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            raise Refused("zip_encrypted", "パスワードつきのファイルは読めません。")
        sizes = [member.file_size for member in members]
        if max(sizes) > MAX_BYTES or sum(sizes) > MAX_UNPACKED or len(sizes) > 5_000:
            raise Refused(
                "workbook_bomb",
                "Excel の中が大きすぎます。いらないシートや行、画像を消して、"
                "一覧だけを新しいブックに写してください。",
            )
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels")):
                _refuse_entities(archive, member)


def _refuse_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """No workbook defines entities; who does wants a parser to run full."""
    tail = b""
    with archive.open(member) as packed:
        while part := packed.read(1 << 20):
            if b"<!DOCTYPE" in tail + part or b"<!ENTITY" in tail + part:
                raise Refused("workbook_broken", f"Excel として読めません。{SAVE_AS}")
            tail = part[-16:]


def unzip(content: bytes) -> tuple[str, bytes]:
    """The name and bytes of the one list in a ZIP, no longer than it says it is."""
    with opened(content) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) > 100:
            raise Refused("zip_members", "ZIP の中のファイルが多すぎます。")
        found = [m for m in members if m.filename.lower().endswith(_LISTS)]
        if len(found) != 1:
            raise Refused(
                "zip_members",
                "ZIP の中に、CSV か Excel（.xlsx）が1つだけ必要です"
                f"（{len(found)}個ありました）。1つずつ取り出して選んでください。",
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
            raise Refused("zip_bomb", "ZIP の中の大きさが、書いてある数とちがいます。")
        return member.filename.rsplit("/", 1)[-1], data


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """A ZIP to look into; whatever is broken in it is said so."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError,
            RuntimeError, ValueError) as error:  # fmt: skip
        raise Refused(
            "zip_broken",
            "ファイルがこわれています。もう一度ダウンロードするか、"
            "保存し直してください。",
        ) from error
