"""The table of fields: a field is added in one line, and everything else follows."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jkrtimeline
from jkrtimeline.fields import EVENT, EVENT_FIELDS, RECORD_TYPES
from jkrtimeline.index import schema
from jkrtimeline.index.schema import version_of

NEW = '    toll: str | None = key("text", "who was killed or hurt", label="Toll", default=None)\n'
BEFORE = '    actors: tuple[str, ...] = key("texts", "ids of actors"'
NO_ROWS = {"index.connection", "index.data_files", "index.schema"}
"""Modules that make no rows; the texts of schema are in the version themselves."""
EVENTS = 'events:\n  - {id: a, date: "2024", title: A, place: X, toll: nobody}\n'


def test_every_key_is_declared_once() -> None:
    for record in RECORD_TYPES.values():
        assert len(record.by_name) == len(record.fields)
    assert set(EVENT.names()) > set(EVENT_FIELDS)


def test_the_version_of_the_index_depends_on_the_fields_and_the_program() -> None:
    assert version_of("0.1.0") == version_of("0.1.0")
    assert version_of("0.1.0") != version_of("0.1.1")
    assert 0 <= version_of() < 1 << 31


def test_the_version_of_the_index_depends_on_the_modules_that_make_its_rows() -> None:
    package = Path(schema.__file__).parents[1]
    hashed = {path.relative_to(package).with_suffix("").as_posix() for path in schema.ROW_SOURCES}
    assert {"index/gaps", "registries"} <= hashed  # the stored gaps; the tags of those that an actor belongs to
    for name in ("index/build", "index/row_writer", "index/rows", "index/lexicon"):
        assert name in hashed
        for each in ast.walk(ast.parse((package / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(each, ast.ImportFrom) and each.level:
                room = each.module if each.level == 2 else f"index.{each.module or 'schema'}"
                if room and room.startswith(("index.", "text.")) and room not in NO_ROWS:
                    assert room.replace(".", "/") in hashed, f"{name} imports {room}"


def test_a_new_field_needs_one_line(tmp_path: Path) -> None:
    package = Path(jkrtimeline.__file__).parent
    shutil.copytree(package, tmp_path / "copy/jkrtimeline", ignore=shutil.ignore_patterns("__pycache__", "data"))
    table = tmp_path / "copy/jkrtimeline/fields.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    table.write_text(text.replace(BEFORE, NEW + BEFORE), encoding="utf-8")
    old, new, lines = tmp_path / "old.yaml", tmp_path / "mine.yaml", tmp_path / "mine.jsonl"
    old.write_text(EVENTS.replace(", toll: nobody", ""), encoding="utf-8")
    new.write_text(EVENTS, encoding="utf-8")

    def jkr(*words: str, path: Path = tmp_path / "copy") -> str:
        settings = {**os.environ, "PYTHONPATH": str(path), "JKR_CACHE_DIR": str(tmp_path / "cache")}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)  # or each command compiles the copy again
        command = [sys.executable, "-m", "jkrtimeline", *words]
        done = subprocess.run(command, capture_output=True, text=True, env=settings, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    # An index without the field, of the program before, is built anew.
    assert "toll" not in jkr("timeline", "--data", str(old), "--json", path=package.parent)
    assert json.loads(jkr("timeline", "--data", str(old), "--json", "--fields", "toll")) == [{"toll": None}]
    (event,) = json.loads(jkr("timeline", "--data", str(new), "--json"))
    keys = [*EVENT_FIELDS]
    keys.insert(keys.index("actors"), "toll")
    assert list(event) == keys
    assert event["toll"] == "nobody"
    assert jkr("timeline", "--data", str(new), "--csv").splitlines()[0].split(",") == keys
    properties = json.loads(jkr("schema"))["$defs"]["event"]["properties"]
    assert properties["toll"]["description"] == "who was killed or hurt"
    # It is shown, searched and imported.
    for command in (["show", "a", "-f", "text"], ["show", "a", "-f", "markdown"], ["timeline", "--full", "-f", "text"]):
        assert re.search(r"Toll:? +nobody", jkr(*command, "--data", str(new))), command
    for name in ("html", "ics", "timelinejs"):
        assert "nobody" in jkr("timeline", "--data", str(new), "-f", name), name
    assert jkr("search", "nobody", "--data", str(new), "--count") == "1\n"
    for name in ("table.csv", "table.xlsx", "calendar.ics", "events.json"):
        jkr("timeline", "--data", str(new), "-o", name)
        assert "toll: nobody" in jkr("import", name), name
    # Both ways of reading JSON Lines have it: as it is printed, and in another order.
    printed = jkr("timeline", "--data", str(new), "--jsonl")
    lines.write_text(printed + '{"toll": "sad", "id": "b", "title": "B", "date": "2025"}\n', encoding="utf-8")
    tolls = json.loads(jkr("timeline", "--data", str(lines), "--json", "--fields", "toll"))
    assert tolls == [{"toll": "nobody"}, {"toll": "sad"}]
    copy = jkr("timeline", "--data", str(lines), "-f", "yaml")
    assert copy.count("toll: ") == 2
    program = "import jkrtimeline as j; print([e.toll for e in j.load('mine.yaml', cache=None).events()])"
    settings = {**os.environ, "PYTHONPATH": str(tmp_path / "copy")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=settings, cwd=tmp_path)
    assert done.stdout == "['nobody']\n", done.stderr
