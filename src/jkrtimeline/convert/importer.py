"""A file of any kind → its events, checked, and a report of what was left out or changed."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import DataError, UsageError
from ..eventfile import Input, nodes, parse
from ..fields import HEADER, SECTIONS
from ..index.staged_events import read_events
from ..model import Dataset, Event
from ..text.json_text import to_json
from ..text.suggest import did_you_mean
from . import CENTURIES, KINDS, ORDERS
from .date_numbers import DateRules
from .draft import Draft, Heading, events_of
from .event_ids import with_references
from .report import EVENT, RECORD, ROW, Report
from .tables import Table, read_table
from .text_encoding import decode_text, read_bytes

_KIND_OF = {
    **{f".{kind}": kind for kind in KINDS},
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
    """How a file is read: `kind` is one of KINDS (None: that of its name, or its content), `order` one of
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
        for name, choices in (("kind", KINDS), ("order", ORDERS), ("century", CENTURIES)):
            value = getattr(self, name)
            if value is not None and value not in choices:
                hint = did_you_mean(value, choices, f"one of: {', '.join(choices)}")
                raise UsageError(f"unknown {name} {value!r}", hint=hint)

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
    chosen = options or ImportOptions()
    chosen.check()
    data = read_bytes(file)
    rules = chosen.rules()
    if chosen.kind == "xlsx" or (chosen.kind is None and data.startswith(b"PK\x03\x04")):
        chosen.check_for("xlsx")
        return _of_workbook(file.name, data, chosen, rules)
    text = decode_text(file.name, data, chosen.encoding)
    if not text.strip():
        raise DataError(f"{file.name}: is empty", hint="name a file with events in it")
    kind = chosen.kind or _kind(file.name, text)
    if kind == "timelinejs":
        kind = "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    if kind == "xlsx":
        raise DataError(f"{file.name}: is no workbook (.xlsx)", hint="name its kind: --from csv")
    chosen.check_for(kind)
    if kind in ("csv", "tsv"):
        report = Report(ROW)
        table = read_table(file.name, text, report, tabs=kind == "tsv")
        return _of_table(file.name, table, chosen, rules, report)
    report, heading = Report(EVENT), Heading()
    if kind == "ics":
        from .ical import drafts_of_calendar

        drafts = drafts_of_calendar(file.name, text, report, heading, chosen.until, rules.zone)
        return _of_drafts(drafts, report, heading)
    if kind == "markwhen":
        from .markwhen import drafts_of_markwhen

        return _of_drafts(drafts_of_markwhen(text, rules, report, heading), report, heading)
    return _of_tree(file.name, text, kind, chosen, rules, report, heading)


def _of_drafts(drafts: Iterator[Draft], report: Report, heading: Heading) -> Converted:
    events = events_of(drafts, report)
    return Converted(Dataset(heading.header(report)), events, report)


def _of_table(name: str, table: Table, options: ImportOptions, rules: DateRules, report: Report) -> Converted:
    from .row_reader import RowReader

    heading = Heading()
    reader = RowReader(name, table, options.mapping, rules, report)
    return _of_drafts(reader.drafts(heading), report, heading)


def _of_workbook(name: str, data: bytes, options: ImportOptions, rules: DateRules) -> Converted:
    from .workbook import hint_with_sheets, read_workbook

    report = Report(ROW)
    table = read_workbook(name, data, options.sheet, report)
    try:
        return _of_table(name, table, options, rules, report)
    except DataError as error:
        raise DataError(error.message, hint=hint_with_sheets(data, error.hint)) from None


def _of_tree(
    name: str, text: str, kind: str, options: ImportOptions, rules: DateRules, report: Report, heading: Heading
) -> Converted:
    """The events of JSON or YAML: TimelineJS, a file of jkr, or a list of records."""
    from .edtf_dates import with_edtf_dates
    from .flat_records import are_jkr_events, find_records, table_of
    from .timelinejs_slides import SlideReader, is_timeline

    forced = options.kind == "timelinejs"
    value = _json_value(name, text, required=forced) if forced or text.lstrip()[:1] == "{" else None
    if forced or (kind == "json" and is_timeline(value)):
        report.unit = "event"
        return _of_drafts(SlideReader(rules, report, heading).drafts(name, value), report, heading)
    report.noun = RECORD
    try:
        return _of_event_file(Input(name, text.encode()), report)
    except DataError as error:
        try:
            tree = _tree(name, text, report)
        except DataError:
            raise error from None
        listed = find_records(tree)
        if listed.has_sections or are_jkr_events(listed.records):
            if {problem.rule for problem in error.problems} == {"bad-date"}:
                value = with_edtf_dates(tree, rules._replace(groupings=True), report)
                with suppress(DataError):
                    return _of_event_file(Input("", to_json(value).encode()), report)
            raise
        if not listed.records:
            hint = "an event file has events: and a list below it; other files need a list of records with dates"
            raise DataError(f"{name}: no list of events", hint=hint) from None
    return _of_table(name, table_of(listed.records), options, rules, report)


def _of_event_file(file: Input, report: Report) -> Converted:
    """The events of a file of jkr. Raises DataError."""
    dataset, events = read_events(file)
    return Converted(dataset, tuple(with_references(events, {}, report)), report)


def _tree(name: str, text: str, report: Report) -> nodes.Node:
    """The tree of a JSON, JSON Lines or YAML text. Lines that are not JSON are left out, and reported."""
    data = text.encode()
    lines = name.lower().endswith((".jsonl", ".ndjson")) or _json_value(name, text, required=False) is None
    if lines and parse.is_json_lines(name, Input(name, data).first()):
        problems: list[Any] = []
        items = list(parse.read_lines(name, Input(name, data).readline, problems.append))
        for problem in problems if items else ():
            report.leave_out(problem.line, problem.rule, problem.message)
        return nodes.Node(items, "list", 1, 1)
    return parse.read_tree(name, data)


def _json_value(name: str, text: str, *, required: bool) -> Any:
    """The value of a JSON text, with numbers as text; for any other text None, or DataError when JSON is `required`."""
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        if not required:
            return None  # JSON Lines, or YAML in brackets
        where, reason = "", "nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            where, reason = f":{error.lineno}:{error.colno}", error.msg
        raise DataError(f"{name}{where}: this is not JSON: {reason}", hint="check the file there") from None


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
