"""Addresses: those in a page that carry something on, such as a day, and in a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from texts.domain.markup import Token, attributes, tokens, with_value

# Where an attribute names a place to go to; a form's own is looked at by itself.
_NAMED_IN = {"a": "href", "area": "href", "button": "formaction", "input": "formaction"}
# Another scheme, another host, or a place on the same page.
_NOT_OURS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.\-]*:|[/\\]{2}|/\\|#|$)")
_FORM_ENDS = re.compile("</form", re.IGNORECASE)
# Below these, an address says what somebody told, chose or holds in the hand.
_PRIVATE = ("check", "handout", "p")
_LONGEST = 200


def folded(path: str) -> str:
    """`path` without what tells of a person: `/easy/check/fee/3/` as `/easy/check/…`.

    The first or second part decides, since a language may stand before.
    """
    parts = path.partition("?")[0].split("/")
    for place, part in enumerate(parts[1:3], start=1):
        if part in _PRIVATE and any(parts[place + 1 :]):
            return "/".join([*parts[: place + 1], "…"])[:_LONGEST]
    return path.partition("?")[0][:_LONGEST]


def is_own(address: str, *, apart: tuple[str, ...] = ()) -> bool:
    """Whether `address` leads to a page of this site; `apart` begin others."""
    return not _NOT_OURS.match(address) and not address.startswith(apart)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What an address asks for beside its page: `on=2027-04-01`."""

    name: str
    value: str

    def is_in(self, path: str) -> bool:
        """Whether an address says already what it asks for."""
        return re.search(rf"[?&]{self.name}=", path) is not None

    def is_field_of(self, form: str) -> bool:
        """Whether what stands in a form asks for it."""
        field = rf"""<(?:input|select)\b[^>]*\bname=["']?{self.name}["'\s/>]"""
        return re.search(field, form, re.IGNORECASE) is not None


def asking(address: str, asked: AskedFor) -> str:
    """`address` with what is asked for; one that says so already keeps its own."""
    path, mark, place = address.partition("#")
    if asked.is_in(path):
        return address
    joint = "" if path.endswith(("?", "&")) else "&" if "?" in path else "?"
    return f"{path}{joint}{asked.name}={asked.value}{mark}{place}"


def carry(html: str, asked: AskedFor, *, apart: tuple[str, ...] = ()) -> str:
    """`html` whose links and forms within the site carry on what is asked for.

    A form that is sent by GET gets a hidden field, since its address loses what stands
    after the `?`; one that is sent by POST carries it in its address. What is marked
    with `data-today` carries nothing on.
    """
    return "".join(_carried(html, asked, apart))


def _carried(html: str, asked: AskedFor, apart: tuple[str, ...]) -> Iterator[str]:
    at, is_posted = 0, False
    for token in tokens(html):
        at += len(token.html)
        if token.is_end or not token.name or "data-today" in token.html:
            yield token.html
        elif token.name == "form":
            is_posted = _method(token, "method") == "post"
            yield _form(token, _contents(html, at), asked, apart)
        else:
            yield _link(token, asked, apart, is_posted=is_posted)


def _link(
    token: Token, asked: AskedFor, apart: tuple[str, ...], *, is_posted: bool
) -> str:
    """A link, or a button that sends its form elsewhere, maybe by a way of its own."""
    name = _NAMED_IN.get(token.name)
    if not name or name not in token.html.lower():
        return token.html
    if name == "formaction":
        own = _method(token, "formmethod", usual="post" if is_posted else "get")
        if own != "post":
            return token.html
    return _asking_in(token.html, name, asked, apart)


def _form(token: Token, contents: str, asked: AskedFor, apart: tuple[str, ...]) -> str:
    action = attributes(token.html).get("action", "")
    # Without an address of its own it is sent to that of the page.
    if action.strip() and not is_own(action, apart=apart):
        return token.html
    method = _method(token, "method")
    if method == "post":
        return _asking_in(token.html, "action", asked, apart)
    if method != "get" or asked.is_field_of(contents):
        return token.html
    return (
        f'{token.html}<input type="hidden" name="{asked.name}" value="{asked.value}">'
    )


def _contents(html: str, at: int) -> str:
    """What stands in the form that is opened before `at`."""
    end = _FORM_ENDS.search(html, at)
    return html[at : end.start()] if end else html[at:]


def _method(token: Token, name: str, *, usual: str = "get") -> str:
    return attributes(token.html).get(name, usual).lower()


def _asking_in(tag: str, name: str, asked: AskedFor, apart: tuple[str, ...]) -> str:
    return with_value(
        tag,
        name,
        lambda address: (
            asking(address, asked) if is_own(address, apart=apart) else address
        ),
    )
