"""What was told about money: held by the browser, beside the answers of the check."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from services.answers import cookie_name, keep_told, read_answers, read_told

_QUICK, _PAPERS = cookie_name("fee"), cookie_name("papers")


def read_quick(request: HttpRequest) -> dict[str, str]:
    """The answers of the quick way, by step."""
    told = read_told(request, _QUICK)
    return dict(told) if isinstance(told, dict) else {}


def keep_quick(response: HttpResponse, told: dict[str, str]) -> None:
    keep_told(response, _QUICK, told)


@dataclass(frozen=True)
class Papers:
    """The full way: what was typed, to be shown again, and what it says as facts."""

    typed: dict[str, str]
    told: dict[str, object]


def read_papers(request: HttpRequest) -> Papers | None:
    """What the full way holds; None when it was not gone."""
    match read_told(request, _PAPERS):
        case [dict() as typed, dict() as told]:
            return Papers(typed, told)
    return None


def keep_papers(response: HttpResponse, papers: Papers) -> None:
    keep_told(response, _PAPERS, [papers.typed, papers.told])


def age_told(request: HttpRequest) -> str | None:
    """The age band that the eligibility check was told, so as not to ask again."""
    return read_answers(request).given.get("age")
