"""CSL JSON: the sources of a result, for Zotero and pandoc.

Fields follow the CSL 1.0.2 specification and its schema csl-data.json.
"""

from typing import Any

from ..model import Header
from ..query import Result
from ..text.json_text import json_array, to_json, without_empty
from . import RenderOptions, Writer
from .shared.bibliography import Cited, bibliography, data_key
from .shared.links import ascii_address
from .shared.short_texts import ends_of, readable_date

_PRESS = ("newspaper", "news-agency")


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write an array with one item per source, `[]` when empty."""
    for piece in json_array(to_json(_item(cited)) for cited in bibliography(result)):
        out.write(piece)


def data_csl_json(header: Header) -> str:
    """An array with one item, which cites the data set."""
    item: dict[str, Any] = {
        "id": data_key(header),
        "type": "dataset",
        "title": header.title,
        "author": header.author and [{"literal": header.author}],
        "version": header.version,
        "license": header.license,
        "note": header.coverage and f"Covers {readable_date(header.coverage)}",
    }
    return "".join(json_array([to_json(without_empty(item))]))


def _item(cited: Cited) -> dict[str, Any]:
    """The CSL item of a source."""
    source = cited.source
    item = {
        "id": cited.key,
        "type": "article-newspaper" if source.kind in _PRESS else "webpage",
        "title": cited.title,
        "author": cited.author and [{"literal": cited.author}],
        "container-title": cited.container,
        "issued": source.date and _csl_date(source.date),
        "accessed": source.accessed and _csl_date(source.accessed),
        "URL": source.url and ascii_address(source.url),
        "note": source.archived and f"Archived: {ascii_address(source.archived)}",
        "language": source.lang,
        "keyword": ", ".join(cited.events),
    }
    return without_empty(item)


def _csl_date(text: str) -> dict[str, Any]:
    """A CSL date as precise as the EDTF `text`; a literal where CSL has no form for it."""
    ends = [end for end in ends_of(text) if end is not None]
    lengths = {"day": 3, "month": 2, "year": 1}
    if any(end.precision not in lengths for end in ends) or len(ends) != text.count("/") + 1:
        return {"literal": readable_date(text)}
    days = ((end.end if number else end.start, lengths[end.precision]) for number, end in enumerate(ends))
    parts = [[day.year, day.month, day.day][:length] for day, length in days if day]
    is_circa = any(end.approximate or end.uncertain for end in ends)
    return {"date-parts": parts, **({"circa": True} if is_circa else {})}
