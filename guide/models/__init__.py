"""The site itself: who speaks, its pages, the way to a service, answers and words."""

from guide.models.faq import Faq, FaqGroup
from guide.models.glossary import GlossaryTerm, WordRow, word_rows
from guide.models.identity import Page, SiteIdentity
from guide.models.law_change import LawChange
from guide.models.rewording import Rewording
from guide.models.search_miss import SearchMiss
from guide.models.shipped import ShippedRow
from guide.models.situation import LifeSituation, SituationLink, SituationService
from guide.models.step import Step

__all__ = [
    "Faq",
    "FaqGroup",
    "GlossaryTerm",
    "LawChange",
    "LifeSituation",
    "Page",
    "Rewording",
    "SearchMiss",
    "ShippedRow",
    "SiteIdentity",
    "SituationLink",
    "SituationService",
    "Step",
    "WordRow",
    "word_rows",
]
