"""The index after a change: the same as one from nothing, at the cost of the change."""

import cProfile
import functools
import gc
import inspect
import pstats
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from guide.domain.letters import letters
from guide.domain.lexicon import Lexicon, forms
from guide.models import Faq, GlossaryTerm, Rewording, Step
from guide.search import look_for
from guide.search.index import SiteIndex, read_key, site_index
from texts import readings as held_readings
from texts.domain.ruby import Readings
from texts.domain.text_memory import TextMemory
from texts.languages import languages, speaking
from texts.models import Reading
from texts.readings import readings
from texts.translations import noting

TODAY = timezone.localdate()
ENGLISH = languages()[-1]


def _add_a_reading() -> None:
    Reading.objects.create(surface="工賃が", reading="こうちんが")


def _read_otherwise() -> None:
    row = Reading.objects.exclude(surface__contains="〜").order_by("pk")[7]
    Reading.objects.filter(pk=row.pk).update(reading=row.reading + "ん")


def _take_a_reading_away() -> None:
    Reading.objects.filter(surface__contains="〜").first().delete()
    Reading.objects.exclude(surface__contains="〜").order_by("pk")[11].delete()


def _name_a_word_otherwise() -> None:
    row = GlossaryTerm.objects.order_by("pk")[5]
    GlossaryTerm.objects.filter(pk=row.pk).update(
        name_ja=f"新{row.name}", reading=f"しん{row.reading}"
    )


def _ask_otherwise() -> None:
    row = Faq.objects.order_by("pk")[2]
    Faq.objects.filter(pk=row.pk).update(question_ja="工賃で くらせますか")


def _reword() -> None:
    row = Rewording.objects.exclude(sentences="").order_by("pk")[3]
    row.also = f"{row.also}、見学の会、けんがくのかい、go and see"
    row.sentences += "\n見学の会はいつありますか"
    row.pages = "/steps/"
    row.save()


CHANGES = [
    _add_a_reading,
    _read_otherwise,
    _take_a_reading_away,
    _name_a_word_otherwise,
    _ask_otherwise,
    _reword,
]


def forget_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(held_readings, "_latest", None)
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper):
            if one.__module__.partition(".")[0] in {"guide", "texts"}:
                one.cache_clear()
        elif isinstance(one, TextMemory):
            one.__init__(one._key_of)


def told(index: SiteIndex, known: Readings) -> dict[str, Any]:
    """All that a search can learn of an index, in its order."""
    words, every = index.words, index.languages.items()
    rows = {row: (row.words, row.addresses, row.said) for row in words.rewordings}
    texts = [said.text for _, one in every for said in one.said]
    return {
        "rows": list(rows.items()),
        "pages": [(code, one.pages) for code, one in every],
        "keys": [
            (keys._whole, keys._begins, keys._words)
            for _, one in every
            for keys in (one.written, one.read)
        ],
        "named": [(one.named, one.heading_pairs) for _, one in every],
        "lexicon": list(words.lexicon.words.items()),
        "leads": [rows[row] for one in words.by_stem.values() for row in one.leads],
        "phrases": (words.phrases._by_stem, words.phrases.lexicon.words),
        "said": words.said.sayings,
        "called": [one._stocks[0].sayings for one in index.sayings.values()],
        "kanji": list(words.in_kanji.items()),
        "rest": (words.sounds, words.kana_words, words.spelled, index.services),
        "read": [(known.words(text), known.kana_words(text)) for text in texts],
    }


def calls(functions: list[Callable[..., Any]], *, on: date = TODAY) -> list[int]:
    """How often each is called while the index is made for the content as it is."""
    with cProfile.Profile() as profile:
        site_index(on=on)
    stats: dict[tuple[str, int, str], Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    counted = {(file, line): row[1] for (file, line, _name), row in stats.items()}
    codes = [inspect.unwrap(function).__code__ for function in functions]
    return [counted.get((one.co_filename, one.co_firstlineno), 0) for one in codes]


# What is worked out of a text: how it is read, its words, what is compared of it.
OF_A_TEXT: list[Callable[..., Any]] = [read_key, Lexicon.cut, letters, forms]


@pytest.mark.usefixtures("content")
def test_an_index_after_changes_is_the_one_that_is_made_from_nothing(monkeypatch):
    site_index(on=TODAY)
    for change in CHANGES:
        change()
        site_index(on=TODAY)
    after = told(site_index(on=TODAY), readings())
    forget_all(monkeypatch)
    Step.objects.update(order=F("order"))
    with speaking(ENGLISH):
        assert told(site_index(on=TODAY), readings()) == after


@pytest.mark.usefixtures("content")
def test_after_a_change_of_a_row_only_its_own_sentence_is_worked_out():
    site_index(on=TODAY)
    row = Step.objects.order_by("pk")[1]
    Step.objects.filter(pk=row.pk).update(body_ja=f"{row.body_ja}\n\nさらに一文です。")
    assert calls(OF_A_TEXT) == [1, 0, 1, 0]


@pytest.mark.usefixtures("content")
def test_a_new_day_works_no_text_out_anew():
    site_index(on=TODAY)
    assert calls(OF_A_TEXT, on=TODAY + timedelta(days=1)) == [0, 0, 0, 0]


@pytest.mark.usefixtures("content")
def test_a_new_word_is_looked_for_in_the_texts_that_have_it_only():
    index = site_index(on=TODAY)
    japanese = [one for one in index.languages.values() if one.language.is_japanese]
    texts = {said.text for one in japanese for said in one.said}
    having = [text for text in texts if "工賃が" in text or "こうちんが" in text]
    assert 0 < len(having) < 50
    _add_a_reading()
    assert calls([read_key]) == [len(having)]


@pytest.mark.usefixtures("content")
def test_what_is_read_for_the_index_is_not_what_the_page_shows():
    Step.objects.update(order=F("order"))
    with speaking(ENGLISH), noting() as notes:
        look_for("wages", now=timezone.localtime())
    assert Step not in {model for model, _, _ in notes.read}
