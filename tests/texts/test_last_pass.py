"""The pass over a finished page: its steps, in their order, on one decoded text."""

import re

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory

from tests import rows
from texts import last_pass
from texts.languages import languages
from texts.middleware import PageMiddleware
from texts.requests import Handler

JAPANESE, EASY, ENGLISH = languages()
RT = "<rt aria-hidden=true>"


class CountedResponse(HttpResponse):
    """A response that counts how often its bytes are taken and given."""

    taken = given = 0

    @property
    def content(self) -> bytes:
        self.taken += 1
        return b"".join(self._container)

    @content.setter
    def content(self, value: bytes) -> None:
        self.given += 1
        HttpResponse.content.fset(self, value)


def passed(
    response: HttpResponse, language=JAPANESE, path="/", day=None, **cookies: str
) -> HttpResponse:
    def answer(request: HttpRequest) -> HttpResponse:
        request.asked_day, request.preview = day, None
        return response

    return through(answer, language, path, **cookies)


def through(answer: Handler, language, path="/", **cookies: str) -> HttpResponse:
    request = RequestFactory().get(path)
    request.language = language
    request.COOKIES.update(cookies)
    return PageMiddleware(answer)(request)


def test_the_steps_stand_in_the_order_in_which_a_page_needs_them():
    assert [step.__name__ for step in last_pass.STEPS] == [
        "note_on_translation",
        "day_in_addresses",
        "readings_and_breaks",
        "language_marks",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
@pytest.mark.parametrize("cookie", ["0", "1"])
def test_a_page_is_decoded_once_and_encoded_once(language, cookie):
    rows.reading("市", "し")
    page = "<!-- translation: before --><h1>市の窓口</h1><i lang='en'>市</i>"
    response = CountedResponse(page, content_type="text/html; charset=utf-8")
    response.given = 0
    passed(response, language, day=rows.DAY, furigana=cookie)
    assert (response.taken, response.given) == (1, 1)


def test_each_step_has_the_page_of_the_one_before(monkeypatch):
    def step(name):
        return lambda page, state: f"{page}{name}"

    monkeypatch.setattr(last_pass, "STEPS", tuple(map(step, "1234")))
    assert passed(HttpResponse("0")).content == b"01234"


@pytest.mark.django_db
def test_the_note_on_a_translation_has_a_link_that_keeps_the_day():
    rows.faq()
    html = Client().get("/en/faq/?on=2027-04-01").content.decode()
    note = html.partition("translation-note__inner")[2].partition("</aside>")[0]
    assert re.findall('href="([^"]*)"', note) == ["/faq/?on=2027-04-01"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("context", "is_on"),
    [({"has_readings": True}, True), ({"has_readings": False}, False), ({}, False)],
)
def test_a_page_says_itself_whether_it_has_readings(context, is_on):
    rows.reading("市", "し")

    def answer(request):
        request.asked_day = request.preview = None
        page = engines["django"].from_string("<p>市</p>")
        return TemplateResponse(request, page, context).render()

    assert (RT in through(answer, JAPANESE).content.decode()) is is_on


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        pytest.param("application/json", "人", id="data"),
        pytest.param("text/plain", "人", id="a plain text"),
        pytest.param("application/atom+xml", "人", id="a feed"),
        pytest.param("application/pdf", "{人|ひと}", id="no text"),
    ],
)
def test_what_is_no_page_has_no_marks_of_ours(kind, sent):
    response = passed(HttpResponse("{人|ひと}", content_type=kind))
    assert response.content.decode() == sent


def test_what_is_sent_piece_by_piece_is_left_alone():
    response = StreamingHttpResponse(iter([b"{", b"a|b}"]), content_type="text/html")
    assert b"".join(passed(response)) == b"{a|b}"


def test_the_pages_of_the_staff_are_left_alone():
    page = "<h1>{人|ひと}</h1>"
    assert passed(HttpResponse(page), path="/admin/").content.decode() == page
