"""Records that were read and found right → events, actors, themes and a header."""

from collections.abc import Sequence

from ..fields import IMPORTANCE, STATUSES
from ..model import Actor, Event, Header, Office, Source, Theme
from .shape import SOURCE
from .validate import Record


def make_header(records: Sequence[Record]) -> Header:
    """Several files share a header: their titles together, the rest from the first that has it."""

    def first(name: str) -> str | None:
        return next((str(record.get(name)) for record in records if record.get(name)), None)

    titles = dict.fromkeys(record.get("title") for record in records if record.get("title"))
    title = " + ".join(titles) or "Timeline"
    return Header(title, first("version"), first("coverage"), first("about"), first("license"))


def make_event(record: Record) -> Event:
    return Event(
        id=record.get("id"),
        date=record.get("date"),
        title=record.get("title"),
        date_note=record.get("date_note"),
        summary=record.get("summary"),
        place=record.get("place"),
        actors=record.get("actors") or (),
        themes=record.get("themes") or (),
        thread=record.get("thread"),
        importance=record.get("importance") or IMPORTANCE[0],
        status=record.get("status") or STATUSES[0],
        follows=record.get("follows") or (),
        note=record.get("note"),
        sources=tuple(make_source(source) for source in record.get("sources") or ()),
    )


def make_source(record: Record) -> Source:
    values = {each.name: record.get(each.name) for each in SOURCE}
    return Source(**{name: None if value is None else str(value) for name, value in values.items()})


def make_actor(name: str, record: Record) -> Actor:
    offices = (
        Office(
            title=office.get("title") or "",
            since=str(office.get("from")) if office.get("from") else None,
            until=str(office.get("to")) if office.get("to") else None,
            acting=bool(office.get("acting")),
            note=office.get("note"),
        )
        for office in record.get("offices") or ()
    )
    return Actor(
        id=name,
        name=record.get("name") or name,
        kind=record.get("kind"),
        of=record.get("of"),
        native=record.get("native"),
        aliases=record.get("aliases") or (),
        offices=tuple(offices),
        note=record.get("note"),
    )


def make_theme(name: str, record: Record) -> Theme:
    return Theme(name, record.get("name") or name, record.get("about"), record.get("aliases") or ())
