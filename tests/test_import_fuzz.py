"""Any file gives a valid event file, or is refused with a message."""

import csv
import json
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.errors import JkrError
from jkrtimeline.eventfile import Input

from .conftest import check_data, read_data
from .importing import (
    FILES,
    SOURCES,
    imported,
)

DATES = ["2024", "2024-10-03", "10/3/2024", "25/12/2024", "Oct 2024", "2024-10-03T10:00", "../2024", "201X"]
TEXTS = ["https://example.org/a", "major", "denied", "null", "~", "- x", "x: y #", "'=1", "@a", "..", "a\nb", "a; b, c"]
CELLS = st.text(max_size=12) | st.sampled_from([*DATES, *TEXTS])
COLUMNS = (
    "date start end title id tags source summary note importance status follows actors thread year month publisher "
    "date_note precision Colour"
)
HEADERS = st.lists(st.sampled_from(["", *COLUMNS.split(" ")]), min_size=1, max_size=8, unique=True)
LINES = (
    "BEGIN:VEVENT|END:VEVENT|DTSTART;VALUE=DATE:20241003|DTSTART;TZID=x:20240101T000000|DTEND:x|DURATION:-P1D|SUMMARY:x|"
    "UID:a|RRULE:FREQ=DAILY|RECURRENCE-ID:20240101|STATUS:x|CATEGORIES:a,,b| x|:|BEGIN:VTODO|END:VTODO|BEGIN:VALARM|"
    "END:VALARM|BEGIN:VCALENDAR|END:VCALENDAR|DTSTART:2024-10-03T10:00+09:00|DTEND;TZID=Asia/Tokyo:99991231T230000|"
    "RECURRENCE-ID;RANGE=THISANDFUTURE:00010101T000000Z|RDATE;VALUE=PERIOD:20241003T100000/PT50H|RDATE:20240101/P9999999D|"
    "EXDATE:20240230|SEQUENCE:1|RRULE:FREQ=DAILY;INTERVAL=0;COUNT=2|EXDATE;VALUE=DATE:20241003|TZ:+09|X-WR-TIMEZONE:UTC"
)
KEYS = "events title text headline start_date year month media url group unique_id eras id date"
VALUES = st.recursive(
    CELLS | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split(" ")), inner, max_size=4),
    max_leaves=15,
)


def must_be_valid(data: bytes, name: str) -> None:
    """The events of a file pass the check as YAML; or the file is refused with a message."""
    from jkrtimeline.eventfile.dump import to_yaml

    try:
        converted = imported(data, name)
    except JkrError:  # refused; any other exception fails the test
        return
    text = to_yaml(converted.dataset, converted.events)
    assert not [each for each in check_data(Input("out.yaml", text.encode())) if each.severity == "error"]
    assert read_data(Input("out.yaml", text.encode())).events == converted.events


@settings(max_examples=150, deadline=None, derandomize=True)
@given(HEADERS, st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=6), st.sampled_from(",;\t"))
def test_any_table_gives_a_valid_file(header: list[str], rows: list[list[str]], delimiter: str) -> None:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["date", "title", *header], *rows])
    must_be_valid(out.getvalue().encode("utf-8", "replace"), "x.csv")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(0, 2000), st.binary(max_size=4)), max_size=4))
def test_any_damage_gives_a_valid_file_or_an_error(damage: list[tuple[str, int, bytes]]) -> None:
    for name, offset, junk in damage:
        data = (FILES / name).read_bytes()
        must_be_valid(data[:offset] + junk + data[offset + len(junk) :], name)
        must_be_valid(data[:offset], name)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES.split("|")), max_size=20))
def test_any_order_of_lines_gives_a_valid_file_or_an_error(lines: list[str]) -> None:
    must_be_valid("\n".join(["BEGIN:VCALENDAR", *lines]).encode(), "x.ics")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(VALUES)
def test_any_json_gives_a_valid_file_or_an_error(value: Any) -> None:
    must_be_valid(json.dumps({"events": [value]}).encode(), "x.json")
    must_be_valid(json.dumps(value).encode(), "x.json")
