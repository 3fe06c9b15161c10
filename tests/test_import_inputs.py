"""The small files of tests/import/inputs, each with its events."""

import json
from typing import Any

import pytest

from jkrtimeline.eventfile.date_hint import edtf_hint

from .conftest import Run
from .importing import FILES

INPUTS = FILES / "inputs"
EXPECTED: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "01-year-span.csv": (
        [],
        [
            ("1831/1835", "Third keeper of the archive"),
            ("1914/1918", "Great war"),
            ("1939/1941", "Campaign in the north"),
            ("2022/2023", "League season"),
        ],
    ),
    "02-google-utc.ics": ([], [("2024-10-03", "Breakfast talks (08:00 on 3 October in Tokyo)")]),
    "03-year-beats-exact-date.csv": ([], [("1842-08-29", "Treaty signed"), ("1901-09-07", "Envoys meet")]),
    "04-year-when-date-is-blank.csv": (
        ["--map", "Exact Date=date", "--map", "Topic=title"],
        [("1861-03-01", "Library opens"), ("1862", "Roof repaired")],
    ),
    "05-html.csv": ([], [("2003-03-25", "Author, A Book: remarks at noon")]),
    "07-month-name.csv": ([], [("1522-08", "Siege begins"), ("1526-04-21", "Truce")]),
    "08-one-reading-dates.csv": (
        [],
        [
            ("0820", "Treatise written"),
            ("1592/1598", "War"),
            ("1850~", "Bridge built"),
            ("185X", "Railways come"),
            ("1938-04-20/1938-05-26", "Exhibition"),
            ("1993-05-29/1993-05-30", "Missile test"),
        ],
    ),
    "10-changed-repetition.ics": ([], [("2024-01-03", "Assembly (moved one day)")]),
    "11-exdate-first.ics": ([], [("2024-02-01", "Sitting of the council"), ("2024-03-01", "Sitting of the council")]),
    "13-event-list.json": ([], [("2024-05-01/2024-05-03", "Congress"), ("2024-06-01", "Workshop")]),
    "15-shift-jis.csv": (["--encoding", "cp932"], [("2024-01-01", "元日")]),
    "17-two-places.csv": ([], [("2024-05-01/2024-05-03", "Congress")]),
    "18-no-headline.json": ([], [("1908-05", "A caricature is published"), ("1910", "Death")]),
    "19-no-value-words.csv": ([], [("2015-09", "Draft one")]),
    "20-message.yaml": ([], [("2024-10-03", "A"), ("2024-10-03", "B")]),
    "23-two-digit-year.csv": (["--century", "2000"], [("2015-03-11", "Storm nears"), ("2015-03-13", "Storm lands")]),
    "26-pipes.csv": ([], [("2024-05-01", "Congress")]),
    "cp949.csv": (["--encoding", "cp949"], [("2024-10-03", "한일 정상회담")]),
    "google-html.ics": ([], [("2024-10-03", "x")]),
    "powershell.yaml": ([], [("2024-10-03", "Something happens"), ("2024-11~", "Something else follows")]),
    "sharp-s.yaml": ([], [("2024-01-01", "Straße")]),
    "same-day-times.csv": ([], [("2024-12-04", "Assembly votes"), ("2024-12-04", "Decree ends")]),
}


def records(run: Run, name: str, *options: str) -> list[dict[str, Any]]:
    result = run("import", str(INPUTS / name), "--jsonl", *options)
    assert result.code == 0
    return [json.loads(line) for line in result.out.splitlines()]


def test_every_input_is_tested() -> None:
    assert {path.name for path in INPUTS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_input_gives_its_events(run: Run, name: str) -> None:
    options, expected = EXPECTED[name]
    assert [(record["date"], record["title"]) for record in records(run, name, *options)] == expected


def test_other_values_of_the_inputs(run: Run) -> None:
    (page,) = records(run, "05-html.csv")
    assert page["summary"] == "First line.\nSecond & last."
    assert [source["url"] for source in page["sources"]] == ["https://example.org/a"]
    assert [record["place"] for record in records(run, "17-two-places.csv")] == ["Lyon / City Hall"]
    assert [record["sources"] for record in records(run, "19-no-value-words.csv")] == [[]]
    (event,) = records(run, "google-html.ics")
    assert event["summary"] == "Bold\nsee link & more"
    assert [source["url"] for source in event["sources"]] == ["https://example.org/a"]
    congress = records(run, "13-event-list.json")[0]
    assert [source["url"] for source in congress["sources"]] == ["https://example.org"]


def test_sharp_s_matches_ss(run: Run) -> None:
    for words in ("strasse", "Straße", "STRASSE"):
        result = run("search", "--data", str(INPUTS / "sharp-s.yaml"), words, "--json")
        assert [event["title"] for event in json.loads(result.out)] == ["Straße"]


def test_check_reads_utf16_and_names_the_edtf_of_a_date(run: Run) -> None:
    assert run("check", str(INPUTS / "powershell.yaml")).code == 0
    result = run("check", str(INPUTS / "20-message.yaml"))
    assert result.code == 3
    assert result.out.count("is not written in EDTF [bad-date]\n    write 2024-10-03\n") == 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3rd October 2024", "2024-10-03"),
        ("2024.10.3.", "2024-10-03"),
        ("20241003", "2024-10-03"),
        ("2024년 10월 3일", "2024-10-03"),
        ("Oct 2024", "2024-10"),
        ("c. 1850", "1850~"),
        ("1990s", "199X"),
        ("29–30 May 1993", "1993-05-29/1993-05-30"),
        ("1592–1598", "1592/1598"),
        ("10/3/2024", None),
        ("30 Feb 2024", None),
        ("Friday, October 3, 2024", None),
        ("3 Feb 2024?", None),
        ("today", None),
        ("Q4 2024", None),
        ("between March and May 2024", "2024-03/2024-05"),
        ("early June 2025", None),
        ("first week of January 2025", None),
        ("2025年6月上旬", None),
        ("2024년 하반기", None),
    ],
)
def test_hint_for_a_date_that_is_not_edtf(text: str, hint: str | None) -> None:
    assert edtf_hint(text) == hint


# --- further inputs of the same kinds ---------------------------------------------------------------
