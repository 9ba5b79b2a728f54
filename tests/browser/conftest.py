"""One browser and one site for all tests of a worker, and the pages as parameters."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import gates
from tests.browser.site import Site, between, running_site

_SITE = pytest.StashKey[Site]()
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a `path` runs once for each page of the site.

    A `japanese_path` is the first of its kind at a plain address, a
    `path_with_readings` is Japanese, easy or not.
    """
    names = {"path", "japanese_path", "path_with_readings"}
    asked = names & {*metafunc.fixturenames}
    if not asked:
        return
    paths = list(_site(metafunc.config).pages)
    japanese = [path for path in paths if not path.startswith(gates.OTHERS)]
    if "japanese_path" in asked:
        metafunc.parametrize("japanese_path", sorted(gates.first_of_a_kind(japanese)))
    elif "path_with_readings" in asked:
        easy = [path for path in paths if path.startswith("/easy/")]
        seen = easy if gates.IS_WHOLE else sorted(gates.first_of_a_kind(easy))
        # A handout has readings as its own form says.
        few: set[str] = set() if gates.IS_WHOLE else between(japanese)
        own = [
            path
            for path in japanese + seen
            if path not in few and "/handout/sheet/" not in path
        ]
        metafunc.parametrize("path_with_readings", own)
    else:
        metafunc.parametrize("path", paths)


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Site:
    return _site(pytestconfig)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; playwright's own download is not needed.

    Where it is there, the one without windows, which does the same with less.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=_FLAGS.split()
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser: no page sets a cookie, so one serves for all of them."""
    with browser.new_context() as visitor:
        yield visitor


@pytest.fixture(scope="session")
def tab(visitor: BrowserContext) -> Page:
    return visitor.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """One tab for all tests, left where it is: another process would cost minutes."""
    yield from _as_wide_as(gates.DESK, tab)


@pytest.fixture
def phone(tab: Page) -> Iterator[Page]:
    """The same tab as narrow as on a phone."""
    yield from _as_wide_as(gates.PHONE, tab)


def _as_wide_as(width: int, tab: Page) -> Iterator[Page]:
    tab.set_viewport_size({"width": width, "height": 900})
    yield tab
    tab.emulate_media(media="null", forced_colors="null", reduced_motion="null")


@pytest.fixture
def blank_page(page: Page) -> Page:
    """A page for a test's own HTML, where no page's policy forbids its styles."""
    page.goto("about:blank")
    return page


@pytest.fixture
def new_visitor(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page for a visitor with cookies of their own; takes a context's options.

    In its addresses the site can be left out.
    """
    with ExitStack() as visitors:

        def open_it(**options: object) -> Page:
            visitor = browser.new_context(base_url=site.url, **options)
            return visitors.enter_context(visitor).new_page()

        yield open_it


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> Iterator[Page]:
    """A page in which no script runs."""
    with browser.new_context(java_script_enabled=False) as visitor:
        yield visitor.new_page()


def _site(config: pytest.Config) -> Site:
    """The running site: started when it is first asked for, stopped at the end."""
    if _SITE not in config.stash:
        running = ExitStack()
        config.add_cleanup(running.close)
        config.stash[_SITE] = running.enter_context(running_site())
    return config.stash[_SITE]


@pytest.fixture(scope="module")
def changing_content() -> Iterator[None]:
    """For tests that change what readers see: those after them compare pages.

    Each process of the server shows a change within two seconds.
    """
    yield
    time.sleep(2)
