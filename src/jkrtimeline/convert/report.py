"""What cannot be carried over: each loss with its place, so that it can be counted and said.

Knows nothing of printing.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

_LONGEST = 60
"""Letters of a file's text that a message repeats."""


class Noun(NamedTuple):
    """What is lost, one and several of it."""

    one: str
    many: str

    def counted(self, number: int) -> str:
        """`3 times of day`."""
        return f"{number} {self.one if number == 1 else self.many}"


ROW = Noun("row", "rows")
EVENT = Noun("event", "events")
TIME = Noun("time of day", "times of day")
TEXT = Noun("control character", "control characters")
ID = Noun("id", "ids")
FOLLOWS = Noun("reference to another event", "references to other events")
ADDRESS = Noun("address that is not http or https", "addresses that are not http or https")
CHOICE = Noun("value that is no choice", "values that are no choice")


def quoted(text: str) -> str:
    """A text of a file in a message, cut where it is long."""
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


class Loss(NamedTuple):
    """One thing that is left out or changed. `place` is a line of the file or the number of an event,
    from 1; 0 for the whole file. Losses of one `rule` are alike; `whole` when it is an entire record."""

    place: int
    noun: Noun
    rule: str
    message: str = ""
    hint: str = ""
    whole: bool = False


@dataclass(slots=True)
class Report:
    """Collects the losses of one file. `noun` is what its records are called, `unit` what their places
    are: a line, or the number of an event; `columns` are the names of columns or properties that no
    field takes."""

    noun: Noun = ROW
    unit: str = "line"
    items: list[Loss] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)

    def record(self, place: int, rule: str, message: str, hint: str = "") -> None:
        """A whole record is left out."""
        self.items.append(Loss(place, self.noun, rule, f"{message}, the {self.noun.one} is left out", hint, whole=True))

    def other(self, place: int, noun: Noun, message: str = "", hint: str = "", *, whole: bool = False) -> None:
        """Something else is lost; without a message it is only counted."""
        self.items.append(Loss(place, noun, noun.one, message, hint, whole))

    @property
    def whole(self) -> int:
        """How many entire records are left out."""
        return sum(loss.whole for loss in self.items)
