"""timeline and search: the commands that list events."""

from collections.abc import Sequence
from itertools import chain
from typing import Annotated

import typer

from ...query import Result
from .. import environment
from ..answer import choose_form, emit
from ..chart_options import chart_options
from ..messages import note
from ..option_groups import grouped
from ..options import (
    DataOptions,
    EventListOptions,
    FilterOptions,
    LengthOptions,
    OutputOptions,
    PeriodFilterOptions,
    SearchOptions,
)
from ..output_streams import print_text


@grouped
def timeline(
    *,
    filters: PeriodFilterOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: DataOptions,
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
        typer.Argument(
            metavar="WORDS...",
            help='Words, dates; "a phrase", -word, word*, OR, NOT and title:word.',
            show_default=False,
        ),
    ],
    *,
    filters: FilterOptions,
    words_options: SearchOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    """Search events. Those that match every word come first, then those that match most of the words.

    Examples:
        jkr search when did yoon declare martial law
        jkr search takeshima day 2024         # dates count, too
        jkr search '"comfort women"' -court   # a phrase, without a word
        jkr search summit -a yoon -n 5        # the best five involving Yoon
    """
    text = " ".join(word.strip() for word in words)
    return _events(text, filters, length, order, output, data, all_words=words_options.all_words)


def _events(
    words: str | None,
    options: FilterOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: DataOptions,
    *,
    all_words: bool = False,
) -> int:
    form = choose_form(output, "event", searched=words is not None)
    chart = chart_options(order.lanes, order.size, form.format)
    catalog = environment.open_catalog(data.data, options.today)
    if isinstance(options, PeriodFilterOptions):
        query = options.query(catalog, "timeline", length, order.sort)
    else:
        query = catalog.query(words, all_words=all_words, **options.filters(length, order.sort))
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
    result = Result(chain([first], rows) if first else (), query, catalog, filters=described)
    emit(result, form._replace(full=order.full, ids=order.ids, chart=chart), empty=first is None)
    return length.exit_code(empty=first is None)


def _note_changes(changes: Sequence[str], words: str) -> None:
    """Print how a search is read, if that differs from how it is typed."""
    if changes:
        from ..no_match import misspelled_prefix

        note("; ".join(changes), misspelled_prefix(words))
