"""The browser under the pilot of Textual: moving, searching, the days and the thread."""

import asyncio
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerFailed

from jkrtimeline.browse.browser import Browser
from jkrtimeline.browse.density_strip import DensityStrip
from jkrtimeline.browse.event_list import EventList
from jkrtimeline.browse.reader import ViewReader
from jkrtimeline.browse.rendering import Renderer
from jkrtimeline.browse.view import View
from jkrtimeline.catalog import Catalog
from jkrtimeline.errors import DataError
from jkrtimeline.query import Row

from .browsing import browse, card, listed, notices, press, screen_text, selected, settle


def test_moving_shows_the_card(catalog: Catalog) -> None:
    everything = [row.event for row in catalog.rows(View().query(catalog))]

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        assert selected(app) == everything[0].id
        for keys, position in ((("j", "down"), 2), (("k",), 1), (("G",), len(everything) - 1), (("g",), 0)):
            await press(app, pilot, *keys)
            assert selected(app) == everything[position].id
            assert everything[position].id in card(app)
        await press(app, pilot, "pagedown", "pageup")
        assert selected(app) == everything[0].id
        await press(app, pilot, "k")
        assert selected(app) == everything[0].id

    browse(catalog, act)


def test_a_double_click_opens_the_card(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await pilot.double_click(EventList, offset=(20, 2))
        await settle(app, pilot)
        assert len(app.screen_stack) == 2
        await press(app, pilot, "escape")
        assert app.query_one(EventList).selected == 2
        await press(app, pilot, "slash", *"qqqxyz", "enter")
        await pilot.double_click(EventList, offset=(20, 2))
        await settle(app, pilot)
        assert len(app.screen_stack) == 1

    browse(catalog, act)


def test_the_list_follows_as_you_type(catalog: Catalog) -> None:
    tariffs = [row.event.id for row in catalog.rows(catalog.query("tariffs"))]

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        whole = listed(app)
        await press(app, pilot, "slash", *"tariffs")
        assert 0 < listed(app) < whole
        await press(app, pilot, "enter")
        assert listed(app) == len(tariffs)
        assert isinstance(app.focused, EventList)
        await press(app, pilot, "escape")
        assert listed(app) == whole
        assert app.query_one("#search", Input).value == ""

    browse(catalog, act)


def test_the_hits_of_a_search_are_drawn_once(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not again when they have been counted."""
    view, drawn, line = View(words="sado", unfinished=True), [], Renderer.line

    def record(renderer: Renderer, row: Row, *rest: Any, **options: Any) -> Text:
        drawn.append(row.event.id)
        return line(renderer, row, *rest, **options)

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(Renderer, "line", record)
        app.main.show(replace(view))
        await settle(app, pilot)
        assert drawn == [row.event.id for row in catalog.rows(view.query(catalog))]

    browse(catalog, act, view)


def test_keys_are_text_while_typing(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"qfoyce?[]+-jk")
        assert app.is_running
        assert app.query_one("#search", Input).value == "qfoyce?[]+-jk"

    browse(catalog, act)


def test_days_narrow_shift_and_widen(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        whole = listed(app)
        await press(app, pilot, "plus")
        first = app.main.view.window
        assert first is not None
        assert listed(app) < whole
        await press(app, pilot, "right_square_bracket")
        assert app.main.view.window is not None
        assert app.main.view.window.first > first.first
        await press(app, pilot, "left_square_bracket")
        assert app.main.view.window == first
        await press(app, pilot, "minus")
        assert app.main.view.window is None
        assert listed(app) == whole

    browse(catalog, act)


def test_dragging_over_the_strip_narrows_the_days(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await pilot.mouse_down(DensityStrip, offset=(20, 0))
        await pilot.hover(DensityStrip, offset=(40, 0))
        await pilot.mouse_up(DensityStrip, offset=(40, 0))
        await settle(app, pilot)
        bounds, window = app.query_one(DensityStrip).bounds, app.main.view.window
        assert bounds is not None
        assert window is not None
        assert 0.15 < window.days / bounds.days < 0.3
        await pilot.click(DensityStrip, offset=(30, 0))
        await settle(app, pilot)
        assert app.main.view.window is None

    browse(catalog, act)


def test_the_thread_leads_from_event_to_event(catalog: Catalog) -> None:
    name = catalog.facets("thread", catalog.query())[0]["id"]
    thread = [row.event.id for row in catalog.rows(catalog.query(thread=name))]

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        app.query_one(EventList).selected = [
            row.event.id for row in catalog.rows(View().query(catalog))
        ].index(thread[0])  # fmt: skip
        await press(app, pilot, "t", "t")
        assert selected(app) == thread[2]
        await press(app, pilot, "T")
        assert selected(app) == thread[1]

    browse(catalog, act)


def test_a_small_terminal_is_used_or_refused_in_one_line(catalog: Catalog) -> None:
    async def narrow(app: Browser, pilot: Pilot[None]) -> None:
        assert "Seoul presents" in screen_text(app)

    async def too_small(app: Browser, pilot: Pilot[None]) -> None:
        assert screen_text(app).split("\n")[0].strip() == "jkr browse needs 40×10"
        await pilot.resize_terminal(100, 30)
        async with asyncio.timeout(20):
            while "Seoul presents" not in screen_text(app):  # Textual waits a moment for more changes of the size
                await pilot.pause(0.01)

    browse(catalog, narrow, size=(60, 12))
    browse(catalog, too_small, size=(30, 5))


def test_the_list_of_a_search_is_that_of_jkr_search(catalog: Catalog) -> None:
    hits = list(catalog.rows(catalog.query("yoon visits sado")))
    full = sum(not row.hit.missing for row in hits)
    assert 0 <= full < len(hits)

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"yoon", "space", *"visits", "space", *"sado", "enter")
        pages = app.main.query_one(EventList).pages
        assert pages is not None
        shown = [pages.row(n) for n in range(len(pages))]
        assert [row.event.id for row in shown if row is not None] == [row.event.id for row in hits]
        lines = screen_text(app).splitlines()
        (rule,) = [n for n, line in enumerate(lines) if "matching most of the words" in line]
        assert rule == 3 + full
        await pilot.click(offset=(30, rule + 2))
        await settle(app, pilot)
        assert selected(app) == hits[full + 1].event.id

    browse(catalog, act)


def test_no_result_is_said(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"qqqxyz", "enter")
        assert listed(app) == 0
        assert "no event matches" in screen_text(app)
        assert "'qqqxyz' occurs nowhere" in screen_text(app)
        await press(app, pilot, "escape")
        assert listed(app) > 0

    browse(catalog, act)


def test_a_view_that_cannot_be_read_is_said(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(ViewReader, "messages", Mock(side_effect=DataError("the file is gone", hint="find it")))
        await press(app, pilot, "slash", "a")
        assert notices(app) == ["the file is gone – find it"]
        monkeypatch.setattr(ViewReader, "messages", Mock(side_effect=KeyError("a bug")))
        await pilot.press("b")
        with pytest.raises(WorkerFailed):
            await app.workers.wait_for_complete()
        assert repr(app.failure) == "KeyError('a bug')"

    with pytest.raises(WorkerFailed):  # the pilot raises what the application reports
        browse(catalog, act)


def test_q_quits(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running

    browse(catalog, act)
