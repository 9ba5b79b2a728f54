"""Names of municipalities and prefectures for who does not read Japanese."""

from __future__ import annotations

import re

from texts.domain.romaji import romaji


def _pairs(words: str) -> dict[str, str]:
    written = words.split()
    return dict(zip(written[::2], written[1::2], strict=True))


# Name and reading of what a municipality is; the reading stands at its end.
_KINDS = {
    "市": ("City", r"し"),
    "区": ("Ward", r"く"),
    "町": ("Town", r"まち|ちょう"),
    "村": ("Village", r"むら|そん"),
}
# The cities that have wards, as they are read; a ward is read right after its city.
_WITH_WARDS = "|".join(
    "さっぽろ せんだい さいたま ちば よこはま かわさき さがみはら にいがた "
    "しずおか はままつ なごや きょうと おおさか さかい こうべ おかやま ひろしま "
    "きたきゅうしゅう ふくおか くまもと".split()
)
_PREFECTURES = _pairs(
    "北海道 Hokkaido 青森県 Aomori 岩手県 Iwate 宮城県 Miyagi 秋田県 Akita "
    "山形県 Yamagata 福島県 Fukushima 茨城県 Ibaraki 栃木県 Tochigi 群馬県 Gunma "
    "埼玉県 Saitama 千葉県 Chiba 東京都 Tokyo 神奈川県 Kanagawa 新潟県 Niigata "
    "富山県 Toyama 石川県 Ishikawa 福井県 Fukui 山梨県 Yamanashi 長野県 Nagano "
    "岐阜県 Gifu 静岡県 Shizuoka 愛知県 Aichi 三重県 Mie 滋賀県 Shiga 京都府 Kyoto "
    "大阪府 Osaka 兵庫県 Hyogo 奈良県 Nara 和歌山県 Wakayama 鳥取県 Tottori "
    "島根県 Shimane 岡山県 Okayama 広島県 Hiroshima 山口県 Yamaguchi "
    "徳島県 Tokushima 香川県 Kagawa 愛媛県 Ehime 高知県 Kochi 福岡県 Fukuoka "
    "佐賀県 Saga 長崎県 Nagasaki 熊本県 Kumamoto 大分県 Oita 宮崎県 Miyazaki "
    "鹿児島県 Kagoshima 沖縄県 Okinawa"
)


def municipality_in_latin(name: str, reading: str) -> str:
    """山口市（やまぐちし） as Yamaguchi City; empty where it cannot be told apart."""
    kind, ending = _KINDS.get(name[-1:], ("", "$"))
    if kind == "Ward" and "市" in name:
        return _ward_in_latin(reading)
    own = (reading.partition("ぐん")[2] if "郡" in name else "") or reading
    found = re.fullmatch(rf"(.+?)(?:{ending})", own)
    return f"{romaji(found[1]).capitalize()} {kind}" if kind and found else ""


def _ward_in_latin(reading: str) -> str:
    """さっぽろしちゅうおうく as Chuo Ward, Sapporo City."""
    found = re.fullmatch(rf"({_WITH_WARDS})し(.+)く", reading)
    if not found:
        return ""
    city, ward = (romaji(part).capitalize() for part in found.groups())
    return f"{ward} Ward, {city} City"


def prefecture_in_latin(name: str) -> str:
    """山口県 as Yamaguchi; empty where there is no such prefecture."""
    return _PREFECTURES.get(name, "")
