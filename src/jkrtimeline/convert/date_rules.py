"""The rules by which the dates of a file are read, and the error for a date that they do not make clear."""

from datetime import tzinfo
from typing import NamedTuple

from ..edtf import DateError
from . import Century, Order

HINT = "write it like 2024-10-03, 2024-10 or 2024"


class RefusedDate(DateError):
    """A date that is not read; `rule` is a short name of the reason."""

    def __init__(self, message: str, rule: str = "date", *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.rule = rule


class DateRules(NamedTuple):
    """How the dates of a file are read.

    `order` is that of numbers such as 10/3/2024, `century` that of years of two digits. `groupings` allows
    EDTF's seasons, quarters and halves (2024-21), which only jkr writes; `maybe_groupings` refuses them,
    because the table may be jkr's. `year_spans` holds when the column also has spans of years such as 1939-41.
    Times in UTC are read as days in `zone`.
    """

    order: Order | None = None
    century: Century | None = None
    groupings: bool = False
    maybe_groupings: bool = False
    year_spans: bool = False
    zone: tzinfo | None = None


def full_year(digits: str, whole: str, rules: DateRules) -> int:
    """A year as written; two digits need `--century`."""
    if len(digits) != 2:
        return int(digits)
    if rules.century is None:
        hint = "say which century: --century 1900 or --century 2000"
        raise RefusedDate(f"{whole!r} has a year of two digits", "short-year", hint=hint)
    return int(rules.century) + int(digits)
