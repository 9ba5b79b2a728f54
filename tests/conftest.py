"""What all tests share: the choice of those that need the database."""

import os
from pathlib import Path

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from config.garbage import look_seldom
from guide.safekeeping.databases import config_of, wrapper_of
from tests import people

# Playwright keeps an event loop in the thread that other tests use the database in.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How long an example takes is for benchmarks to say, not for a test.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that use the database, and none in a browser",
    )


def pytest_ignore_collect(collection_path, config: pytest.Config) -> bool | None:
    """Leave out the browser's tests, whose site always runs on its own SQLite."""
    is_browser = collection_path == config.rootpath / "tests" / "browser"
    return True if is_browser and config.getoption("--database-only") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    # What needs the shipped content comes last, so that it is loaded only once.
    items.sort(key=lambda item: "_loaded" in getattr(item, "fixturenames", ()))
    if not config.getoption("--database-only"):
        return
    config.hook.pytest_deselected(items=[i for i in items if not uses_database(i)])
    items[:] = [item for item in items if uses_database(item)]


def pytest_collection_finish() -> None:
    """Thousands of tests are objects that stay: none of them is looked at again."""
    look_seldom()


def uses_database(item: pytest.Item) -> bool:
    """Whether `item` is marked for the database or asks for one of its fixtures."""
    if item.get_closest_marker("django_db"):
        return True
    return not _DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def _loaded(django_db_setup, django_db_blocker):
    """The shipped content, loaded once and rolled back at the end of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", city="yamaguchi", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def content(_loaded, db) -> None:
    """The site with its real content."""


@pytest.fixture
def admin_client(admin_client: Client) -> Client:
    """Somebody who may do everything, alone in her office."""
    people.alone()
    return admin_client


@pytest.fixture(scope="session")
def moved(_loaded, django_db_blocker, tmp_path_factory) -> str:
    """The URL of an SQLite that the site was moved to, from what the tests run on."""
    file = tmp_path_factory.mktemp("moved") / "db.sqlite3"
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _copy_tables(file)
        call_command("move_database", f"sqlite:///{file}", verbosity=0)
    return f"sqlite:///{file}"


def _copy_tables(file: Path) -> None:
    """Tables without rows, ten times as quick as by migrations."""
    copy = wrapper_of(config_of(f"sqlite:///{file}"))
    made = "SELECT sql FROM sqlite_master WHERE sql > '' AND name NOT LIKE 'sqlite%%'"
    with connection.cursor() as here, copy.cursor() as there:
        for (statement,) in here.execute(made).fetchall():
            there.execute(statement)
        done = here.execute("SELECT app, name, applied FROM django_migrations")
        insert = (
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)"
        )
        there.executemany(insert, done.fetchall())
    copy.close()
