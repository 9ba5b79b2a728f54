"""Words that a text for readers does not use, and official names that stay as they are.

One place for what the table of terms (docs/words.md) says is not to be written and for
the words that no page uses. A word is a regular expression; `fix` is there only where
one right answer replaces it.
"""

from __future__ import annotations

from dataclasses import dataclass

STANDARD, EASY, ENGLISH = "ja", "ja-simple", "en"
_JAPANESE = (STANDARD, EASY)


@dataclass(frozen=True, slots=True)
class Avoided:
    """Words not to use in texts of some languages."""

    words: str
    advice: str
    fix: str | None = None
    languages: tuple[str, ...] = _JAPANESE
    is_error: bool = True


def _english(words: str, instead: str) -> Avoided:
    return Avoided(
        rf"(?i)\b{words}\b", f"「{instead}」と書いてください。", None, (ENGLISH,)
    )


AVOIDED = (
    # Said to people, it asks too much or judges.
    Avoided(
        "お願い(?:いた|致)?します|お願い申し上げます",
        "「〜してください」と書いてください。",
    ),
    Avoided("不正|無効", "責めずに、どうすればよいかを書いてください。"),
    Avoided("がんば|頑張", "はげます言葉は書きません。できることを書いてください。"),
    Avoided("かわいそう|可哀想|気の毒", "同情する言葉は書きません。消してください。"),
    Avoided("健常者", "「障がいのない人」と書いてください。", "障がいのない人"),
    Avoided(
        "(?:普通|ふつう)の(?:会社|企業)",
        "「一般の会社」と書いてください。",
        "一般の会社",
    ),
    Avoided("ステップアップ|ちゃんと", "上下をつけない言葉にしてください。"),
    Avoided("[○◯◎×]", "しるしでくらべず、言葉で書いてください。"),
    Avoided(
        "障(?:がい|害)を[も持]つ", "「障がいのある」と書いてください。", "障がいのある"
    ),
    # It sends the reader looking.
    Avoided("クリック|タップ", "「えらぶ」「おす」と書いてください。"),
    Avoided("下記|上記|左記|後述|前述", "何のことか、名前で書いてください。"),
    Avoided(
        "原則",
        "例外と、だれが決めるかを、そばに書いてください。書いてあれば、このままで正しいです。",
        is_error=False,
    ),
    Avoided(
        "(?:(?<=[。、「\n])|^)もし[^。\n]{1,20}(?:なら|たら)",
        "「〜の人は」と、文を分けてください。",
        languages=(EASY,),
    ),
    # The table of terms, docs/words.md.
    _english("employment welfare", "work-related disability services"),
    _english("retention", "Support for Staying in Employment"),
    _english("welfare program(?:me)?s?|programs?", "service"),
    _english("(?<!decision on )benefits?(?= (?:program|office))", "service"),
    _english("facilit(?:y|ies) \\(事業所\\)", "provider (事業所)"),
    _english("case ?workers?", "consultation support specialist"),
    _english("city(?:’s|'s)? department", "the city’s section in charge"),
    _english("beneficiary (?:card|certificate)s?", "recipient certificate"),
    _english("care plans?", "service use plan"),
    _english("inhabitants?(?:’|')? tax", "resident tax (住民税)"),
    _english("calculators?", "Fee estimate"),
    _english("salar(?:y|ies)", "wages"),
    _english("(?:disability )?handbooks?", "disability certificate (障害者手帳)"),
    _english("(?:fee|monthly) limits?|limit amounts?", "monthly fee cap"),
    _english("income (?:level|class)(?:es|s)?", "income bracket"),
    _english("eligible", "can use"),
    _english("diagnosis tools?|eligibility tests?", "Check what you can use"),
    _english("independence training", "self-reliance training (自立訓練)"),
    _english(
        "basic disability pension|grade 1 disability",
        "Disability Basic Pension Grade 1 (障害基礎年金1級)",
    ),
    _english("grant decisions?", "decision on benefits (支給決定)"),
    _english("disability welfare services?", "disability service"),
    _english("prerequisites?", "service to use first"),
    _english("click(?:ing|s)?", "choose"),
)  # fmt: skip

# The rest of that table's column: names that code must not take, or words that are
# wrong for one term only and right elsewhere (the wages of a job, a support level).
ONLY_IN_CODE = {
    "activity", "attribute", "benefit", "calculator", "case", "charge", "criteria",
    "criterion", "department", "detail", "diagnosis", "draft", "facet", "facility",
    "False", "feedback", "filter", "fixture", "flow", "level", "limit", "None",
    "option", "persona", "reference", "step", "target", "test", "ticket", "True",
    "updated", "versus", "wages",
}  # fmt: skip

# 等 and 障害 belong to these names; in our own sentences we write 障がい.
FIXED_WORDS = (
    "均等|高等|等級|平等|対等|同等|等しい|等しく|サービス等利用|サービス等給付|訓練等給付"
    "|障害福祉|障害者?手帳|障害(?:基礎|厚生|者特例)?年金|障害支援区分|障害者支援施設"
    "|障害者職業|障害者就業|障害者雇用|障害者総合支援|障害・求職者|特定障害者"
    "|身体障害者|知的障害者福祉|精神障害者保健|発達障害者支援|高次脳機能障害|障害児"
    "|障害者(?:基本|虐待|差別)"
)

# Names of laws, bodies, papers and kinds of support that a reader meets at a window:
# they keep their kanji also in easy Japanese. What stands in the glossary is not here.
OFFICIAL_NAMES = frozenset(
    {
        *("自立訓練", "宿泊型自立訓練", "生活介護", "就労継続支援"),
        *("障害基礎年金", "障害年金", "遺族年金", "雇用保険", "介護保険"),
        *("特定障害者特別給付費", "寄附金控除", "努力義務", "有効期間"),
        *("支給申請書", "課税証明書", "非課税証明書", "年金証書", "生年月日"),
        *("高次脳機能障がい", "高次脳機能障害"),
        *("職業評価", "職業指導", "職業準備訓練", "職業講習", "求職登録"),
        *("障害者支援施設", "相談支援事業所", "障害者総合支援法"),
        *("サービス等利用計画案", "利用計画案", "就労移行支援体制加算"),
        *("社会福祉法人", "障害福祉計画", "高齢・障害・求職者雇用支援機構"),
    }
)
