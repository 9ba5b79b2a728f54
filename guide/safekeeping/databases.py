"""A database beside the site's own, for as long as a block."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from environ import Env
from psycopg import sql

Config = dict[str, Any]
_VENDORS = {
    "sqlite": "sqlite",
    "postgres": "postgresql",
    "postgresql": "postgresql",
}


def config_of(url: str) -> Config:
    """The settings of a DATABASE_URL; ValueError where it is none of our two kinds."""
    vendor = _VENDORS.get(url.partition(":")[0])
    config = Env.db_url_config(url) if vendor else {}
    if vendor is None or config.get("NAME") in (None, "", ":memory:"):
        raise ValueError(url)
    defaults = settings.DATABASE_DEFAULTS[vendor]
    options = defaults["OPTIONS"] | config.get("OPTIONS", {})
    return config | defaults | {"OPTIONS": options}


def wrapper_of(config: Config, alias: str = DEFAULT_DB_ALIAS) -> BaseDatabaseWrapper:
    """A connection to it, not yet open, with all that Django's own settings fill in."""
    whole = {**connections[DEFAULT_DB_ALIAS].settings_dict, **config}
    return load_backend(whole["ENGINE"]).DatabaseWrapper(whole, alias)


@contextmanager
def standing_in(other: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever asks the site's database within the block asks `other`; then closed."""
    own = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = own


@contextmanager
def scratch_like(wrapper: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """An empty database of the same kind, gone after the block."""
    if wrapper.vendor == "sqlite":
        with TemporaryDirectory(prefix="restored-") as folder:
            name = str(Path(folder) / "db.sqlite3")
            yield wrapper_of({**wrapper.settings_dict, "NAME": name})
        return
    name = f"restored_{secrets.token_hex(6)}"
    with psycopg.connect(conninfo_of(wrapper), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield wrapper_of({**wrapper.settings_dict, "NAME": name})
        finally:
            gone = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(gone.format(sql.Identifier(name)))


def conninfo_of(wrapper: BaseDatabaseWrapper, **more: str | None) -> str:
    """How PostgreSQL's own programs reach it, without the limits of a page."""
    known = {one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults()}
    given = wrapper.get_connection_params() | {"options": None} | more
    told = {name: value for name, value in given.items() if name in known}
    return psycopg.conninfo.make_conninfo(**told)
