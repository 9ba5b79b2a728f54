"""A file that is not read at all."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 -- a verdict, as `Held` is
    """A file that is not read at all, and a sentence that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
