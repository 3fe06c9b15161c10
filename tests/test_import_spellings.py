"""Spellings of dates in catalogues, in Japanese and Korean, and of ranges that leave something out."""

from zoneinfo import ZoneInfo

import pytest

from jkrtimeline.convert.clock import Clock
from jkrtimeline.convert.date_rules import DateRules
from jkrtimeline.convert.human_dates import read_date
from jkrtimeline.edtf import DateError

READ = {
    **dict.fromkeys(("1850 (circa)", "1850 c.", "1850, circa", "1850 (approx.)", "≈1850"), "1850~"),
    **dict.fromkeys(("1850 (?)", "1850 [?]", "[1850?]"), "1850?"),
    **dict.fromkeys(("(1850)", "[1850]", "1850-00-00"), "1850"),
    "1850-10-00": "1850-10",
    "17??": "17XX",
    "18--": "18XX",
    "199-": "199X",
    "1914–": "1914/..",
    "1950s–60s": "1950/1969",
    "29 & 30 May 1993": "1993-05-29/1993-05-30",
    "May 29 and 30, 1993": "1993-05-29/1993-05-30",
    "2023-05-12/15": "2023-05-12/2023-05-15",
    "2023-05-12/06-02": "2023-05-12/2023-06-02",
    "2024.10.3~10.5": "2024-10-03/2024-10-05",
    "2024. 10. 3. ~ 10. 5.": "2024-10-03/2024-10-05",
    **dict.fromkeys(("令和六年十月三日", "令和6.10.3", "二〇二四年十月三日", "R6.10.3"), "2024-10-03"),
    "昭和二十年八月十五日": "1945-08-15",
    **dict.fromkeys(("1990年代", "1990년대"), "199X"),
    **dict.fromkeys(("19世紀", "19세기"), "1801/1900"),
    **dict.fromkeys(("2024年頃", "2024년경"), "2024~"),
    **dict.fromkeys(("2024年秋", "2024년 가을"), "2024-23"),
    **dict.fromkeys(("2024年10月上旬", "2024년 10월 말"), "2024-10"),
    "3 October 2024 10.30am": "2024-10-03",
    **dict.fromkeys(("2024년 4분기", "2024年第4季度"), "2024-36"),
    **dict.fromkeys(("2024년 10월 3~5일", "2024年10月3日至5日", "2024年10月3日から5日まで"), "2024-10-03/2024-10-05"),
    **dict.fromkeys(("2024.10.3(목) ~ 10.5(토)", "2024/10/3-10/5", "2024.10.03-10.05"), "2024-10-03/2024-10-05"),
    **dict.fromkeys(("2024年3~5月", "2024년 3월부터 5월까지"), "2024-03/2024-05"),
    **dict.fromkeys(("1989年1月7日(昭和64年)", "昭和64年(1989年)1月7日", "1989年（昭和64年）1月7日"), "1989-01-07"),
    **dict.fromkeys(("AD 79", "79 AD", "79 CE"), "0079"),
    "c. 79 AD": "0079~",
    "24 August 79 AD": "0079-08-24",
    **dict.fromkeys(("1850 onwards", "from 1850 onward", "1850年から"), "1850/.."),
    **dict.fromkeys(("03OCT2024", "2024-10-03Z", "2024-10-03+09:00", "20241003103000"), "2024-10-03"),
    **dict.fromkeys(("2024–10–03", "2024‑10‑03", "2024−10−03", "03–Oct–2024"), "2024-10-03"),
    **dict.fromkeys(("'2024-10-03", '="2024-10-03"'), "2024-10-03"),
    "18th c.": "1701/1800",
    **dict.fromkeys(("1850-?", "1850 -?", "1850–?", "1850 - ?", "1850/?", "1850 to ?"), "1850/"),
    **dict.fromkeys(("?-1850", "?–1850", "?/1850", "? to 1850"), "/1850"),
    **dict.fromkeys(("2024-10-03-?", "3 Oct 2024 - ?"), "2024-10-03/"),
    **dict.fromkeys(("2024-10-??", "2024/10/xx", "2024.10.??", "??/10/2024", "10/??/2024", "XX.10.2024"), "2024-10-XX"),
    **dict.fromkeys(("2024-??-??", "2024-xx-xx", "??/??/2024"), "2024-XX-XX"),
    **dict.fromkeys(("1797.0", "1797.00"), "1797"),
    **dict.fromkeys(("1727996399", "1727996399123", "1727996399.5"), "2024-10-03"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_spellings_with_one_reading(text: str, expected: str) -> None:
    assert read_date(text).text == expected


def test_time_of_a_date_in_digits() -> None:
    assert read_date("20241003103000").clock == Clock(37800)


def test_part_of_a_month_is_noted() -> None:
    assert read_date("between 1850 and 1860") == read_date("1850/1860")._replace(rounded=True)
    assert read_date("2024年10月上旬").rounded
    assert not read_date("2024年10月").rounded


@pytest.mark.parametrize(
    ("text", "reason"),
    {
        "199?": "a decade, or a year of three digits",
        "29 and 31 May 1993": "is not a date",
        "2024-10-?": "could be an unknown day or an unknown end",
        **dict.fromkeys(("2024-1?", "2024-10-3?", "2024-10-0?"), "could have an unknown digit, or be uncertain"),
        "1850-??": "is not a date",
        "18 c.": "'18 c.' is not a date",
        "1/2/3": "not a date in any order",
        "2024.10.3(금) ~ 10.5(토)": "the day was a Thursday",
        "1989年1月8日(昭和64年)": "no date of its era",
        "1988年1月7日(昭和64年)": "names two years",
        "2024-21-??": "month 21",
        "Oct-24": "a month with a year of two digits",
        "1900年代": "1900 to 1909, or to 1999",
        "0000-00-00": "0000",
    }.items(),
)
def test_spellings_with_several_readings_are_refused(text: str, reason: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert reason in caught.value.message


def test_order_of_numbers_with_an_unknown_day() -> None:
    assert read_date("10/??/2024", DateRules("mdy")).text == "2024-10-XX"
    for order, text in (("dmy", "10/??/2024"), ("mdy", "??/10/2024")):
        with pytest.raises(DateError, match="is not a date"):
            read_date(text, DateRules(order))  # type: ignore[arg-type]


def test_a_day_with_a_number_is_no_range() -> None:
    for text in ("1998-10-03-1", "1998-10-03-01", "1998-10-03-10-05"):
        with pytest.raises(DateError, match=r"is not a date|ends before"):
            read_date(text, DateRules(century="2000"))
    days = read_date("25-12-23 – 26-12-23", DateRules(century="2000", order="dmy"))
    assert days.text == "2023-12-25/2023-12-26"


def test_month_and_short_year_need_a_century() -> None:
    assert read_date("Oct-24", DateRules(century="2000")).text == "2024-10"
    assert read_date("Oct 98", DateRules(century="1900")).text == "1998-10"


def test_seconds_since_1970_are_a_time_in_utc() -> None:
    written = read_date("1727996399")
    assert written.clock == Clock(82799, utc=True)
    assert read_date("1727996399", DateRules(zone=ZoneInfo("Asia/Seoul"))).text == "2024-10-04"


MESSAGES = {
    "Dec-Jan 2025": "'Dec-Jan 2025' ends before it starts",
    "3-4/10/2024": "'4/10/2024' in '3-4/10/2024' could be two days, 10 April or 4 October 2024",
    "c. '98": '"\'98" in "c. \'98" has a year of two digits',
    "２０２４-02-30": "'２０２４-02-30' has the day 30",
    "2024-13/2025-01": "'2024-13' in '2024-13/2025-01' has the month 13",
    "2024-10-03..": "'2024-10-03..' is not a date",
    "2024-10/11": "'2024-10/11' is not a date",
    "2024/25/26": "'2024/25/26' has the month 25",
    "2024-277": "'2024-277' is not a date",
    "2024-1": "'2024-1' has a month of one digit",
    "2024277": "'2024277' is not a date",
    "-0043-03-15": "'-0043-03-15' is outside the years 0001 to 9999",
    "12024-01-01": "'12024-01-01' is outside the years 0001 to 9999",
    "10/98": "'10/98' has no four-digit year",
}


@pytest.mark.parametrize(("text", "message"), MESSAGES.items())
def test_messages_quote_the_file_in_plain_words(text: str, message: str) -> None:
    with pytest.raises(DateError) as caught:
        read_date(text)
    assert caught.value.message == message
    assert "season" not in caught.value.hint
