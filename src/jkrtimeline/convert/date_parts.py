"""A date in several cells: its year, month and day, or a day whose year is in another cell."""

import re

from ..edtf import DateError
from ..eventfile.nodes import DecimalText
from .date_forms import ERA, DateFields, date_of_fields
from .date_rules import HINT, DateRules, RefusedDate, full_year, month_number, refusal_of_whole, refuse_decimal
from .human_dates import WrittenDate, read_date
from .report import quoted_text


def date_with_year(text: str, year: str, rules: DateRules) -> WrittenDate:
    """The date of a text whose year may be in another cell: `15 August`, `June 25-27`, `8月15日`. Raises DateError."""
    words = text.strip()
    if isinstance(text, DecimalText):
        return read_date(text, rules)
    whole = re.search(rf"(?a)\d{{4}}|{ERA}", words) or not re.search(r"\d", words)
    if whole or not re.fullmatch(r"(?a)\d{4}", year):
        return read_date(text, rules)
    if re.search(rf"(?a)[A-Za-z]\.?[ '-]+{year[2:]}$", words):
        raise RefusedDate(f"{quoted_text(words)} could be a month of {year}, or a day in it", "short-year", hint=HINT)
    if numbers := re.fullmatch(r"(?a)\d{1,2}([/.-])\d{1,2}", words):
        words = f"{words}{numbers[1]}{year}"
    elif re.search("[月日월일]", words):
        words = f"{year}年{words}"
    elif re.search("[A-Za-z]{3}", words):
        words = f"{words} {year}"
    try:
        return read_date(words, rules)
    except DateError as error:
        raise refusal_of_whole(error, text) from None


def date_of_parts(year: str, month: str, day: str, rules: DateRules) -> WrittenDate:
    """The date of a year, a month and a day. Month and day may be empty, or 0; the year may have any form of a date.
    Raises DateError."""
    for part in (year, month, day):
        if isinstance(part, DecimalText) and not re.fullmatch(r"(?a)\d+\.0+", part):
            refuse_decimal(part, typed=True)
    year, month, day = (re.sub(r"(?a)\A(\d+)\.0+\Z", r"\1", part.strip()) for part in (year, month, day))
    day = re.sub(r"(?ai)\A(\d{1,2})(?:\.0+|st|nd|rd|th|\.| ?[日일])\Z", r"\1", day)
    month, day = ("" if re.fullmatch("0+", part) else part for part in (month, day))
    whole = quoted_text("-".join(part for part in (year, month, day) if part))
    if not year:
        raise RefusedDate(f"{whole} has no year", "no-year", hint="give each date its year")
    if re.fullmatch(r"(?a)[-+]\d+|\d{5,}|0+", year):
        hint = "leave it out, or write it in a text"
        raise RefusedDate(f"{whole} is outside the years 0001 to 9999", "years", hint=hint)
    if day and not month:
        raise RefusedDate(f"{whole} has a day without a month", hint=HINT)
    if not month:
        return read_date(year, rules._replace(year_spans=True))
    if not re.fullmatch(r"(?a)'?\d{2,4}", year):
        alone = read_date(year, rules)
        if re.fullmatch(r"(?a)\d{4}", alone.text):
            year = alone.text
        else:
            raise RefusedDate(f"{whole} has a month and no single year", hint=HINT)
    number = month_number(month)
    if number is None or not re.fullmatch(r"(?a)\d{0,2}", day):
        try:
            return read_date(f"{day} {month} {year}".strip(), rules)
        except DateError:
            raise RefusedDate(f"{whole} is not a year, month and day", hint=HINT) from None
    if re.fullmatch(r"(?a)'?\d\d", year):
        year = str(full_year(year.lstrip("'"), year, rules))
    fields = DateFields(int(year), number, int(day) if day else None)
    return WrittenDate(date_of_fields(fields, "-".join(part for part in (year, month, day) if part)))


def words_of_parts(year: str, month: str, day: str) -> str:
    """A date in several cells as one text: `early October 2024`."""
    return " ".join(part for part in (day, month, year) if part.strip("0."))
