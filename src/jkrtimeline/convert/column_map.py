"""The columns of a table → the fields that they hold: by `--map`, by their names, by their cells."""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..edtf import DateError
from ..errors import UsageError
from ..eventfile.patterns import is_address
from ..text.normalize import fold
from ..text.suggest import did_you_mean
from .column_names import FIELDS, JOINED, LISTS, PARTS_OF_YEARS, WORDS, Columns, column_words, core_words
from .date_columns import is_within
from .date_parts import date_of_parts, date_with_year
from .date_rules import DateRules, RefusedDate
from .human_dates import read_date

_SAMPLE = 400
"""Rows whose cells are read to find columns with dates."""

_OTHER_DATES = (
    r"\b(created|updated|modified|changed|accessed|access|retrieved|published|publication|posted|added|entered"
    r"|timestamp|birth\w*|born|dob|death|died|dod|end|until|deadline|due|expir\w*|last)\b"
)
"""Names of columns with dates of something else."""

_LAST_CHOICE = r"\b(timestamp|published|publication|posted)\b"
"""Those of them that are the date of a record without any other."""

_DATE_NAME = r"\bdates?\b|\bdatum\b|\bdatetime\b|日付|날짜|日期|年月日|일자"
"""Names of columns with dates."""

_NO_TITLE = r"\b(id|ids|code|codes|iso\w*|key|abbr\w*|uuid|slug|date|dates|month|day|weekday)\b"
_CHOOSABLE = ("two-days", "short-year")
"""Why a date is refused that --dates or --century would make clear."""


class ColumnMap:
    """The use of each column. `exact_dates` are columns with dates that may be finer than those of `fields`;
    `reasons` has, for a column that could be used and is not, the reason; `guessed` has the fields of columns that are
    recognised by their cells alone."""

    def __init__(self, header: Sequence[str], given: Columns) -> None:
        self.header = header
        self.fields: dict[str, list[int]] = {name: list(numbers) for name, numbers in given.items()}
        self.exact_dates: list[int] = []
        self.reasons: dict[int, str] = {}
        self.guessed: dict[int, str] = {}

    @property
    def used(self) -> set[int]:
        """The columns that are used."""
        return {*self.exact_dates, *(number for numbers in self.fields.values() for number in numbers)}

    @property
    def has_date(self) -> bool:
        """Whether the fields make a date."""
        return not {"date", "start", "year"}.isdisjoint(self.fields)

    def recognise(self, rows: Sequence[Sequence[str]], rules: DateRules) -> None:
        """Find the use of each column. For a field the given columns come first, then those with its name, then those
        with another word for it, then those whose name has more than that; of several the one with more filled cells.
        The date and the title are also recognised by their cells. Each row has a cell, stripped, for each column."""
        cells = [[row[number] for row in rows[:_SAMPLE]] for number in range(len(self.header))]
        filled = [sum(map(bool, column)) for column in cells]
        self._assign_named([column_words(cell) for cell in self.header], filled, WORDS)
        missing = {name: words for name, words in WORDS.items() if not self.fields.get(name)}
        self._assign_named([core_words(cell) for cell in self.header], filled, missing)
        for name, pattern in PARTS_OF_YEARS.items():
            texts = [cell for number in self.fields.get(name, ())[:1] for cell in cells[number] if cell]
            if 2 * sum(re.fullmatch(pattern, text) is not None for text in texts) < len(texts):
                del self.fields[name]  # the season of a series, for example
        self.fields = {name: numbers for name, numbers in self.fields.items() if numbers}
        others = self.used - {*self.exact_dates}
        free = [number for number, name in enumerate(self.header) if name and number not in others]
        if self.has_date:
            self._compare_dates(free, cells, rules)
        else:
            self._guess_date(free, cells, rules)
        if "title" not in self.fields and "summary" not in self.fields and self.has_date:
            titles = (n for n, name in enumerate(self.header) if n not in self.used and _is_title(name, cells[n]))
            if (number := next(titles, None)) is not None:
                self.fields["title"], self.guessed[number] = [number], "title"

    def _assign_named(self, names: Sequence[str], filled: Sequence[int], fields: Mapping[str, Sequence[str]]) -> None:
        """Give `fields` (each with its other names) the unused columns with these names."""
        used = self.used
        free = {number: name for number, name in enumerate(names) if number not in used}
        years = "year" in self.fields or any(word == "year" or word in WORDS["year"] for word in free.values())
        for name, words in fields.items():
            if name in PARTS_OF_YEARS and not years:
                continue
            exact = [number for number, word in free.items() if word == fold(name)]
            # Without a column for the year, `Day` is the whole date.
            words = (*words, "day") if name == "date" and not years else words
            others = [number for word in words for number, each in free.items() if each == word]
            if name == "day" and not years:
                exact = []
            given = self.fields.get(name, [])
            if name in LISTS:
                self.fields[name] = sorted({*given, *exact, *others})
            elif name in JOINED:
                self.fields[name] = given or [*exact, *others]
            elif name == "date":
                columns = [*given, *sorted([*exact, *others], key=lambda each: -filled[each])]
                self.fields[name] = columns[:1]
                self.exact_dates += columns[1:]
            else:
                best = sorted(exact or others, key=lambda each: -filled[each])
                columns = [*given, *best, *(each for each in (*exact, *others) if each not in best)]
                self.fields[name] = columns
                self._prefer(columns[:1], name, columns[1:])

    def _guess_date(self, free: Sequence[int], cells: Sequence[Sequence[str]], rules: DateRules) -> None:
        """Use the one column that has a date by its name or its cells, if there is one."""
        words = {number: column_words(self.header[number]) for number in free}
        others = [number for number in free if re.search(_OTHER_DATES, words[number])]
        free = [number for number in free if number not in others]

        def dated(numbers: Iterable[int], share: float) -> list[int]:
            return [number for number in numbers if _share_of_dates(cells[number], rules) > share]

        def alike(numbers: Iterable[int], pattern: str) -> list[int]:
            return [number for number in numbers if all(re.fullmatch(pattern, cell) for cell in cells[number])]

        columns = (
            dated((number for number in free if re.search(_DATE_NAME, words[number])), 0.5)
            or dated(self.fields.get("time", ()), 0.5)
            or dated((number for number in free if not alike([number], r"(?a)\d*(?:\.\d*)?")), 0.8)
            or dated(alike(free, r"(?a)(?:(?:1[0-9]|20)\d\d)?"), 0.8)  # years
            or dated((number for number in others if re.search(_LAST_CHOICE, words[number])), 0.8)
        )
        if len(columns) == 1:
            self.fields["date"], self.guessed[columns[0]] = columns, "date"
            if self.fields.get("time") == columns:
                del self.fields["time"]

    def _compare_dates(self, free: Sequence[int], cells: Sequence[Sequence[str]], rules: DateRules) -> None:
        """Use further columns with dates that agree with the date and are finer; others where the date is blank."""
        agreeing = []
        for number in free:
            if re.search(_OTHER_DATES, column_words(self.header[number])):
                continue
            if self._agrees(number, cells, rules):
                agreeing.append(number)
            elif number in self.exact_dates:
                used = self.fields.get("date") or self.fields.get("start") or self.fields["year"]
                self._prefer(used, "date", [number])
                self.fields.setdefault("date", []).append(number)
        self.exact_dates = agreeing

    def _agrees(self, number: int, cells: Sequence[Sequence[str]], rules: DateRules) -> bool:
        """Whether the cells of a column are dates that lie within the dates of their rows and are at least as exact.
        One cell in twenty may have another date or number, and half of them words without a digit (`undated`)."""
        agree = differ = words = 0
        blank = [""] * len(cells[number])
        fields = [self.fields.get(name) for name in ("date", "start", "year", "month", "day")]
        columns = (cells[numbers[0]] if numbers else blank for numbers in fields)
        for text, date, start, year, month, day in zip(cells[number], *columns, strict=True):
            if not re.search(r"\d", text):
                words += bool(text)
                continue
            try:
                exact = date_with_year(text, year, rules).when
                whole = date or start
                if not whole and not year:
                    continue
                base = (read_date(whole, rules) if whole else date_of_parts(year, month, day, rules)).when
            except DateError as error:
                differ += not _is_choosable(error)
                continue
            if is_within(exact, base) and not base.is_finer_than(exact):
                agree += 1
            else:
                differ += 1
        return agree > 0 and agree >= 19 * differ and agree >= words

    def _prefer(self, used: Sequence[int], name: str, numbers: Iterable[int]) -> None:
        """Note that the first of the `used` columns is preferred to others for a field."""
        for number in numbers:
            if self.header[number] == self.header[used[0]]:
                self.reasons[number] = f"another column of this name is used as the {name}; rename one of them"
                continue
            usage = f"{self.header[used[0]]!r} is used as the {name}"
            self.reasons[number] = f"{usage}; to use this one: --map {self.header[number]!r}={name}"


def _is_title(name: str, cells: Sequence[str]) -> bool:
    """Whether the cells of a column are texts that mostly differ."""
    if not name or re.search(_NO_TITLE, column_words(name)):
        return False
    words = [cell for cell in cells if re.search(r"[^\W\d_]{2}", cell) and not is_address(cell)]
    return len(words) > 0.9 * len(cells) and len(set(words)) > 0.5 * len(words)


def _share_of_dates(cells: Sequence[str], rules: DateRules) -> float:
    """The share of the filled cells of a column that are dates, or would be with --dates or --century."""
    texts = [cell for cell in cells if cell]
    dates = 0
    for text in texts:
        try:
            read_date(text, rules)
        except DateError as error:
            dates += _is_choosable(error)
        else:
            dates += 1
    return dates / len(texts) if texts else 0


def _is_choosable(error: DateError) -> bool:
    return isinstance(error, RefusedDate) and error.rule in _CHOOSABLE


def mapped_columns(header: Sequence[str], mapping: Sequence[str]) -> Columns:
    """The columns that `mapping` (each `column=field`) names. Raises UsageError for an unknown column or
    field."""
    columns: Columns = {}
    for text in mapping:
        column, equals, name = text.rpartition("=")
        if not equals or not column or not name:
            raise UsageError(f"--map {text!r} is not column=field", hint="write it like --map Headline=title")
        name = name.strip().lower().replace(" ", "_")
        name = "sources" if name == "url" else name
        if name not in FIELDS:
            hint = did_you_mean(name, FIELDS, f"fields are: {', '.join(FIELDS)}")
            raise UsageError(f"--map {text!r}: there is no field {name!r}", hint=hint)
        numbers = [n for n, cell in enumerate(header) if cell == column]
        numbers = numbers or [n for n, cell in enumerate(header) if column_words(cell) == column_words(column)]
        if not numbers:
            hint = did_you_mean(column, header, f"columns are: {', '.join(cell for cell in header if cell)}")
            raise UsageError(f"--map {text!r}: there is no column {column!r}", hint=hint)
        if len(numbers) > 1:
            raise UsageError(f"--map {text!r}: {len(numbers)} columns are called {column!r}", hint="rename one of them")
        columns.setdefault(name, []).append(numbers[0])
    return columns
