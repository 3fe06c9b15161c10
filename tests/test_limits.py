"""Limits of event files, and time that grows with the file and no faster."""

import cProfile
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jkrtimeline.errors import DataError
from jkrtimeline.eventfile import Input
from jkrtimeline.eventfile.validate import MOST_ITEMS, MOST_LETTERS

from .conftest import Run, check_data, read_data


def events(count: int, extra: str = "") -> str:
    return "events:\n" + "".join(f"- {{id: e{n}, date: 2024-01-01, title: t{n}{extra}}}\n" for n in range(count))


def refused(text: str) -> str:
    with pytest.raises(DataError) as caught:
        read_data(Input("file.yaml", text.encode()))
    assert caught.value.problems[0].rule == "size"
    return caught.value.message


# --- limits -----------------------------------------------------------------------------------------


def chain(length: int) -> str:
    owners = "".join(f"  a{n}: {{name: A{n}{f', of: a{n - 1}' if n else ''}}}\n" for n in range(length))
    return f"actors:\n{owners}" + events(3, f", actors: [a{length - 1}]")


def test_an_actor_has_sixteen_levels_above_it() -> None:
    read_data(Input("file.yaml", chain(17).encode()))
    assert refused(chain(18)) == "file.yaml:19:24: actor 'a17' belongs to another through 16 more"
    assert "'a17'" in refused(chain(20_000))


def test_a_list_of_names_is_short() -> None:
    def aliases(count: int, length: int = 3) -> str:
        names = ", ".join(f"{n:0{length}}" for n in range(count))
        return f"actors: {{a: {{name: A, aliases: [{names}]}}}}\n" + events(2, ", actors: [a]")

    read_data(Input("file.yaml", aliases(MOST_ITEMS).encode()))
    assert "aliases is a list of 1,001" in refused(aliases(MOST_ITEMS + 1))
    assert f"aliases is a list of {MOST_LETTERS + 100:,} characters" in refused(aliases(100, MOST_LETTERS // 100 + 1))


def test_the_names_of_an_event_are_limited() -> None:
    actors = "".join(f"  a{n}: {{name: {'x' * 19_000}{n}}}\n" for n in range(11))
    few, many = ([f"a{n}" for n in range(count)] for count in (10, 11))
    text = f"actors:\n{actors}"
    read_data(Input("file.yaml", (text + events(1, f", actors: [{', '.join(few)}]")).encode()))
    message = refused(text + events(1, f", actors: [{', '.join(many)}]"))
    assert "the names of its actors and themes have 209," in message


def test_a_search_reads_only_so_many_synonyms() -> None:
    def rows(count: int, length: int) -> str:
        listed = "".join(f"- [{', '.join(f'w{n}x{m}' for m in range(length))}]\n" for n in range(count))
        return f"synonyms:\n{listed}" + events(1)

    read_data(Input("file.yaml", rows(50, 200).encode()))
    assert "a row of 201 synonyms" in refused(rows(1, 201))
    assert "more than 10,000 synonyms" in refused(rows(51, 200))


def test_aliases_of_yaml_count_by_their_text() -> None:
    def text(letters: int, count: int) -> str:
        summary = "x" * letters
        return f"about: &a {summary}\n" + events(count, ", summary: *a")

    read_data(Input("file.yaml", text(1000, 1000).encode()))
    assert "aliases that make too much text" in refused(text(100_000, 100))


def test_a_file_nested_deeply_is_refused_whatever_the_parser_says() -> None:
    for depth in (101, 999, 1001, 5000):
        with pytest.raises(DataError) as caught:
            read_data(Input("file.yaml", ("[" * depth + "]" * depth).encode()))
        assert caught.value.problems[0].rule == "nesting"


def test_an_endless_line_is_refused() -> None:
    class Zeros:
        """A device that has no line ends and never ends."""

        given = 0

        def read(self, size: int, /) -> bytes:
            self.given += size
            return bytes(size)

        readline = read

    zeros = Zeros()
    with pytest.raises(DataError, match="this line has more than 4 MiB"):
        read_data(Input("zero.jsonl", zeros))
    assert zeros.given < 1 << 30


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/zero")
def test_a_device_under_the_name_of_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "zero.jsonl"
    file.symlink_to("/dev/zero")
    done = run("timeline", "--data", str(file))
    assert (done.code, done.out) == (3, "")
    assert "this line has more than 4 MiB" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_batches_are_bounded_by_bytes(tmp_path: Path) -> None:
    import subprocess

    used = []
    for count in (4, 10):
        file = tmp_path / f"{count}.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            for n in range(count):
                line = {"id": f"e{n}", "date": "2024", "title": f"t{n}", "summary": "word " * 700_000}
                stream.write(json.dumps(line) + "\n")
        program = (
            "import re, sys; from jkrtimeline.cli.main import main;"
            "code = main(sys.argv[1:]);"
            "peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1];"
            "print(peak, file=sys.stderr); sys.exit(code)"
        )
        command = [sys.executable, "-c", program, "timeline", "--data", str(file), "--fields", "id"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        used.append(int(done.stderr.split()[-1]))
    assert used[1] < 1.5 * used[0]


# --- blank lines ------------------------------------------------------------------------------------


def test_blank_lines_before_the_text() -> None:
    whole = b"\xef\xbb\xbf\n \n" + b"\n" * 5 + b"id: a\nrest\n" + b"last"
    given = Input("x", whole)
    assert given.first() == b"id: a"
    assert given.all(1 << 20) == whole
    given = Input("x", whole)
    assert given.first() == b"id: a"
    assert b"".join(iter(lambda: given.readline(4), b"")) == whole
    given = Input("x", whole)
    given.first()
    assert list(iter(lambda: given.readline(100), b"")) == whole.splitlines(keepends=True)


def test_a_file_of_blank_lines_is_no_line() -> None:
    given = Input("x", b"\n" * 3)
    assert given.first() == b""
    assert given.all(10) == b"\n" * 3


# --- steps ------------------------------------------------------------------------------------------


def steps(action: Callable[[], object]) -> int:
    """How many functions of Python and C an action calls."""
    profile = cProfile.Profile()
    profile.runcall(action)
    return sum(entry.callcount for entry in profile.getstats())


def unknown_themes(count: int) -> str:
    known = "".join(f"  theme-number-{n}: {{name: T{n}}}\n" for n in range(count))
    unknown = "".join(f"- {{id: e{n}, date: 2024, title: t{n}, themes: [them-nummer-{n}]}}\n" for n in range(count))
    return f"themes:\n{known}events:\n{unknown}"


def anagrams(count: int) -> str:
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
    titles = (" ".join(words[n % 10 :] + words[: n % 10][:: -1 if n % 3 else 1]) for n in range(count))
    return "events:\n" + "".join(
        f"- {{id: e{n}, date: 2024-01-01, title: {title} {n}}}\n" for n, title in enumerate(titles)
    )


FILES: dict[str, Callable[[int], str]] = {
    "blank lines": lambda count: "\n" * (100 * count) + events(1),
    "unknown themes": unknown_themes,
    "the same id": lambda count: "events:\n" + "- {id: a, date: 2024, title: t}\n" * count,
    "similar titles": anagrams,
    "follows": lambda count: events(count, ", follows: [e0, e1, nowhere]"),
    "actors": lambda count: (
        "actors:\n" + "".join(f"  a{n}: {{of: a{n // 2}x}}\n" for n in range(count)) + events(count)
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_steps_grow_linearly_with_the_file(kind: str) -> None:
    texts = [FILES[kind](count).encode() for count in (200, 800)]
    few, many = (steps(lambda data=data: check_data(Input("file.yaml", data))) for data in texts)  # type: ignore[misc]
    assert many < 5.5 * few
