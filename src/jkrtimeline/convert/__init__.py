"""Import: tables, workbooks, calendars, lists of records and other timelines → events, and a report.

Opens no file and prints nothing. `importer` calls the modules that one row of a table passes through:

    text_encoding   bytes → text
    tables          text → a header and rows of cells
    column_map      the header, and a sample of the cells → the field of each column
    row_reader      a row → a draft; date_columns, date_parts, human_dates and date_forms read its date
    draft           all drafts → events with clean texts, ids and references

Other kinds of files become such a table (`workbook`, `record_tables`), or drafts (`ical`, `timelinejs_slides`,
`markwhen`). This module names the choices and loads nothing.
"""

from typing import Literal

INPUTS = ("csv", "tsv", "xlsx", "ics", "timelinejs", "markwhen", "json", "jsonl", "yaml")
"""The kinds of files; json, jsonl and yaml are event files, or files with lists of records."""

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
"""The order of the numbers of day, month and year."""

Century = Literal["1900", "2000"]
CENTURIES: tuple[Century, ...] = ("1900", "2000")
"""What years of two digits are added to."""
