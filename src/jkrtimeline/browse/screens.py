"""The windows above the list: the card in full, facets, a choice, a question, the keys."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..text.normalize import fold
from ..text.sanitize import visible
from .view import FACETS, Facet, View

_CLOSE: list[BindingType] = [Binding("escape,q", "dismiss", "Close", show=False)]

KEYS = (
    ("↑ ↓  j k", "previous, next event"),
    ("PgUp PgDn", "a page up, down"),
    ("Home End  g G", "first, last event"),
    ("/", "search: the list follows as you type; Enter returns to it"),
    ("s", "sort the hits of a search by relevance or by date"),
    ("f", "facets: theme, actor, thread, importance"),
    ("[ ]", "move the days shown earlier, later"),
    ("+ -", "show fewer, more days; drag over the bars to choose them"),
    ("t T", "next, previous event of the thread"),
    ("Enter", "the card in full"),
    ("o", "open a source in the browser"),
    ("y", "copy the id, the link or a citation"),
    ("c", "show the command line with the same answer"),
    ("e", "export the list to a file, in any format"),
    ("Esc", "clear the search, then the days, then the facets"),
    ("?", "this help"),
    ("q", "quit"),
)


class TextScreen(ModalScreen[None]):
    """Text that can be scrolled; drawn again when the terminal is resized."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *_CLOSE,
        Binding("enter", "dismiss", "Close", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, draw: Callable[[int], Text]) -> None:
        super().__init__()
        self._draw = draw

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="window"):
            yield Static(markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Static).update(self._draw(max(event.size.width - 8, 20)))

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)


def help_text(_: int) -> Text:
    """The keys, one a line."""
    width = max(len(keys) for keys, _ in KEYS)
    text = Text()
    for keys, meaning in KEYS:
        text.append(f"{keys:<{width}}  ", "bold").append(meaning + "\n")
    text.rstrip()
    return text


class ChoiceScreen(ModalScreen[int | None]):
    """A list of lines; the result is the position of the chosen one, None for none."""

    AUTO_FOCUS: ClassVar[str | None] = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = _CLOSE

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._title, markup=False, classes="title")
            yield OptionList(*(Option(Text(visible(line))) for line in self._lines), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)


class QuestionScreen(ModalScreen[str | None]):
    """One line of text; the result is what was typed, None for nothing."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]

    def __init__(self, title: str, value: str = "") -> None:
        super().__init__()
        self._title = title
        self._value = value

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static(self._title, markup=False, classes="title")
            yield Input(self._value, compact=True, select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)


Counts = Sequence[tuple[str, str, int]]
"""The values of a facet: id, name and number of events."""


class FacetScreen(ModalScreen[View]):
    """The values of all facets with their number of events; Enter or space chooses one, or no longer. Typing
    narrows the list. The result is the new view."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False, priority=True)]
    _MOST = 200

    def __init__(self, view: View, counts: Callable[[Facet, View], Counts], changed: Callable[[View], None]) -> None:
        super().__init__()
        self._view = view
        self._counts = counts
        self._changed = changed
        self._values: list[tuple[Facet, str] | None] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="window"):
            yield Static("Facets — type to narrow, Enter to choose, Esc to close", markup=False, classes="title")
            yield Input(placeholder="name", compact=True)
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        self._fill()

    def _fill(self) -> None:
        wanted = fold(self.query_one(Input).value)
        options, self._values = [], []
        for facet in FACETS:
            chosen = self._view.facets.get(facet, ())
            shown = [each for each in self._counts(facet, self._view) if wanted in fold(f"{each[0]} {each[1]}")]
            if not shown:
                continue
            options.append(Option(Text(facet.capitalize(), "bold"), disabled=True))
            self._values.append(None)
            for identity, name, count in shown[: self._MOST]:
                mark = "✓" if identity in chosen else " "
                options.append(Option(Text(f" {mark} {count:>7}  {visible(name)}")))
                self._values.append((facet, identity))
        listed = self.query_one(OptionList)
        highlighted = listed.highlighted
        listed.clear_options().add_options(options)
        listed.highlighted = highlighted if highlighted is not None and highlighted < len(options) else None
        if listed.highlighted is None and len(options) > 1:
            listed.highlighted = 1

    def on_input_changed(self) -> None:
        self._fill()

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self.focused is self.query_one(Input):
            self.query_one(OptionList).focus()
            event.stop()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if value := self._values[event.option_index]:
            self._view = self._view.with_facet(*value)
            self._changed(self._view)
            self._fill()

    def action_close(self) -> None:
        self.dismiss(self._view)
