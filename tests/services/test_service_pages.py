"""A service on a short first page, and everything else within two links of it."""

import datetime as dt
import re

import pytest
from django.test import Client

from facts.quoting import Quotes
from facts.rich_text import line
from services.models import (
    EligibilityRule,
    FactKind,
    ServiceFact,
    ServiceType,
    WageFigure,
)
from services.models.fact import FactPage
from tests.readers import html_of, run_on, words_of
from tests.rows import DAY

pytestmark = pytest.mark.usefixtures("content")

SERVICES = ["ikou", "a-gata", "b-gata", "teichaku", "sentaku"]
FURTHER = ["conditions", "money", "details"]
# What stood on paper and in search engines while a service had one page.
OLD_ANCHORS = [
    "suits", "activities", "who", "period", "pay", "cost", "start", "offices", "faq",
    "terms",
]  # fmt: skip


def page(address: str, **query: str) -> str:
    response = Client().get(address, query)
    assert response.status_code == 200, address
    return html_of(response)


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def links_of(html: str) -> set[str]:
    return {
        link.partition("#")[0].replace("&amp;", "&")
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', main_of(html))
    }


def words_within_two_links(address: str) -> str:
    """Every word of a page, of the pages it leads to, and of those that they do."""
    seen: dict[str, str] = {}
    ways = {address}
    for _ in range(3):
        new = {way for way in ways - set(seen) if not way.startswith("/handout/")}
        for way in new:
            response = Client().get(way)
            is_page = response.status_code == 200 and not response.streaming
            seen[way] = words_of(response) if is_page else ""
            ways |= links_of(html_of(response)) if seen[way] else set()
    return "".join(seen.values())


@pytest.mark.parametrize("slug", SERVICES)
def test_everything_said_of_a_service_is_within_two_links_of_its_page(slug):
    service = ServiceType.objects.get(slug=slug)
    rule = EligibilityRule.objects.on(DAY).get(service=service)
    quotes = Quotes(on=DAY)
    texts = [
        *(fact.answer for fact in ServiceFact.objects.on(DAY).filter(service=service)),
        *(requirement.text for requirement in rule.requirements.all()),
        *(
            route.text
            for item in rule.requirements.all()
            for route in item.routes.all()
        ),
        *(faq.question for faq in service.faqs.all()),
        *(term.name for term in service.terms.all()),
        *(kind.name for kind in service.office_kinds.all()),
        service.legal_basis,
    ]
    found = words_within_two_links(service.get_absolute_url())
    shown = [re.sub(r"<[^>]+>", "", str(line(text, quotes))) for text in texts]
    assert [text for text in shown if run_on(plain(text)) not in found] == []
    for text in [service.suits, service.activities, service.entry]:
        for sentence in sentences(text):
            assert sentence in found


def plain(text: str) -> str:
    """A text as it is read: a word without the reading that was written beside it."""
    return re.sub(r"\{([^{}|]+)\|[^{}]*\}", r"\1", text)


def sentences(text: str) -> list[str]:
    """The lines of a rich text that are nothing but words."""
    lines = [re.sub(r"^(- |#+ )", "", one).strip() for one in text.splitlines()]
    return [run_on(plain(one)) for one in lines if one and not re.search(r"[\[*]", one)]


@pytest.mark.parametrize("slug", SERVICES)
def test_a_fact_stands_on_the_further_page_that_staff_chose(slug):
    html = {name: page(f"/services/{slug}/{name}/") for name in FURTHER}
    for fact in ServiceFact.objects.on(DAY).filter(service__slug=slug):
        on = [name for name in FURTHER if f'<h3 id="{fact.kind.code}"' in html[name]]
        assert on == [fact.kind.page], fact


def test_a_kind_that_staff_move_stands_on_the_other_page():
    FactKind.objects.filter(code="meals").update(page=FactPage.MONEY)
    fact = ServiceFact.objects.on(DAY).get(service__slug="b-gata", kind__code="meals")
    assert fact.get_absolute_url() == "/services/b-gata/money/#meals"
    assert '<h3 id="meals"' in page("/services/b-gata/money/")
    assert '<h3 id="meals"' not in page("/services/b-gata/details/")


@pytest.mark.parametrize("slug", SERVICES)
@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_an_old_anchor_is_still_on_the_first_page(prefix, slug):
    ids = re.findall(r'\bid="([^"]+)"', page(f"{prefix}/services/{slug}/"))
    assert [name for name in OLD_ANCHORS if ids.count(name) != 1] == []


@pytest.mark.parametrize("slug", SERVICES)
def test_an_easy_first_page_has_no_more_than_700_letters(slug):
    html = main_of(Client().get(f"/easy/services/{slug}/").content.decode())
    html = re.sub(r'<section class="paper.*', "", html, flags=re.DOTALL)
    html = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    html = re.sub(r'<div class="paper-sources.*?</div>', "", html, flags=re.DOTALL)
    html = re.sub(r"<(rt|rp|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    letters = len("".join(re.sub(r"<[^>]+>", "", html).split()))
    assert letters <= 700


@pytest.mark.parametrize("slug", SERVICES)
def test_the_easy_first_words_are_fewer_than_the_standard_ones(slug):
    service = ServiceType.objects.get(slug=slug)
    facts = ServiceFact.objects.on(DAY).filter(service=service, kind__on_first="fact")
    easy = [service.for_whom_ja_simple, *(fact.gist_ja_simple for fact in facts)]
    standard = [service.for_whom_ja, *(fact.gist_ja for fact in facts)]
    assert len("".join(easy)) < 0.8 * len("".join(standard))


@pytest.mark.parametrize("slug", SERVICES)
def test_a_first_page_has_three_to_five_lines_for_whom_and_what_one_does(slug):
    service = ServiceType.objects.get(slug=slug)
    for text in (service.for_whom_ja, service.for_whom_ja_simple, service.for_whom_en):
        assert 3 <= text.count("- ") <= 5
    assert 3 <= service.deeds.count() <= 5
    html = page(f"/services/{slug}/")
    assert html.count('<div class="fact">') == 4
    deeds = html.partition('<ul class="deeds">')[2].partition("</ul>")[0]
    assert deeds.count('class="tile"') == service.deeds.count()


@pytest.mark.parametrize(
    ("slug", "day", "today", "planned"),
    [
        pytest.param("b-gata", "2026-11-21", 1, 0, id="B asks for it today"),
        pytest.param("b-gata", "2025-09-30", 0, 1, id="B, the day before"),
        pytest.param("a-gata", "2026-11-21", 0, 1, id="A is planned to"),
        pytest.param("ikou", "2026-11-21", 0, 1, id="transition, beyond two years"),
        pytest.param("teichaku", "2026-11-21", 0, 0, id="staying in work never does"),
        pytest.param("sentaku", "2026-11-21", 0, 0, id="it does not ask for itself"),
    ],
)
def test_what_comes_first_is_told_only_where_it_is_true(slug, day, today, planned):
    html = page(f"/services/{slug}/", on=day)
    assert (html.count('class="must '), html.count('class="coming"')) == (
        today,
        planned,
    )


def test_the_number_of_the_first_page_is_the_newest_figure_and_never_retyped():
    assert "24,141円（2024年度）" in page("/services/b-gata/")
    figure = WageFigure.objects.get(service__slug="b-gata", fiscal_year=2024)
    figure.pk, figure.fiscal_year, figure.monthly_yen = None, 2025, 38_900
    figure.save()
    html = page("/services/b-gata/")
    assert "<strong>4万円</strong>" in html
    assert "38,900円（2025年度）" in html
    assert "24,141円" not in html


def test_the_pay_of_the_newest_year_stands_first_with_an_axis_and_what_it_means():
    html = page("/services/b-gata/money/")
    assert re.findall(r"chart__bar[ \w-]*\"[^>]*width=\"([\d.]+)%", html) == [
        "80.5", "75.5",
    ]  # fmt: skip
    assert re.findall(r"text-anchor=\"\w+\">([^<]+)<", html) == [
        "0円", "1万円", "2万円", "3万円",
    ]  # fmt: skip
    assert "2023年度より、1,492円多くなりました。" in html


def test_a_service_without_figures_has_no_chart():
    assert "chart" not in main_of(page("/services/sentaku/money/"))


def test_every_further_page_is_in_the_site_map():
    listed = Client().get("/sitemap.xml").content.decode()
    for slug in SERVICES:
        for name in FURTHER:
            assert listed.count(f"/services/{slug}/{name}/</loc>") == 3


def test_a_change_leads_to_the_page_that_says_it():
    fact = ServiceFact.objects.filter(
        service__slug="a-gata", kind__code="pay", valid_from=dt.date(2006, 10, 1)
    ).get()
    assert fact.get_absolute_url() == "/services/a-gata/money/#pay"
    rule = EligibilityRule.objects.on(DAY).get(service__slug="a-gata")
    assert rule.get_absolute_url() == "/services/a-gata/conditions/"


# --- beside each other ----------------------------------------------------------


def test_what_differs_stands_first_and_what_is_the_same_in_one_fold():
    html = page("/compare/?s=a-gata&s=b-gata")
    table, fold = html.index('class="scroll-x pair"'), html.index("同じところ 6つ")
    asked = [
        html.index(f'id="r-{kind.code}"')
        for kind in FactKind.objects.all()
        if f'id="r-{kind.code}"' in html
    ]
    assert table < min(asked) < max(asked) < fold
    assert html.count('<details class="cell">') == 2 * len(asked)


def test_two_services_are_told_apart_in_words_with_their_certainty():
    html = page("/compare/?s=b-gata&s=a-gata")
    assert "A型のほうが、はたらく時間が長く、作業もむずかしいことが多いです。" in html
    assert '<span class="guide">めやす</span>' in html.partition("</h1>")[2][:900]


def test_three_services_are_opened_one_at_a_time():
    html = page("/compare/?s=a-gata&s=b-gata&s=ikou")
    assert html.count('name="compared"') == 3
    assert html.count('name="compared" open') == 1


def test_easy_conditions_say_what_all_ask_for_once_and_each_in_one_line():
    html = main_of(Client().get("/easy/conditions/").content.decode())
    assert html.count('<ul class="rule__routes">') == 1
    short = re.findall(r'<ol class="rule-short">(.*?)</ol>', html, re.DOTALL)
    assert sum(one.count("<li>") for one in short) == sum(
        rule.requirements.count() for rule in EligibilityRule.objects.on(DAY)
    )
    for slug in SERVICES:
        assert f'href="/easy/services/{slug}/conditions/"' in html
    assert 'href="?all=1"' in html
    whole = main_of(Client().get("/easy/conditions/?all=1").content.decode())
    assert whole.count('<ul class="rule__routes">') > 10
    assert main_of(page("/conditions/")).count('<ul class="rule__routes">') == (
        whole.count('<ul class="rule__routes">')
    )


@pytest.mark.parametrize("slug", SERVICES)
def test_who_may_use_a_service_is_told_in_easy_words_by_its_rule_alone(slug):
    """Reasons beside routes, how one begins and examples are for who asks for all."""
    address = f"/easy/services/{slug}/conditions/"
    html, whole = (
        main_of(Client().get(address + query).content.decode())
        for query in ("", "?all=1")
    )
    rule = EligibilityRule.objects.on(DAY).get(service__slug=slug)
    requirements = rule.requirements.prefetch_related("routes")
    routes = [row.routes.count() for row in requirements if row.routes.count() > 1]
    for page_ in (html, whole):
        assert page_.count('<ul class="rule__routes">') == len(routes)
        facts = ServiceFact.objects.on(DAY).filter(
            service__slug=slug, kind__page="conditions"
        )
        assert [f'id="{f.kind.code}"' in page_ for f in facts] == [True] * len(facts)
    assert 'href="?all=1"' in html
    assert 'href="?all=1"' not in whole
    assert 'id="suits"' not in html
    assert 'id="suits"' in whole
    assert len(html) < 0.8 * len(whole)
    standard = main_of(page(f"/services/{slug}/conditions/"))
    assert 'href="?all=1"' not in standard
    assert 'id="suits"' in standard


def test_easy_details_lead_to_eight_questions_and_to_the_page_of_all():
    rows_of = '<section class="sec no-print" aria-labelledby="faq">(.*?)</section>'
    easy, standard = (
        re.search(rows_of, page(f"{prefix}/services/ikou/details/"), re.DOTALL)[1]
        for prefix in ("/easy", "")
    )
    assert easy.count("<li>") == 8 + 1
    assert 'href="/easy/faq/"' in easy
    assert standard.count("<li>") > 20
    assert 'href="/faq/"' not in standard


def test_an_easy_comparison_is_a_table_of_six_rows_with_pictures():
    html = Client().get("/easy/compare/?s=a-gata&s=b-gata").content.decode()
    assert html.count('scope="rowgroup"') == 6
    assert html.count('class="pair__ask"><span class="tile">') == 6
    assert '<details class="cell">' not in html
    whole = Client().get("/easy/compare/?s=a-gata&s=b-gata&all=1").content.decode()
    assert whole.count('scope="rowgroup"') == 9
