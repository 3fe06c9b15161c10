"""Databases (SQLite): read with Python's sqlite3, and opened by sqlite-utils."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.cli import environment
from jkrtimeline.fields import EVENT_FIELDS

from .conftest import BUNDLED, SAMPLE, Run, jkr

SUMMIT = "2021-03-16-zenda-summit"


@pytest.fixture
def bundled_file(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "bundled.sqlite"
    assert run("timeline", "-o", str(file), "--data", str(BUNDLED)) == (0, "", "")
    return file


@pytest.fixture
def database(run: Run, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The sample of events as a database."""
    file = tmp_path / "x.db"
    assert run("timeline", "-o", str(file), "--data", str(SAMPLE)) == (0, "", "")
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(connection: sqlite3.Connection, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(sql, values)]


def linked(connection: sqlite3.Connection, table: str, column: str, event: str) -> list[Any]:
    sql = f"SELECT {column} FROM event_{table} WHERE event_id = ? ORDER BY position"
    return [value for (value,) in rows(connection, sql, event)]


def sqlite_utils(*argv: str) -> list[dict[str, Any]]:
    """What sqlite-utils answers."""
    pytest.importorskip("sqlite_utils", reason="sqlite-utils is not installed")
    done = subprocess.run([sys.executable, "-m", "sqlite_utils", *argv], capture_output=True, check=True)
    records: list[dict[str, Any]] = json.loads(done.stdout)
    return records


# --- what a database has ----------------------------------------------------------------------------


def test_events_have_all_their_fields(run: Run, database: sqlite3.Connection) -> None:
    events = json.loads(run("timeline", "--json", "--data", str(SAMPLE)).out)
    stored = [dict(row) for row in database.execute("SELECT * FROM events ORDER BY rowid")]
    assert [each["id"] for each in stored] == [each["id"] for each in events]
    for event, row in zip(events, stored, strict=True):
        assert {name: event[name] for name in row} == row
        assert {*EVENT_FIELDS} - {*row} == {"actors", "themes", "follows", "sources"}
        for name, column in (("actors", "actor_id"), ("themes", "theme_id"), ("follows", "follows_id")):
            assert linked(database, name, column, event["id"]) == event[name]
        sources = linked(database, "sources", "source_id", event["id"])
        cited = [dict(database.execute("SELECT * FROM sources WHERE id = ?", (n,)).fetchone()) for n in sources]
        assert [{name: each[name] for name in each if name != "id"} for each in cited] == event["sources"]


def test_registries_have_what_the_events_use(database: sqlite3.Connection) -> None:
    assert rows(database, "SELECT id, name FROM threads") == [("the-quay", "The quay")]
    ((native, aliases),) = rows(database, "SELECT native, aliases FROM actors WHERE id = 'rudolf-rassendyll'")
    assert json.loads(native) == {"ja": "石田ルドルフ", "ko": "루돌프"}
    assert isinstance(json.loads(aliases), list)
    offices = rows(database, "SELECT title, \"from\", acting FROM actor_offices WHERE actor_id = 'rudolf-rassendyll'")
    assert offices[1] == ("Regent", "2022", 1)
    assert dict(rows(database, "SELECT key, value FROM about"))["license"] == "CC0-1.0"


@pytest.mark.parametrize("argv", [[], ["2024"], ["-a", "ishiba", "--importance", "major"], ["1999"]], ids=str)
def test_foreign_keys_hold(run: Run, tmp_path: Path, argv: list[str]) -> None:
    file = tmp_path / "x.db"
    run("timeline", *argv, "-o", str(file), "--data", str(BUNDLED))
    with closing(sqlite3.connect(file)) as connection:
        keys = {row[2] for name in tables(connection) for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
        assert keys == {"events", "actors", "themes", "threads", "sources"}
        assert rows(connection, "PRAGMA foreign_key_check") == []
        assert rows(connection, "PRAGMA integrity_check") == [("ok",)]
        connection.execute("INSERT INTO events_fts (events_fts, rank) VALUES ('integrity-check', 1)")
        count = run("timeline", *argv, "--count", "--data", str(BUNDLED)).out
        assert rows(connection, "SELECT count(*) FROM events") == [(int(count),)]


def tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_free_words_are_entries(run: Run, tmp_path: Path) -> None:
    data, file = tmp_path / "x.jsonl", tmp_path / "x.db"
    event: dict[str, Any] = {
        "id": "a",
        "date": "2024",
        "title": "T'; DROP TABLE events; --",
        "actors": ["石田", "b; c"],
        "thread": "t",
    }
    event |= {"themes": ["%s"], "sources": [{"url": "https://example.org"}, {"url": "https://example.org"}]}
    data.write_text(json.dumps(event))
    assert run("timeline", "-o", str(file), "--data", str(data)).code == 0
    assert run("timeline", "-o", str(file), "--data", str(data), "--match", "\udcffdrop").code == 0
    with closing(sqlite3.connect(file)) as connection:
        assert rows(connection, "SELECT value FROM about WHERE key = 'filters'") == [("match: ?drop",)]
        assert {*rows(connection, "SELECT id, name FROM actors")} == {("石田", "石田"), ("b; c", "b; c")}
        assert rows(connection, "SELECT id, name FROM themes") == [("%s", "%s")]
        assert rows(connection, "SELECT title, thread FROM events") == [(event["title"], "t")]
        assert rows(connection, "SELECT count(*) FROM event_sources") == [(1,)]
        assert rows(connection, "PRAGMA foreign_key_check") == []


# --- search -----------------------------------------------------------------------------------------


def test_sqlite_utils_searches_it(bundled_file: Path) -> None:
    hits = sqlite_utils("search", str(bundled_file), "events", "tariffs", "-c", "id", "-c", "title")
    assert len(hits) > 10
    assert any("tariff" in each["title"] for each in hits[:3])


def test_sqlite_utils_knows_the_search_table(bundled_file: Path) -> None:
    pytest.importorskip("sqlite_utils", reason="sqlite-utils is not installed")
    from sqlite_utils import Database

    database = Database(bundled_file)
    events, links = database.table("events"), database.table("event_actors")
    assert events.detect_fts() == "events_fts"
    assert {trigger.name for trigger in events.triggers} == {"events_ai", "events_ad", "events_au"}
    assert events.pks == ["id"]
    assert {key.other_table for key in links.foreign_keys} == {"events", "actors"}
    database.conn.close()


def test_the_search_follows_changes(database: sqlite3.Connection) -> None:
    def ids(words: str) -> list[str]:
        sql = "SELECT events.id FROM events JOIN events_fts ON events.rowid = events_fts.rowid WHERE events_fts MATCH ?"
        return [identity for (identity,) in rows(database, sql, words)]

    assert SUMMIT in ids("quays")  # stems
    database.execute("UPDATE events SET title = 'Zebra', summary = NULL WHERE id = ?", (SUMMIT,))
    assert (SUMMIT in ids("quays"), ids("zebra")) == (False, [SUMMIT])
    database.execute("INSERT INTO events (id, date, title) VALUES ('new', '2024', 'Giraffe')")
    assert ids("giraffes") == ["new"]
    database.execute("DELETE FROM events WHERE id = 'new'")
    assert ids("giraffes") == []
    database.execute("INSERT INTO events_fts (events_fts, rank) VALUES ('integrity-check', 1)")


# --- bytes ------------------------------------------------------------------------------------------


def test_the_bytes_depend_on_the_data_alone(bundled_file: Path) -> None:
    piped = jkr("timeline", "-f", "sqlite", "--data", str(BUNDLED))
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout == bundled_file.read_bytes()


def test_a_terminal_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "on_terminal", lambda **_: True)
    message = "jkr: sqlite is binary, which a terminal cannot show\nhint: write it to a file: -o NAME.db\n"
    assert run("timeline", "-f", "sqlite") == (2, "", message)


def test_a_full_temporary_folder_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jkrtimeline.formats import sqlite

    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite, "_insert", full)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    result = run("timeline", "-o", str(tmp_path / "x.db"), "--data", str(SAMPLE))
    message = f"jkr: temporary files in {tmp_path}: database or disk is full\n"
    assert result == (1, "", message + "hint: free some space, or set TMPDIR to another folder\n")
    assert [*tmp_path.iterdir()] == []
