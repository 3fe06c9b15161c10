"""The index that is shipped with the bundled data is used if it fits, and not otherwise."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile
from zlib import crc32

import pytest

import jkrtimeline
from jkrtimeline.index import database, schema, shipped
from jkrtimeline.index.freshness import checksum, encoded, read_stamp, stamp_file

from .conftest import HERE, SAMPLE, load
from .test_index import QUERIES

SIZE = 4096
PACKAGE = Path(jkrtimeline.__file__).parent


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file in place of the bundled one, with its index beside it."""
    data = tmp_path / "there" / "events.yaml"
    data.parent.mkdir()
    shutil.copy(SAMPLE, data)
    shipped.pack(data)
    monkeypatch.setattr(database, "paths_of", lambda names: (str(data),))
    return data


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that an index was built."""
    done: list[int] = []
    original = database.Index._built

    def counted(index: database.Index) -> sqlite3.Connection:
        done.append(1)
        return original(index)

    monkeypatch.setattr(database.Index, "_built", counted)
    return done


@pytest.mark.parametrize("cached", [True, False], ids=["cache", "no-cache"])
def test_it_answers_like_a_built_index(bundled: Path, tmp_path: Path, built: list[int], cached: bool) -> None:
    cache = tmp_path / "cache" if cached else None
    for _ in range(2):
        timeline = load(bundled, cache)
        answers = {name: query(timeline) for name, query in QUERIES.items()}
        assert (timeline.index_file is not None) == cached
    assert built == []
    other = load(SAMPLE, tmp_path / "other")
    assert answers == {name: query(other) for name, query in QUERIES.items()}


def changed(data: Path) -> None:
    data.write_text(data.read_text(encoding="utf-8").replace("Zenda", "Zonda"), encoding="utf-8")


def stamped(file: Path) -> None:
    """Make the stamp of an index file agree with it."""
    known = read_stamp(stamp_file(file))
    assert known is not None
    stamp_file(file).write_bytes(encoded(known._replace(checksum=checksum(file))))


def older(data: Path) -> None:
    file = shipped.shipped_index(data)
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION - 1}")
    connection.close()
    stamped(file)


def of_other_data(data: Path) -> None:
    other = data.parent / "other" / "events.yaml"
    other.parent.mkdir()
    other.write_text("events: [{id: other, date: 2020, title: Other}]\n")
    file = shipped.pack(other)
    for each in (file, stamp_file(file)):
        each.replace(data.parent / each.name)


def flipped(data: Path) -> None:
    """A letter inside a stored text, and a checksum of the row that agrees."""
    file = shipped.shipped_index(data)
    with sqlite3.connect(file) as connection:
        (text,) = connection.execute("SELECT json FROM record WHERE n = 1").fetchone()
        text = text.replace('"title":"', '"title":"#')
        connection.execute("UPDATE record SET json = ?, crc = ? WHERE n = 1", (text, crc32(text.encode())))
    connection.close()


def without_a_stamp(data: Path) -> None:
    stamp_file(shipped.shipped_index(data)).unlink()


def torn(data: Path) -> None:
    file = shipped.shipped_index(data)
    file.write_bytes(file.read_bytes()[:SIZE])


def rubbish(data: Path) -> None:
    shipped.shipped_index(data).write_text("This is no database.\n" * 500)


def gone(data: Path) -> None:
    shipped.shipped_index(data).unlink()


@pytest.mark.parametrize("change", [changed, older, of_other_data, flipped, torn, rubbish, gone, without_a_stamp])
def test_an_index_is_built_where_it_does_not_fit(
    bundled: Path, tmp_path: Path, built: list[int], change: Callable[[Path], None]
) -> None:
    change(bundled)
    timeline = load(bundled, tmp_path / "cache")
    titles = [event.title for event in timeline.events()]
    copy = tmp_path / "copy.yaml"
    shutil.copy(bundled, copy)
    assert titles == [event.title for event in load(copy, None).events()]
    assert built


def test_data_that_changes_later_gives_new_answers(bundled: Path, tmp_path: Path) -> None:
    load(bundled, tmp_path / "cache")
    changed(bundled)
    titles = [event.title for event in load(bundled, tmp_path / "cache").events()]
    assert any("Zonda" in title for title in titles)


def test_beside_other_data_no_index_is_trusted(tmp_path: Path, built: list[int]) -> None:
    data = tmp_path / "events.yaml"
    shutil.copy(SAMPLE, data)
    shipped.pack(data)
    built.clear()
    load(data, tmp_path / "cache")
    assert built == [1]


def test_it_holds_no_path_and_no_time_of_its_build(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        data = tmp_path / name / "events.yaml"
        data.parent.mkdir()
        shutil.copy(SAMPLE, data)
        file = shipped.pack(data)
        made.append((file.read_bytes(), stamp_file(file).read_bytes()))
    assert made[0] == made[1]
    assert str(tmp_path).encode() not in b"".join(made[0])


@pytest.mark.parametrize("damage", [older, flipped, torn, rubbish, gone, without_a_stamp])
def test_packing_always_builds(bundled: Path, tmp_path: Path, built: list[int], damage: Callable[[Path], None]) -> None:
    """Whatever index is there: one of another program that has the same version, too."""
    file = shipped.shipped_index(bundled)
    right = (file.read_bytes(), stamp_file(file).read_bytes())
    damage(bundled)
    if file.exists() and stamp_file(file).exists():
        stamped(file)
    shipped.pack(bundled)
    assert (file.read_bytes(), stamp_file(file).read_bytes()) == right
    load(bundled, tmp_path / "cache")
    assert built == []


def test_the_wheel_has_the_index_and_the_parts_of_the_page(tmp_path: Path) -> None:
    for name in ("src", "data", "docs", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"):
        source, copy = HERE.parent / name, tmp_path / "copy" / name
        copy.parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy)
    stale = tmp_path / "copy" / "data" / "events.sqlite"
    stale.write_bytes(b"stale")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path / "copy", check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "unpacked")
    assert any(name.endswith("/share/man/man1/jkr.1") for name in names)
    data = tmp_path / "unpacked" / "jkrtimeline" / "data" / "events.yaml"
    fresh = sqlite3.connect(":memory:")
    assert shipped.unpack(str(data), fresh) is not None
    fresh.close()
    files = [each.name for each in (PACKAGE / "formats" / "web").iterdir() if each.is_file()]  # not __pycache__
    web = {f"jkrtimeline/formats/web/{name}" for name in files}
    assert len(web) >= 3
    assert web | {"jkrtimeline/data/events.sqlite", "jkrtimeline/data/events.stamp"} <= names
