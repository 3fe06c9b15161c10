"""Timeline and load(): the Python API. Like the command line, it reads the clock and the environment."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self, Unpack

from .catalog import Catalog
from .errors import UnknownId
from .filters import Filters, Names
from .index.cache_dir import cache_folder
from .index.data_files import paths_of
from .index.database import Index
from .model import Actor, Event, Header, Hit, Theme
from .query import Kind, Query

if TYPE_CHECKING:
    from types import TracebackType

    import pandas

    from .formats import Lanes
    from .stats import Dimension, Silence, Stats


def load(
    *files: str | os.PathLike[str], today: date | None = None, cache: str | os.PathLike[str] | None = "user"
) -> "Timeline":
    """The timeline of some event files; without files, that of the bundled data. `bundled` names the bundled data too,
    and `-` is standard input.

    `today` is the day that relative periods count from (default: the current day). `cache` is the folder for the index:
    `user` is the one that the command line uses; None puts the index into memory. Raises DataError when a file is
    missing, unreadable or invalid.
    """
    folder = cache_folder(os.environ) if cache == "user" else None if cache is None else Path(cache)
    paths = paths_of([os.fspath(file) for file in files])
    return Timeline(Catalog(Index(paths, folder, getattr(sys.stdin, "buffer", None)), today or date.today()))


class Timeline:
    """The events of some data files, made by `load`. It has a length, iterates over its events in order of time, and
    gives one by its id: `timeline["2024-12-03-martial-law"]`.

    Methods take the filters of the command line; see Filters. `catalog` has what only the command line and the formats
    need. Several threads may share a timeline. Close it with `close` or a `with` statement.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index; methods that read it then raise ValueError. A timeline without references closes itself."""
        self.catalog.close()

    def __repr__(self) -> str:
        return f"<Timeline {self.header.title!r}, {self.catalog.size()} events>"

    def __len__(self) -> int:
        return self.catalog.size()

    def __iter__(self) -> Iterator[Event]:
        return (row.event for row in self.catalog.rows(Query()))

    def __contains__(self, event: object) -> bool:
        identity = getattr(event, "id", event)
        return isinstance(identity, str) and self.catalog.find(identity) is not None

    def __getitem__(self, identity: str) -> Event:
        try:
            return self.event(identity)
        except UnknownId as error:
            raise KeyError(f"{error.message}; {error.hint}") from None

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Timeline cannot be pickled: pickle its events, or load the files in each process")

    def _repr_html_(self) -> str:
        from .notebook import timeline_html

        return timeline_html(self)

    @property
    def header(self) -> Header:
        """What the data says about itself: title, version, coverage, licence."""
        return self.catalog.header

    @property
    def today(self) -> date:
        """The day that relative periods count from."""
        return self.catalog.today

    @property
    def index_file(self) -> str | None:
        """The path of the index; None when it is in memory."""
        return self.catalog.index_file

    def totals(self) -> dict[str, int]:
        """The number of events, actors, themes, threads and sources."""
        return self.catalog.totals()

    def events(self, **filters: Unpack[Filters]) -> list[Event]:
        """The matching events, in order of time.

        Raises UsageError for an unknown or ambiguous name and for an unreadable period, UnknownId for an unknown
        `@event-id`, and TypeError for a filter that does not exist or has a value of the wrong type.
        """
        return [row.event for row in self.catalog.rows(self.catalog.query(**filters))]

    def search(self, text: str, *, all_words: bool = False, **filters: Unpack[Filters]) -> list[Hit]:
        """The events that match all the search words, best first, then those that match most of them, unless
        `all_words`. Any text can be searched. Raises as `events` does."""
        return [row.hit for row in self.catalog.rows(self.catalog.query(text, all_words, **filters))]

    def event(self, identity: str) -> Event:
        """The event with this id. Raises UnknownId."""
        return self.catalog.row(identity).event

    def show(self, *texts: str) -> list[dict[str, Any]]:
        """What the texts name, as `jkr show --json` prints it: events, and profiles of actors, themes and threads with
        a `type`.

        Raises UsageError for a text with several equal readings and for a wrong date, UnknownId where nothing has the
        name and no event matches.
        """
        from . import profiles
        from .thing_reader import read_things

        reading = read_things(self.catalog, texts)
        for error in reading.errors:
            raise error
        return [row.record() for row in profiles.rows_of(self.catalog, reading.things)]

    def offices(self, words: str = "", on: str | None = None, actor: Names = None) -> list[dict[str, Any]]:
        """Who held which office when, as `jkr offices --json` prints it: `office`, `holder`, `actor`, `from`, `to`,
        `acting` and `note`. `words` occur in the title, or in the names of the holder and their country; `on` is a
        period in which the office was held. If the last day (`to`) is not known, that is every day from the first on;
        if the first day (`from`) is not known, the last day alone. Raises as `events` does.
        """
        from .office_holders import office_records

        return office_records(self.catalog, words, on, actor)

    def followers(self, identity: str) -> list[Event]:
        """The events that directly continue or answer this one, in order of time."""
        return [row.event for row in self.catalog.followers(identity)]

    def actors(self, **filters: Unpack[Filters]) -> list[Actor]:
        """The actors with the number of matching events, most frequent first. Raises as `events` does."""
        return [Actor.from_public(record) for record in self._facets("actor", filters)]

    def themes(self, **filters: Unpack[Filters]) -> list[Theme]:
        """The themes, as `actors`."""
        return [Theme.from_public(record) for record in self._facets("theme", filters)]

    def threads(self, **filters: Unpack[Filters]) -> list[Theme]:
        """The threads, as `actors`."""
        return [Theme.from_public(record) for record in self._facets("thread", filters)]

    def _facets(self, kind: Kind, filters: Filters) -> list[dict[str, Any]]:
        query = self.catalog.query(**filters)
        return query.cut(self.catalog.facets(kind, query))

    def gaps(self, most: int = 10, **filters: Unpack[Filters]) -> "list[Silence]":
        """The `most` longest stretches of days without a matching event, the longest first, each with the ids of the
        events on either side. `limit` and `reverse` apply to the gaps. Raises as `events` does, and UsageError where
        `most` < 1."""
        query = self.catalog.query(**filters)
        return query.cut(self.catalog.gaps(most, query))

    def to_pandas(self, **filters: Unpack[Filters]) -> "pandas.DataFrame":
        """The matching events as a DataFrame with their ids as its index; needs pandas.

        `start` and `end` are datetimes, `importance` is an ordered category, and actors, themes, follows and sources
        are lists. Raises as `events` does, and ImportError without pandas.
        """
        from .export_events import event_frame

        return event_frame(row.record() for row in self.catalog.rows(self.catalog.query(**filters)))

    def export(
        self,
        file: str | os.PathLike[str],
        format: str | None = None,
        *,
        search: str | None = None,
        fields: Sequence[str] = (),
        bom: bool = False,
        lanes: "Lanes" = "theme",
        size: tuple[int, int] = (1600, 900),
        **filters: Unpack[Filters],
    ) -> None:
        """Write the matching events to a file, as `jkr timeline -o` does, or as `jkr search` with `search`.

        `format` is one of `jkr formats`; without it the ending of the file selects one. `fields` and `bom` are for
        tables, `lanes` and `size` for charts. The file is written completely or not at all. Raises as `events` does,
        UsageError for a format, field or size that does not exist, and JkrError when the file cannot be written.
        """
        from .export_events import export_events

        export_events(
            self.catalog,
            os.fspath(file),
            format,
            filters,
            search=search,
            fields=fields,
            bom=bom,
            lanes=lanes,
            size=size,
        )

    def stats(
        self, by: "Dimension" = "month", and_by: "Dimension | None" = None, **filters: Unpack[Filters]
    ) -> "Stats":
        """How many events match, by one or two of month, quarter, year, theme, thread, actor, place and importance;
        the longest gap between events and the median number of days from one to the next.

        `limit` and `reverse` apply to the buckets. The module stats says what is counted where.
        Raises as `events` does, and UsageError for another `by`.
        """
        return self.catalog.stats(by, and_by, self.catalog.query(**filters))
