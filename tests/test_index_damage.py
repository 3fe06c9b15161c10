"""A damaged index is noticed, and built again."""

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import jkrtimeline as jkr
from benchmarks import bitflips
from jkrtimeline.index import freshness

from .conftest import SAMPLE, index_of, load, write
from .test_index import QUERIES, Query

PAGE = 4096
LONG = " ".join(f"word{number}" for number in range(600))  # longer than a page of SQLite


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, Any]]:
    """An undamaged index of the sample, and its answers."""
    cache = tmp_path_factory.mktemp("sound")
    timeline = load(SAMPLE, cache)
    return index_of(cache).read_bytes(), {name: query(timeline) for name, query in QUERIES.items()}


def sql(statement: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.executescript(statement)
        connection.close()

    return damage


def cut(size: int) -> Callable[[Path], None]:
    return lambda file: os.truncate(file, size if size >= 0 else file.stat().st_size + size)


def replaced(content: bytes) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        file.write_bytes(content)

    return damage


def flipped(text: bytes) -> Callable[[Path], None]:
    """Another letter inside a stored text: SQLite does not see such damage."""

    def damage(file: Path) -> None:
        content = file.read_bytes()
        assert text in content
        file.write_bytes(content.replace(text, b"#" + text[1:]))

    return damage


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "inside").touch()


def foreign(file: Path) -> None:
    file.unlink()
    sql("CREATE TABLE meta (key, value); CREATE TABLE event (id)")(file)


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


TABLES = ("meta", "event", "tag", "entry", "name", "follow", "search", "word", "record", "tally")
DAMAGES: dict[str, Callable[[Path], None]] = {
    **{f"cut-to-{size}": cut(size) for size in (0, 1, 16, 100, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE, -PAGE, -1)},
    "random-bytes": replaced(bytes(number * 7919 % 251 for number in range(9 * PAGE))),
    "text": replaced(b"This is no database.\n" * 500),
    "foreign-database": foreign,
    "folder": folder,
    "dangling-link": dangling,
    "older-version": sql("PRAGMA user_version = 0"),
    "newer-version": sql("PRAGMA user_version = 999"),
    "other-application": sql("PRAGMA application_id = 7"),
    **{f"no-table-{name}": sql(f"DROP TABLE {name}") for name in TABLES},
    "no-meta-rows": sql("DELETE FROM meta"),
    "no-header": sql("DELETE FROM meta WHERE key = 'header'"),
    **{f"meta-is-{text}": sql(f"UPDATE meta SET value = '{text}'") for text in ("", "[]", "[1]", "{}", "null")},
    "letter-in-an-event": flipped(b"Both heads met"),
    "sign-in-an-event": flipped(b'"date_note":"Dinner'),
    "sign-in-an-actor": flipped(b'"kind":"person"'),
    "letter-in-an-actor": flipped(b'Rassendyll","kind'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_rebuilt_silently(
    damage: Callable[[Path], None],
    sound: tuple[bytes, dict[str, Any]],
    cache: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    good, answers = sound
    load(SAMPLE, cache)
    file = index_of(cache)
    file.write_bytes(good)
    damage(file)
    damaged = file.lstat()
    timeline = load(SAMPLE, cache)
    assert file.is_dir() or not os.path.samestat(file.lstat(), damaged)  # before any query
    for name, query in QUERIES.items():
        assert query(timeline) == answers[name], name
    index_of(cache)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_flipped_bit_changes_no_answer(large: bool, tmp_path: Path) -> None:
    """The trials of benchmarks.bitflips, but fewer."""
    with patch.object(freshness, "_SMALL", 0 if large else freshness._SMALL):
        counted = bitflips.trials(SAMPLE, "quay", 50, 1, bitflips.as_written, tmp_path / "cache")
    assert counted == {"right": 50}


def test_a_bit_that_a_disk_flipped_changes_no_answer_of_a_small_index(tmp_path: Path) -> None:
    counted = bitflips.trials(SAMPLE, "quay", 50, 1, bitflips.as_rotten, tmp_path / "cache")
    assert counted == {"right": 50}


MANY = "".join(
    f'{{"id": "e{n}", "date": "{1900 + n // 4}", "title": "Quay {n}", "actors": ["a{n % 9}"]}}\n' for n in range(500)
)
"""More events than are read at once."""


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET first = 'x' WHERE n = 400",
        "UPDATE event SET begun = 99999999 WHERE n = 400",
        "UPDATE record SET json = replace(json, 'Quay', 'Bay') WHERE n = 400",
        "UPDATE tag SET first = 99999999",
        "UPDATE meta SET value = '{'",
        "DROP TABLE record",
        "DROP TABLE tally",
    ],
)
def test_an_index_that_is_damaged_while_it_is_open_is_removed(damage: str, tmp_path: Path, cache: Path) -> None:
    """The query gives the right answer, or an error with a hint; the next command gives the right answer."""
    data = tmp_path / "data.jsonl"
    data.write_text(MANY)
    queries: list[Query] = [
        lambda t: [event.title for event in t.events()],
        lambda t: [event.title for event in t.events(since="1990")],
        lambda t: [(actor.id, actor.count) for actor in t.actors()],
        lambda t: [(actor.id, actor.count) for actor in t.actors(since="1950")],
        lambda t: t.stats("month"),
        lambda t: t.stats("month", since="1950"),
        lambda t: t.header,
    ]
    with load(data, None) as timeline:
        right = [query(timeline) for query in queries]
    for query, answer in zip(queries, right, strict=True):
        error: jkr.JkrError | None = None
        with load(data, cache) as timeline:
            sql(damage)(index_of(cache))
            try:
                assert query(timeline) == answer
            except jkr.JkrError as raised:
                error = raised
        if error is not None:
            assert (error.message, error.hint) == ("the index is damaged; it is removed", "run the command again")
            assert list(cache.glob("*.sqlite")) == []
        assert query(load(data, cache)) == answer


def test_changed_data_is_not_mixed_with_rows_read_before(data: Path, cache: Path) -> None:
    with load(data, cache) as timeline:
        sql("DROP TABLE record")(index_of(cache))
        write(data, "Alpha", "Delta")
        with pytest.raises(jkr.JkrError, match="data changed while it was read"):
            timeline.events()


def test_any_page_may_be_lost(tmp_path: Path, cache: Path) -> None:
    """Long texts fill whole pages, whose damage SQLite does not notice."""
    actors = {f"actor-{number}": {"name": f"Actor {number}", "note": LONG} for number in range(3)}
    events = [
        {"id": f"e{number}", "date": f"2020-01-0{number}", "title": f"Quay {number}", "summary": LONG, "themes": ["t"]}
        for number in range(1, 4)
    ]
    synonyms = [[f"one{number}", f"two{number}"] for number in range(400)]
    document = {"title": "Long", "about": LONG, "actors": actors, "themes": {"t": {"name": "T", "about": LONG}}}
    data = tmp_path / "long.yaml"
    data.write_text(json.dumps({**document, "synonyms": synonyms, "events": events}, indent=1))
    queries = {name: QUERIES[name] for name in ("events", "search", "actors", "themes", "header", "totals", "synonyms")}
    timeline = load(data, cache)
    answers = {name: query(timeline) for name, query in queries.items()}
    file = index_of(cache)
    good = file.read_bytes()
    for start in range(0, len(good), PAGE):
        file.write_bytes(good[:start] + bytes(PAGE) + good[start + PAGE :])
        damaged = file.stat()
        timeline = load(data, cache)
        assert not os.path.samestat(file.stat(), damaged), start // PAGE  # before any query
        for name, query in queries.items():
            assert query(timeline) == answers[name], (start // PAGE, name)
