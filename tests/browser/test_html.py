"""Every page is valid HTML by the Nu checker, its warnings included."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.forms import Visitor
from tests.browser.gates import ROOT
from tests.browser.site import Site

CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
# For a run of seconds: what it would compile for a long one costs more than it saves.
_BRIEFLY = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m"]
# Messages that are in order here: a part of the text, and why.
IN_ORDER: dict[str, str] = {}


FORMS = ["/check/", "/check/fee/", "/handout/", "/offices/office/yamaguchi-kikan/"]


def test_every_page_is_valid_html(site: Site, tmp_path):
    pages = {path: read(site.url + path) for path in site.pages}
    assert faults_of(pages, tmp_path) == []


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_every_page_behind_a_form_is_valid_html(site: Site, tmp_path, prefix):
    pages = pages_behind_forms(site, prefix)
    assert faults_of(pages, tmp_path) == []


def pages_behind_forms(site: Site, prefix: str) -> dict[str, bytes]:
    """Questions, errors, results, sheets: each by its address and its heading."""
    found = {}
    for start in FORMS:
        visitor = Visitor(site.url)
        visitor.explore(f"{prefix}{start}")
        assert visitor.seen, start
        for number, page in enumerate(visitor.seen.values()):
            path = page.address.removeprefix(site.url)
            found[f"{number} {path} {page.heading}"] = page.body
    return found


def faults_of(pages: Mapping[str, bytes], folder: Path) -> list[str]:
    """What the checker says of the pages, each with the page's name."""
    names = {}
    for number, (name, body) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_bytes(body)
        names[file.name] = name
    return [
        f"{names[Path(one['url']).name]}: {one['message']} {one.get('extract', '')!r}"
        for one in check([str(folder / name) for name in names])
        if not any(part in one["message"] for part in IN_ORDER)
    ]


def read(url: str) -> bytes:
    """The page at `url`, also when it is an error's."""
    try:
        answer = urlopen(url)
    except HTTPError as error:
        answer = error
    with answer:
        return answer.read()


def check(files: list[str]) -> list[dict]:
    command = ["java", *_BRIEFLY, "-jar", str(CHECKER), "--stdout", "--format", "json"]
    done = subprocess.run(
        [*command, "--exit-zero-always", *files], capture_output=True, check=True
    )
    return json.loads(done.stdout)["messages"]
