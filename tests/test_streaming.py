"""JSON Lines are read line by line, in little memory, and files that are too big are refused early."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from jkrtimeline import formats
from jkrtimeline.eventfile import Input, nodes

from .conftest import Run, check_data, read_data

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")
DAY = date(2025, 6, 18)


def line(number: int, **more: object) -> str:
    """One event as a line; the numbers run through the days of some years."""
    day = date.fromordinal(date(2020, 1, 1).toordinal() + number % 2000)
    record = {"id": f"e{number}", "date": day.isoformat(), "title": f"Event {number}", "actors": ["ann", "bob"]}
    return json.dumps({**record, "summary": "Some words about it. " * 20, **more}) + "\n"


def lines(count: int) -> Iterator[str]:
    return (
        line(number, date=f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}")
        for number in range(count)
    )


# --- line by line -------------------------------------------------------------------------------------


def test_a_bad_line_is_reported_and_the_rest_is_checked() -> None:
    data = [
        line(1),
        "{not json}\n",
        "\n",
        line(2, date="2024-02-30"),
        "\xff\n",
        "[]\n",
        line(1),
        line(3),
        '{"id": "x"',
    ]
    bad = "".join(data).encode("latin-1")
    errors = [(each.line, each.rule) for each in check_data(Input("a.jsonl", bad)) if each.severity == "error"]
    assert errors == [(2, "json"), (4, "bad-date"), (5, "encoding"), (6, "wrong-type"), (7, "doubled-id"), (9, "json")]


def test_the_byte_that_is_not_utf_8_is_counted_from_the_start_of_the_file() -> None:
    data = line(1).encode() + b'{"id": "\xff"}\n'
    (problem,) = (each for each in check_data(Input("a.jsonl", data)) if each.severity == "error")
    assert (problem.line, problem.column) == (2, 9)
    assert f"byte {len(line(1)) + 9} (0xff)" in problem.message


@pytest.mark.parametrize("name", ["a", "a.jsonl", "a.ndjson"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n", "\ufeff \n\r\n"])
def test_json_lines_are_recognised_by_name_or_first_line(name: str, start: str) -> None:
    data = read_data(Input(name, (start + line(1) + "\r\n" + line(2).rstrip()).encode()))
    assert [event.id for event in data.events] == ["e1", "e2"]


def test_a_first_line_longer_than_the_sample_is_read_whole() -> None:
    data = line(1, note="x" * 1_500_000) + line(2)
    (one, two) = read_data(Input("a.jsonl", data.encode())).events
    assert (len(one.note or ""), two.id) == (1_500_000, "e2")


def test_events_that_are_not_in_order_are_put_in_order() -> None:
    dates = ["2024-05", "2023", "../2022-01-01", "2024-05-01", "2023", "2024-04-30/2024-05-02", "2023-01-01/.."]
    text = "".join(line(number, date=when) for number, when in enumerate(dates))
    events = [(event.id, event.date.text) for event in read_data(Input("a.jsonl", text.encode())).events]
    assert events == [
        *(("e2", "../2022-01-01"), ("e1", "2023"), ("e4", "2023"), ("e6", "2023-01-01/..")),
        *(("e5", "2024-04-30/2024-05-02"), ("e3", "2024-05-01"), ("e0", "2024-05")),
    ]


def test_many_problems_are_counted_and_the_first_ones_listed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    rest = '"date": "never", "title": "T", "sources": [{"url": "https://a"}]}\n'
    file.write_text("".join(f'{{"id": "e{number}", {rest}' for number in range(3000)))
    result = run("check", str(file))
    assert result.code == 3
    assert result.out.count(": error: ") == 1000
    assert "3,000 errors, 0 warnings; the first 1,000 are listed" in result.err


class Measured(NamedTuple):
    """A command that has ended: its exit code, and its peak memory in KiB, as the kernel counts it."""

    code: int
    peak: int


MEASURING = """
import json, os, re, sys
from jkrtimeline.cli.main import main
from jkrtimeline.index import new_index, row_writer, schema
new_index._CACHE = 2000
row_writer._MOST_BYTES = 1 << 18
schema.SCHEMA = schema.SCHEMA.replace(str(schema.HASH_SIZE), str(1 << 20))
for argv in json.loads(sys.argv[1]):
    if child := os.fork():
        os.waitpid(child, 0)
        continue
    code = main(argv)
    peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
    os.write(2, f"{code} {peak}\\n".encode())
    os._exit(0)
"""
"""Runs command lines, each in a process that has not run another, with caches that are soon full."""


def measured(*lines: Sequence[str], stdin: Path | None = None) -> tuple[list[Measured], str]:
    """The ends of command lines, and what they print on standard error."""
    with open(stdin or os.devnull, "rb") as stream:
        done = subprocess.run(
            [sys.executable, "-c", MEASURING, json.dumps(lines)],
            stdin=stream,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    ends = re.findall(r"(?m)^(\d+) (\d+)$", done.stderr)
    assert len(ends) == len(lines)
    return [Measured(int(code), int(peak)) for code, peak in ends], re.sub(r"(?m)^\d+ \d+\n", "", done.stderr)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.parametrize("how", ["file", "stdin", "check"])
def test_memory_does_not_grow_with_the_file(how: str, tmp_path: Path) -> None:
    used = []
    for count in (300, 10_000):
        file = tmp_path / f"{count}.jsonl"
        with file.open("w") as stream:
            stream.writelines(lines(count))
        argv = {
            "file": ["timeline", "--data", str(file), "-n", "1"],
            "stdin": ["timeline", "--data", "-", "-n", "1"],
            "check": ["check", str(file)],
        }
        (end,), _ = measured(argv[how], stdin=file)
        assert end.code == 0
        used.append(end.peak)
    assert used[1] - used[0] < 18_000  # the caches; the events themselves are some 44 MB as objects


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_memory_does_not_grow_with_the_answer(tmp_path: Path) -> None:
    forms = [
        argv
        for argv in (*formats.FORMATS, "text --full", "text --reverse", "yaml --reverse")
        # Some must know all events or all sources.
        if argv not in ("html", "svg", "markdown", "csl-json", "bibtex", "datapackage")
    ]
    used = []
    for count in (300, 3000):
        file = tmp_path / f"{count}.jsonl"
        file.write_text("".join(line(number, follows=["e0"] if number else []) for number in range(count)))
        command = ["timeline", "--data", str(file)]
        late = {"ics": ["--until", "2021"]}  # a slow library
        ends, _ = measured(
            [*command, "-n", "1"], *([*command, "-f", *form.split(), *late.get(form, [])] for form in forms)
        )
        assert {end.code for end in ends} == {0}
        used.append([end.peak for end in ends[1:]])
    grown = {form: many - few for form, few, many in zip(forms, *used, strict=True)}
    assert {form: size for form, size in grown.items() if size > 7500} == {}  # of 13 MB as objects


# --- too big ------------------------------------------------------------------------------------------

HOSTILE: dict[str, Callable[[], bytes]] = {
    "scalar.yaml": lambda: b'events:\n- {id: a, date: 2024, title: "' + b"x" * 50_000_000 + b'"}\n',
    "smaller-scalar.yaml": lambda: b'events:\n- {id: a, date: 2024, title: "' + b"x" * 30_000_000 + b'"}\n',
    "block.yaml": lambda: b"events:\n- id: a\n  date: 2024\n  title: |\n" + b"    xxxxxxxxxxx\n" * 2_000_000,
    "scalar.json": lambda: b'{"events":[{"id":"a","date":"2024","title":"' + b"x" * 30_000_000 + b'"}]}',
    "scalar.jsonl": lambda: b'{"id":"a","date":"2024","title":"' + b"x" * 50_000_000 + b'"}\n',
    "laughs.yaml": lambda: (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12))
        + "events: *m\n"
    ).encode(),
    "brackets.yaml": lambda: b"events: " + b"[" * 10_000 + b"]" * 10_000,
    "dashes.yaml": lambda: b"- " * 10_000 + b"a",
    "questions.yaml": lambda: b"? " * 10_000 + b"a",
    "levels.yaml": lambda: b"".join(b" " * n + b"a:\n" for n in range(2000)),
    "levels.json": lambda: b"[" * 10_000 + b"]" * 10_000,
    "levels.jsonl": lambda: b"[" * 10_000 + b"]" * 10_000 + b"\n",
    "values.yaml": lambda: b"events: [" + b"[]," * 8_000_000 + b"]",
}


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize("name", HOSTILE)
def test_files_that_are_too_big_are_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(HOSTILE[name]())
    ((code, peak),), err = measured(["timeline", "--data", str(file)])
    assert code == 3
    first, hint, *more = err.splitlines()
    assert first.startswith(f"jkr: {file}")
    assert hint.startswith("hint: ")
    assert more == []
    assert peak < 200_000


def test_after_a_line_that_is_too_long_the_rest_is_read() -> None:
    text = line(1, note="x" * nodes.LONGEST) + line(2) + "{\n"
    data = Input("a.jsonl", text.encode())
    errors = [(each.line, each.rule) for each in check_data(data) if each.severity == "error"]
    assert errors == [(1, "size"), (3, "json")]
