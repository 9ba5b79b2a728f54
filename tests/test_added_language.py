"""A city adds a language by its code alone, as docs/translations.md says."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils.translation import get_language_info

_INHERITED = {"PATH", "HOME", "LANG", "TMPDIR"}
_TRANSLATE_A_TITLE = """
from guide.models import Page
page = Page.objects.get(view="guide:faq")
page.title_vi = "Câu hỏi thường gặp"
page.save()
"""
_ASK = """
from django.test import Client
print(Client().get("{path}").content.decode())
"""


@pytest.fixture(scope="module")
def manage(tmp_path_factory) -> Callable[..., str]:
    """Runs a command of a new site with Vietnamese, in a process of its own."""
    environment = {name: os.environ[name] for name in _INHERITED & {*os.environ}}
    environment |= {
        "ADD_LANGUAGES": "vi",
        "ALLOWED_HOSTS": "testserver",
        "DATA_DIR": str(tmp_path_factory.mktemp("vietnamese")),
        "DEBUG": "1",
        "HTTPS": "0",
        "PYTHONUTF8": "1",
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("migrate", "--verbosity", "0")
    run("sync_translation_fields", "--noinput")
    run("load_content", "--city", "yamaguchi")
    run("shell", "--verbosity", "0", "--command", _TRANSLATE_A_TITLE)
    return run


def ask(manage: Callable[..., str], path: str) -> str:
    return manage("shell", "--verbosity", "0", "-c", _ASK.format(path=path))


def test_an_added_language_has_pages_that_say_what_is_not_translated(manage):
    html = ask(manage, "/vi/faq/")

    assert '<html lang="vi">' in html
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", html) == ["Câu hỏi thường gặp"]
    assert "<title>Câu hỏi thường gặp｜" in html
    [note] = re.findall(r'<aside class="translation-note".*?</aside>', html, re.DOTALL)
    assert 'hreflang="ja"' in note
    assert 'hreflang="vi" href="http://testserver/vi/faq/"' in html
    name = get_language_info("vi")["name_local"]
    assert re.findall(r'<a[^>]* lang="vi"[^>]*>([^<]+)</a>', html) == [name]


def test_the_other_languages_name_the_added_one_and_stay_as_they_are(manage):
    html = ask(manage, "/en/faq/")

    assert '<html lang="en">' in html
    assert 'hreflang="vi" href="http://testserver/vi/faq/"' in html
    assert "Câu hỏi thường gặp" not in html
