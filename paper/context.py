"""What a page says of itself on paper: its printable form, and its code."""

from __future__ import annotations

from django.urls import reverse

from guide.context import Frame
from paper.domain.code import write_code
from paper.sheets import SHEETS, Printout, printout_of
from paper.since import Around, code_of
from texts.content_version import content_version
from texts.held import Shelf
from texts.languages import speaking
from texts.requests import Request, site_address
from texts.translations import Notes, noting, read_again

# Of the addresses that a page has with other queries, as comparisons do.
_codes: Shelf[tuple[str, Notes]] = Shelf(512)


class OnPaper:
    """The addresses of one page for paper; asks only for what a template shows."""

    def __init__(
        self, request: Request, frame: Frame, handout: Printout | None = None
    ) -> None:
        self._request = request
        self._frame = frame
        self._handout = handout

    @property
    def is_handout(self) -> bool:
        """Whether it was put together by somebody, so that its code names its parts."""
        return self._handout is not None

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
        code = self._made(printout) if self._handout else self._held(printout)
        with speaking(printout.language):
            return site_address(self._request) + reverse("paper:since", args=[code])

    def _held(self, printout: Printout) -> str:
        """The code of a page of ours, which is one until the content is another.

        Results have it too: it says nothing of who asked. A handout is somebody's own.
        """

        def make() -> tuple[str, Notes]:
            with noting() as notes:
                return self._made(printout), notes

        place = printout, self._frame.quotes.day
        code, notes = _codes.get(content_version(), place, make)
        read_again(notes)
        return code

    def _made(self, printout: Printout) -> str:
        page = self._frame.pages.get(printout.view.replace(":", "_"))
        around = Around(page, self._frame.site)
        return write_code(code_of(printout, around, quotes=self._frame.quotes))

    @property
    def _printout(self) -> Printout | None:
        if self._handout is not None:
            return self._handout
        match = self._request.resolver_match
        if match is None:
            return None
        query = dict(self._request.GET.lists())
        return printout_of(match.view_name, match.kwargs, query)


def frame(request: Request) -> dict[str, object]:
    """What every template has: the frame of the page, and what it says on paper."""
    around = Frame(request)
    # The switch of the reader; pages for nobody yet, as a PDF's, come without it.
    is_on = getattr(request, "furigana", False)
    return {
        "frame": around,
        "paper": OnPaper(request, around),
        "has_readings": is_on,
    }


def handout_frame(
    around: Frame, request: Request, handout: Printout, *, has_readings: bool
) -> dict[str, object]:
    """The same for a page that shows a handout: its code, and its own readings."""
    return {
        "frame": around,
        "paper": OnPaper(request, around, handout),
        "has_readings": has_readings,
    }
