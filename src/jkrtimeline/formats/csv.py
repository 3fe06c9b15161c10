"""Comma-separated values (RFC 4180), but with lines that end in a line feed, as in other Unix tools."""

import csv

from ..query import Result
from . import RenderOptions, Writer
from .shared.table import BOM, table


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write a header and one record per row."""
    rows = table(result, options)
    header = next(rows)
    if options.bom:
        out.write(BOM)
    # Python before 3.13 does not quote a carriage return.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL if options.sanitized else csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
