"""Hostile text: what others wrote steers no terminal, spreadsheet, shell, index or file system."""

import json
import os
import sys
from pathlib import Path

import pytest

from jkrtimeline import load
from jkrtimeline.formats import FORMATS, formats_of

from .conftest import SAMPLE, Run, jkr, needs_posix
from .hostile_text import EVIL, EVIL_NAME, ID, JKR_STYLE, LITERALLY, steering

# --- the scanner ------------------------------------------------------------------------------------


def test_the_scanner_sees_what_it_should() -> None:
    assert steering("\x1b[1mgood\x1b[0m \x1b[1;4;38;5;161mtext\x1b[0m\twith 石田 é 👩‍🔬\n") == []
    for text in ("\x1b[5m", "\x1b[31;7m", "\x1b]8;;https://x\x1b\\", "\r", "\x9b", "\u202e", "\u2028", "\ufeff"):
        assert steering(text), repr(text)
    for text in ("\u200b", "\u061c", "\u206a", "\ufff9", "\U000e0041", "\ud800", "\x00", "\x7f", "\x08"):
        assert steering(text), repr(text)


# --- hostile text -----------------------------------------------------------------------------------

SOURCE = dict.fromkeys(("publisher", "via", "title", "about", "kind", "lang"), EVIL)
TEXTS = ("title", "summary", "place", "note", "date_note")
EVENT = {
    "id": ID,
    "date": "2024",
    **dict.fromkeys(TEXTS, EVIL),
    "sources": [{**SOURCE, "url": "https://evil.example/[red]"}],
}
LONG = {"id": "long", "date": "2024-05-06", "title": "w" * 10_000, "summary": "evil " + "石" * 10_000, "follows": [ID]}
OFFICE = {"title": EVIL, "from": "2020", "note": EVIL}
REGISTRIES = {
    **dict.fromkeys(("title", "version", "about", "license"), EVIL),
    "actors": {
        ID: {
            "name": EVIL,
            "native": {"ja": EVIL, EVIL: "ko"},
            "aliases": [EVIL, "evil"],
            "note": EVIL,
            "offices": [OFFICE],
        }
    },
    "themes": {ID: {"name": EVIL, "about": EVIL, "aliases": [EVIL]}},
    "threads": {ID: {"name": EVIL, "about": EVIL}},
    "synonyms": [[EVIL, "evil"]],
    "ambiguous": {EVIL: [ID]},
    "events": [{**EVENT, "actors": [ID], "themes": [ID], "thread": ID, "importance": "major"}, LONG],
}
FREE_WORDS = [{**EVENT, "actors": [EVIL], "themes": [EVIL], "thread": EVIL, "status": "denied"}, LONG]


@pytest.fixture(scope="module", params=["registries.json", "free-words.jsonl"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data file with hostile text wherever text may be, and in its name where a name can have it."""
    name = request.param if sys.platform == "win32" else os.fsdecode(EVIL_NAME) + request.param
    file = tmp_path_factory.mktemp("hostile") / name
    lines = [json.dumps(each) for each in ([REGISTRIES] if name.endswith("json") else FREE_WORDS)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


EVENTS = ("timeline", "timeline --full -r", "search evil", "search evil --sort date --full", f"show {ID} long")
REGISTRY = ("actors", "themes", "threads")
NUMBERS = ("info", "check", "--version", "stats -f", "stats --by month --and year")
"""Lines that need not show a text of the file."""

SHOWN = {name: form for name, form in FORMATS.items() if not form.binary}
"""The formats that a terminal can show."""

LINES = [f"{line} -f {form}" for line in EVENTS for form in SHOWN]
LINES += [f"{line} -f {name}" for line in REGISTRY for name, form in SHOWN.items() if not form.events]
LINES += [f"sources -f {name}" for name in SHOWN if name in formats_of("source")]
LINES += [f"offices -f {name}" for name in SHOWN if name in formats_of("office")]
COUNTS = ("", " --by actor", " --by theme --and place", " --by place --and thread -r", " --by month --and year")
LINES += [f"stats{by} -f {name}" for by in COUNTS for name, form in SHOWN.items() if not form.events]
LINES += ["info", "info --json", "check", "check --json", "--version", "timeline --fields title,id,actors,sources"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.replace(ID, "ID"))
def test_nothing_of_a_data_file_steers_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, hostile: str, destination: str, line: str
) -> None:
    monkeypatch.setenv("JKR_DATA", hostile.replace(os.pathsep, ""))
    result = run(*line.split(" "))
    assert result.code == 0, result.err
    assert steering(result.out.replace("\r\n", "\n") if line.endswith("ics") else result.out) == []
    assert steering(result.err) == []
    shown = JKR_STYLE.sub("", result.out)
    if line.startswith("offices") and not hostile.endswith("json"):
        return  # free words hold no office
    assert shown
    if not line.startswith(NUMBERS):
        assert "evil" in shown
        assert not line.endswith(("plain", "csv", "tsv")) or all(text in shown for text in LITERALLY)
    if destination == "terminal" and line.endswith("text"):
        assert JKR_STYLE.search(result.out)


def test_json_gives_every_text_back(run: Run, hostile: str) -> None:
    for line in ("timeline --json", "timeline --jsonl", f"show {ID} --json", "search evil --json"):
        out = run(*line.split(" "), "--data", hostile).out
        records = [json.loads(each) for each in out.splitlines()] if "jsonl" in line else json.loads(out)
        record = next(each for each in records if each["id"] == ID)
        assert [record[name] for name in TEXTS] == [EVIL] * len(TEXTS)
        empty = dict.fromkeys(("date", "accessed", "archived"))
        assert record["sources"] == [{**SOURCE, "url": "https://evil.example/[red]", **empty}]
        assert record["actors"] in ([EVIL], [ID])
    for command in REGISTRY:
        (record,) = json.loads(run(command, "--data", hostile, "--json").out)
        assert record["name"] == EVIL
        assert record["id"] in (EVIL, ID)
    info = json.loads(run("info", "--data", hostile, "--json").out)
    assert info["data"] == [hostile]
    assert info["title"] in (EVIL, "Timeline")
    assert json.loads(run("check", hostile, "--json").out)[0]["path"] == hostile


@pytest.mark.parametrize("suffix", [".jsonl", ".json", ".yaml"])
def test_hostile_events_read_back_as_they_were(run: Run, tmp_path: Path, hostile: str, suffix: str) -> None:
    if suffix == ".yaml" and hostile.endswith("jsonl"):
        pytest.skip("a word with spaces is no id in a registry")
    file = tmp_path / f"copy{suffix}"
    assert run("timeline", "--data", hostile, "-o", str(file)).code == 0
    assert load(file, cache=None).events() == load(hostile, cache=None).events()


WRONG_EVENT = {
    **dict.fromkeys(("id", "date", "title", "importance", "status", "start", "precision", "thread", EVIL), EVIL),
    "actors": [EVIL, [EVIL]],
    "themes": EVIL,
    "follows": [EVIL, "\ud800"],
    "sources": [{"url": EVIL, "date": EVIL, EVIL: EVIL}, EVIL, {"url": "https://x/" + EVIL}],
}
WRONG = {
    **dict.fromkeys(("schema", "title", "coverage", "threads", EVIL), EVIL),
    "actors": {EVIL: {"of": EVIL, "kind": EVIL, EVIL: 1, "native": {EVIL: []}, "offices": [{"from": EVIL}]}, ID: EVIL},
    "themes": {ID: {"name": [EVIL], "aliases": EVIL}},
    "synonyms": [EVIL, {EVIL: 1}],
    "ambiguous": {EVIL: [EVIL]},
    "events": [WRONG_EVENT, EVIL, {"id": ID, "date": "2024", "title": "x", "actors": [ID + "x"], "follows": [ID]}],
}


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_nothing_of_a_wrong_data_file_steers_the_terminal(run: Run, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"wrong.{suffix}"
    file.write_text(json.dumps(WRONG if suffix == "json" else WRONG_EVENT) + "\n", encoding="utf-8")
    for line in ("timeline --data", "info --json --data", "check", "check --json"):
        result = run(*line.split(" "), str(file))
        assert result.code == 3
        assert steering(result.out + result.err) == []
        assert all(line.startswith(("jkr: ", "hint: ")) for line in result.err.splitlines())
    rules = {each["rule"] for each in json.loads(result.out)}
    assert {"unknown-key", "bad-id", "bad-date", "bad-address", "wrong-type", "half-letter"} <= rules


# --- addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *("https://x/\x1b]8;;", "https://x/\x07", "https://x/\x9c", "https://x/\x7f", "https://x/\u202e", "https://x/\u200b"),
        *('https://x/"', "https://x/<b>", "https://x\\@y/", "https://x/`id`", "https://x/\U000e0041", "https://x/\ufeff"),
        *("https://\x1b[5m/", "https://x/\0", "https://x/a b", "https://x/\u2028", "javascript:alert(1)", "file:///etc/passwd"),
        *("data:text/html,x", "//x/", "https:///x", "https:x", " https://x/", "https://x/\n"),
    ],
)  # fmt: skip
def test_address_that_could_steer_is_an_error(run: Run, tmp_path: Path, address: str) -> None:
    file = tmp_path / "evil.jsonl"
    event = {"id": "a", "date": "2024", "title": "A", "sources": [{"publisher": "P", "url": address}]}
    file.write_text(json.dumps(event) + "\n", encoding="utf-8")
    result = run("timeline", "--data", str(file))
    assert (result.code, result.out, steering(result.err)) == (3, "", [])
    assert "is not an http or https address" in result.err
    assert "bad-address" in {each["rule"] for each in json.loads(run("check", str(file), "--json").out)}


@pytest.mark.parametrize(
    "address",
    ["https://x/?a=[1]&b={2}|3^4", "HTTP://x/", "https://日本.example/石破?q=한일#é", "https://x/%1b'()*,;:@!$~"],
)
def test_an_address_that_is_not_http_is_no_link(run: Run, tmp_path: Path, address: str) -> None:
    file = tmp_path / "good.jsonl"
    event = {"id": "a", "date": "2024", "title": "A", "sources": [{"publisher": "P", "url": address}]}
    file.write_text(json.dumps(event) + "\n", encoding="utf-8")
    for form in ("text", "plain", "csv"):
        assert address in run("show", "a", "--data", str(file), "-f", form).out


# --- really -----------------------------------------------------------------------------------------


REALLY = [
    "timeline --full",
    "timeline -f plain",
    "search evil",
    f"show {ID} long",
    "actors",
    "themes",
    "threads",
    "sources",
    "stats --by place",
    "stats --and actor",
    "info",
]
REALLY += ["check", "--version", "show none", "timeline --actor zzz", "timeline --place zzz"]
REALLY += [f"timeline -f {form}" for form in ("json", "jsonl", "csv", "csv --raw", "tsv", "tsv --raw", "yaml")]


@needs_posix
@pytest.mark.parametrize("line", REALLY, ids=lambda line: line.replace(ID, "ID"))
def test_a_real_terminal_gets_no_control_sequence(hostile: str, line: str) -> None:
    pytest.importorskip("pexpect")
    from .terminals import terminal

    code, text = terminal(line, JKR_DATA=hostile)
    assert code in (0, 2, 4)
    assert text.strip()
    assert steering(text.replace("\r\n", "\n")) == []


@needs_posix
def test_bytes_of_the_command_line_that_are_not_utf8() -> None:
    result = jkr(b"timeline", b"--actor", b"\x1b[5m\xff\x9b31m", JKR_DATA=str(SAMPLE))
    assert (result.returncode, result.stdout) == (2, b"")
    assert steering(result.stderr.decode()) == []
