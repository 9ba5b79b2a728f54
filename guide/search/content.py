"""What readers can find: every page of the site's own with the sentences on it.

Each model tells its page: what it is called, what its first sentence is, what else
stands there. What stands in a place of its own on a long page says where.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from facts.quoting import Quotes
from fees.caps import caps_table
from fees.topics import topic_pages
from guide.held_rows import (
    changes_now,
    faq_groups_now,
    situations_now,
    steps_now,
    terms_now,
)
from guide.models import Page
from guide.search.sentences import sentences
from offices.models import OfficeKind
from services.catalogue import services_on
from services.models import Deed, FactKind, ServiceType
from services.models.fact import FactPage
from services.passages import contrasts, passages
from texts.languages import Language, current
from texts.translations import text_of, translated_names

# How much a place on a page says of what the page is about.
HEADING, LEAD, PART, BODY = 8.0, 4.0, 3.0, 1.5


# The row and field whose text it is, and whether in the language that is spoken.
Origin = tuple[type[models.Model], object, str, bool]


class Said(NamedTuple):
    """One sentence of a page: how much it weighs, where it stands, whose text it is."""

    text: str
    weight: float
    part: str = ""
    place: str = ""
    origin: Origin | None = None
    is_seen: bool = True  # some words lead to a page and stand nowhere on it


_NOTHING = Said("", 0)


@dataclass
class SearchPage:
    """A page of the site: its kind in words, its heading, all that it says."""

    address: str
    kind: str
    heading: str
    title: Said = _NOTHING
    summary: Said = _NOTHING
    said: list[Said] = field(default_factory=list)
    worth: float = 1.0


class PageWriter:
    """Takes down what one page says, text by text."""

    def __init__(self, page: SearchPage, quotes: Quotes, language: Language) -> None:
        self.page, self._quotes, self._language = page, quotes, language

    def heading(self, row: Any, *names: str) -> PageWriter:
        for name in names:
            text, origin = self._text(row, name)
            if text:
                said = Said(text, HEADING, origin=origin)
                self.page.said.append(said)
                if name == names[0]:
                    self.page.title = said
        return self

    def words(self, *texts: str, weight: float = HEADING) -> PageWriter:
        """Words by which it is found and which it need not show."""
        self.page.said += (Said(text, weight, is_seen=False) for text in texts if text)
        return self

    def tell(
        self,
        row: Any,
        *names: str,
        weight: float = BODY,
        part: str = "",
        place: str = "",
    ) -> PageWriter:
        for name in names:
            whole, origin = self._text(row, name)
            for text in sentences(whole, self._quotes):
                said = Said(text, weight, part, place, origin)
                self.page.said.append(said)
                if self.page.summary.weight < min(weight, LEAD):
                    self.page.summary = said
        return self

    def part(self, row: Any, name: str, *, place: str = "") -> PageWriter:
        """A heading within the page."""
        text, origin = self._text(row, name)
        self.page.said.append(Said(text, PART, text, place, origin))
        return self

    def _text(self, row: models.Model, name: str) -> tuple[str, Origin]:
        """A text of a row in the language that is spoken, or else in Japanese."""
        model, own = type(row), ""
        is_text = name in translated_names(model)
        if is_text:
            # Of the thousands of texts, most are there: that is seen the short way.
            own = text_of(row, name, self._language)
        text = own or getattr(row, name) or ""
        return str(text), (model, row.pk, name, bool(own) or not is_text)


class SiteWriter:
    """Every page of the site, in the language that is spoken, on one day."""

    def __init__(self, *, on: date) -> None:
        self._day = on
        self._quotes, self._language = Quotes(on=on), current()
        self.pages: dict[str, SearchPage] = {}
        self._deeds: dict[int, list[Deed]] = defaultdict(list)

    def page(
        self, address: str, kind: str, heading: str, *, worth: float = 1.0
    ) -> PageWriter:
        """The page at an address, which several rows may tell of."""
        found = self.pages.setdefault(
            address, SearchPage(address, kind, heading, worth=worth)
        )
        return PageWriter(found, self._quotes, self._language)

    def write(self) -> list[SearchPage]:
        self._own_pages()
        self._services()
        self._situations()
        self._kinds()
        self._fees()
        self._steps()
        self._answers()
        self._changes()
        # Before its words are loaded, a page has no name to be found by.
        return [page for page in self.pages.values() if page.heading]

    def _own_pages(self) -> None:
        for row in Page.objects.known():
            if row.view == "guide:search":
                continue
            writer = self.page(row.get_absolute_url(), _("ページ"), row.title)
            writer.heading(row, "title", "nav_label")
            writer.tell(row, "summary", "lead", weight=LEAD).tell(row, "body")

    def _services(self) -> None:
        services = services_on(day=self._day)
        for deed in Deed.objects.all():
            self._deeds[deed.service_id].append(deed)
        for row in services:
            self._service(row)
        compare = self.page(reverse("services:compare"), "", "")
        for kind in FactKind.objects.all():
            compare.tell(kind, "question", "label", weight=BODY)
        for contrast in contrasts():
            names = f"{contrast.one.short_name}・{contrast.other.short_name}"
            compare.tell(contrast, "words", weight=BODY, part=names)
        for passage in passages():
            listed = self.page(reverse("services:list"), "", "")
            listed.tell(passage, "words", part=str(passage.after.short_name))

    def _service(self, row: ServiceType) -> None:
        first = self.page(row.get_absolute_url(), _("サービス"), row.name, worth=1.15)
        first.heading(row, "name", "short_name", "plain_name").words(row.reading)
        first.tell(row, "purpose", "for_whom", weight=LEAD)
        for deed in self._deeds.get(row.pk, ()):
            first.tell(deed, "text", weight=PART, part=_("すること"))
        titles = {
            FactPage.CONDITIONS: _("使える人"),
            FactPage.MONEY: _("お金"),
            FactPage.DETAILS: _("くわしい説明"),
        }
        further = {}
        for page, title in titles.items():
            address = reverse(page.view, args=[row.slug])
            heading = f"{row.name}：{title}"
            further[page] = self.page(address, _("サービス"), heading)
            # Its name is that of the first page; here it weighs as a part.
            further[page].words(row.name, row.short_name, title, weight=PART + 1)
        details = further[FactPage.DETAILS]
        details.tell(row, "suits", "activities", part=_("すること"))
        details.tell(row, "entry", part=_("使い始めるとき"))
        for fact in row.facts_today:
            writer, place = further[FactPage(fact.kind.page)], fact.kind.code
            writer.part(fact.kind, "label", place=place)
            writer.tell(fact.kind, "question", part=fact.kind.label, place=place)
            writer.tell(fact, "answer", "note", part=fact.kind.label, place=place)
            if fact.gist and (fact.kind.on_first):
                first.tell(fact, "headline", "gist", part=fact.kind.label)
        self._rules(row, further[FactPage.CONDITIONS])

    def _rules(self, row: ServiceType, page: PageWriter) -> None:
        for rule in row.rules_today:
            for one in rule.requirements.all():
                page.tell(one, "text", weight=PART)
                page.tell(one, "reason", part=one.text)
                for route in one.routes.all():
                    page.tell(route, "text", part=one.text)

    def _situations(self) -> None:
        for row in situations_now():
            page = self.page(
                row.get_absolute_url(), _("場合ごとのページ"), row.name, worth=1.1
            )
            page.heading(row, "name").tell(row, "lead", weight=LEAD)
            page.tell(row, "next_step", "say", "asks")
            for time in row.times:
                for use in time.services:
                    page.tell(use, "when", "why", part=use.service.name)

    def _kinds(self) -> None:
        for row in OfficeKind.objects.all():
            page = self.page(row.get_absolute_url(), _("相談するところ"), row.name)
            page.heading(row, "name").words(row.reading)
            page.tell(row, "when_to_go", weight=LEAD).tell(row, "role", weight=PART)
            page.tell(row, "run_by", "area", "cost", "phrase")

    def _fees(self) -> None:
        for topic in topic_pages(on=self._day):
            head = topic.head
            page = self.page(head.get_absolute_url(), _("はらうお金"), head.title)
            page.heading(head, "title").tell(head, "summary", weight=LEAD)
            page.tell(head, "body")
            for part in topic.parts:
                page.part(part, "title", place=part.code)
                page.tell(part, "summary", "body", part=part.title, place=part.code)
        front = self.page(reverse("fees:caps"), "", "")
        table = caps_table(on=self._day)
        for entry in table:
            row = entry.audience
            page = self.page(row.get_absolute_url(), _("はらうお金"), row.name)
            page.heading(row, "name").tell(row, "household", weight=PART)
            for cap in entry.caps:
                self._cap(page, cap)
                if entry is table[0]:
                    self._cap(front, cap)

    def _cap(self, page: PageWriter, cap: Any) -> None:
        line = f"{cap.bracket.name}：{cap.amount_here}"
        page.page.said.append(Said(line, PART, str(cap.bracket.name)))
        page.tell(cap.bracket, "plain_name", part=line)
        page.tell(cap, "whom", "condition", part=line)

    def _steps(self) -> None:
        page = self.page(reverse("guide:steps"), "", "", worth=1.1)
        for row in steps_now():
            page.part(row, "title", place=row.code)
            page.tell(
                row,
                *("body", "who", "place", "bring", "duration", "cost", "branches"),
                part=row.title,
                place=row.code,
            )

    def _answers(self) -> None:
        for row in (faq for group in faq_groups_now() for faq in group.faqs.all()):
            page = self.page(
                row.get_absolute_url(), _("よくある質問"), row.question, worth=1.1
            )
            page.heading(row, "question").words(row.group.title, weight=BODY)
            page.tell(row, "short_answer", weight=LEAD).tell(row, "answer")
        for term in terms_now().values():
            page = self.page(term.get_absolute_url(), _("ことばの説明"), term.name)
            page.heading(term, "name").words(term.reading)
            page.words(*term.other_words.split("、"))
            page.tell(term, "meaning", weight=LEAD)

    def _changes(self) -> None:
        for row in changes_now():
            page = self.page(
                row.get_absolute_url(), _("変わること"), row.title, worth=0.85
            )
            page.heading(row, "title").tell(row, "for_whom", weight=LEAD)
            page.tell(row, "body")


def read_site(*, on: date) -> list[SearchPage]:
    """Every page in the language that is spoken."""
    return SiteWriter(on=on).write()
