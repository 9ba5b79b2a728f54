"""Which pages answer a query, the best first, each with the sentence that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log, log1p

from guide.domain.letters import key_of, pairs_of
from guide.domain.lexicon import SoughtWord
from guide.search.content import HEADING, Said, SearchPage
from guide.search.index import LanguageIndex, SiteIndex, likeness
from guide.search.understanding import Sense, Understood
from texts.languages import Language

_OTHER_JAPANESE, _OTHER_LANGUAGE = 0.9, 0.6
_AGAIN = 0.35  # what a page that says it often has over one that says it once
_FAR_BELOW = 0.22  # of the best: no answer any more
_LEADS = (60.0, 48.0, 40.0)  # pages that staff chose for a word
_CALLED, _MOST_CALLED = 8.0, 60.0  # a page that a word names, a letter and at most
_ALIKE = 22.0  # a heading that is the question itself
_SAID, _STEEP = 120.0, 1.6  # a page whose sentences the query is like
_SURELY = 8.0  # of that: enough without any other word
_SHORT = 5  # letters: too few to be alike


@dataclass
class _Tally:
    """What a page has of a query."""

    # The best place and the number of places, of each meaning.
    best: dict[int, float] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    # The meanings that each sentence has, by its number.
    sentences: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class RankedPage:
    """A page that answers: how well, with how much of the query, and where."""

    page: SearchPage
    score: float
    share: float
    sentence: Said | None
    is_chosen: bool  # by staff, for a word, or for its heading

    @property
    def has_all(self) -> bool:
        return self.share > 0.99


def rank(
    understood: Understood, index: SiteIndex, language: Language
) -> list[RankedPage]:
    """The pages that answer, the best first."""
    here = index.languages[language.code]
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for code, other in index.languages.items():
        _tally(understood.meanings, other, _nearness(other, language), tallies,
               has_places=code == language.code)  # fmt: skip
    hits = _pages_having(understood.meanings, tallies)
    rarity = [log(1 + len(here.pages) / (1 + count)) for count in hits]
    leads = _leads(understood, here)
    alike = Likeness(understood.words, here)
    # A single word is led by its row, whichever way it is written.
    is_sentence = len(understood.own) > 1
    sayings = index.sayings[language.code]
    said = sayings.near(understood.corrected) if is_sentence else {}
    found = []
    for page in here.pages:
        tally = tallies.get(page.address)
        lead = leads.get(page.address, 0.0)
        like = alike.to(page)
        near = _SAID * said.get(page.address, 0.0) ** _STEEP
        if tally is None and not lead and like < 0.5 and near < _SURELY:
            continue
        found.append(_ranked(page, tally or _Tally(), understood, rarity, hits, here,
                             lead + near + _ALIKE * like**2))  # fmt: skip
    found.sort(key=lambda one: -one.score)
    return _those_worth(found)


def _those_worth(found: list[RankedPage]) -> list[RankedPage]:
    if not found:
        return []
    least = found[0].score * _FAR_BELOW
    most = max(one.share for one in found)
    return [
        one
        for one in found
        if one.score >= (least / 3 if one.has_all else least)
        and (one.share >= most * 0.5 or one.is_chosen)
    ]


def _nearness(index: LanguageIndex, language: Language) -> float:
    if index.language == language:
        return 1.0
    both = index.language.is_japanese and language.is_japanese
    return _OTHER_JAPANESE if both else _OTHER_LANGUAGE


def _tally(
    meanings: Iterable[Sense],
    index: LanguageIndex,
    nearness: float,
    tallies: dict[str, _Tally],
    *,
    has_places: bool,
) -> None:
    for number, meaning in enumerate(meanings):
        for sought in meaning.sought:
            for at in index.having(sought):
                said = index.said[at]
                tally = tallies[index.pages[index.owners[at]].address]
                weight = said.weight * nearness
                if said.weight >= HEADING:
                    weight *= _fullness(sought, said)
                tally.best[number] = max(tally.best.get(number, 0.0), weight)
                if has_places:
                    tally.times[number] += 1
                    tally.sentences[at].add(number)


def _fullness(sought: SoughtWord, said: Said) -> float:
    """How much of a heading a word is: one word of five is less than all of it."""
    longest = max(map(len, (*sought.written, *sought.read)), default=1)
    share = min(1.0, longest / max(1, len(key_of(said.text))))
    return 0.5 + 0.5 * share


def _pages_having(meanings: tuple[Sense, ...], tallies: dict[str, _Tally]) -> list[int]:
    return [
        sum(1 for tally in tallies.values() if number in tally.best)
        for number in range(len(meanings))
    ]


def _leads(understood: Understood, here: LanguageIndex) -> dict[str, float]:
    """The pages that staff chose, the first of each word the most."""
    found: dict[str, float] = defaultdict(float)
    own = understood.own
    for meaning in own:
        for row in meaning.rewordings:
            for address, worth in zip(row.addresses, _LEADS, strict=False):
                found[address] += worth / len(own)
        for address, worth in _called(meaning, here).items():
            found[address] += worth / len(own)
    said = {row for meaning in own for row in meaning.rewordings}
    for row, number in understood.phrases.items():
        if row in said and len(own) < 2:
            continue
        for address, worth in zip(row.addresses, _LEADS, strict=False):
            found[address] += worth * min(0.7, number / max(1, len(own)))
    return found


def _called(meaning: Sense, here: LanguageIndex) -> dict[str, float]:
    """The pages that a word names: a long name means its page more surely."""
    [sought, *_others] = meaning.sought
    keys = (*sought.written, *sought.read)
    return {
        address: min(_MOST_CALLED, _CALLED * len(key))
        for key in sorted(keys, key=len)
        for address in here.named.get(key, ())
    }


def _ranked(
    page: SearchPage,
    tally: _Tally,
    understood: Understood,
    rarity: list[float],
    hits: list[int],
    here: LanguageIndex,
    more: float,
) -> RankedPage:
    score, has, of = 0.0, 0.0, 0.0
    for number, meaning in enumerate(understood.meanings):
        worth = rarity[number]
        # What stands nowhere on the site makes no page worse than another.
        if not meaning.is_extra and hits[number]:
            of += worth
        if number in tally.best:
            often = log1p(max(0, tally.times[number] - 1))
            own = worth * tally.best[number] * (1 + _AGAIN * often)
            score += own * (0.5 if meaning.is_extra else 1)
            has += 0 if meaning.is_extra else worth
    share = has / of if of else 0.0
    at, together = _best_sentence(tally, understood, rarity, here)
    score *= share**1.5 * (1 + 0.3 * together) * page.worth
    sentence = here.said[at] if at is not None else None
    return RankedPage(page, score + more, share, sentence, more > _ALIKE / 4)


def _best_sentence(
    tally: _Tally, understood: Understood, rarity: list[float], here: LanguageIndex
) -> tuple[int | None, float]:
    """The sentence that has most of the query, and whether it has two words of it.

    The heading is shown anyway: of two as good, one of the text.
    """
    if not tally.sentences:
        return None, 0.0

    def worth(at: int) -> tuple[float, bool, float, int]:
        has = sum(rarity[number] for number in tally.sentences[at])
        weight = here.said[at].weight
        return has, weight < HEADING, weight, -at

    best = max(tally.sentences, key=worth)
    own = [n for n, meaning in enumerate(understood.meanings) if not meaning.is_extra]
    together = len([n for n in own if n in tally.sentences[best]])
    return best, (together - 1) / len(own) if len(own) > 1 else 0.0


class Likeness:
    """How much the headings of pages are like the query, letter pair by letter pair."""

    def __init__(self, words: str, here: LanguageIndex) -> None:
        key = key_of(words)
        self._pairs = pairs_of(key) if len(key) >= _SHORT else set()
        self._here = here

    def to(self, page: SearchPage) -> float:
        return likeness(self._pairs, self._here.heading_pairs[page.address])
