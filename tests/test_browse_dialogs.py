"""The dialogs of the browser: facets, sources, the clipboard, export, the command line."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from jkrtimeline.browse.browser import Browser
from jkrtimeline.browse.event_list import EventList
from jkrtimeline.browse.facet_dialog import FacetDialog
from jkrtimeline.catalog import Catalog

from .browsing import browse, listed, notices, press, selected, settle


def test_facets_narrow_the_list(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        whole = listed(app)
        await press(app, pilot, "f")
        assert isinstance(app.screen, FacetDialog)
        await press(app, pilot, *"tariffs", "enter", "escape")
        assert app.main.view.command() == "jkr timeline --theme tariffs"
        assert listed(app) == catalog.count(catalog.query(theme="tariffs")) < whole
        await press(app, pilot, "escape")
        assert listed(app) == whole

    browse(catalog, act)


def test_sources_are_opened_and_views_exported(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        app.query_one(EventList).selected = 3
        await settle(app, pilot)
        await press(app, pilot, "o")
        if len(app.screen_stack) > 1:  # several sources to choose from
            await press(app, pilot, "enter")
        await press(app, pilot, "e", *"x.md", "enter")
        await press(app, pilot, "e", *"bad.docx", "enter")

    taken = browse(catalog, act)
    assert taken.opened
    assert all(address.startswith("https://") for address in taken.opened)
    assert [name for _, name in taken.exported] == ["x.md"]


def test_copying_is_refused_where_the_terminal_cannot(catalog: Catalog) -> None:
    async def copied(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "y", "enter")
        assert app.clipboard == selected(app)

    async def refused(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "y", "down", "enter")
        assert app.clipboard == ""
        assert notices(app)[-1].startswith("this terminal cannot copy: https://")

    browse(catalog, copied)
    browse(catalog, refused, no_clipboard="this terminal cannot copy")


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12)])
def test_every_window_opens_and_closes_at_any_size(catalog: Catalog, size: tuple[int, int]) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        for key in ("enter", "question_mark", "c", "f", "y", "e"):
            await press(app, pilot, key)
            assert len(app.screen_stack) == 2, key
            await press(app, pilot, "escape")
            assert len(app.screen_stack) == 1, key
            assert app.is_running, key

    browse(catalog, act, size=size)


def test_an_existing_file_is_replaced_only_when_that_is_wanted(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e", *"old.md", "enter")
        await press(app, pilot, "enter")  # no
        await press(app, pilot, "e", *"old.md", "enter", "escape")
        assert len(app.screen_stack) == 1

    async def replacing(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e", *"old.md", "enter")
        await press(app, pilot, "down", "enter")
        assert notices(app) == ["→ old.md"]

    assert browse(catalog, act).exported == []
    assert [name for _, name in browse(catalog, replacing).exported] == ["old.md"]


def test_the_command_line_can_be_copied(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"tariffs", "enter", "c", "y")
        assert app.clipboard == "jkr search tariffs"

    browse(catalog, act)


def test_tab_goes_from_facet_to_facet(catalog: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "f", "tab", "tab", "tab", "enter")
        assert app.main.view.facets == {"importance": ("major",)}
        await press(app, pilot, "down", "enter")
        assert app.main.view.facets == {"importance": ("notable",)}
        await press(app, pilot, "escape")
        assert listed(app) == catalog.count(catalog.query(importance="notable"))

    browse(catalog, act)


@pytest.mark.parametrize("key", ["f", "y"])
def test_the_highlighted_line_of_a_dialog_is_in_reverse(catalog: Catalog, key: str) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, key)
        options = app.screen.query_one(OptionList)
        await press(app, pilot, "down")
        reverse = [
            y
            for y in range(options.size.height)
            if any(segment.style is not None and segment.style.reverse for segment in options.render_line(y))
        ]
        assert reverse
        assert options.highlighted == (2 if key == "f" else 1)
        assert reverse[0] == options.highlighted

    browse(catalog, act, size=(160, 40))
