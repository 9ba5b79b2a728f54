"""What people choose by as wishes of a search, and the words that mean them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from offices.domain.search_words import text_key
from offices.models import ListingStatus, OfficeService, TraitAnswer, TraitKind
from offices.wishes import AskedAt, Having, Wish

# What people put after a thing: 送迎あり, 昼食つきの, 見学ができるところ.
_PARTICLE = "(?:が|の|に|も|を|は)?"
_VERB = (
    "(?:あります|ありの|あり|あるの|ある|有りの|有り|有|つきの|つき|付きの|付き"
    "|できます|できる|可能な|可能|可|してくれる|してもらえる"
    "|ところ|所|場所|事業所|作業所|施設|か)"
)


def wish_code(kind: TraitKind) -> str:
    """By which the address of a search names it."""
    return f"has-{kind.code}"


def trait_wishes(kinds: Iterable[TraitKind]) -> dict[str, Wish]:
    """A wish for each kind that staff made a condition, in their order."""
    return {wish_code(kind): _wish(kind) for kind in kinds if kind.is_filter}


def wish_meant(word: str, kinds: Iterable[TraitKind]) -> tuple[str, str] | None:
    """The wish that a word of a search means, and what else the word says.

    「送迎あり」 is a wish, 「送迎のあるB型」 a wish and a service; a name that only
    begins so (「ランチハウス」) is neither.
    """
    key = text_key(word)
    for known, code in sorted(_keys(kinds), key=lambda pair: -len(pair[0])):
        if re.fullmatch(f"{re.escape(known)}{_PARTICLE}{_VERB}*", key):
            return code, ""
        found = re.fullmatch(f"{re.escape(known)}{_PARTICLE}{_VERB}+(.{{2,}})", key)
        if found:
            return code, found[1]
    return None


def says_nothing(word: str) -> bool:
    """Whether a word is only what people put after a thing."""
    return re.fullmatch(f"{_PARTICLE}{_VERB}+", text_key(word)) is not None


def _keys(kinds: Iterable[TraitKind]) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        if kind.is_filter:
            others = re.split("[、,]", kind.other_words)
            for words in (kind.label, kind.yes_words, *others):
                if key := text_key(words):
                    yield key, wish_code(kind)


def _wish(kind: TraitKind) -> Wish:
    asked = _(
        "公表データには、のっていません。市が聞いて、わかったところだけです。"
        "聞き方：「%(question)s」"
    )
    return Wish(
        wish_code(kind),
        kind.yes_words,
        _("えらぶときに見ること"),
        _answered(kind, TraitAnswer.YES),
        _denied(kind),
        asked % {"question": kind.question},
    )


def _denied(kind: TraitKind) -> Callable[[Having, AskedAt], Q]:
    """Where there is none; a body that only advises has none either."""
    has_none = _answered(kind, TraitAnswer.NO)
    return lambda having, moment: has_none(having, moment) | Q(kind__is_provider=False)


def _answered(kind: TraitKind, answer: TraitAnswer) -> Callable[[Having, AskedAt], Q]:
    def rule(having: Having, moment: AskedAt) -> Q:
        since = kind.known_since(on=moment.now.date())
        rows = OfficeService.objects.exclude(status=ListingStatus.ENDED)
        return having(
            rows.filter(
                traits__kind=kind.pk,
                traits__answer=answer,
                traits__said_on__gte=since,
            )
        )

    return rule
