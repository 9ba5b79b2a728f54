"""Another city from an empty database: 千代田区, of which only open data are known."""

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from guide.models import SiteIdentity
from guide.new_city import NoSuchMunicipalityError, city_of
from offices.models import ImportRun, Office, Town
from paper.domain.basket import Kind
from paper.handout.views import book_html
from services.models import ServiceType
from texts.languages import language_of, speaking

CHIYODA = "13101"
LIST = Path(__file__).parent / "offices/data/chiyoda_52_53_54_70_202603.csv"
# Where the site map does not lead: forms, searches, papers, what machines read.
BESIDES = [
    "accessibility/", "check/", "check/who/", "check/sheet/", "check/answers/",
    "check/result/", "check/result/print/", "check/forgotten/", "check/fee/",
    "check/fee/result/", "check/fee/papers/", "compare/?s=ikou&s=b-gata",
    "changes/feed/", "offices/search/?area=13101", "offices/search/?q=ないところ",
    "offices/search.csv", "offices/office/1330100692.jsonld",
    "offices/office/1330100692/report/", "offices/visit/?o=1330100692",
    "offices/compare/?o=1330100692&o=1330100304", "search/?q=相談",
    "search/?q=ないない", "handout/", "handout/write/?b=ask", "no-such-page/",
]  # fmt: skip
ELSEWHERE = re.compile(r"山口|やまぐち|ヤマグチ|防府|yamaguchi|\bhofu", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d-])(?:\+81-|0)\d{1,4}-\d{1,4}-\d{3,4}(?![\d-])")
PREFIXES = {"ja": "/", "ja-simple": "/easy/", "en": "/en/"}


@pytest.fixture(scope="module")
def _begun(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("start_city", CHIYODA, wam=[LIST], verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def begun(_begun, db) -> None:
    """The site of 千代田区 as its staff find it on the first day."""


@pytest.fixture(scope="module")
def listed_numbers() -> set[str]:
    """Every phone and fax number of the published rows."""
    with LIST.open(encoding="utf-8-sig", newline="") as lines:
        found = {
            number
            for row in csv.DictReader(lines)
            for name, cell in row.items()
            if "番号" in name
            for number in PHONE.findall(cell)
        }
    return found | {f"+81-{number[1:]}" for number in found}


def pages(language: str) -> Iterator[tuple[str, str]]:
    """Every public page in a language, by its address, and its papers."""
    client, prefix = Client(), PREFIXES[language]
    named = client.get("/sitemap.xml").content.decode()
    listed = [
        re.sub(r"^https?://[^/]+", "", a) for a in re.findall(r"<loc>(.*?)<", named)
    ]
    others = [one for one in PREFIXES.values() if one != "/"]
    mine = [
        address
        for address in listed
        if (address.startswith(prefix) and prefix != "/")
        or (prefix == "/" and not address.startswith(tuple(others)))
    ]
    assert len(mine) > 40
    for address in [*mine, *(prefix + rest for rest in BESIDES)]:
        response = client.get(address, follow=True)
        yield address, b"".join(response).decode()
    yield "the handout", sheet(client, prefix, language)
    yield "the whole guide", book(prefix, language)


def sheet(client: Client, prefix: str, language: str) -> str:
    """A handout with a part of every kind, as it is printed."""
    words = [kind.value for kind in Kind if kind.is_word]
    services = [
        f"s-{slug}" for slug in ServiceType.objects.values_list("slug", flat=True)
    ]
    chosen = ".".join([*words, *services, "o-1330100692", "v-1330100692"])
    look = {"languages": language, "size": "12"}
    response = client.post(f"{prefix}handout/sheet/?b={chosen}", look)
    assert response.status_code == 200
    return response.content.decode()


def book(prefix: str, language: str) -> str:
    """The whole guide, as it is made into a PDF."""
    request = RequestFactory().get(f"{prefix}handout/guide.pdf")
    request.day = request.today = timezone.localdate()
    request.language = language_of(language)
    with speaking(request.language):
        return book_html(request)


@pytest.mark.parametrize("language", PREFIXES)
def test_no_page_and_no_paper_names_another_city_or_a_number_that_nobody_published(
    language, begun, listed_numbers
):
    faults = {}
    for address, html in pages(language):
        text = unescape(html).replace("<wbr>", "")
        text = re.sub(r"<rt.*?</rt>|</?ruby>", "", text)
        found = {*ELSEWHERE.findall(text), *PHONE.findall(text)} - listed_numbers
        found |= {*re.findall(r"\[\[.*?\]\]", text)}
        if found:
            faults[address] = found
    assert faults == {}


@pytest.mark.parametrize("language", PREFIXES)
def test_a_page_says_that_the_phone_is_not_known_and_where_to_ask(language, begun):
    page = Client().get(f"{PREFIXES[language]}about/").content.decode()
    text = re.sub(r"<rt.*?</rt>|<[^>]+>", "", page.replace("<wbr>", ""))
    said = {
        "ja": "電話番号はまだわかりません。 千代田区の役所の窓口で聞いてください。",
        "ja-simple": "電話の番号は、まだわかりません。"
        " 千代田区の役所の窓口で聞いてください。",
        "en": "The phone number is not known yet. "
        "Ask at the city office of Chiyoda Ward.",
    }
    assert said[language] in text


def test_the_city_is_read_as_the_list_of_municipalities_says(begun):
    page = Client().get("/easy/about/").content.decode().replace("<wbr>", "")
    read = dict(re.findall(r"<ruby>([^<]+)<rt[^>]*>([^<]+)</rt>", page))
    assert read["千代田区"] == "ちよだく"


def test_what_is_known_of_the_city_is_its_names_and_nothing_else(begun):
    site = SiteIdentity.objects.get()
    named = ("city_ja", "city_en", "city_reading", "prefecture_ja", "prefecture_en")
    assert [getattr(site, name) for name in named] == [
        "千代田区", "Chiyoda Ward", "ちよだく", "東京都", "Tokyo",
    ]  # fmt: skip
    assert (site.phone, site.section, site.address, site.hours) == ("", "", "", "")
    assert site.area_ja == "千代田区"
    site.full_clean()


def test_every_body_of_a_city_is_there_unknown_and_hidden_until_staff_name_it(begun):
    bodies = Office.objects.written_by_staff().order_by("kind__order")
    assert [(body.kind.code, body.is_published) for body in bodies] == [
        (code, False)
        for code in ("kikan", "city", "nakapotsu", "shokugyo", "hellowork", "jisou",
                     "konkyu", "hogo")
    ]  # fmt: skip
    for body in bodies:
        body.full_clean()
        assert not any((body.phone, body.fax, body.email, body.address, body.url))
        page = Client().get(f"/offices/{body.kind.code}/").content.decode()
        text = re.sub(r"<[^>]+>", "", page.replace("<wbr>", ""))
        assert "わかりません。千代田区 障がい福祉の担当課に聞いてください。" in text


def test_the_lists_came_in_with_what_the_site_has_no_service_for_on_record(begun):
    [run] = ImportRun.objects.all()
    assert (run.counts["new"], run.counts["rejected"]) == (6, 7)
    listed = Office.objects.listed()
    assert {office.municipality_id for office in listed} == {CHIYODA}


def test_the_first_page_of_staff_lists_what_is_to_be_filled_in(begun, admin_client):
    page = admin_client.get(reverse("admin:index"))
    lacking = {lack.what: lack.address for lack in page.context["unfilled"]}
    form = reverse("admin:guide_siteidentity_change", args=[1])
    assert lacking["千代田区：代表番号"] == f"{form}#id_main_phone"
    assert lacking["千代田区：担当する課"] == f"{form}#id_section_ja"
    kikan = Office.objects.get(kind__code="kikan")
    assert lacking["基幹相談支援センターの名前と連絡先"] == reverse(
        "admin:offices_office_change", args=[kikan.pk]
    )
    assert "就労継続支援B型の事業所の一覧" in lacking
    assert "町の位置" in lacking
    told = page.content.decode()
    assert f"まだ入れていないもの（{len(lacking)}件）" in told
    for address in {address.partition("#")[0] for address in lacking.values()}:
        assert admin_client.get(address).status_code == 200


def test_what_staff_filled_in_is_on_the_list_no_more(begun, admin_client):
    SiteIdentity.objects.update(
        section="福祉課", section_ja="福祉課", section_phone="03-0000-0000",
        hours="9時", hours_ja="9時", closed="日", closed_ja="日",
        postal_code="100-0000", address="1番地", address_ja="1番地",
        city_url="https://example.jp/",
    )  # fmt: skip
    Office.objects.written_by_staff().update(is_published=True, phone="03-0000-0000")
    Town.objects.create(municipality_id=CHIYODA, name="町", lat=35, lon=139)
    page = admin_client.get(reverse("admin:index"))
    assert {lack.what for lack in page.context["unfilled"]} == {
        f"{name}の事業所の一覧"
        for name in ("就労移行支援", "就労継続支援A型", "就労継続支援B型",
                     "就労定着支援", "就労選択支援", "地域移行支援", "地域定着支援")
    }  # fmt: skip


def test_new_common_content_reaches_the_city_and_nothing_of_another(begun, capsys):
    call_command("update_content")
    assert capsys.readouterr().out == "変えるものはありませんでした。\n"


def test_a_site_that_runs_is_not_begun_again(begun):
    with pytest.raises(CommandError, match="もう内容が入っています"):
        call_command("start_city", "13102")
    assert SiteIdentity.objects.get().city_ja == "千代田区"


@pytest.mark.parametrize(
    ("code", "name", "reading", "number"),
    [
        pytest.param("01100", "札幌市", "さっぽろし", 10, id="a city with wards"),
        pytest.param(
            "14130", "川崎市", "かわさきし", 7, id="the second in its prefecture"
        ),
        pytest.param(
            "23214", "蒲郡市", "がまごおりし", 1, id="a city with 郡 in its name"
        ),
        pytest.param("01408", "余市町", "よいちちょう", 1, id="a town of a county"),
        pytest.param(
            "28481", "上郡町", "かみごおりちょう", 1, id="a town with 郡 twice"
        ),
        pytest.param("13361", "大島町", "おおしままち", 1, id="a town of no county"),
    ],
)
def test_a_city_is_called_as_it_calls_itself(code, name, reading, number, begun):
    city = city_of(code)
    assert (city.name, city.reading) == (name, reading)
    assert len(city.municipalities) == number


@pytest.mark.parametrize(
    "code", ["1310", "131016", "99999", "0110", "13100", "22132", "abc", ""]
)
def test_a_code_that_no_municipality_has_is_refused_in_words(code, begun):
    with pytest.raises(NoSuchMunicipalityError, match="5けたの数字で書いてください"):
        city_of(code)


def test_only_the_fixtures_of_a_city_name_a_city():
    named = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if ELSEWHERE.search(line) and "例：" not in line
    ]
    assert named == []


def sources() -> Iterator[Path]:
    """What every city is given: content, templates and interface words."""
    for folder, pattern in [
        ("fixtures/common", "*.yaml"), ("templates", "*.html"), ("locale", "*.po"),
    ]:  # fmt: skip
        yield from sorted((settings.BASE_DIR / folder).rglob(pattern))
