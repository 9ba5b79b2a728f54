"""Every page is valid HTML by the Nu checker, its warnings included."""

import json
import subprocess
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser.gates import ROOT
from tests.browser.site import Site

CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
# Messages that are in order here: a part of the text, and why.
IN_ORDER: dict[str, str] = {}


def test_every_page_is_valid_html(site: Site, tmp_path):
    names = {}
    for number, path in enumerate(site.pages):
        file = tmp_path / f"{number}.html"
        file.write_bytes(read(site.url + path))
        names[file.as_uri()] = path

    assert [
        f"{names[message['url']]}: {message['message']} {message.get('extract', '')!r}"
        for message in check([*names])
        if not any(part in message["message"] for part in IN_ORDER)
    ] == []


def read(url: str) -> bytes:
    """The page at `url`, also when it is an error's."""
    try:
        answer = urlopen(url)
    except HTTPError as error:
        answer = error
    with answer:
        return answer.read()


def check(addresses: list[str]) -> list[dict]:
    files = [address.removeprefix("file://") for address in addresses]
    command = ["java", "-jar", str(CHECKER), "--stdout", "--format", "json"]
    done = subprocess.run(
        [*command, "--exit-zero-always", *files], capture_output=True, check=True
    )
    return json.loads(done.stdout)["messages"]
