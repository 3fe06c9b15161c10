"""A brief in Markdown: a heading for each month, a bullet for each event, and the sources as footnotes.

It is CommonMark 0.31 with footnotes (`[^1]`) and tables as in GitHub and pandoc, without raw HTML, and means the same
to both. Text of the data is escaped.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from .. import edtf
from ..edtf import MONTH_NAMES
from ..model import Event, Source
from ..query import Result
from ..text.sanitize import plural, visible
from . import RenderOptions, Writer
from .shared.bibliography import Bibliography, bibliography
from .shared.headings import by_month, heading_parts, heading_title, query_parts, year_label
from .shared.links import ascii_address
from .shared.short_texts import paragraphs, readable_date

_SIGNS = r"[\\`*_\[\]<>{}~$^@|#]|&(?=[#\w])|:(?=[\w+-]+:)|!(?=\[)|(?<=-)-"
"""Characters with a meaning inside a line, for CommonMark, or only for GitHub (~~, :name:, @name, #1, tables) or
pandoc (~, ^, $, @key, {…}, --)."""

_START = r"^(?:(?P<sign>[-+=:])|\(?(?:\d+|[A-Za-z]|[IVXLCDM]+|[ivxlcdm]+)(?=[.)]))"
"""What may begin a block: a list or the underline of a heading (CommonMark 0.31, 4.3 and 5.2); for pandoc also a
definition, or a list with letters, Roman numerals or parentheses (User's Guide, fancy_lists)."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write the brief, or a list of sources or offices."""
    header = result.catalog.header
    if result.kind == "source":
        _source_list(result, out)
        return
    if result.kind == "office":
        _office_table(result, out)
        return
    title = heading_title(result)
    out.write(f"# {escape(title)}\n")
    if not result.card:
        about = heading_parts(result)
        out.write(f"\n{escape('; '.join(about if title == header.title else [header.title, *about]))}\n")
    sources = Bibliography()
    for heading, events in _sections(result):
        if heading:
            out.write(f"\n## {heading}\n")
        for event in events:
            out.write("\n" + "\n\n".join(_entry(event, sources.add(event))) + "\n")
    coverage = readable_date(header.coverage)
    facts = (
        header.version and f"version {header.version}",
        coverage and f"covers {coverage}",
        header.license and f"licence {header.license}",
    )
    end = ", ".join([header.title, *filter(None, facts)])
    out.write(f"\n---\n\nData: {escape(end)}.\n")
    for cited in sources:
        out.write(f"\n[^{cited.number}]: {_source(cited.source)}\n")


def _source_list(result: Result, out: Writer) -> None:
    """Write a numbered list of sources, each with its number of events."""
    about = "; ".join(heading_parts(result))
    out.write(f"# {escape(f'Sources: {result.catalog.header.title}')}\n\n{escape(about)}\n\n")
    for cited in bibliography(result):
        number = len(cited.events)
        out.write(f"{cited.number}. {_source(cited.source)} ({number} {plural(number, 'event')})\n")


def _office_table(result: Result, out: Writer) -> None:
    """Write a table of offices (GitHub Flavored Markdown, pandoc's pipe_tables)."""
    about = "; ".join(query_parts(result))
    out.write(f"# {escape(f'Offices: {result.catalog.header.title}')}\n\n" + (f"{escape(about)}\n\n" if about else ""))
    out.write("| Office | Holder | From | To | Acting | Note |\n|---|---|---|---|---|---|\n")
    for row in result.rows:
        record = row.record()
        cells = [record["office"], record["holder"], readable_date(record["from"]), readable_date(record["to"])]
        cells += ["acting" if record["acting"] else "", record["note"] or ""]
        out.write("| " + " | ".join(map(escape, cells)) + " |\n")


def escape(text: str) -> str:
    """One line of Markdown that shows `text`, without white space around it."""
    text = re.sub(_SIGNS, r"\\\g<0>", visible(text).strip())
    return re.sub(_START, lambda match: "\\" + match[0] if match["sign"] else match[0] + "\\", text)


def _sections(result: Result) -> Iterator[tuple[str, Iterator[Event]]]:
    """Headings with their events: months, and years for less exact dates. No heading for events that are not in order
    of time."""
    if result.card or result.query.by_rank:
        yield "", (row.event for row in result.rows)
        return
    for (year, month), of_month in groupby(by_month(result.rows, result.query), key=itemgetter(0, 1)):
        name = f"{MONTH_NAMES[month - 1]} {year}" if month else year_label(year)
        yield name, (row.event for _, _, row in of_month)


def _entry(event: Event, numbers: list[int]) -> Iterator[str]:
    """The paragraphs of the bullet of an event."""
    marks = " ".join(f"[^{number}]" for number in numbers)
    status = "" if event.has_happened else f" ({event.status})"
    title = escape(event.title)
    if marks and title.endswith("!"):  # else it and the first footnote would be an image
        title = title[:-1] + "\\!"
    yield f"- **{edtf.date_text(event.date)}**{status} {title}{marks}"
    yield from (f"  {escape(text)}" for text in paragraphs(event))


def _source(source: Source) -> str:
    text = source.line
    links = [f"<{ascii_address(source.url)}>"] if source.url else []
    links += [f"Archived: <{ascii_address(source.archived)}>"] if source.archived else []
    return " ".join(part for part in (escape(f"{text}.") if text else "", *links) if part)
