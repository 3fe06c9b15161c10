"""Catalog: everything that the command line and the formats read from the data.

It answers queries with rows (stored JSON), counts and names. `today` is passed in.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Unpack

from .errors import UsageError
from .filter_names import one_of, unknown_id
from .filters import FilterReader, Filters
from .index import lookup, select
from .index.connection import read_meta
from .index.database import Index
from .index.plan import size
from .query import Kind, Query, Row

if TYPE_CHECKING:
    from .model import Header
    from .periods import Period, Recurring
    from .stats import Silence, Stats


class Catalog:
    """The data of one index. `today` is the day that relative periods count from. Raises ValueError once closed.

    `index` answers further questions, such as `catalog.index.read(lookup.named, "actor", text)`.
    """

    def __init__(self, index: Index, today: date) -> None:
        self.index = index
        self.today = today

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    @property
    def header(self) -> "Header":
        """What the data says about itself."""
        from .model import Header

        return Header(**json.loads(self.index.read(read_meta, "header")))

    def totals(self) -> dict[str, int]:
        """The number of events, actors, themes, threads and sources."""
        return self.index.read(lookup.totals)

    @property
    def synonyms(self) -> list[list[str]]:
        """Rows of words that find each other in a search, folded."""
        rows: list[list[str]] = json.loads(self.index.read(read_meta, "synonyms"))
        return rows

    @property
    def ambiguous(self) -> dict[str, list[str]]:
        """Short forms, with the actors that each could mean."""
        forms: dict[str, list[str]] = json.loads(self.index.read(read_meta, "ambiguous"))
        return forms

    @property
    def index_file(self) -> str | None:
        """The path of the index; None where it is in memory."""
        return str(self.index.file) if self.index.on_disk else None

    def rows(self, query: Query) -> Iterator[Row]:
        """The events of a query as rows, which are parsed when they are used."""
        if query.is_nearest:
            from .index.nearest import nearest_events

            return self.index.stream(nearest_events, query)
        if query.search is not None:
            from .index.hits import hits

            return self.index.stream(hits, query, query.search)
        return self.index.stream(select.rows, query)

    def row(self, identity: str) -> Row:
        """The event with this id. Raises UnknownId with the nearest ids."""
        row = self.find(identity)
        if row is None:
            raise unknown_id(self.index, identity)
        return row

    def query(self, search: str | None = None, all_words: bool = False, /, **filters: Unpack[Filters]) -> Query:
        """The Query that search words and filters mean; `all_words` requires all of the words. Neither is a filter, so
        both are positional. Raises as FilterReader.query."""
        return FilterReader(self.index, self.today).query(search, filters, all_words=all_words)

    def find(self, identity: str) -> Row | None:
        """The event with this id; None where there is none."""
        return self.index.read(lookup.find, identity)

    def near_names(self, text: str, *kinds: Kind) -> list[str]:
        """Ids and names of actors, themes or threads for which `text` could be a misspelling."""
        return [name for kind in kinds for name in self.index.read(lookup.near_names, kind, text)]

    def read_period(self, text: str) -> "Period | Recurring":
        """The days of a period to search in, as `--in` reads it. Raises PeriodError, and UnknownId for `@ID`."""
        from .filter_dates import DateReader

        return DateReader(self.index, self.today).read_period(text)

    def read_days(self, option: str, text: str) -> "Period":
        """The days of a period that is not one of every year; `option` is named in errors. Raises as `read_period`."""
        from .filter_dates import DateReader

        return DateReader(self.index, self.today).read_days(option, text)

    def followers(self, identity: str) -> list[Row]:
        """The events that directly continue or answer this one, in the order of time."""
        return self.index.read(lookup.followers, identity)

    def facets(self, kind: Kind, query: Query) -> list[dict[str, Any]]:
        """Public records of a registry with counts under a query, the most frequent first; all, whatever its limit."""
        from .index import facets

        return self.index.read(facets.facets, kind, query)

    def sources(self, query: Query) -> list[dict[str, Any]]:
        """The sources that the events of a query cite, each once: public records with the ids of these events.

        The most cited come first, then the oldest; those without a date come last. All, whatever the limit of the
        query.
        """
        from .formats.shared.bibliography import Bibliography

        cited = Bibliography()
        for row in self.rows(query._replace(by_rank=False, reverse=False, limit=None)):
            cited.add(row.event)
        ordered = sorted(cited, key=lambda each: (-len(each.events), each.source.date or "~"))
        return [{**each.source.public(), "events": each.events, "count": len(each.events)} for each in ordered]

    def stats(self, by: str, and_by: str | None, query: Query) -> "Stats":
        """The numbers of events of a query by one dimension or two (stats.DIMENSIONS). Raises UsageError."""
        from .index.counts import count_by
        from .stats import DIMENSIONS

        by = one_of("dimension", by, DIMENSIONS)
        and_by = and_by and one_of("dimension", and_by, DIMENSIONS)
        if by == and_by:
            raise UsageError(f"{by} is given twice", hint="count by two different things: --by month --and theme")
        return self.index.read(count_by, query, by, and_by)

    def gaps(self, most: int, query: Query) -> "list[Silence]":
        """The longest stretches of days without an event, the longest first. Raises UsageError where `most` < 1."""
        from .index import gaps

        if most < 1:
            raise UsageError(f"the number of gaps is {most}", hint="use 1 or more")
        return self.index.read(gaps.longest_gaps, query, most)

    def histograms(self, kind: Kind, query: Query, parts: int) -> Mapping[str, list[int]]:
        """A histogram for each entry of a registry: how many events of the query begin in each of `parts` equal parts
        of the time from its first event to its last."""
        from .index import facets

        return self.index.read(facets.histograms, kind, query, parts)

    def registry(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """The records of actors, themes or threads, by id."""
        return self.index.read(lookup.registry, kind)

    def counted_entries(self, kind: Kind, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The records of these actors, themes or threads with their counts, by id."""
        return self.index.read(lookup.counted_entries, kind, ids)

    def size(self) -> int:
        """How many events there are in all."""
        return self.index.read(size)

    def count(self, query: Query) -> int:
        """How many events a query gives, at most its limit."""
        matches = self.index.read(select.count, query.without_centre() if query.is_nearest else query)
        return matches if query.limit is None else min(matches, query.limit)

    def numbers(self, query: Query) -> Iterator[int]:
        """The numbers of the events of a query. Events are numbered from 1, in order of time."""
        return self.index.stream(select.numbers, query)

    def complete(self, kind: str, start: str) -> list[str]:
        """What a filter of this kind takes and begins with `start`; of `event`, ids."""
        return self.index.read(lookup.complete, kind, start)

    def suggestion(self, query: Query) -> str:
        """What to try when a query gives nothing; empty for a query without search words."""
        from .search_hints import suggestion

        return suggestion(self.index, query)
