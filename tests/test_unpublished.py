"""What staff take back is on no page, in no list, feed, file or paper of the site."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import get_resolver, resolve

from facts.quoting import Quotes
from facts.rich_text import blocks
from guide.models import Faq, Page, SiteIdentity
from paper.handout.views import book_html
from tests import rows
from tests.paper.test_whole import asked
from tests.test_kept_views import names
from texts.languages import Language, address_in, languages, speaking, split
from texts.translations import column_of, translated_models

pytestmark = pytest.mark.django_db
MARK, WORD = "zzqx", "ふしぎなことば"
# What shows answers of one reader's, and what is no page.
_APART = re.compile(
    "services:check_(?!sheet)|fees:(next|question|result|papers)|guide:(situations|furigana)"
    "|paper:(since|sheet_pdf|handout_write)|offices:report"
    "|healthz|sitemap-file|components|security_txt"
)
# Where such rows show while they are published.
_SHOWING = (
    "fees:caps fees:topic guide:answer guide:change guide:changes guide:faq"
    " guide:feed guide:glossary guide:home guide:kind_feed guide:search"
    " guide:sitemap guide:situation guide:steps guide:word guide:words"
    " offices:office paper:handout paper:handout_guide paper:handout_sheet"
    " paper:sheet services:compare services:conditions services:detail"
    " services:details services:list services:money services:who"
)
_VIEWS = {"guide:home": "トップ", "services:list": "一覧", "guide:faq": "質問"}


@dataclass(frozen=True)
class Hidden:
    """One row of each kind, named in all that can name it; and what stays."""

    rows: tuple[models.Model, ...]
    kept: dict[str, str]
    items: tuple[str, ...]

    def publish(self, *, is_published: bool) -> None:
        for row in self.rows:
            row.is_published = is_published
            row.save()


def marked(row: models.Model, **given: object) -> models.Model:
    """`row` with the mark in each of its texts, in every language."""
    for name in translated_models().get(type(row), ()):
        for language in languages():
            text = f"{MARK}{WORD}" if language.is_japanese else f"{MARK} wonder"
            setattr(row, column_of(name, language), text)
    for name, value in given.items():
        setattr(row, name, value)
    row.save()
    return row


def hide(row: models.Model) -> None:
    row.is_published = False
    row.save()


@pytest.fixture
def hidden() -> Hidden:
    for view, title in _VIEWS.items():
        words = {"title": title, "nav_label": title, "summary": title}
        Page.objects.create(view=view, checked_on=rows.DAY, **words)
    SiteIdentity.objects.create(city="市", prefecture="県")
    service, taken = rows.full_service(), marked(rows.full_service())
    faq, term = marked(rows.faq()), marked(rows.term())
    first, step = rows.step(), marked(rows.step())
    rows.step()
    topic = marked(rows.topic())
    coming = marked(rows.topic(), code=topic.code, valid_from="2099-04-01")
    part, page = marked(rows.topic()), rows.topic()
    part.under = page.code
    part.save()
    orphan = rows.topic()
    orphan.under = topic.code
    orphan.save()
    situation, other = marked(rows.life_situation()), rows.full_situation()
    shown = Faq.objects.exclude(pk=faq.pk)[0]
    # Whatever may name them, does.
    faq.services.add(service)
    term.services.add(service)
    rows.term().related.add(term)
    marked(rows.usable(other), service=taken)
    for given in ({"faq": faq}, {"faq": None, "service": taken}):
        link = rows.link(other)
        marked(link, title_ja="", title_ja_simple="", title_en="", **given)
    rows.change().services.add(taken)
    for row in (rows.passage(service, taken), rows.contrast(service, taken)):
        marked(row)
    rows.rule(service, valid_from="2020-04-01").requirements.update(way_in=taken)
    for row in (taken.rules.all()[0], rows.fact(taken, "b"), rows.deed(taken)):
        marked(row)
    # Data of offices go on to say what they offer, in English by our name of it.
    taken.name_en = "Work"
    taken.save()
    code = rows.service_code("x", "作業")
    code.service = taken
    code.save()
    place = rows.place()
    rows.offer(place, code)
    all_rows = (taken, faq, term, step, topic, coming, part, situation)
    shown.answer_ja = "\n\n".join(
        ["つづき。", *(f"[{MARK}]({row.get_absolute_url()})" for row in all_rows)]
    )
    shown.answer_ja += f"\n\n- [{MARK}](/faq/#{faq.code})"
    shown.save()
    items = (f"s-{taken.slug}", f"q-{faq.code}", f"t-{term.code}", f"p-{step.code}")
    kept = {
        "service": service.slug, "other": rows.service().slug, "place": place.code,
        "kind": place.kind.code, "situation": other.code, "orphan": orphan.code,
        "page": page.code, "first": first.code,
    }  # fmt: skip
    return Hidden(all_rows, kept, items)


def besides(hidden: Hidden) -> list[str]:
    """What readers may ask for and sitemap.xml does not name."""
    kept, word = hidden.kept, quote(WORD)
    chosen = ".".join([*hidden.items, "steps", "caps", f"s-{kept['service']}"])
    compared = [kept["service"], kept["other"], hidden.rows[0].slug]
    return [
        "/sitemap.xml", "/robots.txt", "/sitemap/", "/about/", "/privacy/",
        "/accessibility/", "/steps/", "/faq/", "/glossary/", "/sources/", "/changes/",
        "/conditions/", "/compare/", "/fees/", "/offices/", "/offices/search/",
        f"/search/?q={word}", f"/search/?q={word[:-9]}", "/check/", "/check/sheet/",
        "/compare/?" + "&".join(f"s={one}" for one in compared), "/check/fee/",
        "/changes/feed/", "/changes/topic/feed/", "/offices/search.csv",
        f"/changes/topic/{kept['page']}/feed/", f"/services/{kept['service']}/feed/",
        f"/offices/office/{kept['place']}.jsonld",
        *(f"/offices/{page}/?o={kept['place']}" for page in ("compare", "visit")),
        *(f"/sheet/{key}s/{kept[key]}/" for key in ("service", "situation")),
        f"/handout/?b={chosen}",
        f"/handout/sheet/?b={chosen}",
    ]  # fmt: skip


def walked(hidden: Hidden, spoken: Sequence[Language]) -> Iterator[tuple[str, str]]:
    """Every address that readers may ask for, and what stands there."""
    every = dict.fromkeys([*sitemap(), *besides(hidden)])
    for language in spoken:
        for path in every:
            if language.is_source or not path.startswith(settings.ONE_LANGUAGE):
                yield path, text_at(address_in(language, path))
        with speaking(language):
            yield "/handout/guide.pdf", book_html(asked(language=language))


def sitemap() -> list[str]:
    found = re.findall("<loc>http://testserver(.*?)</loc>", text_at("/sitemap.xml"))
    return list(dict.fromkeys(split(path)[1] for path in found))


def text_at(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return b"".join(answer).decode()


def view_at(path: str) -> str:
    return resolve(urlsplit(path).path).view_name


def test_what_is_not_published_is_nowhere_and_comes_back(hidden):
    own = [row.get_absolute_url() for row in hidden.rows]
    pages = {path for path in own if "#" not in path}
    before = dict(walked(hidden, languages()[:1]))
    every = {*names(get_resolver().url_patterns)}
    apart = {name for name in every if _APART.match(name)}
    assert {view_at(path) for path in before} == every - apart
    shown = {view_at(path) for path, text in before.items() if MARK in text}
    assert sorted(shown) == _SHOWING.split()
    hidden.publish(is_published=False)
    found = [
        path for path, text in walked(hidden, languages()[::2]) if MARK in text.lower()
    ]
    assert found == []
    assert {Client().get(path).status_code for path in pages} == {404}
    hidden.publish(is_published=True)
    assert {Client().get(path).status_code for path in pages} == {200}


def test_steps_are_counted_as_readers_see_them(client):
    _first, hidden, _last = (rows.step() for _ in range(3))
    hide(hidden)
    html = client.get("/steps/").content.decode()
    assert re.findall('step__number">(.*?)<', html) == ["1", "2"]
    choices = client.get("/handout/").content.decode()
    assert re.findall(r"<span>(\d) する", choices) == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("前に[語]({})とあと。", "<p>前に語とあと。</p>", id="words stay"),
        pytest.param("文。\n\n[見る]({})", "<p>文。</p>\n", id="a line alone goes"),
        pytest.param("文。\n\n- [見る]({})\n", "<p>文。</p>\n", id="and its list"),
        pytest.param("[一部]({}money/)と[外](https://example.jp{})", None, id="others"),
    ],
)
def test_a_link_to_what_is_hidden_leads_nowhere_and_is_none(text, shown):
    service = rows.service()
    place = service.get_absolute_url()
    written, quotes = text.replace("{}", place), Quotes(on=rows.DAY)
    assert f'href="{place}' in blocks(written, quotes)
    hide(service)
    shown = shown or (
        f'<p>一部と<a href="https://example.jp{place}" rel="noopener noreferrer">'
        "外</a></p>"
    )
    assert blocks(written, quotes).strip() == shown.strip()
    with speaking(languages()[2]):
        assert blocks(written, quotes).strip() == shown.strip()


def test_the_newest_row_of_a_topic_decides_and_no_older_one_comes_back(client):
    old = rows.topic()
    new = rows.topic()
    new.code, new.valid_from = old.code, dt.date(2020, 4, 1)
    new.save()
    hide(new)
    place = old.get_absolute_url()
    assert client.get(place).templates[0].name == "fees/no_topic.html"
    assert place not in client.get("/fees/").content.decode()
    assert place not in client.get("/changes/topic/feed/").content.decode()
    assert client.get(f"{place}?on=2019-04-01").context["topic"] == old


def test_what_stands_on_the_page_of_a_hidden_topic_has_a_page_of_its_own(client):
    head, part = rows.topic(), rows.topic()
    part.under = head.code
    part.save()
    assert client.get(f"/fees/{part.code}/")["Location"] == part.get_absolute_url()
    hide(head)
    assert f'href="/fees/{part.code}/"' in client.get("/fees/").content.decode()
    assert client.get(f"/fees/{part.code}/").context["topic"] == part
    assert client.get(f"/fees/{head.code}/").status_code == 404
