"""import: turns a table, a calendar or another timeline into an event file, and reports what is left out."""

import gc
import os
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from ...convert import KINDS, ORDERS
from ...errors import DataError, UsageError
from ...formats import FORMATS
from ...index.data_files import Files
from ...text.json_text import to_json
from .. import environment, output_files, output_streams
from ..data_paths import file_name
from ..messages import note
from ..option_groups import word_completer
from ..options import one_output

if TYPE_CHECKING:
    from ...convert.importer import Converted
    from ...convert.report import Loss, Report
    from ...formats import Writer

_MOST = 20
"""Losses of one kind that are listed."""


def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A table, a calendar or another timeline; - for standard input.")
    ],
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="KIND",
            help=f"One of {', '.join(KINDS)} (default: by its name or content).",
            autocompletion=word_completer(KINDS),
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of a table holds; again for more."),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(
            "--dates",
            metavar="ORDER",
            help="The order in dates such as 10/3/2024: dmy, mdy or ymd.",
            autocompletion=word_completer(ORDERS),
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing if an event is left out.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Write JSON Lines instead of YAML.")] = False,
    output: Annotated[
        list[str] | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE (.yaml or .jsonl).")
    ] = None,
) -> int:
    """Make an event file from a table, a calendar or another timeline.

    What cannot be carried over is listed on standard error.

    Examples:
        jkr import table.csv -o mine.yaml                  # a table with a header
        jkr import table.csv --map Headline=title          # with a column of another name
        jkr import calendar.ics --jsonl                    # a calendar, as JSON Lines
    """
    from ...convert.importer import convert

    target = one_output(output)
    jsonl = _as_lines(target, jsonl)
    if file != "-" and not os.path.lexists(file_name(file)):
        raise DataError(f"{file}: there is no such file", hint="check the name")
    gc.disable()  # all events live until they are written: collecting garbage would triple the time
    try:
        with Files([file_name(file)], environment.stdin([file])) as files:
            (given,) = files.inputs
            converted = convert(given, kind, order, mapping or ())
        count, losses = len(converted.events), converted.losses
        refused = not count or (strict and losses.whole)
        if not refused:
            text = None if jsonl else _yaml(given.name, converted)
            if target is None:
                output_streams.print_to(output_streams.Stdout(), lambda out: _write(converted, out, text))
            else:
                output_files.write_file(file_name(target), lambda out: _write(converted, out, text))
    finally:
        gc.enable()
    _report_losses(given.name, losses)
    if not count:
        raise DataError(f"{given.name}: no event can be carried over", hint="an event needs a date and a title")
    if refused:
        raise DataError(
            f"{given.name}: {_sum(losses)} cannot be carried over, nothing is written",
            hint="correct the file, or drop --strict",
        )
    note(f"{count} event{'' if count == 1 else 's'}" + (f"; not carried over: {_sum(losses)}" if _sum(losses) else ""))
    return 0


def _as_lines(output: str | None, jsonl: bool) -> bool:
    """Whether to write JSON Lines. Raises UsageError for a file of another format."""
    ending = next((name for name, each in FORMATS.items() if str(output).lower().endswith(each.suffixes)), None)
    if jsonl or ending == "jsonl":
        return True
    if output is not None and ending not in (None, "yaml"):
        raise UsageError(f"{output!r} would be {ending}, which import does not write", hint="end it in .yaml or .jsonl")
    return False


def _yaml(name: str, converted: "Converted") -> str:
    """The event file in YAML. Raises DataError for one that is too large to be read again."""
    from ...eventfile import dump, nodes

    text = dump.to_yaml(dump.Around(converted.dataset), converted.events)
    if too_large := nodes.refusal_of_size(text.encode()):
        hint = "make JSON Lines of it, which may be of any length: --jsonl, or -o FILE.jsonl"
        raise DataError(f"{name}: in YAML this would be {too_large}, which cannot be read", hint=hint)
    return text


def _write(converted: "Converted", out: "Writer", text: str | None) -> None:
    """Write `text`, or without it the events as JSON Lines."""
    if text is not None:
        out.write(text)
        return
    for event in converted.events:
        out.write(to_json(event.public()) + "\n")


def _report_losses(name: str, losses: "Report") -> None:
    """List each loss with its position, those of one kind together; each hint once."""
    hints: set[str] = set()
    order = {rule: number for number, rule in enumerate(dict.fromkeys(loss.rule for loss in losses.items))}
    for _, group in groupby(sorted(losses.items, key=lambda loss: order[loss.rule]), key=lambda loss: loss.rule):
        alike = list(group)
        if not alike[0].message:
            note(f"{name}: {alike[0].noun.counted(len(alike))} left out{_positions(alike, losses.unit)}")
            continue
        for loss in alike[:_MOST]:
            hint = "" if loss.hint in hints else loss.hint
            hints.add(loss.hint)
            note(f"{_position(name, loss, losses.unit)}: {loss.message}", hint)
        if len(alike) > _MOST:
            note(f"{name}: and {len(alike) - _MOST} more like that")


def _position(name: str, loss: "Loss", unit: str) -> str:
    if not loss.place:
        return name
    return f"{name}:{loss.place}" if unit == "line" else f"{name}: {unit} {loss.place}"


def _positions(losses: "list[Loss]", unit: str) -> str:
    """` (lines 3, 5, 9 …)`."""
    positions = list(dict.fromkeys(loss.place for loss in losses if loss.place))
    if not positions:
        return ""
    shown = ", ".join(map(str, positions[:_MOST])) + (" …" if len(positions) > _MOST else "")
    return f" ({unit}{'' if len(positions) == 1 else 's'} {shown})"


def _sum(losses: "Report") -> str:
    """`2 rows, 3 times of day, column 'Colour'`."""
    from ...convert.report import ROW

    counts = Counter(loss.noun for loss in sorted(losses.items, key=lambda loss: not loss.whole))
    parts = [noun.counted(number) for noun, number in counts.items()]
    names = [repr(column[:40]) for column in losses.columns]
    what = "column" if losses.noun == ROW else "property"
    return ", ".join([*parts, *(f"{what} {name}" for name in names[:_MOST])]) + (" …" if len(names) > _MOST else "")
