"""Import of TimelineJS and markwhen."""

import json
from typing import Any

import pytest

from jkrtimeline.convert.markup import plain_text
from jkrtimeline.model import Source

from .importing import (
    imported,
    left_out,
    remarks_on,
    rows_of,
)


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
        ((place, message),) = remarks_on(text, "x.json")
        assert place == 1
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
