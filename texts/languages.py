"""The languages that the site speaks: where each lives, and what its pages say of it.

`settings.LANGUAGES` is the one list. Japanese stands at the plain addresses, every
other language under a prefix: `/easy/…` is easy Japanese, `/en/…` English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation


@dataclass(frozen=True)
class Language:
    """One language: `code` as in the settings, `prefix` as in an address.

    `html` is the value of `lang`: easy Japanese is Japanese for a screen reader, whose
    voice would not know it otherwise. `number` stands in codes on paper: never changed,
    never given to another language.
    """

    code: str
    name: str
    prefix: str
    html: str
    number: int

    @property
    def is_japanese(self) -> bool:
        return self.html == "ja"

    @property
    def is_easy(self) -> bool:
        """Whether it is for readers to whom a long page is a hindrance."""
        return self.code.endswith("-simple")

    @property
    def is_source(self) -> bool:
        """Whether its texts are the ones that bind, from which others are made."""
        return self.code == settings.LANGUAGE_CODE


@cache
def languages() -> tuple[Language, ...]:
    """Every language of the site, the one at the plain addresses first."""
    return tuple(
        Language(
            code,
            name,
            settings.LANGUAGE_PREFIXES.get(code, code),
            "ja" if code.startswith("ja") else code,
            settings.LANGUAGE_NUMBERS[code],
        )
        for code, name in settings.LANGUAGES
    )


@cache
def language_of(code: str | None) -> Language:
    """The language of that code; the one at the plain addresses where there is none."""
    return next((one for one in languages() if one.code == code), languages()[0])


def language_numbered(number: int) -> Language | None:
    """The language that has that number on paper; None where the site has none."""
    return next((one for one in languages() if one.number == number), None)


def current() -> Language:
    """The language in which the page is being made."""
    return language_of(translation.get_language())


def split(path: str) -> tuple[Language, str]:
    """The language of an address within the site, and the address without its prefix.

    What staff and machines ask for has one language: such an address is not split, so
    that `/en/admin/` is not found.
    """
    for language in languages():
        opening = f"/{language.prefix}/"
        if language.prefix and path.startswith(opening):
            rest = path[len(opening) - 1 :]
            if rest.startswith(settings.ONE_LANGUAGE):
                break
            return language, rest
    return languages()[0], path


def is_bare(path: str) -> bool:
    """Whether an address is that of a language's first page without its slash."""
    return any(one.prefix and path == f"/{one.prefix}" for one in languages())


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Texts and addresses within are those of `language`."""
    base = _without_prefix(get_script_prefix())
    with _spoken(language, f"{base}{language.prefix}/" if language.prefix else base):
        yield


@contextmanager
def _spoken(language: Language, prefix: str) -> Iterator[None]:
    outer = get_script_prefix()
    set_script_prefix(prefix)
    try:
        with translation.override(language.code):
            yield
    finally:
        set_script_prefix(outer)


def in_this_language(lines: Iterable[str]) -> Iterator[str]:
    """The lines of an answer that is streamed, in the language it is asked for in.

    They are made when the request is over, on whatever thread: its language and the
    beginning of its addresses are set there for as long as a line takes.
    """
    return _each_spoken(iter(lines), current(), get_script_prefix())


def _each_spoken(
    lines: Iterator[str], language: Language, prefix: str
) -> Iterator[str]:
    while True:
        with _spoken(language, prefix):
            line = next(lines, None)
        if line is None:
            return
        yield line


def address_in(language: Language, path: str) -> str:
    """`path`, an address of this site in any language, as an address in `language`."""
    base = _without_prefix(get_script_prefix())
    _, rest = split("/" + path.removeprefix(base))
    prefix = f"{language.prefix}/" if language.prefix else ""
    return f"{base}{prefix}{rest[1:]}"


def _without_prefix(base: str) -> str:
    """`base` without the current language's prefix, as the server was mounted."""
    prefix = current().prefix
    return base.removesuffix(f"{prefix}/") if prefix else base
