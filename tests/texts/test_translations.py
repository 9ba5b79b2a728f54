"""The state of a translation: kept when a text is saved, told where it is read."""

import re
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from guide.models import Faq, Page
from services.models import GoldenCase
from tests import rows
from texts.content_version import asking_once
from texts.languages import Language, languages, speaking
from texts.models import Translation
from texts.translations import (
    NotingDescriptor,
    PageState,
    digest,
    mark_read,
    note_text,
    noting,
    record_all,
    required_but_missing,
    translated_models,
)

pytestmark = pytest.mark.django_db
TODAY = rows.DAY
EASY, ENGLISH = languages()[1:]


def faq(**texts: str) -> Faq:
    row = rows.faq()
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()
    return row


def states(row: Faq) -> list[tuple[str, str, bool, bool]]:
    """Of each text of `row`: field, language, outdated, machine-made."""
    return list(
        Translation.objects.filter(object_id=row.pk, content_type__model="faq")
        .order_by("field", "language")
        .values_list("field", "language", "is_outdated", "is_machine_made")
    )


# --- what saving does -----------------------------------------------------------------


def test_a_translation_is_current_and_made_by_a_person_once_it_is_saved():
    row = faq(answer_ja="行きます。", answer_en="You go there.")

    assert states(row) == [("answer", "en", False, False)]
    kept = Translation.objects.get()
    assert kept.source_digest == digest("行きます。")
    assert kept.text_digest == digest("You go there.")


def test_where_only_the_japanese_changes_its_translations_are_outdated():
    row = faq(answer_ja="行きます。", answer_en="Go.", answer_ja_simple="行く。")

    row.answer_ja = "行きません。"
    row.save()

    assert states(row) == [
        ("answer", "en", True, False),
        ("answer", "ja-simple", True, False),
    ]


def test_a_small_change_of_the_japanese_leaves_its_translations_current():
    row = faq(answer_ja="行きます", answer_en="Go.")

    row.answer_ja, row.is_small_change = "行きます。", True
    row.save()
    row.is_small_change = False
    row.save()

    assert states(row) == [("answer", "en", False, False)]
    assert Translation.objects.get().source_digest == digest("行きます。")


def test_what_was_outdated_stays_so_after_a_small_change():
    row = faq(answer_ja="行きます", answer_en="Go.")
    row.answer_ja = "行きません"
    row.save()

    row.answer_ja, row.is_small_change = "行きません。", True
    row.save()
    row.is_small_change = False
    row.save()

    assert states(row) == [("answer", "en", True, False)]


def test_a_translation_is_current_again_when_it_is_written_anew():
    row = faq(answer_ja="行きます。", answer_en="Go.")
    row.answer_ja = "行きません。"
    row.save()

    row.answer_en = "Do not go."
    row.save()

    assert states(row) == [("answer", "en", False, False)]


def test_a_translation_is_current_again_when_the_japanese_is_as_it_was():
    row = faq(answer_ja="行きます。", answer_en="Go.")
    for text in ("行きません。", "行きます。"):
        row.answer_ja = text
        row.save()
    assert states(row) == [("answer", "en", False, False)]


def test_line_ends_and_empty_ends_make_no_other_text():
    row = faq(answer_ja="一\n\n二\n", answer_en="one\n\ntwo\n")
    Translation.objects.update(is_machine_made=True)

    row.answer_ja, row.answer_en = "一\r\n\r\n二", "one\r\n\r\ntwo"
    row.save()

    assert states(row) == [("answer", "en", False, True)]


@pytest.mark.parametrize("emptied", ["answer_en", "answer_ja"])
def test_an_emptied_text_has_no_state(emptied):
    row = faq(answer_ja="行きます。", answer_en="Go.")

    setattr(row, emptied, "")
    row.save()

    assert states(row) == []


def test_a_deleted_row_leaves_no_state_and_others_keep_theirs():
    row, other = faq(answer_en="Go."), faq(answer_en="Stay.")

    row.delete()

    assert [state.object_id for state in Translation.objects.all()] == [other.pk]


def test_what_only_staff_read_has_no_state():
    GoldenCase.objects.create(
        code="case", title_ja="例", title_en="A case", day=TODAY, **rows.sourced()
    )
    assert not Translation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "queries"),
    [
        # The row itself, and what is known of its texts.
        pytest.param({}, 2, id="nothing"),
        pytest.param({"answer_ja": "行きません。"}, 3, id="Japanese: one write"),
        pytest.param(
            {"answer_en": "You go.", "answer_ja_simple": "行く", "question_en": "Why"},
            3,
            id="three translations: one write",
        ),
        pytest.param({"answer_en": ""}, 3, id="none left: one deletion"),
    ],
)
def test_a_save_asks_once_and_writes_what_changed(
    changes, queries, django_assert_num_queries
):
    row = faq(answer_ja="行きます。", answer_en="Go.", answer_ja_simple="行こう。")
    for name, text in changes.items():
        setattr(row, name, text)
    with django_assert_num_queries(queries):
        row.save()


def test_a_save_of_what_is_no_text_asks_nothing(django_assert_num_queries):
    row = faq(answer_en="Go.")
    with django_assert_num_queries(1):
        row.save(update_fields=["order"])


# --- what a machine wrote, and who read it --------------------------------------------


def test_the_texts_of_loaded_content_are_a_machines_and_read_by_nobody(content):
    assert Translation.objects.exists()
    assert not Translation.objects.exclude(
        is_machine_made=True, read_on=None, is_outdated=False
    ).exists()


def test_recording_again_changes_nothing_that_is_known():
    row = faq(answer_ja="行きます。", answer_en="Go.")

    record_all(is_machine_made=True)

    assert states(row) == [("answer", "en", False, False)]


def test_what_a_person_read_is_read_and_no_longer_outdated():
    row = faq(answer_ja="行きます。", answer_en="Go.", answer_ja_simple="行く。")
    Translation.objects.update(is_machine_made=True)
    row.answer_ja = "いきます。"
    row.save()

    mark_read([row], ENGLISH, on=TODAY, by="山口さん")

    english, easy = Translation.objects.order_by("language")
    assert (english.read_on, english.read_by, english.is_unread) == (
        TODAY,
        "山口さん",
        False,
    )
    assert (english.is_outdated, english.is_machine_made) == (False, True)
    assert (easy.is_outdated, easy.is_unread) == (True, True)


def test_a_text_that_is_written_anew_is_no_longer_the_one_that_was_read():
    row = faq(answer_ja="行きます。", answer_en="Go.")
    mark_read([row], ENGLISH, on=TODAY, by="山口さん")

    row.answer_en = "You go."
    row.save()

    kept = Translation.objects.get()
    assert (kept.read_on, kept.read_by) == (None, "")


def test_several_rows_are_read_at_a_constant_cost(django_assert_num_queries):
    read = [faq(answer_en="Go.") for _ in range(3)]
    with django_assert_num_queries(2):
        mark_read(read, ENGLISH, on=TODAY)


# --- what a page says of it -----------------------------------------------------------

OPENING = '<aside class="translation-note"'


@pytest.fixture
def whole() -> Faq:
    """The one question of a site whose page is whole in every language."""
    columns = ("ja", "ja_simple", "en")
    named = {
        f"{name}_{column}": "FAQ"
        for name in ("title", "nav_label", "summary")
        for column in columns
    }
    Page.objects.create(view="guide:faq", checked_on=TODAY, **named)
    row = faq()
    for of, names in {
        row: ("question", "short_answer", "answer"),
        row.group: ("title",),
        row.source: ("title", "organisation"),
    }.items():
        for name in names:
            for column in columns[1:]:
                setattr(of, f"{name}_{column}", f"{name} in {column}")
        of.save()
    return row


def note(address: str) -> list[str]:
    """What a page says that it lacks, without the sentence that binds it all."""
    _, _, rest = Client().get(address).content.decode().partition(OPENING)
    return paragraphs(rest.partition("</aside>")[0])[:-1]


def sentences(language: Language, **state: bool) -> list[str]:
    with translation.override(language.code):
        html = render_to_string(
            "components/translation_note.html", {"state": PageState(**state)}
        )
    return paragraphs(html)[:-1]


def paragraphs(html: str) -> list[str]:
    """The texts of paragraphs, without their readings and whose language they are."""
    plain = re.sub(r"<(rt|rp)\b.*?</\1>|<(?!/?p>)[^>]*>", "", html)
    return re.findall(r"<p>(.*?)</p>", plain)


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_a_page_that_is_whole_and_current_says_nothing(prefix, whole):
    for address in ("/faq/", whole.get_absolute_url()):
        assert OPENING not in Client().get(prefix + address).content.decode()


SITUATIONS = [
    pytest.param("is_borrowed", id="a text is missing: borrowed"),
    pytest.param("is_outdated", id="the Japanese changed: outdated"),
    pytest.param("is_unread", id="a machine wrote it: unread"),
]


def bring_about(situation: str, row: Faq) -> None:
    if situation == "is_borrowed":
        row.answer_ja_simple = row.answer_en = ""
        row.save()
    elif situation == "is_outdated":
        row.answer_ja = "もうちがいます。"
        row.save()
    else:
        Translation.objects.filter(field="answer").update(is_machine_made=True)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("language", [EASY, ENGLISH], ids=["easy", "en"])
def test_a_page_says_just_what_is_the_matter(situation, language, whole):
    bring_about(situation, whole)
    expected = sentences(language, **{situation: True})
    assert len(expected) == 1
    assert note(f"/{language.prefix}{whole.get_absolute_url()}") == expected
    assert note(f"/{language.prefix}/faq/") == []


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_japanese_page_needs_no_note(situation, whole):
    bring_about(situation, whole)
    assert OPENING not in Client().get(whole.get_absolute_url()).content.decode()


def test_a_page_says_everything_that_is_the_matter(whole):
    for situation in ("is_unread", "is_outdated", "is_borrowed"):
        bring_about(situation, whole)
    whole.question_ja = "ちがいますか"
    whole.save()
    Translation.objects.filter(field="question").update(is_machine_made=True)

    state = {"is_borrowed": True, "is_outdated": True, "is_unread": True}
    assert note(f"/en{whole.get_absolute_url()}") == sentences(ENGLISH, **state)


def test_what_is_not_on_the_page_is_not_told_there(whole):
    elsewhere = rows.term()
    elsewhere.name_en, elsewhere.meaning_en = "Wage", "Money"
    elsewhere.save()
    Translation.objects.filter(object_id=elsewhere.pk).exclude(
        object_id=whole.pk
    ).update(is_machine_made=True)

    assert note(f"/en{whole.get_absolute_url()}") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_state_of_a_page_costs_one_query_for_each_kind_and_then_none(
    number, django_assert_num_queries
):
    read = [faq(answer_en="Go.") for _ in range(number)]
    with speaking(ENGLISH), noting() as notes:
        assert [(row.question, row.answer) for row in read] == [("何", "Go.")] * number
    ContentType.objects.get_for_model(Faq)
    with asking_once():
        # The version, and what is to be said of questions.
        with django_assert_num_queries(2):
            state = notes.state(ENGLISH)
        with django_assert_num_queries(0):
            assert notes.state(ENGLISH) == state
    assert state == PageState(is_borrowed=True)


def test_of_too_many_rows_only_those_of_the_page_are_asked_for(monkeypatch):
    monkeypatch.setattr("texts.translations._MOST_HELD", 1)
    first, other = [faq(answer_en="Go.") for _ in range(2)]
    states = Translation.objects.filter(field="answer", language="en")
    states.update(is_machine_made=True)
    states.filter(object_id=other.pk).update(is_outdated=True)
    for row, expected in (
        (first, PageState(is_unread=True)),
        (other, PageState(is_outdated=True, is_unread=True)),
    ):
        with speaking(ENGLISH), noting() as notes:
            assert row.answer == "Go."
        assert notes.state(ENGLISH) == expected
    with noting() as notes:
        note_text(Faq, None, "answer", is_own=True)
    assert notes.state(ENGLISH) == PageState(is_outdated=True, is_unread=True)


def test_the_name_of_an_office_is_not_borrowed_but_its_note_is():
    office = rows.office(rows.office_kind())
    office.address_ja, office.note_ja = "山口市亀山町", "予約がいります。"
    office.save()

    with speaking(ENGLISH), noting() as notes:
        assert (office.name, office.address) == ("窓口", "山口市亀山町")
    assert notes.state(ENGLISH) == PageState()

    with speaking(ENGLISH), noting() as notes:
        assert office.note == "予約がいります。"
    assert notes.state(ENGLISH) == PageState(is_borrowed=True)


def noted(read: Callable[[], object]) -> tuple[object, PageState]:
    """What was read in English, and what a page must say of it."""
    with speaking(ENGLISH), noting() as notes:
        found = read()
    return found, notes.state(ENGLISH)


BY_COLUMNS = [
    pytest.param(lambda: list(Faq.objects.values_list("pk", "answer")), id="list"),
    pytest.param(lambda: list(Faq.objects.values_list("answer", flat=True)), id="flat"),
    pytest.param(lambda: list(Faq.objects.values("id", "answer")), id="values"),
    pytest.param(
        lambda: list(Faq.objects.values_list("answer", named=True)), id="named"
    ),
    pytest.param(lambda: list(Faq.objects.values()), id="everything"),
    pytest.param(lambda: [row.answer for row in Faq.objects.only("pk")], id="deferred"),
]


@pytest.mark.parametrize("read", BY_COLUMNS)
def test_a_text_read_by_its_column_is_borrowed_as_one_read_by_attribute(read):
    faq(question_en="Why", answer_en="")
    Faq.objects.update(article="")
    found, state = noted(read)
    assert (bool(found), state.is_borrowed) == (True, True)


@pytest.mark.parametrize("read", BY_COLUMNS)
def test_a_text_read_by_its_column_is_as_unread_and_outdated_as_it_is(read):
    row = faq(
        question_en="Why", short_answer_en="Yes.", answer_ja="行く", answer_en="Go."
    )
    _, state = noted(read)
    assert state == PageState()
    row.answer_ja = "行きません"
    row.save()
    Translation.objects.filter(field="answer").update(is_machine_made=True)
    _, state = noted(read)
    assert state == PageState(is_outdated=True, is_unread=True)


@pytest.mark.parametrize(
    ("fields", "is_unread"),
    [
        pytest.param(("pk", "answer"), False, id="with its key"),
        # Which row it was is not known: it may be one that nobody has read.
        pytest.param(("answer",), True, id="without"),
    ],
)
def test_of_a_text_with_its_key_only_that_row_counts(fields, is_unread):
    row, other = faq(answer_en="Go."), faq(answer_en="Stay.")
    Translation.objects.filter(object_id=other.pk).update(is_machine_made=True)
    one = Faq.objects.filter(pk=row.pk)
    _, state = noted(lambda: list(one.values_list(*fields)))
    assert state == PageState(is_unread=is_unread)


@pytest.mark.parametrize("language", [EASY, ENGLISH], ids=["easy", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_search_form_says_what_the_names_in_it_lack(situation, language):
    place = rows.full_place()
    kind, words = place.kind, note(f"/{language.prefix}/offices/search/")
    assert words == sentences(language, is_borrowed=True)
    columns = [f"name_{code}" for code in ("ja", "ja_simple", "en")]
    services = [one.type.service for one in place.services.all() if one.type.service]
    for row in (kind, *services):
        for column in columns:
            setattr(row, column, f"{column} {row.pk}")
        row.save()
    assert note(f"/{language.prefix}/offices/search/") == []
    if situation == "is_borrowed":
        kind.name_en = kind.name_ja_simple = ""
        kind.save()
    elif situation == "is_outdated":
        kind.name_ja = "ちがう"
        kind.save()
    else:
        Translation.objects.filter(object_id=kind.pk, field="name").update(
            is_machine_made=True
        )
    assert note(f"/{language.prefix}/offices/search/") == sentences(
        language, **{situation: True}
    )


def test_every_text_for_readers_is_noted_where_it_is_read():
    plain = {
        (model.__name__, name)
        for model, names in translated_models().items()
        for name in names
        if not isinstance(getattr(model, name), NotingDescriptor)
    }
    assert plain == set()
    assert len(translated_models()) > 20


def test_the_texts_of_a_model_stand_in_the_order_of_its_fields():
    assert translated_models()[Page] == [
        "title", "nav_label", "nav_short", "summary", "lead", "body"
    ]  # fmt: skip


# --- what must be there before readers see it -----------------------------------------


def test_a_city_says_which_languages_it_requires(settings):
    row = faq(answer_en="Go.")
    found = {}
    for required in ([], ["ja-simple"], ["ja-simple", "en"]):
        settings.REQUIRE_TRANSLATIONS = required
        found[len(required)] = {
            (name, language.code) for name, language in required_but_missing(row)
        }
    assert found == {
        0: set(),
        1: {
            ("question", "ja-simple"),
            ("short_answer", "ja-simple"),
            ("answer", "ja-simple"),
        },
        2: {
            ("question", "ja-simple"),
            ("short_answer", "ja-simple"),
            ("answer", "ja-simple"),
            ("question", "en"),
            ("short_answer", "en"),
        },
    }


@pytest.mark.parametrize(
    ("make", "is_asked"),
    [
        pytest.param(lambda: rows.service(), True, id="what readers see"),
        pytest.param(
            lambda: rows.service(is_published=False), False, id="what nobody sees"
        ),
        pytest.param(lambda: rows.place(note="注意"), False, id="what was imported"),
        pytest.param(
            lambda: rows.office(rows.office_kind()), False, id="the name of an office"
        ),
        pytest.param(
            lambda: GoldenCase(title="例", day=TODAY), False, id="what staff read"
        ),
    ],
)
def test_only_what_readers_see_needs_a_twin(make, is_asked, settings):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple"]
    assert bool(required_but_missing(make())) is is_asked


def test_the_shipped_content_has_every_text_that_is_required(content, settings):
    settings.REQUIRE_TRANSLATIONS = ["ja-simple", "en"]
    lacking = [
        (model.__name__, row.pk, name, language.code)
        for model in translated_models()
        for row in model._default_manager.all()
        for name, language in required_but_missing(row)
    ]
    assert lacking == []
