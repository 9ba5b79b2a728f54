"""Measures a post and the home page whenever a line asks for it: see bench_pages.py."""

import json
import sys
import time
from itertools import cycle

from blog.models import Section
from django.core.management import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


class Command(BaseCommand):
    def handle(self, **options: object) -> None:
        """A post is asked for once, as each of the pages beside it is."""
        client = Client()
        client.get("/en/")
        sections = [row.slug for row in Section.objects.filter(locale__pk=1)]
        posts = cycle(f"{one}/{one}-{n}" for n in range(6) for one in sections)
        for _, post in zip(sys.stdin, posts, strict=False):
            seen = {"blog": look(client, f"/en/{post}/"), "home": look(client, "/en/")}
            print(json.dumps(seen), flush=True)


def look(client: Client, path: str) -> tuple[float, float, int]:
    """Milliseconds of a processor, at first and again, and queries."""
    ms, again = [spent(client, path) for _ in range(2)]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return ms, again, len(asked)


def spent(client: Client, path: str) -> float:
    began = time.process_time()
    client.get(path)
    return (time.process_time() - began) * 1000
