"""Bytes to text: never a guess, never a replaced character."""

from __future__ import annotations

import re

from offices.importing.refusal import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = (
    "Excel で開いて、「名前を付けて保存」で「Excel ブック（.xlsx）」をえらび、"
    "保存し直してください。"
)


def decode(content: bytes) -> tuple[str, str]:
    """Text and how it was written, or raise `Refused`."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _strictly(content, "utf-16")
    if b"\0" in content:
        raise _not_text()
    if content.startswith(b"\xef\xbb\xbf"):
        return _strictly(content, "utf-8-sig")
    try:
        return _strictly(content, "utf-8")
    except Refused:
        return _strictly(content, "cp932")


def refuse_other_kinds(content: bytes) -> None:
    """Refuse what is known at its first bytes to be no table."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused(
                "workbook_locked",
                "パスワードのついた Excel です。Excel で開いてパスワードをはずし、"
                "保存し直してください。",
            )
        raise Refused(
            "workbook_old", f"むかしの Excel の形（.xls）は読めません。{SAVE_AS}"
        )
    if content.startswith(b"%PDF"):
        raise Refused(
            "not_text", "PDF は読めません。もとの Excel か CSV を選んでください。"
        )
    if re.match(rb"(\xef\xbb\xbf)?\s*<", content[:200]):
        raise Refused(
            "html",
            "表ではなく、ホームページ（エラーの画面など）が保存されています。"
            "もう一度ダウンロードしてください。",
        )


def _strictly(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise Refused(
            "encoding",
            "文字コードが読めません。UTF-8 か Shift_JIS で保存し直してください。",
        ) from error
    if "\0" in text:
        raise _not_text()
    return text, encoding


def _not_text() -> Refused:
    return Refused(
        "not_text",
        "文字のファイルではありません。CSV・ZIP・Excel（.xlsx）を選んでください。",
    )
