"""new and schema: what helps to write an event file."""

from typing import TYPE_CHECKING

from .. import output_streams

if TYPE_CHECKING:
    from ...formats import Writer


def new() -> int:
    """A small event file to begin with, each key explained: jkr new > mine.yaml"""
    from ...eventfile import template

    return _print(template.to_text())


def schema() -> int:
    """The JSON Schema of event files, for editors: jkr schema > events.schema.json"""
    from ...eventfile import json_schema as made

    return _print(made.to_text())


def _print(text: str) -> int:
    def print_all(out: "Writer") -> None:
        out.write(text)

    output_streams.print_to(output_streams.Stdout(), print_all)
    return 0
