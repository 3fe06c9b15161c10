"""The profile of an actor, theme or thread: its record with counts, what occurs in the same events, and its latest
events; of a thread, all of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .catalog import Catalog
from .fields import EntryKind
from .index import facets
from .query import Query, Row, display_name
from .registries import with_owners
from .text.json_text import to_json
from .thing_reader import Thing

_MAX_COMPANIONS = 10
"""How many companions of each kind a profile has."""

_MAX_COMPARED = 200
"""How many companions of an actor, the most frequent ones, are parted into members and others."""

_MAX_LATEST = 5
"""How many of its latest events a profile has."""


def profile(catalog: Catalog, kind: EntryKind, identity: str, query: Query) -> dict[str, Any]:
    """The profile of an actor, theme or thread, with the keys of output_fields.PROFILE_FIELDS. `query` gives its
    events."""
    record = {"type": kind, **catalog.counted_entries(kind, [identity])[identity]}
    companions = catalog.index.read(facets.companions, query)
    if kind == "actor":
        members, others = _by_membership(catalog, identity, companions.get("actor", ()))
        record |= {"members": members, "with": others}
    else:
        record["actors"] = _named(catalog, "actor", companions.get("actor", ()))
    for each in ("theme", "thread"):
        if each != kind:
            record[f"{each}s"] = _named(catalog, each, companions.get(each, ()))
    if kind == "thread":
        record["events"] = story(catalog, query)
    else:
        latest = [row.event for row in catalog.rows(query._replace(reverse=True, limit=_MAX_LATEST))]
        record["latest"] = [{"id": event.id, "date": event.date.text, "title": event.title} for event in latest]
    return record


def rows_of(catalog: Catalog, opened: Iterable[Thing]) -> list[Row]:
    """The events and profiles of things, in their order."""
    rows: list[Row] = []
    for each in opened:
        if each.kind == "event" or each.kind == "period":
            rows += thing_events(catalog, each)
        else:
            rows.append(Row(to_json(profile(catalog, each.kind, each.id, each.query))))
    return rows


def thing_events(catalog: Catalog, thing: Thing) -> list[Row]:
    """The events of a thing in order of time; events in the background of a period come last."""
    if thing.kind == "event":
        return [catalog.row(thing.id)]
    first = next((period.first for period in thing.query.periods), None)
    return sorted(catalog.rows(thing.query), key=lambda row: row.event.is_background(first))


def story(catalog: Catalog, query: Query) -> list[dict[str, Any]]:
    """The events of a thread in order of time, each with `days` since the one before (None where a date is not exact)
    and the ids of the events that it `follows`."""
    steps: list[dict[str, Any]] = []
    before = None
    for row in catalog.rows(query):
        event = row.event
        days = before.days_until(event) if before is not None else None
        step = {"id": event.id, "date": event.date.text, "title": event.title}
        steps.append({**step, "days": days, "follows": list(event.follows)})
        before = event
    return steps


def _by_membership(
    catalog: Catalog, identity: str, companions: Sequence[tuple[str, int]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The members of an actor, and its other companions without those that it belongs to itself."""
    compared = companions[:_MAX_COMPARED]
    records: dict[str, Mapping[str, Any]] = dict(
        catalog.counted_entries("actor", [identity, *(name for name, _ in compared)])
    )

    def owner(name: str) -> str | None:
        if name not in records:
            records.update(catalog.counted_entries("actor", [name]))
        return records.get(name, {}).get("of")

    above = with_owners(identity, owner)
    members = [(name, count) for name, count in compared if name not in above and identity in with_owners(name, owner)]
    inside = {*above, *(name for name, _ in members)}
    others = [(name, count) for name, count in compared if name not in inside]
    return _named(catalog, "actor", members), _named(catalog, "actor", others)


def _named(catalog: Catalog, kind: EntryKind, companions: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """The first companions with their names."""
    shown = companions[:_MAX_COMPANIONS]
    records = catalog.counted_entries(kind, [each for each, _ in shown])
    return [{"id": each, "name": display_name(each, records), "count": count} for each, count in shown]
