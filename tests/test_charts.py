"""Charts (SVG): read as XML, and drawn by the Chromium that is installed."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jkrtimeline.formats import LANES, svg

from .conftest import BUNDLED, SAMPLE, Run, jkr

SVG = "{http://www.w3.org/2000/svg}"


def chart(run: Run, *argv: str, data: Path = SAMPLE) -> ElementTree.Element:
    result = run("timeline", *argv, "-f", "svg", "--data", str(data))
    assert (result.code, result.err) == (0, "")
    return ElementTree.fromstring(result.out)


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def marks(root: ElementTree.Element) -> list[str]:
    """The titles of the marks, which are the groups with one."""
    return [title.text or "" for group in root.iter(f"{SVG}g") for title in group.findall(f"{SVG}title")]


# --- what a chart has -------------------------------------------------------------------------------


@pytest.mark.parametrize("lanes", [each for each in LANES if each != "actor"])
def test_every_event_has_one_mark_with_its_date_and_title(run: Run, lanes: str) -> None:
    events = json.loads(run("timeline", "--json", "--data", str(SAMPLE)).out)
    titles = marks(chart(run, "--lanes", lanes))
    assert len(titles) == len(events)
    assert "16–17 Mar 2021: Summit at Zenda; 石田 takes part" in titles
    assert "3 Feb 2024?: Visit put off (postponed)" in titles
    assert {each["title"] for each in events} == {re.sub(r"^[^:]*: | \(\w+\)$", "", each) for each in titles}


def test_an_event_is_in_the_lane_of_each_of_its_actors(run: Run) -> None:
    events = json.loads(run("timeline", "--json", "--data", str(SAMPLE)).out)
    root = chart(run, "--lanes", "actor")
    assert len(marks(root)) == sum(max(len(event["actors"]), 1) for event in events)
    assert {"Rudolf Rassendyll", "Ruritania", "No actor"} <= {*texts(root)}


def test_lanes_that_have_no_room_are_one(run: Run) -> None:
    shown = texts(chart(run, "--lanes", "actor", "--size", "800x450", data=BUNDLED))
    assert "Japan" in shown
    assert "Other actors" in shown


def test_the_heading_and_the_caption(run: Run) -> None:
    shown = texts(chart(run, "2021", "-t", "docks"))
    assert shown[:2] == ["Harbours", "2021; theme: docks; 3 of 8 events"]
    assert "Data: Sample of islands, version 1.2, licence CC0-1.0." in shown
    assert "The quay" in texts(chart(run, "--thread", "the-quay", "-t", "docks"))[:1]
    assert texts(chart(run))[:2] == ["Sample of islands", "8 events"]


def test_no_event_is_a_chart_too(run: Run) -> None:
    result = run("timeline", "1999", "-f", "svg", "--data", str(SAMPLE))
    assert result.code == 0
    root = ElementTree.fromstring(result.out)
    assert marks(root) == []
    assert {"No events", "1999; 0 of 8 events", "1999", "Jan", "Dec"} <= {*texts(root)}


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("2021-03-16", {"Mar 2021", "16", "17"}),
        ("2021-05", {"May 2021", "10", "24"}),
        ("2021", {"2021", "Jan", "Feb", "Dec"}),
        ("2010..2025", {"2010", "2012", "2024"}),
        ("0001..9999", {"1000", "9000"}),
    ],
)
def test_the_axis_is_as_fine_as_there_is_room(run: Run, period: str, labels: set[str]) -> None:
    assert labels <= {*texts(chart(run, period))}


def test_dates_at_the_ends_of_time(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "x.jsonl"
    dates = ["0001-01-01", "9999-12-31", "20XX", "../0850-02", "2024-05-01/", "2024-06~", "2024-05-01/.."]
    data.write_text("".join(json.dumps({"id": f"e{n}", "date": d, "title": "T"}) + "\n" for n, d in enumerate(dates)))
    assert len(marks(chart(run, data=data))) == len(dates)
    for date in dates:
        data.write_text(json.dumps({"id": "e", "date": date, "title": "T"}))
        assert len(marks(chart(run, data=data))) == 1


def test_no_text_is_markup(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "x.jsonl"
    evil = "</title><script>alert(1)</script> & \"'\x00\x1b[31m\ufffe]]>"
    event = {"id": "a", "date": "2024-05-06", "title": evil, "themes": [evil], "importance": "major"}
    data.write_text(json.dumps(event))
    root = chart(run, "--match", "<script>&alert", data=data)
    assert marks(root) == ["6 May 2024: </title><script>alert(1)</script> & \"'\u2400\u241b[31m\ufffd]]>"]
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "desc", "rect", "text", "g", "path", "circle", "polygon")
    }


def test_the_bytes_depend_on_the_data_alone(run: Run) -> None:
    argv = ("timeline", "-f", "svg", "--data", str(BUNDLED))
    assert jkr(*argv, PYTHONHASHSEED="1").stdout == jkr(*argv, PYTHONHASHSEED="2").stdout == run(*argv).out.encode()


# --- options ----------------------------------------------------------------------------------------


def test_the_size(run: Run, tmp_path: Path) -> None:
    root = chart(run, "--size", "800X450")
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("800", "450", "0 0 800 450")
    file = tmp_path / "x.svg"
    assert run("timeline", "-o", str(file), "--data", str(SAMPLE)).code == 0
    assert ElementTree.parse(file).getroot().get("width") == "1600"


@pytest.mark.parametrize("size", ["", "10x10", "800", "800x", "20000x900", "800x600x2", "８００x600", "-800x600"])
def test_what_is_no_size(run: Run, size: str) -> None:
    hint = "hint: write width x height in pixels, 400x300 to 10000x10000: --size 1600x900\n"
    result = run("timeline", "-f", "svg", f"--size={size}", "--data", str(SAMPLE))
    assert result == (2, "", f"jkr: --size {size!r} is not a size\n{hint}")


def test_options_of_charts_are_for_charts(run: Run) -> None:
    result = run("timeline", "-f", "svg", "--lanes", "themes")
    assert result == (2, "", "jkr: unknown --lanes 'themes'\nhint: did you mean theme?\n")
    for option in ("--lanes=none", "--size=800x450"):
        name = option.partition("=")[0]
        assert run("timeline", "--json", option) == (2, "", f"jkr: {name} does not apply to json\nhint: use svg\n")


def test_too_many_events(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg, "_MOST", 7)
    file = tmp_path / "x.svg"
    result = run("timeline", "-o", str(file), "--data", str(SAMPLE))
    hint = "hint: narrow the query with filters: --importance major, or a shorter period\n"
    assert result == (1, "", f"jkr: svg draws at most 7 events\n{hint}")
    assert not file.exists()
