"""timeline, search, show: the commands that give events."""

from itertools import chain
from typing import Annotated

import typer

from ...catalog import Catalog
from ...errors import JkrError
from ...fields import fields_of
from ...query import Query, Result
from .. import environment
from ..answer import emit, field_names, format_name, note, says_nothing
from ..option_groups import grouped
from ..options import DataOptions, FilterOptions, FormatOptions, OrderOptions, OutputOptions, complete_events

_LONG = 80
"""Letters of a search that are said again when it found nothing."""


@grouped
def timeline(
    period: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PERIOD]", help="2024, 2024-10, 2024-Q4, 'last month', 90d, a..b, @event-id", show_default=False
        ),
    ] = None,
    *,
    choice: FilterOptions,
    shape: FormatOptions,
    order: OrderOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    """The events, in the order of time."""
    asked = None if period is None else " ".join(period)
    return _events(None, asked, choice, shape, order, output, data)


@grouped
def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS…", help='all must occur; "a phrase", -word, word*, OR, title:word', show_default=False
        ),
    ],
    *,
    choice: FilterOptions,
    shape: FormatOptions,
    order: OrderOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    """The events that match the words, best first."""
    return _events(" ".join(word.strip() for word in words), None, choice, shape, order, output, data)


def _events(
    words: str | None,
    period: str | None,
    choice: FilterOptions,
    shape: FormatOptions,
    order: OrderOptions,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    name = format_name(output, "event")
    fields = field_names(output, fields_of("event", searched=words is not None), name)
    catalog = environment.open_catalog(data.data or [], choice.today)
    filters = choice.filters(shape)
    filters["period"] = [*([] if period is None else [period]), *(choice.within_period or ())]
    filters["sort"] = order.sort
    query = catalog.query(words, **filters)
    described = choice.described() if words is None else (f"search: {words}", *choice.described())
    rows = catalog.rows(query)
    first = next(rows, None)
    if first is None:
        _nothing(catalog, query, words)
    answer = Result(chain([first], rows) if first else (), query, catalog, fields=fields, filters=described)
    if first is not None or not says_nothing(output, name):
        emit(answer, output, name, full=order.full)
    return 1 if first is None and shape.exit_status else 0


def _nothing(catalog: Catalog, query: Query, words: str | None) -> None:
    """Say that nothing matched, and what might."""
    if query.limit == 0:
        return
    shown = words if words is None or len(words) <= _LONG else words[:_LONG] + "…"
    what = f"no event matches {shown!r}" if shown is not None else "no event matches"
    note(what, catalog.suggestion(query))


@grouped
def show(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID…", help="ids of events", autocompletion=complete_events, show_default=False),
    ],
    *,
    output: OutputOptions,
    data: DataOptions,
) -> int:
    """An event whole: summary, sources, what it follows and what followed."""
    name = format_name(output, "event")
    fields = field_names(output, fields_of("event", searched=False), name)
    catalog = environment.open_catalog(data.data or [])
    rows, missing = [], []
    for identity in ids:
        try:
            rows.append(catalog.row(identity.removeprefix("@")))
        except JkrError as error:
            missing.append(error)
    if missing:
        for each in missing[:-1]:
            note(each.message, each.hint)
        raise missing[-1]
    emit(Result(rows, Query(), catalog, fields=fields, card=True), output, name)
    return 0
