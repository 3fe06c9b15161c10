"""new and schema: what helps to write an event file."""

from typing import TYPE_CHECKING

from . import streams

if TYPE_CHECKING:
    from ..output import Writer


def new() -> int:
    """A small event file to begin with, each key explained: jkr new > mine.yaml"""
    from ..dataset import starter

    return _print(starter.to_text())


def schema() -> int:
    """The JSON Schema of event files, for editors: jkr schema > events.schema.json"""
    from ..dataset import schema as made

    return _print(made.to_text())


def _print(text: str) -> int:
    def print_all(out: "Writer") -> None:
        out.write(text)

    streams.print_to(streams.Stdout(), print_all)
    return 0
