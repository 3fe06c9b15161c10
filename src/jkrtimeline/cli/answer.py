"""From a Result to output: the format, the fields, the destination. The same for every command."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from .. import formats
from ..errors import UsageError
from ..query import Result, Row
from ..text.suggest import did_you_mean
from . import environment, output_streams
from .chart_options import ChartOptions
from .data_paths import file_name
from .messages import note
from .options import OutputOptions


class _Numbered(NamedTuple):
    """What the rows of a Result are called."""

    one: str
    many: str


_NOUNS = {
    "event": _Numbered("event", "events"),
    "actor": _Numbered("actor", "actors"),
    "theme": _Numbered("theme", "themes"),
    "thread": _Numbered("thread", "threads"),
    "source": _Numbered("source", "sources"),
    "office": _Numbered("office", "offices"),
    "gap": _Numbered("gap", "gaps"),
}


def format_name(options: OutputOptions, kind: str) -> str:
    """The format to write: by -f or a flag, by the ending of the output file, or by the kind of standard
    output. Raises UsageError."""
    flags = [name for name in ("json", "jsonl", "csv") if getattr(options, name)]
    wanted: dict[str, None] = dict.fromkeys([*([options.format] if options.format else []), *flags])
    if len(wanted) > 1:
        raise UsageError(f"several formats at once: {', '.join(wanted)}", hint="name one")
    name = next(iter(wanted), None)
    if name is not None and name not in formats.FORMATS:
        raise UsageError(
            f"unknown format {name!r}",
            hint=did_you_mean(name, formats.FORMATS, f"one of: {', '.join(formats.FORMATS)}"),
        )
    file = options.file
    if name is None and file is not None:
        from ..output_files import format_by_suffix

        name = format_by_suffix(file)
    if name is None:
        name = "text" if environment.on_terminal() and not options.fields else "plain"
    for option in ("raw", "bom"):
        if getattr(options, option) and not formats.FORMATS[name].table:
            raise UsageError(f"--{option} does not apply to {name}", hint="use csv or tsv")
    if not formats.FORMATS[name].holds(kind):
        raise UsageError(f"{name} holds events only", hint="use json, jsonl, csv, tsv or plain")
    if formats.FORMATS[name].binary and file is None and environment.on_terminal():
        ending = formats.FORMATS[name].suffixes[0]
        raise UsageError(f"{name} is binary, which a terminal cannot show", hint=f"write it to a file: -o NAME{ending}")
    return name


def field_names(options: OutputOptions, fields: Sequence[str], name: str) -> tuple[str, ...]:
    """The fields to write, in order; empty for all. Raises UsageError."""
    if options.fields is None:
        return ()
    wanted = [part.strip() for text in options.fields for part in text.split(",") if part.strip()]
    if not wanted:
        raise UsageError("--fields names no field", hint=f"fields are: {', '.join(fields)}")
    for field in wanted:
        if field not in fields:
            raise UsageError(
                f"unknown field {field!r}", hint=did_you_mean(field, fields, f"fields are: {', '.join(fields)}")
            )
    if not formats.FORMATS[name].fields:
        raise UsageError(f"--fields does not apply to {name}", hint="use plain, json, jsonl, csv or tsv")
    return tuple(dict.fromkeys(wanted))


def emit(
    answer: Result,
    options: OutputOptions,
    name: str,
    *,
    full: bool = False,
    ids: bool = False,
    chart: ChartOptions | None = None,
) -> None:
    """Print a Result, or write it to the output file; on a terminal, then say so."""
    file = options.file
    render = environment.render_options(options.color, full, file is not None)._replace(bom=options.bom, ids=ids)
    if chart is not None:
        render = render._replace(**chart._asdict())
    if options.ascii:
        render = render._replace(unicode=False)
    if options.raw:  # but a terminal never obeys control characters of the data
        render = render._replace(defused=False, visible=file is None and environment.on_terminal())
    write = formats.load_writer(name)
    answer = answer._replace(command=lambda: command_line(options, name))
    if file is None and formats.FORMATS[name].binary:
        output_streams.print_bytes(lambda out: write(answer, out, render))
        return
    if file is None:
        out = output_streams.screen(options.no_pager) if name == "text" else output_streams.Stdout()
        output_streams.print_to(out, lambda out: write(answer, out, render))
        return
    from ..output_files import write_file

    counter = _Counter(answer.rows)
    write_file(file_name(file), lambda out: write(answer._replace(rows=counter), out, render))
    if environment.on_terminal(standard_error=True):
        noun = _NOUNS.get(answer.kind, _Numbered("row", "rows"))
        note(f"{counter.count} {noun.one if counter.count == 1 else noun.many} → {file}")


class _Counter:
    """Counts rows while they are read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


_NOT_REPEATED = frozenset(each for each in OutputOptions.__annotations__ if each != "fields")
"""Options for the form and the destination of an answer, not for what is in it."""


def command_line(options: OutputOptions, name: str) -> str:
    """The command line that gives this answer in the format `name`.

    Options have their long names and the order of the help. What the environment says is made an
    option; the output file is left out.
    """
    from shlex import join

    typed, words = [], []
    for parameter in options.context.command.params:
        value = options.context.params.get(str(parameter.name))
        if parameter.name == "data" and not value:
            value = environment.files_of_environment()
        if parameter.name == "today":
            value = _day_that_matters(options)
        if value is None or value is False or parameter.name in _NOT_REPEATED:
            continue
        values = [str(each).strip() for each in (value if isinstance(value, list | tuple) else [value])]
        if parameter.param_type_name == "argument":
            words += values
            continue
        long = next(each for each in parameter.opts if each.startswith("--"))
        for each in values:
            typed += [long] if value is True else [long, each]
    typed += ["--format", name]
    last = ["--", *words] if any(word.startswith("-") for word in words) else []
    return join(["jkr", str(options.context.info_name), *(typed if last else words + typed), *last])


def _day_that_matters(options: OutputOptions) -> str | None:
    """Today, if a period of the command line means other days on another day."""
    from datetime import date

    from .. import periods

    parameters = options.context.params
    today = environment.current_day(parameters.get("today"))
    other = date(today.year + (10 if today.year < 2000 else -10), 1, 1)

    def days(text: str, day: date) -> periods.Period | None:
        with suppress(UsageError):
            return periods.parse_period(text, day, lambda _: (None, None))
        return None

    values = [parameters.get(name) for name in ("period", "since", "until", "within_period", "around", "things_")]
    texts = [text for value in values if value for text in ([value] if isinstance(value, str) else value)]
    return str(today) if any(days(text, today) != days(text, other) for text in texts) else None


def is_silent_when_empty(options: OutputOptions, name: str) -> bool:
    """Whether an empty answer prints nothing: readers get a note on standard error, but a program gets its
    empty array or table, and an output file is written."""
    return name in ("text", "plain") and options.file is None
