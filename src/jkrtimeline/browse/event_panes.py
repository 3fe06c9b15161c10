"""The list and the card of the selected event, and the keys that act on that event."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.dom import DOMNode
from textual.widgets import Static

from ..catalog import Catalog
from ..errors import JkrError
from ..formats.shared.links import link
from ..index import select
from ..model import Event
from ..query import Query, Tag
from ..text.sanitize import visible
from .dialogs import ChoiceDialog, TextDialog, say
from .event_list import EventList
from .rendering import Renderer, citation
from .view import CommandLineActions

_LEAST_CARD = 10
"""Cells that a card needs at least."""


class EventPanes(Horizontal):
    """The list on the left, the card of the selected event on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", show=False),
        Binding("t", "thread(1)", show=False),
        Binding("T", "thread(-1)", show=False),
        Binding("o", "open_source", show=False),
        Binding("y", "copy", show=False),
    ]

    def __init__(
        self, catalog: Catalog, renderer: Renderer, actions: CommandLineActions, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._catalog = catalog
        self._renderer = renderer
        self._actions = actions
        self._shown = ("", 0)

    def compose(self) -> ComposeResult:
        yield EventList(self._renderer, id="events")
        with VerticalScroll(id="side", can_focus=False):
            yield Static(markup=False, id="card")

    @property
    def event(self) -> Event | None:
        """The selected event."""
        row = self.query_one(EventList).row
        return row.event if row is not None else None

    # --- the card ---

    def on_event_list_selected(self) -> None:
        self.call_after_refresh(self.draw_card)  # the list first

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw_card)

    def draw_card(self) -> None:
        """Show the card of the selected event from its first line on."""
        side, card, event = self.query_one("#side"), self.query_one("#card", Static), self.event
        width = side.scrollable_content_region.width
        shown = (event.id if event is not None and width >= _LEAST_CARD else "", width)
        if shown != self._shown:
            self._shown = shown
            card.update(self._renderer.card(*shown) if shown[0] else "")
            side.scroll_home()

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and isinstance(event.widget, EventList):
            self.action_open()

    def action_open(self) -> None:
        """Open the card as a dialog."""
        if (event := self.event) is not None:
            identity = event.id
            self.app.push_screen(TextDialog(lambda width: self._renderer.card(identity, width)))

    # --- the thread ---

    def action_thread(self, step: int) -> None:
        """Select the next event of the thread by date, or the previous one (`step` -1)."""
        event, listed = self.event, self.query_one(EventList)
        if event is None or listed.pages is None:
            return
        if event.thread is None:
            say(self, "this event is in no thread")
            return
        thread = Query(tags=((Tag("thread", event.thread),),))
        position = (self._catalog.index.read(select.position, thread, event.id) or 0) + step
        row = next(self._catalog.rows(thread._replace(limit=1, offset=position)), None) if position >= 0 else None
        if row is None:
            say(self, "the thread ends here" if step > 0 else "the thread starts here")
            return
        in_list = listed.pages.position_of(row.event.id)
        if in_list is None:
            say(self, f"hidden by the search, days or facets: {row.event.title}")
        else:
            listed.selected = in_list

    # --- the web browser ---

    def action_open_source(self) -> None:
        """Open the source of the event; where there are several, ask which."""
        event = self.event
        sources = [each for each in event.sources if each.url and link(each.url)] if event else []
        addresses = [str(each.url) for each in sources]
        if not addresses:
            say(self, "no source with an address")
        elif len(addresses) == 1:
            self._open(addresses[0])
        else:
            lines = [f"{each.by}  {each.url}" for each in sources]

            def open_nth(position: int | None) -> None:
                if position is not None:
                    self._open(addresses[position])

            self.app.push_screen(ChoiceDialog("Open which source?", lines), open_nth)

    def _open(self, address: str) -> None:
        try:
            self._actions.open_address(link(address))
            say(self, f"opened {address}")
        except (JkrError, OSError) as error:
            say(self, f"cannot be opened: {error}", "error")

    # --- the clipboard ---

    def action_copy(self) -> None:
        """Ask what to copy: the id, the first address or a citation."""
        event = self.event
        if event is None:
            return
        address = next((each.url for each in event.sources if each.url), None)
        texts = {"id": event.id, **({"link": address} if address else {}), "citation": citation(event)}

        def copy_nth(position: int | None) -> None:
            if position is not None:
                name = [*texts][position]
                copy(self, name, texts[name], self._actions.no_clipboard)

        lines = [f"{name:<9} {text}" for name, text in texts.items()]
        self.app.push_screen(ChoiceDialog("Copy what?", lines), copy_nth)


def copy(node: DOMNode, name: str, text: str, no_clipboard: str) -> None:
    """Send a text to the clipboard by OSC 52 and say so, or say why this terminal cannot copy. `name` says what it
    is."""
    if no_clipboard:
        say(node, f"{no_clipboard}: {text}", "warning")
        return
    node.app.copy_to_clipboard(visible(text))
    say(node, f"{name} sent to the clipboard (OSC 52): {text}")
