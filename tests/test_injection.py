"""Nothing is built from what others wrote: no SQL, no search expression, no path, no line of a shell."""

import json
import os
import re
from pathlib import Path

import pytest

from .conftest import SAMPLE, Run, needs_posix
from .hostile_text import steering
from .test_completion import shell

# --- the index and the file system ------------------------------------------------------------------

INJECTIONS = [
    *("'; DROP TABLE event; --", '"; DROP TABLE event; --', "' OR '1'='1", "1) OR (1=1", "%", "_", "\\", "?", ":kind"),
    *('"', '""', "'", "*", "a*", "NEAR(", "NEAR(a b)", "col:", "title:", "title:(", "{title}: a", "^a", "a AND", "NOT"),
    *("../../etc/passwd", "/etc/passwd", "..\\..\\x", "~/x", "file:x?mode=rwc", "$HOME", "`id`", "$(id)", ";id", "|id"),
    *("a\0b", "\0", "\ud800", "a\udcffb", "x" * 100_000, "石" * 5_000, "a " * 5_000, "\u0301" * 10_000, "\x02a\x03"),
    *("\ue000", "vocabulary", "rank", "search MATCH 'a'", "a,b" * 1000, "(" * 1000, "-a " * 500, "a OR " * 1000),
]  # fmt: skip
"""What would get out of a text that SQL, FTS5's MATCH, a path or a shell's line was built from."""


ID_SIGNS = re.compile(r"[\s,/\x00-\x1f]|\.\.")
"""What no id may have."""


NAMED = ("actor", "theme", "thread", "place", "not-actor", "status", "importance", "sort", "fields", "within", "limit")


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder, with its time and content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@pytest.mark.parametrize("text", INJECTIONS, ids=lambda text: ascii(text[:24]))
def test_no_sql_match_or_path_is_built_from_what_is_typed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    assert run("timeline", "--json").code == 0
    cache = Path(json.loads(run("info", "--json").out)["index"])
    before = (tree(tmp_path), cache.read_bytes())
    for line, codes in (
        (["search", "--", text], (0,)),
        (["timeline", f"--match={text}"], (0,)),
        (["actors", f"--match={text}"], (0,)),
        *((["timeline", f"--{name}={text}"], (2,)) for name in ("actor", "theme", "thread", "place", "not-actor")),
        *(
            (["timeline", f"--{name}={text}"], (2,))
            for name in ("status", "importance", "sort", "fields", "within", "limit")
        ),
        *((["timeline", f"--{name}={text}"], (2, 4)) for name in ("since", "around", "in")),
        (["timeline", f"--in=@{text}"], (2, 4)),
        (["show", "--", text], (0, 2, 4)),
        (["check", "--", text], (2, 3)),
        (["info", f"--data={text}"], (2, 3)),
    ):
        result = run(*line)
        assert result.code in codes, (line[:2], result.err[:200])
        assert "internal error" not in result.err
        assert steering(result.out + result.err) == []
    assert (tree(tmp_path), cache.read_bytes()) == before
    assert len(json.loads(run("timeline", "--json").out)) == 8


MOST = 20_000
"""Characters of the actors of an event at most."""


def test_no_sql_match_or_path_is_built_from_data(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, cache = tmp_path / "work", tmp_path / "cache"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("JKR_CACHE_DIR", str(cache))
    texts = [text.encode("utf-8", "replace").decode() for text in INJECTIONS]
    events = [
        {"id": f"{n}{ID_SIGNS.sub('-', text)}", "date": "2024", "title": text, "place": text, "summary": text}
        | {"actors": [text[:MOST]], "themes": [text[:MOST]], "thread": text, "sources": [{"publisher": text}]}
        for n, text in enumerate(texts)
        if text.strip()
    ]
    file = work / "evil.jsonl"
    file.write_text("\n".join(map(json.dumps, events)) + "\n", encoding="utf-8")
    before = tree(work)
    events_read = json.loads(run("timeline", "--data", str(file), "--json").out)
    assert [event["title"] for event in events_read] == [event["title"] for event in events]
    for event in events:
        shown = run("show", "--json", "--data", str(file), "--", str(event["id"]))
        assert [each["id"] for each in json.loads(shown.out)] == [event["id"]]
        chosen = run("timeline", f"--actor={event['title']}", "--data", str(file), "--json")
        assert event["id"] in {each["id"] for each in json.loads(chosen.out)} if chosen.code == 0 else chosen.code == 2
    assert tree(work) == before
    assert sorted(path.suffix for path in cache.rglob("*")) == [".sqlite", ".stamp"]


@needs_posix
@pytest.mark.parametrize(
    "name",
    [
        *(b"..yaml", b"-", b"--data", b".hidden.yaml", b"a" * 250, "石".encode() * 80, b"%2e%2fx.yaml", b"?mode=rwc#"),
        *(b"~", b"$HOME.yaml", b"*[a].yaml", b"a\nb.yaml", b"\x1b[5m.yaml", b"\xff\xfe.yaml", b"';DROP TABLE x", b" "),
        *(b"..\\..\\x.yaml", b"CON", b"\xe2\x80\xae.yaml", b"a:b.yaml", b"file:x?vfs=y", b":memory:"),
    ],
)  # fmt: skip
def test_the_index_stays_in_its_folder_whatever_the_data_is_called(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: bytes
) -> None:
    work, cache = tmp_path / "work", tmp_path / "ca?che#%00 \n\x1b[5m'"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("JKR_CACHE_DIR", str(cache))
    file = work / os.fsdecode(name)
    file.write_bytes(SAMPLE.read_bytes())
    for _ in range(2):
        info = run("info", "--json", f"--data=./{file.name}")
        assert info.code == 0, info.err
        index = Path(json.loads(info.out)["index"])
        assert index.parent == cache
        assert re.fullmatch(r"[\w-]+\.sqlite", index.name)
        assert sorted(cache.iterdir()) == [index, index.with_suffix(".stamp")]
    assert list(work.iterdir()) == [file]
    assert list(tmp_path.iterdir()) == [work, cache] or sorted(tmp_path.iterdir()) == sorted([work, cache])
    text = run("info", f"--data=./{file.name}").out
    assert steering(text) == []
    assert len(text.splitlines()) == len(run("info", "--data", str(SAMPLE)).out.splitlines())


# --- completion -------------------------------------------------------------------------------------

NAMES = [r"evil\$(touch${IFS}x)", "evil`id`", "evil;id", "evil|id", "evil&id", "evil>x", "evil'", 'evil"', "evil*"]
NAMES += ["evil\x1b[5m", "evil\x9b31m", "evil\u202ee", "evil\nline", "evil{a,b}", "evil!!", "evil\U000e0041", "evil$x"]


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("line", ["jkr timeline --actor ev", "jkr show ev", "jkr timeline --theme good,ev"])
def test_only_harmless_names_are_completed(tmp_path: Path, shell_name: str, line: str) -> None:
    """A shell takes what is completed as if it was typed; that for zsh even evaluates it."""
    words = [*NAMES, "evil-but-good", "evil-石破"]
    ids = [word for word in words if not re.search(r"[\s,\x00-\x1f]", word)]
    events = [{"id": each, "date": "2024", "title": "x", "actors": words, "themes": ["good", *words]} for each in ids]
    file = tmp_path / "evil.jsonl"
    file.write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
    settings = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_TYPER_COMPLETE_ARGS": line}
    settings |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.split(" ")[-1]}
    result = shell(_JKR_COMPLETE=f"complete_{shell_name}", JKR_DATA=str(file), PYTHONIOENCODING="utf-8", **settings)
    assert (result.returncode, result.stderr) == (0, b"")
    out = result.stdout.decode()
    assert "evil-but-good" in out
    assert "evil-石破" in out
    assert steering(out) == []
    assert not re.search(r"evil[^-]", out), out
