"""Output files: their formats by suffix; written whole or not at all, whatever happens meanwhile."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jkrtimeline import Timeline, output_files
from jkrtimeline.errors import JkrError, UsageError

from .conftest import SAMPLE, Run, child, jkr, needs_posix
from .sample import ALL


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        *((f".{form}", form) for form in ("json", "jsonl", "csv", "tsv", "yaml")),
        (".ndjson", "jsonl"),
        (".yml", "yaml"),
        (".JSON", "json"),
        (".md", "markdown"),
        (".markdown", "markdown"),
        (".timeline.json", "timelinejs"),
        (".csl.json", "csl-json"),
        (".CSL.JSON", "csl-json"),
        (".bib", "bibtex"),
        (".txt", "text"),
    ],
)
def test_suffix_picks_the_format(run: Run, tmp_path: Path, suffix: str, form: str) -> None:
    file = tmp_path / f"out{suffix}"
    result = run("timeline", "--data", str(SAMPLE), "--output", str(file))
    assert result == (0, "", "")
    assert file.read_text(encoding="utf-8") == run("timeline", "--data", str(SAMPLE), "-f", form).out


def test_hyphen_means_standard_output_and_format_beats_suffix(run: Run, tmp_path: Path) -> None:
    plain = run("timeline", "--data", str(SAMPLE), "-f", "csv")
    assert run("timeline", "--data", str(SAMPLE), "-f", "csv", "-o", "-") == plain
    file = tmp_path / "out.json"
    assert run("timeline", "--data", str(SAMPLE), "-f", "csv", "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == plain.out


def test_an_empty_answer_still_writes_the_file(run: Run, tmp_path: Path) -> None:
    for name, content in (("a.json", "[]\n"), ("a.jsonl", ""), ("a.txt", None)):
        file = tmp_path / name
        file.write_text("of another question", encoding="utf-8")
        result = run("timeline", "--data", str(SAMPLE), "--in", "1999", "-o", str(file))
        assert (result.code, result.out) == (0, "")
        assert "another" not in file.read_text(encoding="utf-8")
        assert content is None or file.read_text(encoding="utf-8") == content


@needs_posix
@pytest.mark.parametrize("name", ["ä" * 125 + ".csv", "\U0001f5d3" * 62 + ".csv", "a" * 250 + ".csv"])
def test_a_file_can_have_the_longest_name(run: Run, tmp_path: Path, name: str) -> None:
    assert run("timeline", "--data", str(SAMPLE), "-o", str(tmp_path / name)) == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == [name]


@needs_posix
def test_file_keeps_its_mode_and_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    file, link = tmp_path / "out.json", tmp_path / "link.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert run("timeline", "--data", str(SAMPLE), "-o", str(link)).code == 0
    assert len(json.loads(file.read_text(encoding="utf-8"))) == len(ALL)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()


def short_of_room(limit: int) -> Callable[[], None]:
    """For a process that may write files of `limit` bytes only: to it a disk that fills up."""
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@needs_posix
@pytest.mark.parametrize("existing", [True, False])
def test_file_is_written_whole_or_not_at_all(tmp_path: Path, existing: bool) -> None:
    jkr("timeline")  # the index is written before room gets short
    file = tmp_path / "out.jsonl"
    if existing:
        file.write_text("old", encoding="utf-8")
    command = [sys.executable, "-m", "jkrtimeline", "timeline", "-o", str(file)]
    done = subprocess.run(command, capture_output=True, preexec_fn=short_of_room(50_000), check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"out.jsonl" in done.stderr
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == (["old"] if existing else [])


@needs_posix
def test_a_refused_command_leaves_the_file_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("old", encoding="utf-8")
    assert run("timeline", "--actor", "nobody at all", "-o", str(file)).code == 2
    assert run("timeline", "--data", "missing", "-o", str(file)).code == 3
    assert run("timeline", "-f", "json", "-o", "/dev/full").code == 1
    assert run("timeline", "-o", str(file / "x.json")).code == 1
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


@needs_posix
def test_output_to_a_named_pipe_and_to_the_standard_output_device(run: Run, tmp_path: Path) -> None:
    fifo = tmp_path / "out.json"
    os.mkfifo(fifo)
    reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("timeline", "--data", str(SAMPLE), "-o", str(fifo)).code == 0
        assert len(json.loads(os.read(reading, 1 << 16))) == len(ALL)
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    device = jkr("timeline", "--data", str(SAMPLE), "-f", "json", "-o", "/dev/stdout")
    assert (device.returncode, device.stderr) == (0, b"")
    assert len(json.loads(device.stdout)) == len(ALL)


@needs_posix
def test_an_output_file_keeps_its_hard_links_and_its_mode(run: Run, tmp_path: Path) -> None:
    file, other = tmp_path / "out.json", tmp_path / "other.json"
    file.write_text("x" * 1_000_000, encoding="utf-8")
    file.chmod(0o640)
    os.link(file, other)
    assert run("timeline", "--data", str(SAMPLE), "-o", str(file)).code == 0
    assert other.samefile(file)
    assert len(json.loads(other.read_text(encoding="utf-8"))) == 8
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [other, file]


@needs_posix
def test_a_hard_link_keeps_its_content_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, other = tmp_path / "out", tmp_path / "other"
    file.write_bytes(b"before")
    os.link(file, other)
    written = []

    def overwrite(source: Path, target: Path) -> None:
        written.append(source.read_bytes())
        target.write_bytes(written[-1][: 3 if len(written) == 1 else None])
        if len(written) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(output_files, "_overwrite", overwrite)
    with pytest.raises(JkrError, match="cannot be written"):
        output_files.write_file(str(file), lambda out: out.write("after"))
    assert written == [b"after", b"before"]
    assert other.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == [other, file]


def test_an_error_of_the_text_does_not_blame_the_output_file(tmp_path: Path) -> None:
    def fail(out: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        output_files.write_file(str(tmp_path / "out"), fail)
    assert list(tmp_path.iterdir()) == []


@needs_posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT"])
def test_a_signal_leaves_no_file_behind(tmp_path: Path, name: str) -> None:
    program = (
        "import signal, sys, time; from jkrtimeline import __main__, output_files; from jkrtimeline.cli import main\n"
        "signal.signal(int(sys.argv[2]), signal.SIG_DFL)\n"  # nohup, say, ignores it
        "def write(out):\n    out.write('x'); print('writing', flush=True)\n"
        "    while True: time.sleep(0.01)\n"  # a signal just before a long sleep would not end it
        "main.main = lambda: output_files.write_file(sys.argv[1], write)\n"
        "__main__.run()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "out"), str(int(getattr(signal, name)))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=20)
    assert process.returncode == 128 + getattr(signal, name)
    assert list(tmp_path.iterdir()) == []


@needs_posix
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_command_that_is_stopped_leaves_the_old_output(how: int, data: Path, cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("before")
    pause = (
        "import os, sys, time\n"
        "def fsync(file):\n    print('written', flush=True)\n    while True: time.sleep(0.01)\n"
        "os.fsync = fsync\n"
        "from jkrtimeline.__main__ import run; run()"
    )
    process = child(pause, "timeline", "--data", data, "-o", out, JKR_CACHE_DIR=str(cache))
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.send_signal(how)
    _, err = process.communicate()
    assert process.returncode in (130, 143, 1), err
    assert "Traceback" not in err
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "data.jsonl", "out.json"]


def test_a_name_without_an_ending_gets_the_endings_and_what_its_caller_has(run: Run, bundled: Timeline) -> None:
    assert run("timeline", "-o", "x").err.endswith(" .htm, or add -f NAME\n")
    assert run("actors", "-o", "x").err.endswith(" .xlsx, or add -f NAME\n")
    with pytest.raises(UsageError) as in_python:
        bundled.export("x")
    assert in_python.value.hint.endswith(" .htm, or name a format")
    with pytest.raises(UsageError) as in_the_browser:
        output_files.format_by_suffix("x")
    assert in_the_browser.value.hint.endswith(" .htm")
