"""Events as lines of text: a timeline with headings of years and months, or ranked search results."""

from collections.abc import Iterable
from itertools import chain, islice

from ... import edtf
from ...edtf import MONTH_NAMES, MONTHS, EventDate
from ...model import Event, Hit, Source
from ...query import Result, Row
from ...text.sanitize import numbered, visible
from .headings import BACKGROUND, by_month, heading_parts, month_of, year_label
from .links import link
from .page import BOLD, DIM, MARKS, PLAIN, SHORT_WEEKDAYS, Page, Piece, ThemeStyles, visible_highlights
from .short_texts import status_prefix

_DAY_WIDTH = 9
"""Cells before the mark of an event: `16–17`, ` 3 Tue`, `31–1 Jun`."""

_MARGIN = " " * (2 + _DAY_WIDTH)
"""What is before the mark of an event of a timeline."""

_WIDE = 110
"""The width of a page from which themes have a column."""

_THEME_WIDTH = 24
"""The greatest width of the column of themes; longer names are cut."""

_MEASURED = 1000
"""Events whose titles are measured for the column of themes."""


def event_list(result: Result, page: Page) -> None:
    """Draw a timeline or search results. Above a timeline longer than the screen, sketch its density."""
    count = result.catalog.count(result.query)
    page.heading(result.catalog.header.title, heading_parts(result, count))
    lines = EventLines(result, page)
    if result.query.by_rank:
        lines.ranked()
        return
    if 0 < page.options.height < count and result.query.limit is None:
        from .histogram import density_line

        density_line(result, page)
    lines.timeline()


class EventLines:
    """Draws the events of a result, as a timeline or ranked.

    On a wide page, themes have a column right behind the longest of the first titles.
    """

    def __init__(self, result: Result, page: Page) -> None:
        self._result, self._page, self._rows = result, page, iter(result.rows)
        self._themes = ThemeStyles(result.catalog, page)
        self._queried_themes = {tag.id for group in result.query.tags for tag in group if tag.kind == "theme"}
        self._title_width: int | None = None
        self._theme_column: int | None = None
        if page.width >= _WIDE:
            first, cells = list(islice(self._rows, _MEASURED)), page.ruler.cells
            self._rows = chain(first, self._rows)
            titles = [cells(status_prefix(row.event) + visible(row.event.title)) for row in first]
            themes = [cells(self._themes.name(self._theme(row.event))) for row in first if row.event.themes]
            margin = 4 if result.query.by_rank else 4 + len(_MARGIN)
            self._title_width = page.width - margin - min(max(themes, default=0), _THEME_WIDTH)
            self._theme_column = min(max(titles, default=0), self._title_width) + 2

    def timeline(self, *, story: bool = False) -> None:
        """Draw events under years and months; within one thread, also the days between them. `story` adds the events
        that each one follows, except the one above it."""
        page, query = self._page, self._result.query
        in_thread = any(len(group) == 1 and group[0].kind == "thread" for group in query.tags)
        heading, before = (-1, 0), None
        for year, month, row in by_month(self._rows, query):
            event = row.event
            if in_thread and before is not None and (days := before.days_until(event)):
                sign = "↓" if story and before.id in event.follows else "┊"
                page.line((_MARGIN, PLAIN), (f"{sign} {numbered(abs(days), 'day')}", DIM))
            if year != heading[0]:
                page.line()
                page.line((year_label(year), BOLD))
            if month and (year, month) != heading:
                page.line(("  " + MONTH_NAMES[month - 1], BOLD))
            label = day_label(event.date) if month == month_of(event) and year != BACKGROUND else None
            first: list[Piece] = [("  " + page.left(label or "", _DAY_WIDTH), DIM)]
            date = "" if label is not None else f"{edtf.date_text(event.date)}: "
            self._title(event, row.hit if row.marked else None, first, date)
            self._below(row, _MARGIN)
            if story:
                self._earlier(event, before)
            heading, before = (year, month), event

    def ranked(self) -> None:
        """Draw search results, each with its date, id and snippet."""
        page, is_partial = self._page, False
        for row in self._rows:
            event, hit = row.event, row.hit
            if is_partial != bool(hit.missing):
                is_partial = not is_partial
                page.line()
                page.line((page.rule(f"matching {'most of the words' if is_partial else 'every word'}"), DIM))
            page.line()
            self._title(event, hit, [])
            missing = f"   missing: {', '.join(map(visible, hit.missing))}" if hit.missing else ""
            page.block(f"{edtf.date_text(event.date)}   {visible(event.id)}{missing}", DIM, [("  ", PLAIN)])
            self._below(row, "  ")

    def _theme(self, event: Event) -> str:
        """The theme to show beside an event: the first one that the query names, else its main theme."""
        return next((each for each in event.themes if each in self._queried_themes), event.themes[0])

    def _earlier(self, event: Event, before: Event | None) -> None:
        """Draw the events that an event follows, except the one above it."""
        for identity in event.follows:
            if before is None or identity != before.id:
                row = self._result.catalog.find(identity)
                text = f"{edtf.date_text(row.event.date)}  {visible(row.event.title)}" if row else visible(identity)
                self._page.block(text, DIM, [(_MARGIN, PLAIN), ("↳ ", DIM)])

    def _title(self, event: Event, hit: Hit | None, first: list[Piece], date: str = "") -> None:
        """Draw the mark, title and theme of an event; `date` precedes the title of an event that fits no day column."""
        title, highlights = visible_highlights(event.title, hit.title_marks if hit else ())
        if prefix := date + status_prefix(event):
            title, highlights = prefix + title, [(low + len(prefix), high + len(prefix)) for low, high in highlights]
        mark_style, end = PLAIN, []
        if event.themes:
            theme = self._theme(event)
            mark_style = self._themes[theme]
            name = self._page.ruler.cut(self._themes.name(theme), _THEME_WIDTH)
            end = [(name, DIM if self._theme_column is None else mark_style)]
        self._page.block(
            title,
            BOLD if event.importance == "major" else PLAIN,
            [*first, (MARKS[event.importance] + " ", mark_style)],
            highlights=highlights,
            end=end,
            url=next((source.url for source in event.sources if source.url), None),
            width=self._title_width,
            column=self._theme_column,
        )

    def _below(self, row: Row, margin: str) -> None:
        """Draw what is below a title: the id, all details, or the snippet of a search."""
        page = self._page
        bar: list[Piece] = [(margin, PLAIN), ("│ ", DIM)]
        if page.options.ids and not self._result.query.by_rank:
            page.line((margin + "  ", PLAIN), (visible(row.event.id), DIM))
        if page.options.full:
            _details(page, bar, row.event)
        elif row.searched and row.hit.snippet:
            snippet, highlights = visible_highlights(row.hit.snippet, row.hit.snippet_marks)
            page.block(snippet, DIM, bar, then=bar, highlights=highlights)


def _details(page: Page, bar: list[Piece], event: Event) -> None:
    """Draw the summary, notes and sources of an event."""
    for text in (event.date_note, event.summary, *(f"{label}: {text}" for label, text in event.labelled)):
        if text:
            page.block(visible(text), PLAIN, bar, then=bar)
    first: list[Piece] = [*bar, ("· ", DIM)]
    then: list[Piece] = [*bar, ("  ", DIM)]
    for source in event.sources:
        if line := visible(source.line):
            page.block(line, DIM, first, then=then, url=source.url)
        _addresses(page, then if line else first, then, source)


def day_label(when: EventDate, *, weekday: bool = True) -> str | None:
    """The label of an event under its month or year: ` 3 Tue` (without `weekday` ` 3`), `16–17`, `c. 13`, `Q4`; empty
    for a whole month or year. None for a date that does not fit into the column."""
    first, last = when.start, when.end
    about, unsure = "c. " if when.approximate else "", "?" if when.uncertain else ""
    interval = "/" in when.text
    if first is None or when.precision in ("decade", "century"):
        return None
    name = f" {SHORT_WEEKDAYS[first.weekday()]}" if weekday else ""
    if not interval and when.precision == "day":
        return f"{about}{first.day:>{1 if about else 2}}{unsure}{'' if about or unsure else name}"
    if interval and last is None:
        return f"{first.day:>2} →" if when.precision == "day" and when.text.endswith("..") and not about else None
    if about or unsure:
        return None
    if not interval:
        text = "" if when.precision in ("month", "year") else edtf.date_text(when).rsplit(" ", 1)[0]
        return text if len(text) < _DAY_WIDTH else None
    if when.precision != "day" or last is None or last.year != first.year:
        return None
    if first == last:
        return f"{first.day:>2}{name}"
    return f"{first.day:>2}–{last.day}" + ("" if first.month == last.month else f" {MONTHS[last.month - 1]}")


def _addresses(page: Page, first: list[Piece], then: list[Piece], source: Source) -> None:
    """Draw the address of a source, and that of its archived copy. `first` precedes the first line, `then` the others.

    A terminal with links gets each address wrapped, every line a link to the whole. Others get it in one piece, so
    that it can be selected.
    """
    for label, url in (("", source.url), ("archived: ", source.archived)):
        if not url:
            continue
        if page.options.links and link(url):
            page.block(visible(url), DIM, [*first, (label, DIM)], then=[*then, (" " * len(label), PLAIN)], url=url)
        else:
            page.line(*first, (label + visible(url), DIM))
        first = then


def source_entry(page: Page, first: Piece, source: Source, facts: Iterable[str | None]) -> None:
    """Draw a source after `first`: who and some facts; headline or subject; address."""
    margin: list[Piece] = [(" " * page.columns([first]), PLAIN)]
    line = "   ".join(filter(None, (source.by, ", ".join(filter(None, facts)))))
    page.block(visible(line), PLAIN, [first])
    if source.headline:
        page.block(visible(source.headline), DIM, margin, url=source.url)
    _addresses(page, margin, margin, source)
