"""Import of tables: delimiters, columns, cells."""

from collections.abc import Callable

import pytest

from jkrtimeline.errors import DataError, UsageError
from jkrtimeline.model import Event

from .conftest import Run
from .importing import (
    imported,
    imported_events,
    left_out,
    only_event,
    rows_of,
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_line_ends_and_encodings(delimiter: str, end: str, code: str) -> None:
    rows = ["Date|Title|Description", '2024|"a, b; c"|"two', 'lines, ""quoted"""', "|x|", "|||", "", "2025|石破|"]
    text = end.join(rows).replace("|", delimiter)
    converted = imported(text.encode(code))
    assert [(event.title, event.summary) for event in converted.events] == [
        ("a, b; c", 'two\nlines, "quoted"'),
        ("石破", None),
    ]
    assert [(remark.position, remark.rule) for remark in converted.report.remarks] == [(4, "no-date")]


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
        assert WORDS[words](only_event(f"When,{word}{title}\n2024,v,t\n")) == "v", word


def test_lists_are_divided() -> None:
    event = only_event('date,headline,tags,category,who\n2024,x,"a; b, c",b,"d, e, d"\n')
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
    event = only_event(f"date,title,{header}\n2024,x,{row}\n")
    assert [(source.url, source.publisher) for source in event.sources] == sources


def test_importance_and_status_take_the_words_of_jkr() -> None:
    converted = imported("date,title,importance,status\n2024,x,Major,Cancelled\n2025,y,high,\n")
    assert [(event.importance, event.status) for event in converted.events] == [
        ("major", "cancelled"),
        ("minor", "happened"),
    ]
    (remark,) = converted.report.remarks
    assert (remark.position, remark.message) == (3, "importance is 'high', it is left out")


def test_map_assigns_columns() -> None:
    text = "Wann,Was,Title,Farbe\n2024-10-03,Fest,x,rot\n"
    event = imported_events(text, mapping=["Wann=date", "was=title", "Farbe=themes", "Title=note"])[0]
    assert (event.date.text, event.title, event.themes, event.note) == ("2024-10-03", "Fest", ("rot",), "x")
    assert dict(imported(text, mapping=["Wann=date", "Was=title"]).report.columns) == {
        "Title": "'Was' is used as the title; to use this one: --map 'Title'=title",
        "Farbe": "",
    }
    assert only_event("a=b,Date\nx,2024\n", mapping=["a=b=title"]).title == "x"
    slides = "Year,Headline,Text,Type\n2024,x,y,Talks\n"
    assert only_event(slides, mapping=["Type=thread", "Text=note"]).thread == "Talks"


@pytest.mark.parametrize(
    ("header", "mapping", "message", "hint"),
    [
        ("date,title", ["titel=title"], "no column 'titel'", "title"),
        ("date,title", ["title=titel"], "no field 'titel'", "title"),
        ("date,title", ["title=start time"], "no field 'start_time'", "start"),
        ("date,title", ["title"], "not column=field", "--map"),
        ("date,title", ["=title"], "not column=field", "--map"),
        ("date,title,title", ["title=note"], "2 columns", "rename"),
    ],
)
def test_wrong_map(header: str, mapping: list[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        imported(f"{header}\n2024,x,y\n", mapping=mapping)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_texts_are_clean() -> None:
    converted = imported('date,title,summary\n2024,"a\tb\n c \u00a0d","x\x1b[1my\r\n\r\n\r\nz  "\n2025,\u200b,\n')
    (event,) = converted.events
    assert (event.title, event.summary) == ("a b c \u00a0d", "x\u241b[1my\n\nz")
    assert [(remark.position, remark.noun.one) for remark in converted.report.remarks if remark.effect != "record"] == [
        (2, "control character"),
        (7, "text with invisible characters"),
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
    ("x.xlsx", b"PK\x03\x04\x14\x00", "a damaged workbook"),
    ("x.xls", b"\xd0\xcf\x11\xe0", "an old workbook"),
    ("x.xlsx", b"date,title\n2024,x\n", "is no workbook"),
    ("x.ics", b"hello\n", "BEGIN:VCALENDAR is missing"),
    ("x.ics", b"\x7fELF\x02\xd0", "is not UTF-8"),
    ("x.json", b'{"events": [1', "json"),
    ("x.json", b'{"events": ' + b"[" * 50_000, "nested too deeply|not YAML"),  # the YAML library may have a lower limit
    ("x.yaml", b"events: [{id: a}]", "no date"),
    ("x.json", b'{"scale": "cosmological", "events": [{"start_date": {"year": "-13700000000"}}]}', "cosmological"),
]


@pytest.mark.parametrize(("name", "data", "message"), ODD_FILES, ids=[message for _, _, message in ODD_FILES])
def test_file_that_cannot_be_read(name: str, data: bytes, message: str) -> None:
    with pytest.raises(DataError) as caught:
        imported(data, name)
    text = caught.value.message + "".join(problem.rule for problem in caught.value.problems)
    assert any(each in text for each in message.split("|"))
    assert caught.value.hint


def test_rows_shorter_or_longer_than_the_header(run: Run) -> None:
    text = 'date,title,note\n2024,short\n2024,long,n,,\n2024,longer,n,x,y\n2024,"a"b,\n2025,c"d\n'
    converted = imported(text)
    assert [event.title for event in converted.events] == ["short", "long", "longer", 'c"d']
    assert [(remark.position, remark.rule) for remark in converted.report.remarks] == [
        (5, "quotes"),
        (4, "cell beyond the header"),
    ]


def test_rows_that_may_be_above_the_header() -> None:
    with pytest.raises(DataError) as caught:
        imported("Report of 2024,,\nwann,was,wo\n2024,x,\n")
    assert "delete the rows above it" in caught.value.hint
    assert "--map COLUMN=title" in caught.value.hint
    with pytest.raises(DataError) as caught:
        imported("date,x\n2024,y\n")
    assert "delete the rows" not in caught.value.hint


def test_big_cell_and_many_rows() -> None:
    row = f"2024-10-03,{'word ' * 400_000},\n"
    (event,) = imported_events("date,title,note\n" + row)
    assert len(event.title) == 1_999_999
    rows = "".join(f"2024-10-{day % 28 + 1:02},x,\n" for day in range(5000))
    assert len({event.id for event in imported_events("date,title,note\n" + rows)}) == 5000


def test_second_column_for_a_field_is_reported() -> None:
    reasons = imported("date,event,name\n2024,x,y\n").report.columns
    assert reasons == {"name": "'event' is used as the title; to use this one: --map 'name'=title"}
    event = only_event("date,title,description,details,notes\n2024,x,one,two,three\n")
    assert (event.summary, event.note) == ("one\n\ntwo", "three")


@pytest.mark.parametrize(
    "word", ["n/a", "N/A", "NA", "null", "NULL", "-", "--", "–", "?", "unknown", "Unknown", "none"]
)
def test_words_for_no_value(word: str) -> None:
    event = only_event(f"date,title,place,url,tags\n2024,x,{word},{word},{word}\n")
    assert (event.place, event.sources, event.themes) == (None, (), ())
    assert only_event(f"date,title\n2024,{word} is a word\n").title == f"{word} is a word"
    assert [line for line, _ in left_out(f"date,title\n{word},x\n2024,y\n")] == [2]


@pytest.mark.parametrize("delimiter", ["|", ";", "\t"])
def test_delimiters_are_recognised(delimiter: str) -> None:
    rows = [["title", "date", "note"], ["a, b", "2024", "x"]]
    assert rows_of("\n".join(delimiter.join(row) for row in rows)) == [("2024", "a, b")]


def test_invisible_characters_are_dropped() -> None:
    assert only_event("date,title\n2024,\u202dMeeting\u202c \u200ein\ufeff Seoul\n").title == "Meeting in Seoul"
    assert only_event("date,title\n2024,\U0001f468\u200d\U0001f469\n").title == "\U0001f468\u200d\U0001f469"


def test_markup_in_cells() -> None:
    event = only_event(
        'date,title,text\n2024,x<y and y>z,"see <a href=""https://a.example/"">this</a> &amp; &lt;that&gt;"\n'
    )
    assert (event.title, event.summary) == ("x<y and y>z", "see this & <that>")
    assert [(source.url, source.about) for source in event.sources] == [("https://a.example/", "this")]


def test_foreign_tables_with_the_columns_of_jkr_are_cleaned_too() -> None:
    event = only_event('title,date,summary\n"R&amp;D <b>x</b>",2024,NA\n')
    assert (event.title, event.summary) == ("R&D x", None)


def test_table_without_a_title_takes_the_first_sentence() -> None:
    event = only_event("date,description\n2024,Something happened. And more.\n")
    assert (event.title, event.summary) == ("Something happened", "Something happened. And more.")
