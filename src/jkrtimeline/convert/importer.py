"""A file of any kind → its events, checked, and a report of what was left out or changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ..errors import DataError, UsageError, unknown_name
from ..eventfile import Input
from ..fields import HEADER, SECTIONS
from ..model import Dataset, Event
from . import CENTURIES, INPUTS, ORDERS
from .date_rules import DateRules
from .draft import Draft, events_of, header_of, with_references
from .report import EVENTS, RECORDS, Report
from .tables import Table, read_table
from .text_encoding import decode_text, read_bytes

_KIND_OF = {
    **{f".{kind}": kind for kind in INPUTS},
    **dict.fromkeys((".jsonl", ".ndjson", ".geojson"), "json"),
    **dict.fromkeys((".ical", ".ifb", ".vcs"), "ics"),
    **dict.fromkeys((".mw", ".markwhen"), "markwhen"),
    **dict.fromkeys((".xlsm", ".xltx"), "xlsx"),
    ".tab": "tsv",
    ".yml": "yaml",
}
_SECTIONS = "|".join((*HEADER.names(), *SECTIONS.names()))
_YAML = rf"(?:[ \t]*(?:#.*)?\r?\n)*(?:---|%YAML|- |(?:{_SECTIONS}):)"
_TABLES = ("csv", "tsv", "xlsx", "json", "yaml")
_OPTIONS = {
    "mapping": ("--map", _TABLES),
    "order": ("--dates", (*_TABLES, "markwhen")),
    "century": ("--century", (*_TABLES, "markwhen")),
    "sheet": ("--sheet", ("xlsx",)),
    "until": ("--until", ("ics",)),
    "zone": ("--zone", ("ics", *_TABLES)),
}
"""Attribute of ImportOptions → its option, and the kinds of files for which that has a meaning."""


class Converted(NamedTuple):
    """The events of a file, checked, and what was left out or changed."""

    dataset: Dataset
    events: tuple[Event, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is read: `kind` is one of INPUTS (None: that of its name, or its content), `order` one of
    ORDERS, `century` one of CENTURIES, each of `mapping` is `column=field`, `encoding` the name of a
    codec, `sheet` that of a sheet, `until` the last day (ISO) of endless series, `zone` an IANA time zone."""

    kind: str | None = None
    order: str | None = None
    century: str | None = None
    mapping: tuple[str, ...] = ()
    encoding: str | None = None
    sheet: str | None = None
    until: str | None = None
    zone: str | None = None

    def check(self) -> None:
        """Raises UsageError for a value that is no choice."""
        for name, choices in (("kind", INPUTS), ("order", ORDERS), ("century", CENTURIES)):
            value = getattr(self, name)
            if value is not None and value not in choices:
                raise unknown_name(name, value, choices)

    def check_for(self, kind: str) -> None:
        """Raises UsageError for an option that has no meaning for a kind of file."""
        for name, (option, kinds) in _OPTIONS.items():
            if getattr(self, name) and kind not in kinds:
                raise UsageError(f"{option} has no meaning for {kind}", hint=f"it is for {', '.join(kinds)}")

    def rules(self) -> DateRules:
        """How dates are read. Raises UsageError for an unknown zone."""
        zone = None
        if self.zone is not None:
            from .ical_zones import zone_option

            zone = zone_option(self.zone)
        return DateRules(self.order, self.century, zone=zone)  # type: ignore[arg-type]


def convert(file: Input, options: ImportOptions | None = None) -> Converted:
    """Read a file. Raises UsageError for options that have no meaning, DataError for a file that cannot be
    read at all."""
    options = options or ImportOptions()
    options.check()
    name, data, rules = file.name, read_bytes(file), options.rules()
    report = Report()
    if options.kind == "xlsx" or (options.kind is None and data.startswith(b"PK\x03\x04")):
        from .workbook import read_workbook

        options.check_for("xlsx")
        return _of_table(name, read_workbook(name, data, options.sheet, report), options, rules, report)
    text = decode_text(name, data, options.encoding)
    if not text.strip():
        raise DataError(f"{name}: is empty", hint="name a file with events in it")
    kind = options.kind or _kind(name, text)
    if kind == "jsonl":
        kind = "json"
    if kind == "timelinejs":
        kind = "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    if kind == "xlsx":
        raise DataError(f"{name}: is no workbook (.xlsx)", hint="name its kind: --from csv")
    options.check_for(kind)
    if kind in ("csv", "tsv"):
        table = read_table(name, text, report, tabs=kind == "tsv")
        return _of_table(name, table, options, rules, report)
    report.noun = EVENTS
    if kind == "ics":
        from .ical import drafts_of_calendar

        drafts = drafts_of_calendar(name, text, report, options.until, rules.zone)
    elif kind == "markwhen":
        from .markwhen import drafts_of_markwhen

        drafts = drafts_of_markwhen(text, rules, report)
    else:
        return _of_tree(name, text, kind, options, rules, report)
    return _of_drafts(drafts, report)


def _of_drafts(drafts: Iterable[Draft], report: Report) -> Converted:
    events = events_of(drafts, report)
    return Converted(Dataset(header_of(report)), events, report)


def _of_table(name: str, table: Table, options: ImportOptions, rules: DateRules, report: Report) -> Converted:
    from .row_reader import RowReader

    return _of_drafts(RowReader(name, table, options.mapping, rules, report).drafts(), report)


def _of_tree(name: str, text: str, kind: str, options: ImportOptions, rules: DateRules, report: Report) -> Converted:
    """The events of JSON or YAML: a timeline of TimelineJS, a file of jkr, or records."""
    from .record_tables import json_value, read_records
    from .timelinejs_slides import SlideReader, is_timeline

    forced = options.kind == "timelinejs"
    value = json_value(name, text, required=forced) if forced or text.lstrip()[:1] == "{" else None
    if forced or (kind == "json" and is_timeline(value)):
        report.unit = "event"
        return _of_drafts(SlideReader(rules, report).drafts(name, value), report)
    report.noun = RECORDS
    content = read_records(name, text, rules, report)
    if isinstance(content, Table):
        return _of_table(name, content, options, rules, report)
    dataset, events = content
    return Converted(dataset, tuple(with_references(events, {}, report)), report)


def _kind(name: str, text: str) -> str:
    """The kind of a file, by the ending of its name, else by the beginning of its text."""
    ending = next((kind for suffix, kind in _KIND_OF.items() if name.lower().endswith(suffix)), None)
    if ending is not None:
        return ending
    start = text.lstrip()[:20].upper()
    if start[:1] in ("{", "["):
        return "json"
    if start.startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT")):
        return "ics"
    return "yaml" if re.match(_YAML, text) else "csv"
