"""The dates that filters take → periods, with the days of events and threads from the index."""

from collections.abc import Sequence
from datetime import date

from .errors import UsageError
from .filter_names import event_with_part, unknown_id
from .index import lookup
from .index.database import Index
from .periods import NotAPeriod, Period, PeriodError, Recurring
from .periods.period_text import around as days_around
from .periods.period_text import parse_days, parse_period
from .query import Query
from .text.suggest import did_you_mean


class DateReader:
    """Reads dates. `today` is the day that relative periods count from."""

    def __init__(self, index: Index, today: date) -> None:
        self._index = index
        self._today = today

    def query(
        self, since: str | None, until: str | None, periods: Sequence[str], around: str | None, within: str | None
    ) -> Query:
        """The Query of these filters. Raises as `read_period`, and UsageError for `within` without `around`."""
        spans = [self._since_until(since, until), *map(self.read_period, periods)]
        query = Query(
            tuple(span for span in spans if isinstance(span, Period) and span != Period()),
            tuple(span for span in spans if isinstance(span, Recurring)),
        )
        if around is None:
            if within is not None:
                raise UsageError("--within needs --around", hint="--around 2024-12-03 --within 30d")
            return query
        centre = self.read_days("--around", around)
        window = days_around(centre, "30d" if within is None else within)
        if window == Period():
            return query
        near = query._replace(periods=(*query.periods, window))
        return near if within is not None else near._replace(centre=centre, outer_periods=query.periods)

    def _since_until(self, since: str | None, until: str | None) -> Period | Recurring:
        first = last = None
        if since is not None:
            first = self.read_days("--since", since).first
            if first is None:
                raise PeriodError(f"--since {since!r} has no first day", hint="name a day, month or year")
        if until is not None:
            last = self.read_days("--until", until).last
            if last is None:
                raise PeriodError(f"--until {until!r} has no last day", hint="name a day, month or year")
        if first and last and first > last:
            raise PeriodError(f"--since {since} is after --until {until}", hint="swap the two")
        return Period(first, last)

    def read_period(self, text: str) -> Period | Recurring:
        """A period to search in. Raises PeriodError, and UnknownId for an unknown `@event-id`."""
        return parse_period(text, self._today, self._days_of)

    def read_days(self, option: str, text: str) -> Period:
        """A period that is not one of every year, or the days of the event or thread that `text` names without `@`;
        `option` is named in errors. Raises as `read_period`, and UsageError for a part of several ids."""
        try:
            return parse_days(text, self._today, self._days_of)
        except PeriodError as error:
            days = self._days_by_id(text, parts=isinstance(error, NotAPeriod))
            if days is not None:
                return days
            if not isinstance(error, NotAPeriod):
                raise PeriodError(f"{option}: {error.message}", hint=error.hint) from None
            near = did_you_mean(text, self._index.read(lookup.near_ids, text), error.hint)
        raise NotAPeriod(f"{option}: {text!r} is neither a period nor an event", hint=near)

    def _days_by_id(self, text: str, *, parts: bool) -> Period | None:
        """The days of an event, or else of a thread; with `parts`, or else of the only event with `text` in its id.
        Raises UsageError for several."""
        row = self._index.read(lookup.find, text)
        if row is None and (thread := self._index.read(lookup.days_of_tag, "thread", text)) is not None:
            return Period(*thread)
        if row is None and parts and (identity := event_with_part(self._index, text)):
            row = self._index.read(lookup.find, identity)
        return Period(row.event.start, row.event.end) if row is not None else None

    def _days_of(self, identity: str) -> Period:
        """The days of `@ID`. Raises UnknownId, and UsageError for a part of several ids."""
        days = self._days_by_id(identity, parts=True)
        if days is None:
            raise unknown_id(self._index, identity)
        return days
