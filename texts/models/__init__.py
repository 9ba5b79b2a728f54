"""How a text is read, and what its translations were made from."""

from texts.models.reading import Reading, hiragana
from texts.models.translation import Translation

__all__ = ["Reading", "Translation", "hiragana"]
