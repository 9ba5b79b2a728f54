"""What has become of a printed page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from paper.domain.code import read_code
from paper.sheets import printout_behind
from paper.since import check_paper
from texts.languages import address_in, current, language_numbered
from texts.requests import Request


@require_safe
def since(request: Request, code: str) -> HttpResponse:
    """What has become of a printed page; a code that cannot be read gets a way out."""
    read = read_code(code)
    language = language_numbered(read.language) if read else None
    if read is None or language is None:
        return TemplateResponse(request, "paper/since_unread.html", status=404)
    if language != current():
        # What stood on it is compared in the words in which it was written.
        return redirect(address_in(language, request.get_full_path()))
    printout = printout_behind(read)
    if printout is None:
        return TemplateResponse(request, "paper/since_gone.html", status=404)
    found = check_paper(read, printout, today=request.today)
    return TemplateResponse(request, "paper/since.html", {"check": found})
