"""The build of an index from JSON Lines: typed decoding reads what the validator reads, and where anything is wrong the
validator says what."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import jkrtimeline as jkr
from jkrtimeline import edtf, eventfile
from jkrtimeline.eventfile import typed_lines
from jkrtimeline.fields import IMPORTANCE, STATUSES
from jkrtimeline.stats import DIMENSIONS
from jkrtimeline.text.normalize import folded_words

from .conftest import TODAY, index_of

DAY = date.fromisoformat(TODAY)
posix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs a POSIX system")

# --- what is compared -------------------------------------------------------------------------------


def answers(timeline: jkr.Timeline) -> dict[Any, Any]:
    """What a timeline answers to every question that its own events give rise to."""
    raw = [row.raw for row in timeline.catalog.rows(timeline.catalog.query())]
    events = [json.loads(each) for each in raw]
    texts = [text for each in events for text in (each["title"], each["summary"], each["note"], each["place"]) if text]
    spoken = sorted({word for text in texts for word in folded_words(text)})[:12]
    found: dict[Any, Any] = {"raw": raw, "totals": timeline.totals(), "header": timeline.header}
    for text in [*spoken, *(f"{word[:2]}*" for word in spoken[::3]), *texts[:2], "title:the -a"]:
        found["search", text] = [
            (hit.event.id, hit.score, hit.snippet, hit.title_marks, hit.snippet_marks)
            for hit in timeline.search(text, limit=5)
        ]
    for kind, listed in (("actor", timeline.actors), ("theme", timeline.themes), ("thread", timeline.threads)):
        found[kind] = listed()
        found["histogram", kind] = timeline.catalog.histograms(kind, timeline.catalog.query(), 16)  # type: ignore[arg-type]
        found["complete", kind] = timeline.catalog.complete(kind, "")
        found["since", kind] = listed(since="2024-03")
    years = sorted(int(each["start"][:4]) for each in events if each["start"])
    wide = bool(years) and years[-1] - years[0] > 300
    for by in DIMENSIONS[2:] if wide else DIMENSIONS:  # of thousands of years the months take long
        found["stats", by] = timeline.stats(by)
        found["stats since", by] = timeline.stats(by, since="2024-03")
    found["pair"] = timeline.stats("year", "actor")
    for filters in ({"since": "2024-03"}, {"until": "2024-03"}, {"importance": "notable"}, {"status": "postponed"}):
        found[repr(filters)] = [event.id for event in timeline.events(**filters)]  # type: ignore[arg-type]
    for each in events:
        found["follow", each["id"]] = [event.id for event in timeline.followers(each["id"])]
        assert timeline.event(each["id"]).id == each["id"]
    found["ids"] = timeline.catalog.complete("event", "")
    return found


class Done(NamedTuple):
    """What came of some data files: answers or an error, and whether the validator had nothing to do."""

    result: Any
    quick: bool


def read(paths: Sequence[Path], cache: Path | None = None, *, careful: bool = False) -> Done:
    """Read data files by typed decoding, or each line by the validator; an index in memory is not kept."""
    validated: list[None] = []
    read_dataset = eventfile.read_dataset

    def watched(*args: Any) -> Any:
        validated.append(None)
        return read_dataset(*args)

    with ExitStack() as patches:
        patches.enter_context(patch.object(eventfile, "read_dataset", watched))
        if careful:
            patches.enter_context(patch.object(typed_lines, "_typed", lambda line: None))
        try:
            result: Any = answers(jkr.load(*paths, today=DAY, cache=cache))
        except jkr.DataError as error:
            result = (error.message, error.hint, error.problems)
    return Done(result, not validated)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("build")


def written(folder: Path, files: Sequence[bytes]) -> list[Path]:
    """Data files with this content, in the order in which they are to be read."""
    names = ("z.jsonl", "a.ndjson", "B.JSONL")
    paths = [folder / name for name in names[: len(files)]]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    return paths


# --- lines at random --------------------------------------------------------------------------------


class Raw(str):
    """JSON that is written as it stands."""

    __slots__ = ()


Pairs = list[tuple[str, Any]]
"""An object: its keys with their values, so that a key may stand twice."""

LETTERS = st.sampled_from("aAbéß 日本국🎈\\\"'\n\t\r:{}[],/-\x00\x1b\x7f\x85\u200b\u202e\u2028\ufeff\U000e0001\u200d")
TEXT = st.text(LETTERS | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip) | (
    st.sampled_from(["the quay", 'say "date": "1999-01-01"', "sources", '"sources"', "a" * 300, "U.S.", "会談 日韓"])
)
NUMBER = st.sampled_from(["5", "1.50", "-0", "1e400", "12345678901234567890123", "true", "false", "NaN"]).map(Raw)
NAME = st.sampled_from(["ann", "Bob", "日本", "a b", "é", "x\u200by", "🎈"])
NAMES = st.lists(NAME, max_size=3) | st.none()
WHEN = [
    "2024-03-01",
    "2024-03-01",
    "2024-03-02",
    "2024-03",
    "2024",
    "2024-03-01~",
    "2024-03?",
    "2024%",
    "2023-21",
    "2024-24",
    "2024-33",
    "2024-38",
    "2024-41",
    "20XX",
    "201X",
    "2024-XX-XX",
    "2024-XX",
    "2024-03-XX",
    "2024-02-27/2024-03-01",
    "2024-01/2024-03-01",
    "2024-02/2024-03",
    "2024-01-01/..",
    "2023-12-01/",
    "../2024-03-01",
    "/2024-03",
    "../2023~",
    "0001-01-01",
    "0001/0002",
    "9999-12-31",
    "2024%/2025?",
    "2024/..",
    "00XX",
]
ADDRESS = st.sampled_from(["http://a", "https://example.org/é?x={1}", "HTTPS://[::1]/#a", "https://a/\u200d"])
EMPTY = st.sampled_from([Raw("null"), Raw("null"), Raw('"happened"')])


def some(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects in which any of some keys may be missing."""
    return st.fixed_dictionaries({}, optional=optional)


WORDS = st.none() | TEXT | TEXT | TEXT | NUMBER
SOURCE = some(
    publisher=WORDS,
    via=WORDS,
    kind=WORDS,
    lang=WORDS,
    title=WORDS,
    about=WORDS,
    url=st.none() | ADDRESS,
    date=st.none() | st.sampled_from(WHEN),
)
FLAG = st.sampled_from([None, True, False, "yes", 0])


@st.composite
def records(draw: st.DrawFn, identity: str, others: Sequence[str]) -> dict[str, Any]:
    """An event that is right, with any of its keys missing, empty or in a form that is right too."""
    when = edtf.parse(draw(st.sampled_from(WHEN)))
    derived = {
        name: st.sampled_from([None, value and str(value), str(value)])
        for name, value in (("start", when.start), ("end", when.end), ("precision", when.precision))
    }
    more = draw(
        some(
            date_note=WORDS,
            summary=WORDS,
            place=WORDS,
            actors=NAMES,
            themes=NAMES,
            thread=st.none() | NAME,
            importance=st.none() | st.sampled_from(IMPORTANCE),
            status=st.none() | st.sampled_from(STATUSES),
            follows=st.none() | st.lists(st.sampled_from([*others, "nobody"]), max_size=2),
            note=WORDS,
            sources=st.none() | st.lists(SOURCE, max_size=2),
            approximate=FLAG,
            uncertain=FLAG,
            score=st.sampled_from([None, 1.5, 0, "high", True]),
            snippet=WORDS,
            **derived,
        )
    )
    return {"id": identity, "date": when.text, "title": draw(TEXT | TEXT | NUMBER), **more}


class Style(NamedTuple):
    """How JSON is written: with letters escaped or as they are, with these signs between items and after
    keys, and with escapes in keys."""

    ascii: bool
    comma: str
    colon: str
    odd: bool


STYLES = st.builds(
    Style, st.booleans(), st.sampled_from([",", ",", ", ", " ,\t"]), st.sampled_from([":", ":", ": ", " :\r ", "\t:"]),
    st.sampled_from([False, False, False, True]),
)  # fmt: skip


def written_as(value: Any, style: Style) -> str:
    """JSON text of a value; an object may be given as its pairs."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        value = tuple(value.items())
    if isinstance(value, tuple):
        keys = [json.dumps(key) for key, _ in value]
        if style.odd:
            keys = [f'"\\u{ord(key[1]):04x}{key[2:]}' if len(key) > 2 else key for key in keys]
        items = (f"{key}{style.colon}{written_as(each, style)}" for key, (_, each) in zip(keys, value, strict=True))
        return "{" + style.comma.join(items) + "}"
    if isinstance(value, list):
        return "[" + style.comma.join(written_as(each, style) for each in value) + "]"
    return json.dumps(value, ensure_ascii=style.ascii)


IDS = ["e1", "é-2", "2024-03-01-日本", "e:4", "E5", "🎈"]


@st.composite
def right(draw: st.DrawFn) -> list[Pairs]:
    """Some events that are right together, in any order of time, each with its keys in any order."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True))
    found = []
    for place, name in enumerate(ids):
        record = draw(records(name, ids[:place]))
        keys = list(record) if draw(st.booleans()) else draw(st.permutations(list(record)))
        found.append([(key, record[key]) for key in keys])
    return draw(st.permutations(found)) if draw(st.booleans()) else found


def encoded(line: str) -> bytes:
    """UTF-8; a half letter that is to be wrong becomes bytes that are."""
    return line.encode("utf-8", "surrogatepass")


@st.composite
def texts_of(draw: st.DrawFn, lines: Sequence[str]) -> list[bytes]:
    """One to three files of these lines, with ends of either kind and what may stand between lines."""
    files: list[bytes] = []
    bounds = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=2)))
    for low, high in zip([0, *bounds], [*bounds, len(lines)], strict=True):
        data = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\n"])) if low < high else b""
        for line in lines[low:high]:
            data += encoded(line) + draw(st.sampled_from([b"\n", b"\n", b"\r\n", b" \n", b"\n\n", b"\n \t\r\n"]))
        files.append(data.rstrip(b"\n") if draw(st.booleans()) else data)
    return files


@st.composite
def right_files(draw: st.DrawFn) -> list[bytes]:
    style = draw(STYLES)
    lines = [draw(st.sampled_from(["", "", " "])) + written_as(tuple(each), style) for each in draw(right())]
    return draw(texts_of(lines))


# --- quick is careful -------------------------------------------------------------------------------

SETTINGS = partial(
    settings, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def line(name: str, when: str, **more: Any) -> bytes:
    return json.dumps({"id": name, "date": when, "title": "T", **more}).encode() + b"\n"


ESCAPED = b'{"\\u0073ources":[{"date":"1999-01-01"}],"note":"sources","d\\u0061te":"2024-03-01","id":"x","title":"t"}\n'


@SETTINGS(max_examples=120)
@given(right_files())
@example([line("a", "2024-03-01") + ESCAPED])
@example([b"", b"\n", line("a", "2024")])
@example([b""])
def test_what_is_right_is_read_quickly_and_answers_the_same(folder: Path, files: list[bytes]) -> None:
    paths = written(folder, files)
    quick, careful = read(paths), read(paths, careful=True)
    assert quick.result == careful.result
    assert isinstance(quick.result, dict)
    assert quick.quick


BAD: dict[str, Sequence[Any]] = {
    "id": ["", " ", "a b", "-x", "@x", "a,b", "a..b", "a/b", "a\n", Raw("{}"), Raw("[]"), None, "\ud800", Raw("7")],
    "date": ["", "2024-13", "2024-02-30", "yesterday", "2024/2023", "../..", None, Raw("{}"), Raw("2024"), Raw("1e3")],
    "title": ["", "\u3000", None, Raw('["T"]'), Raw("{}"), Raw('"\\ud83d"'), Raw('"\x01"')],
    "start": ["2024-03-09", "", True, Raw("{}"), Raw("[]"), Raw("0")],
    "end": ["2024-03-09", "none", Raw("20240301")],
    "precision": ["days", "", Raw('["day"]')],
    "approximate": [Raw("{}"), Raw("[]"), ""],
    "score": [Raw("{}"), Raw("[]"), Raw('{"date":"1999"}')],
    "importance": ["Major", "", Raw("1"), Raw("[]")],
    "status": ["done", Raw("true"), Raw("{}")],
    "actors": ["ann", Raw("{}"), [None], [""], [["ann"]], ["\u2003"], Raw("[5]"), Raw('["\\udc00"]'), ""],
    "follows": ["e1", Raw("{}"), [None], ["x", ""], Raw("[1]")],
    "thread": ["", Raw("[]"), Raw("5")],
    "summary": ["", "\n", Raw("{}"), Raw('"\\ud800 half"')],
    "sources": [
        *("https://a", Raw("{}"), [None], [[]], [{"url": "a"}], [{"url": "https://a b"}], [{"url": "https://a\u200b"}]),
        *([{"url": ""}], [{"date": "never"}], [{"date": ""}], [{"titel": "x"}], [{"title": ""}], [{"title": {}}]),
        *([Raw('{"lang":"en","lang":"en"}')], [Raw('{"url":"https://a","\\u0075rl":"https://b"}')], [{"url": 5}]),
    ],
    "titel": ["x"],
    "": [1],
}
"""Values that are wrong at their keys, and a few that only look so."""

ALONE = [
    *("{", "[]", "null", '"x"', "1", "{}", "\ufeff", "\x0c", "\x1c", "\u3000", "\ud800", "[" * 100_000, "{}{}", "\x00"),
    '{"id": "q", "date": "2024", "title": "T"} x',
    '\ufeff{"id": "q", "date": "2024", "title": "T"}',
    '{"id": "q", "date": "2024", "title": "T",}',
    '{"id": "q", "id": "q", "date": "2024", "title": "T"}',
    '{"id": "q", "date": "2024", "date": "2023", "title": "T"}',
    '{"id": "q", "date": "2024", "d\\u0061te": "2024", "title": "T"}',
    '{"id": "q", "date": "2024", "title": "a \\": b", "title" : "T"}',
    '{"sources": [], "sources": [{"date": "2024"}], "id": "q", "date": "2024", "title": "T"}',
]
"""Whole lines that are wrong or odd."""


@st.composite
def broken(draw: st.DrawFn) -> list[bytes]:
    """Files of events of which one thing or two are wrong, or look so."""
    style = draw(STYLES)
    events = draw(right())
    lines: list[str] = []
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        which = draw(st.integers(0, len(events) - 1))
        event = events[which]
        other = draw(st.sampled_from(events))
        how = draw(st.sampled_from(["value"] * 4 + ["twice", "gone", "same", "circle", "alone"]))
        if how == "value":
            name = draw(st.sampled_from(list(BAD)))
            value = draw(st.sampled_from(BAD[name]))
            events[which] = [pair for pair in event if pair[0] != name]
            events[which].insert(draw(st.integers(0, len(events[which]))), (name, value))
        elif how == "twice":
            pair = draw(st.sampled_from(event))
            event.insert(draw(st.integers(0, len(event))), draw(st.sampled_from([pair, (pair[0], "other")])))
        elif how == "gone":
            event.remove(draw(st.sampled_from(event)))
        elif how == "same":
            events.append(list(other))
        elif how == "circle":
            ids = [dict(each).get("id", "e1") for each in (event, other)]
            for each, name in ((event, ids[1]), (other, ids[0])):
                each[:] = [*(pair for pair in each if pair[0] != "follows"), ("follows", [name])]
        else:
            lines.append(draw(st.sampled_from(ALONE)))
    lines = [written_as(tuple(each), style) for each in events] + lines
    return draw(texts_of(draw(st.permutations(lines)) if draw(st.booleans()) else lines))


@SETTINGS(max_examples=200)
@given(broken())
@example([line("a", "2024") + b"\xef\xbb\xbf" + line("b", "2024")])
@example([b"\xef\xbb\xbf\xef\xbb\xbf" + line("a", "2024")])
@example([line("a", "2024", follows=["a"])])
@example([line("a", "2024", follows=["b"]) + line("b", "2025", follows=["c"]), line("c", "2023", follows=["a"])])
@example([line("a", "2024", follows=["b", "b"]) + line("b", "2025", follows=["none"])])
@example([line("a", "2024"), line("a", "2024")])
def test_what_may_be_wrong_ends_as_when_it_is_read_carefully(folder: Path, files: list[bytes]) -> None:
    paths = written(folder, files)
    quick, careful = read(paths), read(paths, careful=True)
    assert quick.result == careful.result
    assert not quick.quick or isinstance(careful.result, dict)


PLAIN = [[("id", name), ("date", when), ("title", f"Title {name}")] for name, when in (("a", "2024"), ("e1", "20XX"))]
WRITTEN = [Style(True, ",", ":", False), Style(False, ", ", " : ", False), Style(False, ",", ":", True)]


@pytest.mark.parametrize("name", BAD)
def test_each_wrong_value_ends_as_when_it_is_read_carefully(folder: Path, name: str) -> None:
    ends = []
    for value in BAD[name]:
        for style in WRITTEN:
            own = [pair for pair in (("id", "x"), ("date", "2024-03"), ("title", "T")) if pair[0] != name]
            events = [PLAIN[0], [*own, (name, value)], PLAIN[1]]
            paths = written(folder, [b"".join(encoded(written_as(tuple(each), style)) + b"\n" for each in events)])
            quick, careful = read(paths), read(paths, careful=True)
            assert quick.result == careful.result, value
            assert quick.quick == isinstance(careful.result, dict), value
            ends.append(quick.quick)
    assert not all(ends)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_wrong_line_ends_as_when_it_is_read_carefully(folder: Path, place: int) -> None:
    ends = []
    for odd in ALONE:
        lines = [encoded(written_as(tuple(each), WRITTEN[0])) for each in PLAIN]
        lines.insert(place, encoded(odd))
        for end in (b"\n", b"\r\n"):
            paths = written(folder, [end.join(lines)])
            quick, careful = read(paths), read(paths, careful=True)
            assert quick.result == careful.result, odd
            assert not quick.quick or isinstance(careful.result, dict)
            ends.append(quick.quick)
    assert set(ends) == {True, False}


# --- many lines -------------------------------------------------------------------------------------


def many(seed: int, number: int = 700) -> list[bytes]:
    """Lines of several batches, some of them out of order."""
    chance = random.Random(seed)
    found = []
    for place in range(number):
        day = date(2020, 1, 1) + timedelta(place // 3 + chance.choice((0, 0, 0, 40)))
        when = chance.choice((f"{day}", f"{day}", f"{day}/..", f"{day:%Y-%m}", f"../{day}"))
        more: dict[str, Any] = {"actors": chance.sample(["ann", "bob", "cyd"], chance.randint(0, 2))}
        if place and not chance.randrange(5):
            more["follows"] = [f"e{chance.randrange(place)}"]
        found.append(line(f"e{place}", when, summary=f"word{chance.randrange(90)} 会談", **more))
    return found


def with_line(place: int, data: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines[:place], data, *lines[place:]]


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "right": lambda lines: lines,
    "in order": lambda lines: [line(f"e{place}", f"{2000 + place}", summary="word1") for place in range(len(lines))],
    "odd": with_line(350, b'{"id": "q", "title": 5, "date": 2020, "actors": null}\n'),
    "wrong at first": with_line(0, b"{\n"),
    "wrong in the middle": with_line(350, line("q", "2020-02-02", summary=" ")),
    "wrong at last": with_line(700, line("q", "2020-02-30")),
    "doubled": with_line(700, line("e3", "2024")),
    "circle": with_line(700, line("q", "2021", follows=["q"])),
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_several_batches_are_read_as_by_the_validator(
    change: Callable[[list[bytes]], list[bytes]], tmp_path: Path, cache: Path
) -> None:
    lines = change(many(1))
    paths = written(tmp_path, [b"".join(lines[:200]), b"".join(lines[200:])])
    done, careful = read(paths, cache), read(paths, careful=True)
    assert done.result == careful.result
    assert done.quick == isinstance(careful.result, dict)
    if done.quick:
        index_of(cache)
    else:
        assert list(cache.iterdir()) == []


def test_lines_beside_a_file_with_registries_are_read_as_by_the_validator(tmp_path: Path) -> None:
    registry, lines = tmp_path / "a.yaml", tmp_path / "b.jsonl"
    registry.write_text(
        "actors: {ann: {name: Ann Example, of: bob}, bob: {name: Bob}}\n"
        "events: [{id: y, date: 2020-02-01, title: Y, actors: [ann], follows: [e3]}]\n"
    )
    lines.write_bytes(b"".join(many(5, 40)))
    for paths in ([registry, lines], [lines, registry]):
        done = read(paths)
        assert done.result == read(paths, careful=True).result
        assert done.result["totals"]["events"] == 41
        assert {each.id: each.of for each in done.result["actor"] if each.of} == {"ann": "bob"}


INTERRUPTED = """
import sys, time
from jkrtimeline.index import build
insert = build._insert
def slow(*args):
    insert(*args)
    print("begun", flush=True)
    time.sleep(1)
build._insert = slow
sys.argv[1:] = ["timeline", "--json", "--data", sys.argv[1]]
from jkrtimeline.__main__ import run
run()
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_interrupted_leaves_nothing(number: signal.Signals, tmp_path: Path, cache: Path) -> None:
    (path,) = written(tmp_path, [b"".join(many(4, 3000))])
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "JKR_CACHE_DIR": str(cache)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (128 + number, b"", b"")
    assert list(cache.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
