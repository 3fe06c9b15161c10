"""formats: the table of output formats."""

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from ...formats import FORMATS
from ...text.json_text import json_array, to_json
from .. import environment, output_streams

if TYPE_CHECKING:
    from ...formats import Writer


def formats(json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> int:
    """List the output formats, with the file endings that select them.

    Examples:
        jkr formats                     # all of them
        jkr timeline -f ics             # use one
        jkr timeline -o brief.md        # or end a file name in its ending
    """

    def print_all(out: "Writer") -> None:
        if json:
            keys = ("name", "suffixes", "about", "events")
            for piece in json_array(to_json({key: getattr(each, key) for key in keys}) for each in FORMATS.values()):
                out.write(piece)
            return
        rows = [(each.name, " ".join(each.suffixes), each.about) for each in FORMATS.values()]
        if not environment.on_terminal():
            for row in rows:
                out.write("\t".join(row) + "\n")
            return
        names, suffixes = (max(len(row[column]) for row in rows) + 2 for column in (0, 1))
        beside = environment.width() - names - suffixes >= 30  # else the text goes below
        margin = names + suffixes if beside else 2
        for name, endings, about in rows:
            head = f"{name:<{names}}{endings:<{suffixes}}" if beside else f"{name:<{names}}{endings}\n  "
            out.write(head + ("\n" + " " * margin).join(wrap(about, environment.width() - margin)) + "\n")

    output_streams.print_to(output_streams.Stdout(), print_all)
    return 0
