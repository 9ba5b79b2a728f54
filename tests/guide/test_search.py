"""The search of the site: what is typed, what is found, what is said of nothing."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guide.models import Rewording
from guide.search import look_for, near_words, search
from guide.search.index import site_index
from tests import rows
from tests.readers import html_of
from texts.languages import languages, speaking
from texts.models import Reading

EASY, ENGLISH = languages()[1:]
NOW = timezone.localtime()
TODAY = NOW.date()
HIT = 'class="hits__item"'


def page_of(words: str, **more: str) -> str:
    return html_of(Client().get(reverse("guide:search"), {"q": words, **more}))


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_what_is_found_stands_in_the_language_that_is_read(language):
    with speaking(language):
        found = search("就労選択支援")[0]
    prefix = f"/{language.prefix}" if language.prefix else ""
    assert found.address == f"{prefix}/services/sentaku/"
    assert ("Choice" in found.title) is (language is ENGLISH)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(["働く", "はたらく", "ハタラク"], id="kanji and kana"),
        pytest.param(["発達障害", "発達障がい", "発達障碍"], id="three ways of harm"),
        pytest.param(["障害支援区分", "障害支援區分"], id="an old kanji"),
        pytest.param(["引っ越し", "引越し", "引越"], id="kana that are left out"),
        pytest.param(["６ヶ月", "六か月", "6カ月", "6か月"], id="months"),
        pytest.param(["9,300円", "９３００円", "九千三百円", "9300えん"], id="yen"),
        pytest.param(["37200円", "3万7,200円", "三万七千二百円"], id="ten thousands"),
        pytest.param(["65歳", "65才", "６５さい", "六十五歳"], id="years of age"),
        pytest.param(
            ["ハローワーク", "ﾊﾛｰﾜｰｸ", "はろーわーく"], id="width, long marks"
        ),
        pytest.param(["昼食", "昼ご飯", "昼ごはん", "ランチ"], id="words for lunch"),
        pytest.param(["B型", "ｂ型", "Ｂ型"], id="a wide letter"),
    ],
)
def test_every_way_of_writing_finds_the_same_pages_first(ways):
    found = [[one.address for one in search(way)[:3]] for way in ways]
    assert found == [found[0]] * len(ways)
    assert found[0] != []


@pytest.mark.django_db
def test_what_is_named_so_comes_before_what_mentions_it():
    wages = rows.term().related.get()
    wages.meaning = "工賃とはちがいます。"
    wages.save()
    assert [one.title for one in search("工賃")] == ["工賃", "賃金"]


@pytest.mark.usefixtures("content")
def test_a_page_is_found_once_with_the_sentence_that_says_it_marked():
    addresses = [one.address for one in search("高次脳機能")]
    assert len(addresses) == len(set(addresses))
    html = page_of("高次脳機能")
    assert "<mark>高次脳機能</mark>" in html


@pytest.mark.usefixtures("content")
def test_kana_mark_the_kanji_that_are_read_so():
    marked = [
        part.text
        for one in search("こうちん")
        for part in one.sentence
        if part.is_marked
    ]
    assert set(marked) == {"工賃"}


@pytest.mark.usefixtures("content")
def test_a_sentence_of_a_long_page_leads_to_its_place():
    steps = next(one for one in search("聞き取り調査") if one.address == "/steps/")
    assert steps.part_address == "/steps/#kikitori"


@pytest.mark.usefixtures("content")
def test_a_slip_is_forgiven_and_said_with_a_way_to_what_was_typed():
    html = page_of("じゅきゅしゃしょう")
    assert "「受給者証」でさがしました。" in html
    assert "exact=1" in html
    assert 'href="/glossary/word/jukyushasho/"' in html
    as_typed = page_of("じゅきゅしゃしょう", exact="1")
    assert "でさがしました" not in as_typed
    assert "「じゅきゅしゃしょう」は0件です" in as_typed


@pytest.mark.usefixtures("content")
def test_a_word_of_three_kana_is_not_taken_for_another():
    assert search("べんて") == []


@pytest.mark.usefixtures("content")
def test_a_reworded_word_says_what_else_was_looked_for():
    assert "「弁当」は、「昼ごはん」でもさがしました。" in page_of("弁当")


@pytest.mark.usefixtures("content")
def test_every_rewording_leads_to_pages_of_the_site():
    known = site_index(on=TODAY).addresses
    lost = {
        f"{row}: {address}"
        for row in Rewording.objects.all()
        for address in row.addresses
        if address not in known
    }
    assert lost == set()


@pytest.mark.usefixtures("content")
def test_no_word_is_reworded_twice():
    words = [word for row in Rewording.objects.all() for word in row.words]
    assert sorted(words) == sorted(set(words))
    assert Rewording.objects.count() >= 150


@pytest.mark.django_db
def test_a_rewording_that_staff_add_is_found_at_once():
    term = rows.term()
    assert search("ミシンふみ") == []
    Rewording.objects.create(word="ミシンふみ", pages=term.get_absolute_url())
    assert [one.title for one in search("ミシンふみ")] == ["工賃"]


@pytest.mark.usefixtures("content")
def test_nothing_found_leads_on_by_words_doors_and_a_phone():
    html = page_of("じゅけんひょうかいじ")
    assert "「じゅけんひょうかいじ」は0件です" in html
    assert html.count('class="door s-plain"') == 6
    assert "083-922-4111" in html
    assert html.count('class="chosen__link"') == len(
        near_words("じゅけんひょうかいじ", on=TODAY)
    )


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("words", ["", "   ", "　"])
def test_no_words_show_the_doors_and_the_main_pages(words):
    html = page_of(words)
    assert html.count(HIT) == 0
    assert html.count('class="door s-plain"') == 6
    assert 'href="/faq/"' in html


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "words",
    ["<script>", "a" * 500, "%", "\x00", "🙂", "・", "の", "何ですか", "0" * 80],
)
def test_no_words_break_the_page(words):
    page = Client().get(reverse("guide:search"), {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


@pytest.mark.usefixtures("content")
def test_the_number_in_the_heading_is_that_of_the_list():
    html = page_of("支援")
    number = int(re.search(r"は(\d+)件です", html)[1])
    assert html.count(HIT) == number


@pytest.mark.usefixtures("content")
def test_offices_stand_after_pages_and_lead_on_to_the_directory():
    html = page_of("ハローワーク")
    pages, places = html.index('class="hits"'), html.index('id="places"')
    assert pages < places
    assert 'href="/offices/search/?q=%E3%83%8F' in html


@pytest.mark.usefixtures("content")
def test_a_question_leads_to_the_directory_without_its_words():
    assert 'href="/offices/search/"' in page_of("手帳がないけど使えますか")


@pytest.mark.usefixtures("content")
def test_what_only_offices_are_called_brings_them_first():
    html = page_of("ハローワーク山口")
    assert html.index('id="places"') < html.index('class="hits"')


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("words", "all_have"),
    [
        pytest.param("小郡", "小郡", id="a part of the city"),
        pytest.param("小郡のB型", "小郡", id="with a service"),
        pytest.param("防府市 就労移行", "防府市", id="another city"),
    ],
)
def test_a_place_brings_its_offices(words, all_have):
    places = look_for(words, now=NOW).offices.shown
    assert places != ()
    told = [f"{one.municipality.full_name}{one.address}" for one in places]
    assert [all_have in one for one in told] == [True] * len(places)


@pytest.mark.usefixtures("content")
def test_a_place_is_found_by_what_lies_around_it():
    offices = look_for("湯田温泉", now=NOW).offices
    assert len(offices.shown) == 3
    assert offices.has_more is True


@pytest.mark.usefixtures("content")
def test_a_place_without_offices_leads_to_the_directory():
    found = look_for("どこにもない温泉", now=NOW)
    assert found.offices.shown == ()
    assert found.pages[0].address.startswith("/offices/search/?q=")


@pytest.mark.usefixtures("content")
def test_a_service_alone_brings_no_offices_before_others():
    assert look_for("就労移行支援", now=NOW).offices.shown == ()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_search_asks_the_database_as_often_for_one_row_as_for_three(
    number, django_assert_num_queries
):
    for _ in range(number):
        rows.term()
    address = reverse("guide:search")
    Client().get(address, {"q": "工賃"})
    with django_assert_num_queries(1):
        Client().get(address, {"q": "工賃"})


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("query", "place"),
    [
        pytest.param("徳地", "徳地", id="a district without an office"),
        pytest.param("徳地の作業所", "徳地", id="with what one looks for"),
        pytest.param("とくじ", "徳地", id="in the other kana of its sound"),
        pytest.param("みやののさぎょうしょ", "宮野", id="within a word of kana"),
        pytest.param("平川", "平川", id="a district that no town is called by"),
        pytest.param("防府市", "防府市", id="a municipality"),
        pytest.param("湯田温泉の電話番号", "湯田温泉", id="with what is asked of it"),
    ],
)
def test_a_place_leads_to_the_offices_near_it_first(query, place):
    found = look_for(query, now=NOW)
    assert found.offices.place.name.removesuffix("駅").startswith(place)
    assert len(found.offices.shown) == 3
    assert found.pages[0].address == f"/offices/search/?{found.offices.query}"


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param(
            "就労軽族支援", "就労継続支援", id="other kanji of the same sound"
        ),
        pytest.param("しえんがっこ", "しえんがっこう", id="the last kana left out"),
    ],
)
def test_a_wrong_conversion_is_forgiven_and_said(typed, meant):
    slips = look_for(typed, now=NOW).slips
    assert [(one.typed, one.meant) for one in slips] == [(typed, meant)]


@pytest.mark.django_db
def test_a_phrase_is_found_in_another_form_and_order():
    page = rows.term().get_absolute_url()
    Rewording.objects.create(word="親が死んだ", pages=page)
    for surface, reading in [("親", "おや"), ("死ぬ", "しぬ")]:
        Reading.objects.create(surface=surface, reading=reading)
    found = [one.address for one in search("死んだら、親が")]
    assert found == [page]


@pytest.mark.usefixtures("content")
def test_a_query_like_a_sentence_that_staff_entered_leads_where_it_does():
    page = "/glossary/word/kintowari/"
    said = "魚の世話をする仕事がしたい\n魚を飼う仕事"
    Rewording.objects.create(word="魚", pages=page, sentences=said)
    assert search("魚の世話をするしごとがいいな")[0].address == page


def test_sentences_without_a_page_are_refused():
    row = Rewording(word="魚", means="余暇", sentences="魚の世話をする仕事がしたい")
    with pytest.raises(ValidationError, match="文があるときは、ページも"):
        row.clean()


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("弁頭", "弁当", id="a kanji of the same sound"),
        pytest.param("透石", "透析", id="a kanji that the site has not"),
        pytest.param("リワーケ支援", "リワーク", id="four letters, one a long mark"),
        pytest.param("しょうがしゃてちょう", "障害者手帳", id="a word like several"),
        pytest.param("しょとくわい", "所得割", id="the slip that comes later"),
    ],
)
def test_of_words_that_may_be_meant_the_likeliest_is(typed, meant):
    [slip] = look_for(typed, now=NOW).slips
    assert slip.meant == meant


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("query", ["Hofu", "Hōfu", "workshop in Hofu"])
def test_a_town_in_latin_letters_brings_its_offices(query):
    assert look_for(query, now=NOW).offices.place.name == "防府市"
