"""Periods with random texts and days."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline import edtf
from jkrtimeline.errors import UnknownId
from jkrtimeline.periods import Period, PeriodError
from jkrtimeline.periods.period_text import parse_period

from .period_texts import period_error, read
from .test_dates import INTERVALS, QUALIFIED


@given(st.one_of(QUALIFIED, INTERVALS))
@settings(max_examples=400, deadline=None)
def test_what_jkr_prints_it_also_reads(text: str) -> None:
    when = edtf.parse(text)
    if all(day is None or day.year >= 1000 for day in (when.start, when.end)):
        assert read(edtf.date_text(when)) == Period(when.start, when.end), edtf.date_text(when)


@given(st.dates(min_value=date(1000, 1, 1)))
@settings(max_examples=50, deadline=None)
def test_a_day_of_the_week_must_be_that_of_the_date(day: date) -> None:
    written = f"{day.day} {day:%b} {day.year}"
    assert read(f"{day:%a} {written}") == read(f"{day:%A}, {written}") == read(f"{day:%a} {day}") == Period(day, day)
    assert f"{day:%A}" in period_error(f"{day + timedelta(1):%a} {written}").message


PIECES = st.one_of(
    st.sampled_from("0123456789-/. @年月日년월일dwmyQHW９"),
    st.sampled_from(["2024", "10", "Oct", "months", "ago", "last", "this", "week", "today", ".."]),
    st.sampled_from(
        ["between", "and", "to", "end of", "early", "first", "half", "spring", "から", "작년", "下旬", "以前"]
    ),
)
WORDS = st.builds(str.join, st.sampled_from(["", " "]), st.lists(PIECES, max_size=8))


@given(st.one_of(st.text(), WORDS), st.dates())
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_period_or_a_period_error(text: str, today: date) -> None:
    try:
        period = read(text, today)
    except PeriodError:
        period_error(text, today)
    except UnknownId:
        assert "@" in text
    else:
        assert period.first or period.last
        assert (period.first or date.min) <= (period.last or date.max)


DAYS = st.dates().map(str)
ENDS = st.one_of(DAYS, DAYS.map(lambda text: text[:7]), DAYS.map(lambda text: text[:4]))


@given(ENDS, ENDS)
@settings(max_examples=100, deadline=None)
def test_a_range_runs_from_the_first_day_of_one_to_the_last_of_the_other(one: str, two: str) -> None:
    first, last = read(one).first, read(two).last
    if (first or date.max) <= (last or date.min):
        assert read(f"{one}..{two}") == read(f"{one} / {two}") == Period(first, last)
    else:
        assert f"{two}..{one}" in period_error(f"{one}..{two}").hint


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 9999))
@settings(max_examples=100, deadline=None)
def test_days_are_counted_from_today(today: date, days: int) -> None:
    then = today - timedelta(days=days)
    assert read(f"{days}d", today) == read(f"{days} days ago", today) == Period(then, then)
    assert parse_period(f"{days}d", today) == Period(then, today)
