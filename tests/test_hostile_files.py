"""Data files that are broken or hostile."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.eventfile import Input, nodes
from jkrtimeline.eventfile.node_reader import read_tree

from .conftest import check_data, read_data
from .data_texts import ONE, SAMPLE_TEXT, an_event, locations, problems, read


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
