"""Problems of data files: every one is reported, with its location and a hint."""

import json
from pathlib import Path

import pytest

import jkrtimeline as jkr
from jkrtimeline.errors import DataError
from jkrtimeline.eventfile import Input

from .conftest import HERE, Run, check_data, read_data
from .data_texts import BLOCK, ONE, TWO, an_event, locations, problems, read


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
        ("events:\n- id: a\n  title: Yoon: the end\n", (3, 14), "yaml", 'quotation marks around the text after title'),
        ("events:\n- title: Yoon: the end\n", (2, 14), "yaml", 'title: "…"'),
        ('events:\n- id: a\n  title: "Yoon": x\n', (3, 16), "yaml", "check indentation, colons and quotes"),
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


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("title: x #3 wins", True),
        ("title: 日本  #MeToo", True),
        ("title: x # a comment", False),
        ("title: x#3 wins", False),
        ("title: 'x #3 wins'", False),
        ("title: x\n  actors:\n  - one\n  - two #2", True),
        ("title: x\n  note: |\n    one\n    two #2", False),
        ("title: x\n  #note: y", False),
    ],
)
def test_a_text_that_yaml_cuts_is_warned_of(run: Run, tmp_path: Path, line: str, cut: bool) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(f"# 説明\nevents:\n- id: a\n  date: 2024\n  {line}\n", encoding="utf-8")
    rules = [problem["rule"] for problem in json.loads(run("check", str(file), "--json").out)]
    assert sorted(rules) == (["cut-text", "no-source"] if cut else ["no-source"])


def test_no_message_names_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    file.write_text(
        "actors:\n  [x]: {}\n  a: {name: A, offices: [{from: 2020, to: 2019}]}\n"
        "events:\n- {id: [a, b], date: 2024, title: A, sources: [{publisher: A}]}\n- {id: [c], date: 2024, title: B}\n"
    )
    out = run("check", "--advice", str(file)).out
    assert "an event has no source" in out
    assert "an event rests on one publisher" in out
    assert "an office ends before it starts" in out
    assert "None" not in out


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
