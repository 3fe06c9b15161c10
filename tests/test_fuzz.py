"""Any command line has a documented exit code and a message or an answer, and steers no terminal."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.cli.main import main
from jkrtimeline.fields import EVENT_FIELDS
from jkrtimeline.formats import FORMATS

from .conftest import SAMPLE, Result
from .hostile_text import EVIL, JKR_STYLE, SPITE, steering
from .test_docs import GROUP
from .test_injection import INJECTIONS

OPTIONS = {
    name: [
        (option, getattr(each, "is_flag", False)) for each in command.params for option in each.opts if option[0] == "-"
    ]
    for name, command in ((name, GROUP.get_command(None, name)) for name in COMMANDS)  # type: ignore[attr-defined]
}
"""The options of each command, and whether each is a flag."""

# --- what is typed ----------------------------------------------------------------------------------

TEXTS = tuple(name for name, form in FORMATS.items() if not form.binary)
PERIODS = (
    *("2021", "2021-03", "2021-Q4", "2024-W53", "last month", "3 months ago", "90d", "2020..2021", "a..b", "..", "@"),
    *("@2024-02-visit", "10/3/2024", "0000", "9999-12-31", "1y", "today", "2024年10月", "/", "2020-H1"),
)
MEANT = {
    **dict.fromkeys(("--actor", "-a", "--not-actor"), ("ruritania", "RUR,strelsau", "石田ルドルフ", "rudolf", "nemo")),
    **dict.fromkeys(("--theme", "-t", "--not-theme"), ("summit", "letters, docks", "zzz")),
    **dict.fromkeys(("--since", "--until", "--in", "--on", "--around"), PERIODS),
    **dict.fromkeys(("--format", "-f"), (*TEXTS, *TEXTS, "xml", "")),
    **dict.fromkeys(("--limit", "-n"), ("0", "2", "9" * 30, "9" * 5000, "-1", "x")),
    **dict.fromkeys(
        ("--output", "-o"), ("out.json", "out.csv", "out.txt", "\x1b[5m.tsv", "\u202e.jsonl", "no/x.json", "-")
    ),
    "--place": ("zenda", "Zenda, Ruritania", "x"),
    "--thread": ("the-quay", "quay"),
    "--match": ("quay", '"two days" -plan', "title:qu*", "埠頭", "", "OR"),
    "--status": ("postponed", "announced,denied", "x"),
    "--importance": ("major", "minor", "x"),
    "--within": ("90d", "2 weeks", "0d", "999999y"),
    "--by": ("month", "year", "theme", "actor", "place", "importance", "x"),
    "--and": ("month", "quarter", "thread", "place", "x"),
    "--sort": ("date", "relevance", "x"),
    "--color": ("always", "never", "auto", "x"),
    "--today": ("2025-01-01", "0001-01-01", "9999-12-31", "x"),
    "--fields": ("id,title", "date", "score", "count,name", *EVENT_FIELDS),
    "--data": (
        str(SAMPLE),
        str(SAMPLE),
        "bundled",
        "-",
        ".",
        "missing.yaml",
        "wrong.yaml",
        "\0",
        "",
        "\x1b[5m",
        "\ud800",
    ),
}
"""Values of options as people type them, right and wrong."""

NEEDED = {"search": ["quay"], "show": ["2024-02-visit"]}
"""The arguments that some commands need."""

WORDS = (
    "2021",
    "last",
    "year",
    "2024-02-visit",
    "2019-survey",
    "quay",
    "-plan",
    "qu*",
    "title:quay",
    "OR",
    str(SAMPLE),
)
TEXT = (
    st.sampled_from(sorted({value for values in MEANT.values() for value in values} | {"--", "-", "\n"}))
    | st.sampled_from(SPITE)
    | st.sampled_from([text for text in INJECTIONS if len(text) < 3000] + [EVIL, "é" * 3000])
    | st.text(st.characters(categories=None) | st.sampled_from("\x1b\x9b\u202e\udcff,.-/:@\"'*=0129"), max_size=12)
)
PERIOD = st.lists(
    st.sampled_from(
        [*"0129年월日-/. @~?%X９d\0", "..", "2024", "10", "Q4", "H3", "W60", "Oct", "ago", "months", "last"]
    )
    | st.text(max_size=2),
    max_size=7,
).map("".join)
FIELDS = st.lists(st.sampled_from([*EVENT_FIELDS, "score", "name", ",", " ", "\0"]) | TEXT, max_size=5).map(",".join)


def harmless(text: str) -> bool:
    """Whether a text, read as an option, names no file to write."""
    return not text.startswith("--o") and (text[:1] != "-" or text[1:2] == "-" or "o" not in text)


@st.composite
def pieces(draw: st.DrawFn, command: str, most: int) -> list[str]:
    """Options of a command, mostly with valid values, and arbitrary texts."""
    words: list[str] = []
    for _ in range(draw(st.integers(0, most))):
        kind = draw(st.integers(0, 9))
        if kind < 2 and command == "new":
            words.append(draw(st.sampled_from(MEANT["-o"])))  # each argument is a file to write
        elif kind == 0:
            words.append(draw(TEXT.filter(harmless)))
        elif kind == 1:
            words.append(draw(st.sampled_from(WORDS)))
        else:
            name, flag = draw(st.sampled_from((kind > 2 and OPTIONS[command]) or OPTIONS["search"]))
            writes = name in ("-o", "--output")
            values = st.sampled_from(MEANT.get(name, ("x",)))
            value = draw(values if writes or kind > 4 else TEXT)
            joined = f"{name}={value}" if name.startswith("--") else name + value
            words += [name] if flag else draw(st.sampled_from([[name, value]] * 4 + [[joined]]))
    return words


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Command lines; some have no command, or a wrong one."""
    command = draw(st.sampled_from(list(COMMANDS)))
    first = draw(st.sampled_from([command] * 20 + ["", "timelin", "--", "-V", "-h"]))
    needed = draw(st.sampled_from([NEEDED.get(command, [])] * 5 + [[]]))
    data = draw(st.sampled_from([["--data", str(SAMPLE)]] * 3 + [[]]))
    return [first, *needed, *data, *draw(pieces(command, 5))]


# --- what must come of it ---------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The current folder of the commands."""
    before, work = os.getcwd(), tmp_path_factory.mktemp("fuzz")
    os.chdir(work)
    Path("wrong.yaml").write_text("events: [{id: \x80}]", encoding="utf-8")
    yield work
    os.chdir(before)


def run(*argv: str) -> Result:
    """Run a command line with an empty standard input; neither output stream is a terminal."""
    out, err, stdin = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(argv)
    finally:
        sys.stdin = stdin
    out.seek(0)
    return Result(code, out.read(), err.getvalue())


def hold(argv: list[str]) -> Result:
    """Check what holds for every command line."""
    result = run(*argv)
    assert result.code in (0, 1, 2, 3, 4)
    assert "Traceback" not in result.err
    assert "internal error" not in result.err
    quiet = {"-e", "--exit-status"} & set(argv) and result.code == 1
    assert result.code == 0 or quiet or any(line.startswith("jkr: ") for line in result.err.splitlines())
    raw = "--raw" in argv and not result.code  # in a pipe: the unchanged text
    mark = "--bom" in argv  # a byte order mark comes first
    assert raw or steering(result.out.removeprefix("\ufeff") if mark else result.out) == []
    assert steering(result.err) == []
    assert "always" in " ".join(argv) or not JKR_STYLE.search(result.out + result.err)
    return result


@settings(max_examples=600, deadline=None, derandomize=True)
@given(lines())
def test_any_command_line(argv: list[str]) -> None:
    hold(argv)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(list(COMMANDS)), st.data())
def test_the_json_option_always_prints_json(command: str, data: st.DataObject) -> None:
    argv = [command, *NEEDED.get(command, []), "--json", "--data", str(SAMPLE), *data.draw(pieces(command, 3))]
    result = hold(argv)
    elsewhere = any(word in ("-h", "--help") or word.startswith(("-o", "--output")) for word in argv)
    if result.code == 0 and not elsewhere:
        json.loads(result.out)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["json", "text", "csv", "yaml"]))
def test_any_words_can_be_searched(words: list[str], form: str) -> None:
    result = hold(["search", "--data", str(SAMPLE), "-f", form, "--", *words])
    assert result.code == 0


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(["--since", "--until", "--in", "--around", "--today", "--place", "--fields"]), st.data())
def test_any_value_is_read_or_refused(name: str, data: st.DataObject) -> None:
    value = data.draw(PERIOD | TEXT if name != "--fields" else FIELDS)
    result = hold(["timeline", "--data", str(SAMPLE), f"{name}={value}", "--json"])
    assert (result.code == 0 and isinstance(json.loads(result.out), list)) or (result.code in (2, 4) and not result.out)


def test_only_the_named_files_are_written(folder: Path) -> None:
    run("timeline", "--data", str(SAMPLE), "-o", "out.json")
    names = {path.name for path in folder.iterdir()}
    assert "out.json" in names
    assert names <= {"wrong.yaml", "out.json", "out.csv", "out.txt", "\x1b[5m.tsv", "\u202e.jsonl"}
