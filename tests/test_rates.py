"""What is dear is bounded for each client, and one client silences nobody else."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.rates import Buckets, Rate, RateMiddleware
from offices import reports
from offices.models import OfficeReport
from offices.reports import MOST_OF_ONE_OFFICE, MOST_ON_A_DAY
from tests import rows

HERE, ELSEWHERE = "203.0.113.9", "198.51.100.1"
DEAR = [
    pytest.param("/sheet/s/b-gata.pdf", "GET", 20, "で、紙に出せます", id="a PDF"),
    pytest.param("/handout/guide.pdf", "GET", 20, "で、紙に出せます", id="the guide"),
    pytest.param("/handout/sheet/", "POST", 20, "で、紙に出せます", id="a handout"),
    pytest.param("/offices/search.csv", "GET", 10, "ページでなら", id="a list"),
    pytest.param("/search/?q=a", "GET", 40, "トップページから", id="a search"),
    pytest.param("/offices/search/?q=a", "HEAD", 40, "トップページから", id="offices"),
    pytest.param("/admin/login/", "POST", 40, "1分ほど待ってから", id="a login"),
]
FREE = [
    pytest.param("/", "GET", id="home"),
    pytest.param("/search/", "GET", id="the form of a search"),
    pytest.param("/admin/login/", "GET", id="the form of a login"),
    pytest.param("/sheet/s/b-gata/", "GET", id="a sheet to print"),
    pytest.param("/no-such-page.pdf", "GET", id="no page"),
]


@pytest.fixture(autouse=True)
def _kept(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def ask():
    """Asks the middleware alone, in front of a page that costs nothing."""
    answer = RateMiddleware(lambda request: HttpResponse("made"))

    def ask(path: str, method: str = "GET", client: str = HERE, **headers: str):
        meta = {"REMOTE_ADDR": client, **headers}
        return answer(RequestFactory().generic(method, path, **meta))

    return ask


@pytest.mark.parametrize(("path", "method", "burst", "instead"), DEAR)
def test_who_asks_too_often_is_told_what_to_do_and_others_are_not(
    path, method, burst, instead, ask
):
    statuses = [ask(path, method).status_code for _ in range(burst + 5)]
    refused = ask(path, method)
    assert statuses == [200] * burst + [429] * 5
    assert instead in refused.content.decode()
    assert refused["Cache-Control"] == "no-store"
    assert int(refused["Retry-After"]) in range(1, 11)
    assert ask(path, method, ELSEWHERE).status_code == 200
    assert ask("/").status_code == 200


@pytest.mark.parametrize(("path", "method"), FREE)
def test_what_costs_little_is_not_counted(path, method, ask):
    assert {ask(path, method).status_code for _ in range(100)} == {200}


@pytest.mark.parametrize(
    ("client", "proxies", "forwarded", "is_counted"),
    [
        pytest.param(HERE, 0, "", True, id="straight"),
        pytest.param("127.0.0.1", 0, "", False, id="this machine"),
        pytest.param("::1", 0, "", False, id="this machine, IPv6"),
        pytest.param("127.0.0.1", 1, HERE, True, id="a proxy here"),
        pytest.param("10.0.0.1", 1, HERE, True, id="a proxy near"),
        pytest.param("127.0.0.1", 0, HERE, False, id="a proxy that nobody told of"),
        pytest.param("10.0.0.1", 0, HERE, False, id="a near one that nobody told of"),
        pytest.param("8.8.8.8", 0, HERE, True, id="a lie from far away"),
    ],
)
def test_nobody_is_counted_where_all_would_be_one(
    client, proxies, forwarded, is_counted, ask, settings
):
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    statuses = {
        ask("/search/?q=a", "GET", client, **headers).status_code for _ in "x" * 60
    }
    assert statuses == ({200, 429} if is_counted else {200})


def test_after_a_while_there_is_one_more():
    buckets = Buckets(Rate(2, 8, 0))
    waits = [buckets.take("a", now=now) for now in (0, 0, 0, 6, 8, 8.5, 40, 40, 40)]
    assert waits == [0, 0, 8, 2, 0, 7.5, 0, 0, 8]


def test_only_so_many_clients_are_remembered_and_none_by_its_address(monkeypatch):
    monkeypatch.setattr(Buckets, "MOST", 3)
    buckets = Buckets(Rate(1, 10, 0))
    for client in ("a", "b", "c", "d"):
        buckets.take(client, now=0)
    assert [len(key) for key in buckets._left] == [16, 16, 16]
    assert buckets.take("d", now=0) == 10
    assert buckets.take("a", now=0) == 0


def test_more_than_so_many_at_the_same_time_are_told_to_come_again(settings):
    settings.RATES = settings.RATES | {"search": (1000, 1, 2)}
    entered, go_on = Event(), Event()

    def slow(request):
        entered.set()
        go_on.wait(10)
        return HttpResponse("made")

    answer = RateMiddleware(slow)
    make = RequestFactory(REMOTE_ADDR=HERE).get
    with ThreadPoolExecutor(2) as two:
        first = [two.submit(answer, make("/search/?q=a"))]
        entered.wait(10)
        entered.clear()
        first += [two.submit(answer, make("/search/?q=a"))]
        entered.wait(10)
        refused = answer(make("/search/?q=a"))
        go_on.set()
    assert [one.result().status_code for one in first] == [200, 200]
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert answer(make("/search/?q=a")).status_code == 200


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/search/?q=a", "つづけて、たくさん送られました"),
        ("/easy/search/?q=a", "つづけて、たくさん送りました"),
        ("/en/search/?q=a", "Too many requests in a short time"),
    ],
)
@pytest.mark.usefixtures("content")
def test_the_whole_site_refuses_in_the_reader_s_language(path, heading, settings):
    settings.RATES = settings.RATES | {"search": (1, 60, 3)}
    client = Client(REMOTE_ADDR=HERE)
    assert client.get(path).status_code == 200
    page = client.get(path)
    marks = r"<rt.*?</rt>|</?(?:ruby|span|wbr|i)\b[^>]*>"
    html = re.sub(marks, "", page.content.decode())
    assert page.status_code == 429
    assert f"<h1>{heading}</h1>" in html


# --- reports ------------------------------------------------------------------------


@pytest.fixture
def send(db):
    """Sends a report to one process, whoever asks from wherever: its status."""
    process = Client()

    def send(office, text: str, client: str = HERE, **headers: str) -> int:
        sent = {"reason": "other", "text": text}
        path = f"/offices/office/{office.code}/report/"
        return process.post(path, sent, REMOTE_ADDR=client, **headers).status_code

    return send


@pytest.mark.django_db
def test_who_has_sent_enough_keeps_what_was_typed_and_is_told_the_phone():
    path = f"/offices/office/{rows.place().code}/report/"
    client = Client()
    sent = [client.post(path, {"reason": "other", "text": f"{n}番"}) for n in range(3)]
    assert [page.status_code for page in sent] == [302, 302, 429]
    assert "2番" in sent[2].content.decode()
    assert "電話で教えてください" in sent[2].content.decode()


ONE_SENDER = [
    pytest.param([HERE], id="an address"),
    pytest.param(["127.0.0.1"], id="this machine"),
    pytest.param(["::1"], id="this machine, IPv6"),
    pytest.param(
        [f"2001:db8:0:ab{n:02x}::7" for n in range(34)], id="a line's networks"
    ),
]


@pytest.mark.parametrize("addresses", ONE_SENDER)
def test_one_client_silences_nobody_else(addresses, send):
    offices = [rows.place() for _ in range(5)]
    many = cycle(addresses)
    flood = [send(offices[0], f"a {n}", next(many)) for n in range(40)]
    flood += [send(offices[n % 5], f"b {n}", next(many)) for n in range(30)]
    assert flood.count(302) == OfficeReport.objects.count() == 6
    others = [send(office, "番号がちがいます", ELSEWHERE) for office in offices[:2]]
    assert others == [302, 302]


def test_one_client_of_four_processes_sends_a_fourth_of_a_day_s_room(settings):
    day = 24 * 60 * 60
    sent = {kind: 4 * (n + day / wait) for kind, (n, wait, _) in settings.RATES.items()}
    assert sent["report"] <= MOST_ON_A_DAY / 4
    assert sent["report of one office"] <= MOST_OF_ONE_OFFICE / 4


def test_what_lacks_something_is_not_counted(send):
    office = rows.place()
    assert [send(office, "x" * 301) for _ in range(9)] == [422] * 9
    assert send(office, "番号がちがいます") == 302


@pytest.mark.parametrize(
    "is_one_office", [True, False], ids=["of one office", "of all"]
)
def test_beside_a_crowd_there_is_room_for_who_has_sent_none(
    is_one_office, send, monkeypatch
):
    """Many lines of one network: each is a client, and all together are not many."""
    most = 16
    limit = "MOST_OF_ONE_OFFICE" if is_one_office else "MOST_ON_A_DAY"
    monkeypatch.setattr(reports, limit, most)
    offices = [rows.place() for _ in range(1 if is_one_office else 9)]
    crowd = [
        send(offices[n % len(offices)], f"junk {n}", f"2001:db8:0:{n:02x}00::7")
        for n in range(20)
    ]
    assert crowd == [302] * (most // 2) + [429] * (20 - most // 2)
    assert send(offices[0], "番号がちがいます", ELSEWHERE) == 302
    OfficeReport.objects.update(is_handled=True)
    assert send(offices[0], "junk", "2001:db8:0:ff00::7") == 302


def test_behind_a_proxy_that_nobody_told_of_people_are_told_apart(send):
    office = rows.place()
    flood = [
        send(office, f"{n}", "127.0.0.1", HTTP_X_FORWARDED_FOR=HERE) for n in range(9)
    ]
    assert flood == [302] * 2 + [429] * 7
    assert send(office, "x", "127.0.0.1", HTTP_X_FORWARDED_FOR=ELSEWHERE) == 302


def test_one_client_reports_no_more_than_a_few_offices_at_once(send):
    assert [send(rows.place(), "x") for _ in range(8)] == [302] * 6 + [429] * 2
