"""Import of TimelineJS and markwhen, and the markup in their texts."""

import json
from typing import Any

import pytest

from jkrtimeline.convert.markup import plain_text
from jkrtimeline.model import Source

from .importing import imported, left_out, remarks_on, rows_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a &amp; b", "a & b"),
        ("a &notanentity; b &not; c", "a &notanentity; b ¬ c"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<b>a</b><script>x<y</script><style>p{}</style>c", "ac"),
        ("a < b and c > d", "a < b and c > d"),
        ("two\nlines", "two\nlines"),
        ("<i>never closed", "never closed"),
        ("&lt;b&gt;", "<b>"),
        ("x<!-- not seen -->y", "xy"),
    ],
)
def test_markup_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html).text == text


@pytest.mark.parametrize(
    ("slide", "expected"),
    [
        ({"start_date": {"year": "2024", "month": 10, "day": "3"}}, "2024-10-03"),
        ({"start_date": {"year": 2024.0, "month": "", "day": None}}, "2024"),
        ({"start_date": {"year": 2024}, "end_date": {"year": 2024}}, "2024"),
        ({"start_date": {"year": 2024}, "end_date": {"year": 2025, "month": 2}}, "2024/2025-02"),
        ({"start_date": {"year": -500}}, "outside the years"),
        ({"start_date": {"year": 2025}, "end_date": {"year": 2024}}, "ends before"),
        ({"end_date": {"year": 2024}}, "an end without a start"),
        ({"start_date": {"year": [1]}}, "no date"),
        ({"start_date": "2024"}, "2024"),
        ({}, "no date"),
    ],
)
def test_dates_of_slides(slide: dict[str, Any], expected: str) -> None:
    text = json.dumps({"events": [{"text": {"headline": "x"}, **slide}]})
    converted = imported(text, "x.json")
    if expected[0].isdigit():
        assert [event.date.text for event in converted.events] == [expected]
    else:
        ((number, message),) = remarks_on(text, "x.json")
        assert number == 1
        assert expected in message


def test_media_that_are_not_imported_are_reported() -> None:
    slide = {"start_date": {"year": 2024}, "text": {"headline": "x"}, "media": {"url": "https://a.example/"}}
    slide["media"]["thumbnail"] = "https://a.example/small.png"  # type: ignore[index]
    title = {"text": {"headline": "T"}, "media": {"url": "https://a.example/t.png"}, "background": {"color": "red"}}
    for value in ({"title": title, "events": [slide]}, {"events": [slide, {**title, "type": "title"}]}):
        report = imported(json.dumps(value), "x.json").report
        assert [remark.message for remark in report.remarks] == ["the medium of the title is left out"]
        assert set(report.columns) == {"title.background", "media.thumbnail"}


@pytest.mark.parametrize("junk", [None, 1, "x", [], {}, [[]], {"headline": []}, True])
def test_slides_of_the_wrong_types_lose_nothing_else(junk: Any) -> None:
    whole = {"start_date": {"year": 2024}, "text": {"headline": "whole"}}
    for key in ("text", "media", "group", "unique_id", "start_date", "end_date", "display_date"):
        text = json.dumps({"title": junk, "eras": junk, "events": [whole, {**whole, key: junk}, junk]})
        titles = [event.title for event in imported(text, "x.json", kind="timelinejs").events]
        assert titles[:1] == ["whole"]


def test_timelinejs_2_is_read_like_3() -> None:
    slide = {
        "startDate": "2011,12,10,07,02,10",
        "endDate": "2011,12,11",
        "headline": "Old <b>slide</b>",
        "text": "<p>t</p>",
        "tag": "G",
        "asset": {"media": "https://e.org/a.jpg", "credit": "c", "caption": "d"},
    }
    dates = [slide, {"startDate": "2012", "headline": "Y"}, {"startDate": "2012,13", "headline": "Z"}]
    text = json.dumps({"timeline": {"headline": "T", "text": "About.", "date": dates, "era": [{"startDate": "2011"}]}})
    converted = imported(text, "x.json")
    first, second = converted.events
    assert (first.date.text, first.title, first.summary) == ("2011-12-10/2011-12-11", "Old slide", "t")
    assert (first.themes, first.sources) == (("G",), (Source(publisher="c", about="d", url="https://e.org/a.jpg"),))
    assert (second.date.text, converted.dataset.header.title) == ("2012", "T")
    assert [position for position, _ in left_out(text, "x.json")] == [0, 3]


def test_times_in_utc_in_markwhen_are_reported() -> None:
    text = "2024-10-03T22:00Z: Talks\n"
    assert rows_of(text, "x.mw") == [("2024-10-03", "Talks")]
    assert any("from UTC+2 eastwards" in message for _, message in remarks_on(text, "x.mw"))


MARKWHEN = """---
title: A life
description: About it
key: value
---
#Project: #abc

section Early years #early
// comment
2012-05-05/2012-08-02: Study #school
with more text
2013: A year [page](https://example.org/x)
group Work
12/2012 - 10/2013: Job: the first
5/6/2014: Month first
now - 10 days: Relative
end group
end section
# Heading
2020-01: Under it
location: Seoul
May 3, 2021 - June 2, 2021: Range
2022-03-01 10:30: Timed
2023 - now: Current
"""


def test_markwhen() -> None:
    converted = imported(MARKWHEN, "x.mw")
    assert [(event.date.text, event.title, event.themes) for event in converted.events] == [
        ("2012-05-05/2012-08-02", "Study", ("school", "Early years", "early")),
        ("2012-12/2013-10", "Job: the first", ("Early years", "early", "Work")),
        ("2013", "A year page", ("Early years", "early")),
        ("2014-05-06", "Month first", ("Early years", "early", "Work")),
        ("2020-01", "Under it", ("Heading",)),
        ("2021-05-03/2021-06-02", "Range", ("Heading",)),
        ("2022-03-01", "Timed", ("Heading",)),
        ("2023/..", "Current", ("Heading",)),
    ]
    assert (converted.dataset.header.title, converted.dataset.header.about) == ("A life", "About it")
    assert converted.events[0].summary == "with more text"
    assert [source.url for source in converted.events[2].sources] == ["https://example.org/x"]
    assert converted.events[4].place == "Seoul"
    assert set(converted.report.columns) == {"header key"}
    ((line, message),) = left_out(MARKWHEN, "x.mw")
    assert (line, message) == (16, "'now - 10 days' is relative to another date, the event is left out")


def test_markwhen_date_that_cannot_be_read_is_left_out() -> None:
    assert left_out("2012-13-45: x\n10:30: y\n2020: z\n", "x.mw") == [
        (1, "'2012-13-45' has the month 13, the event is left out"),
        (2, "'10:30' is a time of day without a day, the event is left out"),
    ]


def test_markwhen_by_option_and_with_days_first() -> None:
    text = "dateFormat: d/M/y\n\n5/6/2014: x\n"
    assert rows_of(text, "notes.txt", kind="markwhen") == [("2014-06-05", "x")]
    assert rows_of("5/6/2014: x\n", "x.mw", order="dmy") == [("2014-06-05", "x")]
    assert remarks_on("5/6/2014: x\n", "x.mw") == []
