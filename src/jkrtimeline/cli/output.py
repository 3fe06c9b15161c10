"""The output of a Result: its format, its fields, its destination, and the command line that gives it again."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from .. import formats
from ..errors import UsageError, unknown_name
from ..query import Result
from ..text.sanitize import numbered
from . import environment, output_streams
from .messages import note
from .options import OutputOptions

_OUTPUT_ONLY = frozenset(each for each in OutputOptions.__annotations__ if each != "fields")
"""Options for the form and the destination of a result, not for what is in it."""

_WITH_DATES = ("period_words", "period", "since", "until", "around", "things_")
"""Parameters that can name a day relative to today."""


class Output(NamedTuple):
    """How a command prints its result: the options, the name of the format, and the fields in order (empty: all)."""

    options: OutputOptions
    format: str
    fields: tuple[str, ...]


def choose_output(options: OutputOptions, kind: str, *, searched: bool = False) -> Output:
    """The output of rows of a kind; `searched` if a search ranks them. Raises UsageError."""
    name = format_name(options, kind)
    if options.fields is None:
        return Output(options, name, ())
    from ..output_fields import fields_of

    return Output(options, name, field_names(options, fields_of(kind, searched=searched), name))


def format_name(options: OutputOptions, kind: str) -> str:
    """The format of -f or a flag, else that of the output file's suffix, else text on a terminal and plain in a pipe.

    Raises UsageError, also where rows of this kind or another option do not go with the format.
    """
    flags = [flag for flag in ("json", "jsonl", "csv") if getattr(options, flag)]
    named: dict[str, None] = dict.fromkeys([*([options.format] if options.format else []), *flags])
    if len(named) > 1:
        raise UsageError(f"several formats at once: {', '.join(named)}", hint="name one")
    if named:
        (name,) = named
    elif options.file is not None:
        from ..output_files import format_by_suffix

        name = format_by_suffix(options.file, kind, ", or add -f NAME")
    else:
        name = "text" if environment.on_terminal() and not options.fields else "plain"
    possible = formats.formats_of(kind)
    if name not in formats.FORMATS:
        raise unknown_name("format", name, possible)
    chosen = formats.FORMATS[name]
    for option in ("raw", "bom"):
        if getattr(options, option) and not chosen.table:
            raise UsageError(f"--{option} does not apply to {name}", hint="use csv or tsv")
    if name not in possible:
        rows = "counts" if kind in ("count", "pair") else f"{kind}s"
        raise UsageError(f"{name} cannot hold {rows}", hint=f"use one of: {', '.join(possible)}")
    if chosen.binary and options.file is None and environment.on_terminal():
        hint = f"write it to a file: -o NAME{chosen.suffixes[0]}"
        raise UsageError(f"{name} is binary, which a terminal cannot show", hint=hint)
    return name


def field_names(options: OutputOptions, fields: Sequence[str], name: str) -> tuple[str, ...]:
    """The fields of --fields, each one of `fields`; empty without the option. Raises UsageError."""
    if options.fields is None:
        return ()
    wanted = [part.strip() for text in options.fields for part in text.split(",") if part.strip()]
    if not wanted:
        raise UsageError("--fields names no field", hint=f"fields are: {', '.join(fields)}")
    for field in wanted:
        if field not in fields:
            raise unknown_name("field", field, fields)
    if not formats.FORMATS[name].fields:
        with_fields = ", ".join(each.name for each in formats.FORMATS.values() if each.fields)
        raise UsageError(f"--fields does not apply to {name}", hint=f"use one of: {with_fields}")
    return tuple(dict.fromkeys(wanted))


def print_result(result: Result, output: Output, *, empty: bool = False, **drawing: Any) -> None:
    """Print a Result, or write it to the output file; on a terminal, then say so. `drawing` are more RenderOptions.

    An `empty` one prints nothing where people read it: a note on standard error says so. A program gets its empty
    array or table, and an output file is written.
    """
    options, name, file = output.options, output.format, output.options.file
    if empty and file is None and name in ("text", "plain"):
        return
    render = environment.render_options(options.color, to_file=file is not None)
    render = render._replace(bom=options.bom, unicode=render.unicode and not options.ascii, **drawing)
    if options.raw:  # but a terminal never obeys control characters of the data
        render = render._replace(defused=False, sanitized=file is None and environment.on_terminal())
    write = formats.load_writer(name)
    result = result._replace(fields=output.fields, command=lambda: _command_line(options, name))
    if file is not None:
        from ..output_files import write_file

        numbers = count()
        rows = (row for row, _ in zip(result.rows, numbers, strict=False))
        write_file(file, lambda out: write(result._replace(rows=rows), out, render))
        if environment.on_terminal(standard_error=True):
            noun = "row" if result.kind in ("count", "pair") else result.kind
            note(f"{numbered(next(numbers), noun)} → {file}")
    else:
        out = output_streams.screen(options.no_pager, render.height) if name == "text" else output_streams.Stdout()
        output_streams.print_to(out, lambda out: write(result, out, render))


def _command_line(options: OutputOptions, format_name: str) -> str:
    """The command line that gives this result in a format.

    Options have their long names and the order of the help. Settings of the environment become options; the output
    file is left out.
    """
    from shlex import join

    typed, words = [], []
    for parameter in options.context.command.params:
        value = options.context.params.get(str(parameter.name))
        if parameter.name == "data" and not value:
            value = environment.files_of_environment()
        if parameter.name == "today":
            value = _day_that_matters(options)
        if value is None or value is False or parameter.name in _OUTPUT_ONLY:
            continue
        values = [str(each).strip() for each in (value if isinstance(value, list | tuple) else [value])]
        if parameter.param_type_name == "argument":
            words += values
            continue
        long = next(each for each in parameter.opts if each.startswith("--"))
        for each in values:
            typed += [long] if value is True else [long, each]
    typed += ["--format", format_name]
    last = ["--", *words] if any(word.startswith("-") for word in words) else []
    return join(["jkr", str(options.context.info_name), *(typed if last else words + typed), *last])


def _day_that_matters(options: OutputOptions) -> str | None:
    """Today, if a period of the command line means other days on another day."""
    from ..periods import Period
    from ..periods.period_text import parse_days

    parameters = options.context.params
    today = environment.current_day(parameters.get("today"))
    other = date(today.year + (10 if today.year < 2000 else -10), 1, 1)

    def days(text: str, day: date) -> Period | None:
        with suppress(UsageError):
            return parse_days(text, day, lambda _: Period())
        return None

    values = [value for name in _WITH_DATES if (value := parameters.get(name))]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else [*value, " ".join(value)])]
    return str(today) if any(days(text, today) != days(text, other) for text in texts) else None
