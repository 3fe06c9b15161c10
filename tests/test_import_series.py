"""Series that change from an instance on, events without a title, and jkr's own calendars."""

from pathlib import Path

from jkrtimeline.fields import STATUSES

from .conftest import Run
from .importing import calendar, imported, only_event, rows_of

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


def test_changed_instance_that_a_later_version_takes_out() -> None:
    series = ("UID:1", "SUMMARY:x", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY;COUNT=3")
    changed = calendar("UID:1", "SUMMARY:y", "DTSTART;VALUE=DATE:20240109", "RECURRENCE-ID;VALUE=DATE:20240102")
    text = calendar(*series) + changed + calendar(*series, "SEQUENCE:1", "EXDATE;VALUE=DATE:20240102")
    assert rows_of(text, "x.ics") == [("2024-01-01", "x"), ("2024-01-03", "x")]


def test_count_below_one_is_none() -> None:
    series = ("SUMMARY:x", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=WEEKLY;UNTIL=20240115;COUNT=-1")
    assert len(rows_of(calendar(*series), "x.ics")) == 3


def test_event_without_a_calendar_around_it() -> None:
    text = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART;VALUE=DATE:20240101\nEND:VEVENT\n"
    assert rows_of(text, "x.ics") == rows_of(text, "x") == [("2024-01-01", "x")]


def test_event_without_a_title_takes_the_first_sentence() -> None:
    event = only_event(calendar("DTSTART;VALUE=DATE:20241003", "DESCRIPTION:Envoys meet. Nothing else."), "x.ics")
    assert (event.title, event.summary) == ("Envoys meet", "Envoys meet. Nothing else.")


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
