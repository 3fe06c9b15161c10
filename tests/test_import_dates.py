"""Dates as people and programs write them: each has one reading, or is refused."""

import pytest

from jkrtimeline import edtf
from jkrtimeline.convert import Century, Order
from jkrtimeline.convert.clock import Clock
from jkrtimeline.convert.date_rules import DateRules
from jkrtimeline.convert.human_dates import WrittenDate, read_date
from jkrtimeline.convert.report import ROUNDED_DATES
from jkrtimeline.edtf import DateError

from .importing import imported

READ = {
    **{text: text for text in ("2024", "2024-10", "2024-10-03~", "2023-12-01/..", "201X", "1592/1598")},
    # spans of years are no seasons, quarters or halves
    "2022-23": "2022/2023", "1939-41": "1939/1941", "1831-35": "1831/1835", "1914-18": "1914/1918",
    "1999-00": "1999/2000", "2024-36": "2024/2036", "1939/41": "1939/1941", "1905–10": "1905/1910",
    "1903–8": "1903/1908", "1592-1598": "1592/1598", "1592–1598": "1592/1598", "1592 to 1598": "1592/1598",
    # numbers
    "2024/10/03": "2024-10-03", "2024.10.3": "2024-10-03", "2024. 10. 3.": "2024-10-03", "2024-1-5": "2024-01-05",
    "20241003": "2024-10-03", "25/12/2024": "2024-12-25", "12/25/2024": "2024-12-25", "25.12.2024": "2024-12-25",
    "25-12-2024": "2024-12-25", "3/3/2024": "2024-03-03", "10/2024": "2024-10", "2024/10": "2024-10",
    "820": "0820", "AD 820": "0820", "1850 AD": "1850",
    # names of months and days
    "3 October 2024": "2024-10-03", "October 3, 2024": "2024-10-03", "3-Oct-2024": "2024-10-03",
    "3rd Oct. 2024": "2024-10-03", "3rd of October, 2024": "2024-10-03", "3. October 2024": "2024-10-03",
    "1993, May 29": "1993-05-29", "1993-May-29": "1993-05-29", "Sept 5, 1999": "1999-09-05",
    "Oct 2024": "2024-10", "Oct-2024": "2024-10", "Thursday, October 3, 2024": "2024-10-03",
    "Mon 9 Jun 2025": "2025-06-09", "21 April 1526": "1526-04-21",
    # ranges
    "29–30 May 1993": "1993-05-29/1993-05-30", "29-30 May 1993": "1993-05-29/1993-05-30",
    "29/30 May 1993": "1993-05-29/1993-05-30", "May 29–30, 1993": "1993-05-29/1993-05-30",
    "12 May 2023 – 2 June 2023": "2023-05-12/2023-06-02", "12 May – 2 June 2023": "2023-05-12/2023-06-02",
    "20 April 1938 - 26 May 1938": "1938-04-20/1938-05-26", "May 29 - June 2, 1993": "1993-05-29/1993-06-02",
    "1 Dec 2023 – 5 Jan 2024": "2023-12-01/2024-01-05", "Mar–Apr 2023": "2023-03/2023-04",
    "2024-12-05 to 2024-12-06": "2024-12-05/2024-12-06", "from 1592 to 1598": "1592/1598",
    "Summer 1914 – Autumn 1915": "1914-22/1915-23", "1850s–1860s": "1850/1869", "1990–present": "1990/..",
    # circa, decades, centuries, bounds
    "c. 1850": "1850~", "ca. 1850": "1850~", "ca 1850": "1850~", "circa 1850": "1850~", "c1850": "1850~",
    "c. 1592–1598": "1592~/1598~", "c. 13 Jun 2025": "2025-06-13~", "13 Jun 2025?": "2025-06-13?",
    "c. 1850?": "1850%", "1850s": "185X", "the 1990's": "199X", "2020s": "202X", "19th century": "1801/1900",
    "since 1 Dec 2023": "2023-12-01/..", "until Dec 2023": "../2023-12", "? – 2024": "/2024", "2024 – ?": "2024/",
    # parts of a year
    "spring 2024": "2024-21", "winter 2024": "2024-24", "winter 2024–25": "2024-24", "southern spring 2024": "2024-29",
    "Q4 2024": "2024-36", "2024Q4": "2024-36", "2024-H1": "2024-40", "first half of 2024": "2024-40",
    "2024-W40": "2024-09-30/2024-10-06", "2024-W40-4": "2024-10-03",
    # Japanese, Korean and Chinese
    "2024年10月3日": "2024-10-03", "2024年10月3日(木)": "2024-10-03", "2024年10月3日（木曜日）": "2024-10-03",
    "2024년 10월 3일 (목)": "2024-10-03", "2024년 10월 3일 목요일": "2024-10-03", "2024년 10월": "2024-10",
    "２０２４年": "2024", "2024年10月3日～5日": "2024-10-03/2024-10-05", "令和6年10月3日": "2024-10-03",
    "令和元年5月1日": "2019-05-01", "平成31年4月30日": "2019-04-30", "昭和64年1月7日": "1989-01-07",
    "昭和20年8月15日(水)": "1945-08-15", "昭和64年": "1989", "R6.10.3": "2024-10-03", "H1.1.8": "1989-01-08",
}  # fmt: skip
TIMED = {
    "2024-10-03T10:00": ("2024-10-03", 10, False),
    "2024-10-03 10:00:00.123": ("2024-10-03", 10, False),
    "2024-10-03T23:00:00Z": ("2024-10-03", 23, True),
    "2024-10-03T23:00:00+00:00": ("2024-10-03", 23, True),
    "2024-10-03T10:00:00+09:00": ("2024-10-03", 10, False),
    "20241003T100000Z": ("2024-10-03", 10, True),
    "2024/10/03 24:00": ("2024-10-03", 24, False),
    "25/12/2024 10:00 AM": ("2024-12-25", 10, False),
    "3 October 2024, 10:00 p.m.": ("2024-10-03", 22, False),
    "October 3, 2024 at 10am": ("2024-10-03", 10, False),
    "2024-10-03 12:00:00 KST": ("2024-10-03", 12, False),
    "2024-10-03 12:00 JST": ("2024-10-03", 12, False),
    "Thu Oct 3 12:00:00 KST 2024": ("2024-10-03", 12, False),
    "Thu, 03 Oct 2024 12:00:00 +0900": ("2024-10-03", 12, False),
    "2024年10月3日 午前10時": ("2024-10-03", 10, False),
    "2024년 10월 3일 오후 3시": ("2024-10-03", 15, False),
    "3 October 2024 10:00–12:00": ("2024-10-03", 10, False),
    "2024-10-03T10:00/2024-10-04T12:00": ("2024-10-03/2024-10-04", 10, False),
}


@pytest.mark.parametrize(("text", "edtf_text"), READ.items())
def test_dates_with_one_reading(text: str, edtf_text: str) -> None:
    assert read_date(text) == WrittenDate(edtf.parse(edtf_text))


@pytest.mark.parametrize(("text", "expected"), TIMED.items())
def test_dates_with_a_time_of_day(text: str, expected: tuple[str, int, bool]) -> None:
    edtf_text, hour, utc = expected
    assert read_date(text)._replace(end_clock=None) == WrittenDate(edtf.parse(edtf_text), Clock(hour * 3600, utc))


@pytest.mark.parametrize(
    ("text", "edtf_text"),
    {
        "early 2024": "2024",
        "late 1990s": "199X",
        "mid-1850s": "185X",
        "end of March 2024": "2024-03",
        "before 2024": "/2023",
        "after May 2024": "2024-06/",
        "before 2024-10-03": "/2024-10-02",
    }.items(),
)
def test_dates_that_say_more_than_edtf_are_rounded(text: str, edtf_text: str) -> None:
    assert read_date(text) == WrittenDate(edtf.parse(edtf_text), rounded=True)
    converted = imported(f"date,title\n{text},x\n")
    assert [(event.date.text, event.date_note) for event in converted.events] == [(edtf_text, text)]
    assert [remark.noun for remark in converted.report.remarks] == [ROUNDED_DATES]


@pytest.mark.parametrize(
    "text",
    [
        *("2024-10-03", "2024-10", "2024", "0820", "2024-10-03~", "2024-10?", "2024%", "185X", "202X", "085X", "19XX"),
        *(
            "2024-21",
            "2024-24",
            "2099-24",
            "2024-29",
            "2024-30",
            "2024-31~",
            "2024-32",
            "2024-33",
            "2024-38",
            "2024-41?",
        ),
        *(
            "2023-03-16/2023-03-17",
            "2023-03-16/2023-04-17",
            "2023-12-16/2024-01-17",
            "2023-03/2023-05",
            "2023-03/2024-05",
        ),
        *(
            "1592/1598",
            "0850/0860",
            "1592~/1598",
            "2023-12-01/..",
            "../2024-10",
            "/2024",
            "2024-10-03/",
            "1592/1598-11",
        ),
    ],
)
def test_dates_as_jkr_prints_them_are_read_back(text: str) -> None:
    when = edtf.parse(text)
    back = read_date(edtf.date_text(when)).when
    assert (back.start, back.end, back.approximate, back.uncertain) == when[1:3] + when[4:]


@pytest.mark.parametrize(
    ("text", "reason"),
    {
        "10/3/2024": "two days, 10 March or 3 October 2024",
        "03.10.2024": "two days",
        "1/5/2024 - 3/5/2024": "two days",
        "13/13/2024": "not a date in any order",
        "31/02/2024": "not a date in any order",
        "10/3/24": "two digits",
        "25.12.24": "two digits",
        "24/10/03": "two digits",
        "24/10/3": "which number is the year",
        "3-Oct-24": "two digits",
        "Oct 3, '24": "two digits",
        "'90s": "two digits",
        "79": "two digits",
        "2011/12": "a month or several years",
        "1905-8": "August 1905, or the years 1905 to 1908",
        "2023-21": "neither a month nor a span of years",
        "2024-13": "neither a month nor a span of years",
        "2024-21~": "a season or a span of years",
        "2022-23/2024-25": "a season or a span of years",
        "1900s": "1900 to 1909, or to 1999",
        "45568": "serial number of a day in a spreadsheet",
        "45568.5": "serial number of a day in a spreadsheet",
        "2024-02-30": "has the day 30",
        "31 February 2024": "has the day 31",
        "Friday, October 3, 2024": "the day was a Thursday",
        "2024年10月3日(金)": "the day was a Thursday",
        "平成31年5月1日": "no date of its era",
        "昭和64年1月8日": "no date of its era",
        "明治3年": "old Japanese calendar",
        "3 October": "has no year",
        "3–5 October": "is not a date",
        "May": "has no year",
        "Mar-15": "a month with a year of two digits",
        "5 October 2024/3 October 2024": "ends before it starts",
        "2024-10-05/2024-10-03": "ends before it starts",
        "2024-10 10:00": "a time of day without a day",
        "1850 or 1851": "is not a date",
        "44 BC": "before the year 0001",
        **dict.fromkeys(
            ("today", "yesterday", "last month", "3 months ago", "90d", "2024m", "@first", "soon"), "not a date"
        ),
        "-0044": "outside",
        "0000": "0000",
        "x" * 1000: "…",
    }.items(),
)
def test_dates_without_one_reading_are_refused(text: str, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert reason in caught.value.message
    assert len(caught.value.message) < 200
    assert caught.value.hint


@pytest.mark.parametrize(
    ("century", "order", "text", "edtf_text"),
    [
        ("1900", None, "15", "1915"),
        ("1900", None, "98", "1998"),
        ("2000", None, "11-Mar-15", "2015-03-11"),
        ("1900", None, "Oct 3, '24", "1924-10-03"),
        ("1900", None, "'90s", "199X"),
        ("1900", None, "31/12/99", "1999-12-31"),
        ("2000", "mdy", "10/3/24", "2024-10-03"),
        *(("2000", "ymd", text, "2024-10-03") for text in ("24-10-03", "24/10/3", "24.10.3")),
        ("2000", None, "10/3/24", "three days"),
        ("2000", None, "28.4.1", "which number is the year"),
        ("2000", None, "25.12.24", "25 December 2024 or 24 December 2025"),
    ],
)
def test_two_digit_years_need_a_century(century: Century, order: Order | None, text: str, edtf_text: str) -> None:
    try:
        assert read_date(text, DateRules(order, century)).text == edtf_text
    except DateError as error:
        assert edtf_text in error.message  # noqa: PT017


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
            read_date(text, DateRules(order))
    else:
        assert read_date(text, DateRules(order)).text == edtf
