"""CSL JSON: the sources of a result, for Zotero and pandoc.

Fields follow the CSL 1.0.2 specification and its schema csl-data.json.
"""

from typing import Any

from .. import edtf
from ..query import Result
from ..text.json_text import json_array, to_json, without_empty
from . import RenderOptions, Writer
from .layout.bibliography import Cited, bibliography
from .layout.links import ascii_address
from .layout.short_texts import readable_date

_PRESS = ("newspaper", "news-agency")


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write an array with one item per source, `[]` when empty."""
    for piece in json_array(to_json(_item(cited)) for cited in bibliography(result)):
        out.write(piece)


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
    ends = [edtf.parse(end) for end in text.split("/") if end not in ("", "..")]
    if any(end.precision not in ("day", "month", "year") for end in ends) or len(ends) != text.count("/") + 1:
        return {"literal": readable_date(text)}
    lengths = {"day": 3, "month": 2, "year": 1}
    days = ((end.end if number else end.start, lengths[end.precision]) for number, end in enumerate(ends))
    parts = [[day.year, day.month, day.day][:length] for day, length in days if day]
    circa = any(end.approximate or end.uncertain for end in ends)
    return {"date-parts": parts, **({"circa": True} if circa else {})}
