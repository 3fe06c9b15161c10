"""new, check, diff and schema: help with writing an event file."""

import os
from collections import Counter
from typing import Annotated

import typer

from ...compare import Change, compare
from ...errors import DataError, JkrError, Problem, unknown_name
from ...output_files import write_file
from ...text.json_text import json_array, to_json
from ...text.sanitize import numbered, visible
from .. import environment
from ..messages import note
from ..options import Data, Several, format_option, one_output
from ..output_streams import Stdout, print_data, print_to

_CHECK_FORMATS = ("text", "json", "github")
_DIFF_FORMATS = {"text": "write_diff_text", "markdown": "write_diff_markdown", "json": "write_diff_json"}
_DIFF_ENDINGS = {".json": "json", ".md": "markdown", ".markdown": "markdown"}


def new(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="The file to write; it must not exist yet.")
    ] = None,
) -> int:
    """Start an event file, with each key explained.

    Without FILE the text is printed.

    Examples:
        jkr new mine.yaml                # write a file
        jkr check mine.yaml              # check it
        jkr timeline --data mine.yaml    # see it
    """
    from importlib.resources import files

    text = (files("jkrtimeline.eventfile") / "template.yaml").read_text(encoding="utf-8")
    if file is None or file == "-":
        print_data(text)
        return 0
    name = os.path.expanduser(environment.checked_path(file))
    if os.path.lexists(name):
        raise JkrError(f"{name}: already exists", hint="name another file")
    write_file(name, lambda out: out.write(text))
    if environment.on_terminal(standard_error=True):
        note(f"wrote {name}", f"see it: jkr timeline --data {name}")
    return 0


def check(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="Event files (default: the data in use).")
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    advice: Annotated[bool, typer.Option("--advice", help="List advice too, which never fails.")] = False,
    format: Annotated[
        str, format_option(_CHECK_FORMATS, "text, json or github (annotations for GitHub Actions).")
    ] = "text",
    json: Annotated[bool, typer.Option("--json", help="Same as -f json.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day after which no source can be dated.")
    ] = None,
    data: Data = None,
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
    if name not in _CHECK_FORMATS:
        raise unknown_name("format", name, _CHECK_FORMATS)
    paths = environment.data_files([*(files or ()), *(data or ())])
    day, bar = environment.current_day(today), environment.progress_bar()
    findings = check_files(paths, environment.cache(), environment.stdin(paths), day, bar)
    listed = [*findings.problems, *(findings.advice if advice else ())]
    if name == "json":
        keys = ("path", "line", "column", "severity", "rule", "message", "hint")
        pieces = json_array(to_json({key: getattr(problem, key) for key in keys}) for problem in listed)
    else:
        pieces = map(_workflow_command if name == "github" else _lines, listed)
    print_data("".join(pieces))
    errors, warnings, advices = (findings.counts[each] for each in ("error", "warning", "advice"))
    advice_text = f"{numbered(advices, 'piece')} of advice" if advices else ""
    hint = f"{advice_text}; to list it, add --advice" if advice_text and not advice else ""
    shown = [advice_text] if advice_text and advice else []
    if findings.problems:
        total = errors + warnings + (advices if advice else 0)
        message = ", ".join([numbered(errors, "error"), numbered(warnings, "warning"), *shown])
        note(message + (f"; the first {len(listed):,} are listed" if len(listed) < total else ""), hint)
    elif name == "text":
        note(", ".join([f"no problem in {', '.join(paths)}", *shown]), hint)
    return DataError.exit_code if errors or (strict and findings.problems) else 0


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


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="An event file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The event file to compare it with.")],
    *,
    format: Annotated[
        str | None, format_option(_DIFF_FORMATS, f"One of {', '.join(_DIFF_FORMATS)} (default: text).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Same as -f json.")] = False,
    output: Annotated[
        Several, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; its ending selects the format.")
    ] = None,
) -> int:
    """List what was added, removed and changed between two event files.

    Records are compared by id, field by field. The exit code is 1 when the files
    differ and 0 when they do not, as with diff.

    Examples:
        jkr diff old.yaml new.yaml               # what differs, as text
        jkr diff bundled mine.yaml --json        # from the data of jkr, as JSON
        jkr diff old.yaml new.yaml -o CHANGES.md
    """
    file = one_output(output)
    by_suffix = (each for suffix, each in _DIFF_ENDINGS.items() if file is not None and file.lower().endswith(suffix))
    name = "json" if json else format if format is not None else next(by_suffix, "text")
    if name not in _DIFF_FORMATS:
        raise unknown_name("format", name, _DIFF_FORMATS)
    environment.stdin((old, new))  # refuses - for both
    before, after = (environment.open_catalog([each]) for each in (old, new))

    from ...formats import differences

    counts: Counter[str] = Counter()

    def counted(change: Change) -> Change:
        counts[change.status] += 1
        return change

    write = getattr(differences, _DIFF_FORMATS[name])
    changes = map(counted, compare(before, after))
    if file is None:
        print_to(Stdout(), lambda out: write(changes, out))
    else:
        write_file(file, lambda out: write(changes, out))
    if name == "text" or file is not None:
        parts = [f"{counts[status]} {status}" for status in ("added", "removed", "changed") if counts[status]]
        note(", ".join(parts) or "no differences")
    return 1 if counts else 0


def schema() -> int:
    """Print the JSON Schema of event files, for editors.

    Examples:
        jkr schema > events.schema.json  # save it beside your event file
        jkr schema | jq .properties      # see its properties
        jkr check mine.yaml              # check a file without an editor
    """
    from ...eventfile import json_schema

    print_data(json_schema.schema_text())
    return 0
