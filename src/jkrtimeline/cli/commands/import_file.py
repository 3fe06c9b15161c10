"""import: a table, a calendar or another timeline → an event file, with a report of what is left out."""

import gc
import os
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ...convert import CENTURIES, INPUTS, ORDERS
from ...errors import DataError, UsageError
from ...formats import FORMATS
from ...output_files import write_file
from ...text.json_text import to_json
from ...text.sanitize import numbered
from .. import environment
from ..messages import note
from ..options import Several, Text, choice, one_output
from ..output_streams import Stdout, print_to

if TYPE_CHECKING:
    from ...convert.importer import Converted
    from ...convert.report import Noun, Remark, Report
    from ...formats import Writer

_MAX_LISTED = 20
"""How many remarks of one kind are listed."""

_MAX_POSITIONS = 8
"""How many positions are listed for remarks that are only counted."""

_MAX_OTHERS = 100
"""How many positions are listed for the remarks of one kind after the first _MAX_LISTED."""

_KIND = f"One of {', '.join(INPUTS)} (default: by its name or content)."
_ORDER = "The order in dates such as 10/3/2024: dmy, mdy or ymd."
_CENTURY = "Add two-digit years to 1900 or 2000."


def import_(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A table, workbook, calendar or another timeline; - for standard input."),
    ],
    *,
    kind: Annotated[Text, choice(INPUTS, "--from", metavar="KIND", help=_KIND)] = None,
    mapping: Annotated[
        Several,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of a table holds; again for more."),
    ] = None,
    order: Annotated[Text, choice(ORDERS, "--dates", metavar="ORDER", help=_ORDER)] = None,
    century: Annotated[Text, choice(CENTURIES, "--century", metavar="YEAR", help=_CENTURY)] = None,
    zone: Annotated[
        Text,
        typer.Option("--zone", metavar="ZONE", help="Read times in UTC as days in ZONE, such as Asia/Seoul."),
    ] = None,
    until: Annotated[
        Text, typer.Option("--until", metavar="DATE", help="Import endless series of a calendar up to DATE.")
    ] = None,
    sheet: Annotated[
        Text,
        typer.Option("--sheet", metavar="NAME", help="Import this sheet of a workbook (default: the first visible)."),
    ] = None,
    encoding: Annotated[
        Text, typer.Option("--encoding", metavar="NAME", help="Decode FILE as NAME, such as cp932 or cp949.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing when a record is left out.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write JSON Lines instead of YAML.")] = False,
    output: Annotated[
        Several, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE (.yaml or .jsonl).")
    ] = None,
) -> int:
    """Make an event file from a table, a calendar or another timeline.

    What cannot be carried over is listed on standard error.

    Examples:
        jkr import table.csv -o mine.yaml                  # a table with a header
        jkr import table.csv --map Headline=title          # with a column of another name
        jkr import table.csv --dates mdy --century 1900    # 10/3/98 is 3 October 1998
        jkr import table.csv --encoding cp932              # a table in another encoding
        jkr import book.xlsx --sheet Events                # another sheet than the first
        jkr import calendar.ics --zone Asia/Seoul          # times in UTC as days in Seoul
        jkr import calendar.ics --until 2030-12-31         # endless series up to a day
    """
    from ...convert.importer import ImportOptions, convert

    target = one_output(output)
    jsonl = _as_lines(target, jsonl)
    if file != "-" and not os.path.lexists(environment.checked_path(file)):
        raise DataError(f"{file}: no such file", hint="check the name")
    options = ImportOptions(kind, order, century, tuple(mapping or ()), encoding, sheet, until, zone)
    from ...index.input_files import open_input

    gc.disable()  # all events live until they are written: collecting garbage would triple the time
    try:
        with open_input(file, environment.stdin([file])) as given:
            converted = convert(given, options)
        count, report = len(converted.events), converted.report
        refused = not count or (strict and report.records_left_out)
        if not refused:
            lines = (to_json(event.public()) + "\n" for event in converted.events)
            pieces = lines if jsonl else [_yaml(given.name, converted)]
            if target is None:
                print_to(Stdout(), lambda out: _write(pieces, out))
            else:
                write_file(target, lambda out: _write(pieces, out))
    finally:
        gc.enable()
    _print_remarks(given.name, report)
    if not count:
        raise DataError(f"{given.name}: no event could be imported", hint="an event needs a date and a title")
    if refused:
        raise DataError(
            f"{given.name}: {_counts(report, 'record')} cannot be imported, nothing is written",
            hint="correct the file, or drop --strict",
        )
    note("; ".join([f"{numbered(count, 'event')} imported", *_summary(report)]))
    return 0


def _as_lines(output: str | None, jsonl: bool) -> bool:
    """Whether to write JSON Lines. Raises UsageError for the suffix of another format."""
    ending = next((name for name, each in FORMATS.items() if str(output).lower().endswith(each.suffixes)), None)
    if jsonl or ending == "jsonl":
        return True
    if output is not None and ending not in (None, "yaml"):
        raise UsageError(f"{output!r} would be {ending}, which import does not write", hint="end it in .yaml or .jsonl")
    return False


def _yaml(name: str, converted: "Converted") -> str:
    """The event file in YAML. Raises DataError if it is too large to be read back."""
    from ...eventfile import dump, nodes

    text = dump.to_yaml(converted.dataset, converted.events)
    if too_large := nodes.refusal_of_size(text.encode()):
        hint = "write JSON Lines, which may be of any length: --jsonl, or -o FILE.jsonl"
        raise DataError(f"{name}: in YAML this would be {too_large}, which cannot be read", hint=hint)
    return text


def _write(texts: Iterable[str], out: "Writer") -> None:
    for text in texts:
        out.write(text)


def _print_remarks(name: str, report: "Report") -> None:
    """Print remarks by kind, each with its position, and each hint once; then the columns that are not imported."""
    hints: set[str] = set()
    kinds: dict[str, list[Remark]] = {}
    for remark in report.remarks:
        kinds.setdefault(remark.rule, []).append(remark)
    for alike in kinds.values():
        if not alike[0].message:
            noun = alike[0].noun
            note(f"{name}: {noun.counted(len(alike))} {noun.outcome}{_positions(alike, report.unit)}")
            continue
        for remark in alike[:_MAX_LISTED]:
            hint = "" if remark.hint in hints else remark.hint
            hints.add(remark.hint)
            position = f":{remark.position}" if report.unit == "line" else f": {report.unit} {remark.position}"
            note(f"{name}{position if remark.position else ''}: {remark.message}", hint)
        if len(alike) > _MAX_LISTED:
            others = alike[_MAX_LISTED:]
            note(f"{name}: and {len(others):,} more like that{_positions(others, report.unit, _MAX_OTHERS)}")
    for column, reason in list(report.columns.items())[:_MAX_LISTED]:
        if reason:
            note(f"{name}: column {column[:40]!r} is not imported: {reason}")


def _positions(remarks: "list[Remark]", unit: str, most: int = _MAX_POSITIONS) -> str:
    """` (lines 3, 5, 9 …)`."""
    positions = list(dict.fromkeys(remark.position for remark in remarks if remark.position))
    if not positions:
        return ""
    shown = ", ".join(map(str, positions[:most])) + (" …" if len(positions) > most else "")
    return f" ({unit}{'' if len(positions) == 1 else 's'} {shown})"


def _summary(report: "Report") -> list[str]:
    """What was left out, what was changed, and which columns were not imported."""
    from ...convert.report import ROWS

    effects = {"left out": ("record", "part"), "changed": ("change",)}
    parts = [f"{word}: {counts}" for word, each in effects.items() if (counts := _counts(report, *each))]
    names = ", ".join(repr(column[:40]) for column in [*report.columns][:_MAX_LISTED])
    if names:
        one, many = ("column", "columns") if report.noun == ROWS else ("property", "properties")
        more = " …" if len(report.columns) > _MAX_LISTED else ""
        parts.append(f"not imported: {one if len(report.columns) == 1 else many} {names}{more}")
    return parts


def _counts(report: "Report", *effects: str) -> str:
    """`2 rows, 3 alarms`."""
    counts: Counter[Noun] = Counter()
    for effect in effects:
        counts.update(remark.noun for remark in report.remarks if remark.effect == effect)
    return ", ".join(noun.counted(number) for noun, number in counts.items())
