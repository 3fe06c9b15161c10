"""YAML: an event file of the events in a result; other rows as a sequence."""

from ..eventfile import dump
from ..query import Result
from . import RenderOptions, Writer
from .shared.spool import spooled


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write the events by date, with the actors, themes and threads that they use."""
    if result.kind != "event":
        for piece in dump.records_to_yaml(row.record() for row in result.rows):
            out.write(piece)
        return
    sorted_otherwise = result.card or result.query.by_rank or result.query.reverse
    with spooled(result.rows, by_time=sorted_otherwise) as events:
        for piece in dump.pieces_of_yaml(result.catalog, events):
            out.write(piece)
