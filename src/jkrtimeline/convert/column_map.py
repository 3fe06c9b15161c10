"""The columns of a table → the fields that they hold: by `--map`, by their names, by their cells."""

import re
from collections.abc import Mapping, Sequence
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


@dataclass(slots=True)
class ColumnMap:
    """The use of each column. `exact_dates` are columns with dates that may be finer than those of `fields`;
    `reasons` has, for a column that could be used and is not, the reason; `guessed` has the fields of columns that are
    recognised by their cells alone."""

    fields: Columns
    exact_dates: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    guessed: dict[int, str] = field(default_factory=dict)


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
    chosen = ColumnMap({name: list(numbers) for name, numbers in given.items()})
    filled = [
        sum(1 for row in rows[:SAMPLE] if number < len(row) and row[number].strip()) for number in range(len(header))
    ]
    _assign_named(header, {number: column_words(cell) for number, cell in enumerate(header)}, filled, chosen, WORDS)
    missing = {name: words for name, words in WORDS.items() if not chosen.fields.get(name)}
    _assign_named(header, {number: core_words(cell) for number, cell in enumerate(header)}, filled, chosen, missing)
    chosen.fields = {name: numbers for name, numbers in chosen.fields.items() if numbers}
    _find_exact_dates(header, rows, rules, chosen)
    if "title" not in chosen.fields and "summary" not in chosen.fields and has_date(chosen.fields):
        used = {number for numbers in chosen.fields.values() for number in numbers} | set(chosen.exact_dates)
        if (number := title_column(header, rows[:SAMPLE], used)) is not None:
            chosen.fields["title"], chosen.guessed[number] = [number], "title"
    return chosen


def _assign_named(
    header: Sequence[str],
    named: dict[int, str],
    filled: Sequence[int],
    chosen: ColumnMap,
    fields: Mapping[str, Sequence[str]],
) -> None:
    """Give `fields` (each with its other names) the columns with these names."""
    taken = {number for numbers in chosen.fields.values() for number in numbers} | set(chosen.exact_dates)
    free = {number: name for number, name in named.items() if number not in taken}
    years = "year" in chosen.fields or any(word == "year" or word in WORDS["year"] for word in free.values())
    for name, words in fields.items():
        exact = [number for number, word in free.items() if word == fold(name)]
        words = (*words, "day") if name == "date" and not years else words
        others = [number for word in words for number, each in free.items() if each == word]
        if name == "day" and not years:
            exact = []
        if name in LISTS:
            chosen.fields[name] = sorted({*chosen.fields.get(name, ()), *exact, *others})
        elif name in JOINED:
            chosen.fields[name] = chosen.fields.get(name) or [*exact, *others]
        elif name == "date":
            columns = [*chosen.fields.get(name, ()), *sorted([*exact, *others], key=lambda each: -filled[each])]
            chosen.fields[name] = columns[:1]
            chosen.exact_dates += columns[1:]
        else:
            best = sorted(exact, key=lambda each: -filled[each]) or sorted(others, key=lambda each: -filled[each])
            rest = [each for each in (*exact, *others) if each not in best]
            _take_one(chosen, header, name, [*chosen.fields.get(name, ()), *best, *rest])


def _take_one(chosen: ColumnMap, header: Sequence[str], name: str, columns: list[int]) -> None:
    """Use the first of some columns for a field that takes one, and the others where that is blank."""
    chosen.fields[name] = columns
    for number in columns[1:]:
        _note_other(chosen, header, number, columns[0], name)


def _note_other(chosen: ColumnMap, header: Sequence[str], number: int, used: int, name: str) -> None:
    """Note that another column is used for a field."""
    usage = f"{header[used]!r} is used as the {name}"
    chosen.reasons[number] = f"{usage}; to use this one: --map {header[number]!r}={name}"


def has_date(fields: Columns) -> bool:
    """Whether these fields make a date."""
    return not {"date", "start", "year"}.isdisjoint(fields)


def _find_exact_dates(
    header: Sequence[str], rows: Sequence[Sequence[str]], rules: DateRules, chosen: ColumnMap
) -> None:
    """Find further columns with dates: beside a date, those whose cells agree with it and are finer; without
    any, the one whose name says that it is a date."""
    used = {number for numbers in chosen.fields.values() for number in numbers} | set(chosen.exact_dates)
    spare = [
        number for number, name in enumerate(header) if name and (number not in used or number in chosen.exact_dates)
    ]
    others = [number for number in spare if re.search(_OTHER_DATES, column_words(header[number]))]
    spare = [number for number in spare if number not in others]
    sample = rows[:SAMPLE]
    if not has_date(chosen.fields):
        others = [number for number in others if re.search(_LAST_CHOICE, column_words(header[number]))]
        dated = [
            number for number in spare if _is_date_name(header[number]) and share_of_dates(sample, number, rules) > 0.5
        ]
        dated = dated or [each for each in chosen.fields.get("time", ()) if share_of_dates(sample, each, rules) > 0.5]
        dated = dated or columns_of_dates(sample, spare, rules)
        dated = dated or [each for each in others if share_of_dates(sample, each, rules) > 0.8]
        if len(dated) == 1:
            chosen.fields["date"] = dated
            chosen.guessed[dated[0]] = "date"
            if chosen.fields.get("time") == dated:
                del chosen.fields["time"]
        return
    agreeing = []
    for number in spare:
        if agrees(sample, number, chosen.fields, rules):
            agreeing.append(number)
        elif number in chosen.exact_dates:
            used_columns = chosen.fields.get("date") or chosen.fields.get("start") or chosen.fields["year"]
            _note_other(chosen, header, number, used_columns[0], "date")
            chosen.fields.setdefault("date", []).append(number)  # where the other one is blank
    chosen.exact_dates = agreeing


def _is_date_name(name: str) -> bool:
    return bool(re.search(r"(?i)\bdates?\b|\bdatum\b|\bdatetime\b|日付|날짜|日期|年月日|일자", column_words(name)))


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
