"""The handout builder: what is chosen is in the address, what is typed is nowhere."""

import datetime as dt
import re
from html import unescape
from itertools import chain

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from guide.models import Faq, GlossaryTerm
from offices.models import Office
from paper.domain.basket import MOST_ITEMS, Kind
from paper.handout.blocks import SHEETS
from services.models import ServiceType
from tests.readers import html_of

pytestmark = pytest.mark.usefixtures("content")

CHOSEN = "s-b-gata.ask.next"
LOOK = {"languages": "ja", "size": "12"}
SECRET = "ひみつの山田花子"


def see(code: str = CHOSEN, client: Client | None = None, **given: str):
    """The sheet of that code, as the form of step 2 asks for it."""
    return (client or Client()).post(f"/handout/sheet/?b={code}", LOOK | given)


def text_of(response) -> str:
    return unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


def block(response, kind: str) -> str:
    """One block of a sheet in every language."""
    html = html_of(response)
    part = rf'<section class="handout__part handout__part--{kind}[ "].*?</section>'
    return re.search(part, html, re.DOTALL)[0]


# --- choosing -----------------------------------------------------------------


def test_ticked_boxes_become_a_short_address():
    response = Client().get(
        "/handout/", {"go": "list", "i": ["s-b-gata", "ask"], "c": ["ikou", "a-gata"]}
    )
    assert response.status_code == 302
    assert response["Location"] == "/handout/?b=s-b-gata.ask.c-ikou~a-gata#chosen"


def test_the_next_step_is_one_press_away():
    response = Client().get("/handout/", {"go": "write", "i": "ask"})
    assert response["Location"] == "/handout/write/?b=ask"


def test_a_choice_keeps_the_order_it_had():
    given = {"go": "list", "b": "next.ask.memo", "i": ["ask", "next", "s-ikou"]}
    response = Client().get("/handout/", given)
    assert response["Location"] == "/handout/?b=next.ask.s-ikou#chosen"


def test_every_item_can_be_moved_and_taken_out_by_links():
    html = Client().get("/handout/?b=ask.memo.next").content.decode()
    chosen = re.search(r'<ol class="handout-chosen">.*?</ol>', html, re.DOTALL)[0]
    assert re.findall(r'href="/handout/\?b=([^"#]*)#chosen"', chosen) == [
        "memo.ask.next", "memo.next",
        "memo.ask.next", "ask.next.memo", "ask.next",
        "ask.next.memo", "ask.memo",
    ]  # fmt: skip


def test_nothing_chosen_is_an_error_that_leads_to_the_first_box():
    html = Client().get("/handout/?go=write").content.decode()
    assert "<title>エラー：" in html
    assert (
        '<a href="#i-1-1">しおりに入れるものを、1つ以上えらんでください。</a>' in html
    )
    assert 'id="i-1-1"' in html


def test_one_service_alone_cannot_be_compared():
    html = Client().get("/handout/?go=write&i=ask&c=ikou").content.decode()
    assert '<a href="#c-1">くらべるサービスを、2つ以上えらんでください。</a>' in html
    assert re.search(r'value="ikou" id="c-\d" checked', html) is None
    assert re.search(r'value="ask" id="i-2-1" checked', html)


def test_what_is_unknown_or_gone_is_left_out_with_a_word():
    ServiceType.objects.filter(slug="ikou").update(is_published=False)
    html = Client().get("/handout/?b=s-ikou.s-zzz.nonsense.ask").content.decode()
    assert "いまはないものが3つありました。" in html
    assert '<input type="hidden" name="b" value="ask">' in html


def test_too_much_is_refused_with_what_to_do():
    codes = Faq.objects.values_list("code", flat=True)[: MOST_ITEMS + 1]
    code = ".".join(f"q-{one}" for one in codes)
    html = Client().get(f"/handout/?b={code}").content.decode()
    assert "えらんだものが25こあります。" in html
    assert "しおりを2つに分けてください。" in html
    assert html.count('class="handout-chosen__name"') == MOST_ITEMS
    for step in ("write", "sheet"):
        response = Client().get(f"/handout/{step}/?b={code}")
        assert response["Location"] == f"/handout/?b={code}"


def test_offices_are_found_by_place_and_service_without_losing_the_choice():
    response = Client().get(
        "/handout/",
        {"go": "find", "i": "ask", "area": "35203", "service": "b-gata"},
    )
    address = response["Location"]
    assert address == "/handout/?b=ask&area=35203&service=b-gata#offices"
    html = Client().get(address).content.decode()
    found = Office.objects.listed().filter(
        municipality="35203", services__type__slug="b-gata"
    )
    assert any(f'value="o-{office.code}"' in html for office in found)


def test_a_sheet_for_a_visit_is_offered_for_each_chosen_office():
    html = Client().get("/handout/?b=o-yamaguchi-kikan").content.decode()
    assert 'value="v-yamaguchi-kikan"' in html
    assert 'value="v-yamaguchi-kikan"' not in Client().get("/handout/").content.decode()


def test_whoever_asks_first_orders_the_offices_for_no_other_language():
    rows = Office.objects.published().written_by_staff()
    orders = []
    for prefix, column in (("", "name_ja"), ("/en", "name_en"), ("", "name_ja")):
        html = Client().get(f"{prefix}/handout/").content.decode()
        orders.append(re.findall(r'value="o-([\w-]+)"', html))
        in_order = rows.order_by("order", column)
        assert orders[-1] == [*in_order.values_list("code", flat=True)]
    assert orders[0] != orders[1]


def test_an_address_without_a_choice_leads_to_choosing():
    for step in ("write", "sheet"):
        assert Client().get(f"/handout/{step}/")["Location"] == "/handout/"


def test_everything_that_can_be_put_in_has_a_link_that_puts_it_in():
    pages = {
        "/services/b-gata/": "s-b-gata",
        "/compare/?s=ikou&s=b-gata": "c-ikou~b-gata",
        "/fees/": "caps",
        "/steps/": "steps",
        "/faq/techo/": "q-techo",
        "/glossary/word/kochin/": "t-kochin",
        "/offices/office/yamaguchi-kikan/": "o-yamaguchi-kikan",
    }
    for page, item in pages.items():
        assert f'href="/handout/?b={item}"' in Client().get(page).content.decode(), page
        assert "見つからないもの" not in text_of(Client().get(f"/handout/?b={item}"))


# --- the blocks ---------------------------------------------------------------


def test_every_kind_of_block_is_made_from_the_rows():
    office = Office.objects.exclude(imported_from=None).exclude(phone="").first()
    step = "p-shinsei"
    code = f"s-b-gata.c-ikou~b-gata.{step}.o-{office.code}.q-techo.t-kochin"
    code += f".v-{office.code}.steps.caps.ask.next.memo.me.visit"
    response = see(code)
    html = response.content.decode()
    assert len(re.findall(r'<section class="handout__part ', html)) == len(SHEETS)
    assert "雇用契約を結ばずに" in block(response, "service")
    assert "37,200円" in block(response, "caps")
    assert office.phone in block(response, "office")
    assert GlossaryTerm.objects.get(code="kochin").reading in block(response, "term")
    assert "確認した日：" in block(response, "service")
    assert "出典：" in text_of(response)


def test_what_is_not_known_is_said_so():
    office = Office.objects.get(code="yamaguchi-kikan")
    office.phone = ""
    office.save()
    assert "わかりません。" in block(see("o-yamaguchi-kikan"), "office")


def test_the_sheet_is_of_the_day_that_was_asked_for():
    code = "s-sentaku"
    html = Client().get(f"/handout/sheet/?b={code}&on=2025-09-30").content.decode()
    assert "2025年9月30日の決まりで書いています。" in html
    write = Client().get(f"/handout/write/?b={code}&on=2025-09-30").content.decode()
    assert f'action="/handout/sheet/?b={code}&amp;on=2025-09-30"' in write


def test_two_languages_stand_side_by_side_with_their_lang():
    service = block(see(languages="ja+en"), "service")
    assert re.findall(r'<div class="handout__side" lang="(\w+)">', service) == [
        "ja",
        "en",
    ]
    row = ServiceType.objects.get(slug="b-gata")
    assert row.name_ja in service
    assert row.name_en in service


def test_a_side_that_a_machine_wrote_says_so():
    assert "まだ読んで確かめていません" in text_of(see(languages="ja+en"))
    assert "まだ読んで確かめていません" not in text_of(see())


def test_links_and_amounts_are_those_of_each_language():
    caps = block(see("caps", languages="ja+en"), "caps")
    assert caps.count("37,200円") == 4
    assert re.search(r"[¥￥]?37,200 ?(?:yen|円)", caps.split('lang="en"')[1])


@pytest.mark.parametrize(
    ("look", "name"),
    [({"size": "18"}, "handout--18"), ({"furigana": "on"}, "handout--furigana")],
)
def test_size_and_readings_are_chosen(look, name):
    assert name in see(**look).content.decode()
    assert name not in see().content.decode()


def test_a_template_address_opens_the_same_look_without_the_texts():
    page = see(languages="ja+en", size="14", furigana="on", name=SECRET)
    address = unescape(re.search(r'href="([^"]*;z=14)"', page.content.decode())[1])
    assert address == f"/handout/sheet/?b={CHOSEN}&l=ja%2Ben&f=1&z=14"
    again = Client().get(address).content.decode()
    assert 'class="handout handout--14 handout--double handout--furigana"' in again
    assert SECRET not in again


def test_over_two_sheets_there_is_advice_and_no_refusal():
    long = see("steps.caps.me", size="18")
    assert long.status_code == 200
    assert "2枚までだと、読みやすいです。" in text_of(long)
    assert "2枚までだと、読みやすいです。" not in text_of(see())


# --- what is typed ------------------------------------------------------------


def test_typed_texts_stand_on_the_sheet_and_are_harmless():
    page = see(
        name="<b>田中</b>さん", message="1行目\n2行目", day="12月3日", questions="a\nb"
    )
    html = page.content.decode()
    assert '<span translate="no">&lt;b&gt;田中&lt;/b&gt;</span>さんへ' in html
    assert "1行目<br>2行目" in html
    assert "12月3日" in block(page, "next")
    assert text_of(page).count("さんさん") == 0


def test_a_machine_reads_no_name():
    """田中 is たなか, not ちゅう: what is typed has no readings, all else has."""
    page = see(furigana="on", name="田中", message="田中", day="田中", questions="田中")
    html = page.content.decode()
    article = re.search(r"<article.*</article>", html, re.DOTALL)[0]
    assert article.count("田中") == 4
    assert "<ruby>" in article


def test_an_appointment_and_questions_appear_though_their_blocks_were_not_chosen():
    page = see("s-b-gata", place="市役所", questions="送迎はありますか")
    assert "市役所" in block(page, "next")
    assert "送迎はありますか" in block(page, "ask")


def test_a_text_that_is_too_long_is_kept_and_named():
    page = see(message="あ" * 201)
    assert page.status_code == 422
    assert (
        '<a href="#id_message">ひとこと：200字までにしてください。いまは201字です。'
        in (page.content.decode())
    )
    assert "あ" * 201 in page.content.decode()


def test_one_can_go_back_and_write_again():
    page = see(to="write", name=SECRET)
    assert page.status_code == 200
    assert f'value="{SECRET}"' in page.content.decode()
    assert "error-summary" not in page.content.decode()


def test_the_check_hands_over_its_questions_without_an_address():
    page = Client().post("/handout/write/?b=ask", {"questions": "手帳はいりますか\n"})
    assert "手帳はいりますか" in page.content.decode()


def test_typed_texts_are_written_nowhere(caplog, tmp_path, settings):
    """Neither in a row, a session, a cookie, the cache, an address nor a log."""
    settings.DATA_DIR = tmp_path
    caplog.set_level("DEBUG")
    client = Client()
    given = dict.fromkeys(
        ["name", "message", "day", "place", "bring", "person", "phone", "questions"],
        SECRET,
    )
    before = rows()
    cache.clear()
    for to in ("", "write", "pdf"):
        response = see(client=client, to=to, **given)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert SECRET not in str(response.headers)
        assert SECRET not in str(client.cookies)
        assert SECRET not in response.request["QUERY_STRING"]
    page = see(client=client, **given).content.decode()
    assert SECRET not in "".join(re.findall(r'(?:href|action|src)="([^"]*)"', page))
    assert rows() == before
    assert SECRET not in str(before)
    assert SECRET not in str(getattr(cache, "_cache", {}))
    assert SECRET not in caplog.text
    assert set(client.cookies) <= {"csrftoken"}
    written = [path for path in tmp_path.rglob("*") if path.stat().st_size]
    assert written == []


def rows() -> list:
    """Every row of every table, sessions and the admin's log too."""
    return list(
        chain.from_iterable(
            model._default_manager.order_by("pk").values_list()
            for model in apps.get_models(include_auto_created=True)
        )
    )


def test_forms_are_never_cached_and_choosing_may_be():
    for address in (f"/handout/write/?b={CHOSEN}", f"/handout/sheet/?b={CHOSEN}"):
        response = Client().get(address)
        assert "csrfmiddlewaretoken" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
    response = Client().get(f"/handout/?b={CHOSEN}")
    assert response.cookies == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_foreign_form_cannot_speak_in_the_citys_name():
    client = Client(enforce_csrf_checks=True)
    assert see(client=client, name=SECRET).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_a_sheet_costs_the_same_however_many_of_a_kind(
    number, django_assert_max_num_queries
):
    services = ServiceType.objects.published()[:number]
    offices = Office.objects.listed()[:number]
    code = ".".join(
        [*(f"s-{one.slug}" for one in services), *(f"o-{one.code}" for one in offices)]
    )
    see(code)  # content types are known from here on
    with django_assert_max_num_queries(31):
        assert see(code).status_code == 200


def test_every_kind_has_an_estimate():
    assert set(SHEETS) == set(Kind)


def test_today_is_on_the_sheet():
    today: dt.date = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in text_of(see())
