"""info and check: what the data says of itself, and what is wrong with a data file."""

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from ... import __version__, edtf
from ...errors import DataError, Problem, UsageError
from ...text.json_text import json_array, to_json
from ...text.sanitize import visible
from ...text.suggest import did_you_mean
from .. import environment, output_streams
from ..answer import note
from ..option_groups import grouped, of
from ..options import DataOptions

if TYPE_CHECKING:
    from ...formats import Writer


_FORMATS = ("text", "json", "github")
_FORMATS_HELP = "text, json or github (annotations of GitHub Actions)."


@grouped
def info(
    *, json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False, data: DataOptions
) -> int:
    """The data's title, version, coverage and counts, and where the index lies."""
    catalog = environment.open_catalog(data.data or [])
    header = catalog.header
    paths = environment.data_files(data.data or [])
    facts: dict[str, object] = {
        **header.public(),
        **catalog.totals(),
        "data": list(paths),
        "index": catalog.index_file,
        "jkr": __version__,
    }

    def print_all(out: "Writer") -> None:
        if json:
            out.write(to_json(facts) + "\n")
            return
        shown = {**facts, "data": ", ".join(paths), "index": catalog.index_file or "in memory"}
        if header.coverage:
            shown["coverage"] = edtf.show(edtf.parse(header.coverage))
        for name, value in shown.items():
            if value is not None:
                whole = visible(str(value))
                lines = wrap(whole, environment.width() - 10) if environment.on_terminal() else [whole]
                out.write(f"{name:<10}" + ("\n" + " " * 10).join(lines) + "\n")

    output_streams.print_to(output_streams.Stdout(), print_all)
    return 0


@grouped
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…]", help="event files (without any: the data in use)", show_default=False),
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail too.")] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help=_FORMATS_HELP, autocompletion=of(_FORMATS))
    ] = "text",
    json: Annotated[bool, typer.Option("--json", help="Same as -f json.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day after which no source can be.")
    ] = None,
    data: DataOptions,
) -> int:
    """Every problem of an event file, with its place and what to do."""
    from ...index.ingest import check as problems_of

    name = "json" if json else format
    if name not in _FORMATS:
        raise UsageError(f"unknown format {name!r}", hint=did_you_mean(name, _FORMATS, "text, json or github"))
    paths = environment.data_files([*(files or ()), *(data.data or ())])
    problems, errors, warnings = problems_of(
        paths, environment.cache(), environment.stdin(paths), environment.current_day(today), environment.progress()
    )
    output_streams.print_to(output_streams.Stdout(), lambda out: _report(problems, name, out))
    if problems:
        kept = f"; the first {len(problems)} are listed" if len(problems) < errors + warnings else ""
        note(f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}{kept}")
    elif name == "text":
        note(f"no problem in {', '.join(paths)}")
    return DataError.exit_code if errors or (strict and problems) else 0


def _report(problems: list[Problem], name: str, out: "Writer") -> None:
    if name == "json":
        keys = ("path", "line", "column", "severity", "rule", "message", "hint")
        for piece in json_array(to_json({key: getattr(problem, key) for key in keys}) for problem in problems):
            out.write(piece)
        return
    if name == "github":
        for problem in problems:
            out.write(_workflow_command(problem) + "\n")
        return
    for problem in problems:
        out.write(f"{visible(problem.place)}: {problem.severity}: {visible(problem.message)} [{problem.rule}]\n")
        if problem.hint:
            out.write(f"    {visible(problem.hint)}\n")


def _workflow_command(problem: Problem) -> str:
    """A problem as GitHub Actions takes it, and shows it at its line of a change ("Workflow commands for
    GitHub Actions"; the escapes are those of actions/toolkit, `command.ts`). The hint is a line of its own."""

    def data(text: str) -> str:
        return visible(text).replace("%", "%25")  # what is visible has no line ends to be escaped

    place = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(
        f"{key}={data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in place.items() if value
    )
    message = "%0A".join(data(text) for text in (problem.message, problem.hint) if text)
    return f"::{problem.severity} {properties}::{message}"
