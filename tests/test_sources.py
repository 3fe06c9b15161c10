"""`jkr sources`: each source once, with the events that cite it, in every format that can hold sources."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

FILE = """
title: Papers
events:
  - id: first
    date: 2024-01
    title: First
    themes: [trade]
    sources:
      - {publisher: Herald, about: A page, url: "https://a.example/", date: 2024-02-01, kind: newspaper, lang: en}
      - {publisher: Office, title: No address, kind: official}
  - id: second
    date: 2024-05
    title: Second
    sources:
      - {publisher: Herald, title: The page, url: "https://a.example/", date: 2024-02-01, kind: newspaper, lang: en}
      - {publisher: Office, title: No address, kind: official}
      - {publisher: Agency, via: Mirror, title: Once, url: "https://b.example/", date: 2023-12-31,
         accessed: 2025-06-01, archived: "https://archive.example/b"}
  - {id: third, date: 2024-06, title: Third, sources: [{title: Undated, url: "https://c.example/"}]}
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "papers.yaml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def sources(run: Run, file: str, *argv: str) -> list[dict[str, Any]]:
    result = run("sources", "--data", file, *argv, "--json")
    assert result.code == 0
    records: list[dict[str, Any]] = json.loads(result.out)
    return records


def test_a_source_is_listed_once_with_its_events(run: Run, file: str) -> None:
    first, *rest = sources(run, file)
    assert list(first) == [
        *("publisher", "via", "kind", "lang", "title", "about", "url", "date", "accessed", "archived"),
        *("events", "count"),
    ]
    assert (first["title"], first["events"], first["count"]) == ("The page", ["first", "second"], 2)
    assert [(each["title"], each["count"]) for each in rest] == [("No address", 2), ("Once", 1), ("Undated", 1)]


@pytest.mark.parametrize(
    ("argv", "titles"),
    [
        (["-t", "trade"], ["A page", "No address"]),
        (["--since", "2024-05"], ["Once", "The page", "No address", "Undated"]),
        (["-n", "1"], ["The page"]),
        (["-r", "-n", "1"], ["Undated"]),
        (["--match", "third"], ["Undated"]),
        (["-n", "0"], []),
    ],
)
def test_filters_order_and_limit_apply(run: Run, file: str, argv: list[str], titles: list[str]) -> None:
    assert [each["title"] or each["about"] for each in sources(run, file, *argv)] == titles


def test_no_source_is_said(run: Run, file: str) -> None:
    result = run("sources", "--data", file, "--since", "2030", "-e")
    assert (result.code, result.out, result.err) == (1, "", "jkr: no source matches\n")


def test_a_table_of_sources_has_a_column_a_field(run: Run, file: str) -> None:
    rows = list(csv.DictReader(StringIO(run("sources", "--data", file, "--csv").out)))
    assert [row["events"] for row in rows] == ["first; second", "first; second", "second", "third"]
    chosen = run("sources", "--data", file, "-f", "tsv", "--fields", "count,url").out
    assert chosen.splitlines()[:2] == ["count\turl", "2\thttps://a.example/"]
    plain = run("sources", "--data", file).out.splitlines()
    assert plain[2] == "2023-12-31\t1\tAgency\t\t\tOnce\thttps://b.example/"
    assert run("sources", "--data", file, "--fields", "importance").code == 2


def test_a_list_for_reading_has_publisher_day_and_address(run: Run, file: str) -> None:
    assert run("sources", "--data", file, "-f", "text").out == (
        "Papers   4 sources   3 events\n\n"
        "2  Herald   1 Feb 2024, newspaper, en\n   “The page”\n   https://a.example/\n"
        "2  Office   official\n   “No address”\n"
        "1  Agency via Mirror   31 Dec 2023, accessed 1 Jun 2025\n   “Once”\n   https://b.example/\n"
        "   archived: https://archive.example/b\n"
        "1  \n   “Undated”\n   https://c.example/\n".replace("1  \n", "1\n")
    )


def test_bibliographies_have_the_entries_of_the_events(run: Run, file: str) -> None:
    for form in ("bibtex", "csl-json"):
        listed, cited = (run(command, "--data", file, "-f", form).out for command in ("sources", "timeline"))
        assert sorted(listed.splitlines()) != []
        assert sorted(listed.replace(",\n", "\n").splitlines()) == sorted(cited.replace(",\n", "\n").splitlines())
    assert run("sources", "--data", file, "-f", "bibtex", "-n", "1").out.count("@misc") == 1


def test_markdown_is_a_numbered_list(run: Run, file: str) -> None:
    lines = run("sources", "--data", file, "-f", "markdown", "-t", "trade").out.splitlines()
    assert lines[:3] == ["# Sources: Papers", "", "theme: trade; 1 of 3 events"]
    assert lines[4:] == [
        "1. Herald, A page, 1 Feb 2024. <https://a.example/> (1 event)",
        "2. Office, “No address”. (1 event)",
    ]


@pytest.mark.parametrize("form", ["yaml", "ics", "html", "timelinejs"])
def test_what_holds_events_only_refuses_sources(run: Run, file: str, form: str) -> None:
    assert run("sources", "--data", file, "-f", form).err.startswith(f"jkr: {form} cannot hold sources\n")


def test_each_source_of_the_data_is_there_once(run: Run) -> None:
    records = json.loads(run("sources", "--json").out)
    assert len({each["url"] for each in records}) == len(records)
    assert sum(each["count"] for each in records) == 883
