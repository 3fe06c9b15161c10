"""Data packages: read with csv and zipfile, and checked by frictionless, which is not ours."""

import csv
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.fields import EVENT_FIELDS
from jkrtimeline.formats.shared.links import ascii_address

from .conftest import BUNDLED, SAMPLE, Run

TABLES = [
    *("events", "actors", "themes", "threads", "offices", "sources"),
    *("event_actors", "event_themes", "event_sources", "event_follows"),
]


def package(run: Run, folder: Path, *argv: str, data: object = SAMPLE) -> Path:
    """A package of what a command finds."""
    file = folder / "events.zip"
    assert run(*(argv or ("timeline",)), "-o", str(file), "--data", str(data)) == (0, "", "")
    return file


def rows(file: Path, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(file) as archive:
        return list(csv.DictReader(StringIO(archive.read(f"{table}.csv").decode(), newline="")))


def descriptor(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        record: dict[str, Any] = json.loads(archive.read("datapackage.json"))
    return record


def events_of(run: Run, *argv: str, data: object = SAMPLE) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(run(*(argv or ("timeline",)), "--json", "--data", str(data)).out)
    return records


# --- checked by frictionless -------------------------------------------------------------------------

HOSTILE = [
    {"id": "=1+1", "date": "0850", "title": "+1", "actors": ["=a", "b\tb"], "themes": ["@t"], "thread": "-x"},
    {"id": "b", "date": "../2024", "title": 'Quotes " and, commas', "summary": "two\nlines", "follows": ["=1+1"]},
    {
        "id": "c",
        "date": "202X~",
        "title": "한국 日本",
        "sources": [{"publisher": "=P", "date": "2024"}, {"title": "=T"}],
    },
]


def test_packages_are_valid(run: Run, tmp_path: Path) -> None:
    """In one process of frictionless, which takes a second to start."""
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps({"title": "=T –", "license": "My own!", "events": HOSTILE}), encoding="utf-8")
    files: list[Path] = []
    for data, argv in (
        (BUNDLED, ["timeline"]),
        (BUNDLED, ["timeline", "-a", "south-korea", "--since", "2025"]),
        (BUNDLED, ["search", "tariffs", "-n", "5"]),
        (BUNDLED, ["timeline", "--since", "2030"]),
        (BUNDLED, ["show", "2025-06-17-kananaskis-summit"]),
        (SAMPLE, ["timeline"]),
        (hostile, ["timeline"]),
    ):
        files.append(tmp_path / f"{len(files)}.zip")
        assert run(*argv, "-o", str(files[-1]), "--data", str(data)).code == 0
    # A key that leads nowhere, so that this test can fail.
    files.append(tmp_path / "wrong.zip")
    with zipfile.ZipFile(package(run, tmp_path)) as right, zipfile.ZipFile(files[-1], "w") as archive:
        for name in right.namelist():
            text = right.read(name)
            archive.writestr(name, text.replace(b"zenda", b"zonda") if name == "event_follows.csv" else text)
    *valid, (wrong, *_) = problems(files)
    assert valid == [[]] * 7
    assert "foreign key" in wrong


VALIDATE = """
import json, sys
from frictionless import validate
for file in sys.argv[1:]:
    print(json.dumps(validate(file).to_descriptor()))
"""


def problems(files: Sequence[Path]) -> list[list[str]]:
    """What frictionless finds wrong with each file."""
    pytest.importorskip("frictionless", reason='frictionless is not installed: pip install ".[test]"')
    command = [sys.executable, "-W", "ignore", "-c", VALIDATE, *map(str, files)]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    messages = []
    for report in map(json.loads, output.splitlines()):
        errors = [*report["errors"], *(error for task in report["tasks"] for error in task["errors"])]
        assert report["valid"] == (not errors)
        assert len(report["tasks"]) == len(TABLES)
        messages.append([error["message"] for error in errors])
    assert len(messages) == len(files)
    return messages


# --- what is in a package ---------------------------------------------------------------------------


def test_the_descriptor_names_title_version_licence_and_author(run: Run, tmp_path: Path) -> None:
    package_record = descriptor(package(run, tmp_path, "timeline", "-t", "tariffs", data=BUNDLED))
    assert package_record["name"] == "japan-south-korea-relations"
    assert (package_record["title"], package_record["version"]) == ("Japan–South Korea relations", "2025.06.2")
    assert package_record["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]
    assert package_record["contributors"] == [{"title": "The jkr developers", "role": "author"}]
    assert package_record["filters"] == ["theme: tariffs"]
    assert [each["name"] for each in package_record["resources"]] == TABLES
    assert {each["profile"] for each in package_record["resources"]} == {"tabular-data-resource"}


def test_size_and_hash_are_those_of_the_tables(run: Run, tmp_path: Path) -> None:
    file = package(run, tmp_path)
    with zipfile.ZipFile(file) as archive:
        for each in descriptor(file)["resources"]:
            content = archive.read(each["path"])
            assert each["bytes"] == len(content)
            assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            header = content.decode().partition("\n")[0].split(",")
            assert header == [field["name"] for field in each["schema"]["fields"]]
            assert all(field["description"] for field in each["schema"]["fields"])


def test_the_tables_hold_what_json_has(run: Run, tmp_path: Path) -> None:
    file, events = package(run, tmp_path, data=BUNDLED), events_of(run, data=BUNDLED)
    linked = ("actors", "themes", "follows", "sources")
    for row, event in zip(rows(file, "events"), events, strict=True):
        plain = {name: event[name] for name in EVENT_FIELDS if name not in linked}
        flags = {True: "true", False: "false", None: ""}
        assert row == {name: flags[v] if v is None or isinstance(v, bool) else v for name, v in plain.items()}
    for table, column in (("actors", "actor_id"), ("themes", "theme_id"), ("follows", "follows_id")):
        pairs = [(row["event_id"], row[column]) for row in rows(file, f"event_{table}")]
        assert pairs == [(event["id"], name) for event in events for name in event[table]]
    addresses = {row["id"]: row["url"].replace(",%2D", ",-") for row in rows(file, "sources")}
    cited = [(row["event_id"], addresses[row["source_id"]]) for row in rows(file, "event_sources")]
    assert cited == [(event["id"], ascii_address(source["url"])) for event in events for source in event["sources"]]


def test_a_source_has_the_key_that_bibtex_gives_it(run: Run, tmp_path: Path) -> None:
    keys = [item["id"] for item in json.loads(run("timeline", "-f", "csl-json", "--data", str(BUNDLED)).out)]
    assert [row["id"] for row in rows(package(run, tmp_path, data=BUNDLED), "sources")] == keys


def test_actors_come_with_those_they_belong_to_and_their_offices(run: Run, tmp_path: Path) -> None:
    file = package(run, tmp_path, "show", "2025-06-17-kananaskis-summit", data=BUNDLED)
    ishiba = next(row for row in rows(file, "actors") if row["id"] == "shigeru-ishiba")
    assert (ishiba["of"], json.loads(ishiba["native"])["ja"]) == ("japan", "石破茂")
    assert json.loads(ishiba["aliases"]) == ["Ishiba", "Ishiba Shigeru"]
    held = [row for row in rows(file, "offices") if row["actor_id"] == "shigeru-ishiba"]
    assert [(row["position"], row["from"]) for row in held] == [("1", "2024-09-27"), ("2", "2024-10-01")]
    assert held[1]["acting"] == "false"


def test_what_an_event_follows_is_left_out_where_that_event_is(run: Run, tmp_path: Path) -> None:
    file = package(run, tmp_path, "show", "2025-06-17-kananaskis-summit", data=BUNDLED)
    assert rows(file, "event_follows") == []


def test_no_cell_is_a_formula(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "hostile.json"
    data.write_text(json.dumps({"events": HOSTILE}), encoding="utf-8")
    file = package(run, tmp_path, data=data)
    cells = [cell for table in TABLES for row in rows(file, table) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")] == []
    assert {row["id"] for row in rows(file, "events")} == {"'=1+1", "b", "c"}


def test_same_bytes_each_time(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = package(run, tmp_path).read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert package(run, tmp_path).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "events.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_package_cannot_hold_actors(run: Run, tmp_path: Path) -> None:
    result = run("actors", "-o", str(tmp_path / "actors.zip"))
    assert result.code == 2
    assert result.err.startswith("jkr: datapackage cannot hold actors\n")
