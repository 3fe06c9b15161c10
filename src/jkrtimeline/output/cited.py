"""The sources of several events, each once, and addresses in the letters that every program takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from ..model import Event, Source

_ASCII = "!$&'()*+,-./:;=?@_~%#"
"""What an address may have beside letters and digits (RFC 3986, section 2), outside its host."""


@dataclass(slots=True)
class Cited:
    """A source with its number, from 1 in the order in which events name it, and the ids of these."""

    source: Source
    number: int
    events: list[str] = field(default_factory=list)


class Bibliography:
    """Sources as events come by: the same address is the same source, without one all else must be
    the same. Of two that differ in the rest, the first that has a headline counts."""

    def __init__(self) -> None:
        self._cited: dict[str | Source, Cited] = {}

    def __iter__(self) -> Iterator[Cited]:
        return iter(self._cited.values())

    def add(self, event: Event) -> list[int]:
        """The numbers of the sources of an event, each once."""
        numbers: dict[int, None] = {}
        for source in event.sources:
            cited = self._cited.setdefault(source.url or source, Cited(source, len(self._cited) + 1))
            if source.title and not cited.source.title:
                cited.source = source
            if event.id not in cited.events:
                cited.events.append(event.id)
            numbers[cited.number] = None
        return list(numbers)


def ascii_address(url: str) -> str:
    """An address as a URI: what RFC 3986 does not allow is percent-encoded in UTF-8, and a host in other
    letters is written as IDNA has it, where it can be (RFC 3987, section 3.1)."""
    scheme, _, rest = url.partition("://")
    host, slash = re.match(r"([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host, safe=_ASCII)
    return f"{scheme}://{quote(host, safe=_ASCII + '[]')}{quote(slash, safe=_ASCII)}"


def is_link(url: str | None) -> bool:
    """Whether a program may be sent there: an address of the web with a host."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
