"""JSON Lines: one object per line."""

from ..query import Result
from . import RenderOptions, Writer
from .json import json_texts


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write one line per row."""
    for text in json_texts(result):
        out.write(text + "\n")
