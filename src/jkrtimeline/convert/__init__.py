"""Import: tables, workbooks, calendars, lists of records and other timelines → events.

Opens no file and prints nothing. The importer gets the bytes of a file and returns its events and a
report. This module names the choices and loads nothing.
"""

from typing import Literal

KINDS = ("csv", "tsv", "xlsx", "ics", "timelinejs", "markwhen", "json", "yaml")
"""The kinds of files; json and yaml are files of jkr, or lists of flat records."""

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
"""The order of the numbers of day, month and year."""

Century = Literal["1900", "2000"]
CENTURIES: tuple[Century, ...] = ("1900", "2000")
"""What years of two digits are added to."""
