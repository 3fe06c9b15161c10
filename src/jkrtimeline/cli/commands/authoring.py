"""new and schema: help with writing an event file."""

import os
from typing import Annotated

import typer

from ...errors import JkrError
from .. import environment
from ..data_paths import file_name
from ..messages import note
from ..output_streams import print_data


def new(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="The file to write; it must not exist yet.", show_default=False),
    ] = None,
) -> int:
    """Start an event file, with each key explained.

    Without FILE the text is printed.

    Examples:
        jkr new mine.yaml                # write a file
        jkr check mine.yaml              # check it
        jkr timeline --data mine.yaml    # see it
    """
    from ...eventfile import template

    text = template.template_text()
    if file is None or file == "-":
        print_data(text)
        return 0
    name = os.path.expanduser(file_name(file))
    if os.path.lexists(name):
        raise JkrError(f"{name}: already exists", hint="name another file")
    from ...output_files import write_file

    write_file(name, lambda out: out.write(text))
    if environment.on_terminal(standard_error=True):
        note(f"wrote {name}", f"see it: jkr timeline --data {name}")
    return 0


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
