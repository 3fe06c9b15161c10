"""show and open: what is named, in full, and its sources in the browser."""

from collections.abc import Sequence
from typing import Annotated

import typer

from ... import things
from ...catalog import Catalog
from ...errors import UsageError
from ...fields import PROFILE_FIELDS, fields_of
from ...formats import FORMATS
from ...profiles import events_of, rows_of
from ...query import Query, Result, Row
from ...text.json_text import to_json
from ...text.sanitize import quoted
from ...things import Candidate, Thing
from .. import environment
from ..answer import emit, field_names, format_name
from ..messages import note, note_list
from ..option_groups import grouped, thing_completer
from ..options import DataOptions, OutputOptions, Text

_TODAY = "The day that 'last month' counts from (default: JKR_TODAY, else the clock)."
_THING = "An id or part of one, a date, a name, or words; kind:name (actor:korea) for one kind."


@grouped
def show(
    things_: Annotated[
        list[str],
        typer.Argument(metavar="THING...", help=_THING, autocompletion=thing_completer, show_default=False),
    ],
    *,
    output: OutputOptions,
    today: Annotated[Text, typer.Option("--today", metavar="DATE", help=_TODAY, rich_help_panel="Dates")] = None,
    data: DataOptions,
) -> int:
    """Show what is named: an event, a day, an actor, a theme or a thread.

    THING is read in this order: the id of an event; a date or period; the id or
    name of an actor, a theme or a thread, then an alias; a word of a person's
    name; a part of one event's id; words to search, of which the best match is
    shown. Several THINGs of one kind are shown one after another.

    Examples:
        jkr show kananaskis              # the event with this word in its id
        jkr show ishiba                  # a person: offices, companions, latest events
        jkr show comfort-women -o cw.md  # a thread's events as a Markdown file
    """
    name = format_name(output, "event")
    catalog = environment.open_catalog(data.data or [], today)
    opened = resolved(catalog, things_)
    kinds = list(dict.fromkeys("event" if each.kind == "period" else each.kind for each in opened))
    fields = field_names(output, list(dict.fromkeys(field for kind in kinds for field in _fields(kind))), name)
    if kinds == ["event"] or FORMATS[name].events:
        answer = _events(catalog, opened)._replace(fields=fields)
    else:
        answer = _profiles(catalog, opened, kinds, fields, name)
    emit(answer, output, name)
    return 0


def resolved(catalog: Catalog, texts: Sequence[str]) -> tuple[Thing, ...]:
    """What the texts name; what else they name is noted. Raises JkrError."""
    reading = things.read(catalog, texts)
    for error in reading.errors[:-1]:
        note(error.message, error.hint)
    if reading.errors:
        raise reading.errors[-1]
    for each in reading.things:
        if each.searched:
            lines = [f"{other.id}  {other.name}" for other in each.others]
            note_list(f"best match for {quoted(' '.join(texts))}" + ("; next:" if lines else ""), lines)
        elif each.others:
            other = each.others[0]
            note(f"{each.id!r} is also {_several(each.others)}", f"open it: jkr show {other.kind}:{other.id}")
    return reading.things


def _several(others: Sequence[Candidate]) -> str:
    return " and ".join(f"a {other.kind}" + (f" ({other.name})" if other.name else "") for other in others)


def _fields(kind: str) -> tuple[str, ...]:
    return PROFILE_FIELDS[kind] if kind in PROFILE_FIELDS else fields_of(kind, searched=False)


def _events(catalog: Catalog, opened: Sequence[Thing]) -> Result:
    """The events of what is opened: those of a longer period, an actor, a theme or a thread as a list, others one by
    one."""
    first = opened[0]
    if len(opened) == 1 and first.kind != "event" and not _is_day(first.query):
        described = () if first.kind == "period" else (f"{first.kind}: {first.id}",)
        return Result(catalog.rows(first.query), first.query, catalog, filters=described)
    rows = {row.record()["id"]: row for each in opened for row in events_of(catalog, each)}
    return Result(rows.values(), Query(), catalog, card=True)


def _is_day(query: Query) -> bool:
    """Whether a query gives the events of one day."""
    return any(period.first is not None and period.first == period.last for period in query.periods)


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
    return Result(rows, Query(), catalog, kind=kind, fields=fields, card=True)
