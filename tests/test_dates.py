"""An event's date: the examples of the EDTF specification (4 February 2019) as a table, how dates print, properties."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline import edtf
from jkrtimeline.edtf import DateError, EventDate

# text, start, end ("" where that end is open or unknown), precision, and ~ approximate, ? uncertain, % both
SPECIFICATION = [
    # level 0: dates, intervals
    ("1985-04-12", "1985-04-12", "1985-04-12", "day", ""),
    ("1985-04", "1985-04-01", "1985-04-30", "month", ""),
    ("1985", "1985-01-01", "1985-12-31", "year", ""),
    ("1964/2008", "1964-01-01", "2008-12-31", "year", ""),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "month", ""),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "day", ""),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "month", ""),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "year", ""),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "year", ""),
    # level 1: seasons, qualification of the whole date
    ("2001-21", "2001-03-01", "2001-05-31", "season", ""),
    ("1984?", "1984-01-01", "1984-12-31", "year", "?"),
    ("2004-06~", "2004-06-01", "2004-06-30", "month", "~"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "day", "%"),
    # level 1: unspecified digits; the precision is that of what is known
    ("201X", "2010-01-01", "2019-12-31", "decade", ""),
    ("20XX", "2000-01-01", "2099-12-31", "century", ""),
    ("2004-XX", "2004-01-01", "2004-12-31", "year", ""),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "month", ""),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "year", ""),
    # level 1: open and unknown ends, qualified ends
    ("1985-04-12/..", "1985-04-12", "", "day", ""),
    ("1985-04/..", "1985-04-01", "", "month", ""),
    ("1985/..", "1985-01-01", "", "year", ""),
    ("../1985-04-12", "", "1985-04-12", "day", ""),
    ("../1985-04", "", "1985-04-30", "month", ""),
    ("../1985", "", "1985-12-31", "year", ""),
    ("1985-04-12/", "1985-04-12", "", "day", ""),
    ("1985-04/", "1985-04-01", "", "month", ""),
    ("1985/", "1985-01-01", "", "year", ""),
    ("/1985-04-12", "", "1985-04-12", "day", ""),
    ("/1985-04", "", "1985-04-30", "month", ""),
    ("/1985", "", "1985-12-31", "year", ""),
    ("1984~/2004-06", "1984-01-01", "2004-06-30", "year", "~"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30", "year", "~"),
    ("1984?/2004%", "1984-01-01", "2004-12-31", "year", "%"),
    ("1984-06?/2004-08?", "1984-06-01", "2004-08-31", "month", "?"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", "day", "%"),
    ("1984-06-02?/", "1984-06-02", "", "day", "?"),
    # level 2, the one part that is read: sub-year groupings
    ("2001-34", "2001-04-01", "2001-06-30", "quarter", ""),
]

# Not examples of the specification, but consequences of its rules. Winter runs into the next year.
EDGES = [
    *((f"2023-{number}", "2023-03-01", "2023-05-31", "season", "") for number in (21, 25, 31)),
    *((f"2023-{number}", "2023-06-01", "2023-08-31", "season", "") for number in (22, 26, 32)),
    *((f"2023-{number}", "2023-09-01", "2023-11-30", "season", "") for number in (23, 27, 29)),
    *((f"2023-{number}", "2023-12-01", "2024-02-29", "season", "") for number in (24, 28, 30)),
    ("2023-33", "2023-01-01", "2023-03-31", "quarter", ""),
    ("2023-35~", "2023-07-01", "2023-09-30", "quarter", "~"),
    ("2023-36", "2023-10-01", "2023-12-31", "quarter", ""),
    ("2023-37", "2023-01-01", "2023-04-30", "quadrimester", ""),
    ("2023-38", "2023-05-01", "2023-08-31", "quadrimester", ""),
    ("2023-39", "2023-09-01", "2023-12-31", "quadrimester", ""),
    ("2023-40", "2023-01-01", "2023-06-30", "half", ""),
    ("2023-41", "2023-07-01", "2023-12-31", "half", ""),
    ("2022-24?", "2022-12-01", "2023-02-28", "season", "?"),
    ("2023-21/2023-41", "2023-03-01", "2023-12-31", "half", ""),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day", ""),
    ("1900-02", "1900-02-01", "1900-02-28", "month", ""),
    ("0001-01-01", "0001-01-01", "0001-01-01", "day", ""),
    ("9999-12-31", "9999-12-31", "9999-12-31", "day", ""),
    ("000X", "0001-01-01", "0009-12-31", "decade", ""),
    ("00XX", "0001-01-01", "0099-12-31", "century", ""),
    ("99XX~", "9900-01-01", "9999-12-31", "century", "~"),
    ("2004-06-11/2004-06-11", "2004-06-11", "2004-06-11", "day", ""),
    ("2004-06-11/2004-06", "2004-06-11", "2004-06-30", "month", ""),
]

# a piece of the reason that the message must give → texts
REFUSED_SPECIFICATION = {
    "time of day": [
        *("1985-04-12T23:20:30", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30-04", "1985-04-12T23:20:30+04:30"),
        *("2004-01-01T10:10:10+05:00", "20050924T100000"),
    ],
    "hyphens": ["20050924"],
    "year": [
        *("-1985", "-0999", "0000", "0000~", "-0275~", "-0000-01-01", "-2005/-1999-02"),
        *("Y170000002", "Y-170000002", "Y-17E7", "Y17E7", "1950S2", "Y171010000S3", "Y3388E2S3", "Y17E7-12-26"),
    ],
    "set": [
        *("[1667,1668,1670..1672]", "[1667, 1668, 1670..1672]", "[..1760-12-03]", "[1760-12..]", "[1667,1760-12]"),
        *("[1760-01,1760-02,1760-12..]", "[..1984]", "{1667,1668,1670..1672}", "{1960,1961-12}", "{..1984}"),
        *("{1980..1985}", "{2001-01..2002-05}", "{1987-01-04..1988-01-05}"),
    ],
    "before the end": [
        *("2004-06~-11", "2004?-06-11", "?2004-06-~11", "2004-%06-11", "2004-06-~11", "2004-?06-?11", "2004?-%06"),
        *("2011-~06-~04", "2004-06-~01/2004-06-~20", "2004-(06)?-11"),
    ],
    "an X": [
        *("156X-12-25", "15XX-12-25", "XXXX-12-XX", "1XXX-XX", "1XXX-12", "1984-1X", "15XX-12-XX", "XXXX-XX-23"),
        *("2004-06-XX/2004-07-03", "201X/2024", "XXXX", "1XXX"),
    ],
    "unspecified month": ["1560-XX-25"],
    # the draft of 2012
    "older draft": ["unknown/2006", "2004-06-01/unknown", "2004-01-01/open"],
    "capital X": ["199u", "1999-uu", "201x", "1999-01-xx"],
    "two qualifiers": ["1984?~"],
    "not a date": ["2004-06-(11)~"],
}

REFUSED = {
    "empty": [""],
    "no day": ["..", "/", "../..", "/.."],
    "the month": ["2024-00", "2024-13", "2024-20", "2024-42", "2023-13/2024"],
    "the day": ["2023-02-29", "1900-02-29", "2024-04-31", "2024-04-00", "2024-01-32"],
    "season": ["2024-21-05"],
    "10000": ["9999-24"],
    "ends before it starts": ["2024-10-05/2024-10-03", "2024/2023-12"],
    "more than one '/'": ["2023/2024/2025"],
    "one digit": ["2024-1-5", "2024-10-3"],
    "four digits": ["24-10-03", "850"],
    "0001–9999": ["12024"],
    # whitespace, other digits, and words: the reason must not be that of another mistake
    "not a date": [
        *(" 2024", "2024-10-03\n", "２０２４", "٢٠٢٤-١٠"),
        *("June 2024", "August 2024", "Oct 3 2024", "2024 10 03", "JUNE2024", "Yesterday", "Xmas 2024"),
        *("reopened", "unknown day", "1,5", "Summit: Zenda", "[sic]x"),
    ],
    "set": ["2023..2024", "..2024", "2024-10-03, 2024-10-05"],
}

SHOWN = [
    ("2023-03-16", "16 Mar 2023"),
    ("2025-05", "May 2025"),
    ("2024", "2024"),
    ("2025-06-13~", "c. 13 Jun 2025"),
    ("2025-06~", "c. Jun 2025"),
    ("2024-02-03?", "3 Feb 2024?"),
    ("1984%", "c. 1984?"),
    ("201X", "2010s"),
    ("20XX", "2000–2099"),
    ("2004-XX", "2004"),
    ("2004-06-XX", "Jun 2004"),
    ("2023-21", "spring 2023"),
    ("2023-24", "winter 2023–24"),
    ("2023-30", "southern summer 2023–24"),
    ("2024-36", "Q4 2024"),
    ("2024-38", "May–Aug 2024"),
    ("2024-40", "H1 2024"),
    ("2023-03-16/2023-03-17", "16–17 Mar 2023"),
    ("2023-03-16/2023-03-16", "16 Mar 2023"),
    ("2023-03-30/2023-04-02", "30 Mar – 2 Apr 2023"),
    ("2023-12-30/2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
    ("2022-03-16/2023-03-17", "16 Mar 2022 – 17 Mar 2023"),
    ("2024-04/2024-06", "Apr–Jun 2024"),
    ("2023-12/2024-02", "Dec 2023 – Feb 2024"),
    ("2019/2024", "2019–2024"),
    ("2004-02-01/2005", "1 Feb 2004 – 2005"),
    ("1984~/2004-06", "c. 1984 – Jun 2004"),
    ("2023-03-16/2023-03-17?", "16 Mar 2023 – 17 Mar 2023?"),
    ("2023-12-01/..", "since 1 Dec 2023"),
    ("2023-12~/..", "since c. Dec 2023"),
    ("../2023-12-01", "until 1 Dec 2023"),
    ("2023-12-01/", "1 Dec 2023 – ?"),
    ("/2023", "? – 2023"),
]


def readable(text: str) -> bool:
    try:
        edtf.parse(text)
    except DateError:
        return False
    return True


def date_error(text: str) -> DateError:
    with pytest.raises(DateError) as caught:
        edtf.parse(text)
    error = caught.value
    assert len(error.message.splitlines()) == 1
    assert len(error.hint.splitlines()) == 1
    return error


@pytest.mark.parametrize(("text", "start", "end", "precision", "mark"), SPECIFICATION + EDGES)
def test_meaning(text: str, start: str, end: str, precision: edtf.Precision, mark: str) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    assert edtf.parse(text) == EventDate(text, first, last, precision, mark in ("~", "%"), mark in ("?", "%"))


REASONS = [*REFUSED_SPECIFICATION.items(), *REFUSED.items()]


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in REASONS for text in texts])
def test_refused_with_reason_and_example(reason: str, text: str) -> None:
    error = date_error(text)
    assert reason in error.message
    assert any(readable(word) for word in re.split(r"[\s,():]+", error.hint)), f"no example in: {error.hint}"


def test_an_error_in_an_interval_names_the_end_and_the_interval() -> None:
    message = date_error("2023-12-01/2024-02-3").message
    assert "'2024-02-3'" in message
    assert "'2023-12-01/2024-02-3'" in message


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_prints_as_people_write(text: str, shown: str) -> None:
    assert edtf.date_text(edtf.parse(text)) == shown


TURN_OF_YEAR = (24, 28, 30)  # these groupings end in next February, which the year 9999 does not have
DAYS = st.dates().map(date.isoformat)
SINGLES = st.one_of(
    DAYS,
    DAYS.map(lambda text: text[:7]),
    DAYS.map(lambda text: text[:4]),
    DAYS.map(lambda text: text[:7] + "-XX"),
    DAYS.map(lambda text: text[:4] + "-XX-XX"),
    DAYS.map(lambda text: text[:3] + "X"),
    DAYS.map(lambda text: text[:2] + "XX"),
    st.builds(lambda year, number: f"{year:04}-{number}", st.integers(1, 9998), st.integers(21, 41)),
    st.sampled_from([f"9999-{number}" for number in range(21, 42) if number not in TURN_OF_YEAR]),
)
QUALIFIED = st.builds(str.__add__, SINGLES, st.sampled_from(["", "", "?", "~", "%"]))
ENDS = QUALIFIED.filter(lambda text: "X" not in text)
INTERVALS = st.one_of(
    st.tuples(ENDS, ENDS).map(lambda ends: "/".join(sorted(ends, key=lambda end: edtf.parse(end).start or date.min))),
    st.builds(str.__add__, ENDS, st.sampled_from(["/", "/.."])),
    st.builds(str.__add__, st.sampled_from(["/", "../"]), ENDS),
)


@given(st.one_of(QUALIFIED, INTERVALS))
@settings(max_examples=300, deadline=None)
def test_valid_text_reads_back_and_has_its_days_in_order(text: str) -> None:
    when = edtf.parse(text)
    assert when.text == str(when) == text
    assert when.start or when.end
    assert (when.start or date.min) <= (when.end or date.max)
    assert (when.start is None) == text.startswith(("/", "../"))
    assert (when.end is None) == text.endswith(("/", "/.."))
    shown = edtf.date_text(when)
    assert len(shown.splitlines()) == 1
    assert ("c. " in shown) == when.approximate
    assert shown.endswith("?") or "? – " in shown or not when.uncertain


@given(st.one_of(st.text(), st.text("0123456789-/.X?~%[]{},YEST:+ u\n", max_size=24), st.from_regex(r"\d{4}-\S\S.?")))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    try:
        when = edtf.parse(text)
    except DateError:
        error = date_error(text)
        assert error.message
        assert error.hint
    else:
        assert when.text == text
        assert edtf.date_text(when)
