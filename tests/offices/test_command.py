"""`manage.py import_offices`: dry by default, and every end has its code."""

import io
import json
import os

import pytest
from django.core.management import CommandError, call_command

from offices.models import ImportRun, Office
from tests.offices.published import NAME, csv_text, row

pytestmark = pytest.mark.usefixtures("register")

ROWS = [row(number) for number in range(1, 31)]


@pytest.fixture
def path(tmp_path):
    given = tmp_path / NAME
    given.write_bytes(csv_text(ROWS).encode())
    return given


def run(*arguments: object) -> str:
    out = io.StringIO()
    call_command("import_offices", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def test_it_only_looks_unless_told_to_apply(path):
    assert "新規 30" in run(path)
    assert Office.objects.count() == 0
    assert "反映しました" in run(path, "--apply")
    assert Office.objects.count() == 30
    assert "変更なし。" in run(path, "--apply")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["nothing.csv"], 2),
        (["--period", "2026", "FILE"], 2),
        (["--pref", "99", "FILE"], 2),
        (["--muni", "35203,99999", "FILE"], 2),
        (["--source", "nowhere", "FILE"], 2),
        (["--close-threshold", "7", "FILE"], 2),
        (["--pref", "13", "FILE"], 1),
    ],
)
def test_each_way_to_fail_has_its_exit_code(arguments, code, path):
    given = [path if word == "FILE" else word for word in arguments]
    with pytest.raises(CommandError) as error:
        run(*given)
    assert error.value.returncode == code


def test_too_big_a_file_is_refused_without_being_read(tmp_path):
    big = tmp_path / NAME
    with big.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(CommandError) as error:
        run(big)
    assert error.value.returncode == 1


def test_the_report_and_the_rejected_rows_are_written(path, tmp_path):
    path.write_bytes(csv_text([*ROWS, row(99, name="")]).encode())
    report, rejects = tmp_path / "r.json", tmp_path / "r.csv"

    run(path, "--report", report, "--rejects", rejects)

    [found] = json.loads(report.read_text("utf-8"))["files"]
    assert found["counts"]["new"] == 30
    assert [issue["code"] for issue in found["issues"]] == ["name_missing"]
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ImportRun.objects.get().mode == "dry"


@pytest.mark.parametrize(
    "given",
    [
        ["--report", "NOWHERE/r.json"],
        ["--rejects", "NOWHERE/r.csv"],
        ["--report", "."],
        ["--report", "FILE"],
        ["--rejects", "FILE"],
        ["--report", "SAME", "--rejects", "SAME"],
    ],
    ids=" ".join,
)
def test_nothing_is_changed_where_the_outputs_cannot_be_written(given, path, tmp_path):
    words = {"FILE": path, "SAME": tmp_path / "same"}
    given = [words.get(w, tmp_path / w if "/" in w else w) for w in given]
    before = path.read_bytes()

    with pytest.raises(CommandError, match="書けません") as error:
        run(path, "--apply", *given)

    assert (error.value.returncode, Office.objects.count()) == (2, 0)
    assert path.read_bytes() == before


def test_a_report_of_before_stays_where_nothing_was_done(path, tmp_path):
    report = tmp_path / "r.json"
    report.write_text("前の報告", "utf-8")
    with pytest.raises(CommandError):
        run(path, "--report", report, "--rejects", tmp_path / "no" / "r.csv")
    assert report.read_text("utf-8") == "前の報告"
    run(path, "--report", report)
    assert json.loads(report.read_text("utf-8"))["files"][0]["state"] == "ready"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="for Linux")
def test_what_was_applied_is_not_called_unchanged_where_a_disk_runs_full(path):
    with pytest.raises(CommandError, match="報告を書けませんでした") as error:
        run(path, "--apply", "--report", "/dev/full")
    assert (error.value.returncode, Office.objects.count()) == (4, 30)


def test_of_several_files_each_has_a_file_of_rejected_rows(path, tmp_path):
    path.write_bytes(csv_text([*ROWS, row(99, name="")]).encode())
    other = tmp_path / "x_202603_45.csv"
    a_type = {"type": "就労継続支援Ａ型"}
    rows = [row(n, **a_type) for n in range(101, 131)]
    other.write_bytes(csv_text([*rows, row(199, name="", **a_type)]).encode())

    run(path, other, "--rejects", tmp_path / "r.csv")

    for name, number in (
        ("r_sfkopendata_202603_46.csv", "99"),
        ("r_x_202603_45.csv", "199"),
    ):
        assert f"A{number:>010}" in (tmp_path / name).read_text("utf-8")


def test_the_template_can_be_filled_in_and_read(tmp_path):
    table = tmp_path / "t.csv"
    run("--template", table)
    text = (
        table.read_text("utf-8") + ",もも,,,,,就労選択支援,,山口県山口市,1" + "," * 13
    )
    table.write_text(text + "\r\n", "utf-8")
    run(table, "--source", "generic", "--apply")
    assert Office.objects.get().name == "もも"
