"""The store: when an index is trusted, when it is built anew, and that its user never notices either."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline.index import database

from .conftest import SAMPLE, index_of, load, titles, write

PAGE = 4096
DAY = 86_400 * 10**9
LONG = " ".join(f"word{number}" for number in range(900))  # longer than a page of SQLite
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")

Ask = Callable[[jkr.Timeline], Any]
ASKS: dict[str, Ask] = {
    "events": lambda t: [event.public() for event in t.events()],
    "filtered": lambda t: [event.id for event in t.events(actor="ruritania", since="2021")],
    "search": lambda t: [(hit.event.public(), hit.snippet, hit.title_marks) for hit in t.search("quay")],
    "prefix": lambda t: [hit.event.id for hit in t.search("env*")],
    "event": lambda t: t.event("2021-03-16-zenda-summit").public(),
    "followers": lambda t: [event.id for event in t.followers("2021-03-16-zenda-summit")],
    "actors": lambda t: [actor.public() for actor in t.actors()],
    "themes": lambda t: [theme.public() for theme in t.themes()],
    "threads": lambda t: [thread.public() for thread in t.threads()],
    "header": lambda t: t.header.public(),
    "totals": lambda t: t.totals(),
    "synonyms": lambda t: t.catalog.synonyms,
    "complete": lambda t: t.catalog.complete("actor", "r") + t.catalog.complete("event", "2021"),
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often data files were parsed: one entry each time."""
    done: list[int] = []
    original = database.Index._built

    def counted(index: database.Index) -> object:
        done.append(len(index.paths))
        return original(index)

    monkeypatch.setattr(database.Index, "_built", counted)
    return done


# --- trusted, or read again -------------------------------------------------------------------------


def test_an_index_is_built_once(data: Path, cache: Path, reads: list[int]) -> None:
    assert [titles(data, cache) for _ in range(3)] == [["Alpha", "Bravo"]] * 3
    assert len(reads) == 1


def longer(data: Path) -> None:
    write(data, "Alpha", "Bravo", "Charlie")


def same_size_same_time(data: Path) -> None:
    before = data.stat()
    write(data, "Alpha", "Delta")
    assert data.stat().st_size == before.st_size
    os.utime(data, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed_over(data: Path) -> None:
    before, other = data.stat(), data.with_name("other.jsonl")
    write(other, "Alpha", "Delta")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(other, data)


def older(data: Path) -> None:
    write(data, "Alpha", "Delta")
    os.utime(data, ns=(0, 10**18))


@pytest.mark.parametrize("aged", [True, False], ids=["old-file", "fresh-file"])
@pytest.mark.parametrize("change", [longer, same_size_same_time, renamed_over, older])
def test_a_changed_file_is_answered_freshly(
    change: Callable[[Path], None], aged: bool, data: Path, cache: Path
) -> None:
    if aged:
        now = data.stat().st_mtime_ns
        os.utime(data, ns=(now, now - 10 * DAY))
    assert titles(data, cache) == ["Alpha", "Bravo"]
    change(data)
    now_in_it = [json.loads(line)["title"] for line in data.read_text().splitlines()]
    assert now_in_it != ["Alpha", "Bravo"]
    assert [titles(data, cache), titles(data, cache)] == [now_in_it, now_in_it]
    index_of(cache)


def test_a_touched_file_is_not_parsed_again(data: Path, cache: Path, reads: list[int]) -> None:
    titles(data, cache)
    os.utime(data, ns=(10**18, 10**18))
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert len(reads) == 1


def test_a_file_that_is_gone_or_broken_is_told(data: Path, cache: Path) -> None:
    titles(data, cache)
    text = data.read_bytes()
    data.write_bytes(text + b'{"id": "e3"')
    with pytest.raises(jkr.DataError):
        load(data, cache)
    data.unlink()
    with pytest.raises(jkr.DataError, match="no such file"):
        load(data, cache)
    data.write_bytes(text)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    index_of(cache)


def test_each_choice_of_files_has_its_own_index(data: Path, tmp_path: Path, cache: Path, reads: list[int]) -> None:
    other = tmp_path / "more" / data.name
    other.parent.mkdir()
    other.write_text('{"id": "x", "date": "2019", "title": "X"}\n')
    for _ in range(2):
        assert titles(data, cache) == ["Alpha", "Bravo"]
        assert titles(other, cache) == ["X"]
        assert [event.title for event in jkr.load(data, other, cache=cache).events()] == ["X", "Alpha", "Bravo"]
    assert len(reads) == 3


@needs_posix
def test_a_symbolic_link_is_followed(data: Path, tmp_path: Path, cache: Path) -> None:
    other, link = tmp_path / "other.jsonl", tmp_path / "link.jsonl"
    write(other, "Echo", "Fiver")
    link.symlink_to(data)
    assert titles(link, cache) == ["Alpha", "Bravo"]
    link.unlink()
    link.symlink_to(other)
    assert titles(link, cache) == ["Echo", "Fiver"]


# --- damage -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, Any]]:
    """A good index of the sample, and what it answers."""
    cache = tmp_path_factory.mktemp("sound")
    timeline = load(SAMPLE, cache)
    return index_of(cache).read_bytes(), {name: ask(timeline) for name, ask in ASKS.items()}


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
def test_a_damaged_index_is_built_anew_without_a_word(
    damage: Callable[[Path], None],
    sound: tuple[bytes, dict[str, Any]],
    cache: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    good, answers = sound
    load(SAMPLE, cache)
    file = index_of(cache)
    for name, ask in ASKS.items():
        if file.is_dir():
            shutil.rmtree(file)
        file.unlink(missing_ok=True)
        file.write_bytes(good)
        damage(file)
        assert ask(load(SAMPLE, cache)) == answers[name], name
        index_of(cache)
    assert capfd.readouterr() == ("", "")


def test_any_page_may_be_lost(tmp_path: Path, cache: Path) -> None:
    """Long texts fill pages of their own, which SQLite reads as they are."""
    actors = {f"actor-{number}": {"name": f"Actor {number}", "note": LONG} for number in range(3)}
    events = [
        {"id": f"e{number}", "date": f"2020-01-0{number}", "title": f"Quay {number}", "summary": LONG, "themes": ["t"]}
        for number in range(1, 4)
    ]
    synonyms = [[f"one{number}", f"two{number}"] for number in range(400)]
    document = {"title": "Long", "about": LONG, "actors": actors, "themes": {"t": {"name": "T", "about": LONG}}}
    data = tmp_path / "long.yaml"
    data.write_text(json.dumps({**document, "synonyms": synonyms, "events": events}, indent=1))
    asks = {name: ASKS[name] for name in ("events", "search", "actors", "themes", "header", "totals", "synonyms")}
    timeline = load(data, cache)
    answers = {name: ask(timeline) for name, ask in asks.items()}
    file = index_of(cache)
    good = file.read_bytes()
    wrong = []
    for start in range(0, len(good), PAGE):
        for name, ask in asks.items():
            file.write_bytes(good[:start] + bytes(PAGE) + good[start + PAGE :])
            try:
                right = ask(load(data, cache)) == answers[name]
            except Exception as error:  # every kind is a finding
                wrong.append(f"page {start // PAGE}, {name}: {error!r}")
            else:
                wrong += [] if right else [f"page {start // PAGE}, {name}: another answer"]
    assert wrong == []
