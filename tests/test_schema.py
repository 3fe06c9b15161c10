"""The JSON Schema says of a file what the reader says; the starter file and the bundled data keep to it."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jkrtimeline import edtf
from jkrtimeline.eventfile import Input, patterns
from jkrtimeline.eventfile.json_schema import EXAMPLES, event_file_schema, schema_text
from jkrtimeline.fields import RECORDS, Field, FieldType, RecordType

from .conftest import BUNDLED, HERE, SAMPLE, Run, check_data, jkr

FILE = BUNDLED.with_name("events.schema.json")
VALIDATOR = Draft202012Validator(event_file_schema())

# Errors that a schema cannot say: what only several records or keys show, and letters that are none.
BEYOND = {
    *("doubled-key", "doubled-id", "unknown-actor", "unknown-theme", "unknown-thread", "unknown-of", "unknown-follows"),
    *("cycle", "wrong-derived", "half-letter"),
}
# What a date must have beyond its form: a pattern knows no calendar.
CALENDAR = re.compile(r"ends before it starts|has the day|runs into the year 10000")


class EditorLoader(yaml.SafeLoader):
    """Values as an editor has them: the core schema of YAML 1.2 (10.3.2), which knows no dates."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))  # 0850 is 850


def as_an_editor(text: str) -> Any:
    return yaml.load(text, EditorLoader)


def complaints(tree: Any) -> list[str]:
    """What a validator says of a file, with the way to each value."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(tree)]


def broken_rules(data: str | bytes, name: str = "file") -> set[str]:
    """The rules that the reader finds broken, without those that a schema cannot say."""
    found = check_data(Input(name, data.encode() if isinstance(data, str) else data))
    return {
        each.rule
        for each in found
        if each.severity == "error"
        and each.rule not in BEYOND
        and not (each.rule == "bad-date" and CALENDAR.search(each.message))
    }


# --- the schema -------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(event_file_schema())


def test_the_schema_beside_the_data_is_what_the_program_prints(run: Run, request: pytest.FixtureRequest) -> None:
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
    assert set(records(RECORDS["file"])) == set(RECORDS.values())
    for name, fields in RECORDS.items():
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
def test_the_examples_are_right(type_: FieldType) -> None:
    form = {
        "id": patterns.ID,
        "date": patterns.DATE,
        "address": patterns.ADDRESS,
        "country": patterns.COUNTRY,
        "item": patterns.ITEM,
    }
    assert [text for text in EXAMPLES[type_] if not re.fullmatch(form[type_], text)] == []
    assert event_file_schema()["$defs"][type_]["examples"] == list(EXAMPLES[type_])


# --- what is right ----------------------------------------------------------------------------------


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
    found = json.loads(run(*argv, "--json").out)
    assert len(found) > 100
    assert complaints(found) == []
    assert [json.loads(line) for line in run(*argv, "--jsonl").out.splitlines()] == found


def test_the_yaml_of_the_program_is_valid(run: Run) -> None:
    assert complaints(as_an_editor(run("timeline", "-f", "yaml").out)) == []


ONE = {"id": "a", "date": "2020", "title": "A"}


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


def test_the_starter_file_passes_its_own_check(run: Run, tmp_path: Any) -> None:
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


def test_the_starter_file_fits_a_screen_and_explains_each_key(run: Run) -> None:
    lines = run("new").out.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=events.schema.json"
    assert len(lines) <= 45
    assert [line for line in lines if len(line) > 100 or line != line.rstrip()] == []
    about = {(field.name, field.about) for fields in RECORDS.values() for field in fields}
    explained = set()
    for line in lines:
        key = re.match(r"[ -]*(\w+):.*?  # (.+)", line)
        if key and (said := [text for name, text in about if name == key[1] and key[2].startswith(text)]):
            explained.add((key[1], *said))
    used = {key[1] for line in lines if (key := re.match(r"[ -]*(\w+):", line))}
    assert {name for name, _ in explained} == used - {"beginnings"}


# --- what is wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((HERE / "invalid").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_file_of_a_wrong_shape_is_refused_and_no_other(path: Any) -> None:
    try:
        tree = as_an_editor(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return  # no values, so no shape
    assert bool(complaints(tree)) == bool(broken_rules(path.read_bytes(), path.name))


PLACES = [
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


@pytest.mark.parametrize(("event", "place"), PLACES, ids=[place for _, place in PLACES])
def test_an_error_is_reported_at_its_location(event: Any, place: str) -> None:
    (said,) = complaints([event])
    assert said.startswith(f"$[0].{place}: ") or (place == "sumary" and "'sumary'" in said)
    assert broken_rules(json.dumps([event], indent=1))


@pytest.mark.parametrize(
    "tree", [None, "text", 5, {}, {"title": "T"}, [[]], {"events": {}}, {"schema": 2, "events": []}]
)
def test_other_files_are_refused(tree: Any) -> None:
    assert complaints(tree)
    assert broken_rules(json.dumps(tree, indent=1))


# --- the same in both -------------------------------------------------------------------------------

WORDS = st.sampled_from(["a", "b c", "石破", "no", "2020", "x: y", "<<", "é\u202e"])
# No whole number of fewer than four digits: as a date it could be 0850, which an editor takes for 850.
NUMBERS: st.SearchStrategy[Any] = st.sampled_from([1000, 2024, 20.5, -0.5, 1e-9, True, False])
TEXTS = WORDS | NUMBERS
IDS = st.sampled_from(["a", "b", "2020-a", "石", "a.b", 7000, True])
DATES = st.sampled_from(["2020", "2020-02-29", "2020-06/2021", "20XX", "../2021", "2020-21~", "2020-XX-XX", 1999])


def right(field: Field) -> st.SearchStrategy[Any]:
    """A value that the description allows."""
    made: dict[str, st.SearchStrategy[Any]] = {
        "text": TEXTS,
        "id": IDS,
        "choice": st.sampled_from(field.choices or ("",)),
        "date": DATES,
        "address": st.sampled_from(["http://a.b", "HTTPS://a/?q=1#x"]),
        "country": st.sampled_from(["JP", "NO"]),
        "item": st.sampled_from(["Q1", "Q884"]),
        "flag": st.sampled_from([True, False, "true", "false"]),
        "derived": st.none() | st.text(max_size=2) | NUMBERS,
        "texts": st.lists(TEXTS, max_size=2),
        "derived-texts": st.lists(TEXTS, max_size=2),
        "names": st.dictionaries(WORDS, TEXTS, max_size=2),
        "rows": st.lists(st.lists(TEXTS, max_size=2), max_size=2),
        "lists": st.dictionaries(WORDS, st.lists(TEXTS, max_size=2), max_size=2),
    }
    if field.type in made:
        return made[field.type]
    inner = record(field.record) if field.record is not None else st.nothing()
    if field.type == "registry":
        return st.dictionaries(IDS.map(str), inner, max_size=2)
    return st.lists(inner, max_size=2)


def record(fields: RecordType) -> st.SearchStrategy[dict[str, Any]]:
    needed = {field.name: right(field) for field in fields if field.required}
    return st.fixed_dictionaries(needed, optional={field.name: right(field) for field in fields if not field.required})


DATELIKE = re.compile(r"[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?(/[0-9]{4}(-[0-9]{2}){0,2})?")
NEAR = {
    "date": ["2021-13", "2021-02-31", "0000", "2022/2021", "../..", "/", "20X1", "9999-24", "20~~", "2024-1-1", 0, -5],
    "url": ["ftp://a.b", "http://", "http:///x", "http://?a", "https://a b", "https:a", " https://a", "https", 5],
    "id": ["@a", "-a", "a..b", "a/b", "a,b", " a", "a\tb", "a\x1fb", -1, 10_000, 2.5, "é", "a.b.c", "a@-"],
}
"""Values near the border of what a key may hold, on either side."""

JUNK: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, "", "  ", "\u3000", "1", "2", "happened", "state", "yes", "TRUE"]),
    st.sampled_from([[], [None], [[]], {}, {"a": "b"}]),
    st.text(max_size=4),
    st.from_regex(DATELIKE, fullmatch=True),
    *map(st.sampled_from, NEAR.values()),
)
KEYS = st.sampled_from(sorted({field.name for fields in RECORDS.values() for field in fields})) | st.text(max_size=3)


def ways(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every (mapping or list, key or place) below a value."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield tree, key
        yield from ways(tree[key])


@st.composite
def trees(draw: st.DrawFn) -> Any:
    """A right file or a list of events, with a few changes anywhere."""
    tree = [draw(record(RECORDS["file"]) | st.lists(record(RECORDS["event"]), min_size=1, max_size=2))]
    for _ in range(draw(st.integers(1, 4))):
        found = list(ways(tree))  # the whole can be changed too
        leaves = [place for place, (holder, key) in enumerate(found) if not isinstance(holder[key], dict | list)]
        holder, key = found[draw(st.integers(0, len(found) - 1) | st.sampled_from(leaves or [0]))]
        samples = st.sampled_from(NEAR[key]) | JUNK if key in NEAR else JUNK
        junk = copy.deepcopy(draw(samples))  # which a later change must not reach
        match draw(st.sampled_from(["replace", "drop", "rename", "add"])):
            case "replace":
                holder[key] = junk
            case "drop" if holder is not tree:
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[draw(KEYS)] = holder.pop(key)
            case "add" if isinstance(holder[key], dict):
                holder[key][draw(KEYS)] = junk
            case "add" if isinstance(holder[key], list):
                holder[key].append(junk)
    return tree[0]


def texts(tree: Any) -> Iterator[str]:
    for holder, key in ways([tree]):
        yield from (text for text in (key, holder[key]) if isinstance(text, str))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(trees())
@example([{**ONE, "date": "2021-02-31"}])
@example([{**ONE, "native": {"ja": ""}}])
@example({"actors": {"a": {"name": "A", "native": {"ja": ""}}}, "events": []})
def test_the_schema_and_the_reader_agree(tree: Any) -> None:
    """Left out is what ends in a line feed, before which `$` holds in Python though not in ECMA-262."""
    assume(not any(text.endswith("\n") for text in texts(tree)))
    rules = broken_rules(json.dumps(tree, indent=1, ensure_ascii=False))
    assert (complaints(tree) == []) == (rules == set()), rules


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in NEAR.items() for value in values])
def test_the_schema_and_the_reader_refuse_the_same_values(key: str, value: Any) -> None:
    tree = [{**ONE, "sources": [{key: value}]}] if key == "url" else [{**ONE, key: value}]
    assert (complaints(tree) == []) == (broken_rules(json.dumps(tree, indent=1)) == set())


# --- the pattern of dates ---------------------------------------------------------------------------

PIECES = (
    *("0000", "0850", "2024", "9999", "201X", "20XX", "2XXX", "-00", "-02", "-12", "-13", "-21", "-24", "-41", "-42"),
    *("-XX", "-30", "-31", "-32", "/", "..", "?", "~", "%", "-", "X", " ", "-1", "24", "٣"),
)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.from_regex(patterns.DATE, fullmatch=True))
def test_the_pattern_takes_what_is_a_date_and_little_else(text: str) -> None:
    refusal = ""
    try:
        edtf.parse(text)
    except edtf.DateError as error:
        refusal = error.message
    if re.fullmatch(patterns.DATE, text):
        assert refusal == "" or CALENDAR.search(refusal)
    else:
        assert refusal


@pytest.mark.parametrize("month", range(100))
def test_the_pattern_knows_every_month_and_grouping(month: int) -> None:
    text = f"2024-{month:02}"
    assert (re.fullmatch(patterns.DATE, text) is not None) == (month in range(1, 13) or month in edtf.GROUPINGS)
