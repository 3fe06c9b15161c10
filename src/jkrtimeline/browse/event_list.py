"""The list of events: a line for each, drawn only when it is visible."""

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..query import Row
from ..text.sanitize import visible
from .reader import Pages
from .rendering import Renderer


class EventList(ScrollView, can_focus=True):
    """The events of a view, with one selected."""

    if TYPE_CHECKING:  # pyright does not infer the type of an inherited attribute
        virtual_size: Reactive[Size]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"event-list--selected"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown,space,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("home,g", "first", show=False),
        Binding("end,G", "last", show=False),
    ]

    selected: reactive[int] = reactive(0, init=False)

    class Selected(Message):
        """Another event is selected, or none: the list is empty."""

    def __init__(self, renderer: Renderer, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._renderer = renderer
        self.pages: Pages | None = None
        self._hint = ""
        self._row_style = self._selected_style = Style()

    @property
    def row(self) -> Row | None:
        """The selected row."""
        return self.pages.row(self.selected) if self.pages is not None else None

    def show(self, pages: Pages, selected: int = 0) -> None:
        """List other rows, and select the one at a position."""
        self.pages = pages
        self.set_reactive(EventList.selected, min(selected, max(len(pages) - 1, 0)))
        self.adjust()
        self.refresh()
        self.post_message(self.Selected())

    def validate_selected(self, position: int) -> int:
        return max(0, min(position, len(self.pages or ()) - 1))

    def watch_selected(self) -> None:
        self._reveal()
        self.refresh()
        self.post_message(self.Selected())

    @property
    def _rule(self) -> int | None:
        """The line of the rule above the events that lack a word; None without such events."""
        return self.pages.partial if self.pages is not None else None

    def _line_of(self, position: int) -> int:
        return position + (self._rule is not None and position >= self._rule)

    def _position_at(self, line: int) -> int:
        """The position of the event on a line; on the rule, of the event below it."""
        return line - (self._rule is not None and line > self._rule)

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self._line_of(self.selected), 1, 1), animate=False, force=True)

    def adjust(self, hint: str = "") -> None:
        """Adjust to the number of rows and the size of the screen; an empty list shows `hint`."""
        self._hint = hint
        self.virtual_size = Size(self.size.width, len(self.pages or ()) + (self._rule is not None))
        self._reveal()
        if hint:  # another number of lines is drawn anyway
            self.refresh()

    def on_resize(self) -> None:
        self.adjust(self._hint)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._row_style, self._selected_style = self.rich_style, self.get_component_rich_style("event-list--selected")
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if line == self._rule:
            rule = self._renderer.rule("matching most of the words", width)
            return Strip(rule.render(self.app.console)).adjust_cell_length(width, self._row_style)
        position = self._position_at(line)
        row = self.pages.row(position) if self.pages is not None else None
        if row is None or self.pages is None:
            return self._hint_line(y, width)
        at_top = position == 0 or y == 0
        before = None if at_top else self.pages.row(position - 1)
        text = self._renderer.line(row, before, width, ranked=self.pages.query.by_rank)
        style = self._selected_style if position == self.selected else self._row_style
        segments = Segment.apply_style(text.render(self.app.console), style)
        return Strip(segments).adjust_cell_length(width, style).crop(0, width)

    def _hint_line(self, y: int, width: int) -> Strip:
        lines = Text(visible(self._hint)).wrap(self.app.console, max(width, 1)) if self._hint else ()
        if y >= len(lines):
            return Strip.blank(width, self._row_style)
        return Strip(lines[y].render(self.app.console)).adjust_cell_length(width, self._row_style)

    def action_move(self, step: int) -> None:
        self.selected += step

    def action_page(self, pages: int) -> None:
        self.selected += pages * max(self.size.height - 1, 1)

    def action_first(self) -> None:
        self.selected = 0

    def action_last(self) -> None:
        self.selected = len(self.pages or ()) - 1

    def on_click(self, event: events.Click) -> None:
        position = self._position_at(event.y + self.scroll_offset.y)
        if position < len(self.pages or ()):
            self.selected = position
        else:
            event.stop()  # a double click there opens no card
