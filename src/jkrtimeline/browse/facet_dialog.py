"""The dialog of facets: their values, each with its number of events, to choose from."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static

from ..catalog import Catalog
from ..text.normalize import fold
from ..text.sanitize import visible
from .dialogs import Choices, Dialog, option_of
from .view import FACETS, Facet, View

_MOST = 200
"""Values listed for each facet at most."""


class FacetValue(NamedTuple):
    """A value of a facet: its id, its name and its number of events."""

    id: str
    name: str
    events: int


Values = Mapping[Facet, Sequence[FacetValue]]


def facet_values(catalog: Catalog, view: View) -> Values:
    """The values of all facets, each facet counted under the choices in the others."""
    return {facet: _values(catalog, facet, view.without_facet(facet)) for facet in FACETS}


def _values(catalog: Catalog, facet: Facet, view: View) -> list[FacetValue]:
    query = view.query(catalog)
    if facet != "importance":
        records = catalog.facets(facet, query)
        return [FacetValue(each["id"], each["name"], each["count"]) for each in records if each["count"]]
    values: list[FacetValue] = []
    for bucket in catalog.counted("importance", None, query).buckets:  # the most important first
        events = bucket.count + (values[-1].events if values else 0)
        values.append(FacetValue(str(bucket.key), f"{bucket.key} or more" if values else str(bucket.key), events))
    return values


class FacetDialog(Dialog[None]):
    """The values of all facets. Enter toggles one; typing narrows the list.

    `count` returns the values under a view, and is called in another thread; `choose` shows another view.
    """

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_facet(1)", show=False, priority=True),
        Binding("shift+tab", "next_facet(-1)", show=False, priority=True),
    ]

    def __init__(self, view: View, count: Callable[[View], Values], choose: Callable[[View], None]) -> None:
        super().__init__("Facets: type to narrow, Enter chooses, Tab goes on, Esc closes")
        self._view = view
        self._count = count
        self._choose = choose
        self._values: Values = {}
        self._listed: list[tuple[Facet, str] | None] = []

    def compose_body(self) -> ComposeResult:
        yield Input(placeholder="part of a name", compact=True)
        yield Choices(markup=False)
        yield Static("counting …", markup=False, id="counting")

    def on_mount(self) -> None:
        self._recount()

    def _recount(self) -> None:
        view = self._view
        self.run_worker(lambda: self._counted(view), thread=True, exclusive=True, group="facets")

    def _counted(self, view: View) -> None:
        values = self._count(view)
        self.app.call_from_thread(self._show, view, values)

    def _show(self, view: View, values: Values) -> None:
        if view is self._view and self.is_attached:
            self._values = values
            self._fill()

    def _fill(self) -> None:
        """List the values whose name or facet contains what is typed, the chosen ones first."""
        typed = fold(self.query_one(Input).value)
        options, listed = [], self.query_one(OptionList)
        highlighted = self._highlighted()
        self._listed = []
        for facet, values in self._values.items():
            chosen = self._view.facets.get(facet, ())
            shown = [each for each in values if facet.startswith(typed) or typed in fold(f"{each.id} {each.name}")]
            if not shown:
                continue
            options.append(option_of(Text(facet.capitalize(), "bold"), disabled=True))
            self._listed.append(None)
            for each in sorted(shown, key=lambda value: value.id not in chosen)[:_MOST]:
                mark = "✓" if each.id in chosen else " "
                options.append(option_of(f" {mark} {each.events:>7}  {visible(each.name)}"))
                self._listed.append((facet, each.id))
            if (more := len(shown) - _MOST) > 0:
                options.append(option_of(Text(f"           and {more} more: type to narrow", "dim"), disabled=True))
                self._listed.append(None)
        listed.clear_options().add_options(options)
        same = self._listed.index(highlighted) if highlighted in self._listed and highlighted else None
        listed.highlighted = same if same is not None else 1 if len(options) > 1 else None
        counting = self.query_one("#counting", Static)
        counting.update("no value matches" if self._values and typed else "no events")
        counting.display = not options

    def _highlighted(self) -> tuple[Facet, str] | None:
        position = self.query_one(OptionList).highlighted
        return self._listed[position] if position is not None and position < len(self._listed) else None

    def on_input_changed(self) -> None:
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Move in the list while a name is typed, and type while the list has the focus."""
        listed = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "down": listed.action_cursor_down,
            "up": listed.action_cursor_up,
            "pagedown": listed.action_page_down,
            "pageup": listed.action_page_up,
        }
        if self.focused is not listed and (move := moves.get(event.key)):
            move()
            event.stop()
        elif self.focused is listed and event.is_printable and event.key != "space":
            self.query_one(Input).focus()
            self.query_one(Input).insert_text_at_cursor(event.character or "")
            event.stop()

    def action_next_facet(self, step: int) -> None:
        """Highlight the first value of the next facet."""
        here = self.query_one(OptionList).highlighted or 0
        firsts = [position + 1 for position, each in enumerate(self._listed[:-1]) if self._is_heading(position)]
        if not firsts:
            return
        current = max((n for n, first in enumerate(firsts) if first <= here), default=0)
        listed = self.query_one(OptionList)
        listed.highlighted = firsts[(current + step) % len(firsts)]
        listed.scroll_to_highlight(top=True)

    def _is_heading(self, position: int) -> bool:
        return self._listed[position] is None and self._listed[position + 1] is not None

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if value := self._listed[event.option_index]:
            self._view = self._view.with_facet(*value)
            self._choose(self._view)
            self._fill()
            self._recount()
