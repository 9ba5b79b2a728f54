"""What can be wrong with a row, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass

REJECTS = {
    "column_count": "列の数が1行目とちがいます。",
    "source_no_missing": "NO（固有の番号）がありません。",
    "source_no_too_long": "NO（固有の番号）が80字より長いです。",
    "office_number_format": "事業所番号が10けたの数字ではありません。",
    "name_missing": "事業所の名前がありません。",
    "name_too_long": "事業所の名前が100字より長いです。",
    "municipality_missing": "市区町村がありません。"
    "合計の行などなら、そのままでかまいません。",
    "municipality_unknown": "市区町村が一覧にありません。",
    "municipality_unclear": "同じ名前の市区町村が、いくつかあります。"
    "県の名前から書いてください。",
    "service_unknown": "このサイトにないサービスです。",
    "service_mismatch": "ファイルの名前の番号と、サービス種別がちがいます。",
    "service_outside": "このファイルのサービスではない行です。",
    "duplicate_key": "同じ行が、ファイルの中にもうあります。",
    "checked_on_unreadable": "確認日が、日付として読めません。"
    "2026-04-01 や 令和8年4月1日 のように書いてください。",
    "checked_on_future": "確認日が、まだ来ていない日です。確かめて直してください。",
    "cell_error": "式のまちがい（#REF! など）か、せまい列（###）が入っています。"
    "もとの表を直してください。",
    "test_record": "テスト用の行です。",
    "excel_damage": "Excel で開いて保存したときに、こわれた値です。"
    "もとのファイルを、Excel で開かずに使ってください。",
}
WARNINGS = {
    "reading_invalid": "よみがなが、ひらがな・カタカナだけではないので、空にしました。",
    "text_cut": "長すぎるので、うしろを切りました。",
    "cell_error_emptied": "式のまちがい（#REF! など）か、せまい列（###）なので、"
    "空にしました。",
    "phone_zero_added": "はじめの0がない電話番号なので、0をつけました。"
    "合っているか確かめてください。",
    "phone_invalid": "電話番号として読めないので、空にしました。",
    "fax_invalid": "FAX番号として読めないので、空にしました。",
    "url_invalid": "ホームページのアドレスとして読めないので、空にしました。",
    "url_repaired": "ホームページのアドレスを直しました。",
    "hours_zero": "0:00から0:00のような時間なので、「わからない」にしました。",
    "hours_reversed": "はじまりがおわりよりあとなので、「わからない」にしました。",
    "hours_half": "はじまりかおわりの片方しかないので、「わからない」にしました。",
    "hours_midnight": "24:00は、23:59と書きました。",
    "hours_serial": "数で書いてある時間を、Excel の時間として読みました。",
    "hours_unparsed": "時間として読めないので、「わからない」にしました。",
    "capacity_zero": "定員が0なので、「わからない」にしました。",
    "capacity_invalid": "定員が1から999の数ではないので、「わからない」にしました。",
    "corporate_number_missing": "法人番号がありません。",
    "corporate_number_invalid": "法人番号が13けたではありません。",
    "corporate_number_checkdigit": "法人番号の検査数字が合わないので、空にしました。",
    "municipality_guessed": "同じ名前の市区町村がいくつかあるので、"
    "自分の県の市区町村にしました。",
    "municipality_split": "市区町村の列に住所もあるので、分けました。",
    "organization_municipality_unknown": "法人の市区町村が一覧にないので、"
    "空にしました。",
    "area_unknown": "受けもつ市区町村が一覧にないので、使いません。",
    "areas_kept": "一覧からなくなった受けもつ地域を、残しました。"
    "受けもたないときは、事業所のページで消してください。",
    "postal_code_invalid": "郵便番号が7けたではないので、空にしました。",
    "checked_on_missing": "確認日が空です。新しい行では、取り込んだ日が"
    "「確認した日」になります。",
    "checked_on_serial": "数で書いてある確認日を、Excel の日付として読みました。",
    "known_elsewhere": "ほかのデータにもうある事業所なので、名前・住所・電話などは、"
    "この行から変えません。直すときは、事業所のページで直してください。",
    "trait_unread": "決まった書き方ではないので、使いません。"
    "あり・なし、金額と年度などで書いてください。",
    "trait_without_day": "確認日がないので、送迎・昼ごはんなどの列は使いません。",
    "joined_own_list": "市などの一覧にもある事業所です。同じ場所にして、"
    "一覧の行は「掲載なし」にしました。",
    "latlon_missing": "緯度・経度がありません。",
    "latlon_out_of_japan": "緯度・経度が日本の外なので、使いません。",
    "latlon_far_from_municipality": "緯度・経度が市区町村から10km以上はなれているので、"
    "使いません。",
    "address_prefix_stripped": "番地の前の市区町村をのぞきました。",
    "address_nashi_stripped": "番地のうしろの「なし」をのぞきました。",
    "address_doubled": "2回書いてある番地を、1回にしました。",
    "replacement_char": "読めない文字（�や外字）があります。",
    "formula_like": "= + - @ で始まる名前です。そのままにしました。",
    "prefecture_mismatch": "事業所番号の県と、住所の県がちがいます。",
    "locked_field_differs": "職員が直した内容とちがいます。職員の内容を残しました。",
    "merge_suggested": "同じ番号の事業所が、近くにもう1つあります。"
    "1つの場所かもしれません。",
    "split_suggested": "ほかのサービスと、場所がはなれました。別の場所かもしれません。",
}
# What is wrong with where a row stood, not with what it says: alone in a file of
# rejected rows it would look well.
BY_PLACE = frozenset({"column_count", "duplicate_key"})
BY_SERVICE = frozenset({"service_mismatch", "service_outside"})
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
