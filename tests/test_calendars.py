"""Calendars (iCalendar), read back by the icalendar library."""

import json
from datetime import date, timedelta
from pathlib import Path

import yaml
from hypothesis import example, given, settings
from icalendar import Calendar

from jkrtimeline import edtf
from jkrtimeline.text.sanitize import visible

from .conftest import Run
from .exporting import TEXTS, calendar, export, write
from .sample import CLOSED, LETTER, PLAN, SUMMIT, SURVEY, VISIT


def test_calendar_is_one_of_all_day_entries(run: Run) -> None:
    text = export(run, "ics")
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    read = Calendar.from_ical(text)
    assert (read["VERSION"], read["X-WR-CALNAME"], read["NAME"]) == ("2.0", "Sample of islands", "Sample of islands")
    events = {event["id"]: event for event in json.loads(export(run, "json"))}
    for identity, entry in calendar(run).items():
        assert entry.errors == []
        start, end = entry["DTSTART"], entry["DTEND"]
        assert (start.params["VALUE"], end.params["VALUE"]) == ("DATE", "DATE")
        event = events[identity]
        assert start.dt.isoformat() == event["start"]
        last = event["end"] or event["start"]
        assert end.dt == date.fromisoformat(last) + timedelta(days=1)
        assert entry["DTSTAMP"].dt.isoformat() == "2024-12-31T00:00:00+00:00"
        assert (entry["TRANSP"], entry["CLASS"]) == ("TRANSPARENT", "PUBLIC")
        assert event["title"] in entry["SUMMARY"]
        assert entry["URL"] == event["sources"][0]["url"]


def test_calendar_says_what_its_days_do_not(run: Run) -> None:
    summaries = {identity: (str(each["SUMMARY"]), each.get("STATUS")) for identity, each in calendar(run).items()}
    assert summaries[SURVEY] == ("2019, no exact day: Survey of the coast", "CONFIRMED")
    assert summaries[PLAN] == ("May 2021, no exact day: Plan of the quay is published", "CONFIRMED")
    assert summaries[SUMMIT] == ("Summit at Zenda; 石田 takes part", "CONFIRMED")
    assert summaries[LETTER] == ("c. 13 Jun 2022: A letter, perhaps of thanks", "CONFIRMED")
    assert summaries[VISIT] == ("3 Feb 2024?: postponed: Visit put off", None)
    assert summaries[CLOSED][0].startswith("since 1 Dec 2021: announced: The wharf")
    assert summaries[CLOSED][1] == "TENTATIVE"


def test_entry_has_the_texts_names_and_sources(run: Run) -> None:
    entry = calendar(run)[SUMMIT]
    assert entry["LOCATION"] == "Zenda, Ruritania / Strelsau (by phone)"
    assert [str(each) for each in entry["CATEGORIES"].cats] == ["Summits", "Harbours"]
    assert str(entry["DESCRIPTION"]).split("\n") == [
        "Both heads met for two days. They agreed on a quay and on defence of the strait.",
        "Date: Dinner ran past midnight",
        "Note: One report has three days.",
        "With: Rudolf Rassendyll; Black Michael; Ruritania; Strelsau",
        "[1] Gazette via Courier, “Two days, one quay”, 18 Mar 2021",
        "https://example.org/2",
        "[2] 日報, 会談について, Mar 2021",
        "https://example.org/3",
    ]


def test_calendar_at_the_ends_of_time(run: Run, tmp_path: Path) -> None:
    texts = ["0001-01-01", "../0850-02", "9999-12-31", "9998-01-01/9999-12-31", "2024-05-01/", "20XX"]
    events = [{"id": f"e{n}", "date": text, "title": "T"} for n, text in enumerate(texts)]
    entries = calendar(run, data=write(tmp_path, *events))
    days = [(entries[f"e{n}"]["DTSTART"].dt.isoformat(), entries[f"e{n}"].get("DTEND")) for n in range(len(texts))]
    assert [(start, end and end.dt.isoformat()) for start, end in days] == [
        ("0001-01-01", "0001-01-02"),
        ("0850-02-28", "0850-03-01"),
        ("9999-12-31", None),
        ("9998-01-01", None),
        ("2024-05-01", "2024-05-02"),
        ("2000-01-01", "2100-01-01"),
    ]
    assert [entries[f"e{n}"]["DURATION"].dt.days for n in (2, 3)] == [1, 730]
    stamps = [entry["DTSTAMP"].dt.date() for entry in entries.values()]
    assert stamps == [entry["DTSTART"].dt for entry in entries.values()]  # the data has no coverage


@settings(max_examples=150, deadline=None)
@given(TEXTS.filter(str.strip), TEXTS)
@example(r"\N", r"\\N\n\;\,\ ")
def test_calendar_gives_every_text_back(title: str, place: str) -> None:
    from jkrtimeline.formats.ics import _entry
    from jkrtimeline.model import Event

    entry = _entry(Event(id="e", date=edtf.parse("2024-05-06"), title=title, place=place), None)
    (read,) = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + entry.to_ical() + b"END:VCALENDAR\r\n").walk("VEVENT")
    assert read["SUMMARY"] == visible(title)
    assert read.get("LOCATION", "") == visible(place)


BACKSLASHES = r'C:\New \n \\N \; \, , ; \"q" C:' + "\\"


def test_every_text_of_a_calendar_is_escaped(run: Run, tmp_path: Path) -> None:
    event = {"place": BACKSLASHES, "themes": [BACKSLASHES], "summary": BACKSLASHES}
    file = write(tmp_path, {"id": "a", "date": "2024", "title": BACKSLASHES, **event}, title=BACKSLASHES)
    lines = export(run, "ics", data=file).replace("\r\n ", "").split("\r\n")
    escaped = r'C:\\New \\n \\\\N \\\; \\\, \, \; \\"q" C:\\'
    for name in ("NAME", "X-WR-CALNAME", "LOCATION", "CATEGORIES", "DESCRIPTION"):
        assert f"{name}:{escaped}" in lines
    assert f"SUMMARY:2024\\, no exact day: {escaped}" in lines


def test_backslashes_come_back_from_a_calendar(run: Run, tmp_path: Path) -> None:
    texts = dict.fromkeys(("title", "summary", "place", "note"), BACKSLASHES)
    event = {"id": "a", "date": "2024-05-06", **texts, "themes": [BACKSLASHES]}
    file = tmp_path / "a.ics"
    file.write_bytes(export(run, "ics", data=write(tmp_path, event)).encode())
    (read,) = yaml.safe_load(run("import", str(file)).out)["events"]
    assert read == event


def test_the_name_of_a_calendar_is_escaped(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("title: 'A, b; c\\n d'\nevents: [{id: a, date: 2024-01-01, title: T}]\n")
    out = run("timeline", "--data", str(file), "-f", "ics").out
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\n{name}:A\\, b\\; c\\\\n d\r\n" in out


def test_content_is_never_taken_for_structure_of_a_calendar(run: Run, tmp_path: Path) -> None:
    trap = "END:VCALENDAR\r\nBEGIN:VEVENT\nEND:VEVENT END:VCALENDAR"
    file = write(tmp_path, {"id": "a", "date": "2024", "title": trap, "summary": trap}, title=trap, about=trap)
    read = Calendar.from_ical(export(run, "ics", data=file))
    (entry,) = read.walk("VEVENT")
    assert (read["NAME"], read["DESCRIPTION"]) == (visible(trap), visible(trap))
    assert str(entry["SUMMARY"]) == f"2024, no exact day: {visible(trap)}"
    result = Calendar.from_ical(export(run, "ics", "search", "END:VCALENDAR", data=file))
    assert "END:VCALENDAR" in str(result["NAME"]).removeprefix(visible(trap))
    assert len(result.walk("VEVENT")) == 1


def test_a_cancelled_event_stays_in_the_calendar(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, {"id": "a", "date": "2024-10-04", "title": "Summit", "status": "cancelled"})
    (entry,) = calendar(run, data=file).values()
    assert (entry["SUMMARY"], entry.get("STATUS")) == ("cancelled: Summit", None)
