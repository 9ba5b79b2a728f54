"""A database beside the site's own, for as long as a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
# Who tries a copy out of a database holds this lock on it.
_TRIAL = 20261129


class CopyError(Exception):
    """The copy cannot be written, read or tried out; says why, for staff."""


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
    """An empty database of the same kind, gone after the block.

    SQLite's has no name: it goes with its connection, however the process ends.
    """
    if wrapper.vendor == "sqlite":
        scratch = wrapper_of({**wrapper.settings_dict, "NAME": "file:"})
        try:
            yield scratch
        finally:
            scratch.close()
        return
    try:
        with psycopg.connect(conninfo_of(wrapper), autocommit=True) as server:
            yield from _made_anew(server, wrapper)
    except psycopg.errors.InsufficientPrivilege as error:
        role = wrapper.settings_dict["USER"]
        raise CopyError(
            "控えを試すデータベースを作れません。PostgreSQL の管理者が、"
            f"ALTER ROLE {role} CREATEDB を1回実行してください。"
        ) from error
    except psycopg.Error as error:
        raise CopyError(
            "データベースにつながりません。PostgreSQL が動いているか、環境変数 "
            f"DATABASE_URL が正しいか、確かめてください。\n{error}"
        ) from error


def _made_anew(
    server: psycopg.Connection[Any], wrapper: BaseDatabaseWrapper
) -> Iterator[BaseDatabaseWrapper]:
    """One name for each site, so that what a killed process has left goes first."""
    ask = "SELECT pg_try_advisory_lock(%s), left(md5(current_database()), 12)"
    [is_alone, word] = server.execute(ask, [_TRIAL]).fetchone() or (False, "")
    if not is_alone:
        raise CopyError(
            "いま、ほかで控えを試しています。それが終わってから、実行してください。"
        )
    name = f"restored_{word}"
    drop, create = "DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"
    gone = sql.SQL(drop).format(sql.Identifier(name))
    server.execute(gone)
    server.execute(sql.SQL(create).format(sql.Identifier(name)))
    try:
        yield wrapper_of({**wrapper.settings_dict, "NAME": name})
    finally:
        server.execute(gone)


def conninfo_of(wrapper: BaseDatabaseWrapper, **more: str | None) -> str:
    """How PostgreSQL's own programs reach it, without the limits of a page."""
    known = {one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults()}
    given = wrapper.get_connection_params() | {"options": None} | more
    told = {name: value for name, value in given.items() if name in known}
    return psycopg.conninfo.make_conninfo(**told)
