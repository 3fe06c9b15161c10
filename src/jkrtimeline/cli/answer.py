"""From a Result to output: the format, the fields and the destination. All commands share it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .. import formats
from ..errors import UsageError
from ..query import Result, Row
from . import environment, output_streams
from .chart_options import ChartOptions
from .data_paths import file_name
from .messages import note, unknown
from .options import OutputOptions


class Form(NamedTuple):
    """The form of an answer: its options, the name of the format, and the fields to write, in order (empty: all).

    `full`, `ids` and `chart` are the options of lists of events; see RenderOptions.
    """

    options: OutputOptions
    format: str
    fields: tuple[str, ...]
    full: bool = False
    ids: bool = False
    chart: ChartOptions = ChartOptions()


def choose_form(options: OutputOptions, kind: str, *, searched: bool = False) -> Form:
    """The form for rows of a kind; `searched` if a search ranks them. Raises UsageError."""
    name = format_name(options, kind)
    if options.fields is None:
        return Form(options, name, ())
    from ..output_fields import fields_of

    return Form(options, name, field_names(options, fields_of(kind, searched=searched), name))


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

        name = format_by_suffix(options.file)
    else:
        name = "text" if environment.on_terminal() and not options.fields else "plain"
    if name not in formats.FORMATS:
        raise unknown("format", name, formats.FORMATS)
    chosen = formats.FORMATS[name]
    for option in ("raw", "bom"):
        if getattr(options, option) and not chosen.table:
            raise UsageError(f"--{option} does not apply to {name}", hint="use csv or tsv")
    if not chosen.holds(kind):
        rows = "counts" if kind in ("count", "pair") else f"{kind}s"
        raise UsageError(f"{name} cannot hold {rows}", hint="use json, jsonl, csv, tsv or plain")
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
            raise unknown("field", field, fields)
    if not formats.FORMATS[name].fields:
        raise UsageError(f"--fields does not apply to {name}", hint="use plain, json, jsonl, csv or tsv")
    return tuple(dict.fromkeys(wanted))


def emit(result: Result, form: Form, *, empty: bool = False) -> None:
    """Print a Result, or write it to the output file; on a terminal, then say so.

    An `empty` one prints nothing where people read it: a note on standard error says so. A program gets its empty
    array or table, and an output file is written.
    """
    options, name, file = form.options, form.format, form.options.file
    if empty and file is None and name in ("text", "plain"):
        return
    render = environment.render_options(options.color, form.full, file is not None)
    render = render._replace(bom=options.bom, ids=form.ids, **form.chart._asdict())
    if options.ascii:
        render = render._replace(unicode=False)
    if options.raw:  # but a terminal never obeys control characters of the data
        render = render._replace(defused=False, visible=file is None and environment.on_terminal())
    write = formats.load_writer(name)
    result = result._replace(fields=form.fields, command=lambda: _command(form))
    if file is not None:
        from ..output_files import write_file
        from ..text.plural import numbered

        counter = _Counter(result.rows)
        write_file(file_name(file), lambda out: write(result._replace(rows=counter), out, render))
        if environment.on_terminal(standard_error=True):
            noun = "row" if result.kind in ("count", "pair") else result.kind
            note(f"{numbered(counter.count, noun)} → {file}")
    elif formats.FORMATS[name].binary:
        output_streams.print_bytes(lambda out: write(result, out, render))
    else:
        out = output_streams.screen(options.no_pager) if name == "text" else output_streams.Stdout()
        output_streams.print_to(out, lambda out: write(result, out, render))


def _command(form: Form) -> str:
    from .command_line import command_line

    return command_line(form.options, form.format)


class _Counter:
    """Counts rows while they are read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
