"""Series of calendars: changes of one instance, of all from one on, and later versions of events."""

import re

import pytest

from .importing import DAY_OF, calendar, imported, rows_of

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


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("DTSTART;TZID=Asia/Tokyo:20241003T080000", "RECURRENCE-ID;VALUE=DATE:20241010"),
        ("DTSTART;TZID=Asia/Tokyo:20241003T080000", "RECURRENCE-ID:20241009T230000Z"),
        ("DTSTART;TZID=Asia/Tokyo:20241003T080000", "RECURRENCE-ID:20241010T080000"),
        ("DTSTART;TZID=Asia/Tokyo:20241003T080000", "RECURRENCE-ID;TZID=America/New_York:20241009T190000"),
        ("DTSTART;TZID=No/Where:20241003T080000", "RECURRENCE-ID;TZID=No/Where:20241010T080000"),
        ("DTSTART:20241003T080000", "RECURRENCE-ID;TZID=Asia/Tokyo:20241010T080000"),
        ("DTSTART:20241003T080000", "RECURRENCE-ID;VALUE=DATE:20241010"),
        ("DTSTART:20241003T080000Z", "RECURRENCE-ID;TZID=Asia/Tokyo:20241010T170000"),
        (DAY_OF, "RECURRENCE-ID:20241010T080000"),
    ],
)
def test_changed_instance_may_be_named_in_another_form(start: str, name: str) -> None:
    series = calendar("UID:1", "SUMMARY:x", start, "RRULE:FREQ=WEEKLY;COUNT=4")
    one = calendar("UID:1", "SUMMARY:y", "DTSTART:20241012T080000", name)
    assert rows_of(series + one, "x.ics") == [
        *(("2024-10-03", "x"), ("2024-10-12", "y"), ("2024-10-17", "x"), ("2024-10-24", "x"))
    ]
    onwards = one.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE")
    last = calendar("UID:1", "SUMMARY:z", "DTSTART:20241025T080000", "RECURRENCE-ID;VALUE=DATE:20241024")
    expected = [("2024-10-03", "x"), ("2024-10-12", "y"), ("2024-10-19", "y"), ("2024-10-25", "z")]
    assert rows_of(series + onwards + last, "x.ics") == expected
    assert rows_of(last.replace("-ID", "-ID;RANGE=THISANDFUTURE") + onwards + series, "x.ics") == expected
    newer = calendar(
        "UID:1", "SUMMARY:x", start, "SEQUENCE:1", "RRULE:FREQ=WEEKLY;COUNT=2", name.replace("RECURRENCE-ID", "EXDATE")
    )
    assert rows_of(one + newer, "x.ics") == [("2024-10-03", "x")]


def test_changed_instance_of_an_event_without_a_rule() -> None:
    moved = calendar("UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20241004", "RECURRENCE-ID;VALUE=DATE:20241003")
    assert rows_of(calendar("UID:1", "SUMMARY:x", DAY_OF) + moved, "x.ics") == [("2024-10-04", "y")]


@pytest.mark.parametrize(
    ("series", "name"),
    [
        (("UID:1", DAY_OF, "RRULE:FREQ=DAILY;COUNT=3"), "RECURRENCE-ID;VALUE=DATE:20241006"),
        (("UID:1", DAY_OF, "RRULE:FREQ=DAILY;COUNT=3"), "RECURRENCE-ID;VALUE=DATE:20241002"),
        (("UID:1", "DTSTART:20241003T080000", "RRULE:FREQ=DAILY;COUNT=3"), "RECURRENCE-ID:20241004T090000"),
        ((DAY_OF, "RRULE:FREQ=DAILY;COUNT=3"), "RECURRENCE-ID;VALUE=DATE:20241004"),
    ],
)
def test_change_of_an_instance_that_the_series_lacks_is_reported(series: tuple[str, ...], name: str) -> None:
    moved = calendar(*series[:-2], "SUMMARY:y", "DTSTART;VALUE=DATE:20241109", name)
    converted = imported(calendar("SUMMARY:x", *series) + moved, "x.ics")
    assert len(converted.events) == 4
    (message,) = [remark.message for remark in converted.report.remarks if remark.hint]
    day = re.sub(r".*:(....)(..)(..).*", r"\1-\2-\3", name)
    changed = f"'y' changes the instance on {day}, which its series does not have"
    assert message == f"{changed}; it is imported as an event of its own"


def test_change_of_an_instance_that_is_not_imported_is_not_reported() -> None:
    moved = calendar("UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20241109", "RECURRENCE-ID;VALUE=DATE:20241108")
    for rule in ("RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;COUNT=90\nEXDATE;VALUE=DATE:20241108", "RRULE:x"):
        converted = imported(calendar("UID:1", "SUMMARY:x", DAY_OF, rule) + moved, "x.ics")
        assert not any("lacks" in remark.message for remark in converted.report.remarks)
    assert rows_of(moved, "x.ics") == [("2024-11-09", "y")]


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


def test_cancelled_instance_without_a_time() -> None:
    series = calendar("UID:1", "SUMMARY:x", "DTSTART;TZID=Asia/Tokyo:20241003T080000", "RRULE:FREQ=WEEKLY;COUNT=2")
    cancelled = calendar("UID:1", "SUMMARY:x", "STATUS:CANCELLED", "RECURRENCE-ID:20241009T230000Z")
    events = imported(series + cancelled, "x.ics", zone="Asia/Tokyo").events
    assert [(event.date.text, event.status) for event in events] == [
        *(("2024-10-03", "happened"), ("2024-10-10", "cancelled"))
    ]


def test_later_version_with_dates_that_cannot_be_read() -> None:
    moved = calendar("UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20241012", "RECURRENCE-ID;VALUE=DATE:20241010")
    for line in ("EXDATE:20240230", "RDATE;VALUE=PERIOD:20241010T080000/20241009T080000", "RDATE:20240101/P9999999D"):
        series = calendar("UID:1", "SUMMARY:x", DAY_OF, "SEQUENCE:1", line)
        assert rows_of(series + series + moved, "x.ics")[-1] == ("2024-10-12", "y")


def test_changed_instance_replaces_the_one_that_it_names() -> None:
    series = calendar("SUMMARY:sitting", DAY_OF, "RRULE:FREQ=WEEKLY;COUNT=3", "UID:a")
    moved = ("SUMMARY:moved", "DTSTART;VALUE=DATE:20241011", "RECURRENCE-ID;VALUE=DATE:20241010", "UID:a")
    for text in (series + calendar(*moved), calendar(*moved) + series):
        assert rows_of(text, "x.ics") == [("2024-10-03", "sitting"), ("2024-10-11", "moved"), ("2024-10-17", "sitting")]
    assert rows_of(calendar(*moved), "x.ics") == [("2024-10-11", "moved")]
