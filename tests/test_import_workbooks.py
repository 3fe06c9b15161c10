"""Import of workbooks (.xlsx) and markwhen files."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jkrtimeline.errors import DataError, UsageError

from .importing import imported, left_out, remarks_on, rows_of


def workbook(*sheets: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    """A workbook with these rows; `formats` are number formats by cell of the first sheet."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    for cell, form in (formats or {}).items():
        book.worksheets[0][cell].number_format = form
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (date(1993, 5, 3), "yyyy-mm-dd", "1993-05-03"),
        (date(1993, 5, 3), "mm/dd/yy", "1993-05-03"),
        (date(1993, 5, 1), "mmm yyyy", "1993-05"),
        (date(1993, 1, 1), "yyyy", "1993"),
        (date(1993, 5, 3), 'yyyy "day"', "1993"),
        (datetime(1993, 5, 3, 10, 30), "yyyy-mm-dd hh:mm", "1993-05-03"),
        (1842, "General", "1842"),
        (1842.0, "0.00", "1842"),
        ("c. 1850", "General", "1850~"),
    ],
)
def test_cells_are_read_as_the_workbook_shows_them(value: Any, form: str, expected: str) -> None:
    data = workbook([["Date", "Title"], [value, "x"]], formats={"A2": form})
    assert rows_of(data, "x.xlsx") == [(expected, "x")]
    assert rows_of(data, "-") == [(expected, "x")]


@pytest.mark.parametrize("number", [2024.1, 2024.11, 10.2024, 3.1])
def test_decimal_numbers_are_no_months(number: float) -> None:
    data = workbook([["Date", "Title"], [number, "x"], ["2024.10", 1.5], ["2024.10.3", "z"]])
    assert rows_of(data, "x.xlsx") == [("2024-10", "1.5"), ("2024-10-03", "z")]
    ((position, message),) = left_out(data, "x.xlsx")
    assert (position, message.startswith(f"'{number}' ")) == (2, True)
    assert "a decimal number" in message


@pytest.mark.parametrize(
    ("serial", "expected"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2958465, "9999-12-31")],
)
def test_serial_numbers_of_days(serial: int, expected: str) -> None:
    data = workbook([["Date", "Title"], [serial, "x"]], formats={"A2": "yyyy-mm-dd"})
    assert rows_of(data, "x.xlsx") == [(expected, "x")]


@pytest.mark.parametrize(("serial", "message"), [(60, "'1900-02-29' has the day 29"), (-1, "'-1' is outside")])
def test_serial_numbers_of_no_day_are_refused(serial: int, message: str) -> None:
    data = workbook([["Date", "Title"], [serial, "x"]], formats={"A2": "yyyy-mm-dd"})
    ((position, reason),) = left_out(data, "x.xlsx")
    assert position == 2
    assert reason.startswith(message)


def test_days_since_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Date", "Title"], [60, "x"], [date(2024, 10, 3), "y"]):
        book.worksheets[0].append(row)
    book.worksheets[0]["A2"].number_format = "yyyy-mm-dd"
    out = BytesIO()
    book.save(out)
    assert rows_of(out.getvalue(), "x.xlsx") == [("1904-03-01", "x"), ("2024-10-03", "y")]


def test_merged_cells_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    hidden, sheet = book.worksheets[0], book.create_sheet("Seen")
    hidden.sheet_state = "hidden"
    hidden.append(["Date", "Title"])
    hidden.append([date(2024, 1, 1), "hidden"])
    rows: list[list[Any]] = [
        ["All my events"],
        ["Date", "Title", "Where"],
        [date(2024, 10, 3), "a"],
        [None, "b"],
        [None],
        [None, "c"],
    ]
    for row in rows:
        sheet.append(row)
    for cells in ("A1:C1", "A3:A6", "A6:A1048576"):  # the last one overlaps, as in a damaged file
        sheet.merged_cells.add(cells)
    out = BytesIO()
    book.save(out)
    data = out.getvalue()
    assert rows_of(data, "x.xlsx") == [("2024-10-03", title) for title in "abc"]
    assert [position for position, _ in remarks_on(data, "x.xlsx")] == [1]
    assert rows_of(data, "x.xlsx", sheet="Sheet") == [("2024-01-01", "hidden")]


def test_sheets() -> None:
    data = workbook([["Date", "Title"], [1842, "x"]], [[], ["Year", "Event", "Colour"], [1900, "<b>y</b>", "red"]])
    assert rows_of(data, "x.xlsx") == [("1842", "x")]
    assert rows_of(data, "x.xlsx", sheet="Sheet 2") == [("1900", "y")]
    assert set(imported(data, "x.xlsx", sheet="Sheet 2").report.columns) == {"Colour"}
    with pytest.raises(UsageError, match="there is no sheet 'Sheet 3'"):
        imported(data, "x.xlsx", sheet="Sheet 3")
    with pytest.raises(UsageError, match="--sheet has no meaning for csv"):
        imported("date,title\n2024,x\n", sheet="Sheet 2")
    with pytest.raises(DataError, match="the sheet is empty"):
        imported(workbook([]), "x.xlsx")


@pytest.mark.parametrize("cut", [4, 500, -30])
def test_damaged_workbook_is_refused(cut: int) -> None:
    with pytest.raises(DataError) as caught:
        imported(workbook([["Date", "Title"], [1842, "x"]])[:cut], "x.xlsx")
    assert caught.value.hint


def test_title_above_the_names_of_the_columns() -> None:
    data = workbook([["My list of events"], [None], ["Date", "Title", "Where"], [date(1993, 5, 3), "x", "Oslo"]])
    assert rows_of(data, "x.xlsx") == [("1993-05-03", "x")]
    assert [position for position, _ in remarks_on(data, "x.xlsx")] == [1]


def test_hint_names_the_other_sheets() -> None:
    with pytest.raises(DataError, match="no column is known") as caught:
        imported(workbook([["Read me"], ["first"]], [["Year", "Event"], [1993, "x"]]), "x.xlsx")
    assert "another sheet (Sheet 2): --sheet NAME" in caught.value.hint
