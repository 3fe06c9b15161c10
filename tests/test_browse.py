"""The full-screen browser: its state, its pages, and the application under Textual's pilot."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

import jkrtimeline
from jkrtimeline.browse.browser import Browser
from jkrtimeline.browse.density_strip import DensityStrip
from jkrtimeline.browse.event_list import EventList
from jkrtimeline.browse.facet_dialog import FacetDialog, facet_values
from jkrtimeline.browse.outside import Outside
from jkrtimeline.browse.pages import PAGE, Pages
from jkrtimeline.browse.reader import FirstPage, MonthCounts, RowsCounted, ViewReader
from jkrtimeline.browse.view import View, Window
from jkrtimeline.catalog import Catalog
from jkrtimeline.errors import UsageError
from jkrtimeline.formats import RenderOptions

from .conftest import SAMPLE, TODAY

if TYPE_CHECKING:
    from textual.message import Message

YEAR = Window(date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture(scope="module")
def bundled(shared_cache: Path) -> Catalog:
    return jkrtimeline.load(today=date.fromisoformat(TODAY), cache=shared_cache).catalog


def opened(path: Path, cache: Path) -> Catalog:
    return jkrtimeline.load(path, today=date.fromisoformat(TODAY), cache=cache).catalog


# --- the state --------------------------------------------------------------------------------------


def test_a_window_stays_within_its_bounds() -> None:
    march = Window(date(2024, 3, 1), date(2024, 3, 31))
    assert march.shifted(31, YEAR) == Window(date(2024, 4, 1), date(2024, 5, 1))
    assert march.shifted(1000, YEAR) == Window(date(2024, 12, 1), date(2024, 12, 31))
    assert march.shifted(-1000, YEAR) == Window(date(2024, 1, 1), date(2024, 1, 31))
    half = YEAR.zoomed(0.5, date(2024, 12, 30), YEAR)
    assert (half.days, half.last) == (183, YEAR.last)
    assert half.zoomed(4, date(2024, 6, 1), YEAR) == YEAR
    assert march.zoomed(0.01, date(2024, 3, 15), YEAR).days == 7


def test_the_equivalent_command_line_is_quoted() -> None:
    assert View().command() == "jkr timeline"
    view = View(words="a; rm", options=("--actor", "Lee Jae-myung"), window=YEAR)
    assert view.command() == "jkr search 'a;' rm --actor 'Lee Jae-myung' --in 2024-01-01..2024-12-31"
    assert View(words="summit -yoon", by_date=True).command() == "jkr search --sort date -- summit -yoon"
    facets = View().with_facet("theme", "history").with_facet("theme", "tariffs").with_facet("importance", "major")
    assert facets.command() == "jkr timeline --theme history,tariffs --importance major"
    assert facets.with_facet("theme", "history").command() == "jkr timeline --theme tariffs --importance major"
    assert facets.with_facet("importance", "notable").facets["importance"] == ("notable",)


def test_the_equivalent_command_line_gives_the_same_events(bundled: Catalog, run: Any) -> None:
    import json
    import shlex

    for view in (
        View(words="forced labour"),
        View(words="summit -yoon", window=YEAR),
        View({"actor": ["ishiba"]}, ("--actor", "ishiba"))
        .with_facet("theme", "tariffs")
        .with_facet("theme", "history"),
        View(window=YEAR).with_facet("importance", "major"),
    ):
        argv = shlex.split(view.command())[1:]
        done = run(*argv[:1], "--json", *argv[1:])
        shown = [row.event.id for row in bundled.rows(view.query(bundled))]
        assert shown == [record["id"] for record in json.loads(done.out)]
        assert shown


# --- pages ------------------------------------------------------------------------------------------


def test_pages_read_only_what_is_asked_for(bundled: Catalog) -> None:
    query = View().query(bundled)
    pages = Pages(bundled, query)
    assert len(pages) == PAGE
    pages.count_all()
    everything = [row.event.id for row in bundled.rows(query)]
    assert pages.cached(0) is not None
    assert pages.cached(PAGE) is None
    pages.load(PAGE + 3)
    assert pages.cached(PAGE) is not None
    assert [pages.row(n).event.id for n in range(len(pages))] == everything  # type: ignore[union-attr]
    assert pages.row(len(pages)) is None


@pytest.mark.parametrize("words", ["", "summit"])
def test_every_event_has_its_position(bundled: Catalog, words: str) -> None:
    pages = Pages(bundled, View(words=words).query(bundled))
    pages.count_all()
    for position in range(len(pages)):
        row = pages.row(position)
        assert row is not None
        assert pages.position_of(row.event.id) == position
    assert pages.position_of("no-such-event") is None


# --- the application --------------------------------------------------------------------------------

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
    outside = Outside(taken.export, lambda name: name == "old.md", taken.opened.append, no_clipboard)
    app = Browser(catalog, view or View(), outside, options)

    async def main() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot)
            await act(app, pilot)

    asyncio.run(main())
    return taken


async def settle(app: Browser, pilot: Pilot[None]) -> None:
    await pilot.pause()
    while not app.main.reader.is_idle:
        await asyncio.sleep(0.001)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: Browser, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
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


def test_moving_shows_the_card(bundled: Catalog) -> None:
    everything = [row.event for row in bundled.rows(View().query(bundled))]

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

    browse(bundled, act)


def test_the_list_follows_as_you_type(bundled: Catalog) -> None:
    tariffs = [row.event.id for row in bundled.rows(bundled.query("tariffs"))]

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

    browse(bundled, act)


def test_keys_are_text_while_typing(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"qfoyce?[]+-jk")
        assert app.is_running
        assert app.query_one("#search", Input).value == "qfoyce?[]+-jk"

    browse(bundled, act)


def test_facets_narrow_the_list(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        whole = listed(app)
        await press(app, pilot, "f")
        assert isinstance(app.screen, FacetDialog)
        await press(app, pilot, *"tariffs", "enter", "escape")
        assert app.main.view.command() == "jkr timeline --theme tariffs"
        assert listed(app) == bundled.count(bundled.query(theme="tariffs")) < whole
        await press(app, pilot, "escape")
        assert listed(app) == whole

    browse(bundled, act)


def test_days_narrow_shift_and_widen(bundled: Catalog) -> None:
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

    browse(bundled, act)


def test_dragging_over_the_strip_narrows_the_days(bundled: Catalog) -> None:
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

    browse(bundled, act)


def test_the_thread_leads_from_event_to_event(bundled: Catalog) -> None:
    name = bundled.facets("thread", bundled.query())[0]["id"]
    thread = [row.event.id for row in bundled.rows(bundled.query(thread=name))]

    async def act(app: Browser, pilot: Pilot[None]) -> None:
        app.query_one(EventList).selected = [
            row.event.id for row in bundled.rows(View().query(bundled))
        ].index(thread[0])  # fmt: skip
        await press(app, pilot, "t", "t")
        assert selected(app) == thread[2]
        await press(app, pilot, "T")
        assert selected(app) == thread[1]

    browse(bundled, act)


def test_sources_are_opened_and_views_exported(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        app.query_one(EventList).selected = 3
        await settle(app, pilot)
        await press(app, pilot, "o")
        if len(app.screen_stack) > 1:  # several sources to choose from
            await press(app, pilot, "enter")
        await press(app, pilot, "e", *"x.md", "enter")
        await press(app, pilot, "e", *"bad.docx", "enter")

    taken = browse(bundled, act)
    assert taken.opened
    assert all(address.startswith("https://") for address in taken.opened)
    assert [name for _, name in taken.exported] == ["x.md"]


def test_copying_is_refused_where_the_terminal_cannot(bundled: Catalog) -> None:
    async def copied(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "y", "enter")
        assert app.clipboard == selected(app)

    async def refused(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "y", "down", "enter")
        assert app.clipboard == ""
        assert notices(app)[-1].startswith("this terminal cannot copy: https://")

    browse(bundled, copied)
    browse(bundled, refused, no_clipboard="this terminal cannot copy")


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12)])
@pytest.mark.parametrize("key", ["enter", "question_mark", "c", "f", "y", "e"])
def test_every_window_opens_and_closes_at_any_size(bundled: Catalog, key: str, size: tuple[int, int]) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, key)
        assert len(app.screen_stack) == 2
        await press(app, pilot, "escape")
        assert len(app.screen_stack) == 1
        assert app.is_running

    browse(bundled, act, size=size)


def test_a_small_terminal_is_used_or_refused_in_one_line(bundled: Catalog) -> None:
    async def narrow(app: Browser, pilot: Pilot[None]) -> None:
        assert "Seoul presents" in screen_text(app)

    async def too_small(app: Browser, pilot: Pilot[None]) -> None:
        assert screen_text(app).split("\n")[0].strip() == "jkr browse needs 40×10"
        await pilot.resize_terminal(100, 30)
        await settle(app, pilot)
        assert "Seoul presents" in screen_text(app)

    browse(bundled, narrow, size=(60, 12))
    browse(bundled, too_small, size=(30, 5))


def test_the_list_of_a_search_is_that_of_jkr_search(bundled: Catalog) -> None:
    hits = list(bundled.rows(bundled.query("yoon visits sado")))
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

    browse(bundled, act)


def test_no_result_is_said(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"qqqxyz", "enter")
        assert listed(app) == 0
        assert "no event matches" in screen_text(app)
        assert "'qqqxyz' occurs nowhere" in screen_text(app)
        await press(app, pilot, "escape")
        assert listed(app) > 0

    browse(bundled, act)


def test_an_existing_file_is_replaced_only_when_that_is_wanted(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e", *"old.md", "enter")
        await press(app, pilot, "enter")  # no
        await press(app, pilot, "e", *"old.md", "enter", "escape")
        assert len(app.screen_stack) == 1

    async def replacing(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e", *"old.md", "enter")
        await press(app, pilot, "down", "enter")
        assert notices(app) == ["→ old.md"]

    assert browse(bundled, act).exported == []
    assert [name for _, name in browse(bundled, replacing).exported] == ["old.md"]


def test_the_command_line_can_be_copied(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"tariffs", "enter", "c", "y")
        assert app.clipboard == "jkr search tariffs"

    browse(bundled, act)


def test_tab_goes_from_facet_to_facet(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "f", "tab", "tab", "tab", "enter")
        assert app.main.view.facets == {"importance": ("major",)}
        await press(app, pilot, "down", "enter")
        assert app.main.view.facets == {"importance": ("notable",)}
        await press(app, pilot, "escape")
        assert listed(app) == bundled.count(bundled.query(importance="notable"))

    browse(bundled, act)


@pytest.mark.parametrize("key", ["f", "y"])
def test_the_highlighted_line_of_a_dialog_is_in_reverse(bundled: Catalog, key: str) -> None:
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

    browse(bundled, act, size=(160, 40))


def test_facets_count_what_choosing_them_lists(bundled: Catalog) -> None:
    view = View(words="summit").with_facet("theme", "tariffs")
    for facet, values in facet_values(bundled, view).items():
        assert values
        for value in values[:5]:
            listed = bundled.count(view.without_facet(facet).with_facet(facet, value.id).query(bundled))
            assert listed == value.events or (facet == "actor" and listed > value.events)  # with its members


def test_bars_count_the_events_by_month(bundled: Catalog) -> None:
    stats = bundled.counted("month", None, bundled.query(since="2023-01", theme="history"))
    posted: list[Message] = []
    reader = ViewReader(bundled, posted.append)
    view = View({"since": "2023-01"}, ()).with_facet("theme", "history")
    reader.read(view)
    while not reader.is_idle:
        time.sleep(0.001)
    reader.stop()
    (counts,) = [each for each in posted if isinstance(each, MonthCounts)]
    assert counts.bounds == Window(date(2023, 1, 1), date(2025, 6, 30))
    expected = {each.key: each.count for each in stats.buckets if each.key is not None and len(each.key) == 7}
    assert {f"{day:%Y-%m}": count for day, count in counts.months.items() if count} == {
        key: count for key, count in expected.items() if count
    }


def test_a_view_that_is_replaced_is_not_read_to_its_end(bundled: Catalog) -> None:
    views = [View(words=word, unfinished=True) for word in ("sum", "summ", "summit")]
    posted: list[FirstPage | RowsCounted | MonthCounts] = []
    first = threading.Event()

    def post(message: Any) -> None:
        posted.append(message)
        if isinstance(message, FirstPage) and message.view is views[0]:
            for view in views[1:]:  # typed while the first page is shown
                reader.read(view)
            first.set()

    reader = ViewReader(bundled, post)
    reader.read(views[0])
    assert first.wait(60)
    while not reader.is_idle:
        time.sleep(0.001)
    reader.stop()
    assert [type(each) for each in posted if each.view is views[0]] == [FirstPage]
    assert [type(each) for each in posted if each.view is views[1]] == []
    assert [type(each) for each in posted if each.view is views[2]] == [FirstPage, RowsCounted, MonthCounts]


def test_q_quits(bundled: Catalog) -> None:
    async def act(app: Browser, pilot: Pilot[None]) -> None:
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running

    browse(bundled, act)


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


@pytest.mark.parametrize("options", [RenderOptions(unicode=False), RenderOptions(ambiguous=True)])
def test_a_terminal_without_unicode_gets_ascii_in_every_window(tmp_path: Path, options: RenderOptions) -> None:
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
    assert all(map(str.isascii, screens)), set("".join(screens))
    browse(opened(file, tmp_path / "cache"), act)
    assert not any(map(str.isascii, screens[len(screens) // 2 :]))


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
