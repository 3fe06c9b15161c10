"""A file of any kind → its events, checked, and what was lost on the way."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..errors import DataError, UsageError
from ..eventfile import Input, nodes
from ..fields import HEADER, SECTIONS
from ..index.ledger import collected
from ..model import Dataset, Event
from ..text.suggest import did_you_mean
from . import KINDS, ORDERS
from .draft import Draft, Heading, make, within
from .report import EVENT, ROW, Report

_KIND_OF = {
    **{f".{kind}": kind for kind in KINDS},
    **dict.fromkeys((".jsonl", ".ndjson"), "json"),
    **dict.fromkeys((".ical", ".ifb"), "ics"),
    ".tab": "tsv",
    ".yml": "yaml",
}
_SECTIONS = "|".join((*HEADER.names(), *SECTIONS.names()))
_YAML = rf"(?:[ \t]*(?:#.*)?\r?\n)*(?:---|%YAML|- |(?:{_SECTIONS}):)"
LARGEST = 32 << 20
"""Bytes of a file that is imported. It is read whole, and an event takes some 5 KB of memory, 9 KB as
YAML: for rows of a hundred letters that is fifty and ninety times as much as the file."""

_OTHERS = {b"PK\x03\x04": "a workbook or another archive", b"\xd0\xcf\x11\xe0": "an old workbook", b"%PDF": "a PDF"}
"""How files begin that people may take for tables."""


class Converted(NamedTuple):
    """The events of a file, checked, and what was lost on the way."""

    dataset: Dataset
    events: tuple[Event, ...]
    losses: Report


def convert(file: Input, kind: str | None = None, order: str | None = None, mapping: Sequence[str] = ()) -> Converted:
    """Read a file of one of KINDS; without `kind` its name tells it, else its content. `order` is one
    of ORDERS, for dates such as 10/3/2024; each of `mapping` is `column=field`.

    Raises UsageError for a kind, an order or a mapping that has no meaning, DataError for a file that
    cannot be read at all.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"unknown kind {kind!r}", hint=did_you_mean(kind, KINDS, f"one of: {', '.join(KINDS)}"))
    if order is not None and order not in ORDERS:
        raise UsageError(f"unknown order {order!r}", hint=f"one of: {', '.join(ORDERS)}")
    text = _text(file)
    if not text.strip():
        raise DataError(f"{file.name}: is empty", hint="name a file with events in it")
    found = kind or _kind(file.name, text)
    if found == "timelinejs":
        found = "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    table = found in ("csv", "tsv")
    for option, value in (("--map", mapping), ("--dates", order)):
        if value and not table:
            raise UsageError(f"{option} has no meaning for {found}", hint="it tells how to read a table")
    losses, heading = Report(ROW if table else EVENT), Heading()
    drafts: Iterator[Draft]
    if table:
        from . import tables

        drafts = tables.read(file.name, text, losses, heading, tabs=found == "tsv", order=order, mapping=mapping)
    elif found == "ics":
        from . import ical

        drafts = ical.read(file.name, text, losses, heading)
    else:
        from . import timelinejs_slides

        value = timelinejs_slides.parse(file.name, text, sure=kind == "timelinejs")
        if value is None:
            own, events = collected(Input(file.name, text.encode()))
            return Converted(own, within(events, losses, {}), losses)
        losses.unit = "event"
        drafts = timelinejs_slides.read(file.name, value, losses, heading)
    events = make(drafts, losses)
    return Converted(Dataset(heading.header(losses)), events, losses)


def _kind(name: str, text: str) -> str:
    """The kind that the ending of a name tells, else how the text begins."""
    ending = next((kind for suffix, kind in _KIND_OF.items() if name.lower().endswith(suffix)), None)
    if ending is not None:
        return ending
    start = text.lstrip()[:20].upper()
    if start[:1] in ("{", "["):
        return "json"
    if start.startswith("BEGIN:VCALENDAR"):
        return "ics"
    return "yaml" if re.match(_YAML, text) else "csv"


def _text(file: Input) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark, as Excel writes it. Raises DataError
    with the place of the byte that is neither."""
    data = file.all(LARGEST)
    if len(data) > LARGEST:
        raise DataError(f"{file.name}: more than {LARGEST >> 20} MiB", hint="divide it, and import the parts")
    for start, what in _OTHERS.items():
        if data.startswith(start):
            hint = "save it as CSV in UTF-8 (in Excel: Save As, CSV UTF-8), and import that"
            raise DataError(f"{file.name}: is {what}, not a text", hint=hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            message = f"{file.name}: byte {error.start + 1} is not UTF-16"
            raise DataError(message, hint="save the file as UTF-8") from None
    if b"VCALENDAR" in data[:64].upper():
        # RFC 5545, 3.1: a line may be folded inside a letter of several bytes.
        data = re.sub(rb"(\r?\n[ \t])([\x80-\xbf]+)", rb"\2\1", data)
    return nodes.decode(file.name, data)
