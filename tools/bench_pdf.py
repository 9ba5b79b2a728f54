"""Measures what a PDF costs: `make bench`.

With the real content in a folder of its own: a handout of two pages, cold and warm, in
1 s; the whole guide in 10 s; a worker's memory under 300 MB. `cpu` is what the worker
computed in all: on a busy machine the times say more of the others.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TWO_PAGES = "s-b-gata.c-ikou~b-gata.ask.next"
LOOK = {"languages": "ja", "size": "12", "to": "pdf"}
BUDGET = {"handout": 1, "guide": 10, "memory": 300}
TIMES = 5


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(
            DATA_DIR=folder,
            DEBUG="0",
            HTTPS="0",
            SECRET_KEY="bench-" * 10,
            ALLOWED_HOSTS="testserver",
            DJANGO_SETTINGS_MODULE="config.settings",
        )
        return report(measure())


def measure() -> dict[str, float]:
    import django

    django.setup()
    import pypdf
    from django.core.management import call_command
    from django.test import Client

    from paper import pdf

    call_command("migrate", verbosity=0)
    call_command("load_content", city="yamaguchi", verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)

    def handout() -> tuple[float, bytes]:
        began = time.perf_counter()
        answer = Client().post(f"/handout/sheet/?b={TWO_PAGES}", LOOK)
        return time.perf_counter() - began, answer.content

    cold, made = handout()
    spent = {"cold": cold, "handout": min(handout()[0] for _ in range(TIMES))}
    began = time.perf_counter()
    book = Client().get("/handout/guide.pdf").content
    spent["guide"] = time.perf_counter() - began
    [worker] = pdf._waiting
    ticks = Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()
    spent["cpu"] = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{worker.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    spent["memory"] = int(peak.split()[1]) / 1024
    pdf.dismiss()
    sheets = [len(pypdf.PdfReader(io.BytesIO(one)).pages) for one in (made, book)]
    print(f"handout: {sheets[0]} pages, guide: {sheets[1]} pages")
    return spent


def report(spent: dict[str, float]) -> int:
    over = 0
    for name, value in spent.items():
        limit = BUDGET.get(name)
        is_over = limit is not None and value > limit
        over += is_over
        print(f"{name:8} {value:8.2f}  {f'/ {limit}' if limit else ''}"
              f"{'  OVER' if is_over else ''}")  # fmt: skip
    return min(over, 1)


if __name__ == "__main__":
    sys.exit(main())
