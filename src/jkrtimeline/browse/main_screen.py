"""The main screen: search box, density strip, list, card and status. It shows one View; keys make another."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from ..catalog import Catalog
from ..errors import JkrError
from ..text.sanitize import visible
from .density_strip import DensityStrip
from .dialogs import ChoiceDialog, QuestionDialog, TextDialog, help_text, say, say_error, short_help
from .event_list import EventList
from .event_panes import EventPanes, copy
from .facet_dialog import FacetDialog
from .reader import FirstPage, MonthCounts, RowsCounted, ViewReader
from .rendering import Renderer
from .view import CommandLineActions, View

_SMALLEST = (40, 10)
"""Columns and lines of the smallest terminal that can show the list."""


class MainScreen(Screen[None]):
    """Everything but the dialogs."""

    AUTO_FOCUS: ClassVar[str | None] = "#events"
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (64, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", show=False),
        Binding("escape", "widen", show=False),
        Binding("s", "sort", show=False),
        Binding("f", "facets", show=False),
        Binding("left_square_bracket", "shift(-1)", show=False),
        Binding("right_square_bracket", "shift(1)", show=False),
        Binding("plus,equals_sign", "zoom(0.5)", show=False),
        Binding("minus", "zoom(2.0)", show=False),
        Binding("c", "command", show=False),
        Binding("e", "export", show=False),
        Binding("question_mark", "keys", show=False),
        Binding("q", "app.quit", show=False),
    ]

    def __init__(self, catalog: Catalog, view: View, renderer: Renderer, actions: CommandLineActions) -> None:
        super().__init__()
        self.catalog = catalog
        self.view: View = view
        self._renderer = renderer
        self._actions = actions
        self._total = catalog.size()
        self._reader = ViewReader(catalog)

    def compose(self) -> ComposeResult:
        yield Input(self.view.words, placeholder="/ to search", id="search", compact=True, select_on_focus=False)
        yield DensityStrip(id="density")
        yield EventPanes(self.catalog, self._renderer, self._actions, id="panes")
        yield Static(markup=False, id="status")
        yield Static(f"jkr browse needs {_SMALLEST[0]}×{_SMALLEST[1]}", id="too-small")

    def on_mount(self) -> None:
        self._read(self.view)

    def on_resize(self) -> None:
        too_small = any(have < least for have, least in zip(self.app.size, _SMALLEST, strict=True))
        self.set_class(too_small, "-too-small")
        self._show_status()

    # --- the view, and what is read of it ---

    def show(self, view: View) -> None:
        """Show another view. If it has the selected event, that stays selected."""
        event = self.query_one(EventPanes).event
        self.view = view
        self._read(view, event.id if event is not None else "")

    @work(thread=True, exclusive=True, group="read")
    def _read(self, view: View, selected: str = "") -> None:
        """Read this view, and cancel the reading of any other. `selected` is the id of the event to select."""
        cancelled = get_current_worker().cancelled_event
        try:
            for message in self._reader.messages(view, selected, cancelled):
                self.post_message(message)
        except JkrError as error:
            if not cancelled.is_set():
                self.app.call_from_thread(say_error, self, error)

    def on_first_page(self, message: FirstPage) -> None:
        if message.view is self.view:
            self.query_one(EventList).show(message.pages, message.position)

    def on_rows_counted(self, message: RowsCounted) -> None:
        if message.view is self.view:
            events = self.query_one(EventList)
            events.adjust("" if events.pages else f"no event matches\n\n{message.hint}")
            self._show_status()

    def on_month_counts(self, message: MonthCounts) -> None:
        if message.view is self.view:
            self.query_one(DensityStrip).show(message.months, message.bounds, self.view.window)

    def on_event_list_selected(self) -> None:
        event = self.query_one(EventPanes).event
        self.query_one(DensityStrip).mark(event.start if event is not None else None)
        self._show_status()

    def _show_status(self) -> None:
        events = self.query_one(EventList)
        count = len(events.pages or ())
        parts = [f"{min(events.selected + 1, count):,}/{count:,}"]
        parts[0] += f" of {self._total:,} events" if count < self._total else " events"
        parts += [f"{name} {', '.join(chosen)}" for name, chosen in self.view.facets.items() if chosen]
        parts += [self.view.window.text] if self.view.window else []
        parts += ["by date" if self.view.by_date else "by rank"] if self.view.words.strip() else []
        status = Text(visible(" · ".join(parts)), no_wrap=True, overflow="ellipsis")
        status.append("\n" + short_help(self.size.width - 2))
        self.query_one("#status", Static).update(status, layout=False)

    # --- the search ---

    def action_search(self) -> None:
        self.query_one("#search", Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        if message.value != self.view.words:
            self.show(replace(self.view, words=message.value, unfinished=True))

    def on_input_submitted(self) -> None:
        self.query_one(EventList).focus()

    def on_input_blurred(self) -> None:
        """The last word is complete now."""
        if self.view.unfinished:
            self.show(replace(self.view, unfinished=False))

    def key_down(self) -> None:
        """Move from the search box to the list."""
        self.query_one(EventList).focus()

    def action_sort(self) -> None:
        if self.view.words.strip():
            self.show(replace(self.view, by_date=not self.view.by_date))
        else:
            say(self, "without a search, events are listed by date")

    # --- facets and days ---

    def action_widen(self) -> None:
        """Undo one step: leave the search box, then clear the search, the days and the facets."""
        search = self.query_one("#search", Input)
        if search.has_focus:
            self.query_one(EventList).focus()
        elif self.view.words:
            with self.prevent(Input.Changed):
                search.value = ""
            self.show(replace(self.view, words=""))
        elif self.view.window is not None:
            self.show(self.view.all_days())
        elif self.view.facets:
            self.show(replace(self.view, facets={}))

    def action_facets(self) -> None:
        self.app.push_screen(FacetDialog(self.catalog, self.view, self.show))

    def action_shift(self, steps: int) -> None:
        bounds, window = self.query_one(DensityStrip).bounds, self.view.window
        if bounds is not None and window is not None:
            step = max(window.days // 2, 1)
            self.show(replace(self.view, window=window.shifted(steps * step, bounds)))
        else:
            say(self, "+ narrows the days first")

    def action_zoom(self, factor: float) -> None:
        bounds, event = self.query_one(DensityStrip).bounds, self.query_one(EventPanes).event
        if bounds is None:
            return
        window = self.view.window or bounds
        middle = date.fromordinal((window.first.toordinal() + window.last.toordinal()) // 2)
        zoomed = window.zoomed(factor, event.start if event is not None and event.start else middle, bounds)
        self.show(replace(self.view, window=None if zoomed == bounds else zoomed))

    def on_density_strip_narrowed(self, message: DensityStrip.Narrowed) -> None:
        self.show(replace(self.view, window=message.window))

    # --- the view as a whole ---

    def action_command(self) -> None:
        """Show the command line that gives the same events."""
        command = self.view.command()

        def copy_command() -> None:
            copy(self, "command", command, self._actions.no_clipboard)

        dialog = TextDialog(lambda _: Text(visible(command)), "The same in a shell (y copies it)", copy_command)
        self.app.push_screen(dialog)

    def action_export(self) -> None:
        """Ask for a file name, and write the list to that file."""
        title = "Export to which file? Its ending selects the format: .md .html .csv .json .yaml .ics …"
        self.app.push_screen(QuestionDialog(title), self._export_to)

    def _export_to(self, name: str | None) -> None:
        if name is None:
            return
        file, view = name, self.view

        def replace_it(position: int | None) -> None:
            if position == 1:
                self._write(view, file)

        try:
            if self._actions.exists(file):
                dialog = ChoiceDialog(f"{file} exists. Replace it?", ["no, leave it", "yes, replace it"])
                self.app.push_screen(dialog, replace_it)
            else:
                self._write(view, file)
        except JkrError as error:
            say_error(self, error)

    @work(thread=True, group="export")
    def _write(self, view: View, name: str) -> None:
        try:
            self.app.call_from_thread(say, self, self._actions.export(view, name))
        except JkrError as error:
            self.app.call_from_thread(say_error, self, error)

    def action_keys(self) -> None:
        self.app.push_screen(TextDialog(help_text, "Keys"))
