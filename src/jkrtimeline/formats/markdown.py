"""The brief: Markdown with a heading a month, a bullet an event, and the sources as footnotes.

It is CommonMark 0.31 with the footnotes of GitHub and pandoc (`[^1]`), without raw HTML, and means the same to both.
What is text in the data stays text.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from .. import edtf
from ..edtf import MONTH_NAMES
from ..fields import STATUSES
from ..model import Event, Source
from ..query import Result
from ..text.sanitize import visible
from . import RenderOptions
from .layout.bibliography import Bibliography, bibliography
from .layout.links import ascii_address
from .layout.rail import by_month, heading_parts, heading_title, query_parts, window_of, year_label

if TYPE_CHECKING:
    from . import Writer

_SIGNS = r"[\\`*_\[\]<>{}~$^@|#]|&(?=[#\w])|:(?=[\w+-]+:)|!(?=\[)|(?<=-)-"
"""What may mean something inside a line: to CommonMark, or only to GitHub (~~, :name:, @name, #1, tables)
or pandoc (~, ^, $, @key, {…}, --)."""

_START = r"^(?:(?P<sign>[-+=:])|\(?(?:\d+|[A-Za-z]|[IVXLCDM]+|[ivxlcdm]+)(?=[.)]))"
"""What may begin a block: a list or a heading's underline (CommonMark 0.31, 4.3 and 5.2); to pandoc also a
definition, and a list marked with letters, Roman numerals or parentheses (User's Guide, fancy_lists)."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the brief."""
    header = result.data.header
    if result.kind == "source":
        _source_list(result, out)
        return
    if result.kind == "office":
        _office_table(result, out)
        return
    title = heading_title(result)
    out.write(f"# {escape(title)}\n")
    if not result.card:
        about = heading_parts(result, result.data.count(result.query))
        out.write(f"\n{escape('; '.join(about if title == header.title else [header.title, *about]))}\n")
    sources = Bibliography()
    for heading, events in _sections(result):
        if heading:
            out.write(f"\n## {heading}\n")
        for event in events:
            out.write("\n" + "\n\n".join(_entry(event, sources.add(event))) + "\n")
    covered = f"covers {edtf.date_text(edtf.parse(header.coverage))}" if header.coverage else None
    facts = (header.version and f"version {header.version}", covered, header.license and f"licence {header.license}")
    end = ", ".join([header.title, *filter(None, facts)])
    out.write(f"\n---\n\nData: {escape(end)}.\n")
    for cited in sources:
        out.write(f"\n[^{cited.number}]: {_source(cited.source)}\n")


def _source_list(result: Result, out: "Writer") -> None:
    """Write a numbered list of sources, each with the number of its events."""
    about = "; ".join(heading_parts(result, result.data.count(result.query._replace(limit=None))))
    out.write(f"# {escape(f'Sources: {result.data.header.title}')}\n\n{escape(about)}\n\n")
    for cited in bibliography(result):
        number = len(cited.events)
        out.write(f"{cited.number}. {_source(cited.source)} ({number} event{'' if number == 1 else 's'})\n")


def _office_table(result: Result, out: "Writer") -> None:
    """Write a table of offices (GitHub Flavored Markdown, pandoc's pipe_tables)."""
    about = "; ".join(query_parts(result))
    out.write(f"# {escape(f'Offices: {result.data.header.title}')}\n\n" + (f"{escape(about)}\n\n" if about else ""))
    out.write("| Office | Holder | From | To | Acting | Note |\n|---|---|---|---|---|---|\n")
    for row in result.rows:
        record = row.record()
        cells = [record["office"], record["holder"], *(_day(record[end]) for end in ("from", "to"))]
        cells += ["acting" if record["acting"] else "", record["note"] or ""]
        out.write("| " + " | ".join(map(escape, cells)) + " |\n")


def _day(text: str | None) -> str:
    return edtf.date_text(edtf.parse(text)) if text else ""


def escape(text: str) -> str:
    """One line of Markdown that shows `text` as it is, without white space around it."""
    text = re.sub(_SIGNS, r"\\\g<0>", visible(text).strip())
    return re.sub(_START, lambda match: "\\" + match[0] if match["sign"] else match[0] + "\\", text)


def _sections(result: Result) -> Iterator[tuple[str, Iterator[Event]]]:
    """Headings with their events: months, a year for what is less exact; none for events that do not
    stand in the order of time."""
    if result.card or result.query.by_rank:
        yield "", (row.event for row in result.rows)
        return
    months = by_month(result.rows, result.query.reverse, window=window_of(result.query))
    for (year, month), of_month in groupby(months, key=itemgetter(0, 1)):
        name = f"{MONTH_NAMES[month - 1]} {year}" if month else year_label(year)
        yield name, (row.event for _, _, row in of_month)


def _entry(event: Event, numbers: list[int]) -> Iterator[str]:
    """The paragraphs of one item of a list."""
    marks = " ".join(f"[^{number}]" for number in numbers)
    status = "" if event.status == STATUSES[0] else f" ({event.status})"
    title = escape(event.title)
    if marks and title.endswith("!"):  # or the first note would be an image
        title = title[:-1] + "\\!"
    yield f"- **{edtf.date_text(event.date)}**{status} {title}{marks}"
    for text in (event.summary, event.date_note, event.note and f"Note: {event.note}"):
        if text:
            yield f"  {escape(text)}"


def _source(source: Source) -> str:
    told = ", ".join(part for part in (source.by, source.headline, source.day) if part)
    links = [f"<{ascii_address(source.url)}>"] if source.url else []
    links += [f"Archived: <{ascii_address(source.archived)}>"] if source.archived else []
    return " ".join(part for part in (escape(f"{told}.") if told else "", *links) if part)
