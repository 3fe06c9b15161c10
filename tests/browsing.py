"""Shared by the tests of the browser: it runs under the pilot of Textual."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot
from textual.widgets import Static

import jkrtimeline
from jkrtimeline.browse.browser import Browser
from jkrtimeline.browse.event_list import EventList
from jkrtimeline.browse.view import CommandLineActions, View, Window
from jkrtimeline.catalog import Catalog
from jkrtimeline.errors import UsageError
from jkrtimeline.formats import RenderOptions

from .conftest import TODAY

YEAR = Window(date(2024, 1, 1), date(2024, 12, 31))


def opened(path: Path, cache: Path) -> Catalog:
    return jkrtimeline.load(path, today=date.fromisoformat(TODAY), cache=cache).catalog


Act = Callable[[Browser, Pilot[None]], Awaitable[None]]


class Taken:
    """What the browser hands to the outside."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.exported: list[tuple[View, str]] = []

    def export(self, view: View, name: str) -> str:
        if name == "bad.docx":
            raise UsageError("'bad.docx' does not tell the format", hint="write x.md")
        self.exported.append((view, name))
        return f"→ {name}"


def browse(
    catalog: Catalog,
    act: Act,
    view: View | None = None,
    size: tuple[int, int] = (100, 30),
    no_clipboard: str = "",
    options: RenderOptions | None = None,
) -> Taken:
    taken = Taken()
    actions = CommandLineActions(taken.export, lambda name: name == "old.md", taken.opened.append, no_clipboard)
    app = Browser(catalog, view or View(), actions, options)

    async def main() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot)
            await act(app, pilot)

    with (
        patch("textual.app.wait_for_idle", run_ready),
        patch("textual.pilot.wait_for_idle", run_ready),
        patch("jkrtimeline.browse.reader._PAUSE", 0.01),
    ):
        asyncio.run(main())
    return taken


async def run_ready(*_: float) -> None:
    """Run what is ready. Textual would sleep 20 ms or more, several times for each key."""
    for _pass in range(20):
        await asyncio.sleep(0)


async def settle(app: Browser, pilot: Pilot[None]) -> None:
    await pilot.pause()
    await app.workers.wait_for_complete()
    for _refresh in range(4):  # what is drawn after a refresh, as the card is after the list, may ask for another
        await pilot.pause()
    await run_ready()


async def press(app: Browser, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(app, pilot)


def selected(app: Browser) -> str:
    row = app.screen_stack[0].query_one(EventList).row
    assert row is not None
    return row.event.id


def card(app: Browser) -> str:
    """The text of the card without white space, which depends on its width."""
    return "".join(str(app.screen_stack[0].query_one("#card", Static).render()).split())


def notices(app: Browser) -> list[str]:
    return [each.message for each in app._notifications]


def listed(app: Browser) -> int:
    return len(app.screen_stack[0].query_one(EventList).pages or ())


HOSTILE = r"""
events:
- id: a
  date: 2024-01-01
  title: "[red]x[/red] [@click=app.quit]y[/] \e[31mz ${HOME} {curly} [q]"
  summary: "[bold]never[/nothing] [link=file:///etc/passwd]l[/link]\n\e]52;c;aGFja2Vk\a \u202egnirts"
  place: "[/]"
  actors: ["[b]actor[/b]", "]["]
  themes: ["[i]theme"]
  thread: "[u]a, b[/u]"
  sources: [{publisher: "[u]pub", url: "https://example.org/[x]"}]
- id: b
  date: 2024-01-02
  title: "two\nlines\tand a tab"
  thread: "[u]a, b[/u]"
- id: c
  date: 2024-01-03
  title: "韓日首脳会談が東京で開かれ共同記者会見で新しい時代の協力を約束した"
"""


def screen_text(app: Browser) -> str:
    """What is on the screen, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)
