"""How easy a Japanese text is to read, where the packages for authors are installed.

A site that only shows its texts has neither of them (pyproject.toml, `authoring`).
"""

from __future__ import annotations

from functools import cache

try:
    import unidic_lite  # noqa: F401 -- the dictionary that fugashi reads
    from fugashi import Tagger
    from jreadability import compute_readability
except ImportError:
    Tagger = compute_readability = None


def can_read() -> bool:
    """Whether what tells how easy a text is to read is installed."""
    return Tagger is not None


def readability(sentences: str) -> float | None:
    """jReadability: 6.5 is very easy, 0.5 very hard; None where nothing can tell."""
    if not sentences or not can_read():
        return None
    found: float = compute_readability(sentences, _tagger())
    return found


@cache
def _tagger() -> object:
    return Tagger()
