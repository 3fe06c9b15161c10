"""Comma-separated values: RFC 4180, but with plain line ends, as other Unix tools print."""

from typing import TYPE_CHECKING

from ..query import Result
from . import RenderOptions
from .layout.table import table

if TYPE_CHECKING:
    from . import Writer

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the encoding of the system."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write a header and one record per row."""
    import csv

    rows = table(result, options)
    header = next(rows)
    if options.bom:
        out.write(BOM)
    # Python before 3.13 does not quote a carriage return by itself.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL if options.visible else csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
