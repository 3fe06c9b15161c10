"""Hostile text: what others wrote steers no terminal, spreadsheet, shell, index or file system."""

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from jkrtimeline import load
from jkrtimeline.cli import environment
from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.formats import FORMATS

from .conftest import HERE, SAMPLE, Run, jkr
from .test_docs import GROUP

posix = pytest.mark.skipif(sys.platform == "win32", reason="files cannot have such names there")

# --- the scanner ------------------------------------------------------------------------------------

# What our own styles are made of, with 256 or true colours: neither blink (5) nor reverse (7) nor conceal (8).
_COLOUR = r"(?:[34]8;(?:5;\d+|2;\d+;\d+;\d+))"
STYLE = rf"\x1b\[(?:0|[124](?:;[124])*(?:;{_COLOUR})*|{_COLOUR}(?:;{_COLOUR})?)m"
# A hyperlink leads to an http or https address in printable ASCII; those of the tests have a path, unlike
# the one that the hostile texts try to set.
LINK = r"\x1b\]8;;(?:https?://[a-z.]+/[!-~]+)?\x1b\\"
OWN_STYLE = re.compile(f"{STYLE}|{LINK}")
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
"""Bidirectional classes (Unicode Standard Annex 9) of letters that show nothing but change what is shown."""


def steers(letter: str) -> bool:
    """Whether a terminal would obey a letter, or show nothing for it."""
    return letter not in "\n\t\u200c\u200d" and (
        unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(letter) in STEERING
        or letter in "\u061c\u200e\u200f\ufff9\ufffa\ufffb"
        or "\U000e0000" <= letter <= "\U000e007f"
    )


def steering(text: str) -> list[str]:
    """What is in an output, apart from our own styles, that a terminal would obey."""
    return sorted({f"U+{ord(letter):04X}" for letter in set(OWN_STYLE.sub("", text)) if steers(letter)})


def test_the_scanner_sees_what_it_should() -> None:
    assert steering("\x1b[1mgood\x1b[0m \x1b[1;4;38;5;161mtext\x1b[0m\twith 石田 é 👩‍🔬\n") == []
    for text in ("\x1b[5m", "\x1b[31;7m", "\x1b]8;;https://x\x1b\\", "\r", "\x9b", "\u202e", "\u2028", "\ufeff"):
        assert steering(text), repr(text)
    for text in ("\u200b", "\u061c", "\u206a", "\ufff9", "\U000e0041", "\ud800", "\x00", "\x7f", "\x08"):
        assert steering(text), repr(text)


# --- hostile text -----------------------------------------------------------------------------------

SPITE = (
    *(
        "\x1b[5;31mred",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]52;c;ZQ==\x07",
    ),
    *("\x1bPdevice\x1b\\", "\x1b_application\x1b\\", "\x1b^private\x1b\\", "\x1bc", "\x1b[2J\x1b[8m", "\x1b(0"),
    *("\x9b31m", "\x9d0;title\x9c", "\x90q\x9c", "\x85", "a\b\b\r\nb\tc\v\f", "\0\x0e\x0f\x1a\x7f"),
    *("\u202aa\u202bb\u202cc\u202dd\u202ee", "\u2066a\u2067b\u2068c\u2069d", "\u200e\u200f\u061c", "\u2028\u2029"),
    *("\ufeffa\u200bb\u2060c\xadd\u180ee", "\U000e0001\U000e0041\U000e007f", "\u206a\u206f\ufff9a\ufffab\ufffb"),
    *("[red]x[/red]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "{0}%s$(id)`id`", "<b>&amp;"),
    *("Z" + "\u0301\u0489" * 100, "한石🙂👩🏽‍🔬", "\u2003\u3000\xa0"),
)
"""Each a way in: escape sequences (CSI, OSC, DCS, APC, PM), C1 controls, directions, separators, invisible letters,
tags, annotations, markup, combining marks without end, wide letters."""

EVIL = "evil " + " ".join(SPITE)
LITERALLY = ("[red]x[/red]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "<b>&amp;")
ID = "evil\x7f\x9b31m\u202e\u2066\U000e0041\ufeff[red];id"
"""As much of it as the id of an event may be."""

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
EVIL_NAME = os.fsencode("ev\x1b[5mil\n\u202e[red]") + b"\xff\x9b"
"""Of a file; the last bytes are not UTF-8."""


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
LINES += [f"sources -f {name}" for name, form in SHOWN.items() if form.holds("source")]
LINES += [f"offices -f {name}" for name, form in SHOWN.items() if form.holds("office")]
COUNTS = ("", " --by actor", " --by theme --and place", " --by place --and thread -r", " --by month --and year")
LINES += [f"stats{by} -f {name}" for by in COUNTS for name, form in SHOWN.items() if not form.events]
LINES += ["info", "info --json", "check", "check --json", "--version", "timeline --fields title,id,actors,sources"]


@pytest.fixture(params=[False, True], ids=["pipe", "terminal"])
def destination(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where output goes; to a terminal in 256 colours."""
    if request.param:
        monkeypatch.setattr(environment, "on_terminal", lambda: True)
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
    return "terminal" if request.param else "pipe"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.replace(ID, "ID"))
def test_nothing_of_a_data_file_steers_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, hostile: str, destination: str, line: str
) -> None:
    monkeypatch.setenv("JKR_DATA", hostile.replace(os.pathsep, ""))
    result = run(*line.split(" "))
    assert result.code == 0, result.err
    assert steering(result.out.replace("\r\n", "\n") if line.endswith("ics") else result.out) == []
    assert steering(result.err) == []
    shown = OWN_STYLE.sub("", result.out)
    if line.startswith("offices") and not hostile.endswith("json"):
        return  # free words hold no office
    assert shown
    if not line.startswith(NUMBERS):
        assert "evil" in shown
        assert not line.endswith(("plain", "csv", "tsv")) or all(text in shown for text in LITERALLY)
    if destination == "terminal" and line.endswith("text"):
        assert OWN_STYLE.search(result.out)


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


# --- the command line -------------------------------------------------------------------------------


def options(command: str) -> Iterator[str]:
    """Every option of a command that takes a value, and nothing for its arguments; none that writes a file."""
    yield ""
    for parameter in GROUP.get_command(None, command).params:  # type: ignore[attr-defined]
        flag = parameter.param_type_name != "option" or parameter.is_flag
        yield from () if flag or "--output" in parameter.opts else parameter.opts


TYPED = EVIL.replace("\0", "")
"""What can be typed: the command line has no NUL."""


FILE_OF_OPTION = {
    "--until": HERE / "import" / "google.ics",
    "--zone": HERE / "import" / "google.ics",
    "--sheet": HERE / "import" / "excel.xlsx",
}
"""The files in which options of `import` have a meaning."""


@pytest.mark.parametrize(
    ("command", "option"),
    [(each, option) for each in COMMANDS if each != "browse" for option in options(each)],  # which needs a terminal
)
def test_nothing_of_the_command_line_steers_the_terminal(run: Run, destination: str, command: str, option: str) -> None:
    base = {
        "search": ["quay", *(["-f", "svg"] if option in ("--lanes", "--size") else [])],
        "show": ["2024-02-visit"],
        "open": ["--print", "2024-02-visit"],
        "info": ["--cite"] if option in ("--format", "-f") else [],
        "timeline": ["-f", "svg"] if option in ("--lanes", "--size") else [],
        "import": [str(FILE_OF_OPTION.get(option, HERE / "import" / "google-calendar.csv"))],
        "diff": [str(SAMPLE), str(SAMPLE)],
    }.get(command, [])
    words = [*base, option, TYPED] if option else [*base[: command in ("diff", "open")], TYPED]
    data = ["--data", str(SAMPLE)] if "--data" in options(command) else []
    result = run(command, *words, *([] if option == "--data" else data))
    assert "internal error" not in result.err
    assert steering(result.out) == []
    assert steering(result.err) == []
    expected = {
        ("new", ""): (1,),
        ("search", ""): (0,),
        ("offices", ""): (0,),
        ("show", ""): (0,),
        ("open", ""): (0,),
    }.get((command, option), (2, 3, 4))
    assert result.code in ((0,) if option == "--match" else expected)
    unread = ("--within", "--zone", "--until", "--sheet") if command == "import" else ("--within",)  # refused first
    assert result.code == 0 or "evil" in result.err or option in unread
    if option not in ("--around", "--in"):
        text = run(command, f"{option}={TYPED}" if option else f"--{TYPED}", *data, "-f", "text")
        assert steering(text.out + text.err) == []


@pytest.mark.parametrize(
    "argv", [[TYPED], [f"--{TYPED}"], [f"-{TYPED}"], ["timeline", f"-n{TYPED}"], ["show", "\ud8ff"]]
)
def test_messages_repeat_wrong_words_harmlessly(run: Run, argv: list[str]) -> None:
    result = run(*argv)
    assert (result.code in (2, 4), result.out) == (True, "")
    assert result.err.startswith("jkr: ")
    assert steering(result.err) == []


@posix
@pytest.mark.parametrize(
    "content", [None, b"events: [", b"\xff", b"title: x\n", b"[{\n", b"events: [{id: a}]\n", "folder"]
)
def test_name_of_a_file_in_messages(run: Run, tmp_path: Path, content: bytes | str | None) -> None:
    file = tmp_path / os.fsdecode(EVIL_NAME)
    if content == "folder":
        file.mkdir()
    elif isinstance(content, bytes):
        file.write_bytes(content)
    for argv in (["timeline", "--data"], ["info", "--json", "--data"], ["check"], ["check", "--json"]):
        result = run(*argv, str(file))
        assert result.code == 3
        assert steering(result.out + result.err) == []
        assert "il �[red]��" in result.out + result.err or "--json" in argv
        assert all(line.startswith(("jkr: ", "hint: ")) for line in result.err.splitlines())
        if argv[0] == "check" and result.out:
            lines = result.out.splitlines() if "--json" not in argv else ["/ "]
            assert all(line.startswith(("/", "    ")) for line in lines), "a line end in a name begins a new line"
            if "--json" in argv:
                assert {each["path"] for each in json.loads(result.out)} == {str(file)}


@posix
def test_name_of_an_output_file_in_messages(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / os.fsdecode(EVIL_NAME))
    for argv in (["-o", target], ["-o", f"{target}/x.json"], ["-f", "json", "-o", str(tmp_path) + "/" + "\x1b" * 300]):
        result = run("timeline", "--data", str(SAMPLE), *argv)
        assert (result.code in (1, 2), result.out, steering(result.err)) == (True, "", [])
        assert result.err.startswith("jkr: ")
    assert list(tmp_path.iterdir()) == []
    assert run("timeline", "--data", str(SAMPLE), "-o", f"{target}.json") == (0, "", "")
    assert len(json.loads(Path(f"{target}.json").read_text(encoding="utf-8"))) == 8


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800"])
@pytest.mark.parametrize("argv", ["timeline --data", "info --data", "check", "timeline -f json -o"])
def test_name_that_no_file_can_have(run: Run, argv: str, name: str) -> None:
    result = run(*argv.split(" "), name)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"jkr: {name!r} is not a file name\nhint: name a file\n"


def test_huge_columns_are_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "9" * 5000)
    assert run("timeline", "-n1", "-f", "text").code == 0


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


@posix
@pytest.mark.parametrize("line", REALLY, ids=lambda line: line.replace(ID, "ID"))
def test_a_real_terminal_gets_no_control_sequence(hostile: str, line: str) -> None:
    pytest.importorskip("pexpect")
    from .test_terminal import terminal

    code, text = terminal(line, JKR_DATA=hostile)
    assert code in (0, 2, 4)
    assert text.strip()
    assert steering(text.replace("\r\n", "\n")) == []


@posix
def test_bytes_of_the_command_line_that_are_not_utf8() -> None:
    result = jkr(b"timeline", b"--actor", b"\x1b[5m\xff\x9b31m", JKR_DATA=str(SAMPLE))
    assert (result.returncode, result.stdout) == (2, b"")
    assert steering(result.stderr.decode()) == []
