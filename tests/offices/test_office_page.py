"""One office, several side by side, the sheet for a visit, and what readers report."""

import datetime as dt
import json
import re

import pytest
from django.test import Client

from guide.models import SiteIdentity
from offices.models import Office, OfficeReport
from offices.reports import MOST_OF_ONE_OFFICE, MOST_ON_A_DAY
from tests import rows
from tests.readers import html_of

pytestmark = pytest.mark.django_db


def page(office: Office) -> str:
    return html_of(Client().get(office.get_absolute_url()))


def test_a_page_tells_every_way_to_reach_the_office():
    office = rows.full_place(
        fax="083-922-4112",
        email="a@example.org",
        url="https://example.org/",
        address="亀山町2-1",
        lat=34.1781,
        lon=131.474,
        geo_source="data",
    )
    html = page(office)
    for text in [
        'href="tel:083-922-4111"',
        "083-922-4112",
        'href="mailto:a@example.org"',
        'href="https://example.org/" rel="noopener nofollow"',
        "山口県山口市亀山町2-1",
        'href="https://maps.gsi.go.jp/#16/34.178100/131.474000/"',
        "20人",
        "3510100000",
        "2026年3月末",
        "出典：公表データを加工して作成",
        "市が1か所ずつ確かめたものではありません。",
    ]:
        assert text in html, text
    assert "おおよその位置" not in html


def visible(html: str) -> str:
    """What stands on the page itself, without what is closed until it is opened."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<details.*?</details>", "", main, flags=re.S)


def bare(html: str) -> str:
    """The same without what only holds words together."""
    return re.sub(r"</?span[^>]*>", "", html)


def asked(html: str) -> list[str]:
    [found] = re.findall(r'<p class="ask-line">(.*?)</p>', html, re.S)
    return found.split("、")


def test_what_is_not_known_is_one_list_of_what_to_ask():
    html = page(rows.place(phone="083-922-4111"))
    assert asked(html) == [
        "場所", "あいている時間", "休みの日", "行き方",
        "バリアフリー（車いすで行けるかなど）",
    ]  # fmt: skip
    sentence = "つぎのことは、わかりません。電話で聞いてください。"
    assert visible(html).count(sentence) == 1
    assert "None" not in html


def test_a_provider_is_asked_what_no_data_tell():
    rows.trait_kind("lift", "送り迎え")
    rows.trait_kind("work", "作業", form="words")
    office = rows.full_place(
        address="町1", closed="日曜日", access="駅から5分", barrier_free="段差なし"
    )
    office.kind.is_provider = True
    office.kind.save()
    assert asked(page(office)) == ["送り迎え", "作業"]


def test_a_body_of_which_all_is_known_has_nothing_to_ask():
    office = rows.full_place(
        address="町1", closed="日曜日", access="駅から5分", barrier_free="段差なし"
    )
    assert "電話で聞くこと" not in page(office)


def phones(html: str) -> list[str]:
    """The numbers to call, in the order of the page, without head and foot."""
    return re.findall(r'href="tel:([^"]*)"', visible(html))


def test_the_offices_own_number_is_the_first_to_call(content):
    html = page(rows.full_place())
    assert phones(html) == ["083-922-4111"]
    assert html.index('class="phone"') < html.index('id="what"')


def test_without_a_number_the_citys_stands_after_what_is_known(content):
    SiteIdentity.objects.update(main_phone="083-900-0000", section_phone="")
    html = page(rows.place())
    assert "電話番号は、わかりません。" in html
    assert phones(html) == ["083-900-0000"]
    assert html.index("電話番号を市に聞く") > html.index('id="ask"')


def test_all_about_the_data_is_closed_until_somebody_asks():
    office = rows.full_place()
    office.operator.corporate_number = "6250005001938"
    office.operator.save()
    html = page(office)
    for text in ("3510100000", "6250005001938", "指定した機関", "公表データを加工"):
        assert text in html
        assert text not in visible(html)


def test_an_office_of_five_services_names_each_with_its_places():
    office = rows.place()
    for number in range(1, 6):
        code = rows.service_code(f"s-{number}", f"サービス{number}")
        rows.offer(office, code, capacity=number * 10)
    html = visible(page(office))
    found = re.findall(r"(サービス\d)</span>.*?定員(\d+)人", html, re.S)
    assert found == [(f"サービス{number}", f"{number}0") for number in range(1, 6)]


def test_days_that_are_alike_stand_together():
    office = rows.place()
    listing = rows.offer(office, rows.service_code())
    for day in ("weekday", "sat"):
        rows.open_on(listing, day)
    rows.open_on(listing, "holiday", "10:00")
    shown = re.findall(r'<p class="(?:v|note)">([^<]*〜[^<]*)</p>', bare(page(office)))
    assert [one.strip() for one in shown] == [
        "平日、土曜 9:00〜16:00",
        "祝日 10:00〜16:00",
    ]


def test_an_english_page_has_latin_letters_and_the_japanese_for_the_taxi():
    rows.reading("宮島町", "みやじまちょう")
    city = rows.municipality()
    city.reading = "やまぐちし"
    city.save()
    office = rows.place("アス・ワーク", reading="あすわーく", address="宮島町5番26号")
    rows.offer(office, rows.service_code(), closed_days="土曜・日曜日、12/29〜1/3")
    html = html_of(Client().get(f"/en{office.get_absolute_url()}"))
    words = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", html))
    assert "<h1>Asu Waku</h1>" in html
    assert "アス・ワーク（あすわーく）" in words
    assert "5-26 Miyajima-cho, Yamaguchi City, Yamaguchi" in words
    assert "山口県山口市宮島町5番26号" in words
    assert "Closed: Saturdays, Sundays, 29 December to 3 January" in words


def test_a_rough_position_says_so():
    assert "おおよその位置です" in page(
        rows.place(lat=34.1, lon=131.4, geo_source="town")
    )


def test_others_of_the_operator_and_in_the_building_are_named():
    office = rows.full_place(lat=34.1, lon=131.4)
    rows.place("同じ法人", operator=office.operator)
    rows.place("同じ建物", lat=34.1001, lon=131.4001)
    rows.place("となり町", lat=34.11, lon=131.41)
    html = page(office)
    assert "同じ法人" in html
    assert "同じ建物" in html
    assert "となり町" not in html


def test_hours_name_their_service_where_they_differ():
    office = rows.place()
    for slug, name, opens in [("b", "B型", "09:00"), ("i", "移行", "10:00")]:
        rows.open_on(rows.offer(office, rows.service_code(slug, name)), "sat", opens)
    html = page(office)
    assert "9:00〜16:00（B型）" in html
    assert "10:00〜16:00（移行）" in html


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("not_listed", "公表データから なくなりました（確認中）"),
        ("suspended", "いまは休んでいます。"),
        ("closed", "なくなりました（廃止）。"),
    ],
)
def test_a_place_that_left_keeps_its_page_with_a_word(status, sentence):
    office = rows.place(status=status, status_on=dt.date(2026, 4, 1))
    response = Client().get(office.get_absolute_url())
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert ("廃止" in response.content.decode()) == (status == "closed")
    assert Client().get(f"/offices/office/{office.code}.jsonld").status_code == 404


def test_an_unpublished_office_has_no_page():
    office = rows.place(is_published=False)
    for end in ["/", ".jsonld", "/report/", "/thanks/"]:
        address = f"/offices/office/{office.code}{end}"
        assert Client().get(address).status_code == 404


def test_machines_get_what_is_confirmed_and_nothing_else():
    office = rows.full_place(lat=34.1, lon=131.4, geo_source="data", address="町1")
    response = Client().get(f"/offices/office/{office.code}.jsonld")
    told = json.loads(response.content)

    assert response["Content-Type"] == "application/ld+json"
    assert told["telephone"] == "+81-83-922-4111"
    assert told["geo"] == {
        "@type": "GeoCoordinates", "latitude": 34.1, "longitude": 131.4
    }  # fmt: skip
    assert told["address"]["addressLocality"] == "山口市"
    assert [one["opens"] for one in told["openingHoursSpecification"]] == ["09:00"] * 2
    assert {"email", "faxNumber", "alternateName"} & set(told) == set()
    assert f'href="/offices/office/{office.code}.jsonld"' in page(office)


def test_data_give_the_address_that_the_site_is_set_to(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://guide.example.jp", ["*"]
    here = Client(headers={"host": "guide.example.jp:8202"})
    path = f"/offices/office/{rows.place().code}"
    table = b"".join(here.get("/offices/search.csv").streaming_content).decode()
    own = f"{settings.SITE_URL}{path}/"
    assert here.get(f"{path}.jsonld").json()["url"] == own
    assert re.findall(r"https://guide[^,\s]*", table) == [own]


def test_a_rough_position_is_not_told_to_machines():
    office = rows.place(lat=34.1, lon=131.4, geo_source="town")
    told = Client().get(f"/offices/office/{office.code}.jsonld").json()
    assert "geo" not in told


# --- several ---------------------------------------


@pytest.mark.parametrize("view", ["compare", "visit"])
def test_up_to_three_are_shown_in_the_order_of_the_address(view):
    chosen = [rows.full_place(name=f"場所{number}") for number in range(4)]
    codes = [office.code for office in (chosen[2], chosen[0], chosen[1], chosen[3])]
    response = Client().get(f"/offices/{view}/", {"o": codes})

    shown = [profile.office for profile in response.context["chosen"].profiles]
    assert shown == [chosen[2], chosen[0], chosen[1]]
    assert "はじめの3つだけを出しています。" in response.content.decode()


@pytest.mark.parametrize("view", ["compare", "visit"])
@pytest.mark.parametrize("query", ["", "o=", "o=nothing", "o=%00", "o=a&o=b&o=c&o=d"])
def test_nothing_chosen_says_how_to_choose(view, query):
    response = Client().get(f"/offices/{view}/?{query}")
    assert response.status_code == 200
    assert "まだ何もえらんでいません。" in response.content.decode()


def test_the_comparison_says_the_unknown_in_words():
    chosen = [rows.place("ひとつ"), rows.full_place(name="ふたつ")]
    compared = {"o": [office.code for office in chosen]}
    html = html_of(Client().get("/offices/compare/", compared))
    assert "2か所をくらべる表" in html
    assert asked(html) == [
        "場所", "休みの日", "行き方", "バリアフリー（車いすで行けるかなど）"
    ]  # fmt: skip
    assert "<td></td>" not in html


# --- 「この情報はちがいます」 ---------------------------------------


def send(office: Office, **given: str):
    return Client().post(f"/offices/office/{office.code}/report/", given)


def test_a_report_is_kept_without_a_name():
    office = rows.place()
    response = send(office, reason="phone", text="番号が\r\nちがいます")

    assert response.url == f"/offices/office/{office.code}/thanks/"
    [report] = OfficeReport.objects.values()
    assert report | {"id": 0, "received_on": None} == {
        "id": 0,
        "office_id": office.pk,
        "reason": "phone",
        "text": "番号が\nちがいます",
        "received_on": None,
        "is_handled": False,
    }
    assert "ありがとうございます" in Client().get(response.url).content.decode()


def test_the_form_is_no_store_and_needs_its_token():
    office = rows.place()
    address = f"/offices/office/{office.code}/report/"
    assert "no-store" in Client().get(address)["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"reason": "phone"}).status_code == 403
    assert not OfficeReport.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "どこがちがうかを、1つえらんでください。"),
        ({"reason": "zzz"}, "もう一度えらんでください。"),
        ({"reason": "phone", "text": "あ" * 301}, "300字までにしてください。"),
    ],
)
def test_what_is_lacking_is_said_and_what_was_written_stays(given, sentence):
    response = send(rows.place(), **given)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert given.get("text", "") in html
    assert not OfficeReport.objects.exists()


def test_what_a_program_sends_is_thanked_for_and_dropped():
    response = send(rows.place(), reason="other", website="https://spam.example/")
    assert response.status_code == 302
    assert not OfficeReport.objects.exists()


def test_the_same_words_twice_are_one_report():
    office = rows.place()
    for _ in range(2):
        assert send(office, reason="phone", text="同じ").status_code == 302
    assert OfficeReport.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "elsewhere"),
    [
        pytest.param(MOST_OF_ONE_OFFICE, False, id="of one office"),
        pytest.param(MOST_ON_A_DAY, True, id="of all"),
    ],
)
def test_a_full_day_sends_people_to_the_phone(before, elsewhere):
    office, other = rows.place(), rows.place()
    OfficeReport.objects.bulk_create(
        OfficeReport(office=other if elsewhere else office, reason="other", text=str(n))
        for n in range(before)
    )
    response = send(office, reason="phone")
    assert response.status_code == 429
    assert "きょうは、これ以上受けとれません" in html_of(response)

    OfficeReport.objects.update(received_on=dt.date(2020, 1, 1))
    assert send(office, reason="phone").status_code == 302


def test_staff_see_reports_and_can_only_mark_them(admin_client):
    office = rows.place()
    send(office, reason="phone", text="番号がちがいます")
    html = admin_client.get("/admin/offices/officereport/").content.decode()
    assert "番号がちがいます" in html
    assert 'name="form-0-is_handled"' in html
    assert 'name="form-0-text"' not in html
