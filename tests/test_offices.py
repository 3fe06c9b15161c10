"""offices: who held which office when."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from jkrtimeline import Timeline, UsageError
from jkrtimeline.output_fields import OFFICE_FIELDS

from .conftest import Run


def held(run: Run, *argv: str) -> list[dict[str, Any]]:
    """The offices that a command line lists of the bundled data."""
    result = run("offices", *argv, "--json", "--data", "bundled")
    assert result.code == 0, result.err
    records: list[dict[str, Any]] = json.loads(result.out)
    return records


def holders(run: Run, *argv: str) -> list[str]:
    return [each["holder"] for each in held(run, *argv)]


@pytest.mark.parametrize(
    ("words", "day", "expected"),
    [
        ("foreign minister", "2025-01-13", ["Takeshi Iwaya", "Wang Yi", "Cho Tae-yul"]),
        ("who was the foreign minister of japan", "2023-09-14", ["Yoko Kamikawa"]),
        ("japanese prime minister", "2024-10-05", ["Shigeru Ishiba"]),
        ("日本 外相", "2024-10-05", ["Takeshi Iwaya"]),
        ("pm japan", "2023", ["Fumio Kishida"]),
        ("korean defence minister", "2024-10-05", ["Kim Yong-hyun"]),
        ("president of south korea", "2025-01-10", ["Yoon Suk Yeol", "Choi Sang-mok"]),
        ("president of south korea", "2025-05-20", ["Lee Ju-ho"]),
        ("vice foreign minister japan", "2024-10-05", ["Masataka Okano"]),
        ("secretary of state", "2024-10-05", ["Antony Blinken"]),
        ("education minister korea", "2024-10-05", ["Lee Ju-ho"]),
        ("kamikawa", "2024-01", ["Yoko Kamikawa"]),
    ],
)
def test_words_and_a_day_name_the_holders(run: Run, words: str, day: str, expected: list[str]) -> None:
    assert holders(run, words, "--on", day) == expected
    assert holders(run, *words.split(" "), "--on", day) == expected


def test_a_rank_is_named_or_left_out(run: Run) -> None:
    assert not any("Vice" in each["office"] for each in held(run, "minister"))
    assert all("Vice" in each["office"] for each in held(run, "vice minister"))
    assert "Kurt Campbell" in holders(run, "deputy secretary")


def test_who_serves_a_president_is_none(run: Run) -> None:
    assert "Chung Jin-suk" not in holders(run, "president", "korea")
    assert "Chung Jin-suk" in holders(run, "chief of staff president")


def test_both_ends_of_an_office_are_inclusive(run: Run) -> None:
    assert holders(run, "prime minister of japan", "--on", "2024-10-01") == ["Fumio Kishida", "Shigeru Ishiba"]
    assert holders(run, "prime minister of japan", "--on", "2024-10-02") == ["Shigeru Ishiba"]


DATED = """\
actors:
  ann:
    name: Ann
    kind: person
    offices:
      - {title: Began, from: 2020-03}
      - {title: Ended, to: 2022}
      - {title: Whole, from: 2019, to: 2021}
      - {title: Undated}
events: [{id: one, date: 2020, title: One}]
"""


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        ("1800", []),
        ("2019-12-31", ["Whole"]),
        ("2020-03", ["Began", "Whole"]),
        ("2021-12-31", ["Began", "Whole"]),
        ("2022", ["Began", "Ended"]),
        ("2030", ["Began"]),
    ],
)
def test_an_office_is_listed_on_the_days_that_the_data_gives_it(
    run: Run, tmp_path: Path, day: str, titles: list[str]
) -> None:
    file = tmp_path / "dated.yaml"
    file.write_text(DATED)
    records = json.loads(run("offices", "--on", day, "--json", "--data", str(file)).out)
    assert [each["office"] for each in records] == titles
    assert len(json.loads(run("offices", "--json", "--data", str(file)).out)) == 4


@pytest.mark.parametrize("day", ["2026-06-01", "2030", "1990"])
def test_a_day_outside_the_data_is_noted(run: Run, day: str) -> None:
    result = run("offices", "--on", day, "--data", "bundled")
    assert result.code == 0
    assert "the data covers 1 Jan 2023 – 19 Jun 2025\n" in result.err
    assert run("offices", "--on", "2025-06", "--data", "bundled").err == ""


def test_an_actor_stands_for_those_who_belong_to_it(run: Run) -> None:
    assert {each["actor"] for each in held(run, "-a", "ishiba")} == {"shigeru-ishiba"}
    japan = held(run, "-a", "japan")
    assert {"shigeru-ishiba", "fumio-kishida"} <= {each["actor"] for each in japan}
    assert "lee-jae-myung" not in {each["actor"] for each in japan}
    assert len(held(run, "-a", "ishiba,kishida")) == len(held(run, "-a", "ishiba")) + len(held(run, "-a", "kishida"))


def test_all_offices_are_listed_by_title_and_day(run: Run, bundled: Timeline) -> None:
    records = held(run)
    assert len(records) == sum(len(actor.offices) for actor in bundled.actors())
    assert all(tuple(each) == OFFICE_FIELDS for each in records)
    titles = [each["office"].casefold() for each in records]
    assert titles.index("prime minister of japan") < titles.index("us secretary of state")
    prime = [each["from"] for each in records if each["office"] == "Prime Minister of Japan"]
    assert prime == sorted(prime)
    assert held(run, "-n", "2") == records[:2]
    assert held(run, "-n", "2", "-r") == records[::-1][:2]


def test_every_format_of_offices(run: Run, tmp_path: Path) -> None:
    argv = ("offices", "foreign minister", "--on", "2025-01-13", "--data", "bundled")
    assert run(*argv).out.splitlines()[0] == "Minister for Foreign Affairs of Japan\tTakeshi Iwaya\t2024-10-01\t\tfalse"
    rows = list(csv.DictReader(io.StringIO(run(*argv, "--csv").out)))
    assert [row["holder"] for row in rows] == ["Takeshi Iwaya", "Wang Yi", "Cho Tae-yul"]
    assert run(*argv, "-f", "tsv").out.startswith("office\tholder\tactor\tfrom\tto\tacting\tnote\n")
    assert len(run(*argv, "--jsonl").out.splitlines()) == 3
    assert yaml.safe_load(run(*argv, "-f", "yaml").out)[0]["holder"] == "Takeshi Iwaya"
    markdown = run(*argv, "-f", "markdown").out
    assert "| Minister for Foreign Affairs of Japan | Takeshi Iwaya | 1 Oct 2024 |  |  |  |\n" in markdown
    file = tmp_path / "offices.md"
    assert run(*argv, "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8") == markdown
    refused = run(*argv, "-f", "ics")
    assert (refused.code, refused.out) == (2, "")


def test_a_terminal_gets_each_title_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("offices", "prime minister", "--in", "2024", "-f", "text", "--data", "bundled").out
    assert out.startswith("Japan–South Korea relations   2024   prime minister   4 offices (157 in all)\n")
    assert out.count("Prime Minister of Japan\n") == 1
    assert "  Fumio Kishida   4 Oct 2021 – 1 Oct 2024\n" in out
    assert "  Choi Sang-mok   27 Dec 2024 – 24 Mar 2025   acting\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_an_office_of_today_gets_a_hint_to_the_option(run: Run) -> None:
    result = run("offices", "current president of south korea", "--data", "bundled")
    assert "hint: leave out current and add --on today\n" in result.err


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("--on soon", "--on: 'soon' is neither a period nor an event", "2024"),
        ("--on August", "'August' has no year", "2024-08"),
        ("--actor ishbia", "unknown actor 'ishbia'", "did you mean"),
        ("-n -1", "limit is -1", "0"),
        ("-f xml", "unknown format 'xml'", "json"),
        ("--fields title", "unknown field 'title'", "office"),
    ],
)
def test_what_is_wrong_is_refused(run: Run, line: str, message: str, hint: str) -> None:
    result = run("offices", *line.split(" "), "--data", "bundled")
    assert (result.code, result.out) == (2, "")
    first, second = result.err.splitlines()
    assert message in first
    assert hint in second


def test_nothing_is_a_success_that_says_so(run: Run) -> None:
    result = run("offices", "zzqqx", "--data", "bundled")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("jkr: no office matches 'zzqqx'\n")
    assert run("offices", "zzqqx", "-e", "--data", "bundled").code == 1
    assert held(run, "of the") == []


def test_control_characters_are_not_obeyed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        'actors: {ann: {name: "A\\e[2Jnn", kind: person, offices: [{title: "Head\\e[31m", from: 2020}]}}\n'
        "events: [{id: one, date: 2024, title: One}]\n"
    )
    for name in ("text", "plain", "json", "csv", "yaml", "markdown"):
        result = run("offices", "-f", name, "--data", str(file))
        assert result.code == 0, result.err
        assert "\x1b" not in result.out


def test_python_lists_the_same(run: Run, bundled: Timeline) -> None:
    assert bundled.offices("foreign minister", on="2025-01-13") == held(run, "foreign minister", "--on", "2025-01-13")
    assert bundled.offices(actor="ishiba") == held(run, "-a", "ishiba")
    with pytest.raises(UsageError):
        bundled.offices(on="soon")
