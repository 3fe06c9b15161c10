"""Indexes, links and folders that other users or programs could plant are not trusted."""

import os
import sqlite3
import stat
from binascii import crc32
from pathlib import Path

import pytest

from jkrtimeline.index import schema
from jkrtimeline.index.freshness import checksum

from .conftest import SAMPLE, index_of, load, needs_posix, stamp, titles

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def plant(file: Path) -> None:
    """Make an index answer something else, with a checksum and a stamp that agree."""
    with sqlite3.connect(file) as connection:
        (text,) = connection.execute("SELECT json FROM record WHERE n = 1").fetchone()
        text = text.replace("Alpha", "Planted")
        connection.execute("UPDATE record SET json = ?, crc = ? WHERE n = 1", (text, crc32(text.encode())))
    connection.close()
    stamp(file, checksum=checksum(file))


@needs_posix
def test_the_folder_is_the_users_alone(data: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name in ("new", "far/below"):
            titles(data, tmp_path / name)
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
    finally:
        os.umask(before)


@needs_posix
@pytest.mark.parametrize("name", [None, "letter.txt", "customers.sqlite", ".draft.tmp"])
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o755, 0o700])
def test_the_mode_of_a_folder_is_left_as_it_is(mode: int, name: str | None, data: Path, cache: Path) -> None:
    """Where others can write, they could plant an index, so there is none; where they can only read, there is."""
    cache.mkdir()
    if name is not None:
        (cache / name).write_text("mine")
    cache.chmod(mode)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert (load(data, cache).index_file is not None) == (not mode & 0o022)
    assert stat.S_IMODE(cache.stat().st_mode) == mode
    assert all(file.stat().st_mode & 0o077 == 0 for file in cache.iterdir() if file.name != name)


@needs_posix
def test_an_index_in_a_folder_that_was_opened_later_is_not_used(data: Path, cache: Path) -> None:
    titles(data, cache)
    plant(index_of(cache))
    cache.chmod(0o777)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    cache.chmod(0o700)
    assert titles(data, cache)[0] == "Planted"


@needs_posix
def test_a_symlink_instead_of_an_index_is_not_followed(data: Path, cache: Path, tmp_path: Path) -> None:
    titles(data, cache)
    file = index_of(cache)
    for target in (tmp_path / "letter.txt", tmp_path / "index.sqlite", tmp_path / "nothing"):
        if target.suffix == ".txt":
            target.write_text("mine")
        elif target.suffix == ".sqlite":
            plant(file)
            file.rename(target)
        before = target.read_bytes() if target.exists() else None
        file.unlink(missing_ok=True)
        file.symlink_to(target)
        assert titles(data, cache) == ["Alpha", "Bravo"]
        assert (target.read_bytes() if target.exists() else None) == before
        assert not file.is_symlink()
        assert index_of(cache) == file


@pytest.mark.skipif(not ROOT, reason="only root can give a file to another user")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_an_index_of_another_user_is_not_trusted(what: str, data: Path, cache: Path) -> None:
    titles(data, cache)
    file = index_of(cache)
    plant(file)
    assert titles(data, cache)[0] == "Planted"  # so far as anyone can see it is an index of ours
    os.chown(cache if what == "folder" else file, 1, 1)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert load(data, cache).index_file == (None if what == "folder" else str(file))
    assert cache.stat().st_uid == (1 if what == "folder" else 0)


@needs_posix
def test_a_symlink_of_the_user_instead_of_the_folder_is_followed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "link"
    link.symlink_to("elsewhere")
    assert load(data, link).index_file is not None
    assert len(list((tmp_path / "elsewhere").iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"not a database", SAMPLE.read_bytes(), b"SQLite format 3\0" + bytes(4080)])
def test_a_foreign_file_instead_of_an_index_is_replaced(content: bytes, data: Path, cache: Path) -> None:
    titles(data, cache)
    file = index_of(cache)
    file.write_bytes(content)
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert file.read_bytes()[:15] == b"SQLite format 3"
    assert file.read_bytes() != content


def test_a_foreign_database_instead_of_an_index_is_replaced(data: Path, cache: Path) -> None:
    titles(data, cache)
    file = index_of(cache)
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.executescript(f"PRAGMA user_version = {schema.VERSION}; CREATE TABLE event (n, id, json, crc);")
        connection.executescript("CREATE TABLE meta (key, value, crc); INSERT INTO meta VALUES ('prints', '[]', 0);")
    connection.close()
    assert titles(data, cache) == ["Alpha", "Bravo"]
    assert load(data, cache).index_file == str(file)
