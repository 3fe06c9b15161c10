"""Two event files compared: what was added, removed and changed, by id.

Compares the headers and the public records of actors, themes, threads and events.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple
from zlib import crc32

from .catalog import Catalog
from .fields import DERIVED
from .query import ENTRY_KINDS

PublicRecord = Mapping[str, Any]
Subject = Literal["header", "actor", "theme", "thread", "event"]


class Change(NamedTuple):
    """A record that differs. `before` is None if it was added, `after` is None if it was removed."""

    subject: Subject
    id: str
    before: PublicRecord | None
    after: PublicRecord | None

    @property
    def status(self) -> Literal["added", "removed", "changed"]:
        """What happened to the record."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def title(self) -> str:
        """The title or name of the record, the newer one of two."""
        record = self.after or self.before or {}
        return str(record.get("title") or record.get("name") or "")

    def fields(self) -> dict[str, tuple[Any, Any]]:
        """The fields of a changed record that differ: name → (before, after), in the order of the record. Fields that
        derive from others differ only where those do, and are left out."""
        if self.before is None or self.after is None:
            return {}
        names = dict.fromkeys((*self.before, *self.after))
        values = {name: (self.before.get(name), self.after.get(name)) for name in names if name not in DERIVED}
        return {name: pair for name, pair in values.items() if pair[0] != pair[1]}

    def public(self) -> dict[str, Any]:
        """The public JSON shape."""
        fields = {name: {"before": before, "after": after} for name, (before, after) in self.fields().items()}
        return {"subject": self.subject, "id": self.id, "status": self.status, "title": self.title, "fields": fields}


def compare(old: Catalog, new: Catalog) -> Iterator[Change]:
    """The differences between two data sets: those of the header, of the registries, and of the events in order of
    time; removed events come last. Memory holds only a checksum of each old event."""
    yield from _differences("header", {"": old.header.public()}, {"": new.header.public()})
    for kind in ENTRY_KINDS:
        yield from _differences(kind, old.registry(kind), new.registry(kind))
    checksums = {row.record()["id"]: crc32(row.raw.encode()) for row in old.rows(old.query())}
    for row in new.rows(new.query()):
        after = row.record()
        checksum = checksums.pop(after["id"], None)
        if checksum != crc32(row.raw.encode()):
            before = None if checksum is None else old.row(after["id"]).record()
            yield Change("event", after["id"], before, after)
    for identity in checksums:
        yield Change("event", identity, old.row(identity).record(), None)


def _differences(
    subject: Subject, old: Mapping[str, PublicRecord], new: Mapping[str, PublicRecord]
) -> Iterator[Change]:
    for identity, record in new.items():
        change = Change(subject, identity, old.get(identity), record)
        if change.status == "added" or change.fields():
            yield change
    for identity, record in old.items():
        if identity not in new:
            yield Change(subject, identity, record, None)
