"""Citations: a bibliography of the sources of events, each once with its number and key; and how to cite the data."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from ...fields import SOURCE
from ...model import Event, Header, Source
from ...query import Result
from ...text.json_text import to_json
from ...text.sanitize import visible
from .short_texts import readable_date

_SMALL_WORDS = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to"))


@dataclass(slots=True)
class Cited:
    """A source, its number (from 1, in the order of first citation), the ids of the events that cite it, and its
    citation key, which `set_keys` sets."""

    source: Source
    number: int
    events: list[str] = field(default_factory=list)
    key: str = ""

    @property
    def title(self) -> str:
        """The headline, or if it is unknown, what the page is about, in brackets."""
        return self.source.title or f"[{self.source.about or 'untitled'}]"

    @property
    def author(self) -> str | None:
        """The publisher if it is also the author: an agency that others carry, an office with its statements."""
        return self.source.publisher if self.source.via or self.source.kind == "official" else None

    @property
    def container(self) -> str | None:
        """The paper or site that carried it."""
        return self.source.via or (None if self.author else self.source.publisher)


class Bibliography:
    """The sources of events, each once.

    Sources are the same if they have the same address, or without one, if all fields are equal. The first with a
    headline describes them.
    """

    def __init__(self) -> None:
        self._cited: dict[str | Source, Cited] = {}

    def __iter__(self) -> Iterator[Cited]:
        return iter(self._cited.values())

    def add(self, event: Event) -> list[int]:
        """Add the sources of an event, and return their numbers, each once."""
        numbers: dict[int, None] = {}
        for source in event.sources:
            cited = self._cited.setdefault(source.url or source, Cited(source, len(self._cited) + 1))
            if source.title and not cited.source.title:
                cited.source = source
            if cited.events[-1:] != [event.id]:  # an event is added once, but may cite one source twice
                cited.events.append(event.id)
            numbers[cited.number] = None
        return list(numbers)

    def add_record(self, record: Mapping[str, Any]) -> None:
        """Add a source with its events, as a row of sources has them."""
        source = Source(**{name: record[name] for name in SOURCE.names()})
        self._cited[source.url or source] = Cited(source, len(self._cited) + 1, list(record["events"]))


def bibliography(result: Result) -> Bibliography:
    """The sources of the events of a result, or the sources that are its rows, with citation keys.

    A key consists of the publisher, the year, a word of the headline and some digits of a hash of the address, so that
    a source has the same key in every result.
    """
    sources = Bibliography()
    for row in result.rows:
        if result.kind == "source":
            sources.add_record(row.record())
        else:
            sources.add(row.event)
    set_keys(sources)
    return sources


def set_keys(sources: Bibliography) -> None:
    """Set the citation key of each source; see `bibliography`."""
    used: set[str] = set()
    for cited in sources:
        source = cited.source
        digest = sha256((source.url or to_json(source.public())).encode("utf-8", "surrogatepass")).hexdigest()
        name = "-".join([*_key_words(source), ""])
        cited.key = next(key for length in range(4, 65) if (key := name + digest[:length]) not in used)
        used.add(cited.key)


def _key_words(source: Source) -> Iterator[str]:
    """Up to three words of the publisher, the year, and the first long word of the headline, in lower-case ASCII."""
    words = [word for word in ascii_words(source.publisher or "source") if word not in _SMALL_WORDS]
    yield from words[:3] or ["source"]
    if source.date and (match := re.search(r"(?a)\d{4}", source.date)):
        yield match[0]
    yield from [word for word in ascii_words(source.title or source.about or "") if len(word) > 3][:1]


def ascii_words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII; other letters than Latin ones are left out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word[:20] for word in re.findall("[a-z0-9]+", plain.replace("'", ""))]


def data_name(header: Header) -> str:
    """A name for the data set: four words of its title in lower-case ASCII, joined by hyphens."""
    title = re.sub(r"\W+", " ", header.title)  # a dash separates words
    return "-".join(ascii_words(title)[:4]) or "data"


def data_key(header: Header) -> str:
    """The citation key of the data set: its name and version."""
    return "-".join([data_name(header), *ascii_words(header.version or "")])


def data_citation(header: Header) -> str:
    """A citation of the data set on one line: author, title, version, coverage and licence."""
    version = f" (version {header.version})" if header.version else ""
    parts = [
        header.author,
        f"{header.title}{version} [Data set]",
        header.coverage and f"Covers {readable_date(header.coverage)}",
        header.license and f"Licence: {header.license}",
    ]
    return "".join(f"{visible(part).rstrip('.')}. " for part in parts if part).rstrip() + "\n"
