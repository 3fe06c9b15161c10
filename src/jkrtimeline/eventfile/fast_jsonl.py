"""A line of JSON Lines → the public record of its event, quickly, where nothing is wrong with it.

Knows what is right, as `records` and `rules` have it for a single event, not what is wrong: where that is
in doubt the line is read by them, and where they find an error no record comes of it.
"""

import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Any

from orjson import dumps, loads

from ..edtf import DateError, EventDate, parse, remembered
from ..fields import EVENT, EVENT_FIELDS, HIT_FIELDS, SOURCE
from ..text.json_text import to_json
from ..text.sanitize import escaped
from . import cross_check, nodes, patterns, sections
from .construct import make_event
from .validate import Validator

MOST = 4_000_000
"""Lines that are put in order in memory, some 40 bytes each; a longer file is read carefully."""

_BOM = b"\xef\xbb\xbf"
_MANY_DATES = 10_000
"""Dates that are remembered while lines are put in order."""

_DAYS = 1 << 24
"""More than there are day numbers."""

_KEYS = frozenset((*EVENT_FIELDS, *HIT_FIELDS))
_EMPTY: dict[str, Any] = dict.fromkeys(EVENT_FIELDS)
_EMPTY_SOURCE: dict[str, Any] = dict.fromkeys(each.name for each in SOURCE)
_ONE_LINE = tuple(each.name for each in EVENT if each.type == "text")
_LISTS = tuple(each.name for each in EVENT if each.type in ("texts", "records"))
_CHOICES = tuple((each.name, each.choices) for each in EVENT if each.type == "choice")
_FLAGS = (None, True, False)

_is_id = re.compile(patterns.ID).fullmatch
_is_address = re.compile(patterns.ADDRESS).fullmatch
_date = re.compile(rb'"date"[ \t\r]*:[ \t\r]*"([^"\\]*)"').search
_half = re.compile("[\ud800-\udfff]").search
_key = re.compile(rb'"[ \t\r\n]*:')


class Lines:
    """The lines of some files of JSON Lines, in the order of time. Raises OSError and ValueError, the
    latter where a line is too long or its date cannot be read."""

    def __init__(self, files: Sequence[IO[bytes]]) -> None:
        self._files = files
        self._starts: list[array[int]] = []
        """Where the lines of each file begin; the number of a line is its place here, from 1."""
        self._order: list[int] | None = None
        self.reach: tuple[int, int] = (0, 0)
        """The first and the last of the day numbers (date.toordinal) on which the events begin."""
        self._sort()

    def _sort(self) -> None:
        """Look at the dates; where they are not in order, remember which line is to be read when."""
        keys = array("Q")
        known: dict[bytes, int] = {}
        ordered, before = True, 0
        for file in self._files:
            position = 0
            starts = array("Q")
            while line := file.readline(nodes.LONGEST + 1):
                starts.append(position)
                position += len(line)
                if len(line) > nodes.LONGEST or len(keys) > MOST:
                    raise ValueError(f"line {len(starts)} is too long, or there are too many")
                found = _date(line)
                # Not that of a source: these stand in braces of their own.
                text = found[1] if found and line.find(b"{", 1, found.start()) < 0 else _date_in(line)
                key = known.get(text) if text else before
                if key is None:
                    if len(known) > _MANY_DATES:
                        known.clear()
                    key = known[text] = _place_in_time(text)
                if key < before:
                    ordered = False
                before = key
                keys.append(key)
            self._starts.append(starts)
        if not ordered:
            self._order = sorted(range(len(keys)), key=keys.__getitem__)
        in_order = self._order or range(len(keys))
        begun = bisect_left(in_order, _DAYS, key=keys.__getitem__)
        if begun < len(keys):
            self.reach = (keys[in_order[begun]] // _DAYS, keys[in_order[-1]] // _DAYS)

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Number of the file (from 0), number of the line (from 1), and the line."""
        if self._order is None:
            for place, file in enumerate(self._files):
                file.seek(0)
                number = 0
                for number, line in enumerate(islice(file, len(self._starts[place])), 1):
                    yield place, number, line
                if number < len(self._starts[place]):
                    raise ValueError("the file has become shorter")
            return
        bounds = [0]
        for starts in self._starts:
            bounds.append(bounds[-1] + len(starts))
        place = 0
        for each in self._order:
            while not bounds[place] <= each < bounds[place + 1]:
                place = (place + 1) % len(self._files)
            number = each - bounds[place]
            file = self._files[place]
            file.seek(self._starts[place][number])
            yield place, number + 1, file.readline()


def _date_in(line: bytes) -> bytes:
    """The date of an event, as it is written; nothing of an empty line. Raises ValueError."""
    if line.isspace():
        return b""
    try:
        record = json.loads(line.removeprefix(_BOM))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return str(record.get("date") if isinstance(record, dict) else None).encode()


def _place_in_time(text: bytes) -> int:
    """What orders events: first and last day of a date. Raises ValueError."""
    try:
        when = parse(text.decode())
    except DateError as error:
        raise ValueError(error.message) from None
    first = when.start.toordinal() if when.start else 0
    last = when.end.toordinal() if when.end else _DAYS - 1
    return first * _DAYS + last


def record_of(path: str, number: int, line: bytes) -> tuple[dict[str, Any], str] | None:
    """The public record of an event that a line holds, and the same as JSON (see public.to_json); None where
    the line is empty. Raises ValueError where it holds no event, or one with an error."""
    return None if line.isspace() else _right(line) or _checked(path, number, line)


def _checked(path: str, number: int, line: bytes) -> tuple[dict[str, Any], str] | None:
    """The same, by those who know what is wrong."""
    if number > 1 and line.startswith(_BOM):  # it is known at the beginning of a file only
        raise ValueError(f"{path}:{number}")
    reader = Validator(path)
    file = sections.lines_file(reader, nodes.lines(path, _Line(line), reader.add))
    found = [(record, cross_check.is_whole(file, record)) for record in file.events]
    if reader.count("error") or not all(whole for _, whole in found):
        raise ValueError(f"{path}:{number}")
    if not found:
        return None
    record = make_event(found[0][0]).public()
    return record, to_json(record)


class _Line:
    """One line as a file."""

    def __init__(self, line: bytes) -> None:
        self._line = line

    def readline(self, _: int, /) -> bytes:
        line, self._line = self._line, b""
        return line


def _right(line: bytes) -> tuple[dict[str, Any], str] | None:
    """Record and JSON of a line that is certainly right; None of any other."""
    try:
        raw = loads(line)
    except ValueError:
        return None
    if type(raw) is not dict or not raw.keys() <= _KEYS:
        return None
    record: dict[str, Any] = _EMPTY | raw
    when, identity, sources = _moment(record["date"]), record["id"], record["sources"]
    if when is None or identity is None or record["title"] is None:
        return None
    for name in _LISTS:
        if type(record[name]) is not list:
            if record[name] is not None:
                return None
            record[name] = []
    texts = [identity, *record["actors"], *record["themes"], *record["follows"]]
    texts += [record[name] for name in _ONE_LINE if record[name] is not None]
    keys = len(raw)
    if sources:
        record["sources"] = made = []
        for source in sources:
            if type(source) is not dict:
                return None
            whole: dict[str, Any] = _EMPTY_SOURCE | source
            url, day = whole["url"], whole["date"]
            if len(whole) > len(_EMPTY_SOURCE) or (day is not None and _moment(day) is None):
                return None
            if url is not None and not (type(url) is str and url.isprintable() and _is_address(url)):
                return None
            texts += [value for value in whole.values() if value is not None]
            made.append(whole)
            keys += len(source)
    try:
        joined = " ".join(texts)
    except TypeError:  # one is no text
        return None
    if "" in map(str.strip, texts) or not (joined.isprintable() or not _half(joined)) or not _is_id(identity):
        return None
    # What is derived from the date agrees with it, where it is given.
    start, end = when.start and when.start.isoformat(), when.end and when.end.isoformat()
    if (
        record["start"] not in (start, None)
        or record["end"] not in (end, None)
        or record["precision"] not in (when.precision, None)
        or record["approximate"] not in _FLAGS
        or record["uncertain"] not in _FLAGS
    ):
        return None
    record.update(
        start=start, end=end, precision=when.precision, approximate=when.approximate, uncertain=when.uncertain
    )
    for name, choices in _CHOICES:
        if record[name] not in choices:
            if record[name] is not None:
                return None
            record[name] = choices[0]
    if len(record) > len(_EMPTY):
        for name in HIT_FIELDS:
            if isinstance(record.pop(name, None), list | dict):
                return None
    written = dumps(record)
    if written != line[:-1] and not _are_single(line, keys):  # where it is the same, no key can stand twice
        return None
    text = written.decode()
    return record, text if text.isascii() and "\x7f" not in text else escaped(text)


def _moment(text: Any) -> EventDate | None:
    """A date; None where it cannot be read."""
    try:
        return remembered(text) if type(text) is str else None
    except DateError:
        return None


def _are_single(text: bytes, keys: int) -> bool:
    """Whether no key stands twice in JSON text of which so many were read: each has a colon after its
    closing quotation mark, so that there are more of these where one was passed over."""
    if text.count(b'":') == keys and b" :" not in text and b"\t" not in text and b"\r" not in text[:-2]:
        return True
    return len(_key.findall(text)) == keys
