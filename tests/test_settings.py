"""What a city sets: read as the documents say, or told in one sentence."""

import re
import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "config" / "settings.py"
NAMES = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS.read_text())


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings, as they are where these variables are set and no others."""

    def run(**given: str) -> dict:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {
            "SECRET_KEY": "x",
            "DATA_DIR": str(tmp_path),
            **given,
        }.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return run


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "", "でたらめな50文字以上"),
        ("PLACES", "x", "1 以上の整数"),
        ("PLACES", "0", "1 以上の整数"),
        ("BACKUPS_KEPT", "abc", "1 以上の整数"),
        ("HSTS_SECONDS", "x", "0 以上の整数"),
        ("TRUSTED_PROXIES", "-1", "0 以上の整数"),
        ("PAGE_CACHE_MB", "", "0 以上の整数"),
        ("CHECK_EVERY_DAYS", "36501", "1 以上 36500 以下の整数"),
        ("PDF_SECONDS", "20s", "1 以上 86400 以下の秒数"),
        ("PDF_PLAN_SECONDS", "nan", "0 以上 86400 以下の秒数"),
        ("HTTPS", "maybe", "1 か 0 "),
        ("DEBUG", "", "1 か 0 "),
        ("HSTS_PRELOAD", "1", "HSTS_SUBDOMAINS=1 のときだけ 1、ほかは 0 "),
        ("SITE_URL", "example.jp", "https://example.jp のような、サイトの住所"),
        ("ADMIN_PATH", "/", "admin/ のような、半角の英数字"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_with_what_is_expected(
    read, name, value, expected
):
    with pytest.raises(ImproperlyConfigured) as told:
        read(**{name: value})
    assert str(told.value) == (
        f"環境変数 {name} には、{expected}を入れてください（いまは「{value}」です）。"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "https://example.jp"),
        ("ADD_LANGUAGES", "xx"),
        ("ADD_LANGUAGES", "ja"),
        ("LANGUAGE_NUMBERS", "bn:14"),
        ("LANGUAGE_NUMBERS", "en=1"),
        ("REQUIRE_TRANSLATIONS", "fr"),
        ("SECURITY_CONTACT", "security@example.jp"),
        ("DATABASE_URL", "foo"),
        ("EMAIL_URL", "foo"),
    ],
)
def test_so_is_one_of_several_parts(read, name, value):
    with pytest.raises(ImproperlyConfigured) as told:
        read(**{name: value})
    assert str(told.value).startswith(f"環境変数 {name} には、")
    assert str(told.value).endswith(f"を入れてください（いまは「{value}」です）。")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("DATABASE_URL", "postgres://guide:geheim@host:x/name", "postgres:…"),
        ("DATABASE_URL", "mysql://guide:geheim@host/name", "mysql:…"),
        ("DATABASE_URL", "postgres://guide:geheim@host", "postgres:…"),
        ("EMAIL_URL", "smtp://guide:geheim@host:x", "smtp:…"),
    ],
)
def test_a_password_in_an_address_is_not_shown(read, name, value, shown):
    with pytest.raises(ImproperlyConfigured) as told:
        read(**{name: value})
    assert str(told.value).endswith(f"（いまは「{shown}」です）。")


def test_a_language_without_a_number_says_how_to_give_it_one(read):
    with pytest.raises(ImproperlyConfigured) as told:
        read(ADD_LANGUAGES="bn")
    assert "LANGUAGE_NUMBERS" in str(told.value)
    assert str(told.value).endswith("（いまはありません）。")


def test_blanks_between_words_are_no_fault(read):
    found = read(
        SECURITY_CONTACT="mailto:a@b.jp, https://c.jp",
        ADD_LANGUAGES="bn, fr",
        LANGUAGE_NUMBERS="bn=14, fr=15",
        ALLOWED_HOSTS=" a.jp , b.jp,",
        REQUIRE_TRANSLATIONS="",
        PLACES=" 8 ",
        HTTPS="Off",
    )
    names = (
        "SECURITY_CONTACT",
        "ALLOWED_HOSTS",
        "REQUIRE_TRANSLATIONS",
        "PLACES",
        "HTTPS",
    )
    assert [found[name] for name in names] == [
        ["mailto:a@b.jp", "https://c.jp"],
        ["a.jp", "b.jp"],
        [],
        8,
        False,
    ]
    assert [code for code, _name in found["LANGUAGES"][3:]] == ["bn", "fr"]
    assert [found["LANGUAGE_NUMBERS"][code] for code in ("bn", "fr")] == [14, 15]


def test_a_folder_may_have_any_name(read, tmp_path):
    folder = tmp_path / "a#b?c%20d+e"
    found = read(DATA_DIR=str(folder))
    assert found["DATABASES"]["default"]["NAME"] == str(folder / "db.sqlite3")


def test_every_variable_is_in_the_table_of_the_document():
    table = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in table] == []
