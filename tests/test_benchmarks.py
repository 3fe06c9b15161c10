"""The benchmarks: their data, what they measure (but not how long it takes), and the table in docs/benchmarks.md."""

import json
import platform
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

if sys.platform == "win32":
    pytest.skip("they need a POSIX system", allow_module_level=True)

from benchmarks import __main__ as program
from benchmarks import browsing, cold, data, growth, measure, peers, report, search_quality, startup
from benchmarks.bundled import Bundled, bundled
from benchmarks.measure import Command, CommandError, alternate
from benchmarks.questions import questions, sample
from benchmarks.report import MET, MISSED, NONE, Target

from .conftest import HERE, Run

PAGE = HERE.parent / "docs" / "benchmarks.md"
SEED, SIZE = 7, 3000
linux = pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events at random."""
    file = tmp_path_factory.mktemp("events") / "events.jsonl"
    data.write(file, SIZE, SEED)
    return file


def python(program: str, **more: Any) -> Command:
    """A command that runs a program of Python."""
    return Command([sys.executable, "-c", program], **more)


# --- the data ---------------------------------------------------------------------------------------------


def test_a_seed_makes_the_same_events_and_another_seed_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "WORDS", 20_000)
    made = {}
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        data.write(tmp_path / name, 20, seed)
        made[name] = (tmp_path / name).read_bytes()
    assert made["one"] == made["again"] != made["other"]
    assert made["one"].count(b"\n") == made["other"].count(b"\n") == 20


def test_the_events_pass_check(file: Path, run: Run) -> None:
    result = run("check", "--strict", str(file))
    assert (result.code, result.out) == (0, "")


def test_the_events_are_as_jkr_writes_them(file: Path, run: Run) -> None:
    assert run("timeline", "--jsonl", "--data", str(file)).out == file.read_text(encoding="utf-8")


def test_words_are_distributed_as_in_real_text(file: Path) -> None:
    events = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    counts = Counter(word for event in events for word in re.findall(r"\w+", event["summary"].lower()))
    (_, first), *_, (_, tenth) = counts.most_common(10)
    assert 3 < first / tenth < 4.5  # ((10 + 2.7) / (1 + 2.7)) ** 1.07 = 3.74
    assert list(counts.values()).count(1) > len(counts) * 0.4
    assert any(word.isdigit() for word in counts)
    assert any(ord(letter) >= 0x4E00 for word in counts for letter in word)


def test_some_events_last_and_some_follow_others(file: Path) -> None:
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {event["precision"] for event in events} == {"day", "month"}
    assert {event["approximate"] for event in events} == {True, False}
    assert SIZE * 0.05 < sum(event["start"] < event["end"] for event in events) < SIZE * 0.2
    assert SIZE * 0.1 < sum(bool(event["follows"]) for event in events) < SIZE * 0.3


# --- the questions ----------------------------------------------------------------------------------------


def test_every_query_has_results(file: Path, run: Run) -> None:
    for name, question in questions(sample(file)).items():
        if question.words:
            result = run(*question.words, "--data", str(file), *(["-n", "30"] if question.lines else []))
            assert result.code == 0, name
            assert (not result.err, result.out not in ("", "[]\n")) == (not question.empty, not question.empty), name


def test_rare_words_are_rare_and_common_words_common(file: Path, run: Run) -> None:
    queries = questions(sample(file))
    matches = {
        name: len(run("search", question.words[1], "--data", str(file), "--fields", "id").out.splitlines())
        for name, question in queries.items()
        if name.startswith("search: ")
    }
    assert matches["search: a common word"] > SIZE / 2
    assert 0 < matches["search: a rare word"] < SIZE / 100
    assert matches["search: a rare word"] < matches["search: two common words"] < matches["search: a common word"]


def test_a_sample_is_from_the_middle(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    ids = [event["id"] for event in sample(file)]
    position = [json.loads(line)["id"] for line in lines].index(ids[0])
    assert len(ids) == 400
    assert SIZE * 0.4 < position < SIZE * 0.6


# --- measuring --------------------------------------------------------------------------------------------


def test_runs_alternate_after_one_that_does_not_count(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    commands = {name: python(f"print('{name}', file=open({str(notes)!r}, 'a'))") for name in "ab"}
    runs = alternate(commands, 3)
    assert notes.read_text().split() == ["a", "b"] * 4
    assert {name: len(those) for name, those in runs.items()} == {"a": 3, "b": 3}


def test_a_slow_command_is_not_run_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "BUDGET", 0.0001)
    assert [len(those) for those in alternate({"a": python("")}, 5, warm=False).values()] == [1]


@linux
def test_memory_is_that_of_all_processes_at_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import os, time; both = bytearray(b'1') * 60_000_000; child = os.fork();"
        "own = bytearray(b'1') * 30_000_000; open(str(os.getpid()), 'w').close();"
        "any(os.path.exists('measured') or time.sleep(0.01) for _ in range(3000)); child and os.wait()"
    )
    monkeypatch.chdir(tmp_path)
    tree = measure._tree
    complete: list[int] = []

    def watched(root: int) -> list[int]:
        if complete:  # all memory was measured once
            Path("measured").touch()
        if len(list(tmp_path.iterdir())) == 2:
            complete.append(root)
        return tree(root)

    monkeypatch.setattr(measure, "_tree", watched)
    used = measure.run(python(program), watched=True).memory
    assert used is not None
    assert 120 < used < 170  # 60 that both share, 30 of each, and Python itself


def test_memory_is_reported_only_when_it_is_measured() -> None:
    assert measure.run(python("print('abc')")) == measure.Run(ANY, None, 4)


def test_a_command_on_a_terminal_is_ended_after_its_lines() -> None:
    program = "import os, time; print(os.get_terminal_size(1), flush=True); print(2, flush=True); time.sleep(60)"
    assert measure.run(python(program, terminal=True, lines=2)).seconds < 30
    size = f"os.terminal_size(columns={measure.COLUMNS}, lines={measure.ROWS})\r\n"
    assert measure.run(python("import os; print(os.get_terminal_size(1))", terminal=True)).printed == len(size)


def test_a_failing_command_is_reported_with_its_error() -> None:
    with pytest.raises(CommandError, match="no luck"):
        measure.run(python("import sys; sys.exit('no luck')"))


def test_no_setting_of_the_user_reaches_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JKR_DATA", "PYTHONDONTWRITEBYTECODE", "COLUMNS", "NO_COLOR"):
        monkeypatch.setenv(name, "1")
    made = measure.environment(Command([], {"JKR_CACHE_DIR": "here"}))
    assert {name for name in made if name.startswith("JKR_")} == {"JKR_CACHE_DIR"}
    assert made.keys() & {"PYTHONDONTWRITEBYTECODE", "COLUMNS", "NO_COLOR"} == set()


# --- the report -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "measured", "verdict"),
    [
        (Target(most=1.25), (1.25, None), MET),
        (Target(most=1.25), (1.26, None), MISSED),
        (Target(most=1.5, memory=120), (1.5, 121), MISSED),
        (Target(most=1.5, memory=120), (1.6, 100), MISSED),
        (Target(most=1.5, memory=120), (1.0, 120), MET),
        (Target(most=1.5, memory=120), (1.0, None), NONE),
        (Target(most=1.5, memory=120), (None, 130), MISSED),
        (Target(least=3, memory=100), (3.1, 24), MET),
        (Target(least=3, memory=100), (2.9, 24), MISSED),
        (Target(most=1), (None, None), NONE),
    ],
)
def test_verdicts(target: Target, measured: tuple[float | None, float | None], verdict: str) -> None:
    assert target.verdict(*measured) == verdict


def test_the_report_replaces_the_marked_part_of_a_page(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    file.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    for _ in range(2):
        report.write_into(file, "new")
        assert file.read_text() == f"before\n{report.BEGIN}\n\nnew\n{report.END}\nafter\n"
    file.write_text("nothing")
    with pytest.raises(ValueError, match="must be there"):
        report.write_into(file, "new")


# --- the peers --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled_events(shared_cache: Path) -> Bundled:
    return bundled(shared_cache)


def test_a_peer_that_fails_is_reported(
    monkeypatch: pytest.MonkeyPatch, bundled_events: Bundled, tmp_path: Path
) -> None:
    monkeypatch.setattr(peers, "program_path", lambda program: None if program == "jrnl" else sys.executable)
    monkeypatch.setattr(peers.Peers, "_database", lambda *rest: None)
    working = peers.Peers(tmp_path, bundled_events).working()
    assert working["`jrnl -from 2024-10-01`"] == "missing"
    assert working["`rg tariffs` on the YAML"] == "fails"  # Python has no such file


@pytest.fixture(scope="module")
def working(bundled_events: Bundled, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return peers.Peers(tmp_path_factory.mktemp("peers"), bundled_events).working()


@pytest.mark.parametrize("program", ["jrnl", "khal", "sqlite-utils", "yq", "rg"])
def test_a_peer_that_is_installed_works(program: str, working: dict[str, Any]) -> None:
    if peers.program_path(program) is None:
        pytest.skip(f"{program} is not installed")
    commands = [command for name, command in working.items() if name.startswith(f"`{program}")]
    assert commands
    assert all(isinstance(command, Command) for command in commands)


# --- all of it ----------------------------------------------------------------------------------------------


def cold_runs(commands: Mapping[str, Command], rounds: int, **options: Any) -> dict[str, list[measure.Run]]:
    """Runs without those that do not count."""
    return alternate(commands, rounds, **{**options, "warm": False})


def run_once() -> Callable[..., measure.Run]:
    """`measure.run`, but a command that prepares nothing runs once, and its run is returned again."""
    run = measure.run
    runs: dict[str, measure.Run] = {}

    def run_or_repeat(command: Command, *, watched: bool = False) -> measure.Run:
        name = repr(command)
        if command.before is not None or name not in runs:
            runs[name] = run(command, watched=watched)
        return runs[name]

    return run_or_repeat


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a very small run prints, without peers."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(folder))
        for module in (peers, growth, search_quality):
            patch.setattr(module, "program_path", lambda program: None)
        for module in (startup, cold, growth):
            patch.setattr(module, "alternate", cold_runs)
        patch.setattr(measure, "run", run_once())
        patch.setattr(data, "WORDS", 20_000)
        patch.setattr(growth, "_WATCHED_RUNS", 1)
        patch.setattr(browsing, "_QUIET", 0.3)
        patch.setattr(browsing, "_WORDS", ("tari",))
        patch.setattr(sys, "argv", ["benchmarks", "--sizes", "50", "--rounds", "1", "--seed", "5"])
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()):
            program.main()
    assert list(folder.iterdir()) == []
    return out.getvalue()


def shape(text: str) -> list[tuple[str, list[str], list[str]]]:
    """Of each table: its heading, its columns and its rows, without those that are sizes."""
    tables = []
    for table in re.finditer(r"(?m)^\*\*([\w -]+)\.\*\* .*\n\n((?:\|.*\n)+)", text):
        columns, _, *rows = ([cell.strip() for cell in line.split("|")[1:-1]] for line in table[2].splitlines())
        assert {len(row) for row in rows} == {len(columns)}
        cells = (columns, [row[0] for row in rows])
        named, first = ([cell for cell in each if not re.fullmatch("[0-9,]+", cell)] for each in cells)
        tables.append((table[1], named, first))
    return tables


def test_all_tables_are_printed(printed: str) -> None:
    headings = [heading for heading, _, _ in shape(printed)]
    assert headings == ["Start-up", "Cold", "Search quality", "Growth", "Build", "Full dump", "Browse"]
    assert printed.count("| missing |") == 6 + 1 + 1 + 1  # start-up, cold, build, dump
    assert "seed 5" in printed
    assert f"Python {platform.python_version()}, SQLite " in printed
    assert "khal missing" in printed


def test_every_target_is_judged(printed: str) -> None:
    verdicts = re.findall(rf"\| (≤[^|]+|≥[^|]+) \| ({re.escape(MET)}|{re.escape(MISSED)}|{NONE}) \|", printed)
    assert Counter(target for target, _ in verdicts) == {
        "≤ 1.25 ×": 3,
        "≥ 36, ≥ 42, ≥ 0.87": 1,
        "≤ 1.9 ×": 1,
        "≤ 1.15 ×": 1,
        "≤ 2.5 ×": 1,
        "≤ 1.5 ×, ≤ 120 MB": 23,
        "≤ 1 ×, ≤ 300 MB": 1,
        "≥ 3 ×, ≤ 100 MB": 1,
        "≤ 500 ms": 2,
        "≤ 50 ms": 2,
        "≤ 150 ms": 2,
    }


def test_the_page_shows_what_the_program_prints(printed: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    shown = text[text.index(report.BEGIN) : text.index(report.END)]
    assert shape(shown) == shape(printed)
    assert "1,000,000" in shown
