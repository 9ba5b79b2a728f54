"""Proposes readings for the words of published texts that have none yet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import yaml
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from offices.models import Office, OfficeService
from texts.domain.kana import has_kanji, hiragana
from texts.domain.ruby import Readings, plain
from texts.models import Reading
from texts.readings import readings

try:
    from fugashi import Tagger
except ModuleNotFoundError:  # an aid for writing: the site runs without it
    Tagger = None

APPS = ("services", "fees", "offices", "guide")
_NOT_WORDS = re.compile(r"\[\[[^\]]*\]\]|%\([a-z_]+\)s|<[^>]+>|https?://\S+")
_NAMED = {"name", "address", "organization"}  # of an office: they have their own kana
# Words whose reading hangs on what stands around them.
AMBIGUOUS = {
    "一", "一人", "三", "上", "下", "中", "主", "二", "二人", "人", "人気", "今日",
    "他", "代わり", "休", "会う", "体", "何", "側", "入る", "入れる", "内", "分",
    "前", "外", "大人", "大家", "家", "工夫", "市場", "年", "店", "形", "後", "所",
    "手", "抱く", "数", "方", "日", "明日", "昨日", "最中", "月", "有", "末", "村",
    "止める", "汚れる", "無", "物", "生", "町", "私", "空く", "等", "者", "色紙",
    "行う", "行く", "角", "足", "辛い", "通り", "避ける", "金", "長", "開く", "間",
    "音",
}  # fmt: skip


class Feature(Protocol):
    """What the dictionary knows of a word."""

    kana: str | None
    orthBase: str | None  # noqa: N815 -- the dictionary's own names
    kanaBase: str | None  # noqa: N815
    cType: str | None  # noqa: N815


class Node(Protocol):
    """A word as the analyser cut it from a text."""

    surface: str
    white_space: str
    feature: Feature


class Command(BaseCommand):
    """`manage.py suggest_readings`: prints YAML; `--save` makes unchecked rows."""

    help = "公開している文の言葉のうち、ふりがなのないものの読み方を提案します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--save",
            action="store_true",
            help="「ふりがな」の行を作ります（「人が確かめた」の印はつけません）。",
        )

    def handle(self, *args: object, save: bool, **options: object) -> None:
        if Tagger is None:
            raise CommandError(
                "fugashi と unidic-lite がないので、提案できません。"
                "requirements/test.txt を入れた環境で動かしてください。"
            )
        rows = list(proposals(set(published_texts()), readings()))
        if save:
            Reading.objects.bulk_create(rows, ignore_conflicts=True)
            self.stdout.write(f"{len(rows)} 個の言葉の読み方を入れました。")
        else:
            self.stdout.write(as_yaml(rows), ending="")


def published_texts() -> Iterator[str]:
    """Every Japanese text of the site: of rows, of the interface, of addresses."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model in translator.get_registered_models():
                yield from _texts_of(model)
    for catalogue in settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as lines:
            for message in read_po(lines):
                yield from _as_list(message.id)
                if catalogue.parts[-3].startswith("ja"):
                    yield from _as_list(message.string)
    for office in Office.objects.listed().select_related("municipality"):
        yield office.full_address
    for service in OfficeService.objects.values_list("closed_days", "hours_note"):
        yield from service


def _texts_of(model: type[Model]) -> Iterator[str]:
    fields = translator.get_options_for_model(model).get_field_names()
    columns = [
        build_localized_fieldname(name, code)
        for name in fields
        if not (model is Office and name in _NAMED)
        for code, _ in settings.LANGUAGES
        if code.startswith("ja")
    ]
    for row in model._default_manager.values_list(*columns):
        yield from filter(None, row)


def _as_list(message: str | Sequence[str] | None) -> Sequence[str]:
    return (message,) if isinstance(message, str) else message or ()


def proposals(texts: set[str], known: Readings) -> Iterator[Reading]:
    """A row for each word with kanji that has no reading yet, most frequent first."""
    tagger = Tagger()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[str, str] = {}
    for text in sorted(texts):
        for line in _NOT_WORDS.sub("\n", plain(text)).splitlines():
            for surface, reading in _without_reading(tagger, line, known):
                found[surface][reading] += 1
                example.setdefault(surface, line[:60])
    for surface, heard in sorted(found.items(), key=lambda one: -one[1].total()):
        reading, _ = heard.most_common(1)[0]
        yield Reading(
            surface=surface,
            reading=reading,
            is_ambiguous=surface in AMBIGUOUS or len(heard) > 1,
            note=f"例：{example[surface]}",
        )


def _without_reading(
    tagger: Callable[[str], Iterable[Node]], line: str, known: Readings
) -> Iterator[tuple[str, str]]:
    """The words of `line` in which a kanji stands that the dictionary cannot read."""
    bare: set[int] = set()
    at = 0
    for word in known.words(line):
        for base, reading in word:
            if not reading:
                bare.update(n for n, x in enumerate(base, at) if has_kanji(x))
            at += len(base)
    if not bare:
        return
    at = 0
    for token in tagger(line):
        at += len(token.white_space)
        if not bare.isdisjoint(range(at, at + len(token.surface))):
            entry = _entry(token)
            if entry[0] not in known:  # else it has a row, but is no word here
                yield entry
        at += len(token.surface)


def _entry(token: Node) -> tuple[str, str]:
    """The word as it stands in a dictionary, so that its other forms are read too."""
    surface, reading = token.surface, hiragana(token.feature.kana or "")
    base, its_reading = token.feature.orthBase, token.feature.kanaBase
    if base and its_reading and token.feature.cType not in (None, "*"):
        entry = Readings([(base, hiragana(its_reading))])
        said = "".join(r or hiragana(b) for b, r in entry.words(surface)[0])
        if surface != base and surface in entry and said == reading:
            return base, hiragana(its_reading)
    return surface, reading


def as_yaml(rows: list[Reading]) -> str:
    """The rows as a fixture."""
    return yaml.safe_dump(
        [
            {
                "model": "texts.reading",
                "fields": {
                    "surface": row.surface,
                    "reading": row.reading,
                    "is_ambiguous": row.is_ambiguous,
                    "note": row.note,
                },
            }
            for row in rows
        ],
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )
