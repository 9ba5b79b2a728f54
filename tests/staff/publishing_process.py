"""Publishes in a process of its own: `-m tests.staff.publishing_process STEP`.

`stall` makes a database with an approved change of two rows and publishes it, but stops
before that is committed; `publish` prints what is there, publishes, and prints again.
"""

# ruff: noqa: E402 -- after django.setup()

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from guide.models import FaqGroup
from staff import publishing
from staff.models import Change, ChangeState, RowChange


def prepare() -> None:
    # The tables as the models say, without the way that led there.
    names = [app.label for app in apps.get_app_configs()]
    settings.MIGRATION_MODULES = dict.fromkeys(names)
    call_command("migrate", run_syncdb=True, verbosity=0)
    change = Change.objects.create(title="二つ", state=ChangeState.APPROVED)
    for code in ("a", "b"):
        row = FaqGroup.objects.create(code=code, title_ja="前")
        RowChange.objects.create(
            change=change, kind="altered", table="guide.faqgroup", key=str(row.pk),
            before={"title": "前", "title_ja": "前"},
            after={"title": "後", "title_ja": "後"},
        )  # fmt: skip


def stall() -> None:
    prepare()
    keep = publishing.keep

    def slowly(*given: object) -> object:
        done = keep(*given)
        print("in the middle", flush=True)
        time.sleep(600)
        return done

    publishing.keep = slowly
    publishing.publish(Change.objects.get())


def publish() -> None:
    state()
    publishing.publish(Change.objects.get())
    state()


def state() -> None:
    titles = FaqGroup.objects.order_by("code").values_list("title_ja", flat=True)
    print(Change.objects.get().state, *titles, flush=True)


if __name__ == "__main__":
    {"stall": stall, "publish": publish}[sys.argv[1]]()
