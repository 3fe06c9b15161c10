"""The application: search box, density strip, list and card, and what the keys do."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.types import CSSPathType
from textual.widgets import Input, Static

from ..catalog import Catalog
from ..errors import JkrError
from ..formats import RenderOptions
from ..formats.layout.links import link
from ..model import Event
from ..text.sanitize import visible
from .density_strip import DensityStrip
from .event_list import EventList
from .pages import Pages
from .rendering import Renderer, citation
from .screens import ChoiceScreen, Counts, FacetScreen, QuestionScreen, TextScreen, help_text
from .view import Facet, View, Window

Export = Callable[[View, str], str]
"""Writes the events of a view to a file and returns a line that says so. Raises JkrError."""

_KEYS = "/ search  f facets  + - days  t thread  o open  y copy  e export  ? keys  q quit"


class Browser(App[None]):
    """The full-screen browser of one timeline.

    `open_address` opens an http(s) address in the user's browser; `no_clipboard` says why the terminal cannot
    copy (empty: it may).
    """

    AUTO_FOCUS: ClassVar[str | None] = "#events"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    CSS_PATH: ClassVar[CSSPathType | None] = "browse.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", show=False),
        Binding("escape", "widen", show=False),
        Binding("s", "sort", show=False),
        Binding("f", "facets", show=False),
        Binding("left_square_bracket", "shift(-1)", show=False),
        Binding("right_square_bracket", "shift(1)", show=False),
        Binding("plus,equals_sign", "zoom(0.5)", show=False),
        Binding("minus", "zoom(2.0)", show=False),
        Binding("t", "thread(1)", show=False),
        Binding("T", "thread(-1)", show=False),
        Binding("o", "open_source", show=False),
        Binding("y", "copy", show=False),
        Binding("c", "command", show=False),
        Binding("e", "export", show=False),
        Binding("question_mark", "keys", show=False),
        Binding("q", "quit", show=False),
    ]

    def __init__(
        self,
        catalog: Catalog,
        view: View,
        *,
        export: Export,
        open_address: Callable[[str], object],
        no_clipboard: str = "",
        options: RenderOptions | None = None,
    ) -> None:
        super().__init__(ansi_color=True)
        options = options or RenderOptions()
        self.theme = "ansi-light" if options.background == "light" else "ansi-dark"
        self.catalog = catalog
        self.view: View = view
        self._export = export
        self._open_address = open_address
        self._no_clipboard = no_clipboard
        self._renderer = Renderer(catalog, options)
        self._typing = False

    # --- layout ---

    def compose(self) -> ComposeResult:
        yield Input(self.view.words, placeholder="search", id="search", compact=True, select_on_focus=False)
        yield DensityStrip(self._renderer, id="density")
        with Horizontal(id="panes"):
            yield EventList(self._renderer, id="events")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(markup=False, id="card")
        yield Static(markup=False, id="status")

    def on_mount(self) -> None:
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):  # on Windows, or in a thread
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        self._apply(self.view)

    def _end(self, number: int) -> None:
        """Leave at once, as after a signal; the terminal is restored."""
        self.exit(return_code=128 + number)

    # --- the state: one view, and what follows from it ---

    def _apply(self, view: View, *, select: str = "") -> None:
        """Show another view. `select` is the id of the event to select (default: the one that is)."""
        row = self.query_one(EventList).row
        self.view = view
        self._read(view, select or (row.event.id if row is not None else ""))

    @work(thread=True, exclusive=True, group="rows")
    def _read(self, view: View, selected: str) -> None:
        """Read the first page of a view, then what the strip shows."""
        try:
            pages = Pages(self.catalog, view.query(self.catalog, typing=self._typing))
            position = 0
            if selected and not self._typing:
                pages.count_all()
                start = self.catalog.row(selected).event.start
                position = pages.position_of(selected, start.toordinal() if start else None) or 0
                pages.load(position)
        except JkrError as error:
            self.call_from_thread(self._refuse, error)
            return
        self.call_from_thread(self._show, view, pages, position)
        pages.count_all()
        self.call_from_thread(self._show_count, view)
        stats = self.catalog.counted("month", None, replace(view, window=None).query(self.catalog, typing=self._typing))
        counts = {
            date.fromisoformat(f"{bucket.key}-01"): bucket.count
            for bucket in stats.buckets
            if bucket.key is not None and len(bucket.key) == 7
        }
        self.call_from_thread(self._show_density, view, counts)

    def _show(self, view: View, pages: Pages, position: int) -> None:
        if view is self.view:
            self.query_one(EventList).show(pages, position)
            self._status()

    def _show_count(self, view: View) -> None:
        if view is self.view:
            self.query_one(EventList).resize()
            self._status()

    def _show_density(self, view: View, counts: dict[date, int]) -> None:
        if view is not self.view:
            return
        bounds = None
        if filled := [day for day, count in counts.items() if count]:
            after = max(filled) + timedelta(31)
            bounds = Window(min(filled), after.replace(day=1) - timedelta(1))
        self.query_one(DensityStrip).show(counts, bounds, view.window)

    def _refuse(self, error: JkrError) -> None:
        self._say(f"{error.message}{f' – {error.hint}' if error.hint else ''}", severity="error")

    def _say(self, text: str, severity: str = "information") -> None:
        self.notify(visible(text), markup=False, severity=severity)  # type: ignore[arg-type]

    def _status(self) -> None:
        events = self.query_one(EventList)
        count, total = len(events.pages or ()), self.catalog.size()
        parts = [f"{min(events.selected + 1, count)}/{count}" + (f" of {total} events" if count < total else " events")]
        parts += [", ".join(chosen) for chosen in self.view.facets.values() if chosen]
        parts += [self.view.window.text] if self.view.window else []
        parts += ["by date"] if self.view.by_date and self.view.words else []
        self.query_one("#status", Static).update(visible(" · ".join(parts)) + "\n" + _KEYS)

    # --- the list and the card ---

    def on_event_list_selected(self, message: EventList.Selected) -> None:
        self._status()
        self._draw_card()

    def on_event_list_opened(self) -> None:
        if (event := self._event()) is not None:
            identity = event.id
            self.push_screen(TextScreen(lambda width: self._renderer.card(identity, width)))

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw_card)

    def _draw_card(self) -> None:
        side, card, event = self.query_one("#side"), self.query_one("#card", Static), self._event()
        width = side.scrollable_content_region.width
        card.update(self._renderer.card(event.id, width) if event is not None and width > 10 else "")
        side.scroll_home(animate=False)

    def _event(self) -> Event | None:
        row = self.query_one(EventList).row
        return row.event if row is not None else None

    # --- narrowing ---

    def action_search(self) -> None:
        self.query_one("#search", Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        if message.input.id == "search" and message.value != self.view.words:
            self._typing = True
            self._apply(replace(self.view, words=message.value))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        if message.input.id == "search":
            self._typing = False
            self.query_one(EventList).focus()
            self._apply(replace(self.view, words=message.value))

    def action_widen(self) -> None:
        """Undo one kind of narrowing: the search, then the days, then the facets."""
        search = self.query_one("#search", Input)
        if search.has_focus:
            self.query_one(EventList).focus()
        elif self.view.words:
            with self.prevent(Input.Changed):
                search.value = ""
            self._apply(replace(self.view, words=""))
        elif self.view.window is not None:
            self._apply(replace(self.view, window=None))
        elif self.view.facets:
            self._apply(replace(self.view, facets={}))

    def action_sort(self) -> None:
        self._apply(replace(self.view, by_date=not self.view.by_date))

    def action_facets(self) -> None:
        self.push_screen(FacetScreen(self.view, self._counts, self._apply))

    def _counts(self, facet: Facet, view: View) -> Counts:
        """The values of a facet, with their number of events under the other facets."""
        others = {name: chosen for name, chosen in view.facets.items() if name != facet}
        query = replace(view, facets=others).query(self.catalog)
        if facet == "importance":
            stats = self.catalog.counted("importance", None, query)
            return [(str(each.key), f"{each.key} or more", each.count) for each in stats.buckets if each.key]
        records = self.catalog.facets(facet, query)
        return [(record["id"], record["name"], record["count"]) for record in records if record["count"]]

    def action_shift(self, steps: int) -> None:
        bounds, window = self.query_one(DensityStrip).bounds, self.view.window
        if bounds is not None and window is not None:
            step = max(window.days // 2, 1)
            self._apply(replace(self.view, window=window.shifted(steps * step, bounds)))
        else:
            self._say("+ narrows the days first")

    def action_zoom(self, factor: float) -> None:
        bounds, event = self.query_one(DensityStrip).bounds, self._event()
        if bounds is None:
            return
        window = self.view.window or bounds
        middle = event.start if event is not None and event.start else date.fromordinal(
            (window.first.toordinal() + window.last.toordinal()) // 2
        )  # fmt: skip
        zoomed = window.zoomed(factor, middle, bounds)
        self._apply(replace(self.view, window=None if zoomed == bounds else zoomed))

    def on_density_strip_narrowed(self, message: DensityStrip.Narrowed) -> None:
        self._apply(replace(self.view, window=message.window))

    # --- moving, opening, taking away ---

    def action_thread(self, step: int) -> None:
        """Select the next event of the thread in the order of time (the previous one if `step` is -1)."""
        event, events = self._event(), self.query_one(EventList)
        if event is None or events.pages is None:
            return
        if event.thread is None:
            self._say("this event is in no thread")
            return
        query = self.catalog.query(thread=event.thread)
        thread = [row.event.id for row in self.catalog.rows(query)]
        position = thread.index(event.id) + step
        if not 0 <= position < len(thread):
            self._say("the thread ends here" if step > 0 else "the thread starts here")
            return
        other = self.catalog.row(thread[position]).event
        found = events.pages.position_of(other.id, other.start.toordinal() if other.start else None)
        if found is None:
            self._say(f"hidden by the search, days or facets: {other.title}")
        else:
            events.selected = found

    def action_open_source(self) -> None:
        event = self._event()
        addresses = [(each.by, each.url) for each in event.sources if each.url and link(each.url)] if event else []
        if not addresses:
            self._say("no source with an address")
        elif len(addresses) == 1:
            self._open(addresses[0][1])
        else:
            lines = [f"{by}  {url}" for by, url in addresses]
            self.push_screen(ChoiceScreen("Open which source?", lines), lambda n: self._open_nth(addresses, n))

    def _open_nth(self, addresses: list[tuple[str, str]], position: int | None) -> None:
        if position is not None:
            self._open(addresses[position][1])

    def _open(self, address: str) -> None:
        try:
            self._open_address(link(address))
            self._say(f"opened {address}")
        except (JkrError, OSError) as error:
            self._say(f"cannot be opened: {error}", severity="error")

    def action_copy(self) -> None:
        event = self._event()
        if event is None:
            return
        choices = [("id", event.id)]
        choices += [("link", each.url) for each in event.sources if each.url][:1]
        choices.append(("citation", citation(event)))
        lines = [f"{name:<9} {text}" for name, text in choices]
        self.push_screen(ChoiceScreen("Copy what?", lines), lambda n: self._copy(choices, n))

    def _copy(self, choices: list[tuple[str, str]], position: int | None) -> None:
        if position is None:
            return
        name, text = choices[position]
        if self._no_clipboard:
            self._say(f"{self._no_clipboard}: {text}", severity="warning")
            return
        self.copy_to_clipboard(visible(text))
        self._say(f"{name} sent to the clipboard (OSC 52)")

    def action_command(self) -> None:
        self.push_screen(TextScreen(lambda _: _plain(self.view.command())))

    def action_export(self) -> None:
        title = "Export to which file? Its ending picks the format: .md .html .csv .json .yaml .ics …"
        self.push_screen(QuestionScreen(title), self._export_to)

    def _export_to(self, name: str | None) -> None:
        if name is None:
            return
        try:
            self._say(self._export(self.view, name))
        except JkrError as error:
            self._refuse(error)

    def action_keys(self) -> None:
        self.push_screen(TextScreen(help_text))


def _plain(text: str) -> Text:
    return Text(visible(text))
