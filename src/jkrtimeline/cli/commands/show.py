"""show and open: an event or entry in full, and a source in the browser."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from ...catalog import Catalog
from ...errors import UsageError
from ...formats import FORMATS
from ...formats.shared.links import link
from ...output_fields import PROFILE_FIELDS, fields_of
from ...profiles import rows_of, thing_events
from ...query import Query, Result, Row
from ...text.json_text import to_json
from ...text.sanitize import quoted
from ...thing_reader import Alternative, Thing, read_things
from .. import environment
from ..messages import note
from ..option_groups import grouped, thing_completer
from ..options import TODAY, Data, OutputOptions, Text, complete_events
from ..output import Output, field_names, format_name, print_result
from ..output_streams import print_text

if TYPE_CHECKING:
    from ...model import Event

_EVENT = "An id or part of one, a day with one event, or words."
_THING = "An id or part of one, a date, a name, or words; kind:name (actor:korea) for one kind."


@grouped
def show(
    things_: Annotated[
        list[str],
        typer.Argument(metavar="THING...", help=_THING, autocompletion=thing_completer),
    ],
    *,
    output: OutputOptions,
    today: Annotated[Text, typer.Option("--today", metavar="DATE", help=TODAY, rich_help_panel="Dates")] = None,
    data: Data = None,
) -> int:
    """Show what is named: an event, a day, an actor, a theme or a thread.

    THING is read in this order: the id of an event; a date or period; the id or
    name of an actor, a theme or a thread, then an alias; a word of a person's
    name; a part of one event's id; a name after a title, or a Korean name in other
    Latin letters; words to search, of which the best match is shown. Several
    THINGs of one kind are shown one after another.

    Examples:
        jkr show kananaskis              # the event with this word in its id
        jkr show ishiba                  # a person: offices, companions, latest events
        jkr show comfort-women -o cw.md  # a thread's events as a Markdown file
    """
    name = format_name(output, "event")
    catalog = environment.open_catalog(data, today)
    opened = resolved(catalog, things_)
    kinds = list(dict.fromkeys("event" if each.kind == "period" else each.kind for each in opened))
    known = (PROFILE_FIELDS.get(kind) or fields_of(kind, searched=False) for kind in kinds)
    fields = field_names(output, list(dict.fromkeys(chain.from_iterable(known))), name)
    if kinds == ["event"] or FORMATS[name].events:
        result = _events(catalog, opened)
    else:
        result = _profiles(catalog, opened, kinds, fields, name)
    print_result(result, Output(output, name, fields))
    return 0


def resolved(catalog: Catalog, texts: Sequence[str]) -> tuple[Thing, ...]:
    """What the texts name; a note lists what else they could name. Raises JkrError."""
    reading = read_things(catalog, texts)
    for error in reading.errors[:-1]:
        note(error.message, error.hint)
    if reading.errors:
        raise reading.errors[-1]
    for each in reading.things:
        if each.searched:
            lines = [f"{other.id}  {other.name}" for other in each.others]
            note(f"best match for {quoted(' '.join(texts))}" + ("; next:" if lines else ""), lines=lines)
        elif each.read_as:
            note(f"{quoted(' '.join(texts))} read as {each.read_as}")
        elif each.others:
            other = each.others[0]
            note(f"{each.id!r} is also {_several(each.others)}", f"open it: jkr show {other.kind}:{other.id}")
    return reading.things


def _several(others: Sequence[Alternative]) -> str:
    return " and ".join(_article(other.kind) + (f" ({other.name})" if other.name else "") for other in others)


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "actor" else f"a {kind}"


def _events(catalog: Catalog, opened: Sequence[Thing]) -> Result:
    """The events of what is opened: those of a longer period, an actor, a theme or a thread as a list, others one by
    one."""
    first = opened[0]
    if len(opened) == 1 and first.kind != "event" and not any(period.day for period in first.query.periods):
        described = () if first.kind == "period" else (f"{first.kind}: {first.id}",)
        return Result(catalog.rows(first.query), first.query, catalog, described=described)
    rows = {row.record()["id"]: row for each in opened for row in thing_events(catalog, each)}
    return Result(rows.values(), Query(), catalog, card=True)


def _profiles(
    catalog: Catalog, opened: Sequence[Thing], kinds: Sequence[str], fields: tuple[str, ...], name: str
) -> Result:
    """Profiles of actors, themes and threads, and events. Raises UsageError where a table would hold several kinds."""
    if len(kinds) > 1 and name not in ("text", "json", "jsonl"):
        raise UsageError(f"{name} holds one kind of row, not {' and '.join(kinds)}", hint="use json, or show one kind")
    rows = rows_of(catalog, opened)
    if fields:
        rows = [Row(to_json({**dict.fromkeys(fields), **row.record()})) for row in rows]
    kind = opened[0].kind if len(kinds) == 1 and opened[0].kind != "period" else "event"
    return Result(rows, Query(), catalog, kind=kind, card=True)


def open_(
    things_: Annotated[
        list[str],
        typer.Argument(metavar="THING...", help=_EVENT, autocompletion=complete_events),
    ],
    *,
    number: Annotated[
        int, typer.Option("--number", "-n", metavar="K", help="The Kth source (default: the first).")
    ] = 1,
    print_: Annotated[bool, typer.Option("--print", help="Print the address instead.")] = False,
    today: Annotated[Text, typer.Option("--today", metavar="DATE", help=TODAY)] = None,
    data: Data = None,
) -> int:
    """Open a source of an event in the browser.

    THING is read as jkr show reads it, and must name one event.

    Examples:
        jkr open kananaskis              # its first source
        jkr open kananaskis -n 2         # its second
        jkr open kananaskis --print      # print the address
    """
    catalog = environment.open_catalog(data, today)
    event = _one_event(catalog, things_)
    address = _address(event, number)
    if print_:
        print_text(address + "\n")
    else:
        environment.open_in_browser(address)
    return 0


def _one_event(catalog: Catalog, texts: Sequence[str]) -> "Event":
    """The event that the texts name. Raises JkrError for none, and for several."""
    opened = resolved(catalog, texts)
    rows = [row for each in opened for row in thing_events(catalog, each._replace(query=each.query._replace(limit=4)))]
    first = opened[0]
    if first.kind in PROFILE_FIELDS:
        latest = next(iter(catalog.rows(first.query._replace(reverse=True, limit=1))), None)
        hint = f"name an event: jkr open {latest.event.id}" if latest else "name an event"
        raise UsageError(f"{quoted(' '.join(texts))} is {_article(first.kind)}; only events have sources", hint=hint)
    if len(rows) > 1:
        ids = [row.event.id for row in rows[:3]] + (["…"] if len(rows) > 3 else [])
        raise UsageError(f"{quoted(' '.join(texts))} is several events: {', '.join(ids)}", hint="name one by its id")
    return rows[0].event


def _address(event: "Event", number: int) -> str:
    """The address of a source; its number counts from 1. Raises UsageError where there is none that a browser opens."""
    count = len(event.sources)
    if not 1 <= number <= count:
        has = "no source" if not count else "one source" if count == 1 else f"{count} sources"
        hint = f"jkr show {event.id} lists them" if count else "jkr search finds other events"
        raise UsageError(f"{event.id} has {has}; there is no number {number}", hint=hint)
    addresses = [link(source.url) for source in event.sources]
    if not addresses[number - 1]:
        others = [f"-n {each}" for each, address in enumerate(addresses, 1) if address]
        hint = f"another has: {' or '.join(others)}" if others else f"jkr show {event.id} shows it"
        raise UsageError(f"source {number} of {event.id} has no web address", hint=hint)
    return addresses[number - 1]
