"""The command line: what somebody can mend is a sentence, not a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What each command needs to get as far as the database.
NEEDED = {
    "changes": ["--since", "2026-01-01"],
    "import_offices": ["README.md"],
    "load_content": ["--city", "yamaguchi"],
    "make_administrator": ["--name", "x"],
    "second_factor": ["--who", "nobody"],
    "start_city": ["13101"],
}
# These ask no database, or say themselves what it lacks.
APART = {"backup", "check_eligibility", "estimate_fee", "move_database", "restore"}
COMMANDS = sorted(
    path.stem
    for path in ROOT.glob("*/management/commands/*.py")
    if path.stem not in {"__init__", *APART}
)
EACH = """
import json, sys
import manage
told = {}
for command in json.loads(sys.argv[1]):
    sys.argv = ["manage.py", *command]
    try:
        manage.main()
    except SystemExit as end:
        told[command[0]] = end.code
print(json.dumps(told))
"""


@pytest.fixture
def ran(tmp_path):
    """Run a program with settings of its own, as whoever types `manage.py` has them."""

    def run(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
        kept = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=kept | {"DATA_DIR": str(tmp_path)} | given,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_every_command_without_tables_says_to_migrate(ran):
    commands = [[name, *NEEDED.get(name, [])] for name in COMMANDS]
    done = ran("-c", EACH, json.dumps(commands))
    told = json.loads(done.stdout.splitlines()[-1])
    start = "データベースの表が、この版のものではありません。"
    assert {
        name: str(said).partition("。")[0] + "。" for name, said in told.items()
    } == (dict.fromkeys(COMMANDS, start))


def test_a_database_that_is_not_there_is_told_with_its_reason(ran, tmp_path):
    url = f"sqlite:///{tmp_path}/none/db.sqlite3"
    done = ran("manage.py", "make_roles", DATABASE_URL=url)
    first, why = done.stderr.splitlines()
    assert first.startswith("データベースにつながりません。")
    assert (why, done.returncode) == ("unable to open database file", 1)


def test_a_setting_that_cannot_be_read_is_one_sentence(ran):
    done = ran("manage.py", "migrate", PLACES="x")
    assert done.stderr == (
        "環境変数 PLACES には、1 以上の整数を入れてください（いまは「x」です）。\n"
    )


def test_who_asks_for_the_traceback_gets_it(ran):
    done = ran("manage.py", "make_roles", "--traceback")
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("no such table: auth_group\n")


def test_no_document_makes_an_account_without_a_group():
    told = "".join(path.read_text() for path in (ROOT / "docs").rglob("*.md"))
    assert "createsuperuser" not in told
    assert "make_administrator" in told
