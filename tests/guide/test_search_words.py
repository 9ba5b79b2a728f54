"""The words that people search for, and the page that each must bring.

Another list of the same kinds is kept back: what is missed is mended by its kind,
in the fold, the readings or a rewording, not by its case.
"""

from configparser import ConfigParser
from pathlib import Path

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
        "就労定着支援": "/services/teichaku/",
        "負担上限月額": "/glossary/word/futan-jogen/",
        "特別支援学校": "/glossary/word/tokubetsu-shien/",
        "雇用保険": "/faq/a-hoken/ /faq/b-hoken/",
        "職場実習": "/glossary/word/shokuba-jisshu/",
        "審査会": "/glossary/word/shinsakai/",
        "延長": (
            "/faq/kikan-sugitara/ /services/ikou/details/ /glossary/word/hyojun-kikan/"
        ),
        "住民税非課税": "/glossary/word/hikazei/",
        "職業準備性": "/glossary/word/shokugyo-junbisei/",
        "標準利用期間": "/glossary/word/hyojun-kikan/",
        "共同生活援助": "/glossary/word/group-home/",
        "介護給付": "/glossary/word/kaigo-kyufu/",
        "境界層": "/fees/boundary/",
        "暫定支給決定": "/glossary/word/zantei-shikyu-kettei/",
        "障がい者雇用": "/glossary/word/shogaisha-koyo/",
        "申請書類": "/steps/ /faq/shinseisho/",
        "見学シート": "/offices/visit/",
        "利用料の上限": "/fees/ /glossary/word/futan-jogen/ /fees/how-much/",
        "障害基礎年金": (
            "/glossary/word/kiso-nenkin-1/ /faq/hataraku-nenkin/ /faq/nenkin/"
        ),
        "就労移行支援 期間": (
            "/services/ikou/ /services/ikou/details/ "
            "/glossary/word/hyojun-kikan/ /faq/kikan-sugitara/"
        ),
        "B型 使える人": "/services/b-gata/conditions/ /services/b-gata/",
        "食事代": "/faq/hiru-sougei/ /fees/meal/",
        "家賃補助": "/fees/rent/",
        "法改正": "/changes/",
        "支給決定": "/glossary/word/shikyu-kettei/",
        "上限額管理": "/glossary/word/jogengaku-kanri/",
        "所得割": "/glossary/word/shotokuwari/",
        "復職": "/glossary/word/fukushoku/ /situations/leave/",
        "有効期間": "/glossary/word/yuko-kikan/ /faq/koushin/",
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
        "しゅうろうけいぞくしえんびーがた": "/services/b-gata/",
        "しょうがいしゃてちょう": "/glossary/word/techo/ /faq/techo/",
        "ひっこし": "/faq/hikkoshi/",
        "せるふぷらん": "/glossary/word/self-plan/ /faq/self-plan/",
        "こうつうひ": "/faq/kotsuhi/",
        "とくべつしえんがっこう": (
            "/glossary/word/tokubetsu-shien/ /situations/school/"
        ),
        "ﾓﾆﾀﾘﾝｸﾞ": "/glossary/word/monitoring/",
        "なんびょう": "/glossary/word/taisho-shippei/",
        "しゅうろうていちゃくしえん": "/services/teichaku/",
        "じりつしえんいりょう": "/glossary/word/jiritsu-iryo/",
        "しんさせいきゅう": "/glossary/word/shinsa-seikyu/",
        "ソウダンシエン": "/glossary/word/sodan-senmonin/ /offices/soudan/",
        "おくりむかえ": "/faq/hiru-sougei/",
        "そつぎょう": "/situations/school/",
        "きゅうしょくちゅう": "/situations/leave/ /faq/kyushoku/",
        "くじょう": "/faq/kujo/",
        "しおり": "/handout/",
        "つかえるか たしかめる": "/check/",
        "くらべる": "/compare/",
        "おかねのめやす": "/check/fee/",
        "そうだんまどぐち": "/offices/ /faq/doko-ni-soudan/",
        "かぞくがしんせい": "/faq/dairi/",
        "ほうもんかんご": "/offices/kikan/ /offices/city/",
        "さいていちんぎん": "/glossary/word/saitei-chingin/",
        "じどうそうだんじょ": "/offices/jisou/",
        "こうしん": "/faq/koushin/",
        "ざいたく": "/faq/zaitaku/",
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
        "B型に通いながらアルバイトしてもいいの？": "/faq/b-arubaito/",
        "申請してから使えるまで何か月かかりますか": "/faq/nannichi-kakaru/",
        "家族が代わりに手続きをすることはできますか": "/faq/dairi/",
        "作業所を変わりたいのですが": "/faq/jigyosho-kaeru/",
        "就労移行支援を2回目使うことはできますか": "/faq/ikou-2/",
        "熱が出て休んだらどうなるの": "/faq/yasundara/",
        "結婚していると利用料は高いですか": "/faq/fufu/",
        "工賃をもらったら税金を払うのですか": "/faq/kochin-zei/",
        "A型で働くと社会保険に入れますか": "/faq/a-hoken/",
        "18歳の高校生でも使えるのか知りたい": (
            "/faq/under-18/ /faq/gakusei/ /situations/school/"
        ),
        "B型を利用するために必要なことは何ですか": "/faq/b-gata-hajimeru/",
        "転職したら定着支援はどうなりますか": "/faq/tenshoku/",
        "昼ごはん代は自分で払うの？": "/faq/hiru-sougei/",
        "就労選択支援は必ず受けないといけませんか": "/faq/sentaku-hitsuyou/",
        "デイケアに通いながら就労移行に行けますか": "/faq/day-care/",
        "マイナンバーカードを持っていません": "/faq/my-number/",
        "工賃には最低額がありますか": "/faq/kochin-saitei/",
        "2か所の事業所に通えますか": "/faq/ikutsumo/",
        "使える期間が終わったらどうなりますか": "/faq/kikan-sugitara/",
        "年金をもらっていると利用料が上がりますか": "/faq/nenkin/",
        "障害がなくても使えますか": "/faq/shogai-ga-nai/",
        "どのサービスが自分に合っているか知りたい": (
            "/situations/unsure/ /check/ /services/sentaku/"
        ),
        "市役所の電話番号を教えてください": "/offices/city/",
        "利用料が払えないときはどうすればいい": (
            "/offices/konkyu/ /faq/ryoukin/ /fees/"
        ),
        "手帳の申請中でも利用可能ですか": "/faq/techo/ /glossary/word/techo/",
        "医師の意見書は必ず要りますか": "/faq/shindansho/",
        "会社を休んでいるけど就労移行を使いたい": "/situations/leave/ /faq/kyushoku/",
        "高校3年生の子どもがいます。卒業後の進路は": "/situations/school/",
        "B型はいくらもらえるの": (
            "/faq/ikura/ /services/b-gata/money/ /services/b-gata/"
        ),
        "アセスメントって何をするの？": "/glossary/word/assessment/",
        "通えない日が多くても大丈夫ですか": (
            "/faq/sukoshizutsu/ /faq/yasundara/ /faq/zaitaku/"
        ),
        "就労移行支援と就労継続支援はどう違うのでしょうか": (
            "/faq/ikou-keizoku-chigai/"
        ),
        "区分認定がなくても使えますか": "/faq/shien-kubun/",
        "何人くらいが就職しているのか": "/faq/dorekurai/",
        "自分で計画を書いてもいいですか": "/faq/self-plan/",
        "A型でも利用料がかかるのはなぜ": "/faq/a-gata-ryoukin/",
        "親が申請してもいいですか": "/faq/dairi/",
        "生活保護を受けていても働いていいですか": "/faq/seikatsu-hogo/",
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
        "しゅうろうせんたしくえん": "/services/sentaku/",
        "こうつひ": "/faq/kotsuhi/",
        "ハロワーク": "/offices/hellowork/",
        "アルバトイ": "/faq/b-arubaito/",
        "つういいん": "/glossary/word/jiritsu-iryo/",
        "もうしごみ": "/steps/",
        "autisim": "/faq/techo/",
        "しょうがいしえんくぶ": (
            "/faq/shien-kubun/ /glossary/word/shogai-shien-kubun/"
        ),
        "けいかくそうだ": "/glossary/word/riyo-keikaku/ /offices/soudan/",
        "テレワク": "/faq/zaitaku/",
        "りうようりょう": "/faq/ryoukin/",
        "さぎょしょ": "/services/b-gata/",
        "ていちゃくしええん": "/services/teichaku/",
        "とくべつしんえがっこう": (
            "/situations/school/ /glossary/word/tokubetsu-shien/"
        ),
        "employmnt": "/situations/not-working/ /services/ikou/ /services/",
        "ハローワク": "/offices/hellowork/",
        "しゅうろうけいぞくしえn": "/services/",
        "せんたくしえう": "/services/sentaku/",
        "くるまいすう": "/faq/techo/ /faq/kengaku-miru/",
        "こうつひう": "/faq/kotsuhi/",
        "interveiw": "/services/ikou/",
        "かいごほけう": "/faq/nenrei-65/",
        "じゅうきゅうしゃしょう": "/glossary/word/jukyushasho/",
        "サービスとうりようけいかうく": "/glossary/word/riyo-keikaku/",
        "リワク": "/glossary/word/rework/",
        "ふくしじむしょう": "/offices/hogo/",
        "じどうそうだんじゅ": "/offices/jisou/",
        "anxeity": "/faq/techo/",
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
        "就職活動": "/services/ikou/ /offices/hellowork/",
        "ケアマネさん": "/glossary/word/sodan-senmonin/ /offices/soudan/",
        "お試しで行ってみたい": "/faq/kengaku/",
        "精神科": "/glossary/word/jiritsu-iryo/ /faq/shindansho/ /faq/day-care/",
        "入院": "/glossary/word/jiritsu-iryo/ /offices/kikan/ /faq/yasundara/",
        "朝起きられない": "/services/b-gata/ /faq/sukoshizutsu/",
        "仕事が続かない": (
            "/faq/jigyosho-kaeru/ /services/teichaku/ /situations/employed/"
        ),
        "親が死んだあと": "/offices/kikan/",
        "いじめ": "/faq/kujo/",
        "お迎え": "/faq/hiru-sougei/",
        "給与": "/faq/ikura/",
        "ナカポツ": "/offices/nakapotsu/",
        "車いす": "/faq/techo/ /faq/kengaku-miru/",
        "定期代": "/faq/kotsuhi/",
        "働けない": "/situations/not-working/",
        "会社をクビになった": "/situations/not-working/ /faq/shitsugyo/",
        "ハンコ": "/steps/",
        "生保": "/faq/seikatsu-hogo/",
        "アスペ": "/faq/techo/ /faq/gray-zone/",
        "パート": "/faq/b-arubaito/",
        "空き状況": "/faq/kotowarareta/ /offices/search/",
        "送迎バス": "/faq/hiru-sougei/",
        "お給料": "/faq/ikura/",
        "住む場所": "/offices/ippan-soudan/ /glossary/word/group-home/",
        "メンタルクリニック": (
            "/glossary/word/jiritsu-iryo/ /faq/shindansho/ /faq/techo/"
        ),
        "職業訓練校": "/services/ikou/ /offices/hellowork/",
        "貯金がない": "/offices/konkyu/",
        "ガソリン代": "/faq/kotsuhi/",
        "旦那の収入": "/faq/fufu/ /fees/household/",
        "昼飯": "/faq/hiru-sougei/",
        "履歴書の書き方": "/services/ikou/",
        "自閉症": "/faq/techo/",
        "契約社員": "/glossary/word/koyo-keiyaku/ /glossary/word/ippan-shuro/",
        "遅刻": "/faq/yasundara/",
        "眠れない": "/situations/leave/ /offices/kikan/ /faq/techo/",
        "母子家庭": "/offices/city/ /offices/kikan/ /offices/konkyu/",
        "役所に行く時間がない": "/faq/dairi/ /offices/city/",
        "お弁当": "/faq/hiru-sougei/",
        "迎えに来てくれる": "/faq/hiru-sougei/",
        "小遣い": "/faq/ikura/ /offices/konkyu/",
        "先生に怒られた": "/faq/kujo/",
        "適応障害": "/faq/techo/ /situations/leave/",
        "求人票": "/offices/hellowork/",
        "お医者さん": "/glossary/word/jiritsu-iryo/ /faq/shindansho/",
        "親の介護": "/glossary/word/kaigo-kyufu/ /offices/kikan/ /offices/city/",
        "ブラック企業": "/faq/kujo/ /offices/hellowork/",
        "認知症": "/faq/techo/",
        "内定": "/services/ikou/ /services/teichaku/",
        "保護者": "/faq/dairi/ /faq/oya-no-shunyu/",
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
        "月額9300円": "/fees/ /glossary/word/ippan-1-2/",
        "１割": "/faq/ryoukin/ /fees/how-much/ /fees/ /glossary/word/riyosha-futan/",
        "五十歳": "/services/b-gata/conditions/ /faq/b-gata-hajimeru/",
        "二年間": "/services/ikou/ /faq/kikan-sugitara/ /glossary/word/hyojun-kikan/",
        "0円": "/fees/ /faq/ryoukin/",
        "２年": "/services/ikou/ /faq/kikan-sugitara/ /glossary/word/hyojun-kikan/",
        "3000円": "/faq/kochin-saitei/ /services/b-gata/money/",
        "週１回": "/faq/sukoshizutsu/ /faq/nan-nichi/",
        "月額37,200円": "/fees/ /glossary/word/ippan-1-2/",
        "五十才": "/services/b-gata/conditions/ /faq/b-gata-hajimeru/",
        "３年": "/services/teichaku/",
        "10パーセント": (
            "/faq/ryoukin/ /fees/how-much/ /glossary/word/riyosha-futan/ /fees/ "
            "/fees/cost-base/"
        ),
        "月22日": "/fees/meal/ /services/ikou/details/",
        "18才未満": "/faq/under-18/ /fees/child/",
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
        "地域障害者職業センター": "/offices/shokugyo/",
        "職安": "/offices/hellowork/",
        "相談支援事業所": "/offices/soudan/ /glossary/word/tokutei-sodan/",
        "生活困窮の窓口": "/offices/konkyu/",
        "山口市役所": "/offices/city/",
        "公共職業安定所": "/offices/hellowork/",
        "就業・生活支援センター": "/offices/nakapotsu/",
        "年金事務所": "/glossary/word/nenkin-jimusho/",
        "相談支援センター": "/offices/kikan/ /offices/soudan/",
        "福祉課": "/offices/city/",
        "山口県庁": "/offices/ /sources/",
        "社会福祉協議会": "/offices/konkyu/",
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
        "What is the difference between type A and type B?": "/faq/a-b-chigai/",
        "certificate": (
            "/glossary/word/techo/ /glossary/word/jukyushasho/ /faq/techo/"
        ),
        "hello work": "/offices/hellowork/",
        "I have no disability certificate": "/faq/techo/",
        "visa": "/offices/city/",
        "my parents' income": "/faq/oya-no-shunyu/",
        "mental illness": "/faq/techo/",
        "salary": "/faq/ikura/",
        "school graduation": "/situations/school/",
        "Can I work from home?": "/faq/zaitaku/",
        "complaint": "/faq/kujo/",
        "how do I apply": "/steps/",
        "sign language": "/offices/city/",
        "disability pension": "/faq/hataraku-nenkin/ /faq/nenkin/",
        "I want to quit": "/faq/jigyosho-kaeru/ /services/teichaku/",
        "part-time job": "/faq/b-arubaito/",
        "what documents do I need": "/steps/",
        "hospital": "/glossary/word/jiritsu-iryo/ /faq/shindansho/",
        "workshop": "/services/b-gata/ /glossary/word/b-gata/",
        "Where is the city office?": "/offices/city/",
        "how to find a job": (
            "/services/ikou/ /offices/hellowork/ /situations/not-working/"
        ),
        "recipient certificate": "/glossary/word/jukyushasho/ /faq/jukyushasho/",
        "tax": "/faq/kochin-zei/ /fees/find-bracket/",
        "group home rent": "/fees/rent/",
        "wheelchair access": "/faq/techo/ /faq/kengaku-miru/",
        "Do I have to pay?": "/faq/ryoukin/ /fees/",
        "bullying at work": "/faq/kujo/",
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
        "おべんとうは でますか": "/faq/hiru-sougei/",
        "やすんでも いいですか": "/faq/yasundara/",
        "いえで しごとが したい": "/faq/zaitaku/",
        "しごとを やめた": "/situations/not-working/",
        "いくら はらいますか": "/faq/ryoukin/ /fees/",
        "けんがくに いきたい": "/faq/kengaku/ /faq/kengaku-miru/",
        "だれに そうだんしますか": "/faq/doko-ni-soudan/ /offices/",
        "びょういんに かよって います": (
            "/glossary/word/jiritsu-iryo/ /faq/shindansho/"
        ),
        "なにを もって いきますか": "/steps/",
        "がっこうは どうしますか": "/situations/school/",
        "いじめられて います": "/faq/kujo/",
        "しんどい です": "/situations/leave/ /offices/kikan/",
        "バスに のれません": "/faq/kotsuhi/ /faq/zaitaku/",
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


def everyday(code):
    """Queries with their pages, as mothers, people on leave and clerks type them."""
    table = ConfigParser(delimiters=[" = "], interpolation=None)
    table.optionxform = str
    table.read(Path(__file__).with_name("everyday_queries.txt"), encoding="utf-8")
    return dict(table[code])


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("code", ["ja", "en"])
def test_what_people_type_on_any_day_brings_its_page(code):
    missed = {}
    language = next(one for one in languages() if one.code == code)
    prefix = f"/{language.prefix}" if language.prefix else ""
    with speaking(language):
        for query, wanted in everyday(code).items():
            found = [one.address.removeprefix(prefix) for one in search(query)[:3]]
            # A list of offices is the page asked for, whatever it was narrowed by.
            first = {*found, *(address.partition("?")[0] for address in found)}
            if not first & set(wanted.split()):
                missed[query] = found
    assert missed == {}


def test_the_list_is_long_enough_to_tell():
    assert sum(map(len, QUERIES.values())) >= 350
