"""JSON: one array, an object per line."""

from typing import TYPE_CHECKING

from ..query import Result
from ..text.json_text import json_array, to_json
from . import RenderOptions
from .layout.records import json_texts

if TYPE_CHECKING:
    from . import Writer


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write an array, `[]` when empty. Counts are the last key, `rows`, of an object that describes them."""
    if result.stats is not None:
        out.write(to_json(result.stats.public()).removesuffix("}") + ',"rows":')
    for piece in json_array(json_texts(result)):
        out.write(piece if result.stats is None else piece.removesuffix("]\n"))
    if result.stats is not None:
        out.write("]}\n")
