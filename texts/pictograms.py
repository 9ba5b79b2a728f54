"""The site's one set of pictures: which there are, and how each is drawn.

Their geometry is Lucide's (ISC licence), which comes as a Python package; a row of
ours names a picture by Lucide's name, and staff choose it by what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import lucide
from django.utils.safestring import SafeString, mark_safe

# Ours are silent, and as large as this where no style sheet says more.
_OPENS = (
    '<svg class="glyph" aria-hidden="true" width="32" height="32" viewBox="0 0 24 24"'
)
# The pen: a style sheet has it for all pictures of a page (`.glyph`), a little finer
# than Lucide's. Style sheets do not reach into the pictures of a PDF.
_PEN = (
    ' fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
    ' stroke-linejoin="round"'
)
_PATHS = re.compile(r'(?:<path d="[^"]*"/>)+')
# A path that begins as from where another ended, which is the origin: at a point of its
# own, after which a command stands (else what follows is as from there, too).
_FROM_ORIGIN = re.compile(r'(?<=<path d=")m(?=-?[\d.]+[ ,]?-?[\d.]+[a-zA-Z])')
# Lucide's name, and what the picture stands for on this site.
PICTOGRAMS = {
    "briefcase": "会社ではたらく準備（かばん）",
    "handshake": "契約してはたらく（握手）",
    "package": "自分のペースの作業（箱）",
    "message-circle-heart": "続けるための相談（ハート）",
    "signpost": "いっしょに考える（道しるべ）",
    "graduation-cap": "学校を卒業する",
    "school": "学校",
    "armchair": "会社を休む（いす）",
    "building-2": "会社",
    "house": "家",
    "id-card": "受給者証",
    "circle-question-mark": "わからない",
    "hand-coins": "もらうお金",
    "wallet": "はらうお金",
    "hourglass": "いつまで",
    "calendar-days": "日にち",
    "calendar-clock": "これから変わる",
    "calendar-check": "決まった日",
    "clock": "時間",
    "map-pin": "場所",
    "map": "地図",
    "phone": "電話",
    "printer": "紙・印刷",
    "mail": "メール・手紙",
    "globe": "ホームページ",
    "users-round": "だれ（人びと）",
    "user-round": "だれ（1人）",
    "user-check": "使える人",
    "file-pen": "やくそく・申請",
    "file-text": "書類",
    "file-check": "決定の書類",
    "clipboard-list": "計画",
    "search": "さがす",
    "eye": "見学する",
    "utensils": "昼ごはん",
    "bus": "送り迎え",
    "circle-check": "いま・できる",
    "triangle-alert": "気をつける",
    "circle-x": "むずかしい",
    "messages-square": "相談",
    "speech": "話す人",
    "list-checks": "使えるか確かめる",
    "list": "くわしい説明",
    "receipt-japanese-yen": "税",
    "piggy-bank": "軽くなる",
    "coins": "お金",
    "scale": "くらべる",
    "heart-pulse": "病気・病院",
    "hand-heart": "手伝う",
    "landmark": "市役所・役所",
    "compass": "合う仕事を知る（方位じしん）",
    "baby": "子ども",
    "life-buoy": "くらしを助ける（うきわ）",
    "book-open": "ことば・読む",
    "bookmark": "しおり",
    "newspaper": "お知らせ",
    "tag": "シールをはる",
    "boxes": "箱につめる",
    "laptop": "パソコン",
    "brush-cleaning": "清掃",
    "croissant": "お菓子やパン",
    "sprout": "畑・草花",
    "hammer": "ものを作る",
    "shirt": "洗たく",
    "coffee": "店・飲みもの",
    "dumbbell": "練習",
    "bed": "体を休める",
    "smile": "よい・元気",
    "meh": "ふつう（顔）",
    "frown": "合わない（顔）",
    "door-open": "入れる・空き",
    "chevron-right": "進む（矢印）",
    "arrow-left": "もどる（矢印）",
    "arrow-right": "つぎへ（矢印）",
    "message-square-warning": "ちがうところを知らせる",
    "star": "大事なこと",
}


def pictogram_choices() -> list[tuple[str, str]]:
    """What staff choose a picture from: its name, and what it stands for."""
    return list(PICTOGRAMS.items())


@cache
def drawn(name: str) -> SafeString:
    """The picture as SVG beside words, which say what it shows: none reads it aloud.

    Raises KeyError for a name that is not on the list.
    """
    svg = " ".join(_geometry()[name].split())
    shapes = svg[svg.index(">") + 1 :].replace("> <", "><").replace(" />", "/>")
    shapes = _PATHS.sub(_as_few, _FROM_ORIGIN.sub("M", shapes))
    return mark_safe(f"{_OPENS}>{shapes.strip()}")


def _as_few(paths: re.Match[str]) -> str:
    """Paths that follow each other as one, where the next says where it begins."""
    return paths[0].replace('"/><path d="M', "M")


def with_pen(html: str) -> str:
    """A document whose pictures need no style sheet to be seen."""
    return html.replace(_OPENS, _OPENS + _PEN)


@cache
def _geometry() -> Mapping[str, str]:
    """Every picture of the list as Lucide has it.

    Lucide's own tag opens its archive of 1,745 anew for each, which takes 8 ms.
    """
    with ZipFile(Path(lucide.__file__).with_name("lucide.zip")) as pictures:
        return {name: pictures.read(f"{name}.svg").decode() for name in PICTOGRAMS}
