"""Data files: what is read from YAML, JSON and JSON Lines, and every problem with its location."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jkrtimeline as jkr
from jkrtimeline.errors import DataError, Problem
from jkrtimeline.eventfile import Input, nodes
from jkrtimeline.eventfile.parse import read_tree

from .conftest import HERE, SAMPLE, Read, check_data, read_data

SAMPLE_TEXT = SAMPLE.read_text(encoding="utf-8")
ONE = '{"id": "a", "date": "2020", "title": "A"}'
TWO = '{"id": "b", "date": "2021", "title": "B"}'


def read(*texts: str | bytes, name: str = "events") -> Read:
    files = [text if isinstance(text, bytes) else text.encode() for text in texts]
    return read_data(*(Input(f"{name}{number or ''}", data) for number, data in enumerate(files)))


def problems(*texts: str | bytes, name: str = "events") -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        read(*texts, name=name)
    assert caught.value.exit_code == 3
    return caught.value.problems


def locations(*texts: str | bytes, name: str = "events") -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.rule) for problem in problems(*texts, name=name)]


def an_event(rest: str, head: str = "") -> str:
    return f"{head}events:\n- {{id: a, date: 2020, title: A{rest}}}\n"


# --- reading ----------------------------------------------------------------------------------------

BLOCK = "events:\n- id: a\n  date: 2020\n  title: A\n- id: b\n  date: 2021\n  title: B\n"


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


# --- problems ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "invalid").glob("*.yaml")))
def test_all_problems_of_a_file_come_in_one_run(name: str, request: pytest.FixtureRequest) -> None:
    path = HERE / "invalid" / f"{name}.yaml"
    every = check_data(Input(path.name, path.read_bytes()))
    severity = "warning" if name == "advice" else "error"
    got = [f"{problem.line}:{problem.column} {problem.rule}" for problem in every if problem.severity == severity]
    if request.config.getoption("--update-golden"):
        path.with_suffix(".err").write_text("".join(f"{line}\n" for line in got), encoding="utf-8")
    assert got == path.with_suffix(".err").read_text(encoding="utf-8").splitlines()
    assert [problem for problem in every if not problem.hint or not problem.message] == []
    if severity == "error":
        assert problems(path.read_bytes(), name=path.name) == tuple(each for each in every if each.severity == "error")
    else:
        read_data(Input(path.name, path.read_bytes()))  # a warning never keeps a file from being used


@pytest.mark.parametrize(
    ("text", "location", "rule", "hint"),
    [
        ("", (1, 1), "missing-key", "events:"),
        ("# nothing but a comment\n", (1, 1), "missing-key", "events:"),
        ("just text", (1, 1), "wrong-type", "events:"),
        (an_event(", sumary: x"), (2, 33), "unknown-key", "summary"),
        (an_event(", importance: mayor"), (2, 45), "unknown-importance", "major"),
        (an_event(", actors: [Ishba]", "actors: {ishiba: {name: I}}\n"), (3, 42), "unknown-actor", "ishiba"),
        (an_event(", follows: [zzzzzz]"), (2, 43), "unknown-follows", "id"),
        (an_event("", "ambiguous: [a]\n"), (1, 12), "wrong-type", ""),
        (an_event("", "ambiguous: {x: [a], x: [a]}\nactors: {a: {name: A}}\n"), (1, 21), "doubled-key", "one"),
        (an_event("", "actors: {a: {name: A, native: {ja: x, ja: y}}}\n"), (1, 39), "doubled-key", "one"),
        ("events:\n\t- id: a\n", (2, 1), "yaml", "indentation"),
        (an_event("") + "---\n" + an_event(""), (3, 1), "yaml", ""),
        (b"events:\n- id: caf\xe9\n", (2, 10), "encoding", "UTF-8"),
        (an_event(", note: x\x07y"), (2, 40), "control-character", "remove"),
        (f"{ONE}\n{TWO[:-1]}\n", (2, 41), "json", "jsonl"),
        (f"{ONE}\n5\n", (2, 1), "wrong-type", ""),
        (f'[\n{ONE},\n{{"id": "c", "date": "2020", "titel": "C", "title": "C"}}\n]', (3, 29), "unknown-key", "title"),
        (ONE[:-1] + ', "start": "2020-02-01"}', (1, 1), "wrong-derived", "2020-01-01"),
    ],
)  # fmt: skip
def test_a_problem_has_a_location_and_a_hint(
    text: str | bytes, location: tuple[int, int], rule: str, hint: str
) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column, problem.rule) == (*location, rule)
    assert problem.hint
    assert hint in problem.hint


def test_a_file_called_jsonl_is_never_taken_for_yaml() -> None:
    """Otherwise the file is read as YAML if the first line lacks a brace, and locations are wrong."""
    assert [(line, rule) for line, _, rule in locations(f"{ONE[:-1]}\n{TWO}\n{{\n", name="events.jsonl")] == [
        (1, "json"),
        (3, "json"),
    ]


def test_a_duplicate_id_in_two_files_is_reported_with_both_locations() -> None:
    (problem,) = problems(BLOCK, "# x\n" + an_event(""))
    assert (problem.path, problem.line, problem.rule) == ("events1", 3, "doubled-id")
    assert "events:2" in problem.message


def test_an_actor_of_two_files_is_reported_when_they_differ() -> None:
    (problem,) = problems(an_event("", "actors: {ann: {name: Ann}}\n"), "actors: {ann: {name: Anna}}\nevents: []\n")
    assert (problem.path, problem.line, problem.rule) == ("events1", 1, "doubled-id")
    assert "events:1" in problem.message


def test_the_message_names_the_first_problem_and_counts_the_rest() -> None:
    path = HERE / "invalid" / "keys.yaml"
    with pytest.raises(DataError, match=r"keys\.yaml:2:1: .*tittle.*\(and 12 more\)") as caught:
        read(path.read_bytes(), name="keys.yaml")
    assert "title" in caught.value.hint


def test_one_broken_file_does_not_hide_the_problems_of_another() -> None:
    rules = [(each.path, each.rule) for each in problems("events: [", an_event(", x: y"), "a: [\n")]
    assert rules == [("events", "yaml"), ("events1", "unknown-key"), ("events2", "yaml")]


# --- hostile files ----------------------------------------------------------------------------------


def bomb(start: str, step: str, times: int) -> str:
    """Anchors of which each doubles the one before."""
    return f"- &x0 {start}\n" + "".join(f"- &x{n} " + step.replace("*", f"*x{n - 1}") + "\n" for n in range(1, times))


MANY = ", ".join(["{url: 'http://a.b'}"] * 3000)
HOSTILE = {
    "aliases in lists": bomb("[x, x]", "[*, *, *, *, *]", 60),
    "aliases in mappings": bomb("{x: x}", "{a: *, b: *, title: *}", 60),
    "aliases of sources": f"events:\n- {{id: a, date: 2020, title: A, sources: &s [{MANY}]}}\n"
    + "".join(f"- {{id: e{n}, date: {1000 + n}, title: t{n}, sources: *s}}\n" for n in range(3000)),
    "recursive list": "events: &e [*e]\n",
    "recursive mapping": "&r {events: *r, actors: *r, title: *r}",
    "recursive key": "? &k [*k]\n: x\nevents: []\n",
    "recursive names": "actors: {a: {name: A, native: &n {ja: *n}, aliases: &b [*b]}}\nevents: []\n",
    "yaml 10,000 deep, brackets": "events: " + "[" * 10_000 + "]" * 10_000,
    "yaml 10,000 deep, braces": "{a: " * 10_000 + "}" * 10_000,
    "yaml 10,000 deep, dashes": "- " * 10_000 + "x",
    "json 10,000 deep": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "json lines 10,000 deep": f'{ONE}\n{ONE[:-1]}, "actors": {"[" * 10_000}{"]" * 10_000}}}\n',
    "100,000 deep": "[" * 100_000 + "]" * 100_000,
    "100,000 deep, dashes": "- " * 100_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_no_more(name: str, tmp_path: Path) -> None:
    """In a separate process: deep nesting may kill the interpreter, and aliases may never end."""
    path = tmp_path / "hostile"
    path.write_text(HOSTILE[name], encoding="utf-8")
    command = [sys.executable, "-m", "jkrtimeline", "check", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=10, check=False)
    assert (done.returncode, "internal" in done.stderr) == (3, False)
    assert f"{path}" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        an_event(', note: "\\ud800"'), an_event(', note: "\\udfff\\ud800"'), an_event(', note: "\\U00110000"'),
        ONE[:-1] + ', "note": "\\ud800"}', ONE.replace('"a"', '"\\udfff"'), ONE[:-1] + ', "\\ud800": "x"}',
        f'[{ONE[:-1]}, "sources": [{{"title": "\\ud83d x"}}]}}]',
    ],
)  # fmt: skip
def test_half_a_surrogate_is_refused(text: str) -> None:
    """It cannot be written in UTF-8, so no later step could print or store it."""
    assert [problem.line for problem in problems(text)] == [2 if text.startswith("events") else 1]


@pytest.mark.parametrize(
    "text",
    [
        an_event(", note: !!python/object/apply:os.system [echo]"), "!!python/object/new:os.system [echo]",
        an_event(", note: !e!foo x"), "? [a, b]\n: x\nevents: []\n", "{{a: b}: c, events: []}",
        "actors:\n  ? [a]\n  : {name: A}\nevents: []\n", an_event(", <<: {note: x}"), "events: *nowhere",
        "%YAML 3.0\n---\nevents: []\n", "x" * 5000 + ": y\nevents: []\n", "\0", "\x1b[31m", "events: []\n...\n[",
        "'", '"', "&", "*", "!", "|", ">", "%", "@", "`", "{", "[", "?", "- -", "{]", '{"a"', "[1", "\ufffe",
    ],
)  # fmt: skip
def test_odd_text_is_refused_with_its_location(text: str) -> None:
    assert all(line > 0 and column > 0 for line, column, _ in locations(text))


@pytest.mark.parametrize(
    ("text", "location", "message"),
    [
        ("events: *nowhere", (1, 9), "not YAML: found undefined alias"),
        ("a: &x 1\nb: &x 2\n", (2, 4), "not YAML: found duplicate anchor; first occurrence, second occurrence"),
        ("events: []\n--- {}\n", (2, 1), "not YAML: expected a single document in the stream, but found"),
        (f"a: {'x' * nodes.LONGEST}y\nb: zz\n", (1, 4), "a text of more than 4 million letters"),
        (f"a: {'x' * nodes.LONGEST}y\nb: [\n", (3, 1), "not YAML: while parsing a flow node"),  # comes first
        ("[" * 101, (1, 101), "nested too deeply"),
        ("a: [\n" + "[" * 101, (2, 99), "nested too deeply"),
    ],
)  # fmt: skip
def test_errors_of_yaml_have_their_location(text: str, location: tuple[int, int], message: str) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column) == location
    assert problem.message.startswith(message)


def test_an_alias_is_the_node_of_its_anchor() -> None:
    first, second = read_tree("x", b"- &x {a: &y [b, 'null'], c: }\n- [*x, *y]\n").items
    assert second.items == [first, first.pairs[0][1]]
    assert [each.text for each in second.items[1].items] == ["b", "null"]
    assert first.pairs[1][1].value is None
    ((_, inner),) = read_tree("x", b"&x {a: [*x]}").pairs
    assert inner.items[0].pairs[0][1] is inner


def test_a_tag_runs_nothing() -> None:
    assert read(an_event(", note: !!python/name:os.system x, place: !!int no")).events[0].place == "no"


@st.composite
def mutilated(draw: st.DrawFn) -> str:
    """The sample with some pieces cut out, doubled, moved or overwritten."""
    text = SAMPLE_TEXT
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        offset = draw(st.integers(0, len(text)))
        piece = draw(
            st.sampled_from(["", text[start:end], *"{}[]:-,\"'&*!|>#%\t\n\0", "\n  ", ": ", "- "]) | st.text(max_size=5)
        )
        text = text[:start] + piece + text[end:] if draw(st.booleans()) else text[:offset] + piece + text[offset:]
    return text


@settings(max_examples=200, deadline=None)
@given(mutilated())
def test_any_mutilated_file_is_a_dataset_or_has_a_located_problem(text: str) -> None:
    data = text.encode("utf-8", "replace")
    every = check_data(Input("sample.yaml", data))
    errors = tuple(problem for problem in every if problem.severity == "error")
    assert [each for each in every if each.line < 1 or each.column < 1 or not each.hint] == []
    if errors:
        assert problems(data, name="sample.yaml") == errors
    else:
        read_data(Input("sample.yaml", data))


def test_the_same_actor_in_two_files_is_one(tmp_path: Path) -> None:
    """At any position: records are compared by their values."""
    registry = "actors: {a: {name: A, offices: [{title: X, from: 2024-01-01}]}}\n"
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text(registry + "events: [{id: one, date: 2024, title: One, actors: [a]}]\n", encoding="utf-8")
    two.write_text("# moved down\n\n" + registry + "events: [{id: two, date: 2024, title: Two}]\n", encoding="utf-8")
    assert [actor.id for actor in jkr.load(one, two, cache=None).actors()] == ["a"]


@pytest.mark.parametrize("when", ["0001-01-01", "9999-12-31"])
def test_sources_beside_the_first_and_the_last_year_are_compared(when: str) -> None:
    text = f"events: [{{id: a, date: {when}, title: A, sources: [{{url: 'https://a', date: 2024}}]}}]\n"
    rules = {problem.rule for problem in check_data(Input("a", text.encode()))}
    assert rules == ({"early-source"} if when > "2024" else set())


def test_the_sources_of_an_event_with_a_bad_date_are_checked() -> None:
    text = "events: [{id: a, date: 2024-13, title: A, sources: [{publisher: x}, {url: 'https://x', date: 2999}]}]\n"
    rules = {problem.rule for problem in check_data(Input("a", text.encode()))}
    assert rules == {"bad-date", "no-address", "future-source"}


def test_long_chains_and_cycles_are_checked_in_linear_time() -> None:
    """Each actor of the next, 20,000 of them: with the square of that it would not end."""
    chain = "".join(f"  a{number}: {{name: N{number}, of: a{number + 1}}}\n" for number in range(20_000))
    end = "events: [{id: e, date: 2024, title: T, actors: [a0]}]\n"
    line = f"actors:\n{chain}  a20000: {{name: N}}\n{end}"
    (problem,) = problems(line)
    assert (problem.rule, problem.line) == ("size", 2)  # see tests/test_limits.py
    (problem,) = problems(f"actors:\n{chain}  a20000: {{name: N, of: a0}}\n{end}")
    assert (problem.rule, problem.line) == ("cycle", 2)
    assert len(problem.message) < 200
    follows = "".join(f"- {{id: e{n}, date: 2024, title: T, follows: [e{(n + 1) % 5000}]}}\n" for n in range(5000))
    (problem,) = problems(f"events:\n{follows}")
    assert problem.rule == "cycle"
    assert len(problem.message) < 200


# --- limits ---------------------------------------------------------------------------------------------


def test_an_office_may_last_one_day_but_not_end_before_it_starts() -> None:
    text = "actors: {{a: {{name: A, offices: [{{title: T, from: 2020-02-02, to: {}}}]}}}}\nevents: []\n"
    assert check_data(Input("a.yaml", text.format("2020-02-02").encode())) == []
    (problem,) = check_data(Input("a.yaml", text.format("2020-02-01").encode()))
    assert (problem.rule, problem.message) == ("bad-date", "the office 'T' ends before it starts")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqrst", True),
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqr12", True),  # 2 · 18 of 40 letters: exactly 0.9
        ("abcdefghijklmnopqrs", "abcdefghijklmnopq12", False),  # 2 · 17 of 38: 0.895
    ],
)
def test_nearly_equal_titles_of_one_day_are_doubles(one: str, other: str, alike: bool) -> None:
    text = "".join(
        f"- {{id: e{n}, date: 2020-01-01, title: {title}, sources: [{{url: 'https://a'}}]}}\n"
        for n, title in enumerate((one, other))
    )
    assert ("double" in {each.rule for each in check_data(Input("a.yaml", text.encode()))}) == alike


@pytest.mark.parametrize(
    ("key", "hint"),
    [("actor", "actors"), ("theme", "themes"), ("source", "sources"), ("summery", "summary"), ("scores", "sources")],
)
def test_a_misspelt_key_gets_the_nearest_one(key: str, hint: str) -> None:
    (problem, *_) = problems(an_event(f", {key}: x"))
    assert (problem.rule, problem.hint) == ("unknown-key", f"did you mean {hint}?")
