"""Update `codebook.md`: `python -m docs.codebook`.

Fields come from `jkr schema`; themes, threads and counts from the bundled data; the rule of importance from the comment
above its events. tests/test_codebook.py compares the page with them.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
CODEBOOK = HERE / "codebook.md"
DATA = HERE.parent / "data" / "events.yaml"

PAGE = """# Codebook

What the fields, levels, themes and threads of [data/events.yaml](../data/events.yaml) mean, and by which rules events
are chosen and ranked: version {version}, {events} events from {coverage}. `python -m docs.codebook` writes this page
from the data and from `jkr schema`. [data/CHANGELOG.md](../data/CHANGELOG.md) lists what each version changed.

## Which events are in

{about}

## How important an event is

{importance}

{importance_levels}
## What became of it

{status_levels}
## Themes

An event has one to five themes; the first is the main one. Themes of a family share a colour.

{themes}
## Threads

A thread is a story that runs through several events. An event belongs to one at most.

{threads}
## Actors

`of` names the actor that another belongs to, so that a filter by Japan includes its ministers.

{kinds}
## Fields

{fields}"""


def jkr(*argv: str) -> Any:
    """What a command prints as JSON about the bundled data."""
    with TemporaryDirectory() as folder:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("JKR_")}
        done = subprocess.run(
            [sys.executable, "-m", "jkrtimeline", *argv],
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**clean, "JKR_CACHE_DIR": folder},
        )
    return json.loads(done.stdout)


def importance_rule() -> str:
    """The words on importance in the comment above the events, without the sentences on other fields."""
    comments = re.findall(r"^#(.*)$", DATA.read_text(encoding="utf-8"), re.MULTILINE)
    text = " ".join(line.strip() for line in comments)
    rule = re.search(r"`importance` follows one rule.*? unless they bring something new\.", text)
    if rule is None:
        sys.exit(f"codebook: no rule of importance in the comments of {DATA.name}")
    return rule[0]


def table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """A Markdown table, with its line end."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def levels(field: str, choices: list[str], events: list[dict[str, Any]]) -> str:
    """The levels of a field in order, with the number of events."""
    counts = Counter(event[field] for event in events)
    return table((field, "events"), [(f"`{choice}`", counts[choice]) for choice in choices])


def registry(records: list[dict[str, Any]], *more: str) -> str:
    """Themes or threads by id, with `more` of their fields."""
    rows = [
        (f"`{each['id']}`", each["name"], *(each[name] for name in more), each["about"], each["count"])
        for each in sorted(records, key=lambda each: str(each["id"]))
    ]
    return table(("id", "name", *more, "what it covers", "events"), rows)


def holds(value: dict[str, Any]) -> str:
    """What a field holds, from its JSON Schema: its choices, or one text, a list, a mapping, true or false."""
    if "enum" in value:
        return " ".join(f"`{choice}`" for choice in value["enum"] if choice is not None)
    types = value.get("type", ())
    for name, words in (("array", "list"), ("object", "mapping")):
        if name in types:
            return words
    return str(value.get("$ref", "text")).rpartition("/")[2]


def fields(schema: dict[str, Any]) -> str:
    """A table of the fields that people write, for the file and for each kind of record."""
    records = {name: shape for name, shape in schema["$defs"].items() if "properties" in shape}
    parts = []
    for name, shape in {"file": schema, **records}.items():
        needed = shape.get("required", ())
        rows = [
            (f"`{field}`{' (needed)' * (field in needed)}", holds(value), value.get("description", ""))
            for field, value in shape["properties"].items()
            if not value.get("readOnly")
        ]
        parts.append(f"### Fields: {name}\n\n{table(('field', 'holds', 'meaning'), rows)}")
    return "\n".join(parts)


def page() -> str:
    """The codebook."""
    info, schema = jkr("info", "--json"), jkr("schema")
    events = jkr("timeline", "--json", "--fields", "importance,status")
    event = schema["$defs"]["event"]["properties"]
    actors = Counter(actor["kind"] for actor in jkr("actors", "--json"))
    choices = {field: [each for each in event[field]["enum"] if each] for field in ("importance", "status")}
    return PAGE.format(
        version=info["version"],
        events=info["events"],
        coverage=info["coverage"].replace("/", " to "),
        about=info["about"],
        importance=importance_rule(),
        importance_levels=levels("importance", choices["importance"], events),
        status_levels=levels("status", choices["status"], events),
        themes=registry(jkr("themes", "--json"), "family"),
        threads=registry(jkr("threads", "--json")),
        kinds=table(("kind", "actors"), [(f"`{kind}`", count) for kind, count in sorted(actors.items())]),
        fields=fields(schema),
    )


if __name__ == "__main__":
    CODEBOOK.write_text(page(), encoding="utf-8")
