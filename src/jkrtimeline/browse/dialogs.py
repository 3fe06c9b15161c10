"""Dialogs over the list: a text, such as the keys, a choice, a question. Escape closes each."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal, TypeVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, OptionList, Static

from ..errors import JkrError
from ..text.sanitize import visible

T = TypeVar("T")

_KEYS = (
    ("↑ ↓  j k", "previous, next event"),
    ("PgUp PgDn", "a page up, down (also Space)"),
    ("Home End  g G", "first, last event"),
    ("Enter", "the card in full"),
    ("/", "search: the list follows as you type; Enter or ↓ returns to it"),
    ("s", "order the hits of a search by rank or by date"),
    ("f", "facets: theme, actor, thread, importance"),
    ("+ -", "fewer, more days; or drag over the bars"),
    ("[ ]", "the days before, after those"),
    ("Esc", "undo: the search, then the days, then the facets"),
    ("t T", "next, previous event of the thread"),
    ("o", "open a source in the web browser"),
    ("y", "copy the id, the link or a citation"),
    ("c", "show the command line that gives the same events"),
    ("e", "export the list to a file, in any format"),
    ("?", "this help"),
    ("q", "quit"),
)

_LESS_USED = ("/ search", "f facets", "+ - [ ] days", "t thread", "o open", "y copy", "c command", "e export")
_MOST_USED = ("? keys", "q quit")
"""The keys on the last line of the screen. On a narrow one, some are left out, but never the last two."""

_FRAME = 8
"""Cells that margin, border and padding of a dialog take from a line."""


def say(node: DOMNode, text: str, severity: Literal["information", "warning", "error"] = "information") -> None:
    """Show a message for a few seconds."""
    node.app.notify(visible(text), markup=False, severity=severity)


def say_error(node: DOMNode, error: JkrError) -> None:
    """Show an error and its hint."""
    say(node, f"{error.message}{f' – {error.hint}' if error.hint else ''}", "error")


class Choices(OptionList):
    """An OptionList that shows its highlighted line in reverse. Textual's own highlight is a colour, which is not
    visible where only the terminal's own colours are used."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        options = {segment.style.meta.get("option") for segment in strip if segment.style is not None}
        return strip.apply_style(Style(reverse=True)) if self.highlighted in options - {None} else strip


class Dialog(ModalScreen[T | None]):
    """A frame with a title. Escape closes it without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            if self.title:
                yield Static(visible(self.title), markup=False, classes="title")
            yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """The widgets below the title."""
        raise NotImplementedError

    async def action_move(self, action: str) -> None:
        """Move in the list of the dialog, as one of its actions does."""
        await self.query_one(OptionList).run_action(action)


class Scroll(VerticalScroll):
    """Scrolls with the keys of the list, too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space,ctrl+f", "page_down", show=False),
        Binding("ctrl+b", "page_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]


class TextDialog(Dialog[None]):
    """Text that scrolls. `draw` makes it for a width, and again when the terminal is resized. y calls `copy`."""

    AUTO_FOCUS: ClassVar[str | None] = "Scroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "dismiss", show=False),
        Binding("y", "copy", show=False),
    ]

    def __init__(self, draw: Callable[[int], Text], title: str = "", copy: Callable[[], None] | None = None) -> None:
        super().__init__(title)
        self._draw = draw
        self._copy = copy

    def compose_body(self) -> ComposeResult:
        with Scroll(classes="text"):
            yield Static(markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Scroll).query_one(Static).update(self._draw(max(event.size.width - _FRAME, 20)))

    def action_copy(self) -> None:
        if self._copy is not None:
            self._copy()


class ChoiceDialog(Dialog[int]):
    """A list of lines; the result is the position of the chosen line."""

    AUTO_FOCUS: ClassVar[str | None] = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "dismiss", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__(title)
        self._lines = lines

    def compose_body(self) -> ComposeResult:
        yield Choices(*map(visible, self._lines), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)


class QuestionDialog(Dialog[str]):
    """An input line; the result is what was typed, None for nothing."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def compose_body(self) -> ComposeResult:
        yield Input(compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)


def help_text(_: int) -> Text:
    """One line per key. The width does not matter."""
    width = max(len(keys) for keys, _ in _KEYS)
    text = Text()
    for keys, meaning in _KEYS:
        text.append(f"{keys:<{width}}  ", "bold").append(meaning + "\n")
    text.rstrip()
    return text


def short_help(width: int) -> str:
    """As many keys as fit into `width` cells."""
    lines = ("  ".join((*_LESS_USED[:number], *_MOST_USED)) for number in range(len(_LESS_USED), 0, -1))
    return next((line for line in lines if len(line) <= width), "  ".join(_MOST_USED))
