"""Lists of records in JSON and YAML that are imported like tables."""

import json
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.eventfile import yaml_nodes

from .conftest import Run
from .importing import imported, left_out, only_event, rows_of


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"a": {"title": "x", "date": "2024-05-03"}, "b": {"title": "y", "date": "2024-05-04"}}'),
        ("x.yaml", "x:\n  date: 2024-05-03\ny:\n  date: 2024-05-04\n"),
        ("x.json", '[["date", "title"], ["2024-05-03", "x"], ["2024-05-04", "y"]]'),
        (
            "x.json",
            '[{"name": "x", "date": {"year": 2024, "month": 5, "day": 3}},'
            ' {"name": "y", "date": {"year": 2024, "month": 5, "day": 4}}]',
        ),
        (
            "x.json",
            '{"results": {"bindings": [{"itemLabel": {"type": "literal", "value": "x"},'
            ' "date": {"type": "literal", "value": "2024-05-03"}},'
            ' {"itemLabel": {"type": "literal", "value": "y"}, "date": {"type": "literal", "value": "2024-05-04"}}]}}',
        ),
    ],
)
def test_shapes_of_records(name: str, text: str) -> None:
    assert rows_of(text, name) == [("2024-05-03", "x"), ("2024-05-04", "y")]


def test_nested_place_and_features_of_geojson() -> None:
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "A", "date": "2024"}}]}'
    )
    assert only_event(text, "x.json").themes == ()
    assert only_event('[{"name": "A", "date": "2024", "location": {"name": "Oslo"}}]', "x.json").place == "Oslo"


@pytest.mark.parametrize("key", [None, "items", "events"])
def test_a_tree_is_read_once(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    """That takes most of the time of an import."""
    texts = []
    read = yaml_nodes.read_yaml

    def noted(path: str, text: str, **options: Any) -> Any:
        texts.append(text)
        return read(path, text, **options)

    monkeypatch.setattr(yaml_nodes, "read_yaml", noted)
    records = [{"date": "3 October 2024", "title": "A"}, {"date": "4 October 2024", "title": "B"}]
    text = json.dumps({key: records} if key else records, indent=1)
    assert rows_of(text, "x.json") == [("2024-10-03", "A"), ("2024-10-04", "B")]
    assert texts == [text]


def test_broken_line_of_json_lines_is_reported() -> None:
    text = '{"name": "A", "date": "2024"}\n{"name": "B", "date":\n{"name": "C", "date": "2025"}\n'
    assert rows_of(text, "x.jsonl") == [("2024", "A"), ("2025", "C")]
    assert [line for line, _ in left_out(text, "x.jsonl")] == [2]


def test_records_on_one_line_are_numbered(run: Run, tmp_path: Path) -> None:
    records = [{"title": "a", "date": "soon"}, {"title": "b", "date": "2024"}, {"title": "c", "date": "late"}]
    file = tmp_path / "x.json"
    for value in (records, {"events": [{"id": record["title"], **record} for record in records], "license": "CC0"}):
        text = json.dumps(value)
        assert [number for number, _ in left_out(text, "x.json")] == [1, 3]
        file.write_text(text, encoding="utf-8")
        assert f"{file}: record 3: 'late' is not a date" in run("import", str(file)).err
    assert [line for line, _ in left_out(json.dumps(records, indent=1), "x.json")] == [2, 10]


def test_event_file_with_other_dates_is_read_with_its_registries() -> None:
    text = "actors: {bob: {name: Bob}}\nevents:\n" + "".join(
        f"- {{id: {name}, date: '{date}', title: T, actors: [bob], sources: [{{publisher: P, date: '3 May 2024'}}]}}\n"
        for name, date in {"a": "3 Oct 2024", "b": "2024-24", "c": "soon"}.items()
    )
    converted = imported(text, "x.yaml")
    assert [(event.date.text, event.sources[0].date) for event in converted.events] == [
        ("2024-10-03", "2024-05-03"),
        ("2024-24", "2024-05-03"),
    ]
    assert [actor.name for actor in converted.dataset.actors] == ["Bob"]
    assert [line for line, _ in left_out(text, "x.yaml")] == [5]


@pytest.mark.parametrize("date", ["2024", "3 May 2024"])
def test_decimal_numbers_of_an_event_file_are_texts(run: Run, tmp_path: Path, date: str) -> None:
    file = tmp_path / "x.json"
    event = {"id": "a", "date": date, "title": 2.5, "sources": [{"publisher": 3.5}]}
    file.write_text(json.dumps({"title": 0.5, "events": [event]}), encoding="utf-8")
    result = run("import", str(file))
    assert result.code == 0
    assert "title: '2.5'" in result.out
    assert "publisher: '3.5'" in result.out
    assert run("import", str(file), "--jsonl").code == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '[{"eventName": "x", "when": "3 May 2024"}]'),
        ("x.json", '{"data": {"items": [{"name": "x", "startDate": "2024-05-03T10:00:00"}]}}'),
        ("x.json", '{"a": {"events": [{"title": "x", "date": "2024-05-03", "bunting": true}]}}'),
        ("x.json", '{"type": "FeatureCollection", "features": [{"properties": {"name": "x", "date": "2024-05-03"}}]}'),
        ("x.jsonl", '{"name": "x", "year": 2024, "month": 5, "day": 3}\n'),
        ("x.yaml", "- name: x\n  date: 3 May 2024\n"),
        ("x.yaml", "events:\n  - {title: x, date: 2024-05-03, colour: red}\n"),
        ("x.json", '[{"title": "x", "date": "3 May 2024"}]'),
    ],
)
def test_lists_of_flat_records_are_read_like_tables(name: str, text: str) -> None:
    assert rows_of(text, name) == [("2024-05-03", "x")]


def test_properties_are_mapped_or_reported() -> None:
    text = '[{"was": "x", "date": "2024", "colour": "red", "where": {"name": "Oslo"}, "tags": ["a", "b"]}]'
    converted = imported(text, "x.json", mapping=("was=title", "where name=place"))
    (event,) = converted.events
    assert (event.title, event.place, event.themes) == ("x", "Oslo", ("a", "b"))
    assert set(converted.report.columns) == {"colour"}
