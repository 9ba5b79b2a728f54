"""Tells staff on which pages, tables, estimates and papers a row stands.

Nothing is named twice: `sheets` knows it of every page that can be printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import ForeignKey, Model
from django.urls import reverse

from facts.models import Source
from fees.models import FeeCap
from guide.models import Faq, GlossaryTerm, Page, Step
from offices.models import Office, OfficeArea, OfficeService, OpeningHours, Trait
from paper.domain.basket import BasketItem, Kind
from paper.sheets import PRINTED, Content, Printed, handout_content
from services.models import ServiceType
from services.models.fact import FactPage
from staff.site_places import PlaceKind, SitePlace, tells_places

_HANDOUT = "paper:handout_sheet"
# A row's own page: the admin links to it by itself.
_OWN = {"guide:answer", "guide:word", "guide:change"}
_TABLES = {
    "services:compare",
    "services:conditions",
    "fees:caps",
    "offices:compare",
}
_FIGURES = {
    "services:check_result_print",
    "fees:result_print",
    "fees:papers_result_print",
}
_PAPERS = {"services:check_sheet", "offices:visit", "paper:handout_guide"}
_NAMES = {
    "guide:words": "ことばの説明",
    "services:check_sheet": "質問の紙",
    "paper:handout_guide": "ガイドの全部",
    **{page.view: str(page.label) for page in FactPage},
}
_BLOCKS = {Kind.CAPS: "上限の表", Kind.STEPS: "使うまでの流れの全部"}
_ITEMS: dict[type[Model], tuple[Kind, ...]] = {
    Step: (Kind.STEP,),
    Faq: (Kind.FAQ,),
    GlossaryTerm: (Kind.TERM,),
    Office: (Kind.OFFICE, Kind.VISIT),
}
_OF_OFFICES = (Office, OfficeService, OpeningHours, OfficeArea, Trait)
# So many pages of one kind are told of a row: a word stands on each of them.
_MOST = 12

Found = tuple[Model, SitePlace]


@tells_places
def on_sheets(rows: Sequence[Model]) -> Iterator[Found]:
    """The pages, tables and estimates; a part of a rule stands where the rule does."""
    looked_for = _LookedFor(rows)
    names = {page.view: page.title for page in Page.objects.all()}
    for view, page in PRINTED.items():
        if view == _HANDOUT or view in _OWN:
            continue
        found = _on_one(view, page, looked_for, names)
        yield from found if view in _FIGURES else islice(found, _MOST * len(rows))


@tells_places
def on_handouts(rows: Sequence[Model]) -> Iterator[Found]:
    """The blocks of a handout."""
    looked_for = _LookedFor(rows)
    services = ServiceType.objects.published() if looked_for.rows else ()
    blocks = {BasketItem(kind): name for kind, name in _BLOCKS.items()}
    blocks |= {BasketItem(Kind.SERVICE, one.slug): str(one) for one in services}
    for item, name in blocks.items():
        for row in looked_for.on(handout_content([str(item)])):
            yield row, _block(item, name)
    for row in rows:
        for kind in _ITEMS.get(type(row), ()):
            item = BasketItem(kind, getattr(row, "code", ""))
            yield row, _block(item, str(row))


def _block(item: BasketItem, name: str) -> SitePlace:
    address = f"{reverse(_HANDOUT)}?b={item}"
    is_visit = item.kind is Kind.VISIT
    told = f"しおりの「{name}」{'（見学の紙）' if is_visit else ''}"
    return SitePlace(PlaceKind.PAPER, told, address)


class _LookedFor:
    """The rows that are looked for, each by itself or by what it is a part of."""

    def __init__(self, rows: Iterable[Model]) -> None:
        known = {query.model for page in PRINTED.values() for query in _queries(page)}
        known |= {*_OF_OFFICES}
        # What stands on a page, and which of the rows it stands for.
        self.rows: dict[Model, list[Model]] = defaultdict(list)
        for row in rows:
            for whole in _wholes(row, known):
                self.rows[whole].append(row)

    def on(self, content: Content) -> Iterator[Model]:
        """Those of the rows that stand there; a query for each model of theirs."""
        by_model: dict[type[Model], list[Model]] = defaultdict(list)
        for whole in self.rows:
            by_model[type(whole)].append(whole)
        here: dict[Model, None] = {}
        for query in (*content.dated, *content.texts):
            if its := by_model.get(query.model):
                keys = query.filter(pk__in=[one.pk for one in its])
                there = {*keys.values_list("pk", flat=True)}
                here |= dict.fromkeys(one for one in its if one.pk in there)
        here |= dict.fromkeys(one for one in content.rows if one in self.rows)
        yield from dict.fromkeys(row for one in here for row in self.rows[one])


def _queries(page: Printed) -> Iterable:
    """The queries of a page about nothing; those of places are no queries."""
    if page.rows and page.rows().model is Office:
        return ()
    content = page.content(())
    return (*content.dated, *content.texts)


def _wholes(row: Model, known: set[type[Model]]) -> Iterator[Model]:
    if type(row) in known:
        yield row
        return
    for field in row._meta.concrete_fields:
        is_up = isinstance(field, ForeignKey) and field.related_model is not Source
        if is_up and (whole := getattr(row, field.name)) is not None:
            yield from _wholes(whole, known)


# --- the pages ------------------------------------------------------------------------


def _on_one(
    view: str, page: Printed, looked_for: _LookedFor, names: dict[str, str]
) -> Iterator[Found]:
    name = _NAMES.get(view) or names.get(page.again or view, "")
    if not page.in_path and not page.in_query:
        address = reverse(page.again or view)
        for row in looked_for.on(page.content(())):
            yield row, SitePlace(_kind(view, row), name, address)
    elif page.in_query:
        yield from _asked_for(view, page, looked_for, name)
    else:
        yield from _each(view, page, looked_for, name)


def _each(
    view: str, page: Printed, looked_for: _LookedFor, name: str
) -> Iterator[Found]:
    """A page for each service, kind of place, topic."""
    for code, title in _codes(page, looked_for):
        told = f"{title}（{name}）" if name and title else title or name
        address = reverse(view, args=[code])
        for row in looked_for.on(page.content((code,))):
            yield row, SitePlace(_kind(view, row), told, address)


def _codes(page: Printed, looked_for: _LookedFor) -> Iterable[tuple[str, str]]:
    if page.rows is None:
        return [(code, "") for code in page.every_code()]
    model = page.rows().model
    if model is Office:
        return [(one.code, str(one)) for one in _offices(looked_for.rows)]
    return [(getattr(one, page.lookup), str(one)) for one in page.rows()]


def _asked_for(
    view: str, page: Printed, looked_for: _LookedFor, name: str
) -> Iterator[Found]:
    """Tables of what the reader chooses: with the row's own, and one beside it."""
    every = [code for code, _ in _codes(page, looked_for)]
    if not every:
        return
    for row in looked_for.on(page.content(every)):
        own = _own_codes(row, page) or every[:1]
        codes = [*own, *(code for code in every if code not in own)][:2]
        chosen = "&".join(f"{page.in_query}={code}" for code in codes)
        address = f"{reverse(view)}?{chosen}"
        if view == "services:compare":
            address += "&compare=1"
        yield row, SitePlace(_kind(view, row), name, address)


def _own_codes(row: Model, page: Printed) -> list[str]:
    """The codes of the services or of the office that a row is about."""
    if page.rows and page.rows().model is Office:
        return [one.code for one in _offices([row])]
    around = [row, *(getattr(row, name, None) for name in ("service", "one", "other"))]
    return [one.slug for one in around if isinstance(one, ServiceType)]


def _offices(rows: Iterable[Model]) -> list[Office]:
    """The offices that the rows belong to."""
    found: dict[Office, None] = {}
    for row in rows:
        whole = row
        while isinstance(whole, _OF_OFFICES) and not isinstance(whole, Office):
            names = ("office", "listing", "service")
            whole = next(getattr(whole, one) for one in names if hasattr(whole, one))
        if isinstance(whole, Office):
            found[whole] = None
    return [one for one in found if one.is_published]


def _kind(view: str, row: Model) -> PlaceKind:
    if view in _TABLES or (view == "fees:topic" and isinstance(row, FeeCap)):
        return PlaceKind.TABLE
    if view in _FIGURES:
        return PlaceKind.FIGURES
    return PlaceKind.PAPER if view in _PAPERS else PlaceKind.PAGE
