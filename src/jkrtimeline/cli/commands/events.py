"""timeline and search: the commands that list events."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Any

import typer

from ...errors import UsageError, unknown_name
from ...filters import SORTS
from ...formats import LANES, LARGEST_CHART, SMALLEST_CHART, is_chart_size
from ...query import Result
from .. import environment
from ..messages import note
from ..option_groups import OptionGroup, grouped
from ..options import (
    Data,
    FilterOptions,
    LengthOptions,
    OutputOptions,
    PeriodFilterOptions,
    Text,
    choice,
    filter_option,
    length_option,
    output_option,
)
from ..output import choose_output, print_result
from ..output_streams import print_text

_LANES = "svg: a lane for each theme, thread or actor, or none."
_SIZE = "svg: the size in pixels (default: 1600x900)."


class EventListOptions(OptionGroup):
    """Options of lists of events."""

    sort: Annotated[
        Text, choice(SORTS, "--sort", metavar="ORDER", help="By date or relevance.", panel="Order and length")
    ] = None
    full: Annotated[bool, length_option("--full", help="Include summaries, notes and sources.")] = False
    ids: Annotated[bool, length_option("--ids", help="On a terminal, print the id below each title.")] = False
    lanes: Annotated[Text, choice(LANES, "--lanes", metavar="BY", help=_LANES, panel="Output")] = None
    size: Annotated[Text, output_option("--size", metavar="WxH", help=_SIZE)] = None
    count: Annotated[bool, length_option("--count", help="Print only the number of events.")] = False

    def drawing(self, format_name: str) -> dict[str, Any]:
        """The RenderOptions of these options. Raises UsageError, also for those that do not apply to the format."""
        drawing: dict[str, Any] = {"full": self.full, "ids": self.ids}
        for option, value in (("lanes", self.lanes), ("size", self.size)):
            if value is not None and format_name != "svg":
                raise UsageError(f"--{option} does not apply to {format_name}", hint="use svg")
        if self.lanes is not None:
            if self.lanes not in LANES:
                raise unknown_name("--lanes", self.lanes, LANES)
            drawing["lanes"] = self.lanes
        if self.size is not None:
            drawing["size"] = _pixels(self.size)
        return drawing


def _pixels(size: str) -> tuple[int, int]:
    """The width and height of a chart: `1600x900`. Raises UsageError."""
    match = re.fullmatch(r"(?a)\s*(\d{1,5})\s*[xX×]\s*(\d{1,5})\s*", size)
    pixels = (int(match[1]), int(match[2])) if match else (0, 0)
    if not is_chart_size(pixels):
        low, high = ("x".join(map(str, each)) for each in (SMALLEST_CHART, LARGEST_CHART))
        hint = f"write width x height in pixels, {low} to {high}: --size 1600x900"
        raise UsageError(f"--size {size!r} is not a size", hint=hint)
    return pixels


@grouped
def timeline(
    *,
    filters: PeriodFilterOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: Data = None,
) -> int:
    """List events by date.

    Examples:
        jkr timeline --since 2024-10          # from October 2024 on
        jkr timeline 'last year' -a ishiba    # a period, and one person's events
        jkr timeline -t tariffs -o brief.md   # a theme's events as a Markdown file
    """
    return _events(None, filters, length, order, output, data)


@grouped
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help='Words, dates; "a phrase", -word, word*, OR, NOT and title:word.'),
    ],
    *,
    filters: FilterOptions,
    all_words: Annotated[bool, filter_option("--all-words", help="Only events that match every word.")] = False,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: Data = None,
) -> int:
    """Search events. Those that match every word come first, then those that match most of the words.

    Examples:
        jkr search when did yoon declare martial law
        jkr search takeshima day 2024         # dates count, too
        jkr search '"comfort women"' -court   # a phrase, without a word
        jkr search summit -a yoon -n 5        # the best five involving Yoon
    """
    text = " ".join(word.strip() for word in words)
    return _events(text, filters, length, order, output, data, all_words=all_words)


def _events(
    words: str | None,
    options: FilterOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: Data,
    *,
    all_words: bool = False,
) -> int:
    chosen = choose_output(output, "event", searched=words is not None)
    drawing = order.drawing(chosen.format)
    catalog = environment.open_catalog(data, options.today)
    if isinstance(options, PeriodFilterOptions):
        query = options.query(catalog, "timeline", length, order.sort)
    else:
        query = catalog.query(words, all_words, **options.filters(length, order.sort))
    changes = query.search.changes if query.search is not None else ()
    if order.count:
        _note_changes(changes, words or "")
        count = catalog.count(query)
        print_text(f"{count}\n")
        return length.exit_code(empty=not count)
    described = options.described() if words is None else (f"search: {words}", *options.described())
    rows = catalog.rows(query)
    first = next(rows, None)
    if first is None:
        from ..no_match import note_no_match

        note_no_match("event", catalog, query, words)
    else:
        _note_changes(changes, words or "")
    result = Result(chain([first], rows) if first else (), query, catalog, described=described)
    print_result(result, chosen, empty=first is None, **drawing)
    return length.exit_code(empty=first is None)


def _note_changes(changes: Sequence[str], words: str) -> None:
    """Print how a search is read, if that differs from how it is typed."""
    if changes:
        from ..no_match import misspelled_prefix

        note("; ".join(changes), misspelled_prefix(words))
