"""Shared by the tests of import: functions that import a text and return a part of the result."""

from typing import Any

from jkrtimeline.convert.importer import Converted, ImportOptions, convert
from jkrtimeline.eventfile import Input
from jkrtimeline.model import Event

from .conftest import HERE

FILES = HERE / "import"
OPTIONS = {"google-calendar.csv": ["--dates", "mdy"], "excel-semicolon.csv": ["--dates", "dmy"]}
SOURCES = sorted(path.name for path in FILES.iterdir() if path.suffix not in (".yaml", ".err") and path.is_file())


def imported(text: str | bytes, name: str = "x.csv", **options: Any) -> Converted:
    return convert(Input(name, text if isinstance(text, bytes) else text.encode()), ImportOptions(**options))


def imported_events(text: str | bytes, name: str = "x.csv", **options: Any) -> list[Event]:
    """The events of a text of which nothing is left out or changed."""
    converted = imported(text, name, **options)
    assert (converted.report.remarks, dict(converted.report.columns)) == ([], {})
    return list(converted.events)


def only_event(text: str | bytes, name: str = "x.csv", **options: Any) -> Event:
    (event,) = imported(text, name, **options).events
    return event


def remarks_on(text: str | bytes, name: str = "x.csv", **options: Any) -> list[tuple[int, str]]:
    remarks = imported(text, name, **options).report.remarks
    return [(remark.position, remark.message or remark.noun.one) for remark in remarks]


def left_out(text: str | bytes, name: str = "x.csv", **options: Any) -> list[tuple[int, str]]:
    """Position and message of each record that is left out."""
    remarks = imported(text, name, **options).report.remarks
    return [(remark.position, remark.message) for remark in remarks if remark.effect == "record"]


def rows_of(text: str | bytes, name: str = "x.csv", **options: Any) -> list[tuple[str, str]]:
    """Date and title of each event."""
    return [(event.date.text, event.title) for event in imported(text, name, **options).events]


def calendar(*lines: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


DAY_OF = "DTSTART;VALUE=DATE:20241003"
