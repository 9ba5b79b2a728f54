"""Whether a database can be shown: ten pages of the site are opened on it.

The static files do not have to be there: before an update they are the old ones.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from guide.models import SiteIdentity
from guide.safekeeping.databases import standing_in
from guide.safekeeping.release import unapplied
from texts.models import ContentChange

# Names as they are: what a collected file is called is no matter of the database's.
_PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PAGES = [
    *("guide:home", "guide:faq", "guide:glossary", "guide:steps", "guide:changes"),
    *("guide:sources", "services:list", "services:conditions", "fees:caps"),
    "offices:list",
]


def unopened(wrapper: BaseDatabaseWrapper) -> list[str]:
    """What is wrong with the database, one line each; nothing where all is well."""
    storages = {**settings.STORAGES, "staticfiles": _PLAIN}
    with standing_in(wrapper), override_settings(STORAGES=storages):
        # A copy of an older release is shown as it will be after an update.
        if unapplied():
            call_command("migrate", verbosity=0)
        if not SiteIdentity.objects.exists():
            return ["中に、市の内容がありません。"]
        # What this process holds of another database may have the same version.
        mark = ContentChange.objects.create(token=secrets.randbits(40))
        try:
            return _of_pages()
        finally:
            mark.delete()


def _of_pages() -> list[str]:
    client = Client(raise_request_exception=False)
    host = _own_host()
    found = [
        (page, client.get(reverse(page), secure=True, HTTP_HOST=host)) for page in PAGES
    ]
    return [
        f"{reverse(page)} が出せません（{answer.status_code}）。"
        for page, answer in found
        if answer.status_code != 200
    ]


def _own_host() -> str:
    """A host name that the site answers to."""
    host = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return "localhost" if host == "*" else host.lstrip(".")
