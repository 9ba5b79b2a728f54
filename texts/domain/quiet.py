"""Stretches of a page that the last pass need not look at tag by tag.

A page has thousands of tags, and hardly one of them tells what is done with its texts.
So what does nothing is taken in one match, and so is a line of text with what is inline
in it. All here is stricter than `markup.tokens`: what our templates write. A stretch
ends where a token ends, and what is odd in any way begins no stretch and is in none.

No page can take long: a piece matches in one way only, or the stretch ends before it.
"""

from __future__ import annotations

import re

# In which texts stay as they are: plain, or to the letter.
PLAIN = {"title", "option", "script", "style", "code", "svg"}
VERBATIM = {"textarea", "ruby"}
INLINE = {
    "a", "abbr", "b", "bdi", "cite", "dfn", "em", "i", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u",
}  # fmt: skip
LETTER = "ぁ-ゖゝゞァ-ヺー々〆〇㐀-䶿一-鿿ｦ-ﾟ"

_INLINE = f"(?:{'|'.join(sorted(INLINE))})"
# What tells something of its texts; `html` is what the stretches are in.
_TELLING = f"(?:{'|'.join(sorted({'html'} | PLAIN | VERBATIM))})"
_NAME = rf"(?!{_TELLING}[\s/>])[a-z][a-z0-9]*"
_ENTITY = "&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+);"
_RUBY = r"<ruby>[^<]*<rt aria-hidden=true>[^<]*</rt></ruby>"
_ENDS = r"(?=<[A-Za-z/!?]|&[#A-Za-z]|\Z)"  # what ends a text


def _attributes(but: str = "") -> str:
    """What may stand in a tag after its name; `but` are letters of no value."""
    name = r"(?!(?i:lang|translate)\b)[A-Za-z][A-Za-z0-9-]*"
    return rf'(?:\s+{name}(?:="[^"<>{{{but}]*")?)*\s*'


def _tag(name: str, but: str = "") -> str:
    return rf"<(?:{name}{_attributes(but)}/?|/{name}\s*)>"


def _markup(but: str = "") -> str:
    """A tag that does nothing, an entity, or all of what has its texts as they are."""
    tag, attributes, inner = _tag(_NAME, but), _attributes(but), f"[^<{{{but}]*"
    return (
        f"{tag}|{_ENTITY}|<svg{attributes}>{inner}(?:{tag}{inner})*</svg>"
        f"|<option{attributes}>{inner}</option>"
    )


def _stretch(text: str, markup: str) -> re.Pattern[str]:
    return re.compile(f"(?:{text}+{_ENDS}|{markup})+")


# What stays as it is: of Japanese where only `{就労|しゅうろう}` is changed, and of
# Japanese that gets readings.
OF_JAPANESE = _stretch("[^<&{]", f"{_markup()}|{_RUBY}")
OF_READ = _stretch(r"[^<&{\x80-\U0010ffff]", f"{_markup()}|{_RUBY}")
# What has Japanese in its texts only.
OF_FOREIGN = _stretch("[^<&{]", _markup(LETTER))
# Markup between lines, and a `line`: text and inline elements up to the next block.
LINES = re.compile(
    rf"(?:(?:\s+(?!</?{_INLINE}[\s/>]))?(?:{_markup()}|{_RUBY}))*"
    f"(?P<line>[^<&]+{_ENDS}(?:[^<&]+{_ENDS}|{_tag(_INLINE)})*"
    rf"(?=(?!</?{_INLINE}[\s/>]){_tag('[a-z][a-z0-9]*')}|<!--|&[A-Za-z]|\Z))?"
)
