"""What a printed sheet's address says later: the same, or what changed since when."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import resolve

from facts.quoting import Quotes
from fees.models import FeeCap, FeeParameter
from guide.models import Page
from paper.domain.basket import MOST_ITEMS
from paper.domain.code import PaperCode, read_code, write_code
from paper.handout.views import book_html
from paper.sheets import PRINTED, SHEETS, Printout
from paper.since import Around, check_paper, code_of
from services.models import FactKind, ServiceFact
from tests import rows
from tests.rows import DAY
from texts.languages import languages

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2020, 4, 1), dt.date(2024, 4, 1)


@pytest.fixture
def page() -> Page:
    return Page.objects.create(
        view="services:detail",
        title="サービス",
        nav_label="サービス",
        summary="",
        checked_on=DAY,
    )


def printed(view: str, *codes: str, on: dt.date = BEFORE) -> PaperCode:
    """The code of a page as it would have been printed on that day."""
    return code_of(Printout(view, codes), Around.of(view), quotes=Quotes(on=on))


def checked(view: str, *codes: str, code: PaperCode | None = None):
    code = code or printed(view, *codes)
    return check_paper(code, Printout(view, codes), today=DAY)


def words(response) -> str:
    return re.sub(r"<[^>]+>", "", response.content.decode())


def code_on(html: str) -> str:
    [address] = re.findall(r">http://testserver([a-z/]*/p/[a-z0-9-]+/)<", html)
    return address


def test_a_sheet_of_an_unchanged_service_is_still_the_same():
    service = rows.full_service()
    assert checked("services:detail", service.slug).is_same


def test_a_fact_that_changed_is_named_with_old_and_new_and_since_when():
    service = rows.service()
    old = rows.fact(service, answer="原則1年")
    new = ServiceFact.objects.create(
        service=service,
        kind=old.kind,
        answer="原則2年",
        valid_from=AFTER,
        **rows.sourced(),
    )
    found = checked("services:detail", service.slug)
    [change] = found.changes
    assert (change.old, change.new) == ("**原則1年**", "**原則2年**")
    assert change.row == new
    assert not found.is_corrected
    assert not found.has_other_words


def test_a_sheet_printed_after_the_change_is_the_same():
    service = rows.service()
    kind = rows.fact(service, answer="原則1年").kind
    ServiceFact.objects.create(
        service=service, kind=kind, answer="2年", valid_from=AFTER, **rows.sourced()
    )
    code = printed("services:detail", service.slug, on=AFTER)
    assert checked("services:detail", service.slug, code=code).is_same


def test_what_ended_says_when_and_has_no_new_value():
    row = rows.cap()
    ended = FeeCap.objects.create(
        audience=row.audience,
        bracket=row.bracket,
        yen=0,
        condition="",
        valid_from=AFTER,
        is_end=True,
        **rows.sourced(),
    )
    [change] = checked("fees:caps").changes
    assert (change.row, change.new) == (ended, "")
    assert change.old.startswith("**9,300円**")


def test_an_amount_that_a_text_names_is_a_fact_of_the_page():
    service = rows.service()
    for value, day in ((10, rows.DAY.replace(year=2012)), (20, AFTER)):
        FeeParameter.objects.create(
            code="share",
            name="割合",
            value=value,
            unit="percent",
            valid_from=day,
            **rows.sourced(),
        )
    fact = rows.fact(service)
    fact.note = "[[fee:share]]です。"
    fact.save()
    [change] = checked("services:detail", service.slug).changes
    assert (change.old, change.new) == ("10%", "20%")


def test_a_plan_changes_nothing_and_is_named_as_plan():
    service = rows.service()
    kind = rows.fact(service).kind
    plan = ServiceFact.objects.create(
        service=service,
        kind=kind,
        answer="別",
        valid_from=dt.date(2027, 4, 1),
        status="planned",
        **rows.sourced(),
    )
    found = checked("services:detail", service.slug)
    assert found.is_same
    assert [*found.coming] == [plan]


def test_a_fact_corrected_in_its_own_row_is_told_from_the_digest():
    service = rows.service()
    fact = rows.fact(service, answer="まちがい")
    code = printed("services:detail", service.slug)
    fact.answer = "正しい"
    fact.save()
    found = checked("services:detail", service.slug, code=code)
    assert found.is_corrected
    assert not found.is_same
    assert found.changes == ()


def test_words_without_a_day_are_only_said_to_be_others():
    question = rows.faq()
    code = printed("guide:faq")
    question.answer_ja = "ちがう答え"
    question.save()
    found = checked("guide:faq", code=code)
    assert found.has_other_words
    assert not found.is_corrected


def test_another_services_change_does_not_touch_the_sheet():
    service, other = rows.full_service(), rows.service()
    code = printed("services:detail", service.slug)
    rows.fact(other, kind="pay", answer="別")
    assert checked("services:detail", service.slug, code=code).is_same


def test_a_sheet_of_a_day_to_come_is_compared_with_that_day():
    service = rows.full_service()
    code = printed("services:detail", service.slug, on=dt.date(2030, 1, 1))
    found = checked("services:detail", service.slug, code=code)
    assert found.is_ahead
    assert found.is_same


@pytest.mark.parametrize("address", ["/services/{}/", "/easy/services/{}/"])
def test_the_address_on_a_page_leads_to_its_check(page, address):
    service = rows.full_service()
    html = Client().get(address.format(service.slug)).content.decode()
    response = Client().get(code_on(html))
    assert response.status_code == 200
    assert response.context["check"].is_same
    printout = response.context["check"].printout
    assert (printout.view, printout.codes) == (page.view, (service.slug,))


def test_the_code_without_its_language_leads_to_the_language_of_the_sheet():
    service = rows.full_service()
    html = Client().get(f"/en/services/{service.slug}/").content.decode()
    address = code_on(html)
    assert address.startswith("/en/p/")
    response = Client().get(address.removeprefix("/en"))
    assert (response.status_code, response["Location"]) == (302, address)


def test_the_comparison_keeps_its_services_in_the_code(page):
    chosen = [rows.full_service().slug for _ in range(3)]
    query = "&".join(f"s={slug}" for slug in chosen)
    html = Client().get(f"/compare/?{query}").content.decode()
    found = Client().get(code_on(html)).context["check"]
    assert found.printout == Printout("services:compare", tuple(chosen))
    assert found.printout.address == f"/compare/?{query}"


@pytest.mark.parametrize("code", ["abc", "0", "-", "あいう", "%00", "0" * 500])
def test_a_code_that_cannot_be_read_gets_a_way_out(code):
    response = Client().get(f"/p/{code}/")
    assert response.status_code == 404
    assert "紙のアドレスが読めません" in words(response)
    assert "QRコード" in words(response)


def test_every_cut_and_every_wrong_letter_of_a_real_code_gets_a_way_out():
    text = write_code(printed("guide:home"))
    cut = [text[:end] for end in range(1, len(text) - 1)]
    wrong = [text[:at] + "z" + text[at + 1 :] for at in range(0, len(text), 4)]
    for one in {*cut, *wrong} - {text}:
        assert Client().get(f"/p/{one}/").status_code == 404, one


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"view": 120}, id="no such page"),
        pytest.param({"language": 15}, id="no such language"),
        pytest.param({"rows": (1,)}, id="no such row"),
        pytest.param({"rows": ()}, id="no row at all"),
        pytest.param({"view": 1}, id="a page without rows"),
    ],
)
def test_a_forged_code_gets_a_kind_page(forged):
    real = {"view": 3, "language": 0, "rows": (5,), "day": DAY, "facts": 0, "words": 0}
    code = write_code(PaperCode(**(real | forged)))
    response = Client().get(f"/p/{code}/")
    assert response.status_code == 404
    assert "電話で聞いてください" in words(response)


@pytest.mark.parametrize(
    "make",
    [rows.full_service, rows.faq, rows.term, rows.topic, rows.full_situation],
    ids=["service", "answer", "word", "topic", "situation"],
)
@pytest.mark.parametrize("is_deleted", [True, False], ids=["deleted", "taken back"])
def test_a_page_that_is_gone_says_so(make, is_deleted):
    row = make()
    address = code_on(Client().get(row.get_absolute_url()).content.decode())
    if is_deleted:
        row.delete()
    else:
        type(row).objects.filter(pk=row.pk).update(is_published=False)
    response = Client().get(address)
    assert response.status_code == 404
    assert "この紙のページはなくなりました" in words(response)


def test_no_two_pages_share_a_number_and_every_sheet_is_a_page():
    numbers = [page.number for page in PRINTED.values()]
    assert len(numbers) == len({*numbers})
    assert {*SHEETS.values()} <= {*PRINTED}


@pytest.mark.parametrize("number", [1, 3])
def test_a_check_costs_the_same_however_much_the_page_says(
    number, django_assert_num_queries
):
    service = rows.service()
    rows.rule(service, requirements=number)
    for place in range(number):
        rows.fact(service, kind=f"kind-{place}")
    address = code_on(Client().get(service.get_absolute_url()).content.decode())
    with django_assert_num_queries(13):
        assert Client().get(address).status_code == 200


@pytest.mark.usefixtures("content")
def test_every_page_of_the_real_content_is_still_the_same_the_day_it_is_printed():
    for address in ["/", "/en/fees/", "/easy/faq/", "/offices/hellowork/", "/steps/"]:
        found = Client().get(code_on(Client().get(address).content.decode()))
        assert found.context["check"].is_same, address


@pytest.mark.usefixtures("content")
def test_a_sheet_of_2020_names_what_changed_since():
    address = "/services/b-gata/conditions/"
    html = Client().get(address, {"on": "2020-05-01"}).content.decode()
    response = Client().get(code_on(html))
    changes = {
        change.row.key_code: change.row.valid_from
        for change in response.context["check"].changes
    }
    assert changes["b-gata"] == dt.date(2025, 10, 1)
    assert f"{len(changes)}か所変わりました" in words(response)
    assert "紙に書いてあること" in words(response)


def test_codes_hold_nothing_that_a_reader_typed():
    service = rows.full_service()
    address = f"/compare/?s={service.slug}&s=%E5%B1%B1%E5%8F%A3+%E5%A4%AA%E9%83%8E"
    code = code_on(Client().get(address).content.decode()).split("/")[2]
    assert len(read_code(code).rows) == 1


# --- handouts ------------------------------------------------------------------


def sheet(code: str, **look: str) -> str:
    """The address of the code on a handout with those blocks, made from a page."""
    given = {"b": code, "l": "ja", "f": "0", "z": "12"} | look
    return code_on(Client().get("/handout/sheet/", given).content.decode())


@pytest.mark.usefixtures("content")
def test_a_handout_of_every_block_is_still_the_same_and_can_be_made_again():
    blocks = (
        "s-ikou.c-a-gata~b-gata.p-shinsei.o-yamaguchi-kikan.q-techo.t-kochin"
        ".v-yamaguchi-kikan.steps.caps.ask.next.memo.me.visit"
    )
    response = Client().get(sheet(blocks))
    assert response.context["check"].is_same
    assert f'href="/handout/?b={blocks}"' in response.content.decode()
    assert "「しおり」の紙です" in words(response)


def test_a_handout_names_what_changed_on_it_and_nothing_else():
    service = rows.full_service()
    other = rows.full_service()
    code = printed("paper:handout_sheet", f"s-{service.slug}", "ask")
    for changed, is_key in [(service, True), (service, False), (other, True)]:
        kind = rows.fact(changed, kind=f"{is_key}-{changed.slug}", answer="まえ").kind
        type(kind).objects.filter(pk=kind.pk).update(is_key=is_key)
    before = printed("paper:handout_sheet", f"s-{service.slug}", "ask")
    assert before.facts != code.facts
    ServiceFact.objects.filter(kind__code__startswith="False").update(answer="あと")
    ServiceFact.objects.filter(service=other).update(answer="あと")
    found = checked("paper:handout_sheet", f"s-{service.slug}", "ask", code=before)
    assert found.is_same
    ServiceFact.objects.create(
        service=service,
        kind=service.facts.get(kind__code=f"True-{service.slug}").kind,
        answer="あと",
        valid_from=AFTER,
        **rows.sourced(),
    )
    found = checked("paper:handout_sheet", f"s-{service.slug}", "ask", code=before)
    assert [(change.old, change.new) for change in found.changes] == [
        ("**まえ**", "**あと**")
    ]


@pytest.mark.usefixtures("content")
def test_the_whole_guide_has_a_code_too():
    request = RequestFactory().get("/handout/guide.pdf")
    request.resolver_match = resolve("/handout/guide.pdf")
    request.language, request.day = languages()[0], DAY
    request.today = DAY
    response = Client().get(code_on(book_html(request)))
    assert response.context["check"].is_same
    assert "「ガイドの全部」の紙です" in words(response)


@pytest.mark.parametrize(
    ("look", "prefix"),
    [("ja", ""), ("ja-simple", "/easy"), ("ja+en", "/en"), ("en", "/en")],
)
def test_a_handout_is_compared_in_the_language_beside_japanese(look, prefix):
    service = rows.full_service()
    texts = {"answer_ja": "工賃", "answer_ja_simple": "お金", "answer_en": "Pay"}
    service.facts.update(**texts)
    FactKind.objects.update(is_key=True)
    address = sheet(f"s-{service.slug}", l=look)
    assert address.startswith(f"{prefix}/p/")
    assert Client().get(address).context["check"].is_same


def test_which_service_was_compared_first_does_not_matter():
    one, other = sorted(rows.full_service().slug for _ in range(2))
    found = Client().get(sheet(f"c-{other}~{one}")).context["check"]
    assert found.is_same
    assert found.printout.codes == (f"c-{one}~{other}",)


def test_a_block_that_is_not_there_is_not_in_the_code():
    service = rows.full_service()
    found = Client().get(sheet(f"s-gone.s-{service.slug}")).context["check"]
    assert found.printout.codes == (f"s-{service.slug}",)


def test_a_sheet_that_must_be_written_again_is_no_handout_yet():
    service = rows.full_service()
    address = f"/handout/sheet/?b=nonsense&b=s-{service.slug}"
    response = Client().post(address, {"to": "see", "message": "あ" * 201})
    assert response.status_code == 422
    assert "/p/" not in response.content.decode()


def test_the_longest_handout_has_a_code():
    terms = [rows.term().code for _ in range(MOST_ITEMS)]
    found = Client().get(sheet(".".join(f"t-{one}" for one in terms)))
    assert found.context["check"].is_same
    assert len(found.context["check"].printout.codes) == MOST_ITEMS


# --- the changes as a list and as feeds -----------------------------------------


def changed_fact():
    service = rows.service(slug="b-gata")
    kind = rows.fact(service, answer="原則1年").kind
    return ServiceFact.objects.create(
        service=service,
        kind=kind,
        answer="原則2年",
        valid_from=dt.date(2026, 4, 1),
        **rows.sourced(),
    )


def test_the_command_lists_changes_since_a_day(capsys):
    changed_fact()
    call_command("changes", "--since", "2026-01-01")
    assert capsys.readouterr().out == ("2026-04-01 b-gata：pay：原則1年 → 原則2年\n")


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/changes/feed/", 2),
        ("/easy/changes/feed/", 2),
        ("/changes/fact/feed/", 2),
        ("/changes/fact/b-gata/pay/feed/", 2),
        ("/changes/cap/feed/", 0),
        ("/services/b-gata/feed/", 2),
    ],
)
def test_feeds_are_atom_with_one_entry_a_change(address, number):
    changed_fact()
    response = Client().get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    body = response.content.decode()
    assert body.count("<entry>") == number
    assert f'href="http://testserver{address}" rel="self"' in body


@pytest.mark.parametrize(
    "address",
    ["/changes/nothing/feed/", "/changes/fact/x/y/feed/", "/services/x/feed/"],
)
def test_a_feed_of_nothing_is_not_found(address):
    assert Client().get(address).status_code == 404
