"""The other files that we ship for a city's machines name what there is, and work."""

import json
import os
import re
import subprocess
import time
from configparser import ConfigParser
from itertools import chain
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from staff import handbook
from tests.postgres import postgres
from tests.test_architecture import BELOW, ROOT
from tools.serve import HOST, options

SHIPPED = ROOT / "deploy"
CONTAINER = SHIPPED / "container"
CONTAINERFILE = (CONTAINER / "Containerfile").read_text().replace("\\\n", "")
COMPOSED = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"]
MANUALS = [ROOT / "docs/operations.md", *(ROOT / "docs/operations").glob("*.md")]
POSTGRESQL = (SHIPPED / "postgresql/guide.conf").read_text()


def shipped_texts() -> list[str]:
    return [path.read_text() for path in SHIPPED.rglob("*") if path.is_file()]


def test_the_manuals_tell_of_every_folder():
    told = "".join(path.read_text() for path in MANUALS)
    folders = {f"deploy/{path.name}" for path in SHIPPED.iterdir()}
    assert {folder for folder in folders if folder not in told} == set()


def test_every_command_that_is_told_is_one():
    told = chain(shipped_texts(), (path.read_text() for path in MANUALS))
    command = re.compile(r"(?:manage\.py|guide-manage) ([a-z]+(?:_[a-z]+)*)")
    named = {name for text in told for name in command.findall(text)}
    assert {"backup", "collectstatic", "daily", "load_content", "migrate"} <= named
    of_sentences = {"as", "read"}
    assert named - of_sentences - set(get_commands()) == set()


def test_every_variable_that_is_set_is_one_that_settings_read():
    read = re.findall(
        r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()
    )
    named = set(re.findall(r"\b([A-Z_]+)=", CONTAINERFILE)) - {
        "DEBIAN_FRONTEND",
        "HOME",
    }
    named |= set(COMPOSED["web"]["environment"])
    named |= set(re.findall(r"(?m)^([A-Z_]+)=", (SHIPPED / "env.example").read_text()))
    assert {"BACKUP_DIR", "DATABASE_URL", "DATA_DIR", "SECRET_KEY"} <= named
    assert named - set(read) == set()


# --- containers ---------------------------------------------------------------------


def test_a_container_runs_what_make_run_runs():
    program, *given = json.loads(CONTAINERFILE.partition("\nCMD ")[2])
    assert program == ".venv/bin/granian"
    here = ["0.0.0.0" if one == HOST else one for one in options(8000)]
    assert given == here


def test_an_image_is_made_of_the_program_and_of_nothing_else():
    """No history, no packages of this machine, no secret key, no database."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if not line.startswith("#")]
    kept = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    assert rules[0] == "*"
    assert [rule for rule in rules[1:] if rule.removeprefix("!") not in kept] == [
        "**/__pycache__",
        "**/*.mo",
    ]
    folders = [
        *settings.LOCALE_PATHS,
        *settings.FIXTURE_DIRS,
        *settings.STATICFILES_DIRS,
    ]
    folders += [*settings.TEMPLATES[0]["DIRS"], handbook._PAGES]
    of_make = {"Makefile", "manage.py", "requirements", "tools"}
    [every_day] = {COMPOSED[name]["command"][0] for name in ("daily", "backup")}
    assert kept == {
        *BELOW,
        *(str(Path(folder).relative_to(ROOT)) for folder in folders),
        *of_make,
        every_day,
    }
    assert [name for name in kept if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["daily", "backup"])
def test_what_a_timer_does_a_container_does_at_the_same_time(name):
    timer = (SHIPPED / f"systemd/guide-{name}.timer").read_text()
    [at] = re.findall(r"OnCalendar=\*-\*-\* (\d\d:\d\d):00 Asia/Tokyo", timer)
    assert COMPOSED[name]["command"] == ["deploy/container/every-day", at, name]


@pytest.fixture
def one_round(tmp_path):
    """Runs every-day until it would sleep: how often has it run the command by then?"""
    for name, text in {"python": 'echo "$@" >> done', "sleep": "exit 1"}.items():
        program = tmp_path / ".venv/bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)

    def one_round() -> list[str]:
        path = f"{tmp_path}/.venv/bin:/usr/bin:/bin"
        command = [CONTAINER / "every-day", "00:05", "daily"]
        environment = {"DATA_DIR": str(tmp_path), "PATH": path}
        subprocess.run(command, check=False, cwd=tmp_path, env=environment)
        done = tmp_path / "done"
        return done.read_text().splitlines() if done.exists() else []

    return one_round


def test_what_the_night_has_missed_is_done_once_the_machine_is_on(one_round, tmp_path):
    assert one_round() == []  # while the site is being set up
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(tmp_path / "every-day-daily", (two_days_ago, two_days_ago))
    assert one_round() == ["manage.py daily"]
    assert one_round() == ["manage.py daily"]


# --- the database, the firewall, the log ---------------------------------------------


def test_postgresql_takes_its_settings_and_writes_no_statement_down():
    ours = dict(re.findall(r"(?m)^(\w+) = '?(.*?)'?$", POSTGRESQL))
    with postgres(POSTGRESQL) as url, psycopg.connect(url, autocommit=True) as site:
        taken = site.execute("SELECT name, setting, error FROM pg_file_settings")
        rows = [row for row in taken if row[0] in ours]
        assert {name: setting for name, setting, _ in rows[-len(ours) :]} == ours
        # These tests' server listens on a socket only, by its command line.
        assert {row[0] for row in rows if row[2]} == {"listen_addresses"}
        asked = ["idle_in_transaction_session_timeout", "max_connections", "jit"]
        told = [site.execute(f"SHOW {name}").fetchone()[0] for name in asked]
        assert told == ["1min", "60", "off"]
        with pytest.raises(psycopg.Error):
            site.execute("SELECT 1 / 0 AS what_somebody_looks_for")
        [(folder,)] = site.execute("SHOW data_directory").fetchall()
        log = (Path(folder) / "log").read_text()
    assert "division by zero" in log
    assert "what_somebody_looks_for" not in log


def test_the_firewall_lets_in_what_nginx_answers_and_ssh():
    rules = (SHIPPED / "nftables/guide.nft").read_text()
    [let_in] = re.findall(r"tcp dport \{(.*?)\} accept", rules)
    listens = re.findall(
        r"listen (?:\[::\]:)?(\d+)", (SHIPPED / "nginx/guide.conf").read_text()
    )
    assert {port.strip() for port in let_in.split(",")} == {"22", *listens}
    assert re.findall(r"hook (\w+) priority 0; policy (\w+);", rules) == [
        ("input", "drop"),
        ("forward", "drop"),
    ]


def test_the_log_is_bounded_by_two_settings_of_journald():
    text = (SHIPPED / "journald/guide.conf").read_text()
    read = ConfigParser()
    read.optionxform = str
    read.read_string(text)
    assert {name: list(read[name]) for name in read.sections()} == {
        "Journal": ["SystemMaxUse", "MaxRetentionSec"]
    }
