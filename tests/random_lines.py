"""Random event files in JSON Lines, valid and invalid."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from jkrtimeline import edtf
from jkrtimeline.fields import IMPORTANCE, STATUSES


class Raw(str):
    """JSON text, written unchanged."""

    __slots__ = ()


Pairs = list[tuple[str, Any]]
"""An object as a list of keys and values, which may have a key twice."""

LETTERS = st.sampled_from("aAbéß 日本국🎈\\\"'\n\t\r:{}[],/-\x00\x1b\x7f\x85\u200b\u202e\u2028\ufeff\U000e0001\u200d")
TEXT = st.text(LETTERS | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip) | (
    st.sampled_from(["the quay", 'say "date": "1999-01-01"', "sources", '"sources"', "a" * 300, "U.S.", "会談 日韓"])
)
NUMBER = st.sampled_from(["5", "1.50", "-0", "1e400", "12345678901234567890123", "true", "false", "NaN"]).map(Raw)
NAME = st.sampled_from(["ann", "Bob", "日本", "a b", "é", "x\u200by", "🎈"])
NAMES = st.lists(NAME, max_size=3) | st.none()
WHEN = [
    "2024-03-01", "2024-03-01", "2024-03-02", "2024-03", "2024", "2024-03-01~", "2024-03?", "2024%", "2023-21",
    "2024-24", "2024-33", "2024-38", "2024-41", "20XX", "201X", "2024-XX-XX", "2024-XX", "2024-03-XX",
    "2024-02-27/2024-03-01", "2024-01/2024-03-01", "2024-02/2024-03", "2024-01-01/..", "2023-12-01/",
    "../2024-03-01", "/2024-03", "../2023~", "0001-01-01", "0001/0002", "9999-12-31", "2024%/2025?", "2024/..",
    "00XX",
]  # fmt: skip
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
    """A valid event, with any of its keys missing, empty or in another valid form."""
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
    """The style of JSON text: whether letters are escaped, the signs between items and after keys, and whether keys
    have escapes."""

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
def valid_events(draw: st.DrawFn) -> list[Pairs]:
    """Some events that are valid together, in any order of time, each with its keys in any order."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True))
    events = []
    for position, name in enumerate(ids):
        record = draw(records(name, ids[:position]))
        keys = list(record) if draw(st.booleans()) else draw(st.permutations(list(record)))
        events.append([(key, record[key]) for key in keys])
    return draw(st.permutations(events)) if draw(st.booleans()) else events


def encoded(line: str) -> bytes:
    """UTF-8; a lone surrogate becomes invalid bytes."""
    return line.encode("utf-8", "surrogatepass")


@st.composite
def texts_of(draw: st.DrawFn, lines: Sequence[str]) -> list[bytes]:
    """One to three files of these lines, with various line ends and blank lines."""
    files: list[bytes] = []
    bounds = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=2)))
    for low, high in zip([0, *bounds], [*bounds, len(lines)], strict=True):
        data = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf", b"\n"])) if low < high else b""
        for line in lines[low:high]:
            data += encoded(line) + draw(st.sampled_from([b"\n", b"\n", b"\r\n", b" \n", b"\n\n", b"\n \t\r\n"]))
        files.append(data.rstrip(b"\n") if draw(st.booleans()) else data)
    return files


@st.composite
def valid_files(draw: st.DrawFn) -> list[bytes]:
    style = draw(STYLES)
    lines = [draw(st.sampled_from(["", "", " "])) + written_as(tuple(each), style) for each in draw(valid_events())]
    return draw(texts_of(lines))


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
"""Values that are invalid for their keys, and a few valid ones like them."""

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
"""Lines that are invalid, and a few unusual valid ones."""


@st.composite
def broken(draw: st.DrawFn) -> list[bytes]:
    """Files of events with one or two changes that make them invalid, or nearly so."""
    style = draw(STYLES)
    events = draw(valid_events())
    lines: list[str] = []
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        which = draw(st.integers(0, len(events) - 1))
        event = events[which]
        other = draw(st.sampled_from(events))
        how = draw(st.sampled_from(["value"] * 4 + ["twice", "gone", "same", "cycle", "alone"]))
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
        elif how == "cycle":
            ids = [dict(each).get("id", "e1") for each in (event, other)]
            for each, name in ((event, ids[1]), (other, ids[0])):
                each[:] = [*(pair for pair in each if pair[0] != "follows"), ("follows", [name])]
        else:
            lines.append(draw(st.sampled_from(ALONE)))
    lines = [written_as(tuple(each), style) for each in events] + lines
    return draw(texts_of(draw(st.permutations(lines)) if draw(st.booleans()) else lines))
