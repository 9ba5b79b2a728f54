"""What goes into an estimate and comes out of it, in words for staff."""

from __future__ import annotations

from collections.abc import Mapping

from fees.fee_cases import FACTS
from fees.models import IncomeBracket

# The keys of `Estimate.as_values()`.
VALUES = {
    "bracket": "所得区分",
    "cap_min": "上限月額（いちばん低いとき）",
    "cap_max": "上限月額（いちばん高いとき）",
    "cost": "1か月の費用",
    "share": "費用に割合をかけた額",
    "payable_min": "払う額（いちばん少ないとき）",
    "payable_max": "払う額（いちばん多いとき）",
    "refund": "もどる額（世帯の合計）",
    "refund_parts": "もどる額（ひとりずつ）",
    "rent_subsidy": "家賃の補助",
    "rent_subsidy_min": "家賃の補助（いちばん少ないとき）",
    "rent_subsidy_max": "家賃の補助（いちばん多いとき）",
    "notes": "知らせること（コード）",
    "ask": "たずねること（コード）",
}
# What `fees.fee_facts.read_facts` takes, and how it is written.
TOLD = {
    "audience": 'だれの場合か。"adult"（18歳以上で家）、"adult-resident"'
    '（20歳以上で入所かグループホーム）、"child"（18歳未満）、'
    '"resident-under20"（20歳未満で入所）、"age-15-17"',
    "residence": '住まい。"home"、"group-home"、"facility"、"lodging"（宿泊型）',
    "public_assistance": '生活保護。true（受けている）、false、"borderline"（境界層）',
    "self_tax": '本人の住民税。{"taxed": true, "levy": 150000, "loan_credit": 0, '
    '"donation_credit": 0}。levy は所得割。控除は、ないときは 0 と書く。'
    '年度ごとは {"2025": {…}, "2026": {…}}',
    "spouse_tax": "同じ世帯の夫か妻の住民税（子どものときは、世帯のほかの人）。"
    '書き方は self_tax と同じ。いないときは {"taxed": false}',
    "dependants_under_16": "16歳未満の扶養親族の人数",
    "dependants_16_18": "16歳から18歳の扶養親族の人数",
    "month": '使う月。"2026-11"。書かないと、この例題の日の月',
    "service": '使うサービス。"a-gata"、"b-gata" など。uses に書かないときに使う',
    "uses": '使う量。[{"units": 1210, "count": 15, "unit_price": "10.00", '
    '"office": "A", "service": "b-gata"}]。1回の単位数、回数、1単位の円、事業所、'
    "サービス",
    "office_reduction": "A型事業所が減らす額（月、円）。A型の分からだけ引く",
    "spouse_copayment": "夫か妻が払う額（月、円）",
    "child_certificates": '受給者証ごとの上限と払った額。[{"cap": 4600, "paid": 4600}]',
    "rent": "グループホームの家賃（月、円）",
}


def bracket_names() -> dict[str, str]:
    """The names of the brackets by their codes; one query."""
    return dict(IncomeBracket.objects.values_list("code", "name_ja"))


def part_in_words(part: str) -> str:
    return "結果の全部" if part == FACTS else VALUES.get(part, part)


def value_in_words(name: str, value: object, brackets: Mapping[str, str]) -> str:
    """One value of an estimate: 「9,300円」, 「一般1」, 「決まらない」."""
    if value is None:
        return "決まらない"
    if isinstance(value, list):
        parts = [value_in_words("", item, brackets) for item in value]
        return "、".join(parts) or "なし"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}円"
    return brackets.get(str(value), str(value)) if name == "bracket" else str(value)
