"""From an answer to output: which format, which fields, where to. The same for every command."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from .. import formats
from ..errors import UsageError
from ..query import Result
from ..text.sanitize import visible
from ..text.suggest import did_you_mean
from . import environment, output_streams
from .options import OutputOptions


def format_name(options: OutputOptions, kind: str) -> str:
    """The format that is asked for: by name, by a flag, by the file's ending, or by where it goes."""
    flags = [name for name in ("json", "jsonl", "csv") if getattr(options, name)]
    asked = dict.fromkeys([*([options.format] if options.format else []), *flags])
    if len(asked) > 1:
        raise UsageError(f"several formats at once: {', '.join(asked)}", hint="ask for one")
    name = next(iter(asked), None)
    if name is not None and name not in formats.FORMATS:
        raise UsageError(
            f"unknown format {name!r}",
            hint=did_you_mean(name, formats.FORMATS, f"one of: {', '.join(formats.FORMATS)}"),
        )
    if name is None and _to_file(options):
        name = _by_suffix(str(options.output))
    if name is None:
        name = "text" if environment.on_terminal() and not options.fields else "plain"
    for option in ("raw", "bom"):
        if getattr(options, option) and not formats.FORMATS[name].table:
            raise UsageError(f"--{option} has no meaning for {name}", hint="use csv or tsv")
    if formats.FORMATS[name].events and kind != "event":
        raise UsageError(f"{name} holds events only", hint="use json, jsonl, csv, tsv or plain")
    return name


def _by_suffix(path: str) -> str:
    known = {suffix: name for name, each in formats.FORMATS.items() for suffix in each.suffixes}
    found = [suffix for suffix in known if path.lower().endswith(suffix)]
    if found:
        return known[max(found, key=len)]  # .csl.json before .json
    raise UsageError(f"{path!r} does not tell the format", hint=f"end it in one of {' '.join(known)}, or add -f NAME")


def field_names(options: OutputOptions, known: Sequence[str], name: str) -> tuple[str, ...]:
    """The wanted fields, checked; empty for all."""
    if options.fields is None:
        return ()
    wanted = [part.strip() for text in options.fields for part in text.split(",") if part.strip()]
    if not wanted:
        raise UsageError("--fields names no field", hint=f"fields are: {', '.join(known)}")
    for field in wanted:
        if field not in known:
            raise UsageError(
                f"unknown field {field!r}", hint=did_you_mean(field, known, f"fields are: {', '.join(known)}")
            )
    if not formats.FORMATS[name].fields:
        raise UsageError(f"--fields has no meaning for {name}", hint="use plain, json, jsonl, csv or tsv")
    return tuple(dict.fromkeys(wanted))


def emit(answer: Result, options: OutputOptions, name: str, *, full: bool = False) -> None:
    """Print an answer where and as it is wanted."""
    to_file = _to_file(options)
    look = environment.render_options(options.color, full, to_file)._replace(bom=options.bom)
    if options.raw:  # but a terminal is never steered
        look = look._replace(defused=False, visible=not to_file and environment.on_terminal())
    write = formats.load(name)
    answer = answer._replace(command=lambda: command_line(options, name))
    if to_file:
        output_streams.write_file(environment.file_name(str(options.output)), lambda out: write(answer, out, look))
        return
    out = output_streams.screen(options.no_pager) if name == "text" else output_streams.Stdout()
    output_streams.print_to(out, lambda out: write(answer, out, look))


_WHERE = frozenset(each for each in OutputOptions.__annotations__ if each != "fields")
"""Options that tell where and in which form, not what."""


def command_line(options: OutputOptions, name: str) -> str:
    """The command that gives this answer in the format `name` again: options by their long names, in the
    order of the help, with what the environment says for them, but not where the output goes."""
    from shlex import join

    asked, words = [], []
    for parameter in options.context.command.params:
        value = options.context.params.get(str(parameter.name))
        if parameter.name == "data" and not value:
            value = environment.files_of_environment()
        if parameter.name == "today":
            value = _day_that_matters(options)
        if value is None or value is False or parameter.name in _WHERE:
            continue
        values = [str(each).strip() for each in (value if isinstance(value, list | tuple) else [value])]
        if parameter.param_type_name == "argument":
            words += values
            continue
        long = next(each for each in parameter.opts if each.startswith("--"))
        for each in values:
            asked += [long] if value is True else [long, each]
    asked += ["--format", name]
    behind = ["--", *words] if any(word.startswith("-") for word in words) else []
    return join(["jkr", str(options.context.info_name), *(asked if behind else words + asked), *behind])


def _day_that_matters(options: OutputOptions) -> str | None:
    """The day that the answer counts from, if a period that was asked for is another one on another day."""
    from datetime import date

    from .. import periods

    asked = options.context.params
    today = environment.current_day(asked.get("today"))
    other = date(today.year + (10 if today.year < 2000 else -10), 1, 1)

    def days(text: str, day: date) -> periods.Period | None:
        with suppress(UsageError):
            return periods.parse(text, day, lambda _: (None, None))
        return None

    values = [asked.get(name) for name in ("period", "since", "until", "within_period", "around")]
    texts = [text for value in values if value for text in ([value] if isinstance(value, str) else value)]
    return str(today) if any(days(text, today) != days(text, other) for text in texts) else None


def says_nothing(options: OutputOptions, name: str) -> bool:
    """Whether an empty answer prints nothing: people are told on standard error, but a program gets
    its empty array or table, and a file is written anew."""
    return name in ("text", "plain") and not _to_file(options)


def _to_file(options: OutputOptions) -> bool:
    return options.output not in (None, "-")


def note(message: str, hint: str = "") -> None:
    """Tell something on standard error: what, and what to do."""
    with suppress(OSError, AttributeError):  # nobody listens
        sys.stderr.write(f"jkr: {visible(message)}\n" + (f"hint: {visible(hint)}\n" if hint else ""))
