"""What an import leaves out or changes: each remark with its position, to be counted and printed.

Prints nothing.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..edtf import DateError
from ..text.sanitize import quoted

_LONGEST = 60
"""Letters of a text that a message repeats."""

Effect = Literal["record", "part", "change"]
"""A whole record is left out, a part of one, or something is changed."""


class Noun(NamedTuple):
    """The thing that a remark is about, in singular and plural, and what happened to it."""

    one: str
    many: str
    outcome: str = "left out"

    def counted(self, number: int) -> str:
        """`3 times of day`."""
        return f"{number:,} {self.one if number == 1 else self.many}"


ROWS = Noun("row", "rows")
EVENTS = Noun("event", "events")
RECORDS = Noun("record", "records")
TIMES = Noun("time of day", "times of day", "used for the order within a day, and not stored")
UTC_TIMES = Noun("time in UTC", "times in UTC", "read as days in UTC")
DATES = Noun("date", "dates", "rewritten as EDTF")
CONTROL_CHARACTERS = Noun("control character", "control characters", "made visible")
INVISIBLE_TEXTS = Noun("text with invisible characters", "texts with invisible characters", "cleaned")
MARKUP_TEXTS = Noun("text with markup", "texts with markup", "made plain")
NO_VALUES = Noun("cell that says “no value”", "cells that say “no value”", "read as empty")
ROUNDED_DATES = Noun("date that EDTF cannot say in full", "dates that EDTF cannot say in full", "rounded, with a note")
UNTITLED_EVENTS = Noun("event without a title", "events without a title", "named after the text or caption")
EDITED_DATES = Noun("date that differs from its EDTF", "dates that differ from their EDTF", "used instead of it")
IDS = Noun("id", "ids", "replaced")
REFERENCES = Noun("reference to another event", "references to other events")
ADDRESSES = Noun("address that is not http or https", "addresses that are not http or https")
CHOICES = Noun("value that is no choice", "values that are no choice")


def quoted_text(text: str) -> str:
    """A text of a file in a message, cut where it is long."""
    return quoted(text, _LONGEST)


class Remark(NamedTuple):
    """One thing that is left out or changed. `position` is a line of the file or the number of an event,
    from 1; 0 for the whole file. Remarks of one `rule` are counted together; one without a message is only counted."""

    position: int
    noun: Noun
    rule: str
    message: str = ""
    hint: str = ""
    effect: Effect = "part"


@dataclass(slots=True)
class Report:
    """Collects the remarks on one file. `noun` names its records, `unit` the unit of positions: lines, or events.
    `columns` are the columns or properties that are not imported, each with the reason where there is one; `titles` and
    `about` the titles and descriptions of the file, one for each of its parts."""

    noun: Noun = ROWS
    unit: str = "line"
    remarks: list[Remark] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def leave_out(self, position: int, rule: str, message: str, hint: str = "") -> None:
        """Report a record that is left out."""
        text = f"{message}, the {self.noun.one} is left out"
        self.remarks.append(Remark(position, self.noun, rule, text, hint, "record"))

    def add(self, position: int, noun: Noun, message: str = "", hint: str = "", *, effect: Effect = "part") -> None:
        """Report a part of a record that is left out, or changed."""
        self.remarks.append(Remark(position, noun, noun.one, message, hint, effect))

    def leave_out_date(self, position: int, error: DateError) -> None:
        """Report a record that is left out because of its date."""
        self.leave_out(position, getattr(error, "rule", "date"), error.message, error.hint)

    def change(self, position: int, noun: Noun, message: str = "", hint: str = "") -> None:
        """Report a change."""
        self.add(position, noun, message, hint, effect="change")

    @property
    def records_left_out(self) -> int:
        """The number of records that are left out."""
        return sum(remark.effect == "record" for remark in self.remarks)
