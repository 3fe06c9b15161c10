"""The columns of a table → the fields that they hold: by `--map`, by their names, by their cells."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import UsageError
from ..text.normalize import fold
from ..text.suggest import did_you_mean
from .column_cells import SAMPLE, Columns, agrees, columns_of_dates, share_of_dates, title_column
from .column_names import FIELDS, JOINED, LISTS, WORDS, column_words, core_words
from .date_numbers import DateRules

_OTHER_DATES = (
    r"\b(created|updated|modified|changed|accessed|access|retrieved|published|publication|posted|added|entered"
    r"|timestamp|birth\w*|born|dob|death|died|dod|end|until|deadline|due|expir\w*|last)\b"
)
"""Names of columns with dates of something else."""

_LAST_CHOICE = r"\b(timestamp|published|publication|posted)\b"
"""Those of them that are the date of a record without any other."""

_DATE_NAME = r"\bdates?\b|\bdatum\b|\bdatetime\b|日付|날짜|日期|年月日|일자"
"""Names of columns with dates."""


@dataclass(slots=True)
class ColumnMap:
    """The use of each column. `exact_dates` are columns with dates that may be finer than those of `fields`;
    `reasons` has, for a column that could be used and is not, the reason; `guessed` has the fields of columns that are
    recognised by their cells alone."""

    header: Sequence[str]
    fields: Columns
    exact_dates: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    guessed: dict[int, str] = field(default_factory=dict)

    @property
    def used(self) -> set[int]:
        """The columns that are used."""
        return {*self.exact_dates, *(number for numbers in self.fields.values() for number in numbers)}

    @property
    def has_date(self) -> bool:
        """Whether the fields make a date."""
        return not {"date", "start", "year"}.isdisjoint(self.fields)

    def prefer(self, used: int, name: str, numbers: Iterable[int]) -> None:
        """Note that column `used` is preferred to others for a field."""
        for number in numbers:
            usage = f"{self.header[used]!r} is used as the {name}"
            self.reasons[number] = f"{usage}; to use this one: --map {self.header[number]!r}={name}"


def mapped_columns(header: Sequence[str], mapping: Sequence[str]) -> Columns:
    """The columns that `mapping` (each `column=field`) names. Raises UsageError for an unknown column or
    field."""
    columns: Columns = {}
    for text in mapping:
        column, name = _mapped(text, header)
        columns.setdefault(name, []).append(column)
    return columns


def assign(header: Sequence[str], given: Columns, rows: Sequence[Sequence[str]], rules: DateRules) -> ColumnMap:
    """The use of each column. For a field `given` columns come first, then those with its name, then those with
    another word for it, then those whose name has more than that; of several the one with more filled cells. The
    date and the title are also recognised by their cells."""
    chosen = ColumnMap(header, {name: list(numbers) for name, numbers in given.items()})
    sample = rows[:SAMPLE]
    filled = [sum(1 for row in sample if number < len(row) and row[number].strip()) for number in range(len(header))]
    _assign_named(chosen, [column_words(cell) for cell in header], filled, WORDS)
    missing = {name: words for name, words in WORDS.items() if not chosen.fields.get(name)}
    _assign_named(chosen, [core_words(cell) for cell in header], filled, missing)
    chosen.fields = {name: numbers for name, numbers in chosen.fields.items() if numbers}
    free = [number for number, name in enumerate(header) if name and number not in chosen.used - {*chosen.exact_dates}]
    if chosen.has_date:
        _compare_dates(chosen, free, sample, rules)
    else:
        _guess_date(chosen, free, sample, rules)
    if "title" not in chosen.fields and "summary" not in chosen.fields and chosen.has_date:
        number = title_column(header, sample, chosen.used)
        if number is not None:
            chosen.fields["title"], chosen.guessed[number] = [number], "title"
    return chosen


def _assign_named(
    chosen: ColumnMap, names: Sequence[str], filled: Sequence[int], fields: Mapping[str, Sequence[str]]
) -> None:
    """Give `fields` (each with its other names) the unused columns with these names."""
    used = chosen.used
    free = {number: name for number, name in enumerate(names) if number not in used}
    years = "year" in chosen.fields or any(word == "year" or word in WORDS["year"] for word in free.values())
    for name, words in fields.items():
        exact = [number for number, word in free.items() if word == fold(name)]
        words = (*words, "day") if name == "date" and not years else words
        others = [number for word in words for number, each in free.items() if each == word]
        if name == "day" and not years:
            exact = []
        given = chosen.fields.get(name, [])
        if name in LISTS:
            chosen.fields[name] = sorted({*given, *exact, *others})
        elif name in JOINED:
            chosen.fields[name] = given or [*exact, *others]
        elif name == "date":
            columns = [*given, *sorted([*exact, *others], key=lambda each: -filled[each])]
            chosen.fields[name] = columns[:1]
            chosen.exact_dates += columns[1:]
        else:
            best = sorted(exact or others, key=lambda each: -filled[each])
            columns = [*given, *best, *(each for each in (*exact, *others) if each not in best)]
            chosen.fields[name] = columns
            chosen.prefer(columns[0] if columns else 0, name, columns[1:])


def _guess_date(chosen: ColumnMap, free: Sequence[int], sample: Sequence[Sequence[str]], rules: DateRules) -> None:
    """Use the one column that has a date by its name or its cells, if there is one."""
    words = {number: column_words(chosen.header[number]) for number in free}
    others = [number for number in free if re.search(_OTHER_DATES, words[number])]
    free = [number for number in free if number not in others]

    def dated(numbers: Iterable[int], share: float) -> list[int]:
        return [number for number in numbers if share_of_dates(sample, number, rules) > share]

    columns = (
        dated((number for number in free if re.search(_DATE_NAME, words[number])), 0.5)
        or dated(chosen.fields.get("time", ()), 0.5)
        or columns_of_dates(sample, free, rules)
        or dated((number for number in others if re.search(_LAST_CHOICE, words[number])), 0.8)
    )
    if len(columns) == 1:
        chosen.fields["date"], chosen.guessed[columns[0]] = columns, "date"
        if chosen.fields.get("time") == columns:
            del chosen.fields["time"]


def _compare_dates(chosen: ColumnMap, free: Sequence[int], sample: Sequence[Sequence[str]], rules: DateRules) -> None:
    """Use further columns with dates that agree with the date and are finer; others where the date is blank."""
    agreeing = []
    for number in free:
        if re.search(_OTHER_DATES, column_words(chosen.header[number])):
            continue
        if agrees(sample, number, chosen.fields, rules):
            agreeing.append(number)
        elif number in chosen.exact_dates:
            used = chosen.fields.get("date") or chosen.fields.get("start") or chosen.fields["year"]
            chosen.prefer(used[0], "date", [number])
            chosen.fields.setdefault("date", []).append(number)
    chosen.exact_dates = agreeing


def _mapped(text: str, header: Sequence[str]) -> tuple[int, str]:
    """The number of the column and the field of one `column=field`."""
    column, equals, name = text.rpartition("=")
    if not equals or not column or not name:
        raise UsageError(f"--map {text!r} is not column=field", hint="write it like --map Headline=title")
    name = name.strip().lower().replace(" ", "_")
    name = "sources" if name == "url" else name
    if name not in FIELDS:
        hint = did_you_mean(name, FIELDS, f"fields are: {', '.join(FIELDS)}")
        raise UsageError(f"--map {text!r}: there is no field {name!r}", hint=hint)
    numbers = [number for number, cell in enumerate(header) if cell == column]
    numbers = numbers or [number for number, cell in enumerate(header) if column_words(cell) == column_words(column)]
    if not numbers:
        hint = did_you_mean(column, header, f"columns are: {', '.join(cell for cell in header if cell)}")
        raise UsageError(f"--map {text!r}: there is no column {column!r}", hint=hint)
    if len(numbers) > 1:
        raise UsageError(f"--map {text!r}: {len(numbers)} columns are called {column!r}", hint="rename one of them")
    return numbers[0], name
