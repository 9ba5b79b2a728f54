"""Measures the last pass over a page: `make bench`.

Takes the largest pages of the shipped site, in a database of its own, and holds the
pass to its budget in milliseconds of this process: readings alone, and readings with
the gaps of easy Japanese, on a page seen before and on one seen for the first time.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PAGES = "/ /faq/ /glossary/ /conditions/ /services/ikou/ /offices/search/?area=35203"
BUDGET = {"warm": 30, "cold": 60}  # ms
_TIMES = 15


Phrases: TypeAlias = Callable[[str], frozenset[int]] | None


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(DATA_DIR=folder, DEBUG="0", SECRET_KEY="bench-" * 10)
        os.environ.update(HTTPS="0", ALLOWED_HOSTS="testserver")
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        return measure()


def measure() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from texts import readings
    from texts.domain.finish import annotate_html
    from texts.domain.ruby import Readings
    from texts.line_breaks import phrase_starts

    call_command("migrate", verbosity=0)
    call_command("load_content", city="yamaguchi", verbosity=0)
    # The pages as they are before the pass, with file names that need no collectstatic.
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.endswith("PageMiddleware")
    ]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    client = Client()
    over = 0
    for prefix, phrases in (("", None), ("/easy", phrase_starts)):
        pages = {
            path: client.get(path).content.decode()
            for path in (prefix + path for path in PAGES.split())
        }
        path, html = max(pages.items(), key=lambda page: len(page[1]))
        pairs = list(readings._pairs())

        def warm(html: str = html, phrases: Phrases = phrases) -> float:
            known = readings.readings()
            return timed(lambda: annotate_html(html, known, phrases=phrases))

        def cold(
            html: str = html,
            phrases: Phrases = phrases,
            pairs: list[tuple[str, str]] = pairs,
        ) -> float:
            known = Readings(pairs)
            phrase_starts.cache_clear()
            return timed(lambda: annotate_html(html, known, phrases=phrases))

        print(f"{path}: {len(html.encode()) / 1024:.0f} KiB, {texts(html)} letters")
        for name, pass_ in (("warm", warm), ("cold", cold)):
            spent = statistics.median(pass_() for _ in range(_TIMES))
            is_over = spent > BUDGET[name]
            over += is_over
            print(f"  {name} {spent:6.1f} / {BUDGET[name]} ms{'  OVER' * is_over}")
    print(f"dictionary: {timed(lambda: Readings(readings._pairs())):.0f} ms")
    return 1 if over else 0


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def texts(html: str) -> int:
    return len(re.sub(r"<[^>]*>|\s", "", html))


if __name__ == "__main__":
    sys.exit(main())
