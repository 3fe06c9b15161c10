"""The import command: kinds, options, errors, output."""

import os
import sys
from pathlib import Path

import pytest

from jkrtimeline.convert import INPUTS
from jkrtimeline.eventfile import nodes

from .conftest import SAMPLE, Run, jkr
from .importing import (
    DAY_OF,
    FILES,
    calendar,
)


def test_the_kind_follows_from_name_content_or_option(run: Run, tmp_path: Path) -> None:
    for name in ("google.ics", "timelinejs.json", "timelinejs.csv", "excel-unicode.txt"):
        data = (FILES / name).read_bytes()
        expected = run("import", str(FILES / name)).out
        done = jkr("import", "-", stdin=data)
        assert (done.returncode, done.stdout.decode()) == (0, expected)
        other = tmp_path / "file.data"
        other.write_bytes(data)
        assert run("import", str(other)).out == expected
    assert jkr("import", "-", stdin=SAMPLE.read_bytes()).stdout.decode() == run("import", str(SAMPLE)).out
    lines = b'{"title": "a", "date": "2024"}\n{"title": "b", "date": "2025"}\n'
    assert jkr("import", "-", "--from", "jsonl", stdin=lines).returncode == 0
    for kind in ("timelinejs", "json"):
        assert run("import", str(FILES / "timelinejs.json"), "--from", kind).code == 0
    assert run("import", str(FILES / "timelinejs.csv"), "--from", "timelinejs").code == 0
    assert run("import", str(FILES / "google.ics"), "--from", "csv").code == 3


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        ([], 2, "missing argument"),
        (["missing.csv"], 3, "no such file"),
        (["."], 3, "folder"),
        (["x.csv", "--from", "cvs"], 2, "unknown kind 'cvs'"),
        (["x.csv", "--dates", "dym"], 2, "unknown order 'dym'"),
        (["x.ics", "--dates", "dmy"], 2, "--dates has no meaning for ics"),
        (["x.ics", "--map", "a=title"], 2, "--map has no meaning for ics"),
        (["x.csv", "--map", "a=title"], 2, "no column 'a'"),
        (["x.csv", "-o", "out.csv"], 2, "which import does not write"),
        (["x.csv", "-o", "no/out.yaml"], 1, "cannot be written"),
        (["x.csv", "--strict"], 3, "2 rows cannot be imported, nothing is written"),
        (["x.csv", "--strict", "-o", "out.yaml"], 3, "2 rows cannot be imported, nothing is written"),
        (["none.csv", "-o", "out.yaml"], 3, "no event could be imported"),
    ],
)
def test_errors_of_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("date,title\n2024,a\n10/3/2024,b\n,c\n", encoding="utf-8")
    Path("none.csv").write_text("date,title\n", encoding="utf-8")
    Path("x.ics").write_text(calendar("SUMMARY:x", DAY_OF), encoding="utf-8")
    result = run("import", *argv)
    assert (result.code, result.out) == (code, "")
    *_, complaint, hint = result.err.splitlines()
    assert complaint.startswith("jkr: ")
    assert message in complaint
    assert hint.startswith("hint: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.csv", "x.csv", "x.ics"]


def test_output_goes_to_a_file_by_its_ending(run: Run, tmp_path: Path) -> None:
    source = str(FILES / "google.ics")
    texts = {"yaml": run("import", source).out, "jsonl": run("import", source, "--jsonl").out}
    for name, form in (
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a", "yaml"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
    ):
        file = tmp_path / name
        result = run("import", source, "-o", str(file))
        assert (result.code, result.out) == (0, "")
        assert file.read_text(encoding="utf-8") == texts[form]
    assert run("import", source, "-o", str(file), "--jsonl").code == 0
    assert run("import", source, "-o", "-").out == texts["yaml"]


@pytest.mark.parametrize(("limit", "size"), [("LARGEST", 400), ("_MANY", 20)])
def test_yaml_that_could_not_be_read_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int
) -> None:
    table, file = tmp_path / "x.csv", tmp_path / "out.yaml"
    table.write_text("date,title\n" + "".join(f"2024,Event {n}\n" for n in range(20)), encoding="utf-8")
    assert run("import", str(table), "-o", str(file)).code == 0
    monkeypatch.setattr(nodes, limit, size)
    assert run("check", str(file)).code == 3
    file.unlink()
    for argv in (["-o", str(file)], []):
        result = run("import", str(table), *argv)
        assert (result.code, result.out) == (3, "")
        assert "which cannot be read" in result.err
        assert "--jsonl" in result.err
    assert list(tmp_path.iterdir()) == [table]
    result = run("import", str(table), "--jsonl")
    assert (result.code, len(result.out.splitlines())) == (0, 20)


def test_losses_of_one_kind_are_cut_short_and_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    rows = "".join(f"10/3/2024,a{number}\n2024-10-03T10:00,b\n" for number in range(25))
    file.write_text(f"date,title,\x1b[1mColour\n{rows}2024,c,red\n", encoding="utf-8")
    result = run("import", str(file))
    lines = result.err.splitlines()
    counted = "25 times of day used for the order within a day, and not stored (lines 3, 5, 7, 9, 11, 13, 15, 17 …)"
    assert f"jkr: {file}: {counted}" in lines
    first = next(number for number, line in enumerate(lines) if line.startswith(f"jkr: {file}:2: '10/3/2024' could be"))
    assert lines[first + 1] == "hint: say which number is the day: --dates dmy or --dates mdy"
    assert lines[first + 20].startswith(f"jkr: {file}:40: ")
    assert lines[first + 21] == f"jkr: {file}: and 5 more like that (lines 42, 44, 46, 48, 50)"
    assert len(lines) == 24
    summary = "left out: 25 rows; changed: 25 times of day; not imported: column '\\x1b[1mColour'"
    assert lines[23] == f"jkr: 26 events imported; {summary}"
    assert run("import", str(file), "--dates", "dmy").err.splitlines()[-1].startswith("jkr: 51 events")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_pipe_that_is_read_once(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    if os.fork() == 0:
        fifo.write_text("date,title\n2024,x\n", encoding="utf-8")
        os._exit(0)
    assert jkr("import", str(fifo)).returncode == 0
    os.wait()


def test_docs_name_every_kind_and_option() -> None:
    text = (FILES.parent.parent / "docs" / "import.md").read_text(encoding="utf-8")
    for kind in INPUTS:
        assert f"`{kind}`" in text
    for option in [
        "--from",
        "--map",
        "--dates",
        "--century",
        "--zone",
        "--until",
        "--sheet",
        "--encoding",
        "--strict",
        "--jsonl",
        "-o",
    ]:
        assert f"`{option}" in text
