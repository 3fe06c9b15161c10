"""What the columns of a table hold: their usual names, what `--map` says, and what their cells show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .. import edtf
from ..edtf import DateError
from ..errors import UsageError
from ..text.normalize import fold
from ..text.suggest import did_you_mean
from .column_names import FIELDS, JOINED, LISTS, WORDS
from .date_columns import date_of_parts
from .date_numbers import DateRules, RefusedDate, is_year_span
from .human_dates import read_date

_SAMPLE = 400
"""Rows whose cells are read to find columns with dates."""

_OTHER_DATES = (
    r"\b(created|updated|modified|changed|accessed|access|retrieved|published|publication|posted|added|entered"
    r"|timestamp|birth|born|death|died|end|until|deadline|due|expir\w*|last)\b"
)
"""Names of columns with dates of something else."""

Columns = dict[str, list[int]]
"""Field → the numbers of its columns, from 0."""


@dataclass(slots=True)
class ColumnMap:
    """What the columns are used for. `exact_dates` are columns with dates that may be finer than those of
    `fields`; `reasons` says of a column why it is not used although it could be."""

    fields: Columns
    exact_dates: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)


def column_words(name: str) -> str:
    """The name of a column as it is compared: `startDate` and `Start_Date` are alike."""
    return fold(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name))


def mapped_columns(header: Sequence[str], mapping: Sequence[str]) -> Columns:
    """The columns that `mapping` (each `column=field`) names. Raises UsageError for an unknown column or
    field."""
    columns: Columns = {}
    for text in mapping:
        column, name = _mapped(text, header)
        columns.setdefault(name, []).append(column)
    return columns


def assign(header: Sequence[str], given: Columns, rows: Sequence[Sequence[str]], rules: DateRules) -> ColumnMap:
    """What each column is for. `given` columns come first, then those with a field's own name, then those
    with another word for it; where a field takes one column, the one with more in its cells."""
    taken = {number for numbers in given.values() for number in numbers}
    free = {number: column_words(cell) for number, cell in enumerate(header) if number not in taken}
    years = "year" in given or any(word == "year" or word in WORDS["year"] for word in free.values())
    filled = [
        sum(1 for row in rows[:_SAMPLE] if number < len(row) and row[number].strip()) for number in range(len(header))
    ]
    found = ColumnMap({name: list(numbers) for name, numbers in given.items()})
    for name, words in WORDS.items():
        own = [number for number, word in free.items() if word == fold(name)]
        words = (*words, "day") if name == "date" and not years else words
        others = [number for word in words for number, each in free.items() if each == word]
        if name == "day" and not years:
            own = []
        if name in LISTS:
            found.fields[name] = sorted({*found.fields.get(name, ()), *own, *others})
        elif name in JOINED:
            found.fields.setdefault(name, [*own, *others])
        elif name == "date":
            columns = [*found.fields.get(name, ()), *sorted([*own, *others], key=lambda each: -filled[each])]
            _take_one(found, header, name, columns[:1] if len(columns) < 2 else columns, report=False)
            found.exact_dates += columns[1:]
        else:
            best = sorted(own, key=lambda each: -filled[each]) or sorted(others, key=lambda each: -filled[each])
            rest = [each for each in (*own, *others) if each not in best]
            _take_one(found, header, name, [*found.fields.get(name, ()), *best, *rest])
    found.fields = {name: numbers for name, numbers in found.fields.items() if numbers}
    _find_exact_dates(header, rows, rules, found)
    return found


def _take_one(found: ColumnMap, header: Sequence[str], name: str, columns: list[int], *, report: bool = True) -> None:
    """Use the first of some columns for a field that takes one."""
    found.fields[name] = columns[:1]
    for number in columns[1:] if report else ():
        used = header[columns[0]]
        found.reasons[number] = f"{used!r} is used as the {name}; to use this one: --map {header[number]!r}={name}"


def has_date(fields: Columns) -> bool:
    """Whether these fields make a date."""
    return not {"date", "start", "year"}.isdisjoint(fields)


def _find_exact_dates(header: Sequence[str], rows: Sequence[Sequence[str]], rules: DateRules, found: ColumnMap) -> None:
    """Find further columns with dates: beside a date, those whose cells agree with it and are finer; without
    any, the one whose name says that it is a date."""
    used = {number for numbers in found.fields.values() for number in numbers} | set(found.exact_dates)
    spare = [
        number for number, name in enumerate(header) if name and (number not in used or number in found.exact_dates)
    ]
    spare = [number for number in spare if not re.search(_OTHER_DATES, column_words(header[number]))]
    sample = rows[:_SAMPLE]
    if not has_date(found.fields):
        dated = [number for number in spare if _is_date_name(header[number]) and _share(sample, number, rules) > 0.5]
        if len(dated) == 1:
            found.fields["date"] = dated
        return
    agreeing = []
    for number in spare:
        agree, differ = _agreement(sample, number, found.fields, rules)
        if agree and agree >= 19 * differ:
            agreeing.append(number)
        elif number in found.exact_dates:
            used_name = header[(found.fields.get("date") or found.fields.get("start") or found.fields["year"])[0]]
            found.reasons[number] = f"{used_name!r} is used as the date; to use this one: --map {header[number]!r}=date"
    found.exact_dates = agreeing


def _is_date_name(name: str) -> bool:
    return bool(re.search(r"(?i)\bdates?\b|\bdatum\b|\bdatetime\b|日付|날짜|日期|年月日|일자", column_words(name)))


def _share(rows: Sequence[Sequence[str]], number: int, rules: DateRules) -> float:
    """The share of the filled cells of a column that are dates, or would be with --dates or --century."""
    texts = [row[number].strip() for row in rows if number < len(row) and row[number].strip()]
    dates = 0
    for text in texts:
        try:
            read_date(text, rules)
        except RefusedDate as error:
            dates += error.rule in ("two-days", "short-year")
        except DateError:
            continue
        else:
            dates += 1
    return dates / len(texts) if texts else 0


def _agreement(rows: Sequence[Sequence[str]], number: int, fields: Columns, rules: DateRules) -> tuple[int, int]:
    """In how many rows a column has an exact date that lies within the date of the row, and in how many
    filled cells it has anything else."""
    agree = differ = 0

    def cell(row: Sequence[str], name: str) -> str:
        columns = fields.get(name)
        return row[columns[0]].strip() if columns and columns[0] < len(row) else ""

    for row in rows:
        text = row[number].strip() if number < len(row) else ""
        if not text:
            continue
        if not re.search(r"\d", text):
            differ += 1
            continue
        try:
            exact = edtf.parse(read_date(text, rules).text)
            base_text = cell(row, "date") or cell(row, "start")
            parts = [cell(row, part) for part in ("year", "month", "day")]
            if not base_text and not parts[0]:
                continue
            base = edtf.parse(
                (read_date(base_text, rules) if base_text else date_of_parts(parts[0], parts[1], parts[2], rules)).text
            )
        except RefusedDate as error:
            differ += error.rule not in ("two-days", "short-year")
            continue
        except DateError:
            differ += 1
            continue
        finer = edtf.PRECISIONS.index(exact.precision) <= edtf.PRECISIONS.index(base.precision)
        within = (
            base.start
            and base.end
            and exact.start
            and exact.end
            and base.start <= exact.start
            and exact.end <= base.end
        )
        if finer and within:
            agree += 1
        else:
            differ += 1
    return agree, differ


def has_year_spans(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether some cell of these columns is a span of years such as 1939-41."""
    return any(is_year_span(row[number]) for row in rows for number in columns if number < len(row))


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
