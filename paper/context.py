"""What a page says of itself on paper: its printable form, and its code."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from guide.context import Frame, site_address
from paper.domain.code import write_code
from paper.sheets import SHEETS, Printout, printout_of
from paper.since import Around, code_of
from texts.languages import speaking


class OnPaper:
    """The addresses of one page for paper; asks only for what a template shows."""

    def __init__(self, request: HttpRequest, frame: Frame) -> None:
        self._request = request
        self._frame = frame

    @property
    def print_address(self) -> str:
        """Where this page is as it is printed; none where that is the page itself."""
        match = self._request.resolver_match
        sheet = SHEETS.get(match.view_name) if match else None
        return reverse(sheet) if sheet else ""

    @property
    def paper_address(self) -> str:
        """Where one learns what has become of this page since it was printed.

        That is the page itself, where what it shows has no code: a search, a question.
        """
        printout = self._printout
        if printout is None:
            return self._frame.address
        page = self._frame.pages.get(printout.view.replace(":", "_"))
        around = Around(page, self._frame.site)
        code = write_code(code_of(printout, around, quotes=self._frame.quotes))
        with speaking(printout.language):
            return site_address(self._request) + reverse("paper:since", args=[code])

    @property
    def _printout(self) -> Printout | None:
        # What a page says of itself goes before what its address says.
        if told := getattr(self._request, "printout", None):
            return told
        match = self._request.resolver_match
        if match is None:
            return None
        query = dict(self._request.GET.lists())
        return printout_of(match.view_name, match.kwargs, query)


def frame(request: HttpRequest) -> dict[str, Frame | OnPaper]:
    """The frame of a page, and what it says of itself on paper."""
    around = Frame(request)
    return {"frame": around, "paper": OnPaper(request, around)}
