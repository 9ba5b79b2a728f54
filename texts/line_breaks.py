"""Where a Japanese line may break: between phrases, never inside a word.

Chromium can find phrases by itself (`word-break: auto-phrase`), other browsers cannot,
and both cut 障がい者 into 障が / い / 者. So headings, buttons and names carry `<wbr>`
where a phrase begins, and the style sheet keeps all else in them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

import budoux

from texts.domain.phrases import settled

_KANJI = "(?:(?!障がい)[一-鿿々])"
# Short enough for one line on the narrowest phone, so a break is forbidden outright.
_UNBREAKABLE = (
    r"障がい(?:者(?:手帳)?|の ?ある|福祉課)"
    r"|就労(?:移行|定着|選択|継続)支援|[AB]型"
    r"|[0-9,]+(?:円|年|か月|さい|歳|人|%)"
)
_NO_BREAK = re.compile(_UNBREAKABLE)
# Too long for a narrow column, but no phrase begins within.
_KEPT = re.compile(f"就労継続支援[AB]型|{_UNBREAKABLE}")
# Words within which no phrase begins, whatever the model says; an entity is one too.
_WHOLE = re.compile(
    r"\{[^{}|]+\|[^{}|]+\}|"  # a word that the text gives with its reading
    f"{_KEPT.pattern}|障がい|ふりがな|受けもつ|はたら[ぁ-ゖ]|一般[12]|[ぁ-ん]行|[りいき]方"
    "|サービス等利用計画|[0-9,]+(?:か所|[^\\s0-9])|&[#\\w]+;"
    f"|{_KANJI}{{2,8}}(?!{_KANJI})|[ァ-ヺー]{{2,}}|[一-鿿][うくぐすつぬぶむる]"
)
# Verbs that we write in kana: a phrase begins before them, and never inside.
_KANA_VERB = re.compile(
    "(?:(?<=[がをにでとはのもてだ、])|^)"
    "(?:はたら|やりなお|さが|えら|くら|たしか|ちが|あてはま|もら|しら|つづ|はじ|こた|もど|はら"
    "|のば(?=[しすさせ])|のこ(?=[っらりるさし])|の(?=せ[てるまた]|っ[てた]))[ぁ-ゖ]"
)
# A phrase longer than this may not fit on a phone: it breaks between its words.
_LONG = 9
_SEAM = re.compile(
    f"(?<=・)(?=.)|(?<=[ァ-ヺー])(?!等)(?={_KANJI})|(?<=[^・（])(?={_UNBREAKABLE})"
    f"|(?<=者)(?={_KANJI}{{3}})(?<=障がい者)"
)
_WORD = re.compile(r"[^\s<>]+")
# A text all in hiragana is a reading.
_JAPANESE = re.compile("[ァ-ヺ一-鿿]")
_PLACES = re.compile(
    r"<(?P<tag>h[1-4]|legend|button|dt|th|caption)(?=[\s>])[^>]*>.*?</(?P=tag)>"
    r'|<a [^>]*class="[^"]*\bbutton\b[^>]*>.*?</a>',
    re.DOTALL,
)
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
# Words that running text must not cut, and texts of a page in which one stands.
_WORDS_KEPT = re.compile(
    "障がい(?:者(?:手帳)?|のある|福祉課)?|[AB]型"
    "|はたら(?:き方|い[てた]|き(?:ます|たい)?|[くけかこ](?:る|ない|ます|う)?)"
)
# A drawing may hold smaller ones.
_IN_A_DRAWING = r"[^<]*(?:<(?!/?svg\b)[^<]*)*"
_DRAWING = rf"svg\b{_IN_A_DRAWING}(?:<svg\b{_IN_A_DRAWING}</svg>{_IN_A_DRAWING})*</svg"
_BEFORE_A_WORD = "[^<>障ABは]*(?:(?!障がい|[AB]型|はたら)[障ABは][^<>障ABは]*)*"
# Each begins with `<` or `>`, since only then Python looks quickly for the next one; an
# element gives the `>` of its end to the text after it.
_RUNNING = re.compile(
    r"<(?P<closed>title|option|script|style|textarea|code)(?=[\s>]).*?</(?P=closed)(?=>)"
    rf"|<(?P<drawn>{_DRAWING})(?=>)"
    f"|>(?P<text>{_BEFORE_A_WORD}(?:障がい|[AB]型|はたら)[^<>]*)(?=<)",
    re.DOTALL,
)


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=8192)
def phrase_starts(text: str) -> frozenset[int]:
    """Where in a Japanese text its phrases begin, without the beginning itself."""
    starts: set[int] = set()
    for word in _WORD.finditer(text):
        at = word.start()
        for phrase in _parser().parse(word[0])[:-1]:
            at += len(phrase)
            starts.add(at)
    starts.difference_update(_alone(text, starts))
    verbs = list(_KANA_VERB.finditer(text))
    inner = {
        place
        # Apart: a longer run of kanji may begin before a word that must not break.
        for whole in (*_KEPT.finditer(text), *_WHOLE.finditer(text), *verbs)
        for place in range(whole.start() + 1, whole.end())
    }
    starts = (starts | {verb.start() for verb in verbs if verb.start()}) - inner
    starts = settled(text, starts) - inner
    return frozenset(starts | ({*_seams(text, starts)} - inner))


def _alone(text: str, starts: set[int]) -> Iterator[int]:
    """Where one or two kana would begin a phrase of their own: さが|す."""
    ends = sorted({*starts, len(text)})
    for start, end in pairwise(ends):
        if re.fullmatch("[ぁ-ゖ]{1,2}[。？]?", text[start:end]):
            yield start


def _seams(text: str, starts: set[int]) -> Iterator[int]:
    """Where the words of long phrases meet."""
    for start, end in pairwise(sorted({0, *starts, len(text)})):
        if end - start > _LONG:
            yield from (
                seam.start()
                for seam in _SEAM.finditer(text)
                if start < seam.start() < end
            )


@lru_cache(maxsize=8192)
def with_breaks(html: str, *, has_marks: bool = True) -> str:
    """A text, escaped for HTML, with `<wbr>` where a phrase begins.

    Words that must not break are in spans. `has_marks=False` leaves the `<wbr>` out,
    for easy Japanese, whose finished page has a gap at every phrase.
    """
    starts = phrase_starts(html) if has_marks else frozenset()
    out: list[str] = []
    at = 0
    for word in _NO_BREAK.finditer(html):
        out += _marked(html, at, word.start(), starts)
        out += "<wbr>" if word.start() in starts else ""
        out.append(f'<span class="nb">{word[0]}</span>')
        at = word.end()
    out += _marked(html, at, len(html), starts)
    return "".join(out)


def _marked(html: str, start: int, end: int, starts: frozenset[int]) -> list[str]:
    return [
        f"<wbr>{html[place]}" if place in starts else html[place]
        for place in range(start, end)
    ]


def keep_words(page: str) -> str:
    """A page in whose running text, too, no line ends within a protected word."""
    return _RUNNING.sub(_kept, page)


def _kept(found: re.Match[str]) -> str:
    text = found["text"]
    if not text or found.string.endswith('class="nb">', 0, found.start("text")):
        return found[0]
    return ">" + _WORDS_KEPT.sub(r'<span class="nb">\g<0></span>', text)


def break_headings(page: str) -> str:
    """A page in which fixed headings and buttons, too, break between phrases."""
    return _PLACES.sub(_broken, page)


def _broken(place: re.Match[str]) -> str:
    html = place[0]
    # Done already, or drawn: a text in a picture has no lines.
    if "<wbr>" in html or "<svg" in html or 'class="nb"' in html:
        return html
    return _TEXT.sub(
        lambda text: with_breaks(text[0]) if _JAPANESE.search(text[0]) else text[0],
        html,
    )
