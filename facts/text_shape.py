"""The shape that a text must have to be shown: closed marks, and not too deep."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from texts.domain.ruby import plain

MOST_LETTERS = 10_000
MOST_DEPTH = 6  # of lists and quotations in one another
MOST_OPEN = 40  # brackets in a row or in one text that nothing closes

_CODE = re.compile(r"\[\[[a-z]+:[a-z0-9/-]+\]\]")
# Also as a Japanese keyboard writes them, and a code with one bracket too few.
_STRAY = re.compile(r"\[\[|\]\]|［［|］］|\[[a-z]+:[a-z0-9/-]+\](?!\()")
_STRAY_READING = re.compile(
    r"\{[^{}\n]*\||\|[^{}\n|]*\}|[｛｝]"
    r"|\{[^{}\n]*(?=\n|\Z)"  # begun and not closed in its line
    r"|(?:(?<=\n)|\A)[^{}\n]*\}"  # closed and not begun
    r"|\{[^{}\n]*[々一-鿿][^{}\n]*\}"  # without its reading
)
# What stands before the words of a line: gaps, quotation marks, marks of a list.
_BEFORE = re.compile(r"(?:[ \t]+|>|[-*+](?=[ \t])|[0-9]{1,9}\.(?=[ \t]))*")
_LEVEL = re.compile(r">|[-*+](?=[ \t])|[0-9]{1,9}\.(?=[ \t])")


def is_too_much(text: str) -> bool:
    """Whether to make HTML of `text` could take long or fail."""
    return (
        len(text) > MOST_LETTERS
        or _depth(text) > MOST_DEPTH
        or max(_left_open(text), text.count("*" * 10), text.count("_" * 10)) > MOST_OPEN
    )


def check_shape(text: str) -> None:
    """Refuse a mark that is begun and not closed, and what no page could show."""
    left = plain(_CODE.sub("", text))
    if stray := _STRAY.search(left):
        raise ValidationError(
            f"「{_around(left, stray)}」の [[ と ]] がそろっていません。"
            "[[cap:adult-ippan1]] のように書いてください。"
        )
    if stray := _STRAY_READING.search(left):
        raise ValidationError(
            f"「{_around(left, stray)}」のよみがなの書き方が読めません。"
            "{方|かた} のように書いてください。"
        )
    if _depth(text) > MOST_DEPTH:
        raise ValidationError(
            f"箇条書きや引用が深すぎます。{MOST_DEPTH}段までにしてください。"
        )
    if len(text) > MOST_LETTERS:
        raise ValidationError(
            f"長すぎます（{len(text)}字）。{MOST_LETTERS}字までにしてください。"
        )
    if is_too_much(text):
        raise ValidationError(
            f"とじていないかっこや記号が多すぎます。{MOST_OPEN}までにしてください。"
        )


def _around(text: str, found: re.Match[str]) -> str:
    return text[found.start() : found.start() + 20].splitlines()[0]


def _left_open(text: str) -> int:
    """How many brackets are open at once, at most."""
    most = 0
    for opening, closing in ("[]", "()", "<>"):
        is_open = 0
        for sign in text:
            # What is closed before it is begun closes nothing.
            is_open = max(0, is_open + (sign == opening) - (sign == closing))
            most = max(most, is_open)
    return most


def _depth(text: str) -> int:
    """How deep lists and quotations stand in one another, at most."""
    deepest = 0
    for line in text.splitlines():
        before = _BEFORE.match(line)
        marks = before.group() if before else ""
        gaps = len(marks) - len(marks.lstrip(" \t")) + 3 * marks.count("\t")
        deepest = max(deepest, len(_LEVEL.findall(marks)) + gaps // 4)
    return deepest
