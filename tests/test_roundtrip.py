"""Whole event files at random: valid ones come back unchanged from every form that can be read, broken
ones always end with a located problem of the right kind."""

import copy
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jkrtimeline as jkr
from jkrtimeline import formats
from jkrtimeline.errors import DataError
from jkrtimeline.eventfile import Input
from jkrtimeline.fields import ACTOR_KINDS, IMPORTANCE, STATUSES
from jkrtimeline.query import Result

from .conftest import check_data, read_data

DAY = date(2025, 6, 18)
Folders = pytest.TempPathFactory
File = dict[str, Any]

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n:#-'\"&*!|>%@`[]{}, "), min_size=1
).filter(lambda text: text.strip())
WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789é한日.-", min_size=1, max_size=10).filter(
    lambda word: word[0] not in ".-" and ".." not in word
)
ODD = st.sampled_from(
    ["null", "~", "no", "2024", "1.0", "0x1F", "- a", "? b", "<<", "=", "!!str", "2024-01-01", " padded "]
)
DATES = """
2024 2024-10 2024-10-03 2024-10-03~ 2024-05? 2023-21 2024-33 20XX 201X 2024-XX-XX 2023-03-16/2023-03-17
2023-12-01/.. ../2024 /2024-02 0001-01-01 9999-12-31 2024%/2025
"""
DATE = st.sampled_from(DATES.split())
ADDRESS = st.builds("https://example.org/{}".format, st.text("abc/?=&%20-", max_size=9))
BROKEN_DATE = [
    "2024-13",
    "2024-02-30",
    "10/3/2024",
    "yesterday",
    "2024-1-1",
    "2024-05-02/2024-05-01",
    "0000",
    "X",
    "../..",
]


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Records in which any of some keys may be missing."""
    return st.fixed_dictionaries({}, optional=optional)


SOURCE = some(publisher=TEXT, via=TEXT | ODD, kind=TEXT, lang=WORD, title=TEXT, about=TEXT, url=ADDRESS, date=DATE)
END = some(**{"from": DATE}) | some(to=DATE)
OFFICE = st.builds(
    lambda title, end, acting: {"title": title, **end, **acting}, TEXT, END, some(acting=st.just("true"))
)


@st.composite
def files(draw: st.DrawFn) -> File:
    """An event file that is valid, as the value that its YAML would give."""
    file: File = draw(some(schema=st.just("1"), title=TEXT, version=ODD, coverage=DATE, about=TEXT, license=TEXT))
    names: dict[str, list[str]] = {}
    for section in ("actors", "themes", "threads"):
        registered = draw(st.booleans())
        names[section] = draw(st.lists(WORD if registered else TEXT, max_size=3, unique=True))
        if not registered:
            continue
        if section == "actors":
            shape = some(
                kind=st.sampled_from(ACTOR_KINDS),
                native=st.dictionaries(WORD, TEXT, max_size=2),
                aliases=st.lists(TEXT, max_size=2),
                offices=st.lists(OFFICE, max_size=2),
                note=TEXT,
            )
        else:
            shape = some(about=TEXT, aliases=st.lists(TEXT, max_size=2))
        file[section] = {name: {"name": draw(TEXT), **draw(shape)} for name in names[section]}
        if section == "actors":
            for earlier, name in zip(names[section], names[section][1:], strict=False):
                if draw(st.booleans()):
                    file[section][name]["of"] = earlier
    ids = draw(st.lists(WORD, min_size=1, max_size=5, unique=True))
    file["events"] = []
    for number, name in enumerate(ids):
        optional = {
            "date_note": TEXT,
            "summary": TEXT,
            "place": TEXT | ODD,
            "importance": st.sampled_from(IMPORTANCE),
            "status": st.sampled_from(STATUSES),
            "note": TEXT,
            "sources": st.lists(SOURCE, max_size=2),
        }
        if number:
            optional["follows"] = st.lists(st.sampled_from(ids[:number]), max_size=2, unique=True)
        for section, key in (("actors", "actors"), ("themes", "themes")):
            if names[section]:
                optional[key] = st.lists(st.sampled_from(names[section]), max_size=3, unique=True)
        if names["threads"]:
            optional["thread"] = st.sampled_from(names["threads"])
        required = {"id": st.just(name), "date": DATE, "title": TEXT | ODD}
        file["events"].append(draw(st.fixed_dictionaries(required, optional=optional)))
    return file


def as_yaml(file: File, flow: bool | None = None) -> bytes:
    """The text of a file, in one of YAML's styles."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: bytes = yaml.dump(
        file, Dumper=dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow, encoding="utf-8"
    )
    return text


def written(timeline: jkr.Timeline, name: str) -> bytes:
    """All events of a timeline in a format."""
    query = timeline.catalog.query()
    out = StringIO()
    formats.load_writer(name)(
        Result(timeline.catalog.rows(query), query, timeline.catalog), out, formats.RenderOptions()
    )
    return out.getvalue().encode()


def loaded(folder: Path, name: str, data: bytes) -> jkr.Timeline:
    path = folder / name
    path.write_bytes(data)
    return jkr.load(path, today=DAY, cache=None)


def events(timeline: jkr.Timeline) -> list[dict[str, Any]]:
    return [event.public() for event in timeline.events()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.sampled_from([None, True, False]))
def test_valid_files_survive_every_form(
    tmp_path_factory: pytest.TempPathFactory, file: File, flow: bool | None
) -> None:
    folder = tmp_path_factory.mktemp("files")
    first = loaded(folder, "a.yaml", as_yaml(file, flow))
    expected = events(first)
    assert {event["id"]: event["title"] for event in expected} == {each["id"]: each["title"] for each in file["events"]}
    for name in ("jsonl", "json"):
        assert events(loaded(folder, f"again.{name}", written(first, name))) == expected
    text = written(first, "yaml")
    again = loaded(folder, "again.yaml", text)
    assert events(again) == expected
    assert written(again, "yaml") == text
    assert events(loaded(folder, "b.json", json.dumps(file).encode())) == expected


Break = Callable[[File, str], None]


def set_in_event(key: str, value: object) -> Break:
    return lambda file, _: file["events"][-1].update({key: value})


def drop(key: str) -> Break:
    return lambda file, _: file["events"][-1].pop(key)


def cycle(file: File, name: str) -> None:
    file["events"][-1]["follows"] = [name]


def double(file: File, _: str) -> None:
    file["events"].append(dict(file["events"][0]))


def registry(section: str, value: object) -> Break:
    def change(file: File, _: str) -> None:
        file[section] = {**(file.get(section) or {}), "zz": value}

    return change


def unknown(section: str, key: str) -> Break:
    def change(file: File, _: str) -> None:
        file.setdefault(section, {})
        file["events"][-1][key] = "nobody" if key == "thread" else ["nobody"]

    return change


BREAKS: dict[str, list[Break]] = {
    "missing-key": [
        drop("id"),
        drop("date"),
        drop("title"),
        lambda file, _: file.pop("events"),
    ],
    "unknown-key": [
        set_in_event("titel", "x"),
        lambda file, _: file.update(event=[]),
        registry("actors", {"name": "Z", "x": 1}),
    ],
    "wrong-type": [
        *(set_in_event("title", ["x"]), set_in_event("actors", "x"), set_in_event("sources", {"url": "x"})),
        *(set_in_event("summary", {"a": "b"}), set_in_event("themes", [["x"]]), registry("themes", "Z")),
        *(lambda file, _: file.update(events={"a": 1}), lambda file, _: file["events"].append("x")),
        registry("actors", {"name": "Z", "native": ["x"]}),
    ],
    "bad-date": [*(set_in_event("date", text) for text in BROKEN_DATE), set_in_event("sources", [{"date": "soon"}])],
    "bad-address": [
        set_in_event("sources", [{"url": text}]) for text in ("ftp://x", "javascript:x", "x", "https://", "https://a b")
    ],
    "bad-id": [set_in_event("id", text) for text in ("a b", "@a", "-a", "a,b", "a/b", "a..b")],
    "doubled-id": [double],
    "unknown-follows": [set_in_event("follows", ["nothing"])],
    "cycle": [cycle, registry("actors", {"name": "Z", "of": "zz"})],
    "unknown-of": [registry("actors", {"name": "Z", "of": "nobody"})],
    "unknown-actor": [unknown("actors", "actors")],
    "unknown-theme": [unknown("themes", "themes")],
    "unknown-thread": [unknown("threads", "thread")],
    "unknown-importance": [set_in_event("importance", "huge")],
    "unknown-status": [set_in_event("status", "maybe")],
    "empty-text": [set_in_event("title", "  "), set_in_event("title", ""), set_in_event("note", " ")],
}
"""Rule → ways to break it, each given a valid file and the id of its last event."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.data(), st.sampled_from([None, True, False]))
def test_broken_files_are_refused_with_the_rule_and_its_position(
    file: File, data: st.DataObject, flow: bool | None
) -> None:
    for rule, breaks in BREAKS.items():
        broken = copy.deepcopy(file)
        data.draw(st.sampled_from(breaks))(broken, broken["events"][-1]["id"])
        check_refused(rule, as_yaml(broken, flow))


def check_refused(rule: str, text: bytes) -> None:
    """A file that breaks a rule is refused with it, and every problem has its position and a hint."""
    with pytest.raises(DataError) as caught:
        read_data(Input("a.yaml", text))
    assert caught.value.exit_code == 3
    problems = caught.value.problems
    assert rule in {problem.rule for problem in problems}, rule
    lines = text.decode().split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert problem.column >= 1
        assert problem.message
        assert problem.hint
    assert set(problems) <= set(check_data(Input("a.yaml", text)))
