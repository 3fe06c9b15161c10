"""What people already have (tables, calendars, TimelineJS, our own files) → events.

Touches no file itself and prints nothing: what is in the file is handed in, what is lost is told. Here
stands what there is to choose from, which loads nothing; `converting` does the work.
"""

from typing import Literal

KINDS = ("csv", "tsv", "ics", "timelinejs", "json", "yaml")
"""What can be read; json and yaml are our own files."""

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
"""In which order numbers stand for day, month and year."""
