"""What a notebook shows of an event, an actor, counts or a timeline: HTML in which no text is markup."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from .edtf import date_text
from .text.sanitize import visible

if TYPE_CHECKING:
    from .model import Actor, Event
    from .stats import Stats
    from .timeline import Timeline


def event_html(event: "Event") -> str:
    """An event with its sources."""
    status = "" if event.has_happened else f" ({event.status})"
    parts = [f"<p><b>{_text(date_text(event.date))}</b>{status} {_text(event.title)}</p>"]
    parts += [
        f"<p>{_text(text)}</p>"
        for text in (event.summary, event.date_note, *(text for _, text in event.labelled))
        if text
    ]
    facts = {"Place": event.place, "Actors": "; ".join(event.actors), "Themes": "; ".join(event.themes)}
    parts.append(_facts(facts | {"Thread": event.thread, "Importance": event.importance, "Id": event.id}))
    links = (_link(source.line or source.url or "untitled", source.url) for source in event.sources)
    sources = "".join(f"<li>{link}</li>" for link in links)
    return "".join([*parts, f"<ol>{sources}</ol>" if sources else ""])


def actor_html(actor: "Actor") -> str:
    """An actor with its names and offices."""
    native = " / ".join((actor.native or {}).values())
    facts = {"Kind": actor.kind, "Native": native, "Part of": actor.of, "Also": "; ".join(actor.aliases)}
    facts |= {"Offices": "; ".join(office.title for office in actor.offices), "Note": actor.note, "Id": actor.id}
    days = " to ".join(str(day) for day in (actor.first, actor.last) if day)
    facts["Events"] = f"{actor.count} ({days})" if days else str(actor.count)
    return f"<p><b>{_text(actor.name)}</b></p>{_facts(facts)}"


def stats_html(stats: "Stats") -> str:
    """Counts as bars, or those of pairs as a table."""
    if stats.cells is not None:
        head = ["", *(other.name for other in stats.and_buckets)]
        pairs = (
            [_text(one.name), *(str(stats.cells.get((one.key, other.key), 0)) for other in stats.and_buckets)]
            for one in stats.buckets
        )
        return _table(head, pairs)
    most = max((bucket.count for bucket in stats.buckets), default=0) or 1
    rows = ([_text(each.name), str(each.count), _bar(each.count / most)] for each in stats.buckets)
    return _table((stats.by, "events", ""), rows)


def timeline_html(timeline: "Timeline") -> str:
    """What a timeline holds, and its latest events."""
    header = timeline.header
    facts = [", ".join(f"{number:,} {name}" for name, number in timeline.totals().items())]
    facts += [f"version {header.version}"] if header.version else []
    facts += [f"licence {header.license}"] if header.license else []
    latest = timeline.events(reverse=True, limit=5)
    rows = ([_text(text) for text in (date_text(event.date), event.title, event.id)] for event in latest)
    table = _table(("date", "latest events", "id"), rows)
    return f"<p><b>{_text(header.title)}</b></p><p>{_text('; '.join(facts))}</p>{table}"


def _facts(facts: "dict[str, str | None]") -> str:
    """A table of names and values, of which empty ones are left out."""
    return _table((), ([_text(name), _text(text)] for name, text in facts.items() if text))


def _bar(share: float) -> str:
    return f'<div style="background:currentColor;opacity:.6;height:.8em;width:{12 * share:.2f}em"></div>'


def _text(text: object) -> str:
    """A text as HTML that shows it."""
    return escape(visible(str(text)))


def _link(text: str, address: str | None) -> str:
    """A text as HTML; a link where the address is one of http or https."""
    if not address or not address.startswith(("http://", "https://")):
        return _text(text)
    return f'<a href="{_text(address)}" rel="noreferrer">{_text(text)}</a>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are HTML. An empty `head` means no header."""
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    if head:
        lines.insert(0, f"<tr>{''.join(f'<th>{_text(cell)}</th>' for cell in head)}</tr>")
    return f"<table>{''.join(lines)}</table>"
