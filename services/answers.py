"""The answers given so far: in a signed cookie that ends with the browser.

They are in no address, no row and no log. The cookie is sent only to the pages of the
check; a lost, forged or outdated one is an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "answers"
PATH = "/check/"
_SALT = "services.answers"


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
        who, given, unknown = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        return Answers(str(who), dict(given), tuple(unknown))
    except (signing.BadSignature, ValueError, TypeError):
        return Answers()


def keep_answers(response: HttpResponse, answers: Answers) -> None:
    """Give the answers to the browser to hold until it is closed."""
    response.set_cookie(
        COOKIE,
        signing.dumps(
            [answers.who, dict(answers.given), list(answers.unknown)],
            salt=_SALT,
            compress=True,
        ),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_answers(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
