"""Slides for TimelineJS."""

import json
import re
from pathlib import Path

from hypothesis import given, settings

from jkrtimeline.text.sanitize import visible

from .conftest import Run
from .exporting import TEXTS, Words, export, slides, write
from .sample import CLOSED, LETTER, PLAN, STORM, SUMMIT, SURVEY, TALKS, VISIT


def test_slides_have_days_groups_and_words_for_what_is_not_exact(run: Run) -> None:
    by_id = slides(run)
    days = {
        identity: (each["start_date"], each.get("end_date"), each.get("display_date"))
        for identity, each in by_id.items()
    }
    assert days == {
        SURVEY: ({"year": 2019}, None, "2019"),
        TALKS: ({"year": 2020, "month": 3}, {"year": 2020, "month": 5}, "spring 2020"),
        SUMMIT: ({"year": 2021, "month": 3, "day": 16}, {"year": 2021, "month": 3, "day": 17}, None),
        PLAN: ({"year": 2021, "month": 5}, None, "May 2021"),
        STORM: ({"year": 2021, "month": 5, "day": 30}, {"year": 2021, "month": 6, "day": 2}, None),
        CLOSED: ({"year": 2021, "month": 12, "day": 1}, None, "since 1 Dec 2021"),
        LETTER: ({"year": 2022, "month": 6, "day": 13}, None, "c. 13 Jun 2022"),
        VISIT: ({"year": 2024, "month": 2, "day": 3}, None, "3 Feb 2024?"),
    }
    groups = [each.get("group") for each in by_id.values()]
    assert groups == ["Harbours", "Summits", "Summits", "Harbours", None, "Harbours", "Letters", "Summits"]
    assert Words(by_id[CLOSED]["text"]["headline"]).text.startswith("announced: The wharf stays closed <b>[red]")
    assert Words(by_id[CLOSED]["text"]["headline"]).tags == []
    links = [attributes["href"] for tag, attributes in Words(by_id[SUMMIT]["text"]["text"]).tags if tag == "a"]
    assert links == ["https://example.org/2", "https://example.org/3"]
    assert "media" not in by_id[SUMMIT]
    title = json.loads(export(run, "timelinejs", "timeline", "--theme", "letters"))["title"]["text"]
    assert (title["headline"], "theme: letters" in title["text"]) == ("Sample of islands", True)


def test_slides_at_the_ends_of_time(run: Run, tmp_path: Path) -> None:
    texts = ["../0850-02", "201X", "2024-05/", "2023-05/2024", "2024-33"]
    events = [{"id": f"e{n}", "date": text, "title": "T"} for n, text in enumerate(texts)]
    by_id = slides(run, data=write(tmp_path, *events))
    assert [(by_id[f"e{n}"]["start_date"], by_id[f"e{n}"].get("end_date")) for n in range(len(texts))] == [
        ({"year": 850, "month": 2}, None),
        ({"year": 2010}, {"year": 2019}),
        ({"year": 2024, "month": 5}, None),
        ({"year": 2023, "month": 5}, {"year": 2024}),
        ({"year": 2024, "month": 1}, {"year": 2024, "month": 3}),
    ]
    assert all("display_date" in slide for slide in by_id.values())


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_slides_show_every_text_as_it_is(text: str) -> None:
    from jkrtimeline.formats.timelinejs import _running

    shown = Words(_running(text))
    assert shown.text == visible(text).strip()
    assert {tag for tag, _ in shown.tags} <= {"wbr"}
    # What TimelineJS would make a link of: its patterns, from linkify() of version 3.9.
    assert not re.search(r"(?i)(https?|ftp)://|(^|[^/>])www\.\S|[\w.+-]@[a-z0-9-]", _running(text))


def test_only_the_most_frequent_themes_are_groups(run: Run, tmp_path: Path) -> None:
    """With a row for every theme TimelineJS leaves no room for the slides."""
    file = tmp_path / "many.jsonl"
    themes = [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]] * 2 + [["rare"], ["rarer", "c"], []]
    lines = (
        json.dumps({"id": f"e{n}", "date": "2024", "title": "T", "themes": names}) for n, names in enumerate(themes)
    )
    file.write_text("\n".join(lines))
    events = json.loads(run("timeline", "--data", str(file), "-f", "timelinejs").out)["events"]
    groups = [each.get("group") for each in events]
    assert groups == [*"abcdefabcdef", None, "c", None]


def test_name_of_a_group_is_no_html(run: Run, tmp_path: Path) -> None:
    theme = "<img src=x onerror=alert(1)> &lt;b&gt; R&D, a & b"
    file = write(tmp_path, {"id": "e", "date": "2024", "title": "T", "themes": ["a"]}, themes={"a": {"name": theme}})
    (slide,) = slides(run, data=file).values()
    assert slide["group"] == "‹img src=x onerror=alert(1)› ＆lt;b＆gt; R＆D, a & b"
