"""ふりがな: words with their readings, and the pass over a finished page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.domain.align import align
from texts.domain.counters import read_number
from texts.domain.finish import GAP, annotate_html, mark_japanese
from texts.domain.kana import hiragana
from texts.domain.ruby import Readings, plain

KNOWN = Readings(
    [
        ("就労継続支援A型", "しゅうろうけいぞくしえんえーがた"),
        ("就労", "しゅうろう"),
        ("継続", "けいぞく"),
        ("支援", "しえん"),
        ("A型", "えーがた"),
        ("通う", "かよう"),
        ("交通", "こうつう"),
        ("高い", "たかい"),
        ("受ける", "うける"),
        ("関する", "かんする"),
        ("行く", "いく"),
        ("行った", "おこなった"),
        ("入る", "はいる"),
        ("入れる", "いれる"),
        ("お金", "おかね"),
        ("金", "きん"),
        ("人", "ひと"),
        ("方", "かた"),
        ("方がよい", "ほうがよい"),
        ("障がい者", "しょうがいしゃ"),
        ("引き続き", "ひきつづき"),
        ("月", "つき"),
        ("働く", "はたらく"),
        ("市", "し"),
    ]
)
RUBY = re.compile(r"<ruby>([^<]*)<rt aria-hidden=true>(.*?)</rt></ruby>")
READ = re.compile(r"<rt[^>]*>.*?</rt>|</?ruby>")
WHOLE = re.compile(r'<span class="nb">(.*?)</span>')  # a number and what it counts


def shown(html: str) -> str:
    """`html` with each ruby as `base[reading]`, which is easier to read in a test."""
    return RUBY.sub(r"\1[\2]", WHOLE.sub(r"\1", html))


def annotated(text: str) -> str:
    return shown(annotate_html(text, KNOWN))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("就労支援", "就労[しゅうろう]支援[しえん]", id="word by word"),
        pytest.param("通う", "通[かよ]う", id="okurigana stays outside"),
        pytest.param("通って、通わない", "通[かよ]って、通[かよ]わない", id="verb"),
        pytest.param(
            "高くても高ければ", "高[たか]くても高[たか]ければ", id="adjective"
        ),
        pytest.param("受けた", "受[う]けた", id="verb in る"),
        pytest.param("これに関して", "これに関[かん]して", id="verb in する"),
        pytest.param(
            "行って、行った", "行[い]って、行[おこな]った", id="own form wins"
        ),
        pytest.param("入って入れて", "入[はい]って入[い]れて", id="closer verb wins"),
        pytest.param("引き続き", "引[ひ]き続[つづ]き", id="kana in the middle"),
        pytest.param("交通", "交通[こうつう]", id="longest word wins"),
        pytest.param("お金", "お金[かね]", id="kana at the beginning"),
        pytest.param("障がい者", "障[しょう]がい者[しゃ]", id="kana within a word"),
        pytest.param("使う方", "使う方[かた]", id="what has no reading stays"),
        pytest.param("した方がよい", "した方[ほう]がよい", id="longer surface decides"),
        pytest.param("{方|ほう}へ", "方[ほう]へ", id="the text itself wins"),
        pytest.param("{お茶|こうちゃ}", "お茶[こうちゃ]", id="what does not fit"),
        pytest.param(
            "就労継続支援A型",
            "就労[しゅうろう]継続[けいぞく]支援[しえん]A型[えーがた]",
            id="a long name in its words",
        ),
    ],
)
def test_a_text_shows_its_readings(text, expected):
    assert annotated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1人と2人と3人と11人", "1人[ひとり]と2人[ふたり]と3人[にん]と11人[にん]"),
        ("1人目、2人分", "1人目[ひとりめ]、2人分[ふたりぶん]"),
        ("2日、20日、30日", "2日[ふつか]、20日[はつか]、30日[にち]"),
        ("4月1日", "4月[がつ]1日[ついたち]"),
        ("1日8時間", "1日[いちにち]8時間[じかん]"),
        ("20日間", "20日間[はつかかん]"),
        ("2026年度、3年間", "2026年度[ねんど]、3年間[ねんかん]"),
        ("9,300円", "9,300円[えん]"),
        ("18歳", "18歳[さい]"),
        ("3か所、1か月分", "3か所[かしょ]、1か月分[かげつぶん]"),
        ("2回、5番、6号", "2回[かい]、5番[ばん]、6号[ごう]"),
        ("30分、15分", "30分[ぷん]、15分[ふん]"),
        ("3階、2階", "3階[がい]、2階[かい]"),
        ("１人、２０日", "１人[ひとり]、２０日[はつか]"),
        ("3条件、5項目", "3条件[じょうけん]、5項目[こうもく]"),
        ("月2回", "月[つき]2回[かい]"),
        ("083-922-4111", "083-922-4111"),
    ],
)
def test_a_number_is_read_with_what_it_counts(text, expected):
    assert annotated(text) == expected


@pytest.mark.parametrize(
    "read",
    [
        "三人[さんにん]と四人[よにん]と十一人[じゅういちにん]",
        "一人[ひとり]、二人分[ふたりぶん]、七人[しちにん]",
        "4人[よにん]、14人[じゅうよにん]、1〜2人[にん]",
        "六十五歳[ろくじゅうごさい]、二十歳[はたち]、20歳[はたち]、十八歳[じゅうはっさい]",
        "三か月[さんかげつ]、六か月[ろっかげつ]、一か所[いっかしょ]",
        "一日[いちにち]4時間[よじかん]、毎月1日[ついたち]、四月[しがつ]一日[ついたち]",
        "1日中[いちにちじゅう]、一日中[いちにちじゅう]",
        "10月[がつ]2〜3日[みっか]、週[しゅう]3〜5日[にち]、十五日[じゅうごにち]",
        "4時[よじ]、7時[しちじ]30分[ぷん]、九時[くじ]、8分[ぷん]",
        "三百円[さんびゃくえん]、一万円[いちまんえん]、4円[よえん]",
        "三枚[さんまい]、八回[はっかい]、二つ[ふたつ]、3つ[みっつ]",
        "2026年[ねん]、二〇二六年[にせんにじゅうろくねん]、4年[よねん]",
        "何人[なんにん]、何回[なんかい]、数か月[すうかげつ]、数日[すうじつ]",
        "100分[ぶん]の90、三分[さんぶん]の一",
        "1日から使える",  # a length, or a day of the month
        "十分",  # じゅうぶん, じゅっぷん
        "三日月、十人十色",  # other words begin so
    ],
)
def test_a_number_in_kanji_or_figures_is_read_whole_or_not_at_all(read):
    assert annotated(re.sub(r"\[[^\]]*\]", "", read)) == read


INSIDE = Readings(
    [
        ("人", "ひと"), ("家", "いえ"), ("外", "そと"), ("施設", "しせつ"),
        ("費", "ひ"),
        ("市", "し"), ("前", "まえ"), ("中国", "ちゅうごく"), ("人生", "じんせい"),
        ("生活", "せいかつ"), ("日", "ひ"), ("立つ", "たつ"), ("の中", "のなか"),
        ("学校", "がっこう"), ("利用", "りよう"), ("〜者", "しゃ"), ("新〜", "しん"),
        ("制度", "せいど"), ("字", "じ"), ("大学", "だいがく"), ("分", "ぶん"),
        ("分類", "ぶんるい"), ("日・祝", "にち・しゅく"), ("上", "うえ"),
        ("四万十市", "しまんとし"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    "read",
    [
        pytest.param("人件費", id="no part is sure"),
        pytest.param("大家さん", id="a noun in another"),
        pytest.param("施設[しせつ]外", id="what ends a compound"),
        pytest.param("外す、上る", id="the beginning of a verb"),
        pytest.param("目立つ", id="the end of a verb"),
        pytest.param("中国[ちゅうごく]人生活", id="two ways that differ"),
        pytest.param("大学[だいがく]生活[せいかつ]", id="two words"),
        pytest.param(
            "大学[だいがく]の中[なか]、中学校[がっこう]", id="a word of its own"
        ),
        pytest.param("利用[りよう]者[しゃ]の家[いえ]", id="an ending that rows give"),
        pytest.param("新[しん]制度[せいど]", id="a beginning that rows give"),
        pytest.param("者、新", id="neither stands alone"),
        pytest.param("文字、字[じ]を", id="alone only"),
        pytest.param("アルバイト前、前[まえ]の", id="after katakana"),
        pytest.param("5分類[ぶんるい]", id="no counter"),
        pytest.param("日[ひ]・祝日", id="over a mark"),
        pytest.param("四万十市[しまんとし]", id="a town, no number"),
        pytest.param("市[し]か施設[しせつ]", id="before a particle"),
    ],
)
def test_a_word_is_read_only_where_it_is_a_word(read):
    text = re.sub(r"\[[^\]]*\]", "", read)
    assert shown(annotate_html(text, INSIDE)) == read


@pytest.mark.parametrize(
    ("surface", "reading", "parts"),
    [
        ("ひまわりの里", "ひまわりのさと", "ひまわりの・里[さと]"),
        ("コーポ右田", "こーぽみぎた", "コーポ・右田[みぎた]"),
        ("A型・B", "えーがた・びー", "A型[えーがた]・・・B"),
        ("田 中", "た なか", "田[た]・ ・中[なか]"),
        ("日本", "にほん", "日本[にほん]"),
        ("一歩", "あいうえお", "一歩[あいうえお]"),
        ("お茶", "こうちゃ", "お茶[こうちゃ]"),
    ],
)
def test_a_name_is_cut_where_its_kana_show_it(surface, reading, parts):
    found = "・".join(b + (f"[{r}]" if r else "") for b, r in align(surface, reading))
    assert found == parts


NAMES = {
    "就労": "しゅうろう", "継続": "けいぞく", "支援": "しえん", "福祉": "ふくし",
    "工房": "こうぼう", "山口": "やまぐち", "障害者": "しょうがいしゃ",
    "高齢者": "こうれいしゃ", "就業": "しゅうぎょう", "生活": "せいかつ",
    "事業所": "じぎょうしょ", "株式会社": "かぶしきがいしゃ", "下関": "しものせき",
    "相談": "そうだん", "町": "まち", "足": "あし", "未": "み", "周": "し",
    "障害福祉サービス": "しょうがいふくしさーびす", "基幹": "きかん", "新": "しん",
}  # fmt: skip


@pytest.mark.parametrize(
    ("read", "reading"),
    [
        ("就業[しゅうぎょう]・生活[せいかつ]支援[しえん]センター",
         "しゅうぎょうせいかつしえんせんたー"),
        ("関門[かんもん]福祉[ふくし]工房[こうぼう] 太陽[たいよう]の家[いえ]",
         "かんもんふくしこうぼうたいようのいえ"),
        ("未来図[みらいず] 山口[やまぐち]", "みらいずやまぐち"),
        ("周南[しゅうなん]障害者[しょうがいしゃ]・高齢者[こうれいしゃ]支援[しえん]",
         "しゅうなんしょうがいしゃこうれいしゃしえん"),
        ("足寄[あしょろ]郡[ぐん]足寄[あしょろ]町[ちょう]",
         "あしょろぐんあしょろちょう"),
        ("煌[きらめき]-KIRAMEKI-", "きらめき"),
        ("サードteam下関[しものせき] 山[やま]の田[た]ベース",
         "さーどちーむしものせきやまのたべーす"),
        ("ファイン就労[しゅうろう]ルーム", "ふあいんしゆうろうるーむ"),
        ("就労[しゅうろう]B型[がた]事業所[じぎょうしょ]いちご",
         "しゅうろうびいがたじぎょうしょいちご"),
        ("ベル株式会社[かぶしきかいしゃ]", "べるかぶしきかいしゃ"),
        ("福祉[ふくし]工房[こうぼう]「鹿音[かのん](かのん)」", "ふくしこうぼうかのん"),
        ("障害[しょうがい]福祉[ふくし]サービス結[ゆい]のところ",
         "しょうがいふくしさーびすゆいのところ"),
        ("新[しん]山口[やまぐち]店[みせ]", "しんやまぐちみせ"),
    ],
)  # fmt: skip
def test_a_long_name_is_cut_only_where_every_best_way_agrees(read, reading):
    surface = re.sub(r"\[[^\]]*\]", "", read)
    word = align(surface, reading, NAMES)
    assert "".join(b + (f"[{r}]" if r else "") for b, r in word) == read


@given(
    st.lists(st.sampled_from("山口就労支援の園障がい者センターA・ 々"), max_size=8),
    st.text("あしょうっーんゃきのがい", min_size=1, max_size=14),
)
def test_no_part_of_a_name_begins_with_a_small_kana(letters, reading):
    word = align("".join(letters), reading, NAMES)
    read = [part for _, part in word if part]
    assert [part for part in read[1:] if part[0] in "ゃゅょっーん"] == []


def test_a_name_whose_reading_cannot_be_its_own_is_read_by_its_words():
    name, reading = "山口の就労支援", "やまぐちしえん"
    known = Readings([*NAMES.items(), (name, reading)])
    html = shown(annotate_html(name, known))
    assert html == "山口[やまぐち]の就労[しゅうろう]支援[しえん]"
    assert known.odd_names == [(name, reading)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<title>就労</title>", "<title>就労</title>", id="title"),
        pytest.param("<option>就労</option>", "<option>就労</option>", id="option"),
        pytest.param("<code>就労</code>", "<code>就労</code>", id="code"),
        pytest.param(
            "<svg><title>就労</title><text>人</text></svg>就労",
            "<svg><title>就労</title><text>人</text></svg>就労[しゅうろう]",
            id="svg",
        ),
        pytest.param(
            '<script>"<b>就労</b>"</script>',
            '<script>"<b>就労</b>"</script>',
            id="script",
        ),
        pytest.param("<style>/*就労*/</style>", "<style>/*就労*/</style>", id="style"),
        pytest.param(
            "<textarea>{就労|しゅう}</textarea>",
            "<textarea>{就労|しゅう}</textarea>",
            id="what a reader writes",
        ),
        pytest.param(
            "<ruby>就労<rt>はたらく</rt></ruby>人",
            "<ruby>就労<rt>はたらく</rt></ruby>人[ひと]",
            id="ruby",
        ),
        pytest.param(
            '<p title="{就労|しゅう}" alt=人>人</p>',
            '<p title="就労" alt=人>人[ひと]</p>',
            id="attributes",
        ),
        pytest.param(
            "<title>{人|ひと}</title>", "<title>人</title>", id="marked title"
        ),
        pytest.param("<!-- 就労 -->人", "<!-- 就労 -->人[ひと]", id="comment"),
        pytest.param(
            "就労&amp;人&nbsp;", "就労[しゅうろう]&amp;人[ひと]&nbsp;", id="entities"
        ),
        pytest.param(
            '<p lang="en">人<br><span lang="ja">人<b>人</b></span>a<p>人</p></p>人',
            '<p lang="en"><span lang="ja">人</span><br><span lang="ja">人[ひと]'
            '<b>人[ひと]</b></span>a<p><span lang="ja">人</span></p></p>人[ひと]',
            id="languages within languages",
        ),
    ],
)
def test_only_texts_in_japanese_are_annotated(html, expected):
    assert annotated(html) == expected


def test_readings_are_for_the_eye_only():
    assert annotate_html("人", KNOWN) == (
        "<ruby>人<rt aria-hidden=true>ひと</rt></ruby>"
    )


def test_a_number_stays_on_one_line_with_what_it_counts():
    html = annotate_html("9,300円と1人", KNOWN)
    assert re.findall(r'<span class="nb">([^<]*)<ruby>([^<]*)', html) == [
        ("9,300", "円")
    ]


def test_a_word_stays_on_one_line_with_its_reading():
    html = annotate_html("障がい者の人", KNOWN)
    (whole,) = re.findall(r'<span class="nb">(.*?)</span>', html)
    assert shown(whole) == "障[しょう]がい者[しゃ]"


def test_without_readings_a_marked_word_is_shown_plainly():
    html = '<p title="{人|ひと}">{就労|しゅうろう}する人</p>'
    assert annotate_html(html, KNOWN, on=False) == '<p title="人">就労する人</p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{就労|しゅうろう}と{A型|エーがた}", "就労とA型"),
        ("{no|reading} {} {a|b|c}", "{no|reading} {} {a|b|c}"),
    ],
)
def test_a_plain_text_has_no_readings(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask 市役所, please", 'Ask <span lang="ja">市役所</span>, please'),
        ("(A型・B型)", '(<span lang="ja">A型・B型</span>)'),
        ("「市」と、市。 ok", '<span lang="ja">「市」と、市。</span> ok'),
        ("Tel. 083-922", "Tel. 083-922"),
    ],
)
def test_japanese_in_another_language_says_that_it_is(text, expected):
    assert mark_japanese(text) == expected


def every_second(text: str) -> set[int]:
    return set(range(2, len(text), 2))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>あいうえ</p>", "<p>あい_うえ</p>", id="a text"),
        pytest.param("<p>あ障がい者</p>", "<p>あ障がい者</p>", id="a word stays whole"),
        pytest.param("<p>あはたらくう</p>", "<p>あ_はたらくう</p>", id="in kana too"),
        pytest.param(
            "<p>あい<a>うえ</a></p>", "<p>あい_<a>うえ</a></p>", id="before a link"
        ),
        pytest.param(
            "<p>あ<a>い</a>うえ</p>", "<p>あ<a>い</a>_うえ</p>", id="after a link"
        ),
        pytest.param("<p>あい</p><p>う</p>", "<p>あい</p><p>う</p>", id="blocks"),
        pytest.param(
            "<p>あ、い（</p>", "<p>あ、い（</p>", id="marks have their own gap"
        ),
        pytest.param(
            "<p>い（はたらく</p>", "<p>い（はたらく</p>", id="not in brackets"
        ),
    ],
)
def test_gaps_show_where_phrases_begin(html, expected):
    finished = annotate_html(html, KNOWN, on=False, phrases=every_second)
    assert finished.replace(GAP, "_") == expected


TEXT = st.text(
    "就労継続支援A型通交金人方障がい者 引き続きかよっ12月日。、({|}", max_size=12
)
TAGS = st.sampled_from(
    ["<p>", "</p>", '<a href="/人?a=1&amp;b">', "</a>", "<br>", "<b class='就労'>",
     "</b>", '<span lang="ja">', "</span>", "&amp;", "&#12354;", "<!-- 人 -->", "\n",
     "<title>人</title>", "<option value=人>人</option>", "<INPUT value='人' />"]
)  # fmt: skip
HTML = st.lists(st.one_of(TEXT, TAGS)).map("".join)


@given(HTML.filter(lambda html: plain(html) == html))
def test_all_but_the_readings_is_the_page_as_it_was(html):
    assert READ.sub("", WHOLE.sub(r"\1", annotate_html(html, KNOWN))) == html
    assert annotate_html(html, KNOWN, on=False) == html


@given(HTML)
def test_a_page_annotated_twice_is_the_same(html):
    once = annotate_html(html, KNOWN)
    assert annotate_html(once, KNOWN) == once


@given(HTML)
def test_gaps_change_nothing_else(html):
    gaps = annotate_html(html, KNOWN, phrases=every_second)
    assert gaps.replace(GAP, "") == annotate_html(html, KNOWN)


@given(TEXT)
def test_words_are_the_text(text):
    found = "".join(base for word in KNOWN.words(text) for base, _ in word)
    assert found == plain(text)


def test_katakana_and_narrow_letters_are_read_as_hiragana():
    assert hiragana("サービスｶﾞ") == "さーびすが"


def test_a_number_that_nobody_could_count_is_left_as_it_is():
    figures = "9" * 5000
    parts = ((figures, ""), ("人", "にん"))
    assert read_number(f"{figures}人", 0) == (5001, parts)
