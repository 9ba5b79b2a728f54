"""What a reader has told: in signed cookies that end with the browser.

It is in no address, no row and no log. The cookies are sent only to the pages under
`/check/`, in every language; a lost, forged or outdated one is an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from texts.languages import Language, address_in, current, languages

PATH = "/check/"
_PREFIX = "told-"
COOKIE = _PREFIX + "answers"


@dataclass(frozen=True)
class Answers:
    """What a person has told so far, and for whom (`self`, `family`, `supporter`).

    `told` maps question codes to choice codes, None for 「わからない」, in the order in
    which they were first answered; `in_detail` asks on after the short way.
    """

    who: str = ""
    told: Mapping[str, str | None] = field(default_factory=dict)
    in_detail: bool = False

    @property
    def given(self) -> dict[str, str]:
        """The answers without 「わからない」."""
        return {name: choice for name, choice in self.told.items() if choice}

    @property
    def unknown(self) -> tuple[str, ...]:
        """The questions answered with 「わからない」."""
        return tuple(name for name, choice in self.told.items() if not choice)

    @property
    def is_empty(self) -> bool:
        return not self.told

    def with_answer(self, question: str, choice: str | None) -> Answers:
        """The same with this answer, in its old place; None for 「わからない」."""
        return replace(self, told={**self.told, question: choice})

    def step_of(self, question: str) -> int:
        """The number under which a question is asked: its place, else the next."""
        codes = list(self.told)
        return (codes.index(question) if question in codes else len(codes)) + 1

    def at_step(self, number: int) -> str | None:
        """The question that was answered there."""
        return next(islice(self.told, number - 1, None), None) if number > 0 else None


def read_answers(request: HttpRequest) -> Answers:
    """The answers that this browser holds."""
    try:
        who, told, in_detail = read_told(request, COOKIE)
        return Answers(str(who), dict(told), bool(in_detail))
    except (ValueError, TypeError):
        return Answers()


def keep_answers(response: HttpResponse, answers: Answers) -> None:
    """Give the answers to the browser to hold until it is closed."""
    told = [answers.who, list(answers.told.items()), answers.in_detail]
    keep_told(response, COOKIE, told)


def cookie_name(name: str) -> str:
    """The cookie for one kind of things told; `forget_told` finds it by its name."""
    return _PREFIX + name


def read_told(request: HttpRequest, name: str) -> Any:
    """What a cookie holds, or None when it is lost or was not signed here."""
    signed = request.COOKIES.get(_name_in(current(), name), "")
    try:
        return signing.loads(signed, salt=name)
    except (signing.BadSignature, ValueError):
        return None


def keep_told(response: HttpResponse, name: str, told: object) -> None:
    """The same for the pages of every language, so that whoever switches keeps it."""
    signed = signing.dumps(told, salt=name, compress=True)
    for language in languages():
        response.set_cookie(
            _name_in(language, name),
            signed,
            path=address_in(language, PATH),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget_told(request: HttpRequest, response: HttpResponse) -> None:
    """Take everything that was told out of the browser."""
    here = _name_in(current(), "")
    for held in request.COOKIES:
        if held.startswith(_PREFIX) and held.endswith(here):
            name = held.removesuffix(here)
            for language in languages():
                response.delete_cookie(
                    _name_in(language, name),
                    path=address_in(language, PATH),
                    samesite="Lax",
                )


def _name_in(language: Language, name: str) -> str:
    """A cookie of its own for each path: a browser sends only the one for the page."""
    return f"{name}.{language.prefix}" if language.prefix else name
