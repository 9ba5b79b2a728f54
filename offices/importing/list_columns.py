"""What the columns of published lists mean, by our own names for them."""

from __future__ import annotations

# WAM NET's header, in its order (directory.md 1.2).
WAM = {
    "authority_code": "都道府県コード又は市区町村コード",
    "source_no": "NO（※システム内の固有の番号、連番）",
    "designated_by": "指定機関名",
    "organization": "法人の名称",
    "organization_reading": "法人の名称_かな",
    "corporate_number": "法人番号",
    "organization_municipality": "法人住所（市区町村）",
    "organization_address": "法人住所（番地以降）",
    "organization_phone": "法人電話番号",
    "organization_fax": "法人FAX番号",
    "organization_url": "法人URL",
    "type": "サービス種別",
    "name": "事業所の名称",
    "reading": "事業所の名称_かな",
    "office_number": "事業所番号",
    "municipality": "事業所住所（市区町村）",
    "address": "事業所住所（番地以降）",
    "phone": "事業所電話番号",
    "fax": "事業所FAX番号",
    "url": "事業所URL",
    "lat": "事業所緯度",
    "lon": "事業所経度",
    "weekday": "利用可能な時間帯（平日）",
    "sat": "利用可能な時間帯（土曜）",
    "sun": "利用可能な時間帯（日曜）",
    "holiday": "利用可能な時間帯（祝日）",
    "closed_days": "定休日",
    "hours_note": "利用可能曜日特記事項（留意事項）",
    "capacity": "定員",
}
WAM_REQUIRED = (
    "source_no",
    "type",
    "name",
    "office_number",
    "municipality",
    "address",
)

# The template for lists of a city's own (directory.md 8).
GENERIC = {
    "kind": "種別",
    "name": "名称",
    "reading": "名称かな",
    "organization": "法人名",
    "corporate_number": "法人番号",
    "office_number": "事業所番号",
    "type": "サービス",
    "postal_code": "郵便番号",
    "municipality": "市区町村",
    "address": "番地以降",
    "lat": "緯度",
    "lon": "経度",
    "phone": "電話番号",
    "fax": "FAX番号",
    "url": "URL",
    "weekday_opens": "平日開始",
    "weekday_closes": "平日終了",
    "sat_opens": "土曜開始",
    "sat_closes": "土曜終了",
    "closed_days": "定休日",
    "areas": "管轄市区町村",
    "hours_note": "備考",
    "checked_on": "確認日",
}
GENERIC_REQUIRED = ("name", "municipality", "address")

# What a file of rejected rows has besides: who reads it in again may leave them.
REASON, COLUMN, VALUE, MARK = "理由コード", "列", "値", "もとの印（消さない）"
REJECT_COLUMNS = ("記録番号", "物理行", REASON, "理由", COLUMN, VALUE, MARK)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# What a row says, in the order of `SourceRow.values`, with the words of the report.
LABELS = {
    "name": "事業所の名前",
    "reading": "よみがな",
    "organization": "法人の名前",
    "municipality": "市区町村",
    "address": "住所",
    "lat": "緯度",
    "lon": "経度",
    "geo_source": "位置のもと",
    "phone": "電話",
    "fax": "FAX",
    "url": "ホームページ",
    "designated_by": "指定した機関",
    "capacity": "定員",
    "weekday": "平日の時間",
    "sat": "土曜の時間",
    "sun": "日曜の時間",
    "holiday": "祝日の時間",
    "closed_days": "定休日",
    "hours_note": "時間の特記",
    "organization_reading": "法人のよみがな",
    "corporate_number": "法人番号",
    "organization_municipality": "法人の市区町村",
    "organization_address": "法人の住所",
    "organization_phone": "法人の電話",
    "organization_url": "法人のホームページ",
    "postal_code": "郵便番号",
    "areas": "受けもつ地域",
    "checked_on": "確認した日",
    "traits": "えらぶときに見ること",
}
PLACES = {name: place for place, name in enumerate(LABELS)}
DAYS = ("weekday", "sat", "sun", "holiday")
# Under which mark of an office people keep what a row says of the place.
LOCKS = {name: name for name in LABELS} | {
    "lat": "position",
    "lon": "position",
    "geo_source": "position",
    "corporate_number": "organization",
}


def formula_safe(cell: str) -> str:
    """`cell` as a spreadsheet shows it and never runs it."""
    if cell.startswith(("\t", "\r", "\n")) or cell.lstrip().startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def without_guard(cell: str) -> str:
    """`cell` without the mark that `formula_safe` put before it."""
    return cell[1:] if cell.startswith("'") and formula_safe(cell[1:]) == cell else cell
