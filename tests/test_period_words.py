"""Dates in more words, also Japanese and Korean ones, and words with two meanings."""

import re

import pytest

from jkrtimeline.errors import UnknownId
from jkrtimeline.periods import Period, PeriodError, Recurring, wording
from jkrtimeline.periods.forms import FORMS
from jkrtimeline.periods.period_text import parse_period
from jkrtimeline.periods.phrases import PHRASES

from .period_texts import TODAY, days_of, period_error, read, span

IN_WORDS = {
    # week N of a month is its days 1–7, 8–14 …; the thirds of a month are those of 上旬, 中旬, 下旬
    "2025-01-01..2025-01-07": ["first week of january 2025", "1st week of January 2025", "week 1 of Jan 2025"],
    "2024-02-29..2024-02-29": ["fifth week of February 2024"],
    "2025-06-01..2025-06-10": [
        "early june 2025",
        "Early-June 2025",
        "2025年6月上旬",
        "2025년 6월 초",
        "2025년 6월 초순",
    ],
    "2025-06-11..2025-06-20": [
        "mid-June 2025",
        "mid June 2025",
        "middle of June 2025",
        "2025年6月中旬",
        "2025년 6월 중순",
    ],
    "2025-06-21..2025-06-30": ["late june 2025", "2025年6月下旬", "2025년 6월 말", "2025년 6월 하순"],
    "2024-02-21..2024-02-29": ["late February 2024"],
    "2025-06-01..2025-06-15": ["first half of June 2025", "2025年6月前半"],
    "2025-06-16..2025-06-30": ["second half of June 2025", "2025年6月後半"],
    "2024-07-01..2024-12-31": [
        "last 6 months of 2024",
        *("2nd half of 2024", "second half of 2024", "the last half of 2024", "2024年後半", "2024年下半期"),
        *("2024년 하반기", "작년 하반기"),
    ],
    "2025-01-01..2025-03-31": [
        "first three months of 2025",
        "first quarter of 2025",
        "Q1 of 2025",
        "2025年第1四半期",
        "2025년 1분기",
    ],
    "2024-10-01..2024-12-31": ["last quarter of 2024", "fourth quarter 2024"],
    "2020-01-01..2029-12-31": ["the 2020s", "2020年代", "2020년대"],
    "2024-06-01..2024-08-31": ["summer of 2024", "2024年夏", "2024년 여름", "last summer", "昨年夏"],
    "2024-10-03..2024-10-03": ["2024 October 3", "3rd of October 2024", "3 October last year"],
    "2024-08-01..2024-08-31": [
        "昨年8月",
        "昨年の8月",
        "작년 8월",
        "지난해 8월",
        "August last year",
        "in August 2024",
        "last August",
    ],
    # from today, Wednesday 18 June 2025: the last of something is the latest that is over
    "2025-03-01..2025-05-31": ["last spring", "this spring"],
    "2024-12-01..2025-02-28": ["last winter"],
    "2025-06-01..2025-08-31": ["this summer"],
    "2026-06-01..2026-08-31": ["next summer"],
    "2025-03-01..2025-03-31": ["last March", "this March"],
    "2025-06-13..2025-06-13": ["last Friday"],
    "2025-06-11..2025-06-11": ["last Wednesday"],
    "2024-06-18..2024-06-18": ["a year ago", "one year ago", "1년 전"],
    "2025-06-04..2025-06-04": ["two weeks ago", "2週間前", "2주 전"],
    "2025-05-18..2025-05-18": ["a month ago", "1か月前", "1개월 전"],
    "2024-06-18..2025-06-18": ["past year", "the past year"],
    "2025-03-18..2025-06-18": ["the last three months", "過去3ヶ月", "최근 3개월"],
    "2025-05-01..2025-05-31": ["先月", "지난달", "previous month"],
    "2024-01-01..2024-12-31": ["昨年", "작년", "during 2024"],
    "2025-05-21..2025-05-31": ["late last month"],
    "2025-01-01..2025-06-18": ["year to date"],
    "2025-06-02..2025-06-08": ["week of 2 June 2025"],
    # ranges
    "2024-03-01..2024-05-31": [
        *("between march and may 2024", "march to may 2024", "march-may 2024", "from March until May 2024"),
        *("2024 spring", "2024, Spring", "spring of 2024", "2024 March to May"),
        *("March through May 2024", "March 2024 to May", "2024年3月から5月まで", "2024年3月から5月", "2024年3月～5月"),
        *("2024년 3월부터 5월까지", "2024년 3월에서 5월까지", "2024-03~2024-05"),
    ],
    "2023-06-01..2023-08-31": ["2023 summer", "in summer 2023"],
    "2024-06-21..2024-06-30": ["2024 late June", "late June 2024"],
    "2024-01-01..2024-06-30": ["2024 first half", "2024 H1"],
    "2024-03-01..2024-08-31": ["2024 spring to summer", "spring to summer 2024"],
    "2024-12-03..2024-12-04": [
        *("Dec 3-4, 2024", "Dec 3-4 2024", "2024 Dec 3-4", "December 3, 2024 to 4", "3-4 Dec 2024"),
    ],
    "2024-12-03..2025-01-04": ["Dec 3, 2024 to Jan 4, 2025"],
    "2024-06-03..2024-06-05": [
        *("between 3 and 5 June 2024", "June 3 to 5, 2024", "June 3-5, 2024", "the 3rd to the 5th of June 2024"),
        *("2024年6月3日から5日まで", "2024년 6월 3일부터 5일까지"),
    ],
    "2024-11-01..2025-02-28": ["November 2024 to February 2025", "2024年11月から2025年2月まで"],
    "2024-01-01..2024-09-30": ["Q1 to Q3 2024", "q1-q3 2024"],
    "2024-03-01..2024-05-20": ["early March to mid-May 2024"],
    "2023-01-01..2025-06-18": ["2023 to now", "from 2023 to the present"],
    "2023-03-16..2023-03-17": ["2023年3月16日-17日", "2023年3月16日～17日"],
    "2024-06-24..2024-06-30": ["last seven days of June 2024", "last 1 week of June 2024"],
    "2024-06-01..2024-06-14": ["the first two weeks of June 2024"],
    "2025-03-01..": ["March 2025 onwards", "since last spring", "from March 2025 on"],
    "2024-10-01..": ["2024年10月から", "2024年10月以降", "2024년 10월부터", "2024년 10월 이후"],
    "..2024-10-31": ["up to October 2024", "2024年10月まで", "2024년 10월까지"],
    "..2024-09-30": ["before 2024-10"],
    "2024-11-01..": ["after October 2024"],
    "2023-03-16..2024-12-03": ["between @2023-03-16-summit and @2024-12-03-Law", "@2023-03-16-summit to 2024-12-03"],
    "..2023-03-15": ["before @2023-03-16-summit"],
}


def test_each_word_of_a_form_is_known_as_one_of_dates() -> None:
    patterns = " ".join(str(getattr(pattern, "pattern", pattern)) for pattern, *_ in (*FORMS, *PHRASES))
    words = set(re.findall(r"[a-z]{4,}", re.sub(r"\(\?P<\w+>|\[.*?\]", "", patterns)))
    assert {"quarter", "week"} <= words <= wording._ENGLISH


@pytest.mark.parametrize(("text", "days"), [(text, days) for days, texts in IN_WORDS.items() for text in texts])
def test_dates_in_words(text: str, days: str) -> None:
    assert read(text) == span(days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("first week of January", ((1, 1), (1, 7))),
        ("mid-June", ((6, 11), (6, 20))),
        ("6月下旬", ((6, 21), (6, 30))),
        ("6월 초", ((6, 1), (6, 10))),
        ("late February", ((2, 21), (2, 29))),
        ("March to May", ((3, 1), (5, 31))),
        ("3月から5月まで", ((3, 1), (5, 31))),
        ("between 1 and 15 March", ((3, 1), (3, 15))),
        ("Dec 3-4", ((12, 3), (12, 4))),
        ("3-4 Dec", ((12, 3), (12, 4))),
        ("Dec 3-Jan 4", ((12, 3), (1, 4))),
        ("early to mid-June", ((6, 1), (6, 20))),
    ],
)
def test_a_part_of_a_month_without_a_year_means_that_of_every_year(
    text: str, days: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    assert parse_period(text, TODAY) == Recurring(*days)


# text, the two readings and how to write each
TWO_READINGS = [
    ("end of 2024", ["2024-12", "2024-Q4"]),
    ("2024年末", ["2024-12", "2024-Q4"]),
    ("early 2025", ["2025-Q1", "2025-01..2025-04"]),
    ("mid-2024", ["2024-05..2024-08", "2024-Q2..2024-Q3"]),
    ("late last year", ["2024-Q4", "2024-09..2024-12"]),
    ("end of June 2025", ["2025-06-30", "late June 2025"]),
    ("beginning of June", ["06-01", "early June"]),
    ("6月末", ["06-30", "late June"]),
    ("first week of 2025", ["2025-01-01..2025-01-07", "2025-W01"]),
    ("last week of January 2025", ["2025-01-25..2025-01-31", "2025-W05"]),
    ("2025年1月第2週", ["2025-01-08..2025-01-14", "2025-W02"]),
    ("2025년 1월 둘째 주", ["2025-01-08..2025-01-14", "2025-W02"]),
    ("week of 4 June 2025", ["2025-W23", "2025-06-04..2025-06-10"]),
    ("FY2024", ["2024-04..2025-03", "2024"]),
    ("2024年度", ["2024-04..2025-03", "2024"]),
    ("this winter", ["winter 2024–25", "winter 2025–26"]),
    ("last decade", ["last 10 years", "2010s"]),
    ("2024年10月以前", ["..2024年10月", "before 2024年10月"]),
    ("10/3", ["10-03", "03-10"]),
]


@pytest.mark.parametrize(("text", "readings"), TWO_READINGS)
def test_two_readings_are_refused_with_how_to_write_each(text: str, readings: list[str]) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(text, TODAY)
    assert repr(text) in caught.value.message
    for written in readings:
        assert written in caught.value.hint
        assert parse_period(written, TODAY)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("November to February 2025", "the year at both ends"),
        ("fifth week of February 2025", "2025-02-28"),
        ("6th week of June 2025", "1 to 5"),
        ("third half of June 2025", "2 halves"),
        ("first 13 months of 2025", "write 2025"),
        ("now", "2024-10-03"),
        ("5th quarter of 2024", "4 quarters"),
        ("since August", "year"),
        ("8/15", "08-15"),
        ("2023-24", "2023..2024"),
        ("one week", "1 week ago"),
        ("summer", "summer 2024"),
        ("early June 0000", "0001"),
    ],
)
def test_what_dates_in_words_lack_is_named(text: str, hint: str) -> None:
    assert hint in period_error(text).hint


@pytest.mark.parametrize(
    "text", ["foo to bar", "between camp and david", "3 to", "march and may 2024", "week of june", "to"]
)
def test_other_words_are_not_dates(text: str) -> None:
    with pytest.raises(PeriodError):
        parse_period(text, TODAY, days_of)


@pytest.mark.parametrize(
    "text",
    [
        *("June to late", "late to June", "June - late", "3 to June", "June to 3", "June 2024 to 5", "week to 3 June"),
        *("2024 to June", "June to 2024", "2024 to spring", "3 June to late", "early to 3 June", "3 to late June"),
        *("6月から3日", "3日から6月", "6月から下旬", "2024年から6月"),
        *("Dec 4-3", "30-2 Dec", "late to early June", "6月下旬から上旬"),
    ],
)
def test_an_end_takes_a_month_or_year_only_from_an_end_of_its_form(text: str) -> None:
    with pytest.raises(PeriodError):
        parse_period(text, TODAY, days_of)


@pytest.mark.parametrize("text", ["2 weeks before @2024-12-03-Law", "two weeks after 3 December 2024"])
def test_a_length_from_another_day_gets_a_hint_to_around(text: str) -> None:
    error = period_error(text)
    assert error.message == f"{text!r} counts from another day than today"
    assert "--around" in error.hint
    assert "--within 2w" in error.hint


def test_an_event_takes_no_year_from_the_other_end() -> None:
    with pytest.raises(UnknownId, match="no event 'summit'"):
        parse_period("June 2024 to @summit", TODAY, days_of)


WITHOUT_YEAR = [
    *("08-15", "--08-15", "8월 15일", "8月15日", "6月上旬", "6月末", "3월부터 5월까지", "March to May", "3-4 Dec"),
    *("Dec 3-4", "29 February", "Dec to Feb", "December 30 to January 2", "15 August", "August", "late June"),
    *("first week of May", "second half of June", "end of June", "start of May", "last week of June", "8/15", "3/4"),
    *("6월 둘째 주", "6月第1週", "since March", "spring", "c. 3 June"),
]


def test_each_example_of_a_period_is_read_also_where_a_year_is_needed() -> None:
    *examples, interval = period_error("zzzz").hint.removeprefix("write one of: ").split(", ")
    assert interval == "a..b"
    for text in examples:
        assert read(text.strip("'")) != Period()


@pytest.mark.parametrize("text", WITHOUT_YEAR)
def test_each_hint_for_a_date_without_a_year_is_read(text: str) -> None:
    hint = period_error(text).hint
    *every_year, dated = hint.removeprefix("write ").removeprefix("it with a year, like ").split("; with a year: ")
    for written in (each.strip("'") for part in every_year for each in part.split(" or ")):
        assert isinstance(parse_period(written, TODAY), Recurring)
    if hint.startswith("write the year of"):
        return
    periods = [read(each.strip("'")) for each in dated.split(" or ")]
    if not every_year and text != "spring":
        recurring = parse_period(text, TODAY)
        assert isinstance(recurring, Recurring)
        assert periods == [recurring.in_year(2024)]
