"""check: problems in an event file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import DataError, Problem
from ...text.json_text import json_array, to_json
from ...text.plural import numbered
from ...text.sanitize import visible
from .. import environment
from ..messages import note, unknown
from ..option_groups import grouped
from ..options import DataOptions, format_option
from ..output_streams import Stdout, print_to

if TYPE_CHECKING:
    from ...formats import Writer

_FORMATS = ("text", "json", "github")


@grouped
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE...]", help="Event files (default: the data in use).", show_default=False),
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    advice: Annotated[bool, typer.Option("--advice", help="List advice too, which never fails.")] = False,
    format: Annotated[str, format_option(_FORMATS, "text, json or github (annotations for GitHub Actions).")] = "text",
    json: Annotated[bool, typer.Option("--json", help="Same as -f json.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day after which no source can be dated.")
    ] = None,
    data: DataOptions,
) -> int:
    """List every problem in an event file, with its line and how to fix it.

    Examples:
        jkr check mine.yaml                          # one file
        jkr check years/*.yaml --strict              # several; warnings fail too
        jkr check -f github                          # in GitHub Actions
        jkr check --advice                           # with what could be better
    """
    from ...index.ingest import check_files

    name = "json" if json else format
    if name not in _FORMATS:
        raise unknown("format", name, _FORMATS)
    paths = environment.data_files([*(files or ()), *(data.data or ())])
    findings = check_files(
        paths, environment.cache(), environment.stdin(paths), environment.current_day(today), environment.progress()
    )
    listed = [*findings.problems, *(findings.advice if advice else ())]
    print_to(Stdout(), lambda out: _print_problems(listed, name, out))
    number = findings.suggestions
    suggestions = f"{numbered(number, 'piece')} of advice" if number else ""
    hint = f"{suggestions}; to list it, add --advice" if suggestions and not advice else ""
    shown = [suggestions] if suggestions and advice else []
    if findings.problems:
        total = findings.errors + findings.warnings + (number if advice else 0)
        message = ", ".join([numbered(findings.errors, "error"), numbered(findings.warnings, "warning"), *shown])
        note(message + (f"; the first {len(listed):,} are listed" if len(listed) < total else ""), hint)
    elif name == "text":
        note(", ".join([f"no problem in {', '.join(paths)}", *shown]), hint)
    return DataError.exit_code if findings.errors or (strict and findings.problems) else 0


def _print_problems(problems: Iterable[Problem], name: str, out: "Writer") -> None:
    """Print problems in a format."""
    if name == "json":
        keys = ("path", "line", "column", "severity", "rule", "message", "hint")
        for piece in json_array(to_json({key: getattr(problem, key) for key in keys}) for problem in problems):
            out.write(piece)
        return
    write = _workflow_command if name == "github" else _lines
    for problem in problems:
        out.write(write(problem))


def _lines(problem: Problem) -> str:
    """A problem for reading: its location and message, and its hint below."""
    location, message = visible(problem.location), visible(problem.message)
    hint = f"    {visible(problem.hint)}\n" if problem.hint else ""
    return f"{location}: {problem.severity}: {message} [{problem.rule}]\n{hint}"


def _workflow_command(problem: Problem) -> str:
    """A problem as a workflow command of GitHub Actions, which shows it at its line of a change.

    The hint is a line of its own. The escapes are those of actions/toolkit, `command.ts`.
    """

    def data(text: str) -> str:
        return visible(text).replace("%", "%25")  # visible text has no line ends to escape

    location = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(
        f"{key}={data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in location.items() if value
    )
    message = "%0A".join(data(text) for text in (problem.message, problem.hint) if text)
    level = "notice" if problem.severity == "advice" else problem.severity
    return f"::{level} {properties}::{message}\n"
