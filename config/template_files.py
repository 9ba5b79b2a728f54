"""Our templates as they are sent: without the indentation of their lines."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\n\s+")


class Loader(filesystem.Loader):
    """Reads a template of ours; what only who writes it needs is 2 KB of a page.

    A space or many are the same to HTML, but in a `pre` or a `textarea`: what stands in
    ours begins at the start of a line.
    """

    def get_contents(self, origin: Origin) -> str:
        return _INDENTATION.sub("\n", super().get_contents(origin))
