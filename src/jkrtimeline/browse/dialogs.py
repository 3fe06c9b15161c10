"""Dialogs over the list: a text, a choice, a question. Escape closes each."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, Literal, TypeVar

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
from textual.widgets.option_list import Option

from ..text.sanitize import visible

T = TypeVar("T")

_FRAME = 8
"""Cells that margin, border and padding of a dialog take from a line."""


def say(node: DOMNode, text: str, severity: Literal["information", "warning", "error"] = "information") -> None:
    """Show a message for a few seconds."""
    node.app.notify(visible(text), markup=False, severity=severity)


def option_of(text: str | Text, *, disabled: bool = False) -> Option:
    """A line of an OptionList. Text of the data is never markup."""
    return Option(Text(visible(text)) if isinstance(text, str) else text, disabled=disabled)


class Choices(OptionList):
    """An OptionList that shows its highlighted line in reverse. Textual's own highlight is a colour, which is not
    visible where only the terminal's own colours are used."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        options = {segment.style.meta.get("option") for segment in strip if segment.style is not None}
        return strip.apply_style(Style(reverse=True)) if self.highlighted in options - {None} else strip


class Dialog(ModalScreen[T | None], Generic[T]):
    """A frame with a title. Escape closes it without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]
    TITLE: ClassVar[str | None] = None

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="frame"):
            if self._title:
                yield Static(visible(self._title), markup=False, classes="title")
            yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        """The widgets below the title."""
        raise NotImplementedError


class TextDialog(Dialog[None]):
    """Text that scrolls. `draw` makes it for a width, and again when the terminal is resized. y calls `copy`."""

    AUTO_FOCUS: ClassVar[str | None] = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "dismiss", "Close", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("home,g", "ends(-1)", show=False),
        Binding("end,G", "ends(1)", show=False),
        Binding("y", "copy", show=False),
    ]

    def __init__(self, draw: Callable[[int], Text], title: str = "", copy: Callable[[], None] | None = None) -> None:
        super().__init__(title)
        self._draw = draw
        self._copy = copy

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(classes="text"):
            yield Static(markup=False)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(VerticalScroll).query_one(Static).update(self._draw(max(event.size.width - _FRAME, 20)))

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=pages * max(scroll.size.height - 1, 1), animate=False)

    def action_ends(self, direction: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_to(y=scroll.max_scroll_y if direction > 0 else 0, animate=False)

    def action_copy(self) -> None:
        if self._copy is not None:
            self._copy()


class ChoiceDialog(Dialog[int]):
    """A list of lines; the result is the position of the chosen line."""

    AUTO_FOCUS: ClassVar[str | None] = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "dismiss", "Close", show=False),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__(title)
        self._lines = lines

    def compose_body(self) -> ComposeResult:
        yield Choices(*map(option_of, self._lines), markup=False)

    async def action_move(self, action: str) -> None:
        await self.query_one(OptionList).run_action(action)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)


class QuestionDialog(Dialog[str]):
    """An input line; the result is what was typed, None for nothing."""

    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def compose_body(self) -> ComposeResult:
        yield Input(compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
