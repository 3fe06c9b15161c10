"""An event file whose dates are not written in EDTF → the same file with dates that are."""

from contextlib import suppress
from typing import Any

from ..edtf import DateError
from ..eventfile.nodes import Node
from .date_numbers import DateRules
from .human_dates import read_date
from .report import DATE, Report


def with_edtf_dates(root: Node, rules: DateRules, report: Report) -> Any:
    """The file as JSON has it, with the dates of events and sources in EDTF. Events with a date that cannot
    be read are left out, and reported."""
    if root.kind == "list":
        return _events(root, rules, report)
    return {
        key.text: _events(value, rules, report) if key.text == "events" else _plain_value(value)
        for key, value in root.pairs
    }


def _plain_value(node: Node) -> Any:
    """A node as JSON has it."""
    if node.kind == "mapping":
        return {key.text: _plain_value(value) for key, value in node.pairs}
    return [_plain_value(item) for item in node.items] if node.kind == "list" else node.value


def _events(node: Node, rules: DateRules, report: Report) -> Any:
    if node.kind != "list":
        return _plain_value(node)
    events = []
    for item in node.items:
        event = _plain_value(item)
        if isinstance(event, dict):
            try:
                if _rewrite_date(event, rules):
                    report.change(item.line, DATE)
            except DateError as error:
                report.leave_out_date(item.line, error)
                continue
            for source in event.get("sources") or ():
                if isinstance(source, dict):
                    with suppress(DateError):
                        _rewrite_date(source, rules)
        events.append(event)
    return events


def _rewrite_date(record: dict[str, Any], rules: DateRules) -> bool:
    """Write the date of a record in EDTF; whether that changes it. Raises DateError."""
    text = record.get("date")
    if isinstance(text, str):
        record["date"] = read_date(text, rules).text
    return bool(record.get("date") != text)
