"""What stands on each page that is printed, and what has become of it since.

One list for printing and for checking: a page's code (domain/papercode) holds digests
of what is named here, and what is named here is compared when the code is asked for.
What has a day is computed for any day from its rows; nothing is stored of a print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from fees.models import Audience, FeeCap, FeeParameter, FeeTopic, IncomeBracket
from guide.domain.papercode import MOST_ROWS, PaperCode, digest, row_key
from guide.models import Faq, FaqGroup, GlossaryTerm, LawChange, Page, Step
from offices.models import Office, OfficeKind, OfficeService, OpeningHours
from services.effective import EffectiveDated
from services.languages import current, languages
from services.models import (
    EligibilityRule,
    FactKind,
    Question,
    ServiceFact,
    ServiceType,
    Source,
    WageFigure,
)
from services.models.fact import Area
from services.quoting import Quotable, Quotes, named_codes

# What is read of a page's own row, and of rows without translated texts of their own.
_TEXTS = {
    Page: ("title", "lead", "body"),
    Office: (
        *("name", "organization", "postal_code", "address", "phone", "fax", "email"),
        *("form_url", "url", "hours", "closed", "access", "barrier_free", "note"),
        "status",
    ),
    OfficeService: ("type__name", "name", "closed_days", "hours_note", "status"),
    OpeningHours: ("day", "opens", "closes"),
    WageFigure: ("fiscal_year", "method", "monthly_yen", "hourly_yen"),
    Source: ("organisation", "title", "published", "url", "remark"),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The rows that a page shows: those that hold from a day on, and the others."""

    dated: Sequence[QuerySet] = ()
    texts: Sequence[QuerySet] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that is printed.

    `number` is its name in codes: never changed, never given to another page.
    `content` takes the codes of the rows that the page is about.
    """

    number: int
    content: Callable[[Sequence[str]], Content] = lambda codes: Content()
    rows: Callable[[], QuerySet] | None = None
    # Where the codes stand in the page's address: in its path, or in its query.
    in_path: str = ""
    in_query: str = ""
    # The page that one goes to instead, where the page itself was somebody's own.
    again: str = ""

    @property
    def lookup(self) -> str:
        """The field that holds a row's code."""
        return "slug" if self.rows().model is ServiceType else "code"


def _rules() -> QuerySet:
    return EligibilityRule.objects.filter(service__is_published=True)


def _service(codes: Sequence[str]) -> Content:
    here = Q(service__slug__in=codes)
    return Content(
        dated=(ServiceFact.objects.filter(here), EligibilityRule.objects.filter(here)),
        texts=(
            ServiceType.objects.filter(slug__in=codes),
            GlossaryTerm.objects.filter(services__slug__in=codes),
            WageFigure.objects.filter(here, area=Area.NATION),
        ),
    )


def _offices(codes: Sequence[str]) -> Content:
    here = Q(office__code__in=codes)
    return Content(
        texts=(
            Office.objects.filter(code__in=codes),
            OfficeService.objects.filter(here),
            OpeningHours.objects.filter(here),
        )
    )


def _kind(codes: Sequence[str]) -> Content:
    return Content(
        texts=(
            OfficeKind.objects.filter(code__in=codes),
            Office.objects.listed().filter(kind__code__in=codes),
        )
    )


def _services_list(_: Sequence[str]) -> Content:
    facts = ServiceFact.objects.filter(service__is_published=True, kind__is_key=True)
    return Content(dated=(facts,), texts=(ServiceType.objects.published(),))


def _comparison(codes: Sequence[str]) -> Content:
    facts = ServiceFact.objects.filter(service__slug__in=codes)
    return Content(dated=(facts,), texts=(FactKind.objects.all(),))


def _caps(_: Sequence[str]) -> Content:
    return Content(
        dated=(FeeCap.objects.all(), FeeTopic.objects.all()),
        texts=(Audience.objects.all(), IncomeBracket.objects.all()),
    )


def _estimate(_: Sequence[str]) -> Content:
    return Content(dated=(FeeCap.objects.all(), FeeParameter.objects.all()))


def _check(_: Sequence[str]) -> Content:
    return Content(dated=(_rules(),), texts=(Question.objects.all(),))


def _only(*texts: Callable[[], QuerySet]) -> Callable[[Sequence[str]], Content]:
    """A page of rows that have no day: all of them."""
    return lambda codes: Content(texts=tuple(rows() for rows in texts))


_PUBLISHED = ServiceType.objects.published
_PLACES = {"rows": Office.objects.published, "content": _offices}
PRINTED = {
    "guide:home": Printed(1),
    "services:list": Printed(2, _services_list),
    "services:detail": Printed(3, _service, _PUBLISHED, in_path="slug"),
    "services:compare": Printed(4, _comparison, _PUBLISHED, in_query="s"),
    "services:conditions": Printed(5, lambda codes: Content(dated=(_rules(),))),
    "fees:caps": Printed(6, _caps),
    "guide:steps": Printed(7, _only(Step.objects.all)),
    "guide:faq": Printed(8, _only(FaqGroup.objects.all, Faq.objects.all)),
    "guide:glossary": Printed(9, _only(GlossaryTerm.objects.all)),
    "guide:sources": Printed(10, _only(Source.objects.all)),
    "guide:changes": Printed(11, _only(LawChange.objects.all)),
    "guide:about": Printed(12),
    "guide:privacy": Printed(13),
    "guide:accessibility": Printed(14),
    "guide:sitemap": Printed(15),
    "offices:list": Printed(16, _only(OfficeKind.objects.all)),
    "offices:kind": Printed(17, _kind, OfficeKind.objects.all, in_path="code"),
    "offices:office": Printed(18, in_path="code", **_PLACES),
    "offices:compare": Printed(19, in_query="o", **_PLACES),
    "offices:visit": Printed(20, in_query="o", **_PLACES),
    "services:check": Printed(21),
    "services:check_sheet": Printed(22, _only(Question.objects.all)),
    "services:check_result_print": Printed(23, _check, again="services:check"),
    "fees:estimate": Printed(24),
    "fees:result_print": Printed(25, _estimate, again="fees:estimate"),
    "fees:papers_result_print": Printed(26, _estimate, again="fees:estimate"),
}
# A page with a sheet of its own carries the code of that sheet.
SHEETS = {
    "services:check_result": "services:check_result_print",
    "fees:result": "fees:result_print",
    "fees:papers_result": "fees:papers_result_print",
}
_BY_NUMBER = {page.number: view for view, page in PRINTED.items()}


@dataclass(frozen=True, slots=True)
class Printout:
    """One page as it is printed: its view, and the rows that it is about."""

    view: str
    codes: tuple[str, ...] = ()

    @property
    def page(self) -> Printed:
        return PRINTED[self.view]

    @property
    def content(self) -> Content:
        return self.page.content(self.codes)

    @property
    def title(self) -> str:
        """What it is called: by the one row that it is about, or by its heading."""
        if self.page.in_path:
            return str(self.page.rows().get(**{self.page.lookup: self.codes[0]}))
        page = Page.objects.filter(view=self.page.again or self.view).first()
        return page.title if page else ""

    @property
    def address(self) -> str:
        """Where the page is today, in the current language."""
        view = self.page.again or self.view
        if self.page.in_path:
            return reverse(view, args=self.codes)
        query = "&".join(f"{self.page.in_query}={code}" for code in self.codes)
        return f"{reverse(view)}?{query}" if query else reverse(view)


def printout_of(
    view: str, path: Mapping[str, str], query: Mapping[str, list[str]]
) -> Printout | None:
    """The page of that view with what its address names; None where it has no code."""
    view = SHEETS.get(view, view)
    page = PRINTED.get(view)
    if page is None:
        return None
    asked = [path[page.in_path]] if page.in_path else query.get(page.in_query, [])
    codes = [one for one in dict.fromkeys(asked) if _is_code(one)]
    return Printout(view, tuple(codes[:MOST_ROWS]))


def code_of(printout: Printout, page: Page | None, *, quotes: Quotes) -> PaperCode:
    """The code of the page, with its own row, as it stands on the quotes' day."""
    facts, words = _stand(printout, page, quotes)
    return PaperCode(
        printout.page.number,
        languages().index(current()),
        tuple(map(row_key, printout.codes)),
        quotes.day,
        _digest_of(facts),
        words,
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """What a row says on a day: whole where the page shows it, else only its value."""

    row: EffectiveDated
    is_whole: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.row._meta.label_lower, self.row.key_code

    @property
    def text(self) -> str:
        """As it was written: amounts named in it are facts of their own."""
        return self.row.wording if self.is_whole else self.row.as_quote()


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is another now: what it said and says, since when, from where."""

    row: EffectiveDated
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What has become of a printed page."""

    printout: Printout
    day: date
    # Whether the paper shows a day that has not come.
    is_ahead: bool
    changes: tuple[Change, ...]
    coming: tuple[EffectiveDated, ...]
    # What stood on the paper is not what the rows of that day say now.
    is_corrected: bool
    has_other_words: bool
    old_quotes: Quotes
    new_quotes: Quotes

    @property
    def title(self) -> str:
        """What the page is called: the row that it is about, or its own heading."""
        return self.printout.title

    @property
    def is_same(self) -> bool:
        return not (self.changes or self.is_corrected or self.has_other_words)


def printout_behind(code: PaperCode) -> Printout | None:
    """The page that a code means; None where it or one of its rows is gone."""
    view = _BY_NUMBER.get(code.view)
    if view is None:
        return None
    page = PRINTED[view]
    if page.rows is None:
        return None if code.rows else Printout(view)
    codes = page.rows().values_list(page.lookup, flat=True)
    by_key = {row_key(one): one for one in codes}
    if not set(code.rows) <= by_key.keys() or (page.in_path and len(code.rows) != 1):
        return None
    return Printout(view, tuple(by_key[key] for key in code.rows))


def check_paper(code: PaperCode, printout: Printout, *, today: date) -> Check:
    """Compare what stood on the paper with what holds today, in one language.

    A paper of a day to come is compared with that day.
    """
    against = max(today, code.day)
    old_quotes, new_quotes = Quotes(on=code.day), Quotes(on=against)
    page = Page.objects.filter(view=printout.view).first()
    old, _ = _stand(printout, page, old_quotes)
    new, words = _stand(printout, page, new_quotes)
    return Check(
        printout,
        code.day,
        code.day > today,
        tuple(_changes(old, new, day=against)),
        tuple(_coming({*old, *new}, printout, day=against)),
        is_corrected=_digest_of(old) != code.facts,
        has_other_words=words != code.words,
        old_quotes=old_quotes,
        new_quotes=new_quotes,
    )


_Facts = dict[tuple[str, str], Fact]


def _stand(printout: Printout, page: Page | None, quotes: Quotes) -> tuple[_Facts, int]:
    """The facts of the page on the quotes' day, and the digest of its other words."""
    content = printout.content
    dated = [row for rows in content.dated for row in _ready(rows.on(quotes.day))]
    texts = [_own_words(page), *chain.from_iterable(map(_words, content.texts))]
    facts = {fact.key: fact for fact in (Fact(row, is_whole=True) for row in dated)}
    figures = []
    written = chain((row.wording for row in dated), chain.from_iterable(texts))
    for row in _quoted(map(str, written), quotes):
        if isinstance(row, EffectiveDated):
            fact = Fact(row, is_whole=False)
            facts.setdefault(fact.key, fact)
        else:
            figures.append(row.as_quote())
    return facts, digest([*texts, *figures])


def _ready(rows: QuerySet) -> QuerySet:
    """`rows` with everything that they say and are called by, at any number."""
    if rows.model is EligibilityRule:
        rows = rows.prefetch_related("requirements__routes")
    related = [name for name in rows.model.key_fields if name != "code"]
    return rows.select_related(*related, "source")


def _own_words(page: Page | None) -> tuple[str, ...]:
    return tuple(getattr(page, name) or "" for name in _columns(Page) if page)


def _words(rows: QuerySet) -> list[tuple[str, ...]]:
    """The texts of rows as they are stored: the language's own, and the Japanese.

    Not by their attributes: those note, for the page, that they were read.
    """
    found = rows.order_by().distinct().values_list(*_columns(rows.model))
    return [tuple("" if one is None else str(one) for one in row) for row in found]


def _columns(model: type[Model]) -> list[str]:
    try:
        translated = translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        translated = []
    spoken = sorted({languages()[0].code, current().code})
    return [
        column
        for name in _TEXTS.get(model) or translated
        for column in (
            [build_localized_fieldname(name, one) for one in spoken]
            if name in translated
            else [name]
        )
    ]


def _quoted(texts: Iterable[str], quotes: Quotes) -> list[Quotable]:
    """The rows whose values `texts` name, each once."""
    codes = dict.fromkeys(chain.from_iterable(map(named_codes, texts)))
    return [row for code in codes if (row := quotes.row(*code))]


def _digest_of(facts: _Facts) -> int:
    return digest([*key, fact.text] for key, fact in facts.items())


def _changes(old: _Facts, new: _Facts, *, day: date) -> Iterable[Change]:
    for key, fact in old.items():
        if key not in new:
            yield Change(_end_of(fact.row, day), old=fact.text)
        elif fact.text != new[key].text:
            yield Change(new[key].row, old=fact.text, new=new[key].text)
    for key, fact in new.items():
        if key not in old:
            yield Change(fact.row, new=fact.text)


def _end_of(row: EffectiveDated, day: date) -> EffectiveDated:
    """The row that says that `row` has ended; `row` itself where none is known."""
    key = {name: getattr(row, name) for name in row.key_fields}
    ended = type(row).objects.filter(**key).ended_by(day)
    return _ready(ended).first() or row


def _coming(
    keys: set[tuple[str, str]], printout: Printout, *, day: date
) -> list[EffectiveDated]:
    """Changes of the page's facts that are known and have not begun, soonest first."""
    models = {rows.model for rows in printout.content.dated}
    models |= {
        model
        for model in (FeeCap, FeeParameter)
        if _names(model) in {k[0] for k in keys}
    }
    rows = chain.from_iterable(
        _ready(model.objects.coming_after(day)) for model in models
    )
    mine = [row for row in rows if (_names(type(row)), row.key_code) in keys]
    return sorted(mine, key=lambda row: (row.valid_from, row.subject))


def _names(model: type[EffectiveDated]) -> str:
    return model._meta.label_lower


def _is_code(text: str) -> bool:
    return len(text) <= 60 and text.isascii() and bool(re.fullmatch(r"[\w-]+", text))
