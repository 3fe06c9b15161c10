"""Periods as people type them: what each form means, and what is refused."""

import re
from datetime import date

import pytest

from jkrtimeline.errors import UnknownId
from jkrtimeline.periods import Period, PeriodError, Recurring
from jkrtimeline.periods.period_text import around, parse_days, parse_period

from .period_texts import TODAY, days_of, period_error, read, span

MEANINGS = {
    "2024-01-01..2024-12-31": ["2024", "2024年", "2024년", "last year"],
    "2024-10-01..2024-10-31": [
        *("2024-10", " 2024-10 ", "Oct 2024", "october 2024", "OCT. 2024"),
        *("2024年10月", "2024년 10월", "２０２４－１０", "２０２４年１０月"),
    ],
    "2024-10-03..2024-10-03": [
        *("2024-10-03", "3 October 2024", "3rd Oct 2024", "October 3, 2024", "OCT  3   2024", "2024-10-03..2024-10-03"),
        *("2024年10月3日", "2024년 10월 3일", "２０２４年１０月３日"),
        *("Thu 3 Oct 2024", "Thur 3 Oct 2024", "Thurs. October 3, 2024", "Thursday, 2024-10-03"),
    ],
    "2024-02-01..2024-02-29": ["2024-02", "Feb 2024"],
    "2024-02-29..2024-02-29": ["29 feb 2024", "2024年2月29日"],
    "2024-05-01..2024-05-31": ["May 2024"],
    "2024-09-01..2024-09-30": ["Sept. 2024", "sep 2024"],
    "0001-01-01..0001-12-31": ["0001"],
    "9999-01-01..9999-12-31": ["9999"],
    "2024-01-01..2024-03-31": ["2024-Q1"],
    "2024-10-01..2024-12-31": ["2024-Q4", "2024-q4", "2024-10..2024-12", "2024-10/2024-12", "2024年10月..2024년 12월"],
    "2024-01-01..2024-06-30": ["2024-H1", "2024-Q1..2024-Q2"],
    "2024-07-01..2024-12-31": ["2024-H2"],
    # ISO 8601 weeks run from Monday; the first holds 4 January, some years have 53
    "2024-09-30..2024-10-06": ["2024-W40"],
    "2024-12-30..2025-01-05": ["2025-W01"],
    "2020-12-28..2021-01-03": ["2020-W53"],
    # from today
    "2025-06-18..2025-06-18": ["today", "0d"],
    "2025-06-17..2025-06-17": ["Yesterday", "1d", "1 day ago"],
    "2025-03-20..2025-03-20": ["90d", "90 days ago", "９０ｄ"],
    "2025-06-04..2025-06-04": ["2w", "2 weeks ago"],
    "2025-03-18..2025-03-18": ["3m", "3 months ago"],
    "2024-06-18..2024-06-18": ["1Y", "12m", "1 year ago"],
    "2025-06-16..2025-06-22": ["this week"],
    "2025-06-09..2025-06-15": ["last week"],
    "2025-06-01..2025-06-30": ["this month"],
    "2025-05-01..2025-05-31": ["last month"],
    "2025-04-01..2025-06-30": ["this quarter"],
    "2025-01-01..2025-03-31": ["last quarter"],
    "2025-01-01..2025-12-31": ["this year"],
    # so many days, weeks, months or years until today
    "2025-04-18..2025-06-18": ["last 2 months", "past 2 months"],
    "2025-06-11..2025-06-18": ["past week", "last 1 week", "last 7 days"],
    "2025-05-19..2025-06-18": ["last 30 days", "PAST  30 days"],
    "2025-05-18..2025-06-18": ["past month"],
    "2025-06-18..2025-07-02": ["next 2 weeks"],
    # as jkr prints them
    "2025-06-09..2025-06-09": ["Mon 9 Jun 2025", "Monday, 9 June 2025", "Mon. June 9, 2025", "Mon 2025-06-09"],
    "2024-10-01..2024-10-01": ["Tue 1 Oct 2024", "Tues. 1 Oct 2024", "Tuesday, October 1, 2024"],
    "2025-06-13..2025-06-15": ["13–15 Jun 2025", "13-15 June 2025", "13 – 15 Jun 2025"],
    "2025-06-13..2025-06-13": ["c. 13 Jun 2025", "ca. 13 Jun 2025", "13 Jun 2025?", "c. 13 Jun 2025?"],
    "2020-01-01..2029-12-31": ["2020s"],
    "2023-03-30..2023-04-02": ["30 Mar – 2 Apr 2023", "30 Mar 2023 - 2 Apr 2023"],
    "2023-12-01..2024-02-29": ["winter 2023–24", "winter 2023-2024", "winter 2023"],
    "2023-01-01..2024-12-31": ["2023–2024", "2023-2024"],
    # ranges: both ends inclusive, each end the whole of what it names
    "2023-01-01..2024-02-29": ["2023 .. 2024-02", "2023/2024-02"],
    "2024-10-01..2025-01-03": ["Oct 2024..3 January 2025"],
    "2025-03-18..2025-06-18": ["3 months ago..today", "3m..today"],
    "2025-03-20..2025-05-19": ["90d..30d"],
    "..2024-10-31": ["..2024-10", "../2024-10"],
    "2024-10-01..": ["2024-10..", "2024-10/.."],
    "2024-01-01..": ["last year.."],
    # the days of events; an id keeps its capitals
    "2023-03-16..2023-03-17": ["@2023-03-16-summit"],
    "2024-12-03..2024-12-03": ["@2024-12-03-Law"],
    "2023-12-01..": ["@open-end", "since 1 Dec 2023"],
    "2023-03-16..2024-12-03": ["@2023-03-16-summit..@2024-12-03-Law", "@2023-03-16-summit/@2024-12-03-Law"],
    "2023-03-16..": ["@2023-03-16-summit.."],
    "..2023-03-17": ["..@2023-03-16-summit"],
    "2022-01-01..2023-03-17": ["2022..@2023-03-16-summit", "2022/@2023-03-16-summit"],
    "2024-12-03..2025-12-31": ["@2024-12-03-Law..2025", "@2024-12-03-Law/2025"],
}


@pytest.mark.parametrize(("text", "days"), [(text, days) for days, texts in MEANINGS.items() for text in texts])
def test_meaning(text: str, days: str) -> None:
    assert read(text) == span(days)


BORDERS = {
    # a month that lacks the day takes its last one
    "2024-03-31": {"1 month ago": "2024-02-29..2024-02-29", "last month": "2024-02-01..2024-02-29"},
    "2023-03-31": {"1m": "2023-02-28..2023-02-28"},
    "2024-07-31": {"1m": "2024-06-30..2024-06-30", "5 months ago": "2024-02-29..2024-02-29"},
    "2024-02-29": {
        "1 year ago": "2023-02-28..2023-02-28",
        "12m": "2023-02-28..2023-02-28",
        "4y": "2020-02-29..2020-02-29",
    },
    "2024-03-01": {"yesterday": "2024-02-29..2024-02-29"},
    "2024-12-31": {"this month": "2024-12-01..2024-12-31", "this quarter": "2024-10-01..2024-12-31"},
    "2025-01-31": {"last month": "2024-12-01..2024-12-31", "last quarter": "2024-10-01..2024-12-31"},
    "2025-03-05": {"2w..1w": "2025-02-19..2025-02-26"},
    # a week runs from Monday to Sunday and may lie in two years
    "2025-06-22": {"this week": "2025-06-16..2025-06-22"},
    "2025-06-23": {"this week": "2025-06-23..2025-06-29"},
    "2025-01-01": {"this week": "2024-12-30..2025-01-05", "yesterday": "2024-12-31..2024-12-31"},
    "2021-01-03": {"this week": "2020-12-28..2021-01-03"},
    "2021-01-04": {"last week": "2020-12-28..2021-01-03"},
}


@pytest.mark.parametrize(
    ("today", "text", "days"), [(day, text, days) for day, row in BORDERS.items() for text, days in row.items()]
)
def test_borders_of_the_calendar(today: str, text: str, days: str) -> None:
    assert read(text, date.fromisoformat(today)) == span(days)


BOTH = (["10 March 2024", "3 October 2024"], ["2024-03-10", "2024-10-03"])
AMBIGUOUS = [
    *("10/3/2024", "10-3-2024", "10.3.2024", "10/03/24", "１０／３／２０２４"),
    *("10/3/2024..2024-12", "2024..10-3-2024"),
]
GARBAGE = [
    *("", "now", "soon", "10", "24", "3", "12:30", "-90d", "ago", "Tuesday", "2024-10-XX", "2024-10-03T10:00"),
    *("1e3d", "1.5m", "٢٠٢٤", "２０２４年１０", "2024-Q4-01", "2024...2025"),
]

# text, what the message must hold, what the hint must hold
REFUSED = [
    *((text, *BOTH) for text in AMBIGUOUS),
    *((text, [repr(text)], ["2024-10-03"]) for text in GARBAGE),
    ("25/12/2024", ["25 December 2024"], ["2024-12-25"]),
    ("5/5/2024", ["5 May 2024"], ["2024-05-05"]),
    ("31/31/2024", ["not a date"], []),
    ("2024/10/3", ["hyphens"], ["2024-10-03"]),
    ("2024.10.3", ["hyphens"], ["2024-10-03"]),
    ("20241003", ["hyphens"], ["2024-10-03"]),
    ("2024-1-5", ["one digit"], ["2024-01-05"]),
    ("2024-13", ["month 13"], ["01 to 12"]),
    ("2024年13月", ["month 13"], ["01 to 12"]),
    ("2023-02-29", ["day 29"], ["28"]),
    ("31 April 2024", ["'31 April 2024'", "day 31"], ["30"]),
    ("2024-Q5", ["2024-Q5"], ["4 quarters"]),
    ("2024-H3", ["2024-H3"], ["2 halves"]),
    ("0000", ["0000"], ["0001"]),
    ("3 months", ["length"], ["3 months ago", "3m"]),
    ("3 Oct", ["no year"], ["2024-10-03"]),
    ("Tue 9 Jun 2025", ["Monday"], ["2025-06-09"]),
    ("Mon Jun 2025", ["day of the week"], []),
    ("Monnesday 9 Jun 2025", ["is not a period"], []),
    ("Wednes 18 Jun 2025", ["is not a period"], []),
    ("winter 2023–25", ["does not exist"], ["winter 2023"]),
    ("15–13 Jun 2025", ["before it starts"], []),
    ("2024/10", ["hyphen"], ["2024-10"]),
    ("10/2024", ["hyphen"], ["2024-10"]),
    ("2024/10/3..2024/10/5", ["hyphens"], ["2024-10-03"]),
    ("2024-10..2024-03", ["2024-03-31", "2024-10-01"], ["2024-03..2024-10"]),
    ("today..yesterday", ["2025-06-17", "2025-06-18"], ["yesterday..today"]),
    ("2022..2023..2024", ["2022..2023..2024"], ["2024-10..2024-12"]),
    ("..", ["no day"], ["2024-10.."]),
    ("9999y", ["0001 to 9999"], ["shorter"]),
]


@pytest.mark.parametrize(("text", "said", "hinted"), REFUSED)
def test_refused_with_the_reason_and_what_to_write(text: str, said: list[str], hinted: list[str]) -> None:
    error = period_error(text)
    assert error.exit_code == 2
    assert repr(text) in error.message
    assert [piece for piece in said if piece not in error.message] == []
    assert [piece for piece in hinted if error.hint.count(piece) != 1] == []


@pytest.mark.parametrize("text", ["2024/13/45", "20241345", "2024-13-5", "2024.02.30", "2023-2-29"])
def test_no_hint_offers_a_date_that_does_not_exist(text: str) -> None:
    for day in re.findall(r"\d{4}-\d\d-\d\d", period_error(text).hint):
        date.fromisoformat(day)


def test_a_missing_week_names_the_weeks_of_its_year() -> None:
    hint = period_error("2021-W53").hint
    assert "52" in hint
    assert "53" not in hint


def test_an_event_id_needs_a_lookup() -> None:
    with pytest.raises(PeriodError, match="@some-id"):
        parse_days("@some-id", TODAY)
    with pytest.raises(UnknownId):
        read("2023..@no-such-event")


WITHIN = [
    ("90d", "2025-03-20..2025-06-18"),
    ("２ｗ", "2025-06-04..2025-06-18"),
    (" 6M ", "2024-12-18..2025-06-18"),
    ("0d", "2025-06-18..2025-06-18"),
    # all else means what it means everywhere
    ("90d..30d", "2025-03-20..2025-05-19"),
    ("last month", "2025-05-01..2025-05-31"),
    ("@2023-03-16-summit", "2023-03-16..2023-03-17"),
]


@pytest.mark.parametrize(("text", "days"), WITHIN)
def test_a_length_as_a_filter_runs_until_today(text: str, days: str) -> None:
    assert parse_period(text, TODAY, days_of) == span(days)


AROUND = [
    ("2024-12-03", "30d", "2024-11-03..2025-01-02"),
    ("2024-12-03", "0d", "2024-12-03..2024-12-03"),
    ("2024-12", "2 weeks", "2024-11-17..2025-01-14"),
    ("2024-03-31", "1 Month", "2024-02-29..2024-04-30"),
    ("2024-02-29", "1y", "2023-02-28..2025-02-28"),
    ("@2023-03-16-summit", "６ｍ", "2022-09-16..2023-09-17"),
    ("@open-end", "1w", "2023-11-24.."),
    ("@open-start", "1w", "..2022-02-07"),
]


@pytest.mark.parametrize(("centre", "length", "days"), AROUND)
def test_around(centre: str, length: str, days: str) -> None:
    assert around(read(centre), length) == span(days)


@pytest.mark.parametrize("length", ["", "30", "d", "-3d", "30 parsecs", "2024", "3 months ago", "9999y", "999999m"])
def test_around_refuses_other_texts_than_lengths(length: str) -> None:
    with pytest.raises(PeriodError) as caught:
        around(span("2024-12-03..2024-12-03"), length)
    assert repr(length) in caught.value.message
    assert caught.value.hint


OVERLAPS = [
    ("2024-01-01..2024-12-31", "2024-10-01..", "2024-10-01..2024-12-31"),
    ("2024-01-01..", "..2024-12-31", "2024-01-01..2024-12-31"),
    ("2024-01-01..2024-06-30", "2024-06-30..2024-12-31", "2024-06-30..2024-06-30"),
    ("..2024-06-30", "..2023-12-31", "..2023-12-31"),
    ("..", "..", ".."),
    ("..2024-06-30", "2024-07-01..", None),
]


@pytest.mark.parametrize(("one", "two", "both"), OVERLAPS)
def test_overlap_is_the_days_of_both(one: str, two: str, both: str | None) -> None:
    overlap = span(both) if both else None
    assert span(one).overlap(span(two)) == span(two).overlap(span(one)) == overlap
    assert span(one).overlap(Period()) == span(one)


# --- every year -------------------------------------------------------------------------------------

EVERY_YEAR = {
    ((8, 1), (8, 31)): ["August", "aug", "AUG.", "8月", "8월", "８月"],
    ((8, 15), (8, 15)): ["15 August", "15th Aug", "August 15", "aug. 15th", "08-15", "--08-15", "8月15日", "8월 15일"],
    ((2, 1), (2, 29)): ["February"],
    ((2, 29), (2, 29)): ["29 Feb", "02-29"],
    ((12, 1), (2, 29)): ["December..February", "Dec/Feb", "Dec–Feb"],
    ((6, 13), (6, 15)): ["13–15 June", "13-15 Jun", "13 Jun..15 Jun", "13 June – 15 June"],
}


@pytest.mark.parametrize(("days", "text"), [(days, text) for days, texts in EVERY_YEAR.items() for text in texts])
def test_a_date_without_a_year_means_that_of_every_year(
    days: tuple[tuple[int, int], tuple[int, int]], text: str
) -> None:
    assert parse_period(text, TODAY, days_of) == Recurring(*days)
    with pytest.raises(PeriodError, match="no year"):
        read(text)


IN_YEAR = [
    ("August", 2024, "2024-08-01..2024-08-31"),
    ("February", 2023, "2023-02-01..2023-02-28"),
    ("February", 2024, "2024-02-01..2024-02-29"),
    ("29 Feb", 2024, "2024-02-29..2024-02-29"),
    ("29 Feb", 2023, None),
    ("29 Feb..March", 2023, "2023-03-01..2023-03-31"),
    ("December..February", 2023, "2023-12-01..2024-02-29"),
    ("December..February", 9999, None),
]


@pytest.mark.parametrize(("text", "year", "days"), IN_YEAR)
def test_recurring_days_of_one_year(text: str, year: int, days: str | None) -> None:
    period = parse_period(text, TODAY)
    assert isinstance(period, Recurring)
    assert period.in_year(year) == (span(days) if days else None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *(("August", "August"), ("15 Aug", "15 Aug"), ("Feb", "February"), ("Dec–Feb", "Dec–Feb")),
        ("1–15 Jun", "1 Jun – 15 Jun"),
    ],
)
def test_recurring_days_print_and_read_back(text: str, shown: str) -> None:
    period = parse_period(text, TODAY)
    assert str(period) == shown
    assert parse_period(shown, TODAY) == period


@pytest.mark.parametrize("text", ["August..2024-10", "2024..August", "30 Feb", "02-30", "31 April", "13-15", "8月40日"])
def test_no_date_without_a_year_is_guessed(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(text, TODAY, days_of)
    assert repr(text) in caught.value.message
    assert caught.value.hint
