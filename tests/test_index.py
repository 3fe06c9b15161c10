"""When an index is trusted, and when it is built again."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import pytest

import jkrtimeline as jkr
from jkrtimeline.index import data_files, database, freshness, input_files

from .conftest import index_of, load, needs_posix, titles, write

DAY = 86_400 * 10**9

Query = Callable[[jkr.Timeline], Any]
QUERIES: dict[str, Query] = {
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
def test_a_changed_file_gives_new_answers(change: Callable[[Path], None], aged: bool, data: Path, cache: Path) -> None:
    if aged:
        now = data.stat().st_mtime_ns
        os.utime(data, ns=(now, now - 10 * DAY))
    assert titles(data, cache) == ["Alpha", "Bravo"]
    change(data)
    new_titles = [json.loads(line)["title"] for line in data.read_text().splitlines()]
    assert new_titles != ["Alpha", "Bravo"]
    assert [titles(data, cache), titles(data, cache)] == [new_titles, new_titles]
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
    """A file system with a coarse clock: only the times in `changed` are those of now, the others are long past. Now is
    an hour ahead, so that it does not pass while the test runs."""
    real, now = data_files.fingerprint, time.time_ns() + 3_600_000_000_000

    def fingerprint(path: str | int) -> dict[str, int] | None:
        known = real(path)
        times = {key: now if key in changed else now - 10 * DAY for key in ("mtime", "ctime")}
        return known and {**known, **times, "inode": 1}

    for module in (input_files, freshness):
        monkeypatch.setattr(module, "fingerprint", fingerprint)


@pytest.mark.parametrize("changed", [["ctime"], ["mtime"], ["mtime", "ctime"]], ids="-".join)
def test_content_decides_where_times_are_equal(
    changed: list[str], data: Path, cache: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All changes are within one tick. A copy made by `cp -p` has an old mtime and a new ctime; on a file system
    without ctime it is the reverse."""
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
    """Later times are compared with the time when the comparison began."""
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
        digest = data_files.file_digest(path)
        for file in other.iterdir():
            if stamped or file.suffix == ".sqlite":
                shutil.copy(file, cache)
        return digest

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
def test_a_damaged_stamp_is_not_trusted(damage: str, data: Path, cache: Path, reads: list[int]) -> None:
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


def test_a_copied_index_is_trusted_by_its_checksum(data: Path, cache: Path, reads: list[int]) -> None:
    titles(data, cache)
    file = index_of(cache)
    file.write_bytes(file.read_bytes())
    for limit in (freshness._SMALL, 0):
        with patch.object(freshness, "_SMALL", limit):
            assert titles(data, cache) == ["Alpha", "Bravo"]
    assert len(reads) == 1


def test_a_large_copied_index_is_read_whole_only_once(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
