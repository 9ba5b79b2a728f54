"""What can be wrong with a row, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass

REJECTS = {
    "column_count": "列の数が1行目とちがいます。",
    "source_no_missing": "NO（固有の番号）がありません。",
    "office_number_format": "事業所番号が10けたの数字ではありません。",
    "name_missing": "事業所の名前がありません。",
    "name_too_long": "事業所の名前が100字より長いです。",
    "municipality_unknown": "市区町村が一覧にありません。",
    "service_unknown": "このサイトにないサービスです。",
    "service_mismatch": "ファイルの名前の番号と、サービス種別がちがいます。",
    "service_outside": "このファイルのサービスではない行です。",
    "duplicate_key": "同じ行が、ファイルの中にもうあります。",
    "test_record": "テスト用の行です。",
    "excel_damage": "Excel で開いて保存したときに、こわれた値です。"
    "もとのファイルを、Excel で開かずに使ってください。",
}
WARNINGS = {
    "reading_invalid": "よみがなが、ひらがな・カタカナだけではないので、空にしました。",
    "phone_invalid": "電話番号として読めないので、空にしました。",
    "fax_invalid": "FAX番号として読めないので、空にしました。",
    "url_invalid": "ホームページのアドレスとして読めないので、空にしました。",
    "url_repaired": "ホームページのアドレスを直しました。",
    "hours_zero": "0:00から0:00のような時間なので、「わからない」にしました。",
    "hours_reversed": "はじまりがおわりよりあとなので、「わからない」にしました。",
    "hours_unparsed": "時間として読めないので、「わからない」にしました。",
    "capacity_zero": "定員が0なので、「わからない」にしました。",
    "capacity_invalid": "定員が1から999の数ではないので、「わからない」にしました。",
    "corporate_number_missing": "法人番号がありません。",
    "corporate_number_invalid": "法人番号が13けたではありません。",
    "corporate_number_checkdigit": "法人番号の検査数字が合わないので、空にしました。",
    "latlon_missing": "緯度・経度がありません。",
    "latlon_out_of_japan": "緯度・経度が日本の外なので、使いません。",
    "latlon_far_from_municipality": "緯度・経度が市区町村から10km以上はなれているので、"
    "使いません。",
    "address_prefix_stripped": "番地の前の市区町村をのぞきました。",
    "address_nashi_stripped": "番地のうしろの「なし」をのぞきました。",
    "address_doubled": "2回書いてある番地を、1回にしました。",
    "replacement_char": "読めない文字（�）があります。",
    "formula_like": "= + - @ で始まる名前です。そのままにしました。",
    "prefecture_mismatch": "事業所番号の県と、住所の県がちがいます。",
    "locked_field_differs": "職員が直した内容とちがいます。職員の内容を残しました。",
    "merge_suggested": "同じ番号の事業所が、近くにもう1つあります。"
    "1つの場所かもしれません。",
    "split_suggested": "ほかのサービスと、場所がはなれました。別の場所かもしれません。",
}
MESSAGES = REJECTS | WARNINGS


@dataclass(frozen=True, slots=True)
class Issue:
    """What was met in one row: a reason to leave it out, or to look at it."""

    record: int
    line: int
    code: str
    column: str = ""
    value: str = ""

    @property
    def level(self) -> str:
        return "reject" if self.code in REJECTS else "warn"

    @property
    def message(self) -> str:
        return MESSAGES[self.code]


class Rejected(Exception):  # noqa: N818 -- a verdict, as `Held` is
    """A row that is not imported."""

    def __init__(self, code: str, column: str = "", value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.value = value
