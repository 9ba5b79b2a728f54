"""What is made from the content and kept in memory until its stamp is another one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial, wraps
from threading import Lock, RLock
from typing import Generic, ParamSpec, TypeVar

from texts.content_version import content_version, made_for_page
from texts.languages import current

Made = TypeVar("Made")
Asked = ParamSpec("Asked")


class Holder(Generic[Made]):
    """One thing for each process; of all who find it out of date, one makes it anew.

    The stamp is what it is made from: a version of the content, a day with it.
    """

    def __init__(self) -> None:
        self._held: tuple[Hashable, Made] | None = None
        self._making = Lock()

    def get(self, stamp: Hashable, make: Callable[[], Made]) -> Made:
        held = self._held
        if held is not None and held[0] == stamp:
            return held[1]
        with self._making:
            held = self._held
            if held is None or held[0] != stamp:
                held = self._held = (stamp, make())
            return held[1]


class Shelf(Generic[Made]):
    """Several things of one stamp, by their keys; beyond `most` the oldest goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: tuple[Hashable, dict[Hashable, Made]] = (None, {})
        # Who makes one thing may ask for another from the same shelf.
        self._making = RLock()

    def get(self, stamp: Hashable, key: Hashable, make: Callable[[], Made]) -> Made:
        made = self._of(stamp)
        if key in made:
            return made[key]
        with self._making:
            made = self._of(stamp)
            if key not in made:
                one = make()
                self._held = (stamp, dict([*made.items(), (key, one)][-self._most :]))
                return one
            return made[key]

    def _of(self, stamp: Hashable) -> dict[Hashable, Made]:
        """What is held of that stamp: never changed, for others are looking at it."""
        held_stamp, made = self._held
        return made if held_stamp == stamp else {}


def while_unchanged(
    *, most: int = 16, by_language: bool = False
) -> Callable[[Callable[Asked, Made]], Callable[Asked, Made]]:
    """Have a function make its result once for each of its arguments, until a change.

    For what many pages show alike. All pages share the result: it is looked at, never
    changed. It holds rows, whose texts are read where they are shown: so the page notes
    them, and speaks its own language. What is another in each language, as an order of
    names is, is made `by_language`. `most` results are kept, of days above all.
    """

    def held(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
        shelf: Shelf[Made] = Shelf(most)

        @wraps(make)
        def ask(*asked: Asked.args, **named: Asked.kwargs) -> Made:
            language = current() if by_language else None
            key = (asked, tuple(sorted(named.items())), language)
            return shelf.get(content_version(), key, partial(make, *asked, **named))

        return ask

    return held


def once_a_page(make: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Have a function make its result once for each of its arguments on one page.

    For rows that the page shows and its code on paper stands for.
    """

    @wraps(make)
    def ask(*asked: Asked.args, **named: Asked.kwargs) -> Made:
        made: dict[Hashable, Made] = made_for_page()
        key = (make, asked, tuple(sorted(named.items())))
        if key not in made:
            made[key] = make(*asked, **named)
        return made[key]

    return ask
