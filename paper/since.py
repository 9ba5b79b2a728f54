"""What has become of a printed page since: the digests on it, and the comparison.

What stands on which page is named in sheets.py. What has a day is computed for any
day from its rows; nothing is stored of a print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Model, QuerySet

from facts.effective import EffectiveDated, EffectiveDatedQuerySet
from facts.published import only_published
from facts.quoting import Quotable, QuotedField, Quotes, named_codes
from fees.models import FeeCap, FeeParameter
from guide.models import Page, SiteIdentity
from offices.models import Office
from paper.columns import columns
from paper.domain.code import PaperCode, digest, row_key
from paper.sheets import Printout
from services.models import EligibilityRule
from texts.held import while_unchanged
from texts.languages import speaking


def code_of(printout: Printout, around: Around, *, quotes: Quotes) -> PaperCode:
    """The code of the page, with what stands around it, on the quotes' day."""
    with speaking(printout.language):
        facts, words = _stand(printout, around, quotes)
        return PaperCode(
            printout.page.number,
            printout.language.number,
            tuple(map(row_key, printout.codes)),
            quotes.day,
            _digest_of(facts),
            words,
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the content of a page: its own words, and who speaks.

    The phone and the hours of the section stand on every paper.
    """

    page: Page | None
    site: SiteIdentity | None

    @classmethod
    def of(cls, view: str) -> Around:
        return cls(Page.objects.filter(view=view).first(), SiteIdentity.objects.first())

    @property
    def words(self) -> list[tuple[str, ...]]:
        return [
            _words_in(row)
            for row in (self.page, self.site)
            if row and not row._state.adding
        ]


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
        if self.is_whole or not isinstance(self.row, Quotable):
            return f"{self.row.wording}\n\n{self.row.other_wording}".strip()
        return self.row.as_quote()


@dataclass(frozen=True, slots=True)
class PaperChange:
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
    changes: tuple[PaperChange, ...]
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


def check_paper(code: PaperCode, printout: Printout, *, today: date) -> Check:
    """Compare what stood on the paper with what holds today, in one language.

    A paper of a day to come is compared with that day.
    """
    against = max(today, code.day)
    old_quotes, new_quotes = Quotes(on=code.day), Quotes(on=against)
    around = Around.of(printout.view)
    old, _ = _stand(printout, around, old_quotes)
    new, words = _stand(printout, around, new_quotes)
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


def _stand(printout: Printout, around: Around, quotes: Quotes) -> tuple[_Facts, int]:
    """The facts of the page on the quotes' day, and the digest of its other words."""
    content = printout.content
    dated = [row for rows in content.dated for row in _on(rows, quotes.day)]
    texts = [*around.words, *chain.from_iterable(map(_words, content.texts))]
    texts += dict.fromkeys(map(_words_in, content.rows))
    facts = {fact.key: fact for fact in (Fact(row, is_whole=True) for row in dated)}
    figures = []
    written = chain((fact.text for fact in facts.values()), chain.from_iterable(texts))
    for row in _quoted(map(str, written), quotes):
        if isinstance(row, EffectiveDated):
            fact = Fact(row, is_whole=False)
            facts.setdefault(fact.key, fact)
        else:
            figures.append(row.as_quote())
    return facts, digest([*texts, *figures])


def _on(rows: EffectiveDatedQuerySet, day: date) -> list[EffectiveDated]:
    """Those of `rows` that hold on a day, with everything that they say."""
    held = _all_on(rows.model, day=day)
    return [held[key] for key in rows.values_list("pk", flat=True) if key in held]


@while_unchanged()
def _all_on(model: type[EffectiveDated], *, day: date) -> Mapping[int, EffectiveDated]:
    return {row.pk: row for row in _ready(only_published(model.objects.on(day)))}


def _ready(rows: EffectiveDatedQuerySet) -> EffectiveDatedQuerySet:
    """`rows` with everything that they say and are called by, at any number."""
    if rows.model is EligibilityRule:
        rows = rows.prefetch_related("requirements__routes")
    related = [name for name in rows.model.key_fields if name != "code"]
    return rows.select_related(*related, "source")


def _words(rows: QuerySet) -> list[tuple[str, ...]]:
    """The texts of rows as they are stored: the language's own, and the Japanese.

    Not by their attributes: those note, for the page, that they were read.
    """
    names = tuple(columns(rows.model))
    if rows.model is Office:  # too many to hold
        return list(dict.fromkeys(map(_as_text, rows.order_by().values_list(*names))))
    held = _all_words(rows.model, names)
    # All of them need not be asked for.
    chosen = rows.order_by().values_list("pk", flat=True) if rows.query.where else held
    return list(dict.fromkeys(held[key] for key in chosen if key in held))


@while_unchanged(most=96)
def _all_words(
    model: type[Model], names: tuple[str, ...]
) -> Mapping[int, tuple[str, ...]]:
    """The same of every row of a model that readers may see, by its key."""
    published = only_published(model._default_manager.order_by())
    rows = published.values_list("pk", *names)
    return {key: _as_text(row) for key, *row in rows}


def _words_in(row: Model) -> tuple[str, ...]:
    """The same of one row that was fetched with all that it names."""
    return _as_text(_value(row, name) for name in columns(type(row)))


def _value(row: Model, lookup: str) -> object:
    """What `values_list` gives for a lookup, `municipality__name_ja`."""
    found: object = row
    for name in lookup.split("__"):
        found = None if found is None else getattr(found, name)
    return found


def _as_text(row: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if one is None else str(one) for one in row)


def _quoted(texts: Iterable[str], quotes: Quotes) -> list[Quotable | QuotedField]:
    """The rows whose values `texts` name, each once."""
    codes = dict.fromkeys(chain.from_iterable(map(named_codes, texts)))
    return [row for code in codes if (row := quotes.row(*code))]


def _digest_of(facts: _Facts) -> int:
    return digest([*key, fact.text] for key, fact in facts.items())


def _changes(old: _Facts, new: _Facts, *, day: date) -> Iterable[PaperChange]:
    for key, fact in old.items():
        if key not in new:
            yield PaperChange(_end_of(fact.row, day), old=fact.text)
        elif fact.text != new[key].text:
            yield PaperChange(new[key].row, old=fact.text, new=new[key].text)
    for key, fact in new.items():
        if key not in old:
            yield PaperChange(fact.row, new=fact.text)


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
        _ready(only_published(model.objects.all()).coming_after(day))
        for model in models
    )
    mine = [row for row in rows if (_names(type(row)), row.key_code) in keys]
    return sorted(mine, key=lambda row: (row.valid_from, row.subject))


def _names(model: type[EffectiveDated]) -> str:
    return model._meta.label_lower
