"""Advice of `jkr check`: actors that an event names but does not list, and events with sources of one publisher."""

import json
from pathlib import Path

import pytest

from .conftest import Run

ACTORS = """
actors:
  japan: {name: Japan, kind: state, aliases: [Tokyo, Japanese government]}
  united-states: {name: United States, kind: state, aliases: [US, U.S., Washington]}
  china: {name: China, kind: state, aliases: [PRC, Beijing]}
  ishiba: {name: Shigeru Ishiba, kind: person, of: japan, aliases: [Ishiba]}
  mofa: {name: Ministry of Foreign Affairs of Japan, kind: government-body, of: japan, aliases: [MOFA, the ministry]}
  lee-a: {name: Lee Jae-myung, kind: person, aliases: [Lee]}
  lee-b: {name: Lee Ju-ho, kind: person, aliases: [Acting President]}
  cho-a: {name: Cho Tae-yul, aliases: [Minister Cho]}
  cho-b: {name: Cho Tae-yong, aliases: [Minister Cho]}
ambiguous: {Lee: [lee-a, lee-b], minister cho: [cho-a, cho-b]}
"""
SOURCES = '[{publisher: One, url: "https://a.example/"}, {publisher: Two, url: "https://b.example/"}]'


def advice(run: Run, path: Path, events: str) -> list[tuple[str, int, str]]:
    """Rule, line and message of each piece of advice, and that none of it fails."""
    path.write_text(f"{ACTORS}events:\n{events}", encoding="utf-8")
    result = run("check", path, "--strict", "--advice", "--json")
    problems = json.loads(result.out)
    assert (result.code, {each["severity"] for each in problems} - {"advice"}) == (0, set())
    return [(each["rule"], each["line"], each["message"]) for each in problems]


def event(title: str, actors: str = "", summary: str = "") -> str:
    summary_line = f"\n    summary: {json.dumps(summary)}" if summary else ""
    head = f"  - id: e\n    date: 2024\n    title: {json.dumps(title)}{summary_line}\n"
    return f"{head}    actors: [{actors}]\n    sources: {SOURCES}\n"


@pytest.mark.parametrize(
    ("title", "actors", "unnamed"),
    [
        ("Shigeru Ishiba visits", "japan", ["ishiba"]),
        ("Ishiba's visit", "japan", ["ishiba"]),
        ("Japan protests", "", ["japan"]),
        ("Japan protests", "ishiba", []),
        ("Ishiba calls Lee Jae-myung", "ishiba", ["lee-a"]),
        ("Ishiba calls Lee", "ishiba", []),
        ("Minister Cho speaks", "", []),
        ("Talks in Tokyo, Beijing and Washington", "", []),
        ("An interview with The Washington Post", "", []),
        ("Aid of US$10 billion", "", []),
        ("Aid of the US and the U.S. again", "", ["united-states"]),
        ("US-led talks and Japan-China trade", "", []),
        ("Japan–China trade", "", ["japan", "china"]),
        ("A drill in the East China Sea", "", []),
        ("The Bank of Japan acts", "", []),
        ("The Ministry of Foreign Affairs of Japan speaks", "mofa", []),
        ("The Ministry of Foreign Affairs of Japan speaks", "", ["mofa"]),
        ("The Ministry of Foreign Affairs of Japan speaks", "ishiba", ["mofa"]),
        ("Of the ministry, and of japan", "", []),
        ("Japan, and Japan again", "", ["japan"]),
    ],
)
def test_an_actor_that_a_title_names_is_listed(
    run: Run, tmp_path: Path, title: str, actors: str, unnamed: list[str]
) -> None:
    given = advice(run, tmp_path / "a.yaml", event(title, actors))
    assert [rule for rule, _, _ in given] == ["unnamed-actor"] * len(unnamed)
    assert [message.rpartition("list ")[2].strip("'") for _, _, message in given] == unnamed


def test_an_actor_that_a_summary_names_is_listed_and_said_once(run: Run, tmp_path: Path) -> None:
    text = event("Ishiba speaks", "japan", "Ishiba spoke. Lee Ju-ho answered.")
    given = advice(run, tmp_path / "a.yaml", text)
    first = (tmp_path / "a.yaml").read_text(encoding="utf-8").splitlines().index("events:") + 1
    assert given == [
        ("unnamed-actor", first + 3, "'e' names 'Ishiba' in its title, but does not list 'ishiba'"),
        ("unnamed-actor", first + 4, "'e' names 'Lee Ju-ho' in its summary, but does not list 'lee-b'"),
    ]


@pytest.mark.parametrize(
    ("sources", "single"),
    [
        (SOURCES, False),
        ('[{publisher: One, url: "https://a.example/"}]', True),
        ('[{publisher: One, url: "https://a.example/1"}, {publisher: One, url: "https://a.example/2"}]', True),
        ('[{url: "https://a.example/1"}, {url: "https://a.example/2"}]', False),
    ],
)
def test_an_event_has_sources_of_two_publishers(run: Run, tmp_path: Path, sources: str, single: bool) -> None:
    given = advice(run, tmp_path / "a.yaml", event("Title").replace(SOURCES, sources))
    assert [(rule, message) for rule, _, message in given] == [("single-source", "'e' rests on one publisher")] * single


def test_advice_is_listed_only_on_request_and_in_every_format(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{ACTORS}events:\n{event('Japan protests')}", encoding="utf-8")
    quiet = run("check", path)
    assert (quiet.code, quiet.out) == (0, "")
    assert quiet.err == f"jkr: no problem in {path}\nhint: 1 piece of advice; to list it, add --advice\n"
    listed = run("check", path, "--advice")
    assert listed.err == f"jkr: no problem in {path}, 1 piece of advice\n"
    assert ": advice: 'e' names 'Japan' in its title, but does not list 'japan' [unnamed-actor]\n" in listed.out
    annotated = run("check", path, "--advice", "-f", "github")
    assert annotated.out.startswith("::notice file=")
    with path.open("a", encoding="utf-8") as file:
        file.write("  - {id: f, date: 2025, title: No source}\n")
    assert run("check", path, "--advice").err == "jkr: 0 errors, 1 warning, 1 piece of advice\n"
    assert run("check", path).err == "jkr: 0 errors, 1 warning\nhint: 1 piece of advice; to list it, add --advice\n"


def test_many_names_that_begin_alike_take_no_longer(run: Run, tmp_path: Path) -> None:
    """Each of these words could begin each of these names."""
    path = tmp_path / "a.yaml"
    actors = "".join(f"  a{number}: {{name: The Office {number}}}\n" for number in range(5000))
    text = "The " * 20_000 + "Office 4999."
    path.write_text(f"actors:\n{actors}events:\n{event('Title', summary=text)}", encoding="utf-8")
    problems = json.loads(run("check", path, "--advice", "--json").out)
    assert [each["message"].rpartition("list ")[2] for each in problems] == ["'a4999'"]


def test_the_bundled_data_names_no_actor_that_it_does_not_list(run: Run) -> None:
    problems = json.loads(run("check", "--advice", "--json", "--today", "2025-12-01").out)
    assert {each["rule"] for each in problems} == {"single-source"}
    assert len(problems) < 0.08 * 342
