"""JSON Lines: one object per line."""

from typing import TYPE_CHECKING

from ..query import Result
from . import RenderOptions
from .layout.records import json_texts

if TYPE_CHECKING:
    from . import Writer


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write one line per row."""
    for text in json_texts(result):
        out.write(text + "\n")
