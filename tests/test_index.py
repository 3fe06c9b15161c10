"""The store: when an index is trusted, when it is built anew, and that its user never notices either."""

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import pytest

import jkrtimeline as jkr
from benchmarks import bitflips
from jkrtimeline.index import data_files, database, freshness, input_files

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


def test_a_missing_or_broken_file_is_an_error(data: Path, cache: Path) -> None:
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


def test_each_set_of_files_has_one_index(data: Path, tmp_path: Path, cache: Path, reads: list[int]) -> None:
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


def coarse(monkeypatch: pytest.MonkeyPatch, *changed: str) -> None:
    """A file system whose clock stands still: of the times of files only those in `changed` are real, the others long
    past."""
    real, now = data_files.fingerprint, time.time_ns()

    def fingerprint(path: str | int) -> dict[str, int] | None:
        known = real(path)
        times = {key: now if key in changed else now - 10 * DAY for key in ("mtime", "ctime")}
        return known and {**known, **times, "inode": 1}

    for module in (input_files, freshness):
        monkeypatch.setattr(module, "fingerprint", fingerprint)


@pytest.mark.parametrize("changed", [["ctime"], ["mtime"], ["mtime", "ctime"]], ids="-".join)
def test_where_times_cannot_tell_content_decides(
    changed: list[str], data: Path, cache: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All changes are within one tick. A copy with its times (`cp -p`) has an old mtime and a new ctime; where a file
    system has no time of change, it is the other way round."""
    coarse(monkeypatch, *changed)
    for names in (["Alpha", "Bravo"], ["Alpha", "Delta"], ["Other", "Delta"]):
        write(data, *names)
        assert [titles(data, cache) for _ in range(2)] == [names] * 2
    assert len(reads) == 3


def test_a_file_at_rest_is_not_read(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coarse(monkeypatch)
    titles(data, cache)
    monkeypatch.setattr(freshness, "file_digest", None)
    assert titles(data, cache) == ["Alpha", "Bravo"]


def test_a_change_while_content_is_compared_is_noticed_later(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time that later ones are measured by is that of the beginning."""
    titles(data, cache)
    begun: list[int] = []

    def digest(path: str) -> str:
        begun.append(time.time_ns())
        time.sleep(0.05)
        return data_files.file_digest(path)

    monkeypatch.setattr(freshness, "file_digest", digest)
    os.utime(data, ns=(10**18, 10**18))
    assert titles(data, cache) == ["Alpha", "Bravo"]
    stamp = freshness.read_stamp(freshness.stamp_file(index_of(cache)))
    assert stamp is not None
    assert stamp.files[0]["mtime"] == 10**18
    assert stamp.began <= begun[0]


@pytest.mark.parametrize("stamped", [True, False], ids=["with-its-stamp", "without-its-stamp"])
def test_an_index_that_another_command_replaces_is_not_confirmed(
    stamped: bool, data: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one command compares the content, the file is changed, another command builds its index, and the file is
    changed back (git checkout, undo)."""
    write(data, "Alpha", "Delta")
    titles(data, cache)
    other = tmp_path / "other"
    index_of(cache).parent.rename(other)
    write(data, "Alpha", "Bravo")
    titles(data, cache)

    def replaced(path: str) -> str:
        found = data_files.file_digest(path)
        for file in other.iterdir():
            if stamped or file.suffix == ".sqlite":
                shutil.copy(file, cache)
        return found

    os.utime(data, ns=(10**18, 10**18))
    with monkeypatch.context() as patch:
        patch.setattr(freshness, "file_digest", replaced)
        assert titles(data, cache) == ["Alpha", "Bravo"]
    assert [titles(data, cache) for _ in range(3)] == [["Alpha", "Bravo"]] * 3


def test_an_index_is_for_the_paths_of_its_files(data: Path, tmp_path: Path, cache: Path) -> None:
    """Its name has a checksum of them, which may be that of other paths."""
    other = tmp_path / "other.jsonl"
    write(other, "Echo", "Fiver")
    one = load(data, cache).index_file
    two = load(other, cache).index_file
    assert one is not None
    assert two is not None
    for suffix in (".sqlite", ".stamp"):
        Path(one).with_suffix(suffix).replace(Path(two).with_suffix(suffix))
    assert titles(other, cache) == ["Echo", "Fiver"]


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "other", "flipped", "folder", "list", "older"])
def test_a_stamp_that_is_not_whole_is_not_trusted(damage: str, data: Path, cache: Path, reads: list[int]) -> None:
    titles(data, cache)
    file = freshness.stamp_file(index_of(cache))
    text = file.read_bytes()
    older = json.dumps({"prints": [], "began": 0}).encode()
    texts = {
        "empty": b"",
        "cut": text[:-9],
        "other": b"no stamp\n",
        "flipped": text.replace(b'"began": 1', b'"began": 9'),
        "list": b"%08x[]" % crc32(b"[]"),
        "older": b"%08x" % crc32(older) + older,
    }
    file.unlink()
    if damage == "folder":
        file.mkdir()
    elif damage != "gone":
        assert texts[damage] != text
        file.write_bytes(texts[damage])
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert len(reads) == 2


def test_an_index_that_was_copied_is_trusted_by_its_checksum(data: Path, cache: Path, reads: list[int]) -> None:
    titles(data, cache)
    file = index_of(cache)
    file.write_bytes(file.read_bytes())
    for limit in (freshness._SMALL, 0):
        with patch.object(freshness, "_SMALL", limit):
            assert titles(data, cache) == ["Alpha", "Bravo"]
    assert len(reads) == 1


def test_a_large_index_is_read_whole_only_once_after_it_was_copied(
    data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "_SMALL", 0)
    monkeypatch.setattr(freshness, "_TICK", -DAY)  # all times are long past
    titles(data, cache)
    file = index_of(cache)
    file.write_bytes(file.read_bytes())
    sums: list[Path] = []
    checksum = freshness.checksum

    def counted(path: Path) -> int:
        sums.append(path)
        return checksum(path)

    monkeypatch.setattr(freshness, "checksum", counted)
    for _ in range(3):
        assert titles(data, cache) == ["Alpha", "Bravo"]
    assert sums == [file]


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
def test_a_damaged_index_is_rebuilt_silently(
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


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_a_flipped_bit_changes_no_answer(large: bool, tmp_path: Path) -> None:
    """As python -m benchmarks.bitflips, with fewer of them."""
    with patch.object(freshness, "_SMALL", 0 if large else freshness._SMALL):
        counted = bitflips.trials(SAMPLE, "quay", 120, 1, bitflips.as_written, tmp_path / "cache")
    assert counted == {"right": 120}


def test_a_bit_that_a_disk_flipped_changes_no_answer_of_a_small_index(tmp_path: Path) -> None:
    counted = bitflips.trials(SAMPLE, "quay", 120, 1, bitflips.as_rotten, tmp_path / "cache")
    assert counted == {"right": 120}


MANY = "".join(
    f'{{"id": "e{n}", "date": "{1900 + n // 12}", "title": "Quay {n}", "actors": ["a{n % 9}"]}}\n' for n in range(1500)
)
"""More events than are read at once."""


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET first = 'x' WHERE n = 1300",
        "UPDATE event SET begun = 99999999 WHERE n = 1300",
        "UPDATE record SET json = replace(json, 'Quay', 'Bay') WHERE n = 1300",
        "UPDATE tag SET first = 99999999",
        "UPDATE meta SET value = '{'",
        "DROP TABLE record",
        "DROP TABLE tally",
    ],
)
def test_an_index_that_is_damaged_while_it_is_open_is_removed(damage: str, tmp_path: Path, cache: Path) -> None:
    """The answer is right, or an error says what to do; the next command is right."""
    data = tmp_path / "data.jsonl"
    data.write_text(MANY)
    queries: list[Ask] = [
        lambda t: [event.title for event in t.events()],
        lambda t: [event.title for event in t.events(since="1990")],
        lambda t: [(actor.id, actor.count) for actor in t.actors()],
        lambda t: [(actor.id, actor.count) for actor in t.actors(since="1950")],
        lambda t: t.stats("month"),
        lambda t: t.stats("month", since="1950"),
        lambda t: t.header,
    ]
    right = [query(load(data, None)) for query in queries]
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


def test_data_that_changed_is_not_mixed_with_what_was_read_before(data: Path, cache: Path) -> None:
    with load(data, cache) as timeline:
        sql("DROP TABLE record")(index_of(cache))
        write(data, "Alpha", "Delta")
        with pytest.raises(jkr.JkrError, match="data changed while it was read"):
            timeline.events()


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
