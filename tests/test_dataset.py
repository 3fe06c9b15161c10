"""Data files: what is read from YAML, JSON and JSON Lines."""

import json

import pytest

from .data_texts import BLOCK, ONE, TWO, an_event, read


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BLOCK, id="yaml"),
        pytest.param("\ufeff" + BLOCK, id="yaml, byte order mark"),
        pytest.param(BLOCK.replace("\n", "\r\n"), id="yaml, CRLF"),
        pytest.param(BLOCK.rstrip(), id="yaml, no final newline"),
        pytest.param("---\n" + BLOCK + "...\n", id="yaml, document marks"),
        pytest.param("".join(BLOCK.splitlines(keepends=True)[1:]), id="yaml, events alone"),
        pytest.param(f"{ONE}\n{TWO}\n", id="jsonl"),
        pytest.param(f"\ufeff{ONE}\n{TWO}\n", id="jsonl, byte order mark"),
        pytest.param(f"{ONE}\r\n{TWO}\r\n", id="jsonl, CRLF"),
        pytest.param(f"{ONE}\n\n{TWO}", id="jsonl, empty line, no final newline"),
        pytest.param(f"[{ONE}, {TWO}]", id="json, a list"),
        pytest.param(f'{{\n"events": [\n{ONE},\n{TWO}\n]\n}}\n', id="json, a file"),
        pytest.param(f'{{"title": "T", "events": [{ONE}, {TWO}]}}', id="json, a file in one line"),
        pytest.param("{events: [{id: a, date: 2020, title: A}, {id: b, date: 2021, title: B}]}", id="yaml, one line"),
    ],
)
def test_each_form_gives_the_same_events(text: str) -> None:
    assert [(event.id, event.date.text, event.title) for event in read(text).events] == [
        ("a", "2020", "A"),
        ("b", "2021", "B"),
    ]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_only_a_line_feed_ends_a_line_of_json_lines(sign: str) -> None:
    line = json.dumps({"id": "c", "date": "2020", "title": f"one{sign}line"}, ensure_ascii=False)
    assert [event.id for event in read(f"{line}\n{TWO}\n").events] == ["c", "b"]


SCALARS = [
    "no",
    "yes",
    "on",
    "null",
    "~",
    "2020-01-01",
    "0x1F",
    "017",
    "1_000",
    "1.10",
    "1e3",
    "12:30",
    ".inf",
    "=",
    "<<",
]


@pytest.mark.parametrize("scalar", SCALARS)
def test_a_yaml_scalar_stays_text(scalar: str) -> None:
    assert read(an_event(f", place: {scalar}")).events[0].place == scalar


@pytest.mark.parametrize("scalar", ["1.10", "1E3", "12345678901234567890", "9" * 5000, "-0", "true", "1e999"])
@pytest.mark.parametrize("end", ["", "\n" + TWO], ids=["one line", "json lines"])
def test_a_json_scalar_stays_text(scalar: str, end: str) -> None:
    assert read(ONE[:-1] + f', "place": {scalar}}}{end}').events[0].place == scalar


@pytest.mark.parametrize("key", ["note", "sources", "actors", "follows", "importance", "start"])
def test_a_key_without_a_value_is_as_if_it_were_not_there(key: str) -> None:
    assert read(f"events:\n- id: a\n  date: 2020\n  title: A\n  {key}:\n") == read(an_event(""))
    assert read(ONE[:-1] + f', "{key}": null}}') == read(ONE)


@pytest.mark.parametrize("section", ["actors", "themes", "threads", "synonyms", "ambiguous"])
def test_a_section_without_entries_is_empty(section: str) -> None:
    assert read(an_event("", f"{section}:\n")).events


def test_without_registries_any_word_is_an_actor_theme_and_thread() -> None:
    (event,) = read(an_event(", actors: [Any One], themes: [x, 石], thread: t")).events
    assert (event.actors, event.themes, event.thread) == (("Any One",), ("x", "石"), "t")


def test_events_are_in_order_of_time() -> None:
    dates = {"late": "2021", "open": "../2022", "long": "2020/2021", "short": "2020", "same": "2020"}
    lines = [json.dumps({"id": name, "date": when, "title": name}) for name, when in dates.items()]
    assert [event.id for event in read("\n".join(lines)).events] == ["open", "short", "same", "long", "late"]


def test_several_files_are_one_dataset() -> None:
    one = "title: One\nversion: 1\nactors: {ann: {name: Ann}}\n" + BLOCK
    two = "title: Two\nlicense: CC0\nactors: {ann: {name: Ann}}\nevents:\n"
    two += "- {id: c, date: 2020-06, title: C, actors: [ann], follows: [a]}"
    data = read(one, two)
    assert [event.id for event in data.events] == ["a", "c", "b"]
    assert (data.header.title, data.header.version, data.header.license) == ("One + Two", "1", "CC0")
    assert [actor.id for actor in data.actors] == ["ann"]
