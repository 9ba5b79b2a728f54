"""The words that people search for, and the page that each must bring.

Another list of the same kinds is kept back: what is missed is mended by its kind,
in the fold, the readings or a rewording, not by its case.
"""

import pytest

from guide.search import search
from texts.languages import languages, speaking

# Of each query the pages of which one must be among the first three.
QUERIES = {
    ("in kanji", "ja"): {
        "就労移行支援": "/services/ikou/",
        "働く": "/situations/not-working/ /situations/employed/",
        "違い": "/compare/ /faq/a-b-chigai/",
        "発達障害": "/faq/techo/",
        "発達障がい": "/faq/techo/",
        "工賃": "/glossary/word/kochin/",
        "受給者証": "/glossary/word/jukyushasho/",
        "障害者手帳": "/faq/techo/",
        "障碍者手帳": "/faq/techo/",
        "障害支援區分": "/faq/shien-kubun/",
        "最低賃金": "/glossary/word/saitei-chingin/",
        "見学": "/faq/kengaku/",
        "生活保護": "/faq/seikatsu-hogo/",
        "相談支援専門員": "/glossary/word/sodan-senmonin/",
        "利用計画案": "/faq/self-plan/",
        "雇用契約": "/glossary/word/koyo-keiyaku/",
        "審査請求": "/glossary/word/shinsa-seikyu/",
        "食事提供体制加算": "/glossary/word/shokuji-kasan/",
        "引越し": "/faq/hikkoshi/",
        "引っ越し": "/faq/hikkoshi/",
    },
    ("in kana", "ja"): {
        "はたらく": "/situations/not-working/ /situations/employed/",
        "ちがい": "/compare/ /faq/a-b-chigai/",
        "しゅうろういこうしえん": "/services/ikou/",
        "シュウロウセンタクシエン": "/services/sentaku/",
        "はったつしょうがい": "/faq/techo/",
        "こうちん": "/glossary/word/kochin/",
        "じゅきゅうしゃしょう": "/glossary/word/jukyushasho/",
        "しょうがいねんきん": "/faq/hataraku-nenkin/ /faq/nenkin/",
        "ﾊﾛｰﾜｰｸ": "/offices/hellowork/",
        "ひるごはん": "/faq/hiru-sougei/",
        "しんだんしょ": "/faq/shindansho/",
        "せいかつほご": "/faq/seikatsu-hogo/",
        "ぐるーぷほーむ": "/glossary/word/group-home/",
        "きかんそうだんしえんせんたー": "/offices/kikan/",
        "けんがく": "/faq/kengaku/",
        "りようりょう": "/faq/ryoukin/",
    },
    ("a sentence", "ja"): {
        "A型とB型の違いは何ですか": "/faq/a-b-chigai/",
        "障害者手帳がないけど使えますか": "/faq/techo/",
        "交通費は出ますか": "/faq/kotsuhi/",
        "お昼ごはんは無料ですか": "/faq/hiru-sougei/",
        "車で通ってもいいですか": "/faq/kuruma/",
        "休職中でも利用できますか": "/faq/kyushoku/",
        "給料はいくらもらえますか": "/faq/ikura/",
        "引っ越したらどうすればいいですか": "/faq/hikkoshi/",
        "バイトしながらB型に通えますか": "/faq/b-arubaito/",
        "65歳を過ぎても使えますか": "/faq/nenrei-65/",
        "親の収入が高いと利用料も高くなる？": "/faq/oya-no-shunyu/",
        "どこに相談したらいいかわからない": "/faq/doko-ni-soudan/",
        "受給者証を失くしてしまいました": "/faq/nakushita/",
        "事業所に断られてしまった": "/faq/kotowarareta/",
        "週に何回通えばいいの": "/faq/nan-nichi/",
        "働くと年金が止まるのか": "/faq/hataraku-nenkin/",
        "家から出られないので在宅で仕事をしたい": "/faq/zaitaku/",
        "大学に通いながら使えますか": "/faq/gakusei/",
        "失業保険をもらいながら就労移行は使える？": "/faq/shitsugyo/",
        "診断書は必要でしょうか": "/faq/shindansho/",
    },
    ("mistyped", "ja"): {
        "しゅろういこうしえん": "/services/ikou/",
        "じゅきゅしゃしょう": "/glossary/word/jukyushasho/",
        "しょうがいしゃてちう": "/glossary/word/techo/",
        "はろーわーく山口": "/offices/hellowork/",
        "グループホーン": "/glossary/word/group-home/",
        "せいかつほごう": "/faq/seikatsu-hogo/",
        "さいていちんぎ": "/glossary/word/saitei-chingin/",
        "こようけいやき": "/glossary/word/koyo-keiyaku/",
        "ジョブコチー": "/glossary/word/teichaku/ /offices/shokugyo/",
        "しゅうろうていちくゃしえん": "/services/teichaku/",
        "はたつしょうがい": "/faq/techo/",
        "ざいたっく": "/faq/zaitaku/",
        "アルバイド": "/faq/b-arubaito/",
        "きゅうりゅう": "/faq/ikura/",
        "depresion": "/faq/techo/",
        "アセスメソト": "/glossary/word/assessment/",
    },
    ("an everyday word", "ja"): {
        "作業所": "/services/b-gata/ /glossary/word/b-gata/",
        "福祉就労": "/services/b-gata/",
        "障害者枠": "/glossary/word/shogaisha-koyo/",
        "ハロワ": "/offices/hellowork/",
        "なかぽつ": "/offices/nakapotsu/",
        "支援学校": "/situations/school/",
        "リワーク": "/glossary/word/rework/",
        "弁当": "/faq/hiru-sougei/",
        "バス代": "/faq/kotsuhi/",
        "手当": "/offices/city/",
        "送り迎え": "/faq/hiru-sougei/",
        "送迎": "/faq/hiru-sougei/",
        "うつ病": "/faq/techo/ /situations/leave/",
        "引きこもり": "/situations/not-working/",
        "親なき後": "/offices/kikan/",
        "パソコン": "/services/ikou/",
        "テレワーク": "/faq/zaitaku/",
        "苦情": "/faq/kujo/",
        "やめたい": "/faq/jigyosho-kaeru/ /services/teichaku/",
        "副業": "/faq/b-arubaito/",
        "必要書類": "/steps/",
        "お金がない": "/offices/konkyu/",
        "外国人": "/offices/city/",
        "ひとりぐらし": "/offices/ippan-soudan/",
        "ランチ": "/faq/hiru-sougei/",
        "昼食": "/faq/hiru-sougei/",
        "手帳なし": "/faq/techo/",
        "給料": "/faq/ikura/",
    },
    ("a number or an amount", "ja"): {
        "9,300円": "/fees/ /glossary/word/ippan-1-2/",
        "９３００円": "/fees/ /glossary/word/ippan-1-2/",
        "九千三百円": "/fees/ /glossary/word/ippan-1-2/",
        "37200円": "/fees/ /glossary/word/ippan-1-2/",
        "3万7200円": "/fees/ /glossary/word/ippan-1-2/",
        "6か月": "/services/teichaku/ /faq/teichaku-wait/",
        "六ヶ月": "/services/teichaku/ /faq/teichaku-wait/",
        "６カ月": "/services/teichaku/ /faq/teichaku-wait/",
        "65才": "/faq/nenrei-65/",
        "六十五歳": "/faq/nenrei-65/",
        "18さい": "/faq/under-18/",
        "2年": "/services/ikou/ /faq/kikan-sugitara/ /glossary/word/hyojun-kikan/",
        "３年間": "/services/teichaku/",
        "週5日": "/faq/ikou-5-nichi/",
    },
    ("a place to go", "ja"): {
        "ハローワーク": "/offices/hellowork/",
        "市役所": "/offices/city/",
        "基幹相談支援センター": "/offices/kikan/",
        "福祉事務所": "/offices/hogo/",
        "障害者就業・生活支援センター": "/offices/nakapotsu/",
        "児童相談所": "/offices/jisou/",
        "事業所をさがす": "/offices/search/",
        "障がい福祉課": "/offices/city/",
    },
    ("English", "en"): {
        "depression": "/faq/techo/",
        "autism": "/faq/techo/",
        "lunch": "/faq/hiru-sougei/",
        "bus": "/faq/kotsuhi/",
        "job": "/services/ikou/ /situations/not-working/",
        "money": "/faq/ikura/ /fees/",
        "telephone": "/offices/city/ /offices/",
        "wheelchair": "/faq/techo/",
        "What is the difference between type A and type B?": ("/faq/a-b-chigai/"),
        "certificate": (
            "/glossary/word/techo/ /glossary/word/jukyushasho/ /faq/techo/"
        ),
        "hello work": "/offices/hellowork/",
        "I have no disability certificate": "/faq/techo/",
        "visa": "/offices/city/",
        "my parents' income": "/faq/oya-no-shunyu/",
    },
    ("easy Japanese", "ja-simple"): {
        "ひるごはんは ただですか": "/faq/hiru-sougei/",
        "はたらく ところ": "/situations/not-working/ /services/b-gata/",
        "てちょうが ない": "/faq/techo/",
        "おかねは いくら もらえますか": "/faq/ikura/",
        "そうだん したい": "/offices/ /faq/doko-ni-soudan/",
        "がっこうを そつぎょうする": "/situations/school/",
        "こまったとき": "/situations/unsure/ /faq/doko-ni-soudan/",
        "でんわばんごう": "/offices/city/ /offices/",
    },
}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("group", "code"), [pytest.param(*key, id=key[0]) for key in QUERIES]
)
def test_every_query_brings_its_page_among_the_first_three(group, code):
    missed = {}
    language = next(one for one in languages() if one.code == code)
    prefix = f"/{language.prefix}" if language.prefix else ""
    with speaking(language):
        for query, wanted in QUERIES[group, code].items():
            first = [one.address.removeprefix(prefix) for one in search(query)[:3]]
            if not set(first) & set(wanted.split()):
                missed[query] = first
    assert missed == {}


def test_the_list_is_long_enough_to_tell():
    assert sum(map(len, QUERIES.values())) >= 120
