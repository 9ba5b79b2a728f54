"""What the shipped answers say, where from, how certain it is and whom to ask."""

import re

import pytest

from facts.models import Statistic
from facts.provenance import Certainty
from guide.models import Faq, FaqGroup

pytestmark = pytest.mark.usefixtures("content")
LANGUAGES = ("ja", "ja_simple", "en")
GUIDE, OFFICIAL = Certainty.GUIDE, Certainty.OFFICIAL
# Whom to ask, as each language calls them.
CITY = ("市", "市", "city")
PROVIDER = ("事業所", "事業所", "provider")
PENSION = ("年金事務所", "年金事務所", "pension office")
JOBS = ("ハローワーク", "ハローワーク", "Hello Work")
WELFARE = ("福祉事務所", "福祉事務所", "welfare office")
TAX = ("税務署", "税務署", "tax office")
PREFECTURE = ("県", "県", "prefecture")
# What readers ask most, one line for each row of the research on it.
ASKED = [
    ("b-arubaito", "x5", GUIDE, [CITY, PROVIDER]),
    ("shitsugyo", "l-koyo-hoken", GUIDE, [JOBS]),
    ("hataraku-nenkin", "n1", GUIDE, [PENSION]),
    ("seikatsu-hogo", "n2", OFFICIAL, [WELFARE]),
    ("a-hoken", "l-rouki", GUIDE, [PROVIDER]),
    ("b-hoken", "s0", GUIDE, [PROVIDER]),
    ("kotsuhi", "l-soku", GUIDE, [CITY, PROVIDER]),
    ("shi-no-soto", "l-ho", OFFICIAL, [("市町村", "市町村", "municipality")]),
    ("jigyosho-kaeru", "l-kijun", GUIDE, [CITY]),
    ("ikou-2", "x22", GUIDE, [CITY]),
    ("yasundara", "x23", GUIDE, [PROVIDER]),
    ("day-care", "x24", GUIDE, [CITY]),
    ("kochin-zei", "x21", GUIDE, [TAX]),
    ("kujo", "p1", OFFICIAL, [PROVIDER, PREFECTURE, CITY]),
    ("shinseisho", "s2", GUIDE, [CITY]),
    ("dairi", "l-ho", OFFICIAL, [CITY]),
    ("my-number", "l-ho", OFFICIAL, [CITY]),
    ("nakushita", "l-ho", OFFICIAL, [CITY]),
    ("kuruma", "s0", GUIDE, [PROVIDER]),
    ("kotowarareta", "s0", GUIDE, [PROVIDER, CITY]),
    ("hikkoshi", "l-ho", OFFICIAL, [("市町村", "市町村", "municipality")]),
    ("nattoku", "l-ho", GUIDE, [CITY]),
    ("zaitaku", "c35", OFFICIAL, [PROVIDER]),
    ("kengaku-miru", "s2", GUIDE, [PROVIDER]),
    ("sukoshizutsu", "s0", GUIDE, [PROVIDER]),
]


def said(row: Faq, language: str) -> str:
    """The whole answer in one language."""
    short, rest = (getattr(row, f"{n}_{language}") for n in ("short_answer", "answer"))
    return f"{short}\n{rest}"


@pytest.mark.parametrize(
    ("code", "source", "certainty", "bodies"), ASKED, ids=[row[0] for row in ASKED]
)
def test_an_answer_has_its_source_its_certainty_and_whom_to_ask(
    code, source, certainty, bodies
):
    row = Faq.objects.get(code=code)
    assert (row.source.code, row.certainty) == (source, certainty)
    named = [
        [body[place] in said(row, language) for body in bodies]
        for place, language in enumerate(LANGUAGES)
    ]
    assert named == [[True] * len(bodies)] * 3


# What must stand in the answer for it to be true, in Japanese and in easy Japanese.
TRUE = [
    ("b-arubaito", "週10時間未満"),
    ("b-arubaito", "認めることがあります"),
    ("shitsugyo", "決めるのはハローワーク"),
    ("shitsugyo", "もらえる日数が長いことがあります"),
    ("hataraku-nenkin", "はたらいただけでは、止まりません"),
    ("hataraku-nenkin", "[[stat:pension-half]]"),
    ("hataraku-nenkin", "[[stat:pension-all]]"),
    ("hataraku-nenkin", "更新の診断書"),
    ("seikatsu-hogo", "届け出ます"),
    ("a-hoken", "労働の法律が当てはまります"),
    ("b-hoken", "雇用契約を結ばない"),
    ("b-hoken", "最低賃金の決まりもありません"),
    ("kotsuhi", "法律に、交通費の決まりはありません"),
    ("shi-no-soto", "住んでいる市町村"),
    ("jigyosho-kaeru", "受給者証を直"),
    ("ikou-2", "一生に1回"),
    ("yasundara", "休む日数の決まりはありません"),
    ("day-care", "別の制度"),
    ("kochin-zei", "雑所得"),
    ("kochin-zei", "扶養"),
    ("kujo", "運営適正化委員会"),
    ("shinseisho", "市の窓口"),
    ("nattoku", "審査請求"),
    ("nattoku", "[[stat:shinsa-kigen]]"),
    ("zaitaku", "1日2回の連絡"),
    ("kengaku-miru", "休"),
    ("kengaku-miru", "個室"),
]


@pytest.mark.parametrize(("code", "words"), TRUE)
def test_an_answer_says_what_is_true(code, words):
    row = Faq.objects.get(code=code)
    assert [words in said(row, language) for language in LANGUAGES[:2]] == [True] * 2


_UNKNOWN = r"わかりません|わからない|do not know"
_ASK = r"聞いてください|相談してください|\b[Aa]sk\b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_said_once_and_with_whom_to_ask(language):
    texts = {row.code: said(row, language) for row in Faq.objects.all()}
    unknown = {code: text for code, text in texts.items() if re.search(_UNKNOWN, text)}
    assert {c for c, text in unknown.items() if not re.search(_ASK, text)} == set()
    assert {c for c, t in unknown.items() if len(re.findall(_UNKNOWN, t)) > 1} == set()
    assert len(unknown) >= 4


@pytest.mark.parametrize(
    ("language", "end"), [("ja", "。"), ("ja_simple", "。"), ("en", ".")]
)
def test_an_answer_begins_with_one_sentence_and_ends_with_where_to_read_on(
    language, end
):
    faults = []
    for row in Faq.objects.all():
        short, rest = said(row, language).split("\n", 1)
        *_, link = rest.split("\n\n")
        if len(re.findall(re.escape(end) + r"(?:\s|$)|。", short)) != 1:
            faults.append((row.code, short))
        if not re.fullmatch(r"\[[^\]]+\]\(/[^)]*\)", link):
            faults.append((row.code, link))
    assert faults == []


def test_a_heading_has_at_most_six_questions_and_a_place_of_its_own():
    sizes = {group.code: group.faqs.count() for group in FaqGroup.objects.all()}
    assert {code for code, size in sizes.items() if not 1 <= size <= 6} == set()
    orders = [group.order for group in FaqGroup.objects.all()]
    assert len(set(orders)) == len(orders)
    for group in FaqGroup.objects.all():
        places = list(group.faqs.values_list("order", flat=True))
        assert len(set(places)) == len(places), group.code


def test_the_time_limit_of_a_request_for_review_is_that_of_its_own_act():
    limit = Statistic.objects.get(code="shinsa-kigen")
    said = (limit.as_quote(), limit.source.code, limit.article, limit.certainty)
    assert said == (
        "3か月（決定を知った日の翌日から）", "l-fufuku", "第18条第1項", GUIDE
    )  # fmt: skip
