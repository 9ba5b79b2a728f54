"""Prints random handouts: as many sheets as announced come out, and each is filled.

`make sheets` (200 of them) or `tools/bench_sheets.py 20`. Services, comparisons,
offices, papers, names, sizes and readings are drawn anew for every seed, in all three
languages; each is made a PDF, and printed by Chromium. No sheet but the last is under
a third full. What differs is listed with its address.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SITE = "http://testserver"
PREFIXES = {"ja": "", "ja-simple": "/easy", "en": "/en"}
LOOKS = ("ja", "ja-simple", "en", "ja+ja-simple", "ja+en")
LEAST = 1 / 3
NAMES = ("", "田中", "さくら", "山口 花子", "Maria Santos")
QUESTIONS = ("", "送迎は ありますか\n昼ごはんは いくらですか")
LINES = ("", "きょうは ありがとうございました。", "つぎは 見学に 行きましょう。\n" * 3)


@dataclass(frozen=True)
class Case:
    """One handout: its address, what is typed, how it looks."""

    prefix: str
    code: str
    given: dict[str, str]

    @property
    def address(self) -> str:
        return f"{self.prefix}/handout/sheet/?b={self.code}"

    def __str__(self) -> str:
        look = {name: value for name, value in self.given.items() if value}
        return f"{self.address} {look}"


def cases(number: int, seed: int = 12) -> Iterator[Case]:
    """Random handouts over what is in the database."""
    from guide.models import Faq, GlossaryTerm, Step
    from offices.models import Office
    from services.models import ServiceType

    chance = random.Random(seed)
    slugs = sorted(ServiceType.objects.published().values_list("slug", flat=True))
    offices = sorted(Office.objects.listed().values_list("code", flat=True))
    words = ["ask", "next", "memo", "me", "visit", "steps", "caps"]
    small = [f"q-{one}" for one in Faq.objects.values_list("code", flat=True)]
    small += [f"t-{one}" for one in GlossaryTerm.objects.values_list("code", flat=True)]
    small += [f"p-{one}" for one in Step.objects.values_list("code", flat=True)]
    for _ in range(number):
        items = [f"s-{one}" for one in chance.sample(slugs, chance.choice([0, 1, 2]))]
        if chance.random() < 0.3:
            table = chance.sample(slugs, chance.choice([2, 3, 5]))
            items.append(f"c-{'~'.join(table)}")
        items += [f"o-{one}" for one in chance.sample(offices, chance.choice(range(4)))]
        items += chance.sample(sorted(small), chance.choice([0, 0, 1, 2]))
        items += chance.sample(words, chance.choice([0, 1, 2, 3]))
        if chance.random() < 0.2:
            items.append(f"v-{chance.choice(offices)}")
        if chance.random() < 0.3:
            chance.shuffle(items)
        language = chance.choice(LOOKS)
        is_easy = "simple" in language
        yield Case(
            chance.choice(list(PREFIXES.values())),
            ".".join(items or ["ask", "next"]),
            {
                "languages": language,
                "furigana": "on" if chance.random() < (0.8 if is_easy else 0.2) else "",
                "size": chance.choice(["12", "12", "12", "14", "18"]),
                "name": chance.choice(NAMES),
                "message": chance.choice(LINES),
                "day": chance.choice(["", "12月3日（木）午前10時"]),
                "questions": chance.choice(QUESTIONS),
            },
        )


@dataclass(frozen=True)
class Made:
    """A handout as it came: announced, as PDF, and the page that a browser prints."""

    case: Case
    announced: int
    estimate: int
    file: bytes
    html: str


def made(case: Case) -> Made:
    from django.test import Client

    client = Client()
    page = client.post(case.address, case.given | {"to": "see"})
    # Of all that was rendered, the page is what came last.
    sheet = page.context_data["sheet"]  # type: ignore[index]
    given = case.given | {"to": "pdf", "told": "1"}
    return Made(
        case,
        sheet.sheets,
        sheet.estimate,
        client.post(case.address, given).content,
        page.content.decode(),
    )


def fills(file: bytes) -> list[float]:
    """How far down each sheet there is ink, of what is above its number."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        drawn = ["pdftoppm", "-r", "20", "-gray", "-", str(path)]
        subprocess.run(drawn, input=file, check=True)
        pages = [Image.open(one) for one in sorted(Path(folder).glob("sheet*"))]
        return [_filled(page) for page in pages]


def _filled(page) -> float:  # type: ignore[no-untyped-def]
    top, foot = page.height * 18 / 297, page.height * (297 - 24) / 297
    rows = [
        y
        for y in range(int(top), int(foot))
        if page.crop((0, y, page.width, y + 1)).getextrema()[0] < 160
    ]
    return (max(rows, default=top) - top) / (foot - top)


def printed(pages: list[Made]) -> list[bytes]:
    """What Chromium prints of each."""
    from django.contrib.staticfiles import finders
    from playwright.sync_api import Route, sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        tab = browser.new_page()
        now = ""

        def serve(route: Route) -> None:
            path = route.request.url.removeprefix(SITE).partition("?")[0]
            if path.startswith("/static/"):
                route.fulfill(path=str(finders.find(path.removeprefix("/static/"))))
            else:
                route.fulfill(body=now, content_type="text/html; charset=utf-8")

        tab.route("**/*", serve)
        files = []
        for number, page in enumerate(pages):
            now = page.html
            tab.goto(f"{SITE}/{number}")
            files.append(tab.pdf(prefer_css_page_size=True))
        browser.close()
        return files


def faults(page: Made, file: bytes) -> list[str]:
    """What is not as it should be, in words."""
    found = []
    of_pdf, of_browser = fills(page.file), fills(file)
    for name, filled in (("PDF", of_pdf), ("browser", of_browser)):
        if len(filled) != page.announced:
            found.append(f"announced {page.announced}, {name} {len(filled)}")
        low = [round(one, 2) for one in filled[:-1] if one < LEAST]
        if low:
            found.append(f"{name}: sheets filled to {low}")
    return found


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(DATA_DIR=folder, DEBUG="0", SECRET_KEY="bench-" * 10)
        os.environ.update(HTTPS="0", ALLOWED_HOSTS="testserver", PDF_PLAN_SECONDS="60")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        return _measure(number)


def _measure(number: int) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from paper import pdf

    settings.PDF_SECONDS = 240
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    call_command("load_content", city="yamaguchi", verbosity=0, stdout=io.StringIO())
    pages = [made(case) for case in cases(number)]
    pdf.dismiss()
    wrong = 0
    for page, file in zip(pages, printed(pages), strict=True):
        if found := faults(page, file):
            wrong += 1
            print(f"{page.case}\n  {'; '.join(found)}")
    off = [page.estimate - page.announced for page in pages]
    print(f"estimates: {sorted(off)}")
    print(f"{number - wrong} of {number} handouts come out as announced")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
