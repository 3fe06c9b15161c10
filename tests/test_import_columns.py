"""Columns that are recognised by their cells, and columns with times in UTC."""

import pytest

from jkrtimeline.errors import DataError

from .importing import imported, left_out, only_event, remarks_on, rows_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Year,Title,Date\n1945,A,15 August\n1950,B,June 25-27\n",
            [("1945-08-15", "A"), ("1950-06-25/1950-06-27", "B")],
        ),
        ("年,月日,事件\n1842,8月29日,条約\n", [("1842-08-29", "条約")]),
        ("Year,Date,Title\n1945,08-15,A\n1946,15/8,B\n", [("1945-08-15", "A"), ("1946-08-15", "B")]),
        ("Year,Date,Title\n2015,Aug 15,A\n", [("2015", "A")]),
        (
            "Year,Title,When exactly\n1945,A,15 August 1945\n1950,B,25 June\n",
            [("1945-08-15", "A"), ("1950-06-25", "B")],
        ),
        ("Title,Start,End\nA,3 May 2024,5 May\n", [("2024-05-03/2024-05-05", "A")]),
        ("Title,Year,Month,Day\nA,1948,10월,3일\nB,1949,12,31st\n", [("1948-10-03", "A"), ("1949-12-31", "B")]),
        ("Jahr,Ereignis,Genaues Datum\n1842,Vertrag,1842-08-29\n", [("1842-08-29", "Vertrag")]),
        ("Title,Year,日付詳細\nA,1945,昭和20年8月15日\nB,1950,\n", [("1945-08-15", "A"), ("1950", "B")]),
        ("Title,Decade,Exact\nA,1940s,1945-08-15\nB,1950s,\n", [("1945-08-15", "A"), ("195X", "B")]),
        ("Day,Month,Year,Title\n15,VIII,1945,A\n", [("1945-08-15", "A")]),
        ("Fecha,Título,Lugar\n3 May 2024,A,Lima\n", [("2024-05-03", "A")]),
    ],
)
def test_dates_in_several_cells(text: str, expected: list[tuple[str, str]]) -> None:
    assert rows_of(text) == expected


def test_quarter_and_season_of_a_year() -> None:
    text = "Year,Quarter,Season,title\n2024,3,,a\n2024,Q4,,b\n2024,,spring,c\n2024,,Winter,d\n2024,,,e\n"
    assert rows_of(text) == [("2024", "d"), ("2024", "e"), ("2024-21", "c"), ("2024-35", "a"), ("2024-36", "b")]
    assert remarks_on(text) == [(5, "'Winter 2024' is only partly within the date 2024, which is used")]
    series = imported("Year,Season,title\n2024,3,a\n2024,4,b\n")
    assert [event.date.text for event in series.events] == ["2024", "2024"]
    assert set(series.report.columns) == {"Season"}
    assert rows_of("Year,Month,Quarter,title\n2024,8,3,a\n") == [("2024-08", "a")]
    assert rows_of("Year,Term,title\n2024,2,a\n", mapping=["Term=quarter"]) == [("2024-34", "a")]


def test_columns_of_one_name() -> None:
    assert imported("title,Date,Date\na,2024,2023\n").report.columns == {
        "Date": "another column of this name is used as the date; rename one of them"
    }


def test_date_that_cannot_be_read_beside_a_year_has_a_hint() -> None:
    (remark,) = imported("Year,Date,Title\n1951,04.05.1951,A\n").report.remarks
    assert (remark.position, remark.message) == (2, "'04.05.1951' could not be read, the date is 1951")
    assert "--dates dmy or --dates mdy" in remark.hint


def test_spans_in_a_column_of_years_are_not_months() -> None:
    text = "Year,Title\n1939-41,A\n1905-08,B\n2011-12,C\n1905–08,D\n"
    assert rows_of(text) == [("1905/1908", "D"), ("1939/1941", "A")]
    assert [line for line, _ in left_out(text)] == [3, 4]
    assert left_out("Year,Title\n2011-12,C\n1945,D\n")[0][0] == 2
    assert rows_of("Date,Title\n2011-12,C\n") == [("2011-12", "C")]


def test_columns_that_only_their_cells_show() -> None:
    text = "Season,Battle,Dead\n2022-23,First,1500\n1939-41,Second,1600\n"
    assert rows_of(text) == [("1939/1941", "Second"), ("2022/2023", "First")]
    assert [message for _, message in remarks_on(text)] == [
        "column 'Season' is used as the date",
        "column 'Battle' is used as the title",
    ]
    assert rows_of("Launched,Name\n1944,x\n") == [("1944", "x")]
    for header in ("Founded,Dissolved", "created,updated"):
        with pytest.raises(DataError, match="no column is known as the date"):
            imported(f"{header},Name\n1944-05,1945-05,x\n1946-05,1947-05,y\n")
    with pytest.raises(DataError, match="no column is known as the date"):
        imported("Dead,Name\n150,x\n9000,y\n")


def test_date_of_a_record_that_has_no_other() -> None:
    assert rows_of('[{"place": "x", "title": "A", "time": 1727910000000}]', "x.json") == [("2024-10-02", "A")]
    assert rows_of("title,published\nA,3 May 2024\n") == [("2024-05-03", "A")]
    assert rows_of("title,published,aired\nA,3 May 2024,1 May 2024\n") == [("2024-05-01", "A")]
    with pytest.raises(DataError, match="no column is known as the date"):
        imported("name,dob\nA,3 May 1964\n")


def test_exact_dates_beside_words_that_say_there_is_none() -> None:
    text = "title,year,signed\nA,1945,16 July 1945\nB,1946,undated\nC,1947,3 May 1947\n"
    assert rows_of(text) == [("1945-07-16", "A"), ("1946", "B"), ("1947-05-03", "C")]
    assert rows_of("title,year,seen\nA,1945,3 May 1999\nB,1946,2 May 1999\n") == [("1945", "A"), ("1946", "B")]


def test_codes_and_dates_are_no_titles() -> None:
    text = "Year,country_code,poll_date,State\n1974,AD,May 3-5,Andorra\n1975,AE,May 4-6,Emirates\n"
    assert [title for _, title in rows_of(text)] == ["Andorra", "Emirates"]


def test_second_column_fills_what_the_first_leaves_blank() -> None:
    converted = imported("date,title,name\n2024-10-03,A,\n2024-10-04,,B\n")
    assert [event.title for event in converted.events] == ["A", "B"]
    assert converted.report.columns == {}


def test_second_column_with_a_date_fills_what_the_first_leaves_blank() -> None:
    text = """[{"title": "A", "start": {"dateTime": "2024-10-03T10:00:00+09:00"}},
        {"title": "B", "start": {"date": "2024-10-04"}, "end": {"date": "2024-10-06"}}]"""
    assert rows_of(text, "x.json") == [("2024-10-03", "A"), ("2024-10-04/2024-10-06", "B")]
    converted = imported("title,date,when\nA,2024-10-03,\nB,,2023-10-04\nC,2024-10-05,2023-10-05\nD,2024-10-06,x\n")
    assert [event.date.text for event in converted.events] == ["2023-10-04", "2024-10-03", "2024-10-05", "2024-10-06"]
    assert converted.report.columns == {"when": "'date' is used as the date; to use this one: --map 'when'=date"}


def test_second_columns_are_listed_in_the_same_order_each_time() -> None:
    header = "title,year,yr,month,start month,day,start day,year end,end year,time,start time"
    converted = imported(f"{header}\nx,2024,2023,1,2,3,4,2025,2026,10:00,11:00\n")
    assert list(converted.report.columns) == ["yr", "start month", "start day", "start time", "year end"]


def test_lists_are_divided_at_bars() -> None:
    assert only_event("date,title,tags\n2024,A,one|two\n").themes == ("one", "two")


def test_names_with_more_than_the_usual_one() -> None:
    event = only_event("Date (YYYY-MM-DD),Event Title,Location Name,Event Description\n2024-10-03,A,Seoul,Text.\n")
    assert (event.title, event.place, event.summary) == ("A", "Seoul", "Text.")


UTC_TABLE = "Title,Start,End\na,2024-10-03T22:00:00Z,2024-10-03T23:00:00+00:00\nb,2024-10-03T12:00:00+09:00,\n"


def test_times_in_utc_name_the_events_whose_day_could_differ() -> None:
    remarks = imported(UTC_TABLE).report.remarks
    (named,) = [remark for remark in remarks if remark.message]
    assert (named.position, named.message) == (
        2,
        "'a' is on 2024-10-03 in UTC; from UTC+2 eastwards it is the day after",
    )
    assert "--zone" in named.hint
    assert rows_of(UTC_TABLE, zone="Asia/Seoul") == [("2024-10-03", "b"), ("2024-10-04", "a")]
    text = '[{"title": "a", "date": "2024-10-03T22:00:00Z/2024-10-05T16:00:00Z"}]'
    assert rows_of(text, "x.json", zone="Asia/Seoul") == [("2024-10-04/2024-10-06", "a")]


def test_column_in_utc() -> None:
    text = "Title,Date (UTC),Time (UTC)\na,2024-10-03,22:00\nb,2024-10-03,\n"
    assert rows_of(text, zone="Asia/Seoul") == [("2024-10-03", "b"), ("2024-10-04", "a")]
    assert [line for line, message in remarks_on(text) if "in UTC" in message] == [2]


def test_column_that_names_utc() -> None:
    text = "title,date,time,timezone\na,2024-10-03,22:00,UTC\nb,2024-10-03,22:00,Asia/Seoul\n"
    assert [line for line, message in remarks_on(text) if "in UTC" in message] == [2]
    assert rows_of(text, zone="Asia/Seoul") == [("2024-10-03", "b"), ("2024-10-04", "a")]


@pytest.mark.parametrize(
    "above", ["My list of events\n", '"Source: Ministry, 3 May 2024",,\n\nTable 1\n', "Retrieved; from | the\tWeb\n"]
)
@pytest.mark.parametrize("header", ["Date,Title,Where", "날짜,제목,장소", "Jahr,Ereignis,Ort"])
def test_header_below_other_rows(above: str, header: str) -> None:
    text = f"{above}{header}\n2024,A,Oslo\n"
    assert rows_of(text) == [("2024", "A")]
    assert {message for _, message in remarks_on(text)} == {"row above the header"}
    assert rows_of(f"{above}{header}\n2024,A,Oslo\n".replace(",", ";")) == [("2024", "A")]


def test_header_is_the_first_row_that_has_known_names() -> None:
    assert rows_of("Date,Title\ndate,title\n2024,A\n") == [("2024", "A")]
    assert [line for line, _ in left_out("Date,Title\ndate,title\n2024,A\n")] == [2]
