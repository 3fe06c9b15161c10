"""The picture of counts: bars, a heat map of two things, the rhythm of the events below; and the small
curves beside the entries of a registry."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ... import edtf
from ...stats import EARLIER, UNITS, Bucket, Stats
from ...text.sanitize import visible
from .page import BOLD, DIM, PLAIN, Page, Piece, ThemePalette, columns, cut

if TYPE_CHECKING:
    from rich.style import Style

    from ...catalog import Catalog


_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_SHADES = "░▒▓█"

_LONG = 12
"""Empty rows one after another from which on they stand in one line."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""The columns of a heat map whose names are too long for its head."""


def picture(stats: Stats, data: "Catalog", page: Page) -> None:
    """Write bars or a heat map, and below them the longest silence and the median."""
    page.line()
    if stats.cells is None:
        _bars(stats, data, page)
    else:
        _map(stats, stats.cells, data, page)
    _rhythm(stats, data, page)


def curve(numbers: Sequence[int]) -> str:
    """Numbers as letters of eight heights, blank for 0. The highest is that of the largest number, but a
    step is never less than one event: a single one is the lowest letter."""
    top = max([*numbers, len(_LEVELS)])
    return "".join(_LEVELS[-(-number * len(_LEVELS) // top) - 1] if number else " " for number in numbers)


def _lines(buckets: Sequence[Bucket]) -> Iterator[Bucket | int]:
    """The buckets, but of many empty ones that follow each other only how many they are."""
    for empty, group in groupby(buckets, key=lambda each: each.count == 0):
        several = list(group)
        if empty and len(several) > _LONG:
            yield len(several)
        else:
            yield from several


def _styles(by: str, buckets: Sequence[Bucket], data: "Catalog") -> Mapping[str | None, "Style"]:
    """Themes keep their colours."""
    if by != "theme":
        return {}
    colours = ThemePalette(data)
    return {each.key: colours[each.key] for each in buckets if each.key is not None}


def _label(bucket: Bucket, width: int) -> Piece:
    text = cut(visible(bucket.name), width)
    return text + " " * (width - columns([(text, PLAIN)])), DIM if bucket.key in (None, EARLIER) else PLAIN


def _label_width(stats: Stats, page: Page) -> int:
    """Columns of the names of rows; long ones are cut where they would leave no room."""
    most = max((columns([(visible(each.name), PLAIN)]) for each in stats.buckets), default=0)
    return min(most, max(page.options.width * 2 // 5, 12))


def _gap(number: int, unit: str, page: Page) -> None:
    page.line((f"⋮ {number:,} {unit}s without an event", DIM))


def _bars(stats: Stats, data: "Catalog", page: Page) -> None:
    styles = _styles(stats.by, stats.buckets, data)
    label = _label_width(stats, page)
    most = max((each.count for each in stats.buckets), default=0)
    digits = len(str(most))
    room = page.options.width - label - digits - 3
    for each in _lines(stats.buckets):
        if isinstance(each, int):
            _gap(each, stats.by, page)
            continue
        bar = _bar(each.count, most, room, whole=not page.options.unicode)
        number = (f"  {each.count:>{digits}} ", PLAIN if each.count else DIM)
        page.line(_label(each, label), number, (bar, styles.get(each.key, PLAIN)))


def _bar(count: int, most: int, room: int, *, whole: bool) -> str:
    """A bar of so many columns for the largest count, in eighths of a column or `whole` ones; of any
    event at least the least that can be seen."""
    if not count:
        return ""
    eighths = max(round(count * room * 8 / most), 1)
    if whole:
        return "█" * max(round(eighths / 8), 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


# --- heat map ---------------------------------------------------------------------------------------


def _map(stats: Stats, cells: Mapping[tuple[str | None, str | None], int], data: "Catalog", page: Page) -> None:
    """Rows and columns; each cell has its number and a shade that grows with it."""
    others = stats.and_buckets
    time = stats.and_by in UNITS
    heads = [_head(each) for each in others] if time else [("", visible(each.name)) for each in others]
    lettered = not time and max((columns([(head, PLAIN)]) for _, head in heads), default=0) > 8
    if lettered:
        heads = [("", _letters(place)) for place in range(len(others))]
    shown = [number for (key, _), number in cells.items() if any(key == each.key for each in stats.buckets)]
    most = max(shown, default=1)
    width = max([len(str(most)) + 1, *(columns([(part, PLAIN)]) for head in heads for part in head)]) + 1
    label = _label_width(stats, page)
    fit = max((page.options.width - label) // width, 1)
    styles = _styles(stats.and_by or "", others, data)
    chunks = [range(low, min(low + fit, len(others))) for low in range(0, len(others), fit)]
    for place, chunk in enumerate(chunks if time else chunks[:1]):
        if place:
            page.line()
        _panel(stats, cells, page, [(others[each], heads[each]) for each in chunk], (label, width, most), styles)
    if lettered and chunks:
        _legend([(heads[each][1], others[each]) for each in chunks[0]], page, styles)
    if not time and len(others) > fit:
        text = f"and {len(others) - fit:,} more, with fewer events (json and csv have them)"
        page.block([], [], text, DIM)


def _head(bucket: Bucket) -> tuple[str, str]:
    """Two lines over a column of time: the year, and what of it."""
    if bucket.key == EARLIER:
        return "", "prior"
    if bucket.key is None:
        return "", "none"
    year, _, part = bucket.key.partition("-")
    if not part:
        return "", bucket.name[:3] if len(year) == 2 and year.isdigit() else year
    return year, part if part.startswith("Q") else edtf.MONTHS[int(part) - 1]


def _letters(place: int) -> str:
    """a … z, aa … zz, aaa …"""
    text = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, len(_LETTERS))
        text = _LETTERS[letter] + text
    return text


def _panel(
    stats: Stats,
    cells: Mapping[tuple[str | None, str | None], int],
    page: Page,
    chunk: Sequence[tuple[Bucket, tuple[str, str]]],
    sizes: tuple[int, int, int],
    styles: Mapping[str | None, "Style"],
) -> None:
    """One heat map as wide as the terminal. `sizes`: columns of names, of a cell, and the largest number."""
    label, width, most = sizes
    margin = (" " * label, PLAIN)
    years = [year for _, (year, _) in chunk]
    if any(years):
        new = [year if year != before else "" for year, before in zip(years, ["", *years], strict=False)]
        page.line(margin, *((_right(year, width), BOLD) for year in new))
    page.line(margin, *((_right(head, width), styles.get(other.key, BOLD)) for other, (_, head) in chunk))
    for each in _lines(stats.buckets):
        if isinstance(each, int):
            _gap(each, stats.by, page)
            continue
        pieces = [_label(each, label)]
        for other, _ in chunk:
            number = cells.get((each.key, other.key), 0)
            shade = _SHADES[-(-number * len(_SHADES) // most) - 1] if number else "·"
            pieces += [
                (_right(str(number) if number else "", width - 1), PLAIN),
                (shade, styles.get(other.key, PLAIN) if number else DIM),
            ]
        page.line(*pieces)


def _right(text: str, width: int) -> str:
    return " " * (width - columns([(text, PLAIN)])) + text


def _legend(names: Sequence[tuple[str, Bucket]], page: Page, styles: Mapping[str | None, "Style"]) -> None:
    """What the letters over the columns mean, with the number of events of each, in as many columns as fit."""
    page.line()
    letters, digits = max(len(letter) for letter, _ in names), max(len(str(each.count)) for _, each in names)
    texts = [(f"{letter:<{letters}} ", visible(each.name), f"{each.count:>{digits}} ", each) for letter, each in names]
    most = max(columns([(text, PLAIN)]) for _, text, _, _ in texts)
    whole = letters + digits + 2
    room = min(most, page.options.width - whole)
    across = max((page.options.width + 2) // (room + whole + 2), 1)
    down = -(-len(texts) // across)
    for row in range(down):
        pieces: list[Piece] = []
        for letter, text, number, each in texts[row::down]:
            shown = cut(text, room)
            blank = " " * (room - columns([(shown, PLAIN)]) + 2)
            pieces += [(letter, BOLD), (number, DIM), (shown, styles.get(each.key, PLAIN)), (blank, PLAIN)]
        page.line(*pieces)


# --- the rhythm -------------------------------------------------------------------------------------


def _rhythm(stats: Stats, data: "Catalog", page: Page) -> None:
    facts: list[tuple[str, str]] = []
    if stats.silence is not None:
        low, high = stats.silence.start, stats.silence.end
        when = low.isoformat() if low == high else f"{low.isoformat()}/{high.isoformat()}"
        facts = [
            ("Longest silence", f"{stats.silence.days:,} day{_s(stats.silence.days)}, {edtf.show(edtf.parse(when))}"),
            ("  after", _title(stats.silence.after, data)),
            ("  before", _title(stats.silence.before, data)),
        ]
    if stats.median_days is not None:
        facts.append(("Median", f"{stats.median_days:g} day{_s(stats.median_days)} from one event to the next"))
    if not facts:
        return
    if stats.inexact:
        facts.append(("", f"without {stats.inexact:,} event{_s(stats.inexact)} whose first day is not known"))
    page.line()
    for name, text in facts:
        page.block([(f"{name:<17}", DIM)], [(" " * 17, PLAIN)], text, PLAIN if name else DIM)


def _s(number: float) -> str:
    return "" if number == 1 else "s"


def _title(identity: str, data: "Catalog") -> str:
    row = data.find(identity)
    return visible(row.event.title) if row is not None else visible(identity)
