"""The browser with event files of its own: hostile text, narrow screens, ASCII, no events."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import OptionList

from jkrtimeline.browse.browser import Browser
from jkrtimeline.formats import RenderOptions

from .browsing import HOSTILE, browse, card, listed, notices, opened, press, screen_text, selected, settle
from .conftest import SAMPLE


def test_text_of_the_data_is_no_markup(tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        assert "[@click=app.quit]y[/]" in card(app)
        assert "[bold]never[/nothing]" in card(app)
        for keys in ((), ("enter", "escape"), ("y",), ("escape", "c"), ("escape", "t"), ("T", "o", "escape"), ("f",)):
            await press(app, pilot, *keys)
            assert not set(screen_text(app)) & set("\x1b\a\t\u202e")
        options = app.screen.query_one(OptionList)
        shown = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        assert any("[i]theme" in text for text in shown)
        assert any("[b]actor[/b]" in text for text in shown)

    browse(opened(file, tmp_path / "cache"), act, size=(200, 30))


def test_clicking_on_text_of_the_data_does_only_what_the_list_does(tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        row = screen_text(app).splitlines()[3]
        await pilot.click(offset=(row.index("[@click"), 3))
        await pilot.click("#card", offset=(12, 0))
        await settle(app, pilot)
        assert app.is_running
        assert selected(app) == "a"
        await pilot.click(offset=(30, 4))
        await settle(app, pilot)
        assert selected(app) == "b"

    browse(opened(file, tmp_path / "cache"), act, size=(200, 30))


@pytest.mark.parametrize("width", [64, 80, 200])
def test_an_event_takes_one_line_as_wide_as_the_list(tmp_path: Path, width: int) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        lines = screen_text(app).splitlines()
        assert {cell_len(line) for line in lines} == {width}
        first, second, third = lines[3:6]
        assert "[red]x[/red]" in first
        assert "two" in second
        assert "韓日首脳会談" in third
        assert ("約束した" in third) == (width == 200)

    browse(opened(file, tmp_path / "cache"), act, size=(width, 24))


PLAIN = """
events:
- {id: a, date: 2024-01-01, title: First, thread: t, themes: [x], sources: [{title: A page, url: "https://example.org/"}]}
- {id: b, date: 2024-02, title: Second, status: announced, importance: major, follows: [a]}
"""


@pytest.mark.parametrize(
    ("options", "ascii"),
    [(RenderOptions(unicode=False), True), (RenderOptions(ambiguous=True), True), (RenderOptions(), False)],
)
def test_a_terminal_without_unicode_gets_ascii_in_every_window(
    tmp_path: Path, options: RenderOptions, ascii: bool
) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(PLAIN, encoding="utf-8")
    screens: list[str] = []

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        windows = (
            ("slash", "q", "escape", "escape"),
            ("enter",),
            ("question_mark",),
            ("c",),
            ("f", "enter"),
            ("y",),
            ("e",),
            ("T",),
        )
        for keys in windows:
            await press(app, pilot, *keys)
            screens.append(screen_text(app))
            await press(app, pilot, "escape")

    browse(opened(file, tmp_path / "cache"), act, options=options)
    assert {screen.isascii() for screen in screens} == {ascii}, set("".join(screens))


def test_the_thread_is_followed_whatever_its_name(tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "t")
        assert selected(app) == "b"
        await press(app, pilot, "t")
        assert notices(app)[-1] == "the thread ends here"

    browse(opened(file, tmp_path / "cache"), act)


def test_a_file_without_events(tmp_path: Path) -> None:
    file = tmp_path / "empty.yaml"
    file.write_text("title: Empty\nevents: []\n", encoding="utf-8")

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        for key in ("j", "G", "plus", "right_square_bracket", "t", "o", "y", "s", "enter", "minus"):
            await press(app, pilot, key)
        assert listed(app) == 0
        assert len(app.screen_stack) == 1

    browse(opened(file, tmp_path / "cache"), act)


def test_the_sample_of_every_kind_of_date_can_be_listed(tmp_path: Path) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        for _ in range(listed(app)):
            await press(app, pilot, "j")
        assert card(app)

    browse(opened(SAMPLE, tmp_path / "cache"), act)
