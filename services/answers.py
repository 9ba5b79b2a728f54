"""What a reader has told: in signed cookies that end with the browser.

It is in no address, no row and no log. The cookies are sent only to the pages under
`/check/`, in every language; a lost, forged or outdated one is an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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

    `given` maps question codes to choice codes; `unknown` are questions answered with
    「わからない」.
    """

    who: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.given or self.unknown)

    def with_answer(self, question: str, choice: str | None) -> Answers:
        """The same with this answer; None for 「わからない」."""
        given = {name: code for name, code in self.given.items() if name != question}
        unknown = [name for name in self.unknown if name != question]
        if choice is None:
            unknown.append(question)
        else:
            given[question] = choice
        return Answers(self.who, given, tuple(unknown))


def read_answers(request: HttpRequest) -> Answers:
    """The answers that this browser holds."""
    try:
        who, given, unknown = read_told(request, COOKIE)
        return Answers(str(who), dict(given), tuple(unknown))
    except (ValueError, TypeError):
        return Answers()


def keep_answers(response: HttpResponse, answers: Answers) -> None:
    """Give the answers to the browser to hold until it is closed."""
    told = [answers.who, dict(answers.given), list(answers.unknown)]
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
