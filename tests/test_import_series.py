"""Series of calendars: their instances, changes of one or of all from one on; and calendars that jkr wrote."""

from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.errors import UsageError
from jkrtimeline.fields import STATUSES

from .conftest import Run
from .importing import DAY_OF, calendar, imported, left_out, rows_of

SERIES = ("UID:1", "SUMMARY:daily", "DTSTART:20240101T100000", "RRULE:FREQ=DAILY;COUNT=4")


def test_change_of_this_and_all_future_instances() -> None:
    text = calendar(*SERIES) + calendar(
        "UID:1", "RECURRENCE-ID;RANGE=THISANDFUTURE:20240103T100000", "SUMMARY:moved", "DTSTART:20240113T110000"
    )
    assert rows_of(text, "x.ics") == [
        ("2024-01-01", "daily"),
        ("2024-01-02", "daily"),
        ("2024-01-13", "moved"),
        ("2024-01-14", "moved"),
    ]


def test_change_of_one_instance_concerns_no_other() -> None:
    text = calendar(*SERIES) + calendar(
        "UID:1", "RECURRENCE-ID:20240103T100000", "SUMMARY:moved", "DTSTART:20240113T110000"
    )
    assert rows_of(text, "x.ics") == [
        ("2024-01-01", "daily"),
        ("2024-01-02", "daily"),
        ("2024-01-04", "daily"),
        ("2024-01-13", "moved"),
    ]


def test_change_of_an_instance_of_whole_days_may_name_a_time() -> None:
    text = calendar("UID:1", "SUMMARY:x", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY;COUNT=3") + calendar(
        "UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20240109", "RECURRENCE-ID;TZID=GMT Standard Time:20240102T000000"
    )
    assert rows_of(text, "x.ics") == [("2024-01-01", "x"), ("2024-01-03", "x"), ("2024-01-09", "y")]


def test_only_the_latest_version_of_an_event_counts() -> None:
    versions = [("1", "old", "DTSTART;VALUE=DATE:20240101"), ("2", "new", "DTSTART;VALUE=DATE:20240102")]
    texts = [calendar("UID:1", f"SEQUENCE:{number}", f"SUMMARY:{title}", day) for number, title, day in versions]
    for text in ("".join(texts), "".join(reversed(texts))):
        assert rows_of(text, "x.ics") == [("2024-01-02", "new")]
        assert [remark.noun.many for remark in imported(text, "x.ics").report.remarks] == ["earlier versions of events"]
    assert len(rows_of(texts[0] + texts[0].replace("old", "other"), "x.ics")) == 2
    assert len(rows_of(texts[0] + texts[0], "x.ics")) == 1


def test_changed_instance_that_a_later_version_excludes() -> None:
    series = ("UID:1", "SUMMARY:x", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY;COUNT=3")
    changed = calendar("UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20240109", "RECURRENCE-ID;VALUE=DATE:20240102")
    text = calendar(*series) + changed + calendar(*series, "SEQUENCE:1", "EXDATE;VALUE=DATE:20240102")
    assert rows_of(text, "x.ics") == [("2024-01-01", "x"), ("2024-01-03", "x")]


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
        ([DAY_OF, WEEKLY, "EXDATE;VALUE=DATE:20241010"], ["2024-10-03", "2024-10-17"]),
        ([DAY_OF, WEEKLY, "EXDATE;VALUE=DATE:20241003"], ["2024-10-10", "2024-10-17"]),
        ([DAY_OF, WEEKLY, "RDATE;VALUE=DATE:20241012"], ["2024-10-03", "2024-10-10", "2024-10-12", "2024-10-17"]),
        ([DAY_OF, "RDATE;VALUE=DATE:20241105,20241203"], ["2024-10-03", "2024-11-05", "2024-12-03"]),
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
    with pytest.raises(UsageError, match="--until"):
        days(DAY_OF, DAILY, until="soon")


def test_series_with_no_instance_or_too_many() -> None:
    text = calendar("SUMMARY:x", DAY_OF, "RRULE:FREQ=DAILY;COUNT=1", "EXDATE;VALUE=DATE:20241003")
    assert [message for _, message in left_out(text, "x.ics")] == ["no day of 'x' is left, the event is left out"]
    converted = imported(calendar("SUMMARY:x", SEOUL, "RRULE:FREQ=SECONDLY;COUNT=100000000"), "x.ics")
    assert len(converted.events) == 5_000
    assert any("too many instances" in remark.message for remark in converted.report.remarks)


@pytest.mark.parametrize("line", ["RRULE:x", "RRULE:FREQ=FOO;COUNT=2", "EXDATE:x", "RRULE:FREQ=DAILY;COUNT=x"])
def test_rule_that_cannot_be_read_imports_the_event_once(line: str) -> None:
    assert days(DAY_OF, line) == ["2024-10-03"]


def test_changed_instance_replaces_the_one_that_it_names() -> None:
    series = calendar("SUMMARY:sitting", DAY_OF, WEEKLY, "UID:a")
    moved = ("SUMMARY:moved", "DTSTART;VALUE=DATE:20241011", "RECURRENCE-ID;VALUE=DATE:20241010", "UID:a")
    for text in (series + calendar(*moved), calendar(*moved) + series):
        assert rows_of(text, "x.ics") == [("2024-10-03", "sitting"), ("2024-10-11", "moved"), ("2024-10-17", "sitting")]
    assert rows_of(calendar(*moved), "x.ics") == [("2024-10-11", "moved")]
