"""From the first page on: the doors, what stands behind them, steps and changes."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from guide.models import LawChange, LifeSituation, Page, Step
from guide.models.step import questions_left
from tests import rows
from tests.readers import html_of
from texts.languages import address_in, languages, speaking

SITUATIONS = ["school", "leave", "employed", "not-working", "using", "unsure"]
EVERY_LANGUAGE = pytest.mark.parametrize(
    "language", languages(), ids=lambda one: one.code
)
_TAG = re.compile(r"<(rt|rp)\b[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


def main_of(address: str) -> str:
    """The page between its head and the end that every page has."""
    html = html_of(Client().get(address))
    return html[html.index('<main id="main"') : html.index('<section class="about"')]


def letters_of(html: str) -> str:
    """What a reader reads: no marks, no readings, no blanks."""
    return "".join(unescape(_TAG.sub("", html)).split())


# --- the first page -------------------------------------------------------------------


@pytest.mark.usefixtures("content")
@EVERY_LANGUAGE
def test_the_first_page_shows_doors_then_what_to_do_then_services_then_a_change(
    language,
):
    links = re.findall(r'href="([^"#?]*)', main_of(address_in(language, "/")))
    wanted = [
        *(f"/situations/{code}/" for code in SITUATIONS),
        *("/check/", "/offices/", "/offices/search/"),
        *(f"/services/{one}/" for one in ["ikou", "a-gata", "b-gata"]),
        "/changes/",
    ]
    wanted = [address_in(language, address) for address in wanted]
    places = [links.index(address) for address in wanted]
    assert places == sorted(places)


@pytest.mark.usefixtures("content")
@EVERY_LANGUAGE
def test_the_first_page_says_what_it_is_in_one_sentence(language):
    with speaking(language):
        lead = Page.objects.get(view="guide:home").lead
    assert len(re.findall(r"。|\.(?:\s|$)", lead)) == 1


@pytest.mark.usefixtures("content")
@EVERY_LANGUAGE
def test_what_changes_in_april_2027_is_told_on_the_second_page(language):
    home, changes = (address_in(language, path) for path in ("/", "/changes/"))
    assert main_of(home).count(f'href="{changes}"') == 1
    told = letters_of(main_of(changes))
    with speaking(language):
        for change in LawChange.objects.filter(starts_on="2027-04-01"):
            for words in (change.title, change.for_whom):
                assert told.count("".join(words.split())) >= 1


# --- a situation ----------------------------------------------------------------------


@pytest.mark.usefixtures("content")
@EVERY_LANGUAGE
@pytest.mark.parametrize("code", SITUATIONS)
def test_a_situation_says_what_when_why_and_whom_to_ask(code, language):
    address = address_in(language, f"/situations/{code}/")
    html = main_of(address)
    read = letters_of(html)
    with speaking(language):
        row = LifeSituation.objects.get(code=code)
        words = [row.name, row.next_step, row.say.splitlines()[0]]
        for one in row.services.all():
            words += [one.service.name, one.why, one.when]
        words += [link.text for link in row.links.all()]
        targets = [link.target.get_absolute_url() for link in row.links.all()]
    assert [one for one in words if "".join(one.split()) not in read] == []
    assert [one for one in targets if f'href="{one}"' not in html] == []
    assert html.count('href="tel:083-922-4111"') == 1
    sheet = address_in(language, f"/sheet/situations/{code}/")
    assert html.count(f'href="{sheet}"') == 1


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("code", SITUATIONS)
def test_an_easy_situation_is_read_in_700_letters(code):
    assert len(letters_of(main_of(f"/easy/situations/{code}/"))) <= 700


@pytest.mark.usefixtures("content")
def test_what_can_be_used_later_is_told_apart_by_words():
    html = html_of(Client().get("/situations/school/"))
    assert re.findall(r'class="when(?: then)?"><svg.*?</svg><span>([^<]*)<', html) == [
        "いま",
        "卒業したら",
    ]


def test_the_list_of_situations_is_the_first_page(client, db):
    answer = client.get("/situations/")
    assert (answer.status_code, answer.url) == (302, "/#situations")


def test_a_situation_that_is_not_there_is_not_found(client, db):
    assert client.get("/situations/none-such/").status_code == 404


# --- the steps ------------------------------------------------------------------------


def a_step(order: int, **known: str) -> Step:
    step = Step(order=order, **known)
    step.number = order
    return step


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        pytest.param([], [], id="no steps"),
        pytest.param(
            [a_step(1, duration="1日", place="市", bring="- 紙", cost="0円")],
            [],
            id="all is known",
        ),
        pytest.param(
            [
                a_step(1, place="市", bring="- 紙", cost="0円"),
                a_step(2, place="市", cost="0円"),
            ],
            [
                ("使えるようになるまで、どのくらいかかりますか", ()),
                ("何をもって行けばよいですか", (2,)),
            ],
            id="of every step, and of one",
        ),
    ],
)
def test_what_is_not_known_of_the_steps_is_asked_once(steps, left):
    assert questions_left(steps) == left


@pytest.mark.usefixtures("content")
def test_the_page_of_steps_says_once_that_something_is_unknown():
    html = main_of("/steps/")
    assert letters_of(html).count("わかりません") == 1
    assert html.count('class="step"') == html.count('class="tile"') == 6


# --- changes --------------------------------------------------------------------------


@pytest.mark.usefixtures("content")
def test_the_page_of_changes_speaks_in_plain_words():
    html = main_of("/changes/")
    read = letters_of(html)
    assert ("（終わり）" in read, "（予定）（" in read) == (False, False)
    assert html.count("/feed/") == 1
    coming = html[: html.index('id="past"')]
    for label in ("だれのことか", "変わる日", "決まり方"):
        assert coming.count(f"<dt>{label}</dt>") == 3
    assert coming.count("予定です。まだ決まっていません。") == 2
    assert coming.count("決まっています。") == 1


@pytest.mark.usefixtures("content")
@EVERY_LANGUAGE
def test_every_change_has_a_page_that_tells_it_whole(language):
    for change in LawChange.objects.all():
        with speaking(language):
            html = main_of(change.get_absolute_url())
            read = letters_of(html)
            assert "".join(change.title.split()) in read
            assert "".join(change.for_whom.split()) in read
        assert html.count("<h1") == 1


@pytest.mark.usefixtures("content")
def test_an_old_anchor_of_a_change_is_still_on_the_list():
    html = main_of("/changes/")
    codes = LawChange.objects.values_list("code", flat=True)
    assert [code for code in codes if html.count(f'id="{code}"') != 1] == []


@pytest.mark.django_db
def test_a_change_cannot_take_the_address_of_the_feed():
    change = rows.change()
    change.code, change.title = "feed", "予定"
    with pytest.raises(ValidationError, match="「feed」は使っています"):
        change.clean()
