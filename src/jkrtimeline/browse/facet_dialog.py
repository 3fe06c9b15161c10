"""The dialog of facets: their values, each with its number of events, to choose from."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar, NamedTuple, cast

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..catalog import Catalog
from ..errors import JkrError
from ..text.normalize import fold
from ..text.sanitize import visible
from .dialogs import Choices, Dialog, say_error
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
    for bucket in catalog.stats("importance", None, query).buckets:  # the most important first
        events = bucket.count + (values[-1].events if values else 0)
        values.append(FacetValue(str(bucket.key), f"{bucket.key} or more" if values else str(bucket.key), events))
    return values


class FacetDialog(Dialog[None]):
    """The values of all facets. Enter toggles one; typing narrows the list. The id of an option is a facet and a value.

    `choose` shows another view.
    """

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_facet(1)", show=False, priority=True),
        Binding("shift+tab", "next_facet(-1)", show=False, priority=True),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, catalog: Catalog, view: View, choose: Callable[[View], None]) -> None:
        super().__init__("Facets: type to narrow, Enter chooses, Tab goes on, Esc closes")
        self._catalog = catalog
        self._view = view
        self._choose = choose
        self._values: Values = {}

    def compose_body(self) -> ComposeResult:
        yield Input(placeholder="part of a name", compact=True)
        yield Choices(markup=False)
        yield Static("counting …", markup=False, id="counting")

    def on_mount(self) -> None:
        self._recount(self._view)

    @work(thread=True, exclusive=True)
    def _recount(self, view: View) -> None:
        try:
            self.app.call_from_thread(self._show, view, facet_values(self._catalog, view))
        except JkrError as error:
            self.app.call_from_thread(say_error, self, error)

    def _show(self, view: View, values: Values) -> None:
        if view is self._view and self.is_attached:
            self._values = values
            self._fill()

    def _fill(self) -> None:
        """List the values whose name or facet contains what is typed, the chosen ones first."""
        typed = fold(self.query_one(Input).value)
        options, listed = [], self.query_one(OptionList)
        for facet, values in self._values.items():
            chosen = self._view.facets.get(facet, ())
            shown = [each for each in values if facet.startswith(typed) or typed in fold(f"{each.id} {each.name}")]
            if not shown:
                continue
            options.append(Option(Text(facet.capitalize(), "bold"), disabled=True))
            for each in sorted(shown, key=lambda value: value.id not in chosen)[:_MOST]:
                mark = "✓" if each.id in chosen else " "
                options.append(Option(f" {mark} {each.events:>7}  {visible(each.name)}", f"{facet} {each.id}"))
            if (more := len(shown) - _MOST) > 0:
                options.append(Option(Text(f"           and {more} more: type to narrow", "dim"), disabled=True))
        before = listed.highlighted_option
        listed.clear_options().add_options(options)
        same = (number for number, option in enumerate(options) if before is not None and option.id == before.id)
        listed.highlighted = next(same, 1 if options else None)
        counting = self.query_one("#counting", Static)
        counting.update("no value matches" if self._values and typed else "no events")
        counting.display = not options

    def on_input_changed(self) -> None:
        self._fill()

    def on_key(self, event: events.Key) -> None:
        """Type while the list has the focus."""
        if isinstance(self.focused, OptionList) and event.is_printable and event.key != "space":
            self.query_one(Input).focus()
            self.query_one(Input).insert_text_at_cursor(event.character or "")
            event.stop()

    def action_next_facet(self, step: int) -> None:
        """Highlight the first value of the next facet."""
        listed = self.query_one(OptionList)
        firsts = [after for after, (one, other) in enumerate(pairwise(listed.options), 1) if not one.id and other.id]
        if not firsts:
            return
        here = listed.highlighted or 0
        current = max((number for number, first in enumerate(firsts) if first <= here), default=0)
        listed.highlighted = firsts[(current + step) % len(firsts)]
        listed.scroll_to_highlight(top=True)

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        facet, _, value = str(event.option.id).partition(" ")
        self._view = self._view.with_facet(cast("Facet", facet), value)
        self._choose(self._view)
        self._fill()
        self._recount(self._view)
