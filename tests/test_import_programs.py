"""Import of files as programs write them, and of what jkr itself exports.

Beside each file of tests/import lies the event file made of it (.yaml) and the report (.err);
`--update-golden` writes them."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import BUNDLED, SAMPLE, Run
from .importing import (
    FILES,
    OPTIONS,
    SOURCES,
    only_event,
)


@pytest.mark.parametrize("name", SOURCES)
def test_file_of_a_program(name: str, run: Run, monkeypatch: pytest.MonkeyPatch, request: Any) -> None:
    monkeypatch.chdir(FILES)
    result = run("import", name, *OPTIONS.get(name, []))
    for suffix, text in ((".yaml", result.out), (".err", result.err)):
        golden = FILES / (name + suffix)
        if request.config.getoption("--update-golden"):
            golden.write_bytes(text.encode())
        assert text.encode() == golden.read_bytes()
    assert result.code == 0
    assert run("check", name + ".yaml").code == 0
    lines = run("import", name, *OPTIONS.get(name, []), "--jsonl")
    assert (lines.code, lines.err) == (0, result.err)
    assert lines.out == run("timeline", "--data", name + ".yaml", "--jsonl").out


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "yaml"])
@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=["sample", "bundled"])
def test_exports_of_jkr_import_unchanged(run: Run, tmp_path: Path, form: str, data: Path) -> None:
    file, back = tmp_path / f"out.{form}", tmp_path / "back.jsonl"
    assert run("timeline", "--data", str(data), "-o", str(file)).code == 0
    result = run("import", str(file), "-o", str(back))
    assert (result.code, result.out) == (0, "")
    records = [
        [json.loads(line) for line in text.splitlines()]
        for text in (run("timeline", "--data", str(data), "--jsonl").out, back.read_text(encoding="utf-8"))
    ]
    if form in ("csv", "tsv"):  # of a source, a table has the address only
        for record in (each for several in records for each in several):
            record["sources"] = [source["url"] for source in record["sources"]]
    assert records[0] == records[1]


def test_registries_and_header_of_an_event_file_stay(run: Run, tmp_path: Path) -> None:
    assert run("import", str(SAMPLE)).out == run("timeline", "--data", str(SAMPLE), "-f", "yaml").out
    file = tmp_path / "part.json"
    assert run("timeline", "--data", str(SAMPLE), "--in", "2021", "-o", str(file)).code == 0
    result = run("import", str(file))
    assert "'2021-03-16-zenda-summit' follows '2020-spring-talks', which is not in the file" in result.err
    assert "5 events; not carried over: 1 reference to another event" not in result.out
    assert run("import", str(file), "--strict").code == 0  # no event is missing


def test_cells_that_were_defused_are_as_before() -> None:
    header = "id,date,title,summary,themes\n"
    assert only_event(header + "a,2024,'=1+1,'  -x,'@a; b\n").title == "=1+1"
    event = only_event(header + "a,2024,'tis,\"'\tx\",'@a; b\n")
    assert (event.title, event.summary, event.themes) == ("'tis", "x", ("@a", "b"))
    assert only_event("date,headline\n2024,'=1+1\n").title == "'=1+1"  # not our header
