"""Import: what comes out of tables, calendars and other timelines is right and valid, and what is lost is told.

The files of tests/import are written as the programs write them that their names tell; beside each lies
what import makes of it (`.yaml`) and says of it (`.err`). `--update-golden` writes those anew.
"""

import csv
import json
import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.convert import Order, human_dates
from jkrtimeline.convert.importer import Converted, convert
from jkrtimeline.convert.markup import plain
from jkrtimeline.edtf import DateError
from jkrtimeline.errors import DataError, JkrError, UsageError
from jkrtimeline.eventfile import Input, nodes
from jkrtimeline.model import Event

from .conftest import BUNDLED, HERE, SAMPLE, Run, check_data, jkr, read_data

FILES = HERE / "import"
OPTIONS = {"google-calendar.csv": ["--dates", "mdy"], "excel-semicolon.csv": ["--dates", "dmy"]}
SOURCES = sorted(path.name for path in FILES.iterdir() if path.suffix not in (".yaml", ".err"))


def read(text: str | bytes, name: str = "x.csv", **options: Any) -> Converted:
    return convert(Input(name, text if isinstance(text, bytes) else text.encode()), **options)


def events(text: str | bytes, name: str = "x.csv", **options: Any) -> list[Event]:
    """The events of a text of which nothing is lost."""
    converted = read(text, name, **options)
    assert (converted.losses.items, dict(converted.losses.columns)) == ([], {})
    return list(converted.events)


def only(text: str | bytes, name: str = "x.csv", **options: Any) -> Event:
    (event,) = read(text, name, **options).events
    return event


def messages(text: str | bytes, name: str = "x.csv", **options: Any) -> list[tuple[int, str]]:
    return [(loss.place, loss.message or loss.noun.one) for loss in read(text, name, **options).losses.items]


# --- files as programs write them -------------------------------------------------------------------


@pytest.mark.parametrize("name", SOURCES)
def test_file_of_a_program(name: str, run: Run, monkeypatch: pytest.MonkeyPatch, request: Any) -> None:
    monkeypatch.chdir(FILES)
    result = run("import", name, *OPTIONS.get(name, []))
    for suffix, text in ((".yaml", result.out), (".err", result.err)):
        golden = FILES / (name + suffix)
        if request.config.getoption("--update-golden"):
            golden.write_bytes(text.encode())
        assert text.encode() == golden.read_bytes()
    assert result.code == 0
    assert run("check", name + ".yaml").code == 0
    lines = run("import", name, *OPTIONS.get(name, []), "--jsonl")
    assert (lines.code, lines.err) == (0, result.err)
    assert lines.out == run("timeline", "--data", name + ".yaml", "--jsonl").out


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "yaml"])
@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=["sample", "bundled"])
def test_our_own_exports_come_back(run: Run, tmp_path: Path, form: str, data: Path) -> None:
    file, back = tmp_path / f"out.{form}", tmp_path / "back.jsonl"
    assert run("timeline", "--data", str(data), "-o", str(file)).code == 0
    result = run("import", str(file), "-o", str(back))
    assert (result.code, result.out) == (0, "")
    records = [
        [json.loads(line) for line in text.splitlines()]
        for text in (run("timeline", "--data", str(data), "--jsonl").out, back.read_text(encoding="utf-8"))
    ]
    if form in ("csv", "tsv"):  # of a source, a table has the address only
        for record in (each for several in records for each in several):
            record["sources"] = [source["url"] for source in record["sources"]]
    assert records[0] == records[1]


def test_registries_and_header_of_our_own_file_stay(run: Run, tmp_path: Path) -> None:
    assert run("import", str(SAMPLE)).out == run("timeline", "--data", str(SAMPLE), "-f", "yaml").out
    file = tmp_path / "part.json"
    assert run("timeline", "--data", str(SAMPLE), "--in", "2021", "-o", str(file)).code == 0
    result = run("import", str(file))
    assert "'2021-03-16-zenda-summit' follows '2020-spring-talks', which is not in the file" in result.err
    assert "5 events; not carried over: 1 reference to another event" not in result.out
    assert run("import", str(file), "--strict").code == 0  # no event is missing


def test_cells_that_were_defused_are_as_before() -> None:
    header = "id,date,title,summary,themes\n"
    assert only(header + "a,2024,'=1+1,'  -x,'@a; b\n").title == "=1+1"
    event = only(header + "a,2024,'tis,\"'\tx\",'@a; b\n")
    assert (event.title, event.summary, event.themes) == ("'tis", "x", ("@a", "b"))
    assert only("date,headline\n2024,'=1+1\n").title == "'=1+1"  # not our header


# --- dates ------------------------------------------------------------------------------------------

READ = {
    "2024": "2024",
    "2024-10": "2024-10",
    "2024-10-03~": "2024-10-03~",
    "2023-12-01/..": "2023-12-01/..",
    "201X": "201X",
    "2024-36": "2024-36",
    "2024/10/03": "2024-10-03",
    "2024.10.3": "2024-10-03",
    "2024. 10. 3.": "2024-10-03",
    "2024-1-5": "2024-01-05",
    "20241003": "2024-10-03",
    "25/12/2024": "2024-12-25",
    "12/25/2024": "2024-12-25",
    "25.12.2024": "2024-12-25",
    "25-12-2024": "2024-12-25",
    "3/3/2024": "2024-03-03",
    "10/2024": "2024-10",
    "3 October 2024": "2024-10-03",
    "October 3, 2024": "2024-10-03",
    "3-Oct-2024": "2024-10-03",
    "3rd Oct. 2024": "2024-10-03",
    "Oct 2024": "2024-10",
    "Oct-2024": "2024-10",
    "Thursday, October 3, 2024": "2024-10-03",
    "2024年10月3日": "2024-10-03",
    "2024년 10월": "2024-10",
    "２０２４年": "2024",
    "spring 2024": "2024-21",
    "winter 2024": "2024-24",
    "Q4 2024": "2024-36",
    "2024-H1": "2024-40",
    "2024-W40": "2024-09-30/2024-10-06",
}
TIMED = {
    "2024-10-03T10:00": "2024-10-03",
    "2024-10-03 10:00:00.123": "2024-10-03",
    "2024-10-03T23:59:59Z": "2024-10-03",
    "2024-10-03T10:00:00+09:00": "2024-10-03",
    "20241003T100000Z": "2024-10-03",
    "2024/10/03 24:00": "2024-10-03",
    "25/12/2024 10:00 AM": "2024-12-25",
    "3 October 2024, 10:00 p.m.": "2024-10-03",
    "October 3, 2024 at 10am": "2024-10-03",
}


@pytest.mark.parametrize(("text", "edtf"), [*READ.items(), *TIMED.items()])
def test_dates_with_one_reading(text: str, edtf: str) -> None:
    assert human_dates.read(text) == (edtf, text in TIMED)


@pytest.mark.parametrize(
    ("text", "reason"),
    {
        "10/3/2024": "two days, 10 March or 3 October 2024",
        "03.10.2024": "two days",
        "13/13/2024": "not a date in any order",
        "31/02/2024": "not a date in any order",
        "10/3/24": "two digits",
        "25.12.24": "two digits",
        "24/10/03": "two digits",
        "3-Oct-24": "two digits",
        "Oct 3, '24": "two digits",
        "2024/10": "a month or several years",
        "2011/12": "a month or several years",
        "45568": "by which a spreadsheet counts days",
        "45568.5": "by which a spreadsheet counts days",
        "2024-02-30": "has the day 30",
        "31 February 2024": "has the day 31",
        "Friday, October 3, 2024": "it is Thursday",
        "3 October": "has no year",
        "3–5 October 2024": "is not a date",
        "5 October 2024/3 October 2024": "is not one date",
        "1 May 2024..2 May 2024": "is not one date",
        "2024-10-05/2024-10-03": "ends before it starts",
        "2024-10 10:00": "a time of day without a day",
        "today": "is not a date",
        "yesterday": "is not a date",
        "last month": "is not a date",
        "3 months ago": "is not a date",
        "1000 days ago": "is not a date",
        "90d": "",
        "2024m": "",
        "@first": "is not a date",
        "soon": "is not a date",
        "c. 1850": "is not a date",
        "-0044": "outside",
        "0000": "0000",
        "x" * 1000: "…",
    }.items(),
)
def test_dates_without_one_reading_are_refused(text: str, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        human_dates.read(text)
    assert reason in caught.value.message
    assert len(caught.value.message) < 200
    assert caught.value.hint


@pytest.mark.parametrize(
    ("order", "text", "edtf"),
    [
        ("dmy", "10/3/2024", "2024-03-10"),
        ("mdy", "10/3/2024", "2024-10-03"),
        ("dmy", "25/12/2024", "2024-12-25"),
        ("mdy", "25/12/2024", None),
        ("dmy", "12/25/2024", None),
        ("ymd", "25/12/2024", None),
        ("ymd", "2024/10/3", "2024-10-03"),
        ("dmy", "2024-10-03", "2024-10-03"),
        ("dmy", "10/3/24", None),
    ],
)
def test_the_order_of_numbers_holds_for_all(order: Order, text: str, edtf: str | None) -> None:
    if edtf is None:
        with pytest.raises(DateError):
            human_dates.read(text, order)
    else:
        assert human_dates.read(text, order).text == edtf


@pytest.mark.parametrize(
    ("header", "row", "date"),
    [
        ("start,end", "2024-10-03,2024-10-05", "2024-10-03/2024-10-05"),
        ("Begin Date,Until", "2024-10,2024-12", "2024-10/2024-12"),
        ("start,end", "2024-10-03,2024-10-03", "2024-10-03"),
        ("start,end", "2024-10-03,", "2024-10-03"),
        ("date,end", "2024-10-03,2024-10-05", "2024-10-03/2024-10-05"),
        ("date,start,end", "2024-10,2024-10-01,2024-10-31", "2024-10"),
        ("date,start,end", "2024-10-03,10:00,11:00", "2024-10-03"),
        ("Year,Month,Day", "2024,10,3", "2024-10-03"),
        ("Year,Month,Day", "2024,10.0,", "2024-10"),
        ("Year,End Year", "0079,1980", "0079/1980"),
        ("Day", "2024-10-03", "2024-10-03"),
        ("Date,Year,Day", "2024-10-03,2024,Thu", "2024-10-03"),
        ("Start Date,Start Time,End Date,End Time", "2024-10-03,0:00,2024-10-05,12:00:00 AM", "2024-10-03/2024-10-04"),
        ("Start Date,Start Time,End Date,End Time", "2024-10-03,10:00,2024-10-03,00:00", "2024-10-03"),
    ],
)  # fmt: skip
def test_date_of_several_columns(header: str, row: str, date: str) -> None:
    assert only(f"{header},title\n{row},x\n").date.text == date


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        ("start,end", "2024-10-05,2024-10-03", "ends before it starts"),
        ("start,end", ",2024-10-03", "an end without a start"),
        ("start,end", "2024/2025,2026", "an interval where one date should be"),
        ("date,start", "2024-10-03,2024-10-04", "the date is 2024-10-03 and the start 2024-10-04"),
        ("date", "", "no date"),
        ("year,month,day", "24,1,1", "two digits"),
        ("year,month,day", "-44,3,15", "outside the years"),
        ("year,month,day", "12024,1,1", "outside the years"),
        ("year,month,day", ",1,1", "no year"),
        ("year,month,day", "2024,,1", "a day without a month"),
        ("year,month,day", "2024,Oct,1", "not a year, month and day in numbers"),
        ("year,month,day", "2024,13,1", "month 13"),
        ("year,month,day", f"{'9' * 5000},1,1", "not a year, month and day in numbers"),
        ("year,month,day", f"2024,{'9' * 5000},1", "not a year, month and day in numbers"),
    ],
)
def test_row_whose_dates_do_not_fit_is_left_out(header: str, row: str, reason: str) -> None:
    ((place, message),) = messages(f"{header},title\n{row},x\n")
    assert place == 2
    assert reason in message
    assert len(message) < 200
    assert message.endswith("the row is left out")


# --- tables -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_line_ends_and_encodings(delimiter: str, end: str, code: str) -> None:
    rows = ["Date|Title|Description", '2024|"a, b; c"|"two', 'lines, ""quoted"""', "|x|", "|||", "", "2025|石破|"]
    text = end.join(rows).replace("|", delimiter)
    converted = read(text.encode(code))
    assert [(event.title, event.summary) for event in converted.events] == [
        ("a, b; c", 'two\nlines, "quoted"'),
        ("石破", None),
    ]
    assert [(loss.place, loss.rule) for loss in converted.losses.items] == [(4, "no-date")]


WORDS: dict[str, Callable[[Event], object]] = {
    "Headline|event|NAME| Subject ": lambda event: event.title,
    "Description|text|Details": lambda event: event.summary,
    "Location|Where|venue": lambda event: event.place,
    "Notes": lambda event: event.note,
    "Date_Note|date note|Display Date": lambda event: event.date_note,
    "Tags|Category|KEYWORDS|group|Type": lambda event: event.themes[0],
    "People|participants": lambda event: event.actors[0],
    "Thread": lambda event: event.thread,
    "UID|unique-id|Unique ID": lambda event: event.id,
    "Source|Publisher": lambda event: event.sources[0].publisher,
}


@pytest.mark.parametrize("words", WORDS)
def test_usual_names_of_columns(words: str) -> None:
    title = "" if words.startswith("Headline") else ",title"
    for word in words.split("|"):
        assert WORDS[words](only(f"When,{word}{title}\n2024,v,t\n")) == "v", word


def test_lists_are_divided() -> None:
    event = only('date,headline,tags,category,who\n2024,x,"a; b, c",b,"d, e, d"\n')
    assert (event.themes, event.actors) == (("a", "b, c", "b"), ("d", "e"))


@pytest.mark.parametrize(
    ("header", "row", "sources"),
    [
        ("url", "https://example.org/a;b", [("https://example.org/a;b", None)]),
        ("url", '"https://a.example/; http://b.example"', [("https://a.example/", None), ("http://b.example", None)]),
        ("url", '"https://a.example/,http://b.example"', [("https://a.example/", None), ("http://b.example", None)]),
        ("source", "Gazette", [(None, "Gazette")]),
        ("source", "ftp://a.example", [(None, "ftp://a.example")]),
        ("source", "javascript:alert(1)", [(None, "javascript:alert(1)")]),
        ("source,url", "Gazette,https://a.example/", [("https://a.example/", "Gazette")]),
        ("link,publisher", "https://a.example/,Gazette", [("https://a.example/", "Gazette")]),
        ("source", "Gazette; https://a.example/", [("https://a.example/", None), (None, "Gazette")]),
    ],
)  # fmt: skip
def test_sources(header: str, row: str, sources: list[tuple[str | None, str | None]]) -> None:
    event = only(f"date,title,{header}\n2024,x,{row}\n")
    assert [(source.url, source.publisher) for source in event.sources] == sources


def test_importance_and_status_are_words_of_ours() -> None:
    converted = read("date,title,importance,status\n2024,x,Major,Cancelled\n2025,y,high,\n")
    assert [(event.importance, event.status) for event in converted.events] == [
        ("major", "cancelled"),
        ("minor", "happened"),
    ]
    ((place, message),) = [(loss.place, loss.message) for loss in converted.losses.items]
    assert (place, message) == (3, "importance is 'high', it is left out")


def test_map_says_what_a_column_holds() -> None:
    text = "Wann,Was,Title,Farbe\n2024-10-03,Fest,x,rot\n"
    event = events(text, mapping=["Wann=date", "was=title", "Farbe=themes", "Title=note"])[0]
    assert (event.date.text, event.title, event.themes, event.note) == ("2024-10-03", "Fest", ("rot",), "x")
    assert dict(read(text, mapping=["Wann=date", "Was=title"]).losses.columns) == {"Title": None, "Farbe": None}
    assert only("a=b,Date\nx,2024\n", mapping=["a=b=title"]).title == "x"
    slides = "Year,Headline,Text,Type\n2024,x,y,Talks\n"
    assert only(slides, mapping=["Type=thread", "Text=note"]).thread == "Talks"


@pytest.mark.parametrize(
    ("header", "mapping", "message", "hint"),
    [
        ("date,title", ["titel=title"], "no column 'titel'", "title"),
        ("date,title", ["title=titel"], "no field 'titel'", "title"),
        ("date,title", ["title=start time"], "no field 'start_time'", "start"),
        ("date,title", ["title"], "not column=field", "--map"),
        ("date,title", ["=title"], "not column=field", "--map"),
        ("date,title,title", ["title=note"], "2 columns", "rename"),
        ("date,date,title", [], "'date' and 'date' could both be the date", "rename one of them"),
        ("Date,date,title", [], "'Date' and 'date' could both be the date", "--map 'Date=date'"),
        ("date,event,name", [], "'event' and 'name' could both be the title", "--map 'event=title'"),
        ("date,a,b", ["a=title", "b=title"], "'a' and 'b' could both be the title", "--map"),
    ],
)
def test_wrong_map(header: str, mapping: list[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(f"{header}\n2024,x,y\n", mapping=mapping)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_ids_are_kept_or_made() -> None:
    rows = [
        "good,2024-10-03,Yoon visits Tokyo,",
        ",2024-10-03,Yoon visits Tokyo,good; not good",
        ",2024-10-03,Yoon's visit: TOKYO é ß,none",
        ",2024-10-03,Yoon visits Tokyo,",
        "not good,2024-10~,Second,",
        "good,../2024,Third,",
        ",2024-10-03,石破,",
        ",2024-10-03,石破 2,",
        f",2024,{'word ' * 40},",
        f",2024,{'w' * 100},",
        "2024-10-03-yoon-visits-tokyo,2020,Taken,",
    ]
    converted = read("id,date,title,follows\n" + "\n".join(rows) + "\n")
    assert {event.title[:30]: event.id for event in converted.events if event.title != "Yoon visits Tokyo"} == {
        "Yoon's visit: TOKYO é ß": "2024-10-03-yoons-visit-tokyo-e-ss",
        "Second": "2024-10-second",
        "Third": "2024-third",
        "石破": "2024-10-03-1",
        "石破 2": "2024-10-03-2",
        ("word " * 40)[:30]: "2024" + "-word" * 11,
        "w" * 30: "2024-" + "w" * 55,
        "Taken": "2024-10-03-yoon-visits-tokyo",
    }
    twins = [event for event in converted.events if event.title == "Yoon visits Tokyo"]
    assert [event.id for event in twins] == ["good", *(f"2024-10-03-yoon-visits-tokyo-{n}" for n in (2, 3))]
    assert twins[1].follows == ("good", "2024-10-second")
    assert sorted((loss.place, loss.noun.one) for loss in converted.losses.items) == [
        (4, "reference to another event"),
        (6, "id"),
        (7, "id"),
    ]


def test_texts_are_clean() -> None:
    converted = read('date,title,summary\n2024,"a\tb\n c \u00a0d","x\x1b[1my\r\n\r\n\r\nz  "\n2025,\u200b,\n')
    (event,) = converted.events
    assert (event.title, event.summary) == ("a b c \u00a0d", "x\u241b[1my\n\nz")
    assert [(loss.place, loss.noun.one) for loss in converted.losses.items if not loss.whole] == [
        (2, "control character"),
        (7, "control character"),
    ]


ODD_FILES: list[tuple[str, bytes, str]] = [
    ("x.csv", b"", "is empty"),
    ("x.csv", b"\xef\xbb\xbf \n", "is empty"),
    ("x.csv", b"\xff\xfe", "is empty"),
    ("x.csv", b"\xff\xfea", "byte 3 is not UTF-16"),
    ("x.csv", b"date,title\n2024,caf\xe9\n", "x.csv:2:9: byte 20 (0xe9) is not UTF-8"),
    ("x.csv", b"date,title\n2024,a\0b\n", "x.csv:2: a NUL byte"),
    ("x.csv", b'date,title\n2024,"a\n2025,b\n', "x.csv:2: a quotation mark opens"),
    ("x.csv", b"a,b\n1,2\n", "no column is known as the title"),
    ("x.csv", b"title,b\n1,2\n", "no column is known as the date"),
    ("x.csv", b"sep=;\n", "no row with the names"),
    ("x.xlsx", b"PK\x03\x04\x14\x00", "a workbook"),
    ("x.ics", b"hello\n", "BEGIN:VCALENDAR is missing"),
    ("x.ics", b"\x7fELF\x02\xd0", "is not UTF-8"),
    ("x.json", b'{"events": [1', "json"),
    ("x.json", b'{"events": ' + b"[" * 50_000, "nested too deeply|not YAML"),  # by us, or by a YAML library first
    ("x.yaml", b"events: [{id: a}]", "no date"),
    ("x.json", b'{"timeline": {"headline": "x", "date": []}}', "version 2"),
    ("x.json", b'{"scale": "cosmological", "events": [{"start_date": {"year": "-13700000000"}}]}', "cosmological"),
]


@pytest.mark.parametrize(("name", "data", "message"), ODD_FILES, ids=[message for _, _, message in ODD_FILES])
def test_file_that_cannot_be_read(name: str, data: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read(data, name)
    told = caught.value.message + "".join(problem.rule for problem in caught.value.problems)
    assert any(each in told for each in message.split("|"))
    assert caught.value.hint


def test_rows_that_are_not_as_the_header(run: Run) -> None:
    text = 'date,title,note\n2024,short\n2024,long,n,,\n2024,longer,n,x,y\n2024,"a"b,\n2025,c"d\n'
    converted = read(text)
    assert [event.title for event in converted.events] == ["short", "long", "longer", 'c"d']
    assert [(loss.place, loss.rule) for loss in converted.losses.items] == [
        (4, "cell beyond the header"),
        (5, "quotes"),
    ]


def test_row_above_the_header_is_told() -> None:
    text = "Report of 2024,,\ndate,title,note\n2024,x,\n"
    with pytest.raises(DataError) as caught:
        read(text)
    assert "delete the rows above it" in caught.value.hint
    assert "--map COLUMN=title" in caught.value.hint
    with pytest.raises(DataError) as caught:
        read("date,x\n2024,y\n")
    assert "delete the rows" not in caught.value.hint


def test_big_cell_and_many_rows() -> None:
    row = f"2024-10-03,{'word ' * 400_000},\n"
    (event,) = events("date,title,note\n" + row)
    assert len(event.title) == 1_999_999
    rows = "".join(f"2024-10-{day % 28 + 1:02},x,\n" for day in range(5000))
    assert len({event.id for event in events("date,title,note\n" + rows)}) == 5000


# --- calendars --------------------------------------------------------------------------------------


def calendar(*lines: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


DAY_OF = "DTSTART;VALUE=DATE:20241003"
SEOUL = "DTSTART;TZID=Asia/Seoul:20240101T010000"
DAILY = "RRULE:FREQ=DAILY"


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ([DAY_OF], "2024-10-03"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241004"], "2024-10-03"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241006"], "2024-10-03/2024-10-05"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241003"], "2024-10-03"),
        ([DAY_OF, "DURATION:P3D"], "2024-10-03/2024-10-05"),
        (["DTSTART:20241003T230000Z", "DTEND:20241004T000000Z"], "2024-10-03"),
        (["DTSTART:20241003T230000", "DTEND:20241004T000001"], "2024-10-03/2024-10-04"),
        (["DTSTART;TZID=Asia/Seoul:20241003T230000", "DURATION:PT1H"], "2024-10-03"),
        ([SEOUL, "DTEND;TZID=America/New_York:20231231T120000"], "2024-01-01"),
        ([SEOUL, "DTEND;TZID=America/New_York:20240101T120000"], "2024-01-01"),
        ([SEOUL, "RRULE:FREQ=DAILY", "EXDATE;TZID=Asia/Seoul:20240102T010000"], "2024-01-01"),
        ([SEOUL, "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20240102"], "2024-01-01"),
        (["DTSTART;TZID=No/Where:20241003T230000", "DURATION:PT2H"], "2024-10-03/2024-10-04"),
        (["DTSTART:00010101T000000"], "0001-01-01"),
    ],
)
def test_days_of_a_calendar(lines: list[str], date: str) -> None:
    assert only(calendar("SUMMARY:x", *lines), "x.ics").date.text == date


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:x"], "DTSTART is missing"),
        ([DAY_OF], "there is no title"),
        (["SUMMARY:", DAY_OF], "there is no title"),
        (["SUMMARY:x", "DTSTART:2024"], "DTSTART cannot be read"),
        (["SUMMARY:x", "DTSTART;VALUE=DATE:20240230"], "DTSTART cannot be read"),
        (["SUMMARY:x", "DTSTART:P1D"], "DTSTART is no date"),
        (["SUMMARY:x", DAY_OF, "DTEND:then"], "DTEND cannot be read"),
        (["SUMMARY:x", DAY_OF, "DTEND;VALUE=DATE:20241001"], "ends on 2024-10-01"),
        (["SUMMARY:x", DAY_OF, "DURATION:soon"], "DURATION"),
        (["SUMMARY:x", SEOUL, "DTEND;TZID=America/New_York:20231231T105959"], "ends on 2023-12-31"),
        (["SUMMARY:x", SEOUL, "DTEND:20231231T120000"], "ends on 2023-12-31"),
        (["SUMMARY:x", SEOUL, DAILY, "EXDATE;TZID=Asia/Seoul:20240102T010000,20240101T010000"], "EXDATE takes out"),
        (["SUMMARY:x", SEOUL, DAILY, "EXDATE:20240102T160000Z", "EXDATE:20231231T160000Z"], "EXDATE takes out"),
        (["SUMMARY:x", SEOUL, DAILY, "EXDATE;VALUE=DATE:20240101"], "EXDATE takes out"),
        (["SUMMARY:x", DAY_OF, DAILY, "EXDATE;VALUE=DATE:20241003"], "EXDATE takes out"),
        (["SUMMARY:x", DAY_OF, "DURATION:P9999999W"], "out of range"),
    ],
)
def test_broken_event_of_a_calendar_is_left_out(lines: list[str], reason: str) -> None:
    text = calendar(*lines) + calendar("SUMMARY:whole", DAY_OF)
    converted = read(text, "x.ics")
    assert [event.title for event in converted.events] == ["whole"]
    assert converted.losses.whole == 1
    assert any(loss.place == 2 and reason in loss.message for loss in converted.losses.items)


def test_what_else_an_event_of_a_calendar_has() -> None:
    text = calendar(
        *("SUMMARY;LANGUAGE=ko:한일\\, 회담", DAY_OF, "DESCRIPTION:a\\nb\\;c", "CATEGORIES:x,y\\,z", "CATEGORIES:x"),
        *("URL:https://example.org/", "STATUS:TENTATIVE", "LOCATION:Zenda\\, Ruritania", "UID:2024-10-03-x@jkr"),
    )
    (event,) = events(text, "x.ics")
    assert (event.id, event.title, event.summary) == ("2024-10-03-x", "한일, 회담", "a\nb;c")
    assert (event.themes, event.status, event.place) == (("x", "y,z"), "announced", "Zenda, Ruritania")
    assert [source.url for source in event.sources] == ["https://example.org/"]
    assert only(calendar("SUMMARY:x", DAY_OF, "UID:a@jkr.example"), "x.ics").id == "a@jkr.example"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =E7=9F=B3=\n=E7=A0=B4; a=3Db", "Café 石破; a=b"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=\n=A9=\n d", "Café d"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=\n C3=A9", "Café"),
        ("SUMMARY;encoding=quoted-printable;charset=iso-8859-1;LANGUAGE=fr:Caf=E9\\; x", "Café; x"),
        ('SUMMARY;X="a:b;c";QUOTED-PRINTABLE:a=20b', "a b"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:a=0D=0ABEGIN:VEVENT=0Ab", "a BEGIN:VEVENT b"),
        ("SUMMARY;ENCODING=BASE64;CHARSET=UTF-8:Q2Fm\n w6k=\n", "Café"),
        ("SUMMARY;X-P=ENCODING=BASE64:Q2Fmw6k=", "Q2Fmw6k="),
    ],
)
def test_encoded_texts_are_decoded(line: str, title: str) -> None:
    (event,) = events(calendar(line, DAY_OF), "x.ics")
    assert (event.title, event.date.text) == (title, "2024-10-03")


@pytest.mark.parametrize(
    "line",
    [
        "LOCATION;ENCODING=QUOTED-PRINTABLE:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=rot13:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-7:+2AA-",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=iso-8859-1:Café",
        "LOCATION;ENCODING=BASE64:Q2Fmw6k",
        "LOCATION;ENCODING=BASE64:!!!!",
    ],
)
def test_text_that_cannot_be_decoded_is_told(line: str) -> None:
    text = calendar("SUMMARY:x", line, DAY_OF)
    assert only(text, "x.ics").place is None
    assert messages(text, "x.ics") == [(2, "LOCATION cannot be decoded, it is left out")]


def test_repetitions_and_other_components_are_told() -> None:
    for line in (DAILY, "RDATE;VALUE=DATE:20241004", "EXDATE;VALUE=DATE:20241004", "RRULE:x", "EXDATE:x"):
        ((place, message),) = messages(calendar("SUMMARY:x", DAY_OF, line), "x.ics")
        assert (place, message.split(" (")[0]) == (2, "repetition")
    text = calendar("SUMMARY:x", DAY_OF) + calendar("DTSTART:20240101T010000Z").replace("VEVENT", "VFREEBUSY")
    assert messages(text, "x.ics") == [(8, "a free or busy time is left out")]


def test_letter_that_is_folded_in_its_middle() -> None:
    data = calendar("SUMMARY:石破", DAY_OF).encode()
    first = "石".encode()
    for place in (1, 2):
        folded = data.replace(first, first[:place] + b"\n " + first[place:])
        assert only(folded, "x.ics").title == "石破"


def test_calendar_that_is_cut_off() -> None:
    text = calendar("SUMMARY:whole", DAY_OF)
    for cut in (text.rsplit("END:VCALENDAR", 1)[0], text.rsplit("END:VEVENT", 1)[0], text.rsplit("DTSTART", 1)[0]):
        converted = read(cut, "x.ics")
        assert any("is missing" in loss.message for loss in converted.losses.items)
        assert len(converted.events) == cut.count("END:VEVENT")
    twice = text.replace("END:VEVENT\n", "BEGIN:VEVENT\nSUMMARY:second\nDTSTART;VALUE=DATE:20250101\nEND:VEVENT\n")
    assert messages(twice, "x.ics") == [(2, "END:VEVENT is missing, the event is left out")]
    assert only(twice, "x.ics").title == "second"


# --- TimelineJS -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &amp; b", "a & b"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<b>a</b><script>x<y</script><style>p{}</style>c", "ac"),
        ("a < b and c > d", "a < b and c > d"),
        ("two\nlines", "two\nlines"),
        ("<i>never closed", "never closed"),
        ("&lt;b&gt;", "<b>"),
        ("x<!-- not seen -->y", "xy"),
    ],
)
def test_markup_becomes_plain_text(html: str, text: str) -> None:
    assert plain(html)[0] == text


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        ({"start_date": {"year": "2024", "month": 10, "day": "3"}}, "2024-10-03"),
        ({"start_date": {"year": 2024.0, "month": "", "day": None}}, "2024"),
        ({"start_date": {"year": 2024}, "end_date": {"year": 2024}}, "2024"),
        ({"start_date": {"year": 2024}, "end_date": {"year": 2025, "month": 2}}, "2024/2025-02"),
        ({"start_date": {"year": -500}}, "outside the years"),
        ({"start_date": {"year": 2025}, "end_date": {"year": 2024}}, "ends before"),
        ({"end_date": {"year": 2024}}, "an end without a start"),
        ({"start_date": {"year": [1]}}, "no date"),
        ({"start_date": "2024"}, "no date"),
        ({}, "no date"),
    ],
)
def test_dates_of_slides(slide: dict[str, Any], expected: str) -> None:
    text = json.dumps({"events": [{"text": {"headline": "x"}, **slide}]})
    converted = read(text, "x.json")
    if expected[0].isdigit():
        assert [event.date.text for event in converted.events] == [expected]
    else:
        ((place, message),) = messages(text, "x.json")
        assert place == 1
        assert expected in message


def test_media_that_are_not_carried_over_are_told() -> None:
    slide = {"start_date": {"year": 2024}, "text": {"headline": "x"}, "media": {"url": "https://a.example/"}}
    slide["media"]["thumbnail"] = "https://a.example/small.png"  # type: ignore[index]
    title = {"text": {"headline": "T"}, "media": {"url": "https://a.example/t.png"}, "background": {"color": "red"}}
    for value in ({"title": title, "events": [slide]}, {"events": [slide, {**title, "type": "title"}]}):
        losses = read(json.dumps(value), "x.json").losses
        assert [loss.message for loss in losses.items] == ["the medium of the title is left out"]
        assert set(losses.columns) == {"title.background", "media.thumbnail"}


@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, [[]], {"headline": []}, True])
def test_slides_of_the_wrong_types_lose_nothing_else(junk: Any) -> None:
    whole = {"start_date": {"year": 2024}, "text": {"headline": "whole"}}
    for key in ("text", "media", "group", "unique_id", "start_date", "end_date", "display_date"):
        text = json.dumps({"title": junk, "eras": junk, "events": [whole, {**whole, key: junk}, junk]})
        titles = [event.title for event in read(text, "x.json", kind="timelinejs").events]
        assert titles[:1] == ["whole"]


# --- the command ------------------------------------------------------------------------------------


def test_kind_is_told_by_name_content_or_option(run: Run, tmp_path: Path) -> None:
    for name in ("google.ics", "timelinejs.json", "timelinejs.csv", "excel-unicode.txt"):
        data = (FILES / name).read_bytes()
        wanted = run("import", str(FILES / name)).out
        done = jkr("import", "-", stdin=data)
        assert (done.returncode, done.stdout.decode()) == (0, wanted)
        other = tmp_path / "file.data"
        other.write_bytes(data)
        assert run("import", str(other)).out == wanted
    assert jkr("import", "-", stdin=SAMPLE.read_bytes()).stdout.decode() == run("import", str(SAMPLE)).out
    for kind in ("timelinejs", "json"):
        assert run("import", str(FILES / "timelinejs.json"), "--from", kind).code == 0
    assert run("import", str(FILES / "timelinejs.csv"), "--from", "timelinejs").code == 0
    assert run("import", str(FILES / "google.ics"), "--from", "csv").code == 3


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        ([], 2, "missing argument"),
        (["missing.csv"], 3, "no such file"),
        (["."], 3, "folder"),
        (["x.csv", "--from", "cvs"], 2, "unknown kind 'cvs'"),
        (["x.csv", "--dates", "dym"], 2, "unknown order 'dym'"),
        (["x.ics", "--dates", "dmy"], 2, "--dates has no meaning for ics"),
        (["x.ics", "--map", "a=title"], 2, "--map has no meaning for ics"),
        (["x.csv", "--map", "a=title"], 2, "no column 'a'"),
        (["x.csv", "-o", "out.csv"], 2, "which import does not write"),
        (["x.csv", "-o", "no/out.yaml"], 1, "cannot be written"),
        (["x.csv", "--strict"], 3, "2 rows cannot be carried over, nothing is written"),
        (["x.csv", "--strict", "-o", "out.yaml"], 3, "2 rows cannot be carried over, nothing is written"),
        (["none.csv", "-o", "out.yaml"], 3, "no event can be carried over"),
    ],
)
def test_errors_of_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("date,title\n2024,a\n10/3/2024,b\n,c\n", encoding="utf-8")
    Path("none.csv").write_text("date,title\n", encoding="utf-8")
    Path("x.ics").write_text(calendar("SUMMARY:x", DAY_OF), encoding="utf-8")
    result = run("import", *argv)
    assert (result.code, result.out) == (code, "")
    *_, complaint, hint = result.err.splitlines()
    assert complaint.startswith("jkr: ")
    assert message in complaint
    assert hint.startswith("hint: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.csv", "x.csv", "x.ics"]


def test_output_goes_to_a_file_by_its_ending(run: Run, tmp_path: Path) -> None:
    source = str(FILES / "google.ics")
    texts = {"yaml": run("import", source).out, "jsonl": run("import", source, "--jsonl").out}
    for name, form in (
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a", "yaml"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
    ):
        file = tmp_path / name
        result = run("import", source, "-o", str(file))
        assert (result.code, result.out) == (0, "")
        assert file.read_text(encoding="utf-8") == texts[form]
    assert run("import", source, "-o", str(file), "--jsonl").code == 0
    assert run("import", source, "-o", "-").out == texts["yaml"]


@pytest.mark.parametrize(("limit", "size"), [("LARGEST", 400), ("_MANY", 20)])
def test_yaml_that_could_not_be_read_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, size: int
) -> None:
    table, file = tmp_path / "x.csv", tmp_path / "out.yaml"
    table.write_text("date,title\n" + "".join(f"2024,Event {n}\n" for n in range(20)), encoding="utf-8")
    assert run("import", str(table), "-o", str(file)).code == 0
    monkeypatch.setattr(nodes, limit, size)
    assert run("check", str(file)).code == 3
    file.unlink()
    for argv in (["-o", str(file)], []):
        result = run("import", str(table), *argv)
        assert (result.code, result.out) == (3, "")
        assert "which cannot be read" in result.err
        assert "--jsonl" in result.err
    assert list(tmp_path.iterdir()) == [table]
    result = run("import", str(table), "--jsonl")
    assert (result.code, len(result.out.splitlines())) == (0, 20)


def test_losses_of_one_kind_are_cut_short_and_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    rows = "".join(f"10/3/2024,a{number}\n2024-10-03T10:00,b\n" for number in range(25))
    file.write_text(f"date,title,\x1b[1mColour\n{rows}2024,c,red\n", encoding="utf-8")
    result = run("import", str(file))
    lines = result.err.splitlines()
    assert lines[0].startswith(f"jkr: {file}:2: '10/3/2024' could be two days")
    assert lines[1] == "hint: say which number is the day: --dates dmy or --dates mdy"
    assert lines[20].startswith(f"jkr: {file}:40: ")
    assert lines[21] == f"jkr: {file}: and 5 more like that"
    assert lines[22].startswith(f"jkr: {file}: 25 times of day left out (lines 3, 5, 7")
    assert lines[22].endswith(", 41 …)")
    assert len(lines) == 24
    assert lines[23] == "jkr: 26 events; not carried over: 25 rows, 25 times of day, column '\\x1b[1mColour'"
    assert run("import", str(file), "--dates", "dmy").err.splitlines()[-1].startswith("jkr: 51 events")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX pipe")
def test_pipe_that_is_read_once(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    if os.fork() == 0:
        fifo.write_text("date,title\n2024,x\n", encoding="utf-8")
        os._exit(0)
    assert jkr("import", str(fifo)).returncode == 0
    os.wait()


# --- whatever the file ------------------------------------------------------------------------------

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
    "END:VALARM|BEGIN:VCALENDAR|END:VCALENDAR"
)
KEYS = "events title text headline start_date year month media url group unique_id eras id date"
VALUES = st.recursive(
    CELLS | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split(" ")), inner, max_size=4),
    max_leaves=15,
)


def must_be_valid(data: bytes, name: str) -> None:
    """What comes of a file passes the check, as YAML and as JSON Lines; or it is refused in words."""
    from jkrtimeline.eventfile.dump import Around, to_yaml

    try:
        converted = read(data, name)
    except JkrError:  # refused in words; anything else fails the test
        return
    text = to_yaml(Around(converted.dataset), converted.events)
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
    for name, place, junk in damage:
        data = (FILES / name).read_bytes()
        must_be_valid(data[:place] + junk + data[place + len(junk) :], name)
        must_be_valid(data[:place], name)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES.split("|")), max_size=20))
def test_any_order_of_lines_gives_a_valid_file_or_an_error(lines: list[str]) -> None:
    must_be_valid("\n".join(["BEGIN:VCALENDAR", *lines]).encode(), "x.ics")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(VALUES)
def test_any_json_gives_a_valid_file_or_an_error(value: Any) -> None:
    must_be_valid(json.dumps({"events": [value]}).encode(), "x.json")
    must_be_valid(json.dumps(value).encode(), "x.json")
