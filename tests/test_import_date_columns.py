"""The date of a row that is in several columns, and what other rows say of it."""

import json
from typing import Any

import pytest

from .importing import imported, left_out, only_event, remarks_on, rows_of


def test_column_with_spans_of_years_has_no_months() -> None:
    assert rows_of("date,title\n1905-10,x\n1906-02,y\n") == [("1905-10", "x"), ("1906-02", "y")]
    text = "date,title\n1939-41,x\n1905-10,y\n1906-02,z\n"
    assert rows_of(text) == [("1906-02", "z"), ("1939/1941", "x")]
    ((line, message),) = left_out(text)
    assert line == 3
    assert "October 1905, or the years 1905 to 1910" in message


def test_groupings_are_read_from_tables_of_jkr_only() -> None:
    assert rows_of("date,name\n2024-36,x\n") == [("2024/2036", "x")]
    assert rows_of("id,date,precision,title\na,2024-36,quarter,x\n") == [("2024-36", "x")]
    ((_, message),) = left_out("id,date,title\na,2024-36,x\n")  # a table of jkr, or one with the same names
    assert "a season or a span of years" in message


@pytest.mark.parametrize(
    ("header", "row", "date"),
    [
        ("start,end", "2024-10-03,2024-10-05", "2024-10-03/2024-10-05"),
        ("Begin Date,Until", "2024-10,2024-12", "2024-10/2024-12"),
        ("start,end", "2024-10-03,2024-10-03", "2024-10-03"),
        ("start,end", "2024-10-03,", "2024-10-03"),
        ("start,end", "1990s,2005", "1990/2005"),
        ("start,end", "199X,1990s", "199X"),
        ("start,end", "2024-10-XX,2024-11-03", "2024-10/2024-11-03"),
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
    assert only_event(f"{header},title\n{row},x\n").date.text == date


@pytest.mark.parametrize(
    ("header", "row", "end"),
    [
        ("date,from,to", "2024-10-03,Seoul,Tokyo", "Tokyo"),
        ("date,until", "2024-10-03,noon", "noon"),
        ("start,end", "2024-10-03,tbc", "tbc"),
        ("Year,Month,Day,End Year,End Month,End Day", "2024,10,3,2024,21,5", "5 21 2024"),
        ("date,end", "2024-10-03,3/4/2024", "3/4/2024"),
    ],
)
def test_row_stays_without_an_end_that_cannot_be_read(header: str, row: str, end: str) -> None:
    text = f"{header},title\n{row},x\n"
    assert rows_of(text) == [("2024-10-03", "x")]
    assert left_out(text) == []
    assert remarks_on(text)[-1] == (2, f"the end {end!r} could not be read, the date is 2024-10-03")


def test_slide_stays_without_an_end_that_cannot_be_read() -> None:
    slide = {"start_date": {"year": "2024"}, "end_date": {"year": "soon"}, "text": {"headline": "x"}}
    text = json.dumps({"events": [slide]})
    assert rows_of(text, "x.json") == [("2024", "x")]
    assert remarks_on(text, "x.json") == [(1, "the end 'soon' could not be read, the date is 2024")]


@pytest.mark.parametrize("marks", ["\u200e|\u200e", "\u202a|\u202c", "\u2066|\u2069", "\ufeff|\u200b"])
def test_invisible_characters_of_dates_are_dropped(marks: str) -> None:
    before, after = marks.split("|")
    assert rows_of(f"date,title\n{before}2024-10-03{after},x\n") == [("2024-10-03", "x")]
    row = ",".join(f"{before}{part}{after}" for part in ("2024", "10", "3", "10:00"))
    assert rows_of(f"year,month,day,time,title\n{row},x\n") == [("2024-10-03", "x")]


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
        ("year,month,day", ",1,1", "no date"),
        ("year,month,day", "2024,,1", "a day without a month"),
        ("year,month,day", "2024,Foo,1", "not a year, month and day"),
        ("year,month,day", "2024,13,1", "month 13"),
        *(("year,month,day", f"2024,{number},", f"month {number}") for number in range(21, 42)),
        ("year,month,day", f"{'9' * 5000},1,1", "outside the years"),
        ("year,month,day", f"2024,{'9' * 5000},1", "not a year, month and day"),
    ],
)
def test_row_whose_dates_do_not_fit_is_left_out(header: str, row: str, reason: str) -> None:
    ((line, message),) = remarks_on(f"{header},title\n{row},x\n")
    assert line == 2
    assert reason in message
    assert len(message) < 200
    assert message.endswith("the row is left out")


@pytest.mark.parametrize(
    ("header", "row", "date", "note"),
    [
        ("Year,Month", "2024,early October", "2024-10", "early October 2024"),
        ("Year,Month,Day", "2024,late 10,", "2024-10", "late 10 2024"),
        ("Year,Month", "early 2024,0", "2024", "early 2024"),
        ("start,end", "2024,late 2025", "2024/2025", "2024 – late 2025"),
        ("start,End Year,End Month", "early 2024,2024,mid-May", "2024/2024-05", "early 2024 – mid-May 2024"),
        ("Year,Month", "2024,October", "2024-10", None),
    ],
)
def test_note_has_the_words_of_all_cells(header: str, row: str, date: str, note: str | None) -> None:
    event = only_event(f"{header},title\n{row},x\n")
    assert (event.date.text, event.date_note) == (date, note)


DECIMAL = "a decimal number"


@pytest.mark.parametrize(
    ("dates", "expected", "options"),
    [
        ("2024.1 2024.5 1850.5 2024.75", "", {}),
        ("2024.10 2005.12 2024.05", "2024-10 2005-12 2024-05", {}),
        ("2024.0 2024.1. c.1850.5", "2024 2024-01", {}),
        ("2024.1 2024.5 2024.75", "2024-01 2024-05", {"order": "ymd"}),
        ("2024.1 2024.5", "", {"order": "dmy"}),
        ("2024.1 2024.10", "2024-01 2024-10", {}),
        ("2024.1 2024.11", "2024-11", {}),
        ("2024.1 2023.10.3", "2024-01 2023-10-03", {}),
        ("2024.10 2024.5 2024.25", "", {}),  # .25 shows that the column has decimal numbers
    ],
)
@pytest.mark.parametrize("column", ["date", "Year"])
def test_decimal_numbers_are_no_months(column: str, dates: str, expected: str, options: dict[str, Any]) -> None:
    text = f"{column},title\n" + "".join(f"{date},x\n" for date in dates.split())
    assert sorted(date for date, _ in rows_of(text, **options)) == sorted(expected.split())
    refused = len(dates.split()) - len(expected.split())
    assert [DECIMAL in message for _, message in left_out(text, **options)] == [True] * refused


def test_messages_on_decimal_numbers() -> None:
    text = '[{"date": 2024.5, "title": "x"}, {"date": "2024.5", "title": "x"}, {"date": 0.5, "title": "x"}]'
    assert [
        (remark.message.removesuffix(", the record is left out"), remark.hint)
        for remark in imported(text, "x.json").report.remarks
    ] == [
        ("'2024.5' could be a month or a decimal number", "write the month as 2024-10"),
        (
            "'2024.5' could be a month or a decimal number",
            "write the month as 2024-10, or use --dates ymd to read 2024.5 as May",
        ),
        ("'0.5' is a decimal number, not a date", "write it like 2024-10-03, 2024-10 or 2024"),
    ]


def test_quarter_without_the_date_of_its_row() -> None:
    series = imported("date,year,quarter,title\n2024-10-03,2024,1,x\n")
    (remark,) = series.report.remarks
    assert remark.message == "'Q1 2024' does not contain the date 2024-10-03, which is used"
    assert (remark.hint, remark.effect) == ("correct one of them", "part")


@pytest.mark.parametrize("number", ["2024.1", "2024.10", "2024.11", "2024.5"])
def test_decimal_numbers_of_json_are_no_months(number: str) -> None:
    for text in (
        f'[{{"date": {number}, "title": 1.5}}, {{"date": "2024.10.3", "title": 2.5}}]',
        f'{{"date": {number}, "title": 1.5}}\n{{"date": "2024.10.3", "title": 2.5}}\n',
    ):
        assert rows_of(text, "x.json") == [("2024-10-03", "2.5")]
        assert [DECIMAL in message for _, message in left_out(text, "x.json")] == [True]
    slides = f'{{"events": [{{"start_date": {{"year": {number}}}, "text": {{"headline": "x"}}}}]}}'
    assert [DECIMAL in message for _, message in left_out(slides, "x.json")] == [True]
    assert rows_of('[{"date": "2024.10", "title": "x"}, {"year": 2024.0, "title": "y"}]', "x.json") == [
        ("2024", "y"),
        ("2024-10", "x"),
    ]


def test_decimal_number_is_no_day_of_the_year_in_another_cell() -> None:
    text = '[{"year": 2024, "date": 10.15, "title": "x"}]'
    assert rows_of(text, "x.json") == [("2024", "x")]


def test_numbers_of_seasons_are_no_months_of_a_timeline() -> None:
    slides = [{"start_date": {"year": "2024", "month": month}, "text": {"headline": "x"}} for month in ("21", 33)]
    assert left_out(json.dumps({"events": slides}), "x.json") == [
        (1, "'2024-21' has the month 21, the event is left out"),
        (2, "'2024-33' has the month 33, the event is left out"),
    ]
    for text in ("Year,Month,title\n2024,21,x\n", "date,title\n2024-13/2025-01,x\n"):
        (remark,) = imported(text).report.remarks
        assert "season" not in remark.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title,Year,date_long\nx,1945,19450716\ny,1946,\n", [("1945-07-16", "x"), ("1946", "y")]),
        ("title,Year,Signed on\nx,1945,16 July 1945\ny,1946,3 May 1946\n", [("1945-07-16", "x"), ("1946-05-03", "y")]),
        ("title,date,exact\nx,1945-07,1945-07-16\n", [("1945-07-16", "x")]),
        ("title,year,created_at\nx,1945,2019-01-01\n", [("1945", "x")]),
        ("title,year,updated\nx,2019,2019-03-01\n", [("2019", "x")]),
        ("title,date,year,month,day\nx,,1945,7,16\ny,3 May 1946,,,\n", [("1945-07-16", "x"), ("1946-05-03", "y")]),
        ("title,date,year\nx,10/3/2024,2024\n", [("2024", "x")]),
        ("title,year,month,day\nx,1945,0,0\ny,1946,Sept.,3rd\n", [("1945", "x"), ("1946-09-03", "y")]),
        ("title,year\nx,c. 1850\ny,1939-41\nz,820\n", [("0820", "z"), ("1850~", "x"), ("1939/1941", "y")]),
        ("title,eventDate\nx,2024-10-03\n", [("2024-10-03", "x")]),
        ("eventTitle,startDate,endDate\nx,2024-10-03,2024-10-05\n", [("2024-10-03/2024-10-05", "x")]),
        ("날짜,제목\n2024-10-03,x\n", [("2024-10-03", "x")]),
        ("title,Exact Date\nx,3 May 1946\n", [("1946-05-03", "x")]),
        ("date,when,title\n2024,2024-10-03,x\n", [("2024-10-03", "x")]),
        ("date,name,event\n2024,,x\n2025,,y\n", [("2024", "x"), ("2025", "y")]),
        ("date,title,title\n2024,x,y\n", [("2024", "x")]),
    ],
)
def test_columns_with_the_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert rows_of(text) == expected
