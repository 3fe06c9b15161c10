"""Events in the vocabulary of https://schema.org, for JSON-LD.

Dates are as precise as the event's: ISO 8601 has years and months, too. `about` holds the actors of an event.
`subjectOf`, works about the event, holds its sources, since an Event has no `citation`. Summaries are left out: the
page at the event's address has them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...edtf import EventDate, parse
from ...model import Event, Header, Source
from ...text.json_text import without_empty
from .short_texts import ends_of

if TYPE_CHECKING:
    from ...catalog import Catalog

_ACTORS = {
    "person": "Person",
    "state": "Country",
    "government-body": "GovernmentOrganization",
    "party": "PoliticalParty",
    "court": "GovernmentOrganization",
    "company": "Corporation",
    "organisation": "Organization",
    "military": "Organization",
}
"""Kind of an actor → type. Others are a Thing."""

_STATUSES = {"announced": "EventScheduled", "postponed": "EventPostponed", "cancelled": "EventCancelled"}

_LIST = "#-events"
"""The id of the list of events: that of the element of the page that holds them."""

_LENGTHS = {"day": 10, "month": 7, "year": 4}


def reduced(when: EventDate) -> str:
    """A day, month or year as ISO 8601 and HTML write it; the year of a season or quarter within one year; else empty.
    `when` is not an interval."""
    if when.start is None or when.end is None or when.precision in ("decade", "century"):
        return ""
    length = _LENGTHS.get(when.precision, 4 if when.start.year == when.end.year else 0)
    return when.start.isoformat()[:length]


def dataset(header: Header, events: Sequence[Event], catalog: "Catalog") -> dict[str, Any]:
    """A graph: the Dataset that the header describes, an ItemList of the events in their order, and their actors."""
    actors, themes = catalog.registry("actor"), catalog.registry("theme")
    involved = dict.fromkeys(actor for event in events for actor in event.actors)
    first, last = _ends(parse(header.coverage)) if header.coverage else ("", "")
    described = without_empty(
        {
            "@type": "Dataset",
            "name": header.title,
            "description": header.about,
            "version": header.version,
            "license": header.license,
            "creator": header.author and {"name": header.author},
            "temporalCoverage": header.coverage and (first if first == last else f"{first or '..'}/{last or '..'}"),
            "mainEntity": {"@id": _LIST},
        }
    )
    listed = {
        "@type": "ItemList",
        "@id": _LIST,
        "name": header.title,
        "numberOfItems": len(events),
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": _event(event, themes)}
            for number, event in enumerate(events, 1)
        ],
    }
    people = [_actor(each, actors.get(each, {})) for each in involved]
    return {"@context": "https://schema.org", "@graph": [described, listed, *people]}


def _event(event: Event, themes: Mapping[str, Any]) -> dict[str, Any]:
    first, last = _ends(event.date)
    link = "#" + quote(event.id, safe="")
    return without_empty(
        {
            "@type": "Event",
            "@id": link,
            "url": link,
            "name": event.title,
            "startDate": first,
            "endDate": last,
            "eventStatus": event.status in _STATUSES and f"https://schema.org/{_STATUSES[event.status]}",
            "location": event.place and {"@type": "Place", "name": event.place},
            "about": [{"@id": _actor_id(each)} for each in event.actors],
            "keywords": [themes.get(each, {}).get("name") or each for each in event.themes],
            "subjectOf": [_source(each) for each in event.sources],
        }
    )


def _actor_id(identity: str) -> str:
    """The address of the page that filters events by an actor."""
    return f"#actor={quote(identity, safe='')}"


def _ends(when: EventDate) -> tuple[str, str]:
    """The first and last day, month or year of a date, which may be the same; empty for an open end."""
    ends, texts = ends_of(when.text), []
    for end, day in ((ends[0], when.start), (ends[-1], when.end)):
        coarse = end is not None and end.precision not in _LENGTHS  # seasons, decades: their months
        texts.append("" if end is None else day.isoformat()[:7] if coarse and day else reduced(end))
    return texts[0], texts[1]


def _actor(identity: str, record: Mapping[str, Any]) -> dict[str, Any]:
    native = record.get("native") or {}
    item = record.get("wikidata")
    return without_empty(
        {
            "@type": _ACTORS.get(record.get("kind") or "", "Thing"),
            "@id": _actor_id(identity),
            "name": record.get("name") or identity,
            "alternateName": [{"@language": code, "@value": name} for code, name in native.items()],
            "sameAs": item and f"https://www.wikidata.org/wiki/{item}",
        }
    )


def _source(source: Source) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "CreativeWork",
            "headline": source.title,
            "about": source.about,
            "url": source.url,
            "archivedAt": source.archived,
            "inLanguage": source.lang,
            "datePublished": source.date and reduced(parse(source.date)),
            "publisher": source.publisher and {"@type": "Organization", "name": source.publisher},
        }
    )
