"""The JSON Schema and the reader accept and refuse the same files."""

import copy
import json
import random
import re
from collections.abc import Iterator
from itertools import chain, product
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from jkrtimeline import edtf
from jkrtimeline.eventfile import patterns
from jkrtimeline.fields import RECORD_TYPES, Field, RecordType

from .schema_checks import CALENDAR, ONE, broken_rules, complaints

WORDS = st.sampled_from(["a", "b c", "石破", "no", "2020", "x: y", "<<", "é\u202e"])


# No whole number of fewer than four digits: as a date it could be 0850, which an editor takes for 850.
NUMBERS: st.SearchStrategy[Any] = st.sampled_from([1000, 2024, 20.5, -0.5, 1e-9, True, False])


TEXTS = WORDS | NUMBERS


IDS = st.sampled_from(["a", "b", "2020-a", "石", "a.b", 7000, True])


DATES = st.sampled_from(["2020", "2020-02-29", "2020-06/2021", "20XX", "../2021", "2020-21~", "2020-XX-XX", 1999])


def valid_value(field: Field) -> st.SearchStrategy[Any]:
    """A value that the description allows."""
    made: dict[str, st.SearchStrategy[Any]] = {
        "text": TEXTS,
        "id": IDS,
        "choice": st.sampled_from(field.choices or ("",)),
        "date": DATES,
        "address": st.sampled_from(["http://a.b", "HTTPS://a/?q=1#x"]),
        "country": st.sampled_from(["JP", "NO"]),
        "item": st.sampled_from(["Q1", "Q884"]),
        "flag": st.sampled_from([True, False, "true", "false"]),
        "derived": st.none() | st.text(max_size=2) | NUMBERS,
        "texts": st.lists(TEXTS, max_size=2),
        "derived-texts": st.lists(TEXTS, max_size=2),
        "names": st.dictionaries(WORDS, TEXTS, max_size=2),
        "rows": st.lists(st.lists(TEXTS, max_size=2), max_size=2),
        "lists": st.dictionaries(WORDS, st.lists(TEXTS, max_size=2), max_size=2),
    }
    if field.type in made:
        return made[field.type]
    inner = record(field.record) if field.record is not None else st.nothing()
    if field.type == "registry":
        return st.dictionaries(IDS.map(str), inner, max_size=2)
    return st.lists(inner, max_size=2)


def record(fields: RecordType) -> st.SearchStrategy[dict[str, Any]]:
    needed = {field.name: valid_value(field) for field in fields if field.required}
    return st.fixed_dictionaries(
        needed, optional={field.name: valid_value(field) for field in fields if not field.required}
    )


DATELIKE = re.compile(r"[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?(/[0-9]{4}(-[0-9]{2}){0,2})?")


NEAR = {
    "date": ["2021-13", "2021-02-31", "0000", "2022/2021", "../..", "/", "20X1", "9999-24", "20~~", "2024-1-1", 0, -5],
    "url": ["ftp://a.b", "http://", "http:///x", "http://?a", "https://a b", "https:a", " https://a", "https", 5],
    "id": ["@a", "-a", "a..b", "a/b", "a,b", " a", "a\tb", "a\x1fb", -1, 10_000, 2.5, "é", "a.b.c", "a@-"],
}
"""Values near the border of what a key may hold, on either side."""


JUNK: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, "", "  ", "\u3000", "1", "2", "happened", "state", "yes", "TRUE"]),
    st.sampled_from([[], [None], [[]], {}, {"a": "b"}]),
    st.text(max_size=4),
    st.from_regex(DATELIKE, fullmatch=True),
    *map(st.sampled_from, NEAR.values()),
)


KEYS = st.sampled_from(sorted({field.name for fields in RECORD_TYPES.values() for field in fields})) | st.text(
    max_size=3
)


def slots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every (mapping or list, key or index) below a value."""
    for key in list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ():
        yield tree, key
        yield from slots(tree[key])


VALID = record(RECORD_TYPES["file"]) | st.lists(record(RECORD_TYPES["event"]), min_size=1, max_size=2)


@st.composite
def trees(draw: st.DrawFn) -> Any:
    """A valid file or list of events, with a few random changes."""
    tree = [draw(VALID)]
    for _ in range(draw(st.integers(1, 4))):
        all_slots = list(slots(tree))  # the whole can be changed too
        leaves = [index for index, (holder, key) in enumerate(all_slots) if not isinstance(holder[key], dict | list)]
        holder, key = all_slots[draw(st.integers(0, len(all_slots) - 1) | st.sampled_from(leaves or [0]))]
        samples = st.sampled_from(NEAR[key]) | JUNK if key in NEAR else JUNK
        junk = copy.deepcopy(draw(samples))  # which a later change must not reach
        match draw(st.sampled_from(["replace", "drop", "rename", "add"])):
            case "replace":
                holder[key] = junk
            case "drop" if holder is not tree:
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[draw(KEYS)] = holder.pop(key)
            case "add" if isinstance(holder[key], dict):
                holder[key][draw(KEYS)] = junk
            case "add" if isinstance(holder[key], list):
                holder[key].append(junk)
    return tree[0]


def texts(tree: Any) -> Iterator[str]:
    for holder, key in slots([tree]):
        yield from (text for text in (key, holder[key]) if isinstance(text, str))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(trees())
@example([{**ONE, "date": "2021-02-31"}])
@example([{**ONE, "native": {"ja": ""}}])
@example({"actors": {"a": {"name": "A", "native": {"ja": ""}}}, "events": []})
def test_the_schema_and_the_reader_agree(tree: Any) -> None:
    """Left out is what ends in a line feed, before which `$` holds in Python though not in ECMA-262."""
    assume(not any(text.endswith("\n") for text in texts(tree)))
    rules = broken_rules(json.dumps(tree, indent=1, ensure_ascii=False))
    assert (complaints(tree) == []) == (rules == set()), rules


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in NEAR.items() for value in values])
def test_the_schema_and_the_reader_refuse_the_same_values(key: str, value: Any) -> None:
    tree = [{**ONE, "sources": [{key: value}]}] if key == "url" else [{**ONE, key: value}]
    assert (complaints(tree) == []) == (broken_rules(json.dumps(tree, indent=1)) == set())


PIECES = (
    *("0000", "0850", "2024", "9999", "201X", "20XX", "2XXX", "-00", "-02", "-12", "-13", "-21", "-24", "-41", "-42"),
    *("-XX", "-30", "-31", "-32", "/", "..", "?", "~", "%", "-", "X", " ", "-1", "24", "٣"),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.from_regex(patterns.DATE, fullmatch=True))
def test_the_pattern_matches_dates_and_little_else(text: str) -> None:
    check_pattern(text)


def test_the_pattern_matches_no_other_pieces() -> None:
    chance = random.Random(1)
    for text in map("".join, chain(*(product(PIECES, repeat=size) for size in range(3)))):
        check_pattern(text)
    ends = [
        day + sign for day in ("0850", "2024-02", "2024-24", "2024-02-30", "201X", "..", "") for sign in ("", *"?~%")
    ]
    for interval in product(ends, ends):
        check_pattern("/".join(interval))
    for _ in range(5000):
        check_pattern("".join(chance.choices(PIECES, k=chance.randint(3, 6))))


def check_pattern(text: str) -> None:
    """A text that the pattern matches is a date, or of the form of one; another text is none."""
    refusal = ""
    try:
        edtf.parse(text)
    except edtf.DateError as error:
        refusal = error.message
    if re.fullmatch(patterns.DATE, text):
        assert refusal == "" or CALENDAR.search(refusal), text
    else:
        assert refusal, text


@pytest.mark.parametrize("month", range(100))
def test_the_pattern_matches_every_month_and_grouping(month: int) -> None:
    text = f"2024-{month:02}"
    assert (re.fullmatch(patterns.DATE, text) is not None) == (month in range(1, 13) or month in edtf.GROUPINGS)
