"""What all formats that hold only events have in common."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from icalendar import Calendar

from jkrtimeline.cli import environment
from jkrtimeline.formats import FORMATS

from .conftest import SAMPLE, Run
from .exporting import bullets, calendar, export, library, slides, write
from .sample import ALL, CLOSED, LETTER, PLAN, STORM, SUMMIT, TALKS, VISIT

TAKEN_AWAY = ("markdown", "ics", "timelinejs", "csl-json", "bibtex")

CHOICES = [
    ("timeline", ALL),
    ("timeline 2021-03..2021-05", [SUMMIT, PLAN, STORM]),
    ("timeline --actor ruritania --importance notable", [TALKS, SUMMIT]),
    ("timeline -n 2 -r", [VISIT, LETTER]),
    ("search quay --sort date", [SUMMIT, PLAN, CLOSED]),
    (f"show {LETTER} {TALKS}", [LETTER, TALKS]),
]


@pytest.mark.parametrize(("line", "expected"), CHOICES)
def test_every_filter_limit_and_order_is_obeyed(run: Run, line: str, expected: list[str]) -> None:
    argv = line.split(" ")
    assert list(calendar(run, *argv)) == expected
    assert list(slides(run, *argv)) == expected
    titles = {event["id"]: event["title"] for event in json.loads(export(run, "json"))}
    shown = bullets(export(run, "markdown", *argv))
    assert len(shown) == len(expected)
    assert all(titles[identity] in item for identity, item in zip(expected, shown, strict=True))
    cited = list(csv.reader(StringIO(export(run, "csv", *argv, "--fields", "sources"))))[1:]
    addresses = list(dict.fromkeys(url for (cell,) in cited for url in cell.split("; ")))
    assert [item["URL"] for item in json.loads(export(run, "csl-json", *argv))] == addresses
    assert [entry["url"] for entry in library(export(run, "bibtex", *argv)).values()] == addresses


@pytest.mark.parametrize("form", TAKEN_AWAY)
def test_they_hold_events_only_and_have_no_fields(run: Run, form: str) -> None:
    assert run("actors", "-f", form).code == 2
    result = run("timeline", "-f", form, "--fields", "id")
    assert result == (
        2,
        "",
        f"jkr: --fields does not apply to {form}\nhint: use one of: plain, json, jsonl, csv, tsv, xlsx\n",
    )


def test_an_empty_answer_is_still_a_valid_file(run: Run) -> None:
    argv = ("timeline", "1999", "--data", str(SAMPLE), "-f")
    assert list(Calendar.from_ical(run(*argv, "ics").out).walk("VEVENT")) == []
    assert json.loads(run(*argv, "timelinejs").out)["events"] == []
    assert json.loads(run(*argv, "csl-json").out) == []
    assert run(*argv, "bibtex").out == ""
    assert run(*argv, "markdown").out.startswith("# Sample of islands\n\n1999; 0 of 8 events\n")


def test_formats_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = run("formats").out.splitlines()
    assert [line.split("\t") for line in lines] == [
        [each.name, " ".join(each.suffixes), each.about] for each in FORMATS.values()
    ]
    listed = json.loads(run("formats", "--json").out)
    assert [(each["name"], tuple(each["suffixes"])) for each in listed] == [
        (each.name, each.suffixes) for each in FORMATS.values()
    ]
    monkeypatch.setattr(environment, "on_terminal", lambda standard_error=False: not standard_error)
    for columns in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = run("formats").out
        assert max(map(len, out.splitlines())) <= columns
        assert re.findall(r"(?m)^\S+", out) == list(FORMATS)


def test_one_address_has_one_number_and_one_key(run: Run, tmp_path: Path) -> None:
    page = {"url": "https://x.example/a", "publisher": "P"}
    file = write(
        tmp_path,
        {"id": "a", "date": "2024-01", "title": "A", "sources": [page, page, {"publisher": "Q", "about": "q"}]},
        {"id": "b", "date": "2024-02", "title": "B", "sources": [{**page, "title": "Head"}, {"publisher": "Q"}]},
        {"id": "c", "date": "2024-03", "title": "C", "sources": [{"publisher": "Q", "about": "q"}]},
    )
    assert bullets(export(run, "markdown", data=file)) == [
        "Jan 2024 A[1] [2]",
        "Feb 2024 B[1:1] [3]",
        "Mar 2024 C[2:1]",
    ]
    items = json.loads(export(run, "csl-json", data=file))
    assert [(item["title"], item["keyword"]) for item in items] == [
        ("Head", "a, b"),
        ("[q]", "a, c"),
        ("[untitled]", "b"),
    ]
    assert list(library(export(run, "bibtex", data=file))) == [item["id"] for item in items]


READ = {
    "publisher": "P",
    "title": "T",
    "url": "https://example.org/a",
    "date": "2024-10-03",
    "accessed": "2025-01-05",
    "archived": "https://archive.example/100%25",
}


def test_citations_give_the_day_of_access_and_the_archived_copy(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, {"id": "a", "date": "2024", "title": "A", "sources": [READ]})
    (item,) = json.loads(export(run, "csl-json", data=file))
    assert (item["accessed"], item["note"]) == ({"date-parts": [[2025, 1, 5]]}, f"Archived: {READ['archived']}")
    (entry,) = parse_string(export(run, "bibtex", data=file)).entries
    assert entry["urldate"] == "2025-01-05"
    assert entry["note"] == r"Archived: \texttt{https://archive.example/100\%25}"
    for form in ("markdown", "ics", "html", "timelinejs", "text"):
        written = re.sub("\r\n ", "", export(run, form, "timeline", "--full", data=file)).replace("\\,", ",")
        assert "3 Oct 2024, accessed 5 Jan 2025" in written, form
        assert READ["archived"] in written, form
    assert f"   archived: {READ['archived']}\n" in run("show", "a", "--data", str(file), "-f", "text").out


def test_a_page_names_the_item_of_an_actor_in_wikidata(run: Run, tmp_path: Path) -> None:
    event = {"id": "a", "date": "2024", "title": "A", "actors": ["japan", "korea"], "sources": [READ]}
    registry = {"japan": {"name": "Japan", "kind": "state", "wikidata": "Q17"}, "korea": {"name": "Korea"}}
    page = export(run, "html", data=write(tmp_path, event, actors=registry))
    assert page.count("https://www.wikidata.org/wiki/Q17") == page.count('"sameAs"') == 1
    assert '"archivedAt": "https://archive.example/100%25"' in page.replace('":"', '": "')
