"""diff: what differs between two event files."""

from collections import Counter
from typing import Annotated

import typer

from ...compare import Change, compare
from ...errors import UsageError
from ...output_files import write_file
from .. import environment
from ..data_paths import file_name
from ..messages import note, unknown
from ..option_groups import grouped
from ..options import Several, format_option, one_output
from ..output_streams import Stdout, print_to

_FORMATS = {"text": "write_diff_text", "markdown": "write_diff_markdown", "json": "write_diff_json"}
_SUFFIXES = {".json": "json", ".md": "markdown", ".markdown": "markdown"}


@grouped
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="An event file.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The event file to compare it with.", show_default=False)],
    *,
    format: Annotated[
        str | None,
        format_option(_FORMATS, f"One of {', '.join(_FORMATS)} (default: text)."),
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
    by_suffix = (each for suffix, each in _SUFFIXES.items() if file is not None and file.lower().endswith(suffix))
    name = "json" if json else format if format is not None else next(by_suffix, "text")
    if name not in _FORMATS:
        raise unknown("format", name, _FORMATS)
    if [old, new].count("-") > 1:
        raise UsageError("standard input can be read only once", hint="give - once")
    before, after = (environment.open_catalog([each]) for each in (old, new))

    from ...formats import differences

    counts: Counter[str] = Counter()

    def counted(change: Change) -> Change:
        counts[change.status] += 1
        return change

    write = getattr(differences, _FORMATS[name])
    changes = map(counted, compare(before, after))
    if file is None:
        print_to(Stdout(), lambda out: write(changes, out))
    else:
        write_file(file_name(file), lambda out: write(changes, out))
    if name == "text" or file is not None:
        parts = [f"{counts[status]} {status}" for status in ("added", "removed", "changed") if counts[status]]
        note(", ".join(parts) or "no differences")
    return 1 if counts else 0
