"""info and check: facts about the data, and problems in an event file."""

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from ... import __version__, edtf
from ...errors import DataError, Problem, UsageError
from ...text.json_text import json_array, to_json
from ...text.sanitize import visible
from ...text.suggest import did_you_mean
from .. import environment, output_streams
from ..messages import note
from ..option_groups import grouped
from ..options import DataOptions, format_option

if TYPE_CHECKING:
    from ...formats import Writer
    from ...model import Header


_FORMATS = ("text", "json", "github")
_FORMATS_HELP = "text, json or github (annotations for GitHub Actions)."


_CITATIONS = ("text", "bibtex", "csl-json")


@grouped
def info(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    cite: Annotated[bool, typer.Option("--cite", help="Print a citation of the data.")] = False,
    format: Annotated[
        str | None,
        format_option(_CITATIONS, "Form of the citation: text, bibtex or csl-json."),
    ] = None,
    data: DataOptions,
) -> int:
    """Show title, version, coverage and size of the data, and the path of the index.

    Examples:
        jkr info                                     # of the data in use
        jkr info --data mine.yaml                    # of a file
        jkr info --json | jq .events                 # one number, for a script
        jkr info --cite -f bibtex                    # a citation of the data
    """
    if format is not None and not cite:
        raise UsageError("--format applies to --cite", hint="add --cite, or use --json")
    if cite and json and format not in (None, "csl-json"):
        raise UsageError(f"several formats at once: {format}, json", hint="name one")
    catalog = environment.open_catalog(data.data or [])
    if cite:
        _cite(catalog.header, "csl-json" if json else format or "text")
        return 0
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
            shown["coverage"] = edtf.date_text(edtf.parse(header.coverage))
        for name, value in shown.items():
            if value is not None:
                whole = visible(str(value))
                lines = wrap(whole, environment.width() - 10) if environment.on_terminal() else [whole]
                out.write(f"{name:<10}" + ("\n" + " " * 10).join(lines) + "\n")

    output_streams.print_to(output_streams.Stdout(), print_all)
    return 0


def _cite(header: "Header", name: str) -> None:
    """Print a citation of the data."""
    from ...formats.layout import data_citation

    if name not in _CITATIONS:
        raise UsageError(f"unknown format {name!r}", hint=did_you_mean(name, _CITATIONS, "text, bibtex or csl-json"))
    if name == "text":
        text = data_citation.citation_text(header)
    else:
        text = data_citation.citation_bibtex(header) if name == "bibtex" else data_citation.citation_csl_json(header)
    output_streams.print_to(output_streams.Stdout(), lambda out: out.write(text))


@grouped
def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE...]", help="Event files (default: the data in use).", show_default=False),
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    advice: Annotated[bool, typer.Option("--advice", help="List advice too, which never fails.")] = False,
    format: Annotated[str, format_option(_FORMATS, _FORMATS_HELP)] = "text",
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
    from ...index.ingest import check as problems_of

    name = "json" if json else format
    if name not in _FORMATS:
        raise UsageError(f"unknown format {name!r}", hint=did_you_mean(name, _FORMATS, "text, json or github"))
    paths = environment.data_files([*(files or ()), *(data.data or ())])
    findings = problems_of(
        paths, environment.cache(), environment.stdin(paths), environment.current_day(today), environment.progress()
    )
    problems, errors, warnings = findings.problems, findings.errors, findings.warnings
    listed = [*problems, *(findings.advice if advice else ())]
    output_streams.print_to(output_streams.Stdout(), lambda out: _report(listed, name, out))
    more = findings.suggestions
    suggestions = f"{more} piece{'' if more == 1 else 's'} of advice" if more else ""
    hint = f"{suggestions}; to list it, add --advice" if suggestions and not advice else ""
    if problems:
        parts = [f"{errors} error{'' if errors == 1 else 's'}", f"{warnings} warning{'' if warnings == 1 else 's'}"]
        parts += [suggestions] if suggestions and advice else []
        total = errors + warnings + (more if advice else 0)
        note(", ".join(parts) + (f"; the first {len(listed)} are listed" if len(listed) < total else ""), hint)
    elif name == "text":
        found = f"no problem in {', '.join(paths)}"
        note(f"{found}, {suggestions}" if suggestions and advice else found, hint)
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
        out.write(f"{visible(problem.location)}: {problem.severity}: {visible(problem.message)} [{problem.rule}]\n")
        if problem.hint:
            out.write(f"    {visible(problem.hint)}\n")


def _workflow_command(problem: Problem) -> str:
    """A problem as a workflow command of GitHub Actions, which shows it at its line of a change. The hint is
    a line of its own. The escapes are those of actions/toolkit, `command.ts`."""

    def data(text: str) -> str:
        return visible(text).replace("%", "%25")  # visible text has no line ends to escape

    location = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.rule}
    properties = ",".join(
        f"{key}={data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in location.items() if value
    )
    message = "%0A".join(data(text) for text in (problem.message, problem.hint) if text)
    level = "notice" if problem.severity == "advice" else problem.severity
    return f"::{level} {properties}::{message}"
