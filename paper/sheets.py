"""Every page that is printed, and what stands on it: one list for print and check.

A page's code (domain/papercode) holds digests of the rows that are named here, and
those rows are compared when somebody asks for the code (paper.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facts.effective import EffectiveDatedQuerySet
from facts.models import Source, Statistic
from fees.models import Audience, FeeCap, FeeParameter, FeeTopic, IncomeBracket
from guide.models import (
    Faq,
    FaqGroup,
    GlossaryTerm,
    LawChange,
    LifeSituation,
    Page,
    SituationLink,
    SituationService,
    Step,
    word_rows,
)
from offices.models import Office, OfficeKind, TraitKind
from offices.profile_rows import offices_in_full
from paper.domain.basket import BasketItem, Kind, read_item
from paper.domain.code import MOST_ROWS, PaperCode, row_key
from services.models import (
    Contradiction,
    Contrast,
    Deed,
    EligibilityRule,
    FactKind,
    Passage,
    Question,
    ServiceFact,
    ServiceType,
    WageFigure,
)
from services.models.fact import Area, FactPage
from texts.languages import Language, current


@dataclass(frozen=True, slots=True)
class Content:
    """The rows that a page shows: those that hold from a day on, and the others.

    `rows` are those of places, fetched with all that they name: too many to hold.
    Of the others, what is not published is left out by whoever reads them (since.py).
    """

    dated: Sequence[EffectiveDatedQuerySet] = ()
    texts: Sequence[QuerySet[Model]] = ()
    rows: Sequence[Model] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that is printed.

    `number` is its name in codes: never changed, never given to another page.
    `content` takes the codes of the rows that the page is about.
    """

    number: int
    content: Callable[[Sequence[str]], Content] = lambda codes: Content()
    rows: Callable[[], QuerySet[Model]] | None = None
    # What its codes can be, where they are more than the codes of `rows`.
    names: Callable[[], Iterable[str]] = tuple
    # Where the codes stand in the page's address: in its path, or in its query.
    in_path: str = ""
    in_query: str = ""
    # What stands between codes in one value of the query; else each is a value.
    joint: str = ""
    # The page that one goes to instead, where the page itself was somebody's own.
    again: str = ""
    # What it is called, where neither a row nor a page's heading says it.
    title: str | Promise = ""

    @property
    def lookup(self) -> str:
        """The field that holds a row's code."""
        is_service = self.rows is not None and self.rows().model is ServiceType
        return "slug" if is_service else "code"

    def every_code(self) -> Iterable[str]:
        """Each code that the page can be about."""
        if self.rows is None:
            return self.names()
        return self.rows().values_list(self.lookup, flat=True)


def _rules() -> EffectiveDatedQuerySet:
    return EligibilityRule.objects.filter(service__is_published=True)


def _service(codes: Sequence[str]) -> Content:
    first = ServiceFact.objects.filter(service__slug__in=codes)
    return Content(
        dated=(first.exclude(kind__on_first=""),),
        texts=(
            ServiceType.objects.filter(slug__in=codes),
            Deed.objects.filter(service__slug__in=codes),
        ),
    )


def _conditions(codes: Sequence[str]) -> Content:
    rules = EligibilityRule.objects.filter(service__slug__in=codes)
    return Content(
        dated=(_facts_of(codes, FactPage.CONDITIONS), rules),
        texts=(ServiceType.objects.filter(slug__in=codes),),
    )


def _money(codes: Sequence[str]) -> Content:
    figures = WageFigure.objects.filter(service__slug__in=codes, area=Area.NATION)
    return Content(dated=(_facts_of(codes, FactPage.MONEY),), texts=(figures,))


def _details(codes: Sequence[str]) -> Content:
    return Content(
        dated=(_facts_of(codes, FactPage.DETAILS),),
        texts=(
            ServiceType.objects.filter(slug__in=codes),
            GlossaryTerm.objects.filter(services__slug__in=codes),
        ),
    )


def _facts_of(codes: Sequence[str], page: FactPage) -> EffectiveDatedQuerySet:
    return ServiceFact.objects.filter(service__slug__in=codes, kind__page=page)


def _offices(codes: Collection[str]) -> Content:
    offices = offices_in_full(tuple(codes)) if codes else []
    services = [row for office in offices for row in office.all_services]
    return Content(
        texts=(TraitKind.objects.all(),) if codes else (),
        rows=(
            *offices,
            *services,
            *(row for office in offices for row in office.all_hours),
            *(row for office in offices for row in office.all_areas),
            *(trait for row in services for trait in row.all_traits),
        ),
    )


def _kind(codes: Sequence[str]) -> Content:
    return Content(
        texts=(
            OfficeKind.objects.filter(code__in=codes),
            # Those that the page shows; imported ones stand on pages of their own.
            Office.objects.published().written_by_staff().filter(kind__code__in=codes),
        )
    )


def _situation(codes: Sequence[str]) -> Content:
    here = Q(situation__code__in=codes)
    return Content(
        texts=(
            LifeSituation.objects.filter(code__in=codes),
            SituationService.objects.filter(here),
            SituationLink.objects.filter(here),
        )
    )


def _change(codes: Sequence[str]) -> Content:
    return Content(texts=(LawChange.objects.filter(code__in=codes),))


def _services_list(_: Sequence[str]) -> Content:
    return Content(texts=(ServiceType.objects.published(), Passage.objects.all()))


def _comparison(codes: Sequence[str]) -> Content:
    facts = ServiceFact.objects.filter(service__slug__in=codes)
    return Content(
        dated=(facts,),
        texts=(
            FactKind.objects.all(),
            Contrast.objects.filter(one__slug__in=codes, other__slug__in=codes),
        ),
    )


def _caps(_: Sequence[str]) -> Content:
    """The caps of most people; of the topics, what they are called."""
    first = Audience.objects.order_by("order")[:1]
    return Content(
        dated=(FeeCap.objects.filter(audience__in=list(first)),),
        texts=(
            *_cap_texts(),
            FeeTopic.objects.filter(under=""),
            Statistic.objects.filter(code="free-share"),
        ),
    )


def _cap_texts() -> tuple[QuerySet[Model], ...]:
    return Audience.objects.all(), IncomeBracket.objects.all()


def _topic(codes: Sequence[str]) -> Content:
    """What stands on the page of a topic, or the caps of a kind of person."""
    return Content(
        dated=(
            FeeTopic.objects.filter(Q(code__in=codes) | Q(under__in=codes)),
            FeeCap.objects.filter(audience__code__in=codes),
        ),
        texts=(Audience.objects.filter(code__in=codes), IncomeBracket.objects.all()),
    )


def _topic_codes() -> Iterator[str]:
    yield from FeeTopic.objects.published().values_list("code", flat=True)
    yield from Audience.objects.values_list("code", flat=True)


def _estimate(_: Sequence[str]) -> Content:
    return Content(dated=(FeeCap.objects.all(), FeeParameter.objects.all()))


def _check(_: Sequence[str]) -> Content:
    texts = (Question.objects.all(), Contradiction.objects.all())
    return Content(dated=(_rules(),), texts=texts)


def handout_content(codes: Sequence[str]) -> Content:
    """What the blocks of a handout show; codes are those of its items."""
    chosen: dict[Kind, set[str]] = defaultdict(set)
    for item in filter(None, map(read_item, codes)):
        chosen[item.kind] |= {*item.codes}
    services, compared = chosen[Kind.SERVICE], chosen[Kind.COMPARISON]
    has_caps, has_steps = Kind.CAPS in chosen, Kind.STEPS in chosen
    places = chosen[Kind.OFFICE] | chosen[Kind.VISIT]
    facts = Q(service__slug__in=services, kind__is_key=True)
    steps = Step.objects.all()
    return Content(
        dated=(
            ServiceFact.objects.filter(facts | Q(service__slug__in=compared)),
            EligibilityRule.objects.filter(service__slug__in=services),
            *([FeeCap.objects.all()] if has_caps else []),
        ),
        texts=(
            ServiceType.objects.filter(slug__in=services),
            *([FactKind.objects.all()] if compared else []),
            *(_cap_texts() if has_caps else []),
            steps if has_steps else steps.filter(code__in=chosen[Kind.STEP]),
            *_offices(places).texts,
            OfficeKind.objects.filter(offices__code__in=places),
            Faq.objects.filter(code__in=chosen[Kind.FAQ]),
            GlossaryTerm.objects.filter(code__in=chosen[Kind.TERM]),
        ),
        rows=_offices(places).rows,
    )


def _answer(codes: Sequence[str]) -> Content:
    return Content(texts=(Faq.objects.filter(code__in=codes),))


def _word(codes: Sequence[str]) -> Content:
    return Content(texts=(GlossaryTerm.objects.filter(code__in=codes),))


def _words(codes: Sequence[str]) -> Content:
    return Content(texts=tuple(map(GlossaryTerm.objects.in_row, codes)))


def _word_rows() -> Iterator[str]:
    yield from (row.code for row in word_rows())


def _guide(_: Sequence[str]) -> Content:
    """Everything that the guide as one document shows."""
    return Content(
        dated=(
            ServiceFact.objects.filter(service__is_published=True),
            _rules(),
            FeeCap.objects.all(),
            FeeTopic.objects.all(),
        ),
        texts=(
            _PUBLISHED(),
            FactKind.objects.all(),
            *(rows.objects.all() for rows in (Audience, IncomeBracket, Step, Faq)),
            *(rows.objects.all() for rows in (GlossaryTerm, LawChange, Source)),
            Office.objects.published().written_by_staff(),
        ),
    )


def _items() -> Iterator[str]:
    """Every item that a handout can have: those of the long list last."""
    yield from (kind.value for kind in Kind if kind.is_word)
    slugs = sorted(_PUBLISHED().values_list("slug", flat=True))
    yield from (str(BasketItem(Kind.SERVICE, slug)) for slug in slugs)
    for size in range(2, len(slugs) + 1):
        for some in combinations(slugs, size):
            yield str(BasketItem(Kind.COMPARISON, "~".join(some)))
    lists: dict[Kind, type[Step | Faq | GlossaryTerm]] = {
        Kind.STEP: Step,
        Kind.FAQ: Faq,
        Kind.TERM: GlossaryTerm,
    }
    for kind, model in lists.items():
        for code in model.objects.published().values_list("code", flat=True):
            yield str(BasketItem(kind, code))
    for code in Office.objects.published().values_list("code", flat=True):
        yield str(BasketItem(Kind.OFFICE, code))
        yield str(BasketItem(Kind.VISIT, code))


def _only(*texts: Callable[[], QuerySet[Model]]) -> Callable[[Sequence[str]], Content]:
    """A page of rows that have no day: all of them."""
    return lambda codes: Content(texts=tuple(rows() for rows in texts))


_PUBLISHED = ServiceType.objects.published
_OFFICES = Office.objects.published
PRINTED = {
    "guide:home": Printed(1, _only(LifeSituation.objects.all)),
    "services:list": Printed(2, _services_list),
    "services:detail": Printed(3, _service, _PUBLISHED, in_path="slug"),
    "services:who": Printed(61, _conditions, _PUBLISHED, in_path="slug"),
    "services:money": Printed(62, _money, _PUBLISHED, in_path="slug"),
    "services:details": Printed(63, _details, _PUBLISHED, in_path="slug"),
    "services:compare": Printed(4, _comparison, _PUBLISHED, in_query="s"),
    "services:conditions": Printed(5, lambda codes: Content(dated=(_rules(),))),
    "fees:caps": Printed(6, _caps),
    "fees:topic": Printed(
        60, _topic, names=_topic_codes, in_path="code", title=_("お金の説明")
    ),
    "guide:steps": Printed(7, _only(Step.objects.all)),
    "guide:faq": Printed(8, _only(FaqGroup.objects.all, Faq.objects.all)),
    "guide:glossary": Printed(9, _only(GlossaryTerm.objects.all)),
    "guide:answer": Printed(50, _answer, Faq.objects.published, in_path="code"),
    "guide:words": Printed(
        51, _words, names=_word_rows, in_path="row", title=_("ことばの説明")
    ),
    "guide:word": Printed(52, _word, GlossaryTerm.objects.published, in_path="code"),
    "guide:sources": Printed(10, _only(Source.objects.all)),
    "guide:changes": Printed(11, _only(LawChange.objects.all)),
    "guide:about": Printed(12),
    "guide:privacy": Printed(13),
    "guide:accessibility": Printed(14),
    "guide:sitemap": Printed(15),
    "offices:list": Printed(16, _only(OfficeKind.objects.all)),
    "offices:kind": Printed(17, _kind, OfficeKind.objects.all, in_path="code"),
    "offices:office": Printed(18, _offices, _OFFICES, in_path="code"),
    "offices:compare": Printed(19, _offices, _OFFICES, in_query="o"),
    "offices:visit": Printed(20, _offices, _OFFICES, in_query="o"),
    "services:check": Printed(21),
    "services:check_sheet": Printed(22, _only(Question.objects.all)),
    "services:check_result_print": Printed(23, _check, again="services:check"),
    "fees:estimate": Printed(24),
    "fees:result_print": Printed(25, _estimate, again="fees:estimate"),
    "fees:papers_result_print": Printed(26, _estimate, again="fees:estimate"),
    "paper:handout_sheet": Printed(
        27,
        handout_content,
        names=_items,
        in_query="b",
        joint=".",
        again="paper:handout",
        title=_("しおり"),
    ),
    "paper:handout_guide": Printed(
        28, _guide, again="paper:handout", title=_("ガイドの全部")
    ),
    "guide:situation": Printed(
        40, _situation, LifeSituation.objects.published, in_path="code"
    ),
    "guide:change": Printed(41, _change, LawChange.objects.all, in_path="code"),
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
    """One page as it is printed: its view, and the rows that it is about.

    `language` is the one in which it was written; of two, the one beside Japanese.
    """

    view: str
    codes: tuple[str, ...] = ()
    language: Language = field(default_factory=current)

    @property
    def page(self) -> Printed:
        return PRINTED[self.view]

    @property
    def content(self) -> Content:
        return self.page.content(self.codes)

    @property
    def title(self) -> str:
        """What it is called: by the one row that it is about, or by its heading."""
        if self.page.in_path and self.page.rows:
            return str(self.page.rows().get(**{self.page.lookup: self.codes[0]}))
        if self.page.title:
            return str(self.page.title)
        page = Page.objects.filter(view=self.page.again or self.view).first()
        return page.title if page else ""

    @property
    def address(self) -> str:
        """Where the page is today, in the current language."""
        view = self.page.again or self.view
        if self.page.in_path:
            return reverse(view, args=self.codes)
        joint = self.page.joint
        values = [joint.join(self.codes)] if joint else self.codes
        query = "&".join(f"{self.page.in_query}={value}" for value in values)
        return f"{reverse(view)}?{query}" if query else reverse(view)


def printout_of(
    view: str, path: Mapping[str, str], query: Mapping[str, list[str]]
) -> Printout | None:
    """The page of that view with what its address names; None where it has no code.

    A handout has none here: what is on it, it says itself (`handout_of`).
    """
    view = SHEETS.get(view, view)
    page = PRINTED.get(view)
    if page is None or page.joint:
        return None
    asked = [path[page.in_path]] if page.in_path else query.get(page.in_query, [])
    codes = [one for one in dict.fromkeys(asked) if _is_code(one)]
    return Printout(view, tuple(codes[:MOST_ROWS]))


def printout_behind(code: PaperCode) -> Printout | None:
    """The page that a code means; None where it or one of its rows is gone."""
    view = _BY_NUMBER.get(code.view)
    if view is None:
        return None
    codes = _codes_of(code.rows, PRINTED[view].every_code())
    if codes is None or (PRINTED[view].in_path and len(codes) != 1):
        return None
    return Printout(view, codes)


def _codes_of(keys: Sequence[int], every: Iterable[str]) -> tuple[str, ...] | None:
    """The codes with those keys; None where one of them is gone."""
    found: dict[int, str] = {}
    for code in every if keys else ():
        if (key := row_key(code)) in keys:
            found.setdefault(key, code)
            if len(found) == len(set(keys)):
                return tuple(found[key] for key in keys)
    return None if keys else ()


def handout_of(items: Iterable[BasketItem], language: Language) -> Printout:
    """A handout with those items; which comparison is asked for has no order."""
    sorted_codes = (BasketItem(one.kind, "~".join(sorted(one.codes))) for one in items)
    codes = tuple(map(str, sorted_codes))
    return Printout("paper:handout_sheet", codes[:MOST_ROWS], language)


def _is_code(text: str) -> bool:
    return len(text) <= 60 and text.isascii() and bool(re.fullmatch(r"[\w-]+", text))
