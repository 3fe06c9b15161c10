"""The picture for people: years and months as a rail, one event a line, wrapped under its column."""

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from .. import edtf
from ..edtf import MONTH_NAMES, MONTHS, EventDate
from ..fields import STATUSES
from ..model import Event, Hit
from ..query import Result, Row
from ..text.sanitize import visible
from . import RenderOptions
from .layout.links import link
from .layout.page import (
    BOLD,
    DIM,
    PLAIN,
    SIGNS,
    WEEKDAYS,
    Marks,
    Page,
    Piece,
    ThemePalette,
    cells,
    columns,
    visible_marks,
)
from .layout.rail import by_month, heading_parts, month_of

if TYPE_CHECKING:
    from . import Writer

_DAY_WIDTH = 9
"""Columns before the sign of an event: `16–17`, ` 3 Tue`, `31–1 Jun`."""

_CURVES = ((100, 16), (48, 8))
"""From how many columns on a registry has curves, and of how many letters."""

_THEME_WIDTH, _WIDE = 24, 72
"""Columns of the themes at the right edge, and from how many on they have a column of their own."""


def write(result: Result, out: "Writer", options: RenderOptions) -> None:
    """Write the picture: a timeline, search results by rank, cards, or a table of a registry."""
    page = Page(out, options)
    if result.stats is not None:
        from .layout.histogram import picture

        _heading(result, page)
        picture(result.stats, result.data, page)
        return
    if result.kind != "event":
        _registry(result, page)
        return
    if result.card:
        from .layout.card import cards

        cards(result, page)
        return
    _heading(result, page)
    if result.query.by_rank:
        _ranked(result, page)
    else:
        _timeline(result, page)


def _heading(result: Result, page: Page) -> None:
    title = visible(result.data.header.title)
    rest = "   ".join(visible(part) for part in heading_parts(result, result.data.count(result.query)))
    if columns([(title, BOLD), (rest, DIM)]) + 3 <= page.options.width:
        page.line((title, BOLD), ("   " + rest, DIM))
        return
    page.block([], [], title, BOLD)
    page.block([], [], rest, DIM)


# --- in the order of time ---------------------------------------------------------------------------


def _timeline(result: Result, page: Page) -> None:
    colours = ThemePalette(result.data)
    for year, of_year in groupby(by_month(result.rows, result.query.reverse), key=itemgetter(0)):
        page.line()
        page.line((str(year) if year else "Start open or unknown", BOLD))
        for month, of_month in groupby(of_year, key=itemgetter(1)):
            if month:
                page.line(("  " + MONTH_NAMES[month - 1], BOLD))
            for _, _, row in of_month:
                _entry(page, row, month, colours)


def day_text(when: EventDate) -> str | None:
    """What stands before an event of a month or year: ` 3 Tue`, `16–17`, `c. 13`, `Q4`, nothing for a
    whole month or year. None for a date that does not fit there."""
    first, last = when.start, when.end
    about, unsure = "c. " if when.approximate else "", "?" if when.uncertain else ""
    interval = "/" in when.text
    if first is None or when.precision in ("decade", "century"):
        return None
    if not interval and when.precision == "day":
        weekday = "" if about or unsure else f" {WEEKDAYS[first.weekday()]}"
        return f"{about}{first.day:>{1 if about else 2}}{unsure}{weekday}"
    if interval and last is None:
        return f"{first.day:>2} →" if when.precision == "day" and when.text.endswith("..") and not about else None
    if about or unsure:
        return None
    if not interval:
        text = "" if when.precision in ("month", "year") else edtf.show(when).rsplit(" ", 1)[0]
        return text if len(text) < _DAY_WIDTH else None
    if when.precision != "day" or last is None or last.year != first.year:
        return None
    if first == last:
        return f"{first.day:>2} {WEEKDAYS[first.weekday()]}"
    return f"{first.day:>2}–{last.day}" + ("" if first.month == last.month else f" {MONTHS[last.month - 1]}")


def _entry(page: Page, row: Row, month: int, colours: ThemePalette) -> None:
    event = row.event
    sign, sign_style = SIGNS[event.importance]
    label = day_text(event.date) if month == month_of(event) else None
    hit = row.hit if row.marked else None
    first: list[Piece] = [(f"  {label or '':<{_DAY_WIDTH}}", DIM), (sign + " ", sign_style)]
    _event_line(page, first, event, hit, colours, "" if label is not None else f"{edtf.show(event.date)}: ")
    margin = " " * (2 + _DAY_WIDTH)
    if page.options.full:
        _details(page, margin, event)
    elif row.searched and hit is not None and hit.snippet:
        _quoted(page, margin, visible_marks(hit.snippet, hit.snippet_marks))


def _event_line(
    page: Page, first: list[Piece], event: Event, hit: Hit | None, colours: ThemePalette, date: str = ""
) -> None:
    """The title with its theme; `date` stands before it where the date has no other place."""
    title, marks = visible_marks(event.title, hit.title_marks if hit else ())
    if prefix := date + ("" if event.status == STATUSES[0] else f"{event.status}: "):
        title, marks = prefix + title, [(low + len(prefix), high + len(prefix)) for low, high in marks]
    style = BOLD if event.importance == "major" else PLAIN
    theme = visible(event.themes[0]) if event.themes else ""
    theme_style = colours[event.themes[0]] if event.themes else PLAIN
    wide = cells(theme)
    beside = page.options.width >= _WIDE and wide <= _THEME_WIDTH
    shown: list[Piece] = [(theme, theme_style)] if theme else []
    if beside and theme:
        shown.append((" " * (_THEME_WIDTH - wide), PLAIN))
    end, after = (shown, []) if beside else ([], shown)
    url = next((source.url for source in event.sources if source.url), None)
    page.block(first, None, title, style, marks, end, after, url)


def _quoted(page: Page, margin: str, quoted: tuple[str, Marks]) -> None:
    bar = [(margin, PLAIN), ("│ ", DIM)]
    page.block(bar, bar, quoted[0], DIM, quoted[1])


def _details(page: Page, margin: str, event: Event) -> None:
    """Summary, notes and sources below an event."""
    for text in (event.date_note, event.summary, event.note and f"Note: {event.note}"):
        if text:
            bar = [(margin, PLAIN), ("│ ", DIM)]
            page.block(bar, bar, visible(text), PLAIN)
    for source in event.sources:
        first: list[Piece] = [(margin, PLAIN), ("│ ", DIM), ("· ", DIM)]
        then: list[Piece] = [(margin, PLAIN), ("│   ", DIM)]
        line = visible(", ".join(part for part in (source.by, source.headline, source.day) if part))
        if line:
            page.block(first, then, line, DIM, url=source.url)
        if source.url:  # whole, even where it is too long: a broken address cannot be followed
            page.line(*(then if line else first), (visible(source.url), DIM, link(source.url)))


# --- by rank, and registries ------------------------------------------------------------------------


def _ranked(result: Result, page: Page) -> None:
    colours = ThemePalette(result.data)
    for row in result.rows:
        event, hit = row.event, row.hit
        sign, sign_style = SIGNS[event.importance]
        page.line()
        _event_line(page, [(sign + " ", sign_style)], event, hit, colours)
        page.block([("  ", PLAIN)], [("  ", PLAIN)], f"{edtf.show(event.date)}   {visible(event.id)}", DIM)
        if page.options.full:
            _details(page, "  ", event)
        elif hit.snippet:
            _quoted(page, "  ", visible_marks(hit.snippet, hit.snippet_marks))


def _registry(result: Result, page: Page) -> None:
    """Actors, themes or threads: name and id, how often, a curve over the time of all of them where there
    is room, from when to when."""
    from .layout.histogram import curve

    assert result.kind in ("actor", "theme", "thread")
    records = [row.record() for row in result.rows]
    parts = next((letters for least, letters in _CURVES if page.options.width >= least), 0)
    courses = result.data.courses(result.kind, result.query, parts) if parts and records else {}
    spans = [_span(record["first"], record["last"]) for record in records]
    widest = max((columns([(span, PLAIN)]) for span in spans), default=0)
    most = max((len(str(record["count"])) for record in records), default=1)
    colours = ThemePalette(result.data) if result.kind == "theme" else None
    for record, span in zip(records, spans, strict=True):
        number = f"{record['count']:>{most}}  "
        name = visible(record["name"])
        native = " ".join(dict.fromkeys((record.get("native") or {}).values()))
        text = "  ".join(visible(part) for part in (name, native, record["id"] if record["id"] != name else "") if part)
        style = colours[record["id"]] if colours is not None else PLAIN
        end = [(span, DIM)] if page.options.width >= _WIDE else []
        if record["id"] in courses:
            end = [(curve(courses[record["id"]]), style), *([(f"  {span:<{widest}}", DIM)] if end else [])]
        page.block(
            [(number, DIM)],
            [(" " * len(number), PLAIN)],
            text,
            style,
            end=end,
        )
        if record.get("about"):
            page.block([(" " * len(number), PLAIN)], [(" " * len(number), PLAIN)], visible(record["about"]), DIM)


def _span(first: str | None, last: str | None) -> str:
    """From which month to which; open ends as in a date."""
    if not first and not last:
        return ""
    ends = [day[:7] if day else ".." for day in (first, last)]
    return edtf.show(edtf.parse(ends[0] if ends[0] == ends[1] else "/".join(ends)))
