"""A real terminal, or a pipe instead: colours, widths, the pager, and text that must not steer the terminal."""

import io
import json
import os
import re
import select
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from jkrtimeline.cli import output_streams, pager
from jkrtimeline.formats.layout import heat_map, links, page, palette
from jkrtimeline.formats.layout.cells import Ruler
from jkrtimeline.formats.layout.links import link
from jkrtimeline.text.sanitize import visible

from .conftest import SAMPLE, Run, jkr
from .sample import SUMMIT

pexpect = pytest.importorskip("pexpect", reason="there is no such terminal on Windows")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")

STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[!-~]*\x1b\\")


def terminal(line: str, *, rows: int = 2000, columns: int = 80, **environment: Any) -> tuple[int, str]:
    """The exit code of a command line and all that the terminal got."""
    settings = {"PAGER": "", "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "jkrtimeline", *shlex.split(line)],
        dimensions=(rows, columns),
        env={**os.environ, **settings, **environment},
        encoding="utf-8",
        timeout=20,
    )
    child.expect(pexpect.EOF)
    child.ptyproc.delayafterclose = 0
    child.wait()
    child.close()
    return (child.exitstatus if child.signalstatus is None else -child.signalstatus), child.before


def shown(text: str) -> list[str]:
    """The lines that a reader sees."""
    return STYLE.sub("", text).replace("\r\n", "\n").split("\n")


@pytest.fixture
def recorder(tmp_path: Path) -> tuple[str, Path]:
    """A pager that writes down what it gets, and where to."""
    file = tmp_path / "recorded"
    script = tmp_path / "my pager.sh"
    script.write_text(f"cat > {shlex.quote(str(file))}\n", encoding="utf-8")
    return f"sh {shlex.quote(str(script))}", file


def test_terminal_gets_the_picture_in_colour() -> None:
    code, text = terminal(f"timeline --data {SAMPLE}")
    assert code == 0
    assert STYLE.search(text)
    lines = shown(text)
    assert lines[0].startswith("Sample of islands")
    assert "2021" in lines
    assert "  March" in lines
    assert any(line.startswith("  16–17    ◆ Summit at Zenda; 石田 takes part") for line in lines)


def luminance(style: Style) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    assert style.color is not None
    parts = [part / 255 for part in style.color.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("background", "true_colour", "grounds", "least"),
    [
        ("dark", True, ["#000000", "#1e1e1e", "#282c34"], 4.5),
        ("light", True, ["#ffffff", "#fdf6e3"], 4.5),
        ("", True, ["#000000", "#ffffff"], 4.5),
        ("", False, ["#000000", "#ffffff"], 3.8),
    ],
)
def test_hues_contrast_with_their_background(
    background: str, true_colour: bool, grounds: list[str], least: float
) -> None:
    styles = [page.hue_style(number, background, true_colour) for number in range(len(palette.HUES))]
    assert len({style.color for style in styles}) == len(palette.HUES)
    for style in styles:
        for ground in grounds:
            low, high = sorted((luminance(style), luminance(Style(color=ground))))
            assert (high + 0.05) / (low + 0.05) >= least


@pytest.mark.parametrize("background", ["dark", "light"])
def test_cells_of_a_heat_map_grow_stronger_and_can_be_read(background: str) -> None:
    for hue in palette.HUES:
        ramp = hue.dark_ramp if background == "dark" else hue.light_ramp
        grounds = [luminance(Style(color=palette.hexadecimal(number))) for number in ramp]
        assert grounds == sorted(grounds, reverse=background == "light")
        assert len(set(grounds)) == len(palette.HUES[palette.NEUTRAL].dark_ramp)
        for number in ramp:
            assert contrast_with_text(number) >= 4.5


def contrast_with_text(number: int) -> float:
    """Of the text in a cell with this background of xterm."""
    levels = [int(palette.hexadecimal(number)[at : at + 2], 16) for at in (1, 3, 5)]
    style = heat_map.text_on(*levels)
    ground = luminance(Style(color=palette.hexadecimal(number)))
    low, high = sorted((luminance(style), ground))
    return (high + 0.05) / (low + 0.05)


def test_the_web_page_has_the_hues_of_the_terminal_on_its_grounds(run: Run) -> None:
    style = run("timeline", "--data", str(SAMPLE), "-f", "html").out.partition("</style>")[0]
    pairs = dict(re.findall(r"--(c\d|ground|raised): light-dark\((#\w+, #\w+)\);", style))
    colours = [", ".join(map(palette.hexadecimal, (hue.light, hue.dark))) for hue in palette.HUES]
    assert [pairs[f"c{number}"] for number in range(len(palette.HUES))] == colours
    assert f"c{len(palette.HUES)}" not in pairs
    for side in (0, 1):
        for ground in ("ground", "raised"):
            for colour in colours:
                drawn = [luminance(Style(color=text.split(", ")[side])) for text in (colour, pairs[ground])]
                assert (max(drawn) + 0.05) / (min(drawn) + 0.05) >= 4.5


LINKED = re.compile(r"\x1b\]8;;(?P<address>[!-~]+)\x1b\\(?P<text>.*?)\x1b\]8;;\x1b\\")


@pytest.mark.parametrize(
    ("line", "environment", "linked"),
    [
        ("", {}, True),
        ("--full", {}, True),
        ("", {"TERM": "linux"}, False),
        ("", {"TERM": "dumb"}, False),
        ("", {"NO_COLOR": "1"}, False),
    ],
)
def test_titles_and_addresses_lead_to_their_source(line: str, environment: dict[str, Any], linked: bool) -> None:
    _, text = terminal(f"timeline --data {SAMPLE} {line}", **environment)
    found = [(match["address"], STYLE.sub("", match["text"])) for match in LINKED.finditer(text)]
    assert bool(found) == linked
    if linked:
        assert ("https://example.org/survey", "Survey of the coast") in found
        assert (("https://example.org/survey",) * 2 in found) == bool(line)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org/[a]", "HTTP://example.org/%5Ba%5D"),
        ("https://example.org/石", "https://example.org/%E7%9F%B3"),
        ("https://example.org/\x1b]8;;x\x07 y", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.org", ""),
        (" https://example.org", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_link_leads_to_http_and_https_only(url: str | None, address: str) -> None:
    assert link(url) == address


@pytest.mark.parametrize(
    ("line", "environment"),
    [("", {"NO_COLOR": "1"}), ("--color never", {}), ("", {"TERM": "dumb"}), ("--color never", {"FORCE_COLOR": "1"})],
    ids=str,
)
def test_no_colours_when_they_are_off(line: str, environment: dict[str, Any]) -> None:
    code, text = terminal(f"timeline --data {SAMPLE} {line}", **environment)
    assert (code, STYLE.search(text)) == (0, None)
    assert "◆ Summit at Zenda" in text


def test_programs_get_no_colours_on_a_terminal_either() -> None:
    code, text = terminal(f"timeline --data {SAMPLE} --json")
    assert (code, STYLE.search(text)) == (0, None)
    assert json.loads(text)[0]["id"] == "2019-survey"


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
@pytest.mark.parametrize(
    "line",
    [
        "timeline --since 2025-05 --full",
        "search tariffs -n 8",
        "search 石破 --sort date -n 8",
        "actors -n 25",
        "themes",
        "show 2024-12-03-martial-law",
    ],
)
def test_no_line_is_wider_than_the_terminal(line: str, columns: int) -> None:
    code, text = terminal(line, columns=columns)
    assert code == 0
    wide = [each for each in shown(text) if cell_len(each) > columns and "http" not in each]
    assert wide == []


def test_columns_set_the_width() -> None:
    _, text = terminal("timeline --since 2025-05", columns=140, COLUMNS="50")
    assert max(map(cell_len, shown(text))) <= 50
    _, wide = terminal("timeline --since 2025-05", columns=140, COLUMNS="nonsense")
    assert 50 < max(map(cell_len, shown(wide))) <= 140


def test_ascii_terminal_gets_ascii() -> None:
    code, text = terminal(f"timeline --data {SAMPLE} --full", PYTHONIOENCODING="ascii")
    assert code == 0
    assert text.isascii()
    assert "* Summit at Zenda" in STYLE.sub("", text)


@given(st.from_regex(links._PLAIN, fullmatch=True))
def test_a_plain_address_is_linked_unchanged(url: str) -> None:
    assert link(url) == url == links.ascii_address(url) == visible(url)
    assert urlsplit(url).hostname


@given(st.text("abcde -", max_size=200), st.integers(1, 40))
def test_ascii_is_wrapped_as_other_single_letters_are(text: str, width: int) -> None:
    other = re.sub("[a-e]", "é", text)
    assert list(Ruler().wrap(text, width)) == list(Ruler().wrap(other, width))


# --- the pager --------------------------------------------------------------------------------------


def test_pager_gets_what_does_not_fit(recorder: tuple[str, Path]) -> None:
    pager, file = recorder
    code, text = terminal(f"timeline --data {SAMPLE}", rows=10, PAGER=pager)
    assert (code, text) == (0, "")
    _, direct = terminal(f"timeline --data {SAMPLE}")
    assert file.read_text(encoding="utf-8").split("\n") == shown(direct)


@pytest.mark.parametrize(
    ("line", "rows", "environment"),
    [
        (f"timeline --data {SAMPLE}", 100, {}),
        (f"timeline --data {SAMPLE} --no-pager", 10, {}),
        (f"timeline --data {SAMPLE} --jsonl", 4, {}),
        (f"timeline --data {SAMPLE}", 10, {"JKR_PAGER": ""}),
        (f"timeline --data {SAMPLE}", 10, {"JKR_PAGER": "cat"}),
    ],
    ids=["fits", "no-pager", "for-programs", "empty", "cat"],
)
def test_pager_is_not_used(recorder: tuple[str, Path], line: str, rows: int, environment: dict[str, Any]) -> None:
    pager, file = recorder
    code, text = terminal(line, rows=rows, **{"PAGER": pager, **environment})
    assert code == 0
    assert "Visit put off" in text
    assert not file.exists()


@pytest.mark.parametrize("pager", ["", "no-such-pager --at all", "'unclosed", "/"])
def test_without_a_pager_it_is_printed(pager: str) -> None:
    code, text = terminal(f"timeline --data {SAMPLE}", rows=10, PAGER=pager)
    assert code == 0
    assert shown(text) == shown(terminal(f"timeline --data {SAMPLE}")[1])


def test_jkr_pager_takes_precedence_over_pager(recorder: tuple[str, Path]) -> None:
    pager, file = recorder
    code, _ = terminal(f"timeline --data {SAMPLE}", rows=10, PAGER="no-such-pager", JKR_PAGER=pager)
    assert code == 0
    assert "Visit put off" in file.read_text(encoding="utf-8")


def test_quitting_the_pager_early_is_no_error() -> None:
    code, text = terminal("timeline --full", rows=10, PAGER="head -n 2")
    assert code == 0
    assert shown(text)[0].startswith("Japan–South Korea relations")
    assert len(shown(text)) <= 3


def test_error_does_not_go_through_the_pager(recorder: tuple[str, Path]) -> None:
    pager, file = recorder
    code, text = terminal(f"timeline --data {SAMPLE} --actor nemo", rows=1, PAGER=pager)
    assert code == 2
    assert shown(text)[0] == "jkr: unknown actor 'nemo'"
    assert not file.exists()


# --- what never ends, or not yet --------------------------------------------------------------------

PRINTER = """
import os, sys
from itertools import count
from jkrtimeline.cli import output_streams
from jkrtimeline.cli.pager import find_pager
def lines(out):
    for number in count():
        out.write(f"line {number}\\n")
        if "wait" in sys.argv:
            sys.stdin.readline()
def screen():
    if "paged" in sys.argv:
        return output_streams.Screen("utf-8", find_pager(os.environ), 5)
    return output_streams.screen(True)
output_streams.print_to(screen(), lines)
"""


@pytest.mark.parametrize("how", ["piped", "paged"])
def test_an_endless_answer_ends_quietly_when_its_reader_exits(how: str) -> None:
    command = [sys.executable, "-c", PRINTER, how]
    environment = {**os.environ, "PAGER": "head -n 2", "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"line 0\n"
        process.stdout.close()
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")


def test_the_first_line_does_not_wait_for_more() -> None:
    command = [sys.executable, "-c", PRINTER, "wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], 20)
        line = process.stdout.readline() if ready else b""
        process.kill()
    assert line == b"line 0\n"


def test_what_follows_goes_in_large_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blocks(io.BytesIO):
        sizes: ClassVar[list[int]] = []

        def write(self, data: Any) -> int:
            self.sizes.append(len(data))
            return super().write(data)

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Blocks(), encoding="utf-8"))

    def many(out: output_streams.Stdout) -> None:
        for _ in range(100_000):
            out.write("0123456789")

    out = output_streams.Stdout()
    output_streams.print_to(out, lambda _: many(out))
    assert Blocks.sizes[0] == 10
    assert sum(Blocks.sizes) == 1_000_000
    assert len(Blocks.sizes) < 25


# --- in a pipe: encodings and colours --------------------------------------------------------------------------


def test_ascii_output_for_people_utf8_for_programs() -> None:
    for argv in (["timeline", "-f", "text", "--full"], ["show", SUMMIT, "-f", "text"], ["-h"], ["timeline", "-h"]):
        result = jkr(*argv, JKR_DATA=str(SAMPLE), PYTHONIOENCODING="ascii")
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.isascii()
    for form in ("json", "plain", "csv"):
        result = jkr("timeline", "-f", form, JKR_DATA=str(SAMPLE), PYTHONIOENCODING="ascii")
        assert "石田" in result.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("option", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        (["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"FORCE_COLOR": "1"}, True),
        ([], {"TERM": "dumb"}, False),
    ],
    ids=str,
)
def test_colours_in_a_pipe(
    run: Run, monkeypatch: pytest.MonkeyPatch, option: list[str], environment: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("timeline", "-f", "text", "--data", str(SAMPLE), *option).out) is coloured
    assert "\x1b" not in run("timeline", "--json", "--data", str(SAMPLE), *option).out


# --- what a pager can show ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "raw"),
    [
        (["FRX"], True), (["-R"], True), (["-r"], True), (["-i"], False), ([""], False), (["-i -R"], True),
        (["-PRead"], False), (["-PRead$R"], True), (["x4R"], True), (["R-+R"], False), (["", "-R"], True),
        (["--RAW-CONTROL-CHARS"], True), (["--mouse"], False), (["", "FileR"], False),
    ],
)  # fmt: skip
def test_options_of_less(options: list[str], raw: bool) -> None:
    assert pager.passes_escapes(options) is raw


@pytest.mark.parametrize(
    ("first_line", "less", "colours", "links"),
    [
        ("less 590 (GNU)", "FRX", True, True),
        ("less 566 (x)", "R", True, True),
        ("less 551 (GNU)", "R", True, False),
        ("less 590 (GNU)", "-i", False, False),
        ("BusyBox v1.35", "R", False, False),
    ],
)
def test_less_shows_what_its_version_and_options_allow(
    tmp_path: Path, first_line: str, less: str, colours: bool, links: bool
) -> None:
    program = tmp_path / "less"
    program.write_text(f"#!/bin/sh\necho '{first_line}'\n", encoding="utf-8")
    program.chmod(0o755)
    found = pager.find_pager({"PAGER": str(program), "LESS": less, "TERM": "xterm"})
    assert found is not None
    assert found.abilities() == (colours, links)


@pytest.mark.parametrize("command", ["most", "more", "busybox less", "sh my-pager"])
def test_other_pagers_get_plain_text(command: str) -> None:
    found = pager.find_pager({"PAGER": command, "TERM": "xterm"})
    assert found is not None
    text = "\x1b[1mA\x1b[0m \x1b]8;;https://example.org\x1b\\B\x1b]8;;\x1b\\"
    assert found.adapt(text, found.abilities()) == "A B"


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"TERM": ""}, {}, {"TERM": "xterm", "PAGER": "cat"}])
def test_a_simple_terminal_is_not_paged(environment: dict[str, str]) -> None:
    assert pager.find_pager(environment) is None
