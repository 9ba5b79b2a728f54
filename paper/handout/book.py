"""The whole guide as one numbered document, of the same blocks as a handout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fees.topics import topics
from guide.changes import timeline
from guide.context import Frame
from guide.models import Faq, GlossaryTerm, Step
from offices.models import Office
from paper.domain.basket import Basket, BasketItem, Kind
from paper.handout.blocks import Block, blocks_of
from paper.handout.forms import Texts
from services.catalogue import used_sources
from services.models import ServiceType
from texts.requests import Request


@dataclass(frozen=True, slots=True)
class BookSection:
    """One finished part of a chapter; its anchor is what the contents point to."""

    anchor: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter."""

    anchor: str
    title: str
    sections: tuple[BookSection, ...]


def chapters(request: Request) -> list[Chapter]:
    """Every chapter as of the request's day, in the language that is being spoken."""
    frame = Frame(request)
    slugs = list(ServiceType.objects.published().values_list("slug", flat=True))
    offices = Office.objects.published().written_by_staff().order_by("order", "name")
    table = [BasketItem(Kind.COMPARISON, "~".join(slugs))] if len(slugs) > 1 else []
    chosen = [
        ("services", _("サービス"), _items(Kind.SERVICE, slugs)),
        ("compare", _("サービスをくらべる"), table),
        ("steps", _("使うまでの流れ"), _items(Kind.STEP, _codes(Step))),
        ("money", _("はらうお金"), [BasketItem(Kind.CAPS)]),
        (
            "offices",
            _("相談するところ"),
            _items(Kind.OFFICE, offices.values_list("code", flat=True)),
        ),
        ("faq", _("よくある質問"), _items(Kind.FAQ, _codes(Faq))),
        ("words", _("ことばの説明"), _items(Kind.TERM, _codes(GlossaryTerm))),
    ]
    made = []
    for code, title, items in chosen:
        found = blocks_of(Basket(tuple(items)), on=request.day)
        sections = [_of_block(block, frame) for block in found.blocks]
        if code == "money":
            sections += _topics(request, frame)
        made.append(Chapter(f"ch-{code}", title, tuple(sections)))
    made.append(_changes(request, frame))
    made.append(_sources(frame))
    return [chapter for chapter in made if chapter.sections]


def _items(kind: Kind, codes: Iterable[str]) -> list[BasketItem]:
    return [BasketItem(kind, code) for code in codes]


def _codes(model: type[Step | Faq | GlossaryTerm]) -> Iterable[str]:
    return model.objects.published().values_list("code", flat=True)


def _of_block(block: Block, frame: Frame) -> BookSection:
    anchor = f"g-{block.item}".replace("~", "-")
    context = {
        "block": block,
        "row": block.row,
        "texts": Texts(),
        "frame": frame,
        "anchor": anchor,
        "is_whole": True,
    }
    return BookSection(anchor, block.title, render_to_string(block.template, context))


def _topics(request: Request, frame: Frame) -> Iterator[BookSection]:
    for topic in topics(on=request.day):
        yield _noted(f"g-{topic.code}", topic.title, topic.body, topic, frame)


def _changes(request: Request, frame: Frame) -> Chapter:
    line = timeline(on=request.day)
    sections = [
        _noted(
            f"g-{row.code}",
            f"{date_format(row.starts_on)} {row.title}",
            row.body,
            row,
            frame,
        )
        for row in (*line.coming, *line.past)
    ]
    return Chapter("ch-changes", _("変わること"), tuple(sections))


def _sources(frame: Frame) -> Chapter:
    context = {"sources": used_sources()}
    html = render_to_string("paper/handout/sources.html", context | {"frame": frame})
    title = _("出典の一覧")
    return Chapter("ch-sources", title, (BookSection("g-sources", title, html),))


def _noted(
    anchor: str, title: str, body: str, row: object, frame: Frame
) -> BookSection:
    context = {
        "anchor": anchor,
        "title": title,
        "body": body,
        "row": row,
        "frame": frame,
    }
    return BookSection(
        anchor, title, render_to_string("paper/handout/note.html", context)
    )
