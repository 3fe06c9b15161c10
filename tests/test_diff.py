"""jkr diff: what was added, removed and changed between two event files."""

import json
from pathlib import Path

import pytest

from .conftest import Run

OLD = """
title: Old
actors:
  lee: {name: Lee, aliases: [L]}
  gone: {name: Gone}
themes: {trade: {name: Trade}}
events:
- {id: a, date: 2024-01-01, title: Alpha, actors: [lee, gone], themes: [trade]}
- {id: b, date: 2024-02, title: Beta}
- id: c
  date: 2024-03-01
  title: Gamma
  sources: [{publisher: P, url: "https://example.org/1"}, {publisher: Q}]
"""
NEW = """
title: New
actors:
  lee: {name: Lee, aliases: [L, LL]}
  new: {name: Newcomer}
themes: {trade: {name: Trade}}
events:
- {id: a, date: 2024-01-02, title: Alpha, actors: [lee, new], themes: [trade]}
- id: c
  date: 2024-03-01
  title: Gamma
  sources: [{publisher: P, url: "https://example.org/2"}, {publisher: Q}]
- {id: d, date: 2024-04, title: "Delta *bold* [x](y) =1"}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return str(old), str(new)


def test_text(run: Run, files: tuple[str, str]) -> None:
    done = run("diff", *files)
    assert done.code == 1
    assert done.err == "jkr: 2 added, 2 removed, 4 changed\n"
    assert (
        done.out
        == """\
changed  header
    title:
      - Old
      + New
changed  actor lee  Lee
    aliases:
      + LL
added    actor new  Newcomer
removed  actor gone  Gone
changed  event a  Alpha
    date:
      - 2024-01-01
      + 2024-01-02
    actors:
      - gone
      + new
changed  event c  Gamma
    sources:
      - publisher: P, url: https://example.org/1
      + publisher: P, url: https://example.org/2
added    event d  Delta *bold* [x](y) =1
removed  event b  Beta
"""
    )


def test_json_has_every_field_before_and_after(run: Run, files: tuple[str, str]) -> None:
    done = run("diff", *files, "--json")
    changes = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    by_id = {(each["subject"], each["id"]): each for each in changes}
    assert by_id["event", "a"] == {
        "subject": "event",
        "id": "a",
        "status": "changed",
        "title": "Alpha",
        "fields": {
            "date": {"before": "2024-01-01", "after": "2024-01-02"},
            "actors": {"before": ["lee", "gone"], "after": ["lee", "new"]},
        },
    }
    assert by_id["event", "b"]["status"] == "removed"
    assert by_id["event", "d"]["status"] == "added"


def test_markdown_escapes_the_data(run: Run, files: tuple[str, str], tmp_path: Path) -> None:
    target = tmp_path / "CHANGES.md"
    assert run("diff", *files, "-o", str(target)).code == 1
    text = target.read_text(encoding="utf-8")
    assert "## Events" in text
    assert r"Delta \*bold\* \[x\](y) =1" in text.replace(r"\(", "(").replace(r"\)", ")")
    assert "- date: ~~2024-01-01~~ → 2024-01-02" in text.replace("\\", "")


def test_the_same_file_does_not_differ(run: Run, files: tuple[str, str]) -> None:
    done = run("diff", files[0], files[0])
    assert (done.code, done.out, done.err) == (0, "", "jkr: no differences\n")
    assert run("diff", "bundled", "bundled", "--json").out == "[]\n"


def test_the_form_of_a_file_does_not_matter(run: Run, files: tuple[str, str], tmp_path: Path) -> None:
    lines = tmp_path / "old.jsonl"
    assert run("timeline", "--data", files[0], "-o", str(lines)).code == 0
    done = run("diff", files[0], str(lines), "--json")
    assert {each["subject"] for each in json.loads(done.out)} <= {"header", "actor", "theme"}


def test_bad_usage(run: Run, files: tuple[str, str], tmp_path: Path) -> None:
    assert run("diff", files[0]).code == 2
    done = run("diff", *files, "-f", "jsn")
    assert (done.code, done.err) == (2, "jkr: unknown format 'jsn'\nhint: did you mean json?\n")
    assert run("diff", files[0], str(tmp_path / "none.yaml")).code == 3
    assert run("diff", "-", "-").code == 2
