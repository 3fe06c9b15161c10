"""How often a search puts the wanted event first: jkr beside a plain OR query, sqlite-utils and ripgrep."""

import json
import re
import sqlite3
import subprocess
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

import jkrtimeline

from .bundled import Bundled
from .known_items import TARGET, Quality, known_items, quality
from .measure import log
from .peers import program_path
from .report import MET, MISSED, NONE, Table

Search = Callable[[str], Sequence[str]]
"""Words → ids of events, best first."""


def table(folder: Path, data: Bundled) -> Table:
    """Try the known items. `folder` has the database of sqlite-utils, as Peers makes it."""
    items = known_items()
    log(f"search: {len(items)} known items")
    lines = folder / "events.jsonl"
    lines.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in data.events), encoding="utf-8")
    searches: dict[str, Search | None] = {
        "`jkr search`": _jkr(folder),
        "an OR query ranked by BM25 (SQLite FTS5)": _plain(data),
        "`sqlite-utils search --quote`": _sqlite_utils(folder / "events.db"),
        "`rg -iF`, in the order of the file": _ripgrep(lines),
    }
    rows: list[list[str]] = []
    for name, search in searches.items():
        measured = quality(items, search) if search else None
        ours = search is searches["`jkr search`"]
        target = f"≥ {TARGET.first}, ≥ {TARGET.top}, ≥ {TARGET.mrr}" if ours else ""
        rows.append([name, *_cells(measured), target, _verdict(measured) if ours and measured else ""])
    about = (
        f"{len(items)} searches as people type them, each with one event that is wanted (benchmarks/known-items.tsv):"
        " how many put it first, how many into the top five, and the mean reciprocal rank (MRR)."
    )
    return Table("Search quality", about, ["", "first", "top five", "MRR", "target", ""], rows)


def _cells(measured: Quality | None) -> list[str]:
    return [str(measured.first), str(measured.top), f"{measured.mrr:.2f}"] if measured else [NONE] * 3


def _verdict(measured: Quality) -> str:
    return MET if all(value >= least for value, least in zip(measured, TARGET, strict=True)) else MISSED


def _jkr(folder: Path) -> Search:
    timeline = jkrtimeline.load(cache=folder / "cache")
    return lambda words: [hit.event.id for hit in timeline.search(words)]


def _plain(data: Bundled) -> Search:
    """Any of the words, with the stems and the ranking of SQLite."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE plain USING fts5 (id UNINDEXED, title, summary, names, tokenize = 'porter')"
    )
    rows = [
        (each["id"], each["title"], each["summary"], " ".join([*each["actors"], *each["themes"], each["place"] or ""]))
        for each in data.events
    ]
    connection.executemany("INSERT INTO plain VALUES (?, ?, ?, ?)", rows)

    def search(words: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        return [
            name for (name,) in connection.execute("SELECT id FROM plain WHERE plain MATCH ? ORDER BY rank", [match])
        ]

    weakref.finalize(search, connection.close)
    return search


def _sqlite_utils(database: Path) -> Search | None:
    program = program_path("sqlite-utils")
    if program is None:
        return None

    def search(words: str) -> list[str]:
        command = [program, "search", str(database), "events", words, "--quote", "--column", "id"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        return [row["id"] for row in json.loads(done.stdout)]

    return search


def _ripgrep(lines: Path) -> Search | None:
    program = program_path("rg")
    if program is None:
        return None

    def search(words: str) -> list[str]:
        command = [program, "--no-config", "-iF", "--no-filename", words, str(lines)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # 1 where nothing matches
        return [json.loads(line)["id"] for line in done.stdout.splitlines()]

    return search
