"""How a text is read, what its translations were made from, that something changed."""

from texts.models.content_change import ContentChange
from texts.models.reading import Reading, hiragana
from texts.models.translation import Translation

__all__ = ["ContentChange", "Reading", "Translation", "hiragana"]
