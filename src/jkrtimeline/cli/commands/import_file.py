"""import: what people already have becomes an event file; what is lost on the way is told."""

import gc
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from ...convert import KINDS, ORDERS
from ...errors import DataError, UsageError
from ...formats import FORMATS
from ...index.data_files import Files
from ...text.json_text import to_json
from .. import environment, output_streams
from ..answer import note
from ..option_groups import of

if TYPE_CHECKING:
    from ...convert.importer import Converted
    from ...convert.report import Loss, Report
    from ...formats import Writer

_MOST = 20
"""Lines that are printed of losses of one kind."""


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="a table, a calendar …; - for standard input")],
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="KIND",
            help=f"One of {', '.join(KINDS)} (else its name or content tells).",
            autocompletion=of(KINDS),
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of a table holds (again for more)."),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(
            "--dates",
            metavar="ORDER",
            help="Of numbers such as 10/3/2024: dmy, mdy or ymd, for all of them.",
            autocompletion=of(ORDERS),
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing when an event is left out.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON Lines instead of YAML.")] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE (.yaml or .jsonl).")
    ] = None,
) -> int:
    """Make an event file of a table, a calendar or another timeline, and tell what is left out."""
    from ...convert.importer import convert

    jsonl = _as_lines(output, jsonl)
    gc.disable()  # all that is read lives until it is written: looking for garbage would triple the time
    try:
        with Files([environment.file_name(file)], environment.stdin([file])) as files:
            (given,) = files.inputs
            converted = convert(given, kind, order, mapping or ())
        count, losses = len(converted.events), converted.losses
        refused = not count or (strict and losses.whole)
        if not refused:
            text = None if jsonl else _yaml(given.name, converted)
            if output in (None, "-"):
                output_streams.print_to(output_streams.Stdout(), lambda out: _write(converted, out, text))
            else:
                output_streams.write_file(str(output), lambda out: _write(converted, out, text))
    finally:
        gc.enable()
    _tell(given.name, losses)
    if not count:
        raise DataError(f"{given.name}: no event could be carried over", hint="an event needs a date and a title")
    if refused:
        raise DataError(
            f"{given.name}: {_sum(losses)} cannot be carried over, nothing is written",
            hint="correct the file, or leave out --strict",
        )
    note(f"{count} event{'' if count == 1 else 's'}" + (f"; not carried over: {_sum(losses)}" if _sum(losses) else ""))
    return 0


def _as_lines(output: str | None, jsonl: bool) -> bool:
    """Whether JSON Lines are wanted. Raises UsageError for a file of another format."""
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


def _tell(name: str, losses: "Report") -> None:
    """Each loss with its place, those of one kind together; each hint once."""
    hints: set[str] = set()
    order = {rule: number for number, rule in enumerate(dict.fromkeys(loss.rule for loss in losses.items))}
    for _, group in groupby(sorted(losses.items, key=lambda loss: order[loss.rule]), key=lambda loss: loss.rule):
        alike = list(group)
        if not alike[0].message:
            note(f"{name}: {alike[0].noun.counted(len(alike))} left out{_places(alike, losses.unit)}")
            continue
        for loss in alike[:_MOST]:
            hint = "" if loss.hint in hints else loss.hint
            hints.add(loss.hint)
            note(f"{_place(name, loss, losses.unit)}: {loss.message}", hint)
        if len(alike) > _MOST:
            note(f"{name}: and {len(alike) - _MOST} more like that")


def _place(name: str, loss: "Loss", unit: str) -> str:
    if not loss.place:
        return name
    return f"{name}:{loss.place}" if unit == "line" else f"{name}: {unit} {loss.place}"


def _places(losses: "list[Loss]", unit: str) -> str:
    """` (lines 3, 5, 9 …)`."""
    places = list(dict.fromkeys(loss.place for loss in losses if loss.place))
    if not places:
        return ""
    shown = ", ".join(map(str, places[:_MOST])) + (" …" if len(places) > _MOST else "")
    return f" ({unit}{'' if len(places) == 1 else 's'} {shown})"


def _sum(losses: "Report") -> str:
    """`2 rows, 3 times of day, column 'Colour'`."""
    from ...convert.report import ROW

    counts = Counter(loss.noun for loss in sorted(losses.items, key=lambda loss: not loss.whole))
    parts = [noun.counted(number) for noun, number in counts.items()]
    names = [repr(column[:40]) for column in losses.columns]
    what = "column" if losses.noun == ROW else "property"
    return ", ".join([*parts, *(f"{what} {name}" for name in names[:_MOST])]) + (" …" if len(names) > _MOST else "")
