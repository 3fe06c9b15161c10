"""Errors: one line that says what and where, one that says what to do, and the exit code; never a traceback."""

import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from .conftest import SAMPLE, Run, jkr, needs_posix

WRONG: list[tuple[str, int, list[str], str]] = [
    # command line, exit code, what the message names, what the hint says
    ("timelin", 2, ["command", "timelin"], "timeline"),
    ("xyzzy", 2, ["command", "xyzzy"], "jkr help"),
    ("--since 2024", 2, ["--since"], "timeline"),
    ("timeline --sinse 2024", 2, ["--sinse"], "--since"),
    ("timeline --since", 2, ["--since"], "--help"),
    ("timeline --json=yes", 2, ["--json"], "--help"),
    ("search", 2, ["WORDS"], "--help"),
    ("show", 2, ["THING"], "--help"),
    ("timeline --actor rasendyll", 2, ["actor", "rasendyll"], "rassendyll"),
    ("timeline --not-actor ruritani", 2, ["actor", "ruritani"], "ruritania"),
    ("timeline --actor rudolf", 2, ["actor", "rudolf-rassendyll", "black-michael"], "comma"),
    ("timeline --actor ruritania,nemo", 2, ["actor", "nemo"], "jkr actors"),
    ("timeline --data bundled --actor lee", 2, ["lee-jae-myung", "(Lee Jong-sup)", " more"], "comma"),
    ("timeline --theme sumit", 2, ["theme", "sumit"], "summit"),
    ("themes --not-theme zzz", 2, ["theme", "zzz"], "jkr themes"),
    ("timeline --thread quays", 2, ["thread", "quays"], "quay"),
    ("timeline --place zend", 2, ["place", "zend"], "zenda"),
    ("timeline --status happend", 2, ["status", "happend"], "happened"),
    ("timeline --importance huge", 2, ["importance", "huge"], "notable"),
    ("timeline --sort size", 2, ["size"], "relevance"),
    ("timeline --sort relevance", 2, ["relevance"], "--match"),
    ("timeline -f jsn", 2, ["format", "jsn"], "json"),
    ("timeline -f xml", 2, ["format", "xml"], "yaml"),
    ("check -f xml", 2, ["format", "xml"], "json"),
    ("timeline --fields titel", 2, ["field", "titel"], "title"),
    ("timeline --fields score", 2, ["field", "score"], "source"),
    ("actors --fields nams", 2, ["field", "nams"], "name"),
    ("timeline --fields ,", 2, ["--fields"], "title"),
    ("timeline --json --csv", 2, ["json", "csv"], "one"),
    ("timeline -f csv --jsonl", 2, ["csv", "jsonl"], "one"),
    ("timeline -f text --fields id", 2, ["--fields", "text"], "json"),
    ("timeline -f yaml --fields id", 2, ["--fields", "yaml"], "json"),
    ("actors -f yaml", 2, ["yaml"], "json"),
    ("timeline -o picture.png", 2, ["picture.png"], ".json"),
    ("timeline --color red", 2, ["--color", "red"], "always"),
    ("timeline --today 18.6.2025", 2, ["18.6.2025"], "2025-06-18"),
    ("timeline --limit many", 2, ["--limit", "many"], "--help"),
    ("timeline --limit -1", 2, ["limit", "-1"], "0"),
    ("timeline 10/3/2024", 2, ["10/3/2024", "10 March 2024", "3 October 2024"], "2024-03-10"),
    ("timeline --since 2024-13", 2, ["2024-13"], "month"),
    ("timeline --until 2023-02-29", 2, ["2023-02-29"], "28"),
    ("timeline --in soon", 2, ["soon"], "last month"),
    ("timeline --around 2024-12-03 --within near", 2, ["near"], "30d"),
    ("timeline --within 3d", 2, ["--within"], "--around"),
    ("timeline --since 2025 --until 2024", 2, ["--since 2025", "--until 2024"], "swap"),
    ("timeline 2025..2024", 2, ["2025..2024"], "2024..2025"),
    ("timeline @2024-02-vist", 4, ["2024-02-vist"], "2024-02-visit"),
    ("show 2024-02-vist", 4, ["2024-02-vist"], "2024-02-visit"),
    ("timeline --data missing.yaml", 3, ["missing.yaml", "no such file"], "name"),
    ("check missing.yaml", 3, ["missing.yaml"], "name"),
    ("timeline --data .", 3, [".", "folder"], "file"),
    ("timeline --data - --data -", 2, ["standard input"], "once"),
    ("timeline -o missing/all.json", 1, ["missing/all.json"], "nothing was changed"),
]


def complaint(text: str) -> tuple[str, str]:
    """The message and the hint, of an error that is exactly these two lines."""
    lines = text.splitlines()
    assert len(lines) == 2, text
    assert lines[0].startswith("jkr: ")
    assert lines[1].startswith("hint: ")
    assert "internal error" not in text
    return lines[0].removeprefix("jkr: "), lines[1].removeprefix("hint: ")


@pytest.mark.parametrize(("line", "code", "names", "advice"), WRONG, ids=[each[0] for each in WRONG])
def test_wrong_command_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int, names: list[str], advice: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    result = run(*line.split(" "))
    assert (result.code, result.out) == (code, "")
    message, hint = complaint(result.err)
    assert all(name in message for name in names), message
    assert advice in hint
    assert list(tmp_path.iterdir()) == []


def test_several_unknown_ids_are_all_named(run: Run) -> None:
    result = run("show", "2024-02-visit", "nope", "2019-surwey", "--data", str(SAMPLE))
    assert (result.code, result.out) == (4, "")
    assert "'nope'" in result.err
    assert "did you mean 2019-survey" in result.err


BAD_FILE = """\
title: Bad
actors: {ann: {name: Ann}}
events:
  - {id: one, date: 2024-02-30, title: One}
  - {id: two, date: 2024, titel: Two, actors: [anna]}
  - {id: one, date: 2024, title: Again, importance: huge, sources: [{url: ftp://x}]}
"""


def test_all_problems_of_a_file_are_reported_with_their_locations(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD_FILE, encoding="utf-8")
    expected = {"4:21": "2024-02-30", "5:27": "titel", "5:48": "anna", "6:10": "'one'", "6:53": "huge", "6:75": "ftp"}
    for argv in (["timeline"], ["search", "x"], ["show", "one"], ["actors"], ["info"]):
        result = run(*argv, "--data", str(file))
        assert (result.code, result.out) == (3, "")
        for position, word in expected.items():
            assert any(f"bad.yaml:{position}:" in line and word in line for line in result.err.splitlines()), position
    checked = run("check", str(file))
    assert checked.code == 3
    assert all(f"bad.yaml:{position}: error: " in checked.out for position in expected)
    records = json.loads(run("check", str(file), "--json").out)
    assert set(expected) <= {f"{each['line']}:{each['column']}" for each in records}


def test_commands_other_than_check_report_the_first_problems_only(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("".join(f'{{"id": "e{number}", "date": "never", "title": "T"}}\n' for number in range(50)))
    lines = run("timeline", "--data", str(file)).err.splitlines()
    assert len(lines) == 42
    assert f"{file}:20:" in lines[38]
    assert lines[40:] == [f"jkr: {file}: there are more problems", "hint: jkr check lists them"]
    assert run("check", str(file)).out.count(": error: ") == 50


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"title: [unclosed\n", ["bad.yaml:2:1", "YAML"]),
        (b"events:\n  - id: a\xff\n", ["bad.yaml:2:10", "UTF-8"]),
        (b"just text", ["bad.yaml:1:1", "event"]),
        (b"title: none\n", ["bad.yaml:1:1", "events"]),
        (b'{"id": "a", "date": "2024", "title": "A"}\n{oops\n', ["bad.yaml:2:2", "JSON"]),
        (b"events: [" + b"[" * 5000, ["bad.yaml"]),
        (b"a: \x07\n", ["bad.yaml:1:4", "character"]),
    ],
    ids=["yaml", "utf-8", "text", "no-events", "json-lines", "nesting", "control"],
)
def test_files_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes, words: list[str]) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    result = run("timeline", "--data", str(file))
    assert (result.code, result.out) == (3, "")
    message, _ = complaint(result.err)
    assert all(word in message for word in words), message


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that even root cannot read")
def test_file_that_fails_while_it_is_read(run: Run) -> None:
    result = run("timeline", "--data", "/proc/self/mem")
    assert (result.code, result.out) == (3, "")
    assert "/proc/self/mem" in complaint(result.err)[0]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.write_bytes(SAMPLE.read_bytes())
    file.chmod(0)
    result = run("timeline", "--data", str(file))
    assert (result.code, result.out) == (3, "")
    assert "secret.yaml" in complaint(result.err)[0]


# --- streams ----------------------------------------------------------------------------------------

PRINTING = [
    *("timeline -n1 --json", "timeline -f text", "search korea", "show 2024-12-03-martial-law", "actors", "info"),
    *("new", "schema", "--version", "-h", "timeline -h", "help stats"),
]


@needs_posix
@pytest.mark.parametrize("line", PRINTING)
def test_closed_pipe_is_quiet(line: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "jkrtimeline", *line.split(" ")]
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert done.stderr == b""


@needs_posix
@pytest.mark.parametrize("line", [*PRINTING, "check --json"])
def test_full_disk_is_an_error(line: str) -> None:
    command = [sys.executable, "-m", "jkrtimeline", *line.split(" ")]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert complaint(done.stderr.decode())[0] == "standard output: No space left on device"


@needs_posix
@pytest.mark.parametrize(
    ("descriptor", "argv", "code"),
    [
        (1, ["timeline", "--json"], 1),
        (1, ["timeline"], 1),
        (0, ["timeline", "--data", "-"], 3),
        (2, ["show", "zzqq"], 4),
    ],
    ids=["stdout-json", "stdout", "stdin", "stderr"],
)
def test_stream_that_is_closed_from_the_start(descriptor: int, argv: list[str], code: int) -> None:
    command = [sys.executable, "-m", "jkrtimeline", *argv]
    done = subprocess.run(command, stderr=subprocess.PIPE, preexec_fn=partial(os.close, descriptor), check=False)
    assert done.returncode == code
    if descriptor != 2:
        complaint(done.stderr.decode())


@needs_posix
def test_interrupt_while_writing_is_130() -> None:
    # The whole data is more than a pipe holds: after its first byte the program waits in a write.
    command = [sys.executable, "-m", "jkrtimeline", "timeline", "--jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert (process.returncode, err) == (130, b"")


def test_module_and_function_have_the_same_exit_codes() -> None:
    sample = str(SAMPLE)
    assert jkr("timeline", "--data", sample).returncode == 0
    assert jkr("timeline", "--data", sample, "--in", "1999", "-e").returncode == 1
    assert jkr("timeline", "--data", sample, "--actor", "nemo").returncode == 2
    assert jkr("timeline", "--data", "missing").returncode == 3
    assert jkr("show", "missing", "--data", sample).returncode == 4


@needs_posix
def test_a_deleted_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    line = f"cd {folder}; rmdir {folder}; {sys.executable} -m jkrtimeline timeline --data x.yaml"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert b"standard output" not in done.stderr
    assert complaint(done.stderr.decode())


def test_an_internal_error_shows_its_traceback_on_request(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("jkrtimeline.cli.environment.open_catalog", fail)
    result = run("timeline")
    assert result.code == 1
    assert result.err.splitlines()[0] == "jkr: internal error: ZeroDivisionError: oops"
    assert "JKR_DEBUG=1" in result.err
    assert "Traceback" not in result.err
    monkeypatch.setenv("JKR_DEBUG", "1")
    assert "Traceback" in run("timeline").err


def test_running_out_of_memory_is_no_internal_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("jkrtimeline.cli.environment.open_catalog", fail)
    assert complaint(run("timeline").err.replace("internal error", "INTERNAL"))[0] == "out of memory"


@pytest.mark.parametrize("encoding", ["latin-1", "cp932", "ascii"])
@pytest.mark.parametrize("argv", [["--version"], ["--help"], []])
def test_any_encoding_prints_help_and_version(argv: list[str], encoding: str) -> None:
    done = jkr(*argv, PYTHONIOENCODING=encoding, COLUMNS="99999999999")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)


@pytest.mark.parametrize("data", ["years", "years/", "years/*.yaml", "~/years", "~/years/*.yaml"])
def test_data_is_a_folder_or_a_pattern(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    files = two_years(tmp_path, monkeypatch)
    result = run("timeline", "--fields", "id", "--data", data)
    assert (result.code, result.out) == (0, "a\nb\n"), result.err
    expanded = run("timeline", "--fields", "id", "--data", *files, "2024..2025")
    assert (expanded.code, expanded.out) == (0, "a\nb\n"), expanded.err


def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "years").mkdir()
    files = []
    for name, year in (("a", 2024), ("b", 2025)):
        files.append(f"years/{year}.yaml")
        Path(files[-1]).write_text(f"events: [{{id: {name}, date: {year}, title: T}}]\n", encoding="utf-8")
    return files


HINTS = [
    ("timeline --from 2024", "--since"),
    ("timeline rassendyll", "jkr timeline -a rassendyll"),
    ("timeline storm", "jkr show 2021-05-30-storm"),
    ("timeline delays", "jkr search delays"),
    ("export", "jkr timeline -o FILE"),
    ("exprt", "jkr timeline -o FILE"),
    ("search titel:storm", "title:storm"),
    ("timeline -o memo.docx", "pandoc memo.md -o memo.docx"),
    ("timeline -o a.json -o b.json", "one file"),
    ("timeline --in 1999", "the data covers 2019–2024"),
    ("help timelin", "timeline"),
    ("completion tcsh", "zsh"),
]


@pytest.mark.parametrize(("line", "hint"), HINTS, ids=[line for line, _ in HINTS])
def test_hints_point_to_what_helps(run: Run, monkeypatch: pytest.MonkeyPatch, line: str, hint: str) -> None:
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    assert hint in complaint(run(*line.split(" ")).err)[1]


def test_a_wrong_variable_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JKR_TODAY", "tomorrow")
    message, _ = complaint(run("timeline", "last month").err)
    assert "JKR_TODAY" in message
    assert "bundled" not in run("import", "nofile.csv").err


def test_new_writes_a_file_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert run("new", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == run("new").out
    file.write_text("mine", encoding="utf-8")
    assert run("new", str(file)).code == 1
    assert file.read_text(encoding="utf-8") == "mine"
