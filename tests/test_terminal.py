"""Text in a terminal or a pipe: colours, contrast, links, widths and encodings."""

import json
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from jkrtimeline.formats.shared import heat_map, page, palette
from jkrtimeline.formats.shared.cells import Ruler

from .conftest import SAMPLE, Run, jkr
from .sample import SUMMIT
from .terminals import STYLE, shown, terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")


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
    pairs = [(match["address"], STYLE.sub("", match["text"])) for match in LINKED.finditer(text)]
    assert bool(pairs) == linked
    if linked:
        assert ("https://example.org/survey", "Survey of the coast") in pairs
        assert (("https://example.org/survey",) * 2 in pairs) == bool(line)


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


@given(st.text("abcde -", max_size=200), st.integers(1, 40))
def test_ascii_is_wrapped_as_other_single_letters_are(text: str, width: int) -> None:
    other = re.sub("[a-e]", "é", text)
    assert list(Ruler().wrap(text, width)) == list(Ruler().wrap(other, width))


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


@pytest.mark.parametrize("line", ["timeline soon", "offices -f ics", "timeline --in 2024 --in 2025"])
def test_messages_break_between_words(line: str) -> None:
    _, text = terminal(line, columns=30)
    assert max(map(cell_len, text.splitlines())) <= 30
    _, wide = terminal(line, columns=140)
    assert " ".join(text.split()) == " ".join(wide.split())
    assert len(wide.splitlines()) == 2
