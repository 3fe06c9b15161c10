"""timeline and search: the commands that list events."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from ...catalog import Catalog
from ...errors import UsageError
from ...fields import fields_of
from ...query import Query, Result
from ...text.sanitize import quoted
from .. import environment
from ..answer import emit, field_names, format_name, is_silent_when_empty
from ..chart_options import chart_options
from ..messages import note
from ..option_groups import grouped
from ..options import DataOptions, EventListOptions, FilterOptions, LengthOptions, OutputOptions, SearchOptions

if TYPE_CHECKING:
    from ...filters import Filters, Sort


@grouped
def timeline(
    period: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PERIOD]", help="2024, 2024-10, 2024-Q4, 'last month', 90d, a..b or @ID.", show_default=False
        ),
    ] = None,
    *,
    filters: FilterOptions,
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
    text = None if period is None else " ".join(period)
    return _events(None, text, filters, length, order, output, data)


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
    return _events(text, None, filters, length, order, output, data, all_words=words_options.all_words)


def _events(
    words: str | None,
    period: str | None,
    options: FilterOptions,
    length: LengthOptions,
    order: EventListOptions,
    output: OutputOptions,
    data: DataOptions,
    *,
    all_words: bool = False,
) -> int:
    name = format_name(output, "event")
    fields = field_names(output, fields_of("event", searched=words is not None), name)
    chart = chart_options(order.lanes, order.size, name)
    catalog = environment.open_catalog(data.data or [], options.today)
    filters = options.filters(length)
    filters["period"] = [*([] if period is None else [period]), *(options.within_period or ())]
    filters["sort"] = cast("Sort | None", order.sort)
    try:
        query = catalog.query(words, all_words=all_words, **filters)
    except UsageError as error:
        raise _with_better_hint(error, catalog, period) from None
    changes = query.search.changes if query.search is not None else ()
    if order.count:
        _say_changes(changes, words or "")
        return _count(catalog, query, length)
    described = options.described() if words is None else (f"search: {words}", *options.described())
    rows = catalog.rows(query)
    first = next(rows, None)
    if first is None:
        _say_nothing_matches(catalog, query, words)
    else:
        _say_changes(changes, words or "")
    answer = Result(chain([first], rows) if first else (), query, catalog, fields=fields, filters=described)
    if first is not None or not is_silent_when_empty(output, name):
        emit(answer, output, name, full=order.full, ids=order.ids, chart=chart)
    return 1 if first is None and length.exit_status else 0


def _say_changes(changes: Sequence[str], words: str) -> None:
    """Say how a search is read, where that is not how it is typed."""
    if changes:
        note("; ".join(changes), _wrong_prefix(words))


def _count(catalog: Catalog, query: Query, length: LengthOptions) -> int:
    from ..output_streams import print_text

    count = catalog.count(query)
    print_text(f"{count}\n")
    return 1 if not count and length.exit_status else 0


def _with_better_hint(error: UsageError, catalog: Catalog, period: str | None) -> UsageError:
    """`error`; with a hint to another option or command where `period`, typed as an argument, is a name or
    words."""
    from shlex import quote

    if period is None or any(letter.isdigit() for letter in period):
        return error
    try:
        catalog.query(period=[period])
    except UsageError as refusal:
        if refusal.message != error.message:
            return error
    else:
        return error
    kinds: tuple[tuple[Literal["actor", "theme", "thread"], str], ...] = (
        ("actor", "-a"),
        ("theme", "-t"),
        ("thread", "--thread"),
    )
    for kind, option in kinds:
        filters: Filters = {}
        filters[kind] = [period]
        with suppress(UsageError):
            catalog.query(**filters)
            return UsageError(error.message, hint=f"for the {kind}: jkr timeline {option} {quote(period)}")
    if catalog.count(catalog.query(period, limit=1)):
        return UsageError(error.message, hint=f"to search for it: jkr search {quote(period)}")
    return error


def _say_nothing_matches(catalog: Catalog, query: Query, words: str | None) -> None:
    """Say that nothing matches, and what might."""
    if query.limit == 0:
        return
    message = f"no event matches {quoted(words)}" if words is not None else "no event matches"
    note(message, _wrong_prefix(words or "") or catalog.suggestion(query) or outside_coverage(catalog, query))


def _wrong_prefix(words: str) -> str:
    """The hint for `titel:word`; empty where no word looks so."""
    from ...text.suggest import nearest_names

    for word in words.split():
        prefix, colon, rest = word.partition(":")
        if colon and rest and prefix.lower() != "title" and nearest_names(prefix, ["title"]):
            return f"did you mean title:{rest}?"
    return ""


def outside_coverage(catalog: Catalog, query: Query) -> str:
    """What the data covers, where a period of the query is outside of it; else empty."""
    from ... import edtf

    coverage = catalog.header.coverage
    if not coverage or not query.periods:
        return ""
    covered = edtf.parse(coverage)
    first, last = covered.start, covered.end
    outside = any(
        (first and period.last and period.last < first) or (last and period.first and period.first > last)
        for period in query.periods
    )
    return f"the data covers {edtf.date_text(covered)}" if outside else ""
