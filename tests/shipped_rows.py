"""The rows of the shipped fixtures as they are written, without a database."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIXTURES = Path(__file__).parents[1] / "fixtures"
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def shipped_rows() -> list[tuple[str, dict[str, Any]]]:
    """Every shipped row: its model's name and its fields."""
    return [
        (row["model"].split(".")[1], row["fields"])
        for path in sorted(FIXTURES.rglob("*.yaml"))
        for row in yaml.load(path.read_text(encoding="utf-8"), FastLoader) or ()
    ]


def named(model: str, fields: dict[str, Any]) -> str:
    """What a row is, in the words of its own keys."""
    keys = (fields.get(key) for key in ("service", "kind", "code"))
    words = [key[0] if isinstance(key, list) else key for key in keys if key]
    return " ".join([model, *map(str, words)])


def shipped_sources() -> dict[str, dict[str, Any]]:
    """The shipped sources by their code; a city's replaces the one for all."""
    return {
        fields["code"]: fields for model, fields in shipped_rows() if model == "source"
    }
