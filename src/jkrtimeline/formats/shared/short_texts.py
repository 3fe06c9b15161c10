"""Short texts that several formats share: dates, offices, statuses, and facts about the data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ... import edtf
from ...model import Event, Header

EDTF = "edtf"
"""The column of a workbook with the EDTF date of each event; the column `date` has it for reading."""


def readable_date(text: str | None) -> str:
    """An EDTF date for reading; empty for none."""
    return edtf.date_text(edtf.parse(text)) if text else ""


def shown_date(when: edtf.EventDate) -> date | str:
    """What a workbook has in the column `date`: a day, or for other dates text."""
    return when.start if when.start and when.exact and when.start == when.end else edtf.date_text(when)


def ends_of(text: str) -> list[edtf.EventDate | None]:
    """The dates at both ends of an EDTF interval, None for an open or unknown end; else the date itself."""
    return [edtf.parse(end) if end not in ("", "..") else None for end in text.split("/")]


def span_text(first: str | None, last: str | None) -> str:
    """The time from one EDTF date to another: `since 1 Oct 2024`, `14–27 Dec 2024`; empty where neither is known."""
    if not first or not last:
        return f"since {readable_date(first)}" if first else f"until {readable_date(last)}" if last else ""
    if first == last:
        return readable_date(first)
    try:
        return readable_date(f"{first}/{last}")
    except edtf.DateError:  # an interval has no X, as in 202X
        return f"{readable_date(first)} – {readable_date(last)}"


def office_facts(office: Mapping[str, Any]) -> str:
    """When an office was held, and whether for another person: `14–27 Dec 2024   acting`."""
    return "   ".join(filter(None, (span_text(office["from"], office["to"]), "acting" if office["acting"] else "")))


def data_facts(header: Header) -> list[str]:
    """The version and the licence of the data, as far as they are known: `Licence: CC BY 4.0`."""
    facts = {"Version of the data": header.version, "Licence": header.license}
    return [f"{name}: {text}" for name, text in facts.items() if text]


def paragraphs(event: Event) -> list[str]:
    """The texts of an event below its title: summary, note on the date, and those with a label."""
    texts = (event.summary, event.date_note, *(f"{label}: {text}" for label, text in event.labelled))
    return [text for text in texts if text]


def status_prefix(event: Event) -> str:
    """What precedes the title of an event that has not happened: `announced: `."""
    return "" if event.has_happened else f"{event.status}: "
