"""What the columns of a table mean: their usual names, and what `--map` says of them."""

from collections.abc import Sequence

from ..errors import UsageError
from ..text.normalize import fold
from ..text.suggest import did_you_mean
from .report import quoted

WORDS: dict[str, tuple[str, ...]] = {
    "id": ("uid", "unique id", "event id", "identifier"),
    "date": ("day", "when", "event date"),
    "start": ("start date", "date start", "begin", "begin date", "begins", "starts", "from", "from date", "dtstart"),
    "end": ("end date", "date end", "until", "to", "to date", "ends", "finish", "dtend"),
    "title": ("headline", "event", "name", "subject", "event name", "event title", "heading"),
    "summary": ("description", "text", "details", "body", "event description"),
    "place": ("location", "where", "venue", "places"),
    "sources": ("url", "urls", "link", "links", "source", "source url", "website", "web site", "reference"),
    "publisher": ("published by", "source name"),
    "themes": ("theme", "tags", "tag", "category", "categories", "keywords", "keyword", "group", "type", "topic"),
    "actors": ("actor", "people", "person", "who", "participants", "participant"),
    "thread": (),
    "importance": (),
    "status": (),
    "note": ("notes",),
    "date_note": ("display date",),
    "follows": (),
    "year": ("start year",),
    "month": ("start month",),
    "day": ("start day",),
    "time": ("start time",),
    "end_year": (),
    "end_month": (),
    "end_day": (),
    "end_time": (),
}
"""Field → what its column may be called, apart from its own name; whatever the case, spaces, hyphens and
underscores. `start` and `end` make a date, and so do `year`, `month` and `day`; `day` means the whole
date where there is no year. The times of day are known in order to be left out."""

DATES = ("date", "start", "end", *(name for name in WORDS if name.split("_")[-1] in ("year", "month", "day", "time")))
"""Fields that the date of an event is made of."""

FIELDS = tuple(name for name in WORDS if not name.endswith("time"))
"""What `--map` may name."""

_SEVERAL = ("sources", "publisher", "themes", "actors", "follows")
"""Fields that several columns may fill."""

Columns = dict[str, list[int]]
"""Field → the numbers of its columns, from 0."""


def mapped(header: Sequence[str], mapping: Sequence[str]) -> Columns:
    """The columns that `mapping` (each `column=field`) names. Raises UsageError for one that cannot be
    meant."""
    folded = [fold(cell) for cell in header]
    found: Columns = {}
    for text in mapping:
        column, field = _mapped(text, header, folded)
        found.setdefault(field, []).append(column)
    _refuse_claims(header, found)
    return found


def assign(header: Sequence[str], given: Columns) -> Columns:
    """What each column is for. A column with a field's own name comes before those with another word
    for it, and one of `given` before both.

    Raises UsageError where two columns have equal claim to a field that takes one.
    """
    taken = {number for numbers in given.values() for number in numbers}
    free = {number: fold(cell) for number, cell in enumerate(header) if number not in taken}
    years = "year" in given or not {"year", "start year"}.isdisjoint(free.values())
    found = {field: list(numbers) for field, numbers in given.items()}
    for field, words in WORDS.items():
        if field in ("year", "month", "day") and (not years or found.get("date") or found.get("start")):
            continue  # a year beside a date says it again
        own = [number for number, word in free.items() if word == fold(field)]
        others = [number for number, word in free.items() if word in words and not (years and word == "day")]
        if field in _SEVERAL:
            found[field] = sorted([*found.get(field, ()), *own, *others])
        elif field not in found:
            found[field] = own or others
    _refuse_claims(header, found)
    return {field: numbers for field, numbers in found.items() if numbers}


def _refuse_claims(header: Sequence[str], found: Columns) -> None:
    for field, numbers in found.items():
        if len(numbers) > 1 and field not in _SEVERAL:
            both = " and ".join(quoted(header[number]) for number in numbers[:2])
            alike = header[numbers[0]] == header[numbers[1]]
            hint = "rename one of them" if alike else f"say which: --map '{header[numbers[0]]}={field}'"
            raise UsageError(f"the columns {both} could both be the {field}", hint=hint)


def _mapped(text: str, header: Sequence[str], folded: Sequence[str]) -> tuple[int, str]:
    """The number of the column and the field of one `column=field`."""
    column, equals, field = text.rpartition("=")
    if not equals or not column or not field:
        raise UsageError(f"--map {text!r} is not column=field", hint="write it like --map Headline=title")
    field = field.strip().lower().replace(" ", "_")
    field = "sources" if field == "url" else field
    if field not in FIELDS:
        hint = did_you_mean(field, FIELDS, f"fields are: {', '.join(FIELDS)}")
        raise UsageError(f"--map {text!r}: there is no field {field!r}", hint=hint)
    numbers = [number for number, cell in enumerate(header) if cell == column]
    numbers = numbers or [number for number, word in enumerate(folded) if word == fold(column)]
    if not numbers:
        hint = did_you_mean(column, header, f"columns are: {', '.join(cell for cell in header if cell)}")
        raise UsageError(f"--map {text!r}: there is no column {column!r}", hint=hint)
    if len(numbers) > 1:
        raise UsageError(f"--map {text!r}: {len(numbers)} columns are called {column!r}", hint="rename one of them")
    return numbers[0], field
