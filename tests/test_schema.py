"""The JSON Schema, and the files that are valid by it: the bundled data, the starter file, what jkr prints."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from jkrtimeline.eventfile import patterns
from jkrtimeline.eventfile.json_schema import EXAMPLES, event_file_schema, schema_text
from jkrtimeline.eventfile.node_reader import read_tree
from jkrtimeline.eventfile.nodes import Node
from jkrtimeline.fields import RECORD_TYPES, Field, FieldType, RecordType

from .conftest import BUNDLED, HERE, SAMPLE, Run, jkr
from .schema_checks import ONE, as_an_editor, broken_rules, complaints

FILE = BUNDLED.with_name("events.schema.json")
ABOUT_THEN = "'~': about then; an interval: 2024-11-05/2024-11-08"

# --- the schema -------------------------------------------------------------------------------------


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(event_file_schema())


def test_the_schema_file_beside_the_data_is_current(run: Run, request: pytest.FixtureRequest) -> None:
    result = run("schema")
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("}\n")
    if request.config.getoption("--update-golden"):
        FILE.write_text(result.out, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == result.out == schema_text()


def test_the_schema_is_the_same_in_every_process() -> None:
    assert {jkr("schema", PYTHONHASHSEED=seed).stdout for seed in "12"} == {FILE.read_bytes()}


def records(kind: RecordType) -> Iterator[RecordType]:
    yield kind
    for field in kind:
        if field.record is not None:
            yield from records(field.record)


def test_every_key_is_described() -> None:
    made = event_file_schema()
    objects = {"file": made, **made["$defs"]}
    assert set(records(RECORD_TYPES["file"])) == set(RECORD_TYPES.values())
    for name, fields in RECORD_TYPES.items():
        assert objects[name]["properties"].keys() == {field.name for field in fields}
        assert objects[name]["additionalProperties"] is False
        for field in fields:
            assert objects[name]["properties"][field.name]["description"] == field.about
            assert (field.name in objects[name]["required"]) == field.required


def test_only_derived_keys_are_read_only() -> None:
    properties = event_file_schema()["$defs"]["event"]["properties"]
    derived = {"start", "end", "precision", "approximate", "uncertain", "score", "snippet", "missing"}
    assert {name for name, keywords in properties.items() if keywords.get("readOnly")} == derived


@pytest.mark.parametrize("type_", EXAMPLES)
def test_the_examples_match_their_patterns(type_: FieldType) -> None:
    pattern = getattr(patterns, type_.upper())
    assert [text for text in EXAMPLES[type_] if not re.fullmatch(pattern, text)] == []
    assert event_file_schema()["$defs"][type_]["examples"] == list(EXAMPLES[type_])


# --- valid files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [BUNDLED, SAMPLE], ids=["bundled", "sample"])
def test_an_event_file_is_valid(path: Any) -> None:
    assert complaints(as_an_editor(path.read_text(encoding="utf-8"))) == []


def test_the_example_of_the_docs_is_valid() -> None:
    page = (HERE.parent / "docs" / "event-file.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml mine.yaml\n(.*?)```", page, re.DOTALL)
    assert example is not None
    assert example[1].startswith("# yaml-language-server: $schema=events.schema.json\n")
    assert complaints(as_an_editor(example[1])) == []


def test_the_data_names_its_schema() -> None:
    with BUNDLED.open(encoding="utf-8") as file:
        assert file.readline() == f"# yaml-language-server: $schema={FILE.name}\n"


@pytest.mark.parametrize("argv", [["timeline"], ["search", "korea"]], ids=["timeline", "search"])
def test_the_json_of_the_program_is_valid(run: Run, argv: list[str]) -> None:
    events = json.loads(run(*argv, "--json").out)
    assert len(events) > 100
    assert complaints(events) == []
    assert [json.loads(line) for line in run(*argv, "--jsonl").out.splitlines()] == events


def test_the_yaml_of_the_program_is_valid(run: Run) -> None:
    assert complaints(as_an_editor(run("timeline", "-f", "yaml").out)) == []


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {"events": []},
        {"events": None},
        [{"id": 1, "date": 2020, "title": 2.5}],
        [{"id": True, "date": "2020", "title": False}],
        {"schema": 1, "version": 2025.06, "events": []},
        {"schema": "1", "actors": None, "themes": None, "synonyms": None, "ambiguous": None, "events": []},
        [{**ONE, "place": None, "actors": None, "sources": None, "importance": None, "start": None}],
        [{**ONE, "date": 850}],  # `date: 0850` in YAML
    ],
    ids=str,
)
def test_a_scalar_is_text_and_an_optional_key_may_be_empty(tree: Any) -> None:
    assert complaints(tree) == []


# --- the starter file -------------------------------------------------------------------------------


def test_the_starter_file_passes_the_check(run: Run, tmp_path: Any) -> None:
    result = run("new")
    assert (result.code, result.err) == (0, "")
    file = tmp_path / "mine.yaml"
    file.write_text(result.out, encoding="utf-8")
    for day in ("2024-12-01", "2025-06-18", "2999-12-31"):
        checked = run("check", "--strict", "--today", day, str(file))
        assert (checked.code, checked.out) == (0, "")
    assert complaints(as_an_editor(result.out)) == []
    shown = run("timeline", "--data", str(file), "--json").out
    first, second = json.loads(shown)
    assert second["follows"] == [first["id"]]
    assert second["approximate"]
    assert first["sources"]


def test_the_starter_file_fits_a_screen(run: Run) -> None:
    lines = run("new").out.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=events.schema.json"
    assert len(lines) <= 45
    assert [line for line in lines if len(line) > 100 or line != line.rstrip()] == []


def keys_of(node: Node, record: RecordType) -> Iterator[tuple[int, Field]]:
    """The keys of a record and of the records in it, each with its line."""
    for key, value in node.pairs:
        field = record.by_name[key.text or ""]
        yield key.line, field
        if field.record is not None:
            for each in (entry for _, entry in value.pairs) if field.type == "registry" else value.items:
                yield from keys_of(each, field.record)


def test_the_starter_file_explains_each_key_where_it_is_used_first(run: Run) -> None:
    """In the words of the table of fields."""
    text = run("new").out
    explained: set[Field] = set()
    for line, field in keys_of(read_tree("new", text.encode()), RECORD_TYPES["file"]):
        _, _, comment = text.splitlines()[line - 1].partition("  # ")
        choices = f" ({', '.join(field.choices)})" if len(field.choices) > 1 else ""
        expected = [field.about + choices] if field not in explained else ["", ABOUT_THEN]
        assert comment in expected
        explained.add(field)
    assert ABOUT_THEN in text


# --- invalid files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((HERE / "invalid").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_of_a_wrong_shape_is_refused_and_no_other(path: Any) -> None:
    try:
        tree = as_an_editor(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return  # no values, so no shape
    assert bool(complaints(tree)) == bool(broken_rules(path.read_bytes(), path.name))


LOCATIONS = [
    ({**ONE, "sumary": "x"}, "sumary"),
    ({**ONE, "date": "10/3/2024"}, "date"),
    ({**ONE, "date": 0}, "date"),
    ({**ONE, "date": 20241}, "date"),
    ({**ONE, "date": True}, "date"),
    ({**ONE, "id": -1}, "id"),
    ({**ONE, "id": "a b"}, "id"),
    ({**ONE, "title": None}, "title"),
    ({**ONE, "title": " "}, "title"),
    ({**ONE, "importance": "huge"}, "importance"),
    ({**ONE, "actors": "ann"}, "actors"),
    ({**ONE, "actors": ["ann", ""]}, "actors[1]"),
    ({**ONE, "start": ["2020"]}, "start"),
    ({**ONE, "sources": [{"url": "ftp://x"}]}, "sources[0].url"),
    ({**ONE, "sources": [None]}, "sources[0]"),
]


@pytest.mark.parametrize(("event", "location"), LOCATIONS, ids=[location for _, location in LOCATIONS])
def test_an_error_is_reported_at_its_location(event: Any, location: str) -> None:
    (error,) = complaints([event])
    assert error.startswith(f"$[0].{location}: ") or (location == "sumary" and "'sumary'" in error)
    assert broken_rules(json.dumps([event], indent=1))


@pytest.mark.parametrize(
    "tree", [None, "text", 5, {}, {"title": "T"}, [[]], {"events": {}}, {"schema": 2, "events": []}]
)
def test_other_files_are_refused(tree: Any) -> None:
    assert complaints(tree)
    assert broken_rules(json.dumps(tree, indent=1))


# --- the same in both -------------------------------------------------------------------------------


# --- the pattern of dates ---------------------------------------------------------------------------
