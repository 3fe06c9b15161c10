"""Series of calendars: their instances; and calendars that jkr wrote."""

from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.errors import UsageError
from jkrtimeline.fields import STATUSES

from .conftest import Run
from .importing import DAY_OF, calendar, imported, left_out, rows_of


def test_of_a_property_given_twice_the_first_counts() -> None:
    twice = ("DTSTART:20241003T100000", "DTSTART:20241005T100000", "RRULE:FREQ=DAILY;COUNT=2")
    assert rows_of(calendar("SUMMARY:x", *twice), "x.ics") == [("2024-10-03", "x"), ("2024-10-04", "x")]
    changes = ("RECURRENCE-ID;VALUE=DATE:20241003", "RECURRENCE-ID;VALUE=DATE:20241005")
    assert rows_of(calendar("SUMMARY:x", DAY_OF, "UID:a", *changes), "x.ics") == [("2024-10-03", "x")]


def test_count_below_one_is_ignored() -> None:
    series = ("SUMMARY:x", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=WEEKLY;UNTIL=20240115;COUNT=-1")
    assert len(rows_of(calendar(*series), "x.ics")) == 3


EVENTS = "".join(
    f"- {{id: {status}, date: 2024-10-0{number}, title: 'Talks: {number}', status: {status}, note: A note.,"
    f" sources: [{{publisher: Gazette, title: 'Head, line', url: 'https://e.org/{number}', date: 2024-10-09}}]}}\n"
    for number, status in enumerate(STATUSES, 1)
)
DATES = (
    *("2024-10-03~", "2024-10", "2024", "2024-10-03/..", "../2024-10-03", "2024-10-03/2024-10-05", "2024-10-03?"),
    *("2024-23", "199X"),
)


def test_calendar_of_jkr_gives_back_titles_dates_and_statuses(run: Run, tmp_path: Path) -> None:
    dated = "".join(f"- {{id: d{number}, date: {date}, title: D}}\n" for number, date in enumerate(DATES))
    data = tmp_path / "x.yaml"
    data.write_text(f"events:\n{EVENTS}{dated}", encoding="utf-8")
    calendar_text = run("timeline", "--data", str(data), "-f", "ics").out
    given = {event.id: event for event in imported(calendar_text, "x.ics").events}
    events = {event.id: event for event in imported(data.read_bytes(), "x.yaml").events}
    assert given.keys() == events.keys()
    for identity, event in events.items():
        assert (given[identity].date, given[identity].title) == (event.date, event.title)
        assert (given[identity].status, given[identity].note) == (event.status, event.note)
        assert [(each.publisher, each.title, each.url, each.date) for each in given[identity].sources] == [
            (each.publisher, each.title, each.url, each.date) for each in event.sources
        ]


SEOUL = "DTSTART;TZID=Asia/Seoul:20240101T010000"


DAILY = "RRULE:FREQ=DAILY"


def days(*lines: str, **options: Any) -> list[str]:
    """The days of a calendar of one event."""
    return [event.date.text for event in imported(calendar("SUMMARY:x", *lines), "x.ics", **options).events]


WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([DAY_OF, WEEKLY], ["2024-10-03", "2024-10-10", "2024-10-17"]),
        # the end of each instance has the kind of the first
        (["DTSTART:20241003T080000", "DTEND;VALUE=DATE:20241005", "RRULE:FREQ=WEEKLY;COUNT=2"],
         ["2024-10-03/2024-10-04", "2024-10-10/2024-10-11"]),
        ([DAY_OF, "DURATION:PT36H", "RRULE:FREQ=WEEKLY;COUNT=2"], ["2024-10-03/2024-10-04", "2024-10-10/2024-10-11"]),
        ([DAY_OF, WEEKLY, "EXDATE;VALUE=DATE:20241010"], ["2024-10-03", "2024-10-17"]),
        ([DAY_OF, WEEKLY, "EXDATE;VALUE=DATE:20241003"], ["2024-10-10", "2024-10-17"]),
        ([DAY_OF, WEEKLY, "RDATE;VALUE=DATE:20241012"], ["2024-10-03", "2024-10-10", "2024-10-12", "2024-10-17"]),
        ([DAY_OF, "RDATE;VALUE=DATE:20241105,20241203"], ["2024-10-03", "2024-11-05", "2024-12-03"]),
        # periods have their own length, and a day takes the time of the series
        (["DTSTART:20241003T080000", "DTEND:20241003T090000", "RDATE;VALUE=PERIOD:20241010T080000/PT50H"],
         ["2024-10-03", "2024-10-10/2024-10-12"]),
        ([DAY_OF, "RDATE;VALUE=PERIOD:20241010T080000Z/20241013T080000Z,20241020T230000/PT1H"],
         ["2024-10-03", "2024-10-10/2024-10-13", "2024-10-20"]),
        ([SEOUL, "RDATE;VALUE=PERIOD:20240109T230000Z/20240111T200000Z"], ["2024-01-01", "2024-01-10/2024-01-12"]),
        ([SEOUL, WEEKLY, "RDATE;VALUE=DATE:20240108,20240109"],
         ["2024-01-01", "2024-01-08", "2024-01-09", "2024-01-15"]),
        ([DAY_OF, "DTEND;VALUE=DATE:20241005", "RRULE:FREQ=MONTHLY;UNTIL=20241103"],
         ["2024-10-03/2024-10-04", "2024-11-03/2024-11-04"]),
        ([SEOUL, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Asia/Seoul:20240102T010000"], ["2024-01-01", "2024-01-03"]),
        ([SEOUL, "RRULE:FREQ=DAILY;UNTIL=20240101T160000Z"], ["2024-01-01", "2024-01-02"]),
        ([SEOUL, "RRULE:FREQ=DAILY;UNTIL=20240101T155959Z"], ["2024-01-01"]),
        ([SEOUL, "RRULE:FREQ=DAILY;UNTIL=20240102"], ["2024-01-01", "2024-01-02"]),
        ([SEOUL, WEEKLY, "EXDATE:20231231T160000Z"], ["2024-01-08", "2024-01-15"]),
        ([SEOUL, WEEKLY, "EXDATE;VALUE=DATE:20240101"], ["2024-01-08", "2024-01-15"]),
        ([DAY_OF, "RRULE:FREQ=YEARLY;COUNT=2;BYMONTH=11;BYDAY=1TU"], ["2024-10-03", "2024-11-05", "2025-11-04"]),
        # in New York the clocks change on 3 November: 20:30 stays 20:30
        (["DTSTART;TZID=America/New_York:20241102T203000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"],
         ["2024-11-02", "2024-11-03", "2024-11-04"]),
    ],
)  # fmt: skip
def test_finite_series_are_expanded(lines: list[str], expected: list[str]) -> None:
    assert days(*lines) == expected


def test_ids_of_a_series_are_unique() -> None:
    converted = imported(calendar("SUMMARY:x", DAY_OF, WEEKLY, "UID:a"), "x.ics")
    assert [event.id for event in converted.events] == ["a", "2024-10-10-x", "2024-10-17-x"]
    assert [remark.noun.counted(1) for remark in converted.report.remarks] == ["1 repeating event"]


def test_endless_series_is_imported_once_or_until_a_day() -> None:
    assert days(DAY_OF, DAILY) == ["2024-10-03"]
    assert days(DAY_OF, DAILY, "EXDATE;VALUE=DATE:20241003") == ["2024-10-04"]
    (remark,) = imported(calendar("SUMMARY:x", DAY_OF, DAILY), "x.ics").report.remarks
    assert (remark.position, remark.message) == (2, "'x' repeats without end, it is imported once")
    assert "--until" in remark.hint
    assert days(DAY_OF, DAILY, until="2024-10-05") == ["2024-10-03", "2024-10-04", "2024-10-05"]
    assert days(DAY_OF, WEEKLY, until="2024-10-10") == ["2024-10-03", "2024-10-10"]
    night = ("DTSTART:20241003T160000Z", DAILY)
    assert days(*night, until="2024-10-05", zone="Asia/Seoul") == ["2024-10-04", "2024-10-05"]
    assert days(*night, until="2024-10-05", zone="UTC") == ["2024-10-03", "2024-10-04", "2024-10-05"]
    with pytest.raises(UsageError, match="--until"):
        days(DAY_OF, DAILY, until="soon")


def test_series_with_no_instance_or_too_many() -> None:
    text = calendar("SUMMARY:x", DAY_OF, "RRULE:FREQ=DAILY;COUNT=1", "EXDATE;VALUE=DATE:20241003")
    assert [message for _, message in left_out(text, "x.ics")] == ["'x' has no instances left, the event is left out"]
    assert imported(text, "x.ics").report.remarks[-1].hint == "they are all removed by EXDATE"
    endless = calendar("SUMMARY:x", DAY_OF, "RRULE:FREQ=DAILY")
    assert (
        imported(endless, "x.ics", until="2020-01-01").report.remarks[-1].hint == "its first instance is after --until"
    )
    converted = imported(calendar("SUMMARY:x", SEOUL, "RRULE:FREQ=SECONDLY;COUNT=100000000"), "x.ics")
    assert len(converted.events) == 5_000
    remarks = [remark for remark in converted.report.remarks if remark.message]
    assert [(remark.message, remark.noun.counted(1)) for remark in remarks] == [
        ("'x' has too many instances, the first 5,000 are imported", "1 series with too many instances")
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("RRULE:x", "FREQ=WEEKLY"),
        ("RRULE:FREQ=FOO;COUNT=2", "FREQ=WEEKLY"),
        ("EXDATE:x", "20241003"),
        ("RRULE:FREQ=DAILY;COUNT=x", "FREQ=WEEKLY"),
        ("RRULE:W2 TU TH #3", "FREQ=WEEKLY"),
        ("RRULE:FREQ=DAILY;INTERVAL=0;COUNT=3", "FREQ=WEEKLY"),
    ],
)
def test_rule_that_cannot_be_read_imports_the_event_once(line: str, hint: str) -> None:
    assert days(DAY_OF, line) == ["2024-10-03"]
    (remark,) = imported(calendar("SUMMARY:x", DAY_OF, line), "x.ics").report.remarks
    name, _, value = line.partition(":")
    assert remark.message == f"{name} '{value}' of 'x' cannot be read, it is imported once"
    assert hint in remark.hint


def test_exdate_at_another_time_of_the_day_is_reported() -> None:
    series = calendar("SUMMARY:x", SEOUL, WEEKLY, "EXDATE:20240108T000000,20240102T010000", "EXDATE:20240114T160000Z")
    assert rows_of(series, "x.ics") == [("2024-01-01", "x"), ("2024-01-08", "x")]
    assert [remark.message for remark in imported(series, "x.ics").report.remarks if remark.message] == [
        "EXDATE 2024-01-08 00:00:00 matches no instance of 'x'; the one on that day is at another time"
    ]
    hourly = calendar("SUMMARY:x", SEOUL, "RRULE:FREQ=HOURLY;COUNT=3", "EXDATE:20240101T020000")
    assert not any(remark.message for remark in imported(hourly, "x.ics").report.remarks)


def test_dates_of_a_series_with_hyphens() -> None:
    series = (
        "DTSTART:2024-10-03",
        "RRULE:FREQ=DAILY;UNTIL=2024-10-05",
        "EXDATE:2024-10-04",
        "RDATE:2024-10-10,2024-10-11",
    )
    assert days(*series) == ["2024-10-03", "2024-10-05", "2024-10-10", "2024-10-11"]
