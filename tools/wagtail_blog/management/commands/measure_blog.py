"""Measures a post and the home page whenever a line asks for it: see bench_pages.py."""

import json
import sys
import time

from django.core.management import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGES = {"blog": "/en/blog/blog-0/", "home": "/en/"}


class Command(BaseCommand):
    def handle(self, **options: object) -> None:
        client = Client()
        for _ in sys.stdin:
            seen = {name: look(client, path) for name, path in PAGES.items()}
            print(json.dumps(seen), flush=True)


def look(client: Client, path: str) -> tuple[float, int]:
    """Milliseconds of a processor, and queries; what pages share is held by then."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
        queries = len(asked)
    began = time.process_time()
    client.get(path)
    return (time.process_time() - began) * 1000, queries
