"""Tab-separated values without quotation marks (IANA text/tab-separated-values)."""

import re

from ..query import Result
from . import RenderOptions, Writer
from .shared.table import BOM, table


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write a header and one line per row; a tab or line end within a cell becomes a space."""
    rows = table(result, options)
    header = next(rows)
    out.write((BOM if options.bom else "") + "\t".join(header) + "\n")
    for row in rows:
        cells = (" ".join(text.split()) if options.sanitized else re.sub(r"[\t\r\n]", " ", text) for text in row)
        out.write("\t".join(cells) + "\n")
