"""Readings on the site's pages: for whom, how to turn them on, and that none lacks."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guide.models import GlossaryTerm
from offices.models import Office, OfficeService
from tests import rows
from tests.browser.site import some_offices
from texts.domain.kana import has_kanji, hiragana
from texts.line_breaks import phrase_starts
from texts.models import Reading
from texts.readings import readings

ROOT = Path(__file__).parent.parent.parent
ON = 'ふりがな<span class="wide-words">を つける</span>'
OFF = 'ふりがな<span class="wide-words">を はずす</span>'
RT = "<rt aria-hidden=true>"


def reader(furigana: str = "") -> Client:
    client = Client()
    if furigana:
        client.cookies["furigana"] = furigana
    return client


def page(address: str, furigana: str = "") -> str:
    return reader(furigana).get(address).content.decode()


def step(title: str) -> None:
    """A step of the way to a service with this title."""
    row = rows.step()
    row.title_ja = title
    row.save()


def of_word(surface: str) -> str:
    """How the site reads `surface`, its own kana included."""
    parts = [part for word in readings().words(surface) for part in word]
    return "".join(reading or hiragana(base) for base, reading in parts)


# --- for whom ------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "cookie", "is_on"),
    [
        pytest.param("/steps/", "", False, id="off in Japanese"),
        pytest.param("/steps/", "1", True, id="on when asked for"),
        pytest.param("/steps/", "nonsense", False, id="a strange cookie"),
        pytest.param("/easy/steps/", "", True, id="on in easy Japanese"),
        pytest.param("/easy/steps/", "0", False, id="off when asked for"),
        pytest.param("/en/steps/", "1", False, id="never in English"),
    ],
)
def test_readings_are_shown_to_those_who_want_them(address, cookie, is_on):
    rows.reading("市役所", "しやくしょ")
    step("市役所に行く")
    html = page(address, cookie)
    assert (RT in html) is is_on
    assert ('<html class="furigana' in html) is is_on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "varies"), [("/", True), ("/easy/", True), ("/en/", False)]
)
def test_a_page_varies_by_the_cookie_only_where_it_does(address, varies):
    vary = Client().get(address).headers.get("Vary", "")
    assert ("Cookie" in vary) is varies


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/easy/", "/en/", "/no-such-page/"])
def test_the_length_of_a_finished_page_is_told_truly(address):
    rows.reading("本文", "ほんぶん")
    response = reader("1").get(address)
    assert response.headers["Content-Length"] == str(len(response.content))


@pytest.mark.django_db
def test_the_admin_is_left_alone():
    rows.reading("管理", "かんり")
    assert RT not in page("/admin/login/", "1")


@pytest.mark.django_db
def test_a_marked_word_is_plain_where_nothing_is_read():
    step("{方|かた}")
    html = page("/steps/")
    assert "{方" not in html
    assert "方" in html


@pytest.mark.django_db
def test_readings_cost_no_query_while_nothing_changes():
    rows.reading("本文", "ほんぶん")
    page("/steps/", "1")
    with CaptureQueriesContext(connection) as off:
        page("/steps/")
    with CaptureQueriesContext(connection) as on:
        page("/steps/", "1")
    assert len(on) == len(off) == 1


@pytest.mark.django_db
def test_a_corrected_reading_is_shown_at_once():
    row = rows.reading("本文", "ほんもん")
    assert f"{RT}ほんもん" in page("/", "1")
    row.reading = "ほんぶん"
    row.save()
    assert f"{RT}ほんぶん" in page("/", "1")


@pytest.mark.django_db
def test_the_words_of_the_field_come_first_and_what_people_checked_next():
    rows.reading("工賃", "こうちんん")
    rows.reading("見学", "けんがく", is_checked=True)
    term = rows.term()
    term.name_ja, term.reading = "工賃", "こうちん"
    term.save()
    assert (of_word("工賃"), of_word("見学")) == ("こうちん", "けんがく")


# --- the switch ----------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "text", "to"),
    [("/faq/?a=1", ON, "1"), ("/easy/faq/", OFF, "0")],
)
def test_the_switch_says_what_it_does_and_comes_back(address, text, to):
    client = Client()
    html = client.get(address).content.decode()
    (link,) = re.findall(rf'href="([^"]*)"[^>]*><span>{text}<', html)
    response = client.get(link.replace("&amp;", "&"))
    assert (response.status_code, response.headers["Location"]) == (302, address)
    cookie = response.cookies["furigana"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (to, "/", "Lax")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert (ON if to == "0" else OFF) in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_switch_keeps_another_day():
    html = page("/fees/?on=2027-04-01")
    (link,) = re.findall(rf'href="([^"]*)"[^>]*><span>{ON}<', html)
    response = Client().get(link.replace("&amp;", "&"))
    assert response.headers["Location"] == "/fees/?on=2027-04-01"


@pytest.mark.django_db
def test_there_is_no_switch_in_english():
    assert "furigana" not in page("/en/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)",
     "///example.com", "\t//example.com", "faq/", ""],
)  # fmt: skip
def test_the_switch_leads_nowhere_else(elsewhere):
    response = Client().get("/furigana/", {"to": "1", "next": elsewhere})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.django_db
def test_a_switch_to_nonsense_sets_nothing():
    response = Client().get("/furigana/", {"to": "on", "next": "/faq/"})
    assert (response.headers["Location"], dict(response.cookies)) == ("/faq/", {})


# --- rows ----------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("surface", "reading", "is_good"),
    [
        ("通う", "かよう", True),
        ("A型", "エーがた", True),
        ("かよう", "かよう", False),
        ("通う", "通う", False),
        ("通う", "kayou", False),
    ],
)
def test_a_reading_is_kana_over_kanji(surface, reading, is_good):
    row = Reading(surface=surface, reading=reading)
    if is_good:
        row.full_clean()
    else:
        with pytest.raises(ValidationError):
            row.full_clean()


# --- proposals -----------------------------------------------------------------
@pytest.mark.django_db
def test_words_without_a_reading_are_proposed():
    rows.reading("市", "し")
    step("市役所で働いた方")
    out = StringIO()
    call_command("suggest_readings", stdout=out)
    proposed = [row["fields"] for row in yaml.safe_load(out.getvalue())]
    found = {fields["surface"]: fields for fields in proposed}
    assert (found["役所"]["reading"], found["働く"]["reading"]) == (
        "やくしょ",
        "はたらく",
    )
    assert found["方"]["is_ambiguous"]
    assert "市" not in found


@pytest.mark.django_db
def test_saved_proposals_are_not_checked_and_need_no_second_time():
    step("役所")
    call_command("suggest_readings", "--save", stdout=StringIO())
    assert not Reading.objects.get(surface="役所").is_checked
    out = StringIO()
    call_command("suggest_readings", "--save", stdout=out)
    assert out.getvalue() == "0 個の言葉の読み方を入れました。\n"


def test_without_the_dictionary_of_words_the_command_says_what_to_do():
    program = (
        "import sys; sys.modules['fugashi'] = None;"
        "sys.argv[1:] = ['suggest_readings'];"
        "exec(open('manage.py').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "fugashi と unidic-lite がない" in done.stderr


# --- phrases -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市の窓口に聞いてください。", "市の_窓口に_聞いてください。"),
        ("障がい者のための", "障がい者の_ための"),
        ("A型で 仕事をする", "A型で 仕事をする"),
        ("", ""),
    ],
)
def test_phrases_begin_where_a_reader_would_pause(text, expected):
    starts = phrase_starts(text)
    found = "".join(f"_{x}" if n in starts else x for n, x in enumerate(text))
    assert found == expected


# --- the shipped content -------------------------------------------------------
class Bare(HTMLParser):
    """The Japanese texts of a page in which a kanji has no reading."""

    _EXEMPT = {"ruby", "title", "option", "script", "style", "textarea", "code", "svg"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._in: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in self._EXEMPT:
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if not self._in and has_kanji(data):
            self.texts.append(data.strip())


def listed(prefix: str) -> list[str]:
    body = Client().get("/sitemap.xml").content.decode()
    paths = re.findall(r"<loc>https?://[^/]+(.*?)</loc>", body)
    own = [path for path in paths if not path.startswith(("/easy/", "/en/"))]
    besides = ["/offices/search/?area=35203", "/compare/?s=ikou&s=a-gata", "/check/"]
    return [prefix + path for path in [*some_offices(own), *besides, "/no-such-page/"]]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("prefix", ["", "/easy"])
def test_no_kanji_on_any_page_is_without_its_reading(prefix):
    bare = {
        path: texts for path in listed(prefix) if (texts := Bare(page(path, "1")).texts)
    }
    assert bare == {}


def unread(texts: list[str]) -> list[str]:
    """Those of the `texts` in which the dictionary cannot read a kanji."""
    known = readings()
    return [
        text
        for text in texts
        if any(
            has_kanji(base) and not reading
            for word in known.words(text)
            for base, reading in word
        )
    ]


@pytest.mark.usefixtures("content")
def test_every_office_can_be_read_with_its_address_and_its_hours():
    offices = Office.objects.listed().select_related("municipality")
    assert unread([office.name for office in offices]) == []
    assert unread([office.full_address for office in offices]) == []
    services = OfficeService.objects.values_list("closed_days", "hours_note")
    assert unread([text for texts in services for text in texts]) == []


@pytest.mark.usefixtures("content")
def test_every_official_term_is_read_as_the_glossary_says():
    terms = GlossaryTerm.objects.values_list("name_ja", "reading")
    heads = {name.partition("（")[0]: _letters(reading) for name, reading in terms}
    assert {head: _letters(of_word(head)) for head in heads} == heads


def _letters(reading: str) -> str:
    """A reading without marks, and with the letters and figures of a name as said."""
    for written, said in {"1": "いち", "2": "に", "a": "えー", "b": "びー"}.items():
        reading = reading.lower().replace(written, said)
    return re.sub(r"[・()（）\s]", "", reading)


@pytest.mark.usefixtures("content")
def test_the_shipped_readings_are_well_formed_and_claim_no_reader():
    for row in Reading.objects.all():
        row.clean_fields()
    assert not Reading.objects.filter(is_checked=True).exists()


_LEAVES = '<meta http-equiv=refresh content="0;url=https://evil.example/">'


@pytest.mark.django_db
def test_a_reading_is_text_whatever_stands_in_it(client):
    """Whoever may write a reading may write no markup into the site's pages."""
    Reading.objects.create(surface="手順", reading="てじゅん" + _LEAVES)
    rows.place(name="山口工房", reading="やまぐち" + _LEAVES)
    for address in ("/steps/", "/offices/search/?q=山口"):
        client.cookies["furigana"] = "1"
        html = client.get(address).content.decode()
        assert "<meta http-equiv=refresh" not in html


# Names of the shipped lists, each with what stands over which of its letters.
NAMES_READ = """\
IML就労[しゅうろう]支援[しえん]センターラポール
なごみの里[さと]相談[そうだん]支援[しえん]センター
まんてんの星[ほし]相談[そうだん]室[しつ]
ポップカルチャースタジオ未来図[みらいず] 山口[やまぐち]
周南[しゅうなん]あけぼの園[えん]
多[た]機能[きのう]型[かた]事業所[じぎょうしょ]ひらきの家[いえ]
夢香[ゆめこう]房[ぼう]すさ
就労継続支援B型[しゅうろうけいぞくしえんびーがた]楽楽[たのたの]
就労[しゅうろう]継続[けいぞく]支援[しえん]施設[しせつ]第二[だいに]よろこび
山口市[やまぐちし]福祉事務所[ふくしじむしょ] 地域[ちいき]福祉課[ふくしか]
希望[きぼう]の里[さと]
支援[しえん]の輪[わ]
生活[せいかつ]支援[しえん]センターふなき
相談[そうだん]支援[しえん]事業所[じぎょうしょ] いぶき
社会[しゃかい]就労[しゅうろう]センター セルプ新南陽[しんなんよう]
福祉[ふくし]作業所[さぎょうしょ]法光苑[ほうこうえん]
自律[じりつ]支援[しえん]型[がた]就労[しゅうろう]マーレ
長門[ながと]福祉[ふくし]作業[さぎょう]センター
障[しょう]がい者[しゃ](児[じ])デイサービスセンターひろ君[くん]の家[いえ]
障害[しょうがい]福祉[ふくし]サービス事業所[じぎょうしょ]「サムラ」
障害者[しょうがいしゃ]地域[ちいき]生活[せいかつ]支援[しえん]センターしらかば
鳴滝[なるたき]園[えん]エールセンター
サービス山口[やまぐち]合同会社[ごうどうかいしゃ]
合同会社[ごうどうがいしゃ]理創舎[りそうしゃ]
有限会社[ゆうげんかいしゃ]小川[おがわ]
株式会社[かぶしきがいしゃ]千手[せんじゅ]
特定非営利活動法人[とくていひえいりかつどうほうじん] 優喜会[ゆうきかい]
特定非営利活動法人[とくていひえいりかつどうほうじん]周南[しゅうなん]のぞみ会[かい]
社会福祉法人[しゃかいふくしほうじん] 福祥会[ふくしょうかい]
社会福祉法人[しゃかいふくしほうじん]ひらきの里[さと]
社会福祉法人[しゃかいふくしほうじん]光葉会[こうようかい]
社会福祉法人[しゃかいふくしほうじん]城南[じょうなん]学園[がくえん]
社会福祉法人[しゃかいふくしほうじん]山陽小野田市[さんようおのだし]社会福祉協議会[しゃかいふくしきょうぎかい]
社会福祉法人[しゃかいふくしほうじん]暁会[あかつきかい]
社会福祉法人[しゃかいふくしほうじん]美祢市[みねし]社会福祉協議会[しゃかいふくしきょうぎかい]
社会福祉法人[しゃかいふくしほうじん]阿武町[あぶちょう]社会福祉協議会[しゃかいふくしきょうぎかい]
札幌市[さっぽろし]中央区[ちゅうおうく]
網走[あばしり]郡[ぐん]津別町[つべつちょう]
岩手[いわて]郡[ぐん]岩手町[いわてまち]
河沼[かわぬま]郡[ぐん]湯川村[ゆがわむら]
比企[ひき]郡[ぐん]川島町[かわじままち]
能美[のみ]郡[ぐん]川北町[かわきたまち]
美濃[みの]加茂市[かもし]
京[きょう]田辺市[たなべし]
日高[ひだか]郡[ぐん]美浜町[みはまちょう]
板野[いたの]郡[ぐん]松茂町[まつしげちょう]
西松浦[にしまつうら]郡[ぐん]有田町[ありたちょう]
大[おお]島[しま]郡[ぐん]瀬戸内町[せとうちちょう]
関門[かんもん]福祉[ふくし]工房[こうぼう] 太陽[たいよう]の家[いえ]
足寄[あしょろ]郡[ぐん]足寄町[あしょろちょう]
煌[きらめき]-KIRAMEKI-
ファイン就労[しゅうろう]ルーム
緑風会[りょくふうかい]障害者[しょうがいしゃ]生活[せいかつ]支援[しえん]センター
神原苑[かみはらえん]在宅[ざいたく]介護[かいご]支援[しえん]センター
宇部市[うべし]ときわ公園[こうえん]障害[しょうがい]福祉[ふくし]サービス事業所[じぎょうしょ]
ウェルビー株式会社[かぶしきかいしゃ]
株式[かぶしき]会社[がいしゃ]つむぎ
社会福祉法人[しゃかいふくしほうじん]恩賜財団済生会支部[おんしざいだんさいせいかいしぶ]山口県[やまぐちけん]済生会[さいせいかい]
山口市[やまぐちし]障[しょう]がい者[しゃ]基幹[きかん]相談[そうだん]支援[しえん]センター
有限会社[ゆうげんがいしゃ]てご屋[や]自立[じりつ]支援[しえん]センター
白鳩[しろはと]学園[がくえん]育成[いくせい]館[かん]
"""


@pytest.mark.usefixtures("content")
def test_names_are_read_over_the_letters_that_are_said_so():
    def shown(name: str) -> str:
        words = readings().words(name)
        parts = [part for word in words for part in word]
        return "".join(base + (f"[{read}]" if read else "") for base, read in parts)

    expected = NAMES_READ.splitlines()
    assert [shown(re.sub(r"\[[^]]*\]", "", one)) for one in expected] == expected


@pytest.mark.usefixtures("content")
def test_no_part_of_any_name_begins_with_a_small_kana():
    names = [name for name, _ in readings().surfaces if len(name) > 3]
    parts = {
        (name, base, read)
        for name in names
        for word in readings().words(name)
        for (before, _), (base, read) in pairwise(word)
        if read[:1] in tuple("ぁぃぅぇぉっゃゅょーん") and has_kanji(before)
    }
    assert parts == set()


@pytest.mark.django_db
def test_what_is_known_of_readings_is_kept_while_no_word_is_another():
    Reading.objects.create(surface="工賃", reading="こうちん")
    before = readings()
    rows.service()
    assert readings() is before
    Reading.objects.update(reading="こうちん2")
    assert readings() is not before
