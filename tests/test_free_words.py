"""Free words of one file that name entries of another file's registries."""

import json
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr

from .conftest import BUNDLED, Run

EVENTS: list[dict[str, Any]] = [
    {"id": "one", "date": "2025-07-01", "title": "One", "actors": ["Shigeru Ishiba", "石破茂", "Somebody"]},
    {"id": "two", "date": "2025-07-02", "title": "Two", "themes": ["US tariffs", "levies", "Football"]},
    {"id": "three", "date": "2025-07-03", "title": "Three", "thread": "Comfort women rulings", "actors": ["Lee"]},
    {"id": "four", "date": "2025-07-04", "title": "Four", "actors": ["shigeru-ishiba"], "themes": ["tariffs"]},
]


def written(folder: Path, name: str) -> str:
    """A file with the events alone, as JSON Lines or YAML."""
    file = folder / name
    lines = [json.dumps(each) for each in EVENTS]
    text = "\n".join(lines) if name.endswith("jsonl") else "events:\n" + "\n".join(f"- {line}" for line in lines)
    file.write_text(text + "\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.yaml"])
@pytest.mark.parametrize("first", [True, False])
def test_names_become_ids(tmp_path: Path, name: str, first: bool) -> None:
    mine = written(tmp_path, name)
    files = (mine, str(BUNDLED)) if first else (str(BUNDLED), mine)
    timeline = jkr.load(*files, cache=None)
    assert timeline.event("one").actors == ("shigeru-ishiba", "Somebody")
    assert timeline.event("two").themes == ("tariffs", "Football")
    assert timeline.event("three").thread == "comfort-women"
    assert timeline.event("three").actors == ("Lee",)
    assert timeline.event("four").actors == ("shigeru-ishiba",)
    assert {"one", "four"} <= {event.id for event in timeline.events(actor="ishiba")}
    assert "one" in {event.id for event in timeline.events(actor="japan")}
    assert {"two", "four"} <= {event.id for event in timeline.events(theme="tariffs")}
    assert "three" in {event.id for event in timeline.events(thread="comfort women")}


def test_a_search_finds_the_other_names(tmp_path: Path) -> None:
    timeline = jkr.load(str(BUNDLED), written(tmp_path, "mine.jsonl"), cache=None)
    hits = timeline.search("이시바", since="2025-07")
    assert {"one", "four"} <= {hit.event.id for hit in hits}


def test_stored_json_has_the_ids(run: Run, tmp_path: Path) -> None:
    mine = written(tmp_path, "mine.jsonl")
    out = run("timeline", "2025-07", "--json", "--data", str(BUNDLED), "--data", mine).out
    one = next(record for record in json.loads(out) if record["id"] == "one")
    assert one["actors"] == ["shigeru-ishiba", "Somebody"]


def test_a_file_alone_keeps_its_words(tmp_path: Path) -> None:
    for name in ("mine.jsonl", "mine.yaml"):
        timeline = jkr.load(written(tmp_path, name), cache=None)
        assert timeline.event("one").actors == ("Shigeru Ishiba", "石破茂", "Somebody")


def test_a_name_that_two_entries_have_stays(tmp_path: Path) -> None:
    registry = tmp_path / "registry.yaml"
    registry.write_text(
        "actors: {ann: {name: Ann, aliases: [A]}, adam: {name: Adam, aliases: [A]}}\n"
        "events: [{id: zero, date: 2024, title: Zero}]\n"
    )
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "one", "date": "2024", "title": "One", "actors": ["a", "ÁDAM", "Ann"]}\n')
    assert jkr.load(registry, other, cache=None).event("one").actors == ("a", "adam", "ann")
