"""What to try when nothing matches, and when the PERIOD of a command is a name, an event or words instead."""

from collections.abc import Iterator
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, Literal

from .. import edtf
from ..catalog import Catalog
from ..errors import UsageError
from ..index import lookup
from ..periods import NotAPeriod, Period
from ..query import Query
from ..stats import DIMENSIONS
from ..text.sanitize import quoted
from ..text.suggest import nearest_names
from .messages import note

if TYPE_CHECKING:
    from ..filters import Filters

_OPTIONS: dict[Literal["actor", "theme", "thread"], str] = {"actor": "-a", "theme": "-t", "thread": "--thread"}
"""A kind of entry → the option of its name."""


def note_no_match(noun: str, catalog: Catalog, query: Query, words: str | None = None) -> None:
    """Print that nothing matches a query, and what would; nothing if the query has a limit of 0."""
    if query.limit == 0:
        return
    hint = misspelled_prefix(words or "") or catalog.suggestion(query) or _outside_coverage(catalog, query)
    hint = hint or _nearest(query)
    note(f"no {noun} matches" + (f" {quoted(words)}" if words is not None else ""), hint)


def misspelled_prefix(words: str) -> str:
    """The hint for a misspelled `title:`; empty for other words."""
    for word in words.split():
        prefix, colon, rest = word.partition(":")
        if colon and rest and prefix.lower() != "title" and nearest_names(prefix, ["title"]):
            return f"did you mean title:{rest}?"
    return ""


def _nearest(query: Query) -> str:
    """The hint for a query of one day alone; else empty."""
    days = [period.day for period in query.periods if period.day]
    alone = query._replace(periods=(), limit=None, reverse=False) == Query()
    return f"the nearest: jkr timeline --around {min(days)} -n 4" if days and alone else ""


def _outside_coverage(catalog: Catalog, query: Query) -> str:
    """The hint if a period of the query is outside what the data covers; else empty."""
    if not query.periods or not (coverage := catalog.header.coverage):
        return ""
    covered = edtf.parse(coverage)
    days = Period(covered.start, covered.end)
    outside = any(days.overlap(period) is None for period in query.periods)
    return f"the data covers {edtf.date_text(covered)}" if outside else ""


def with_better_hint(error: UsageError, catalog: Catalog, text: str, command: str) -> UsageError:
    """`error`, with a better hint if it says that `text`, the PERIOD of a command, is not a period."""
    if not isinstance(error, NotAPeriod) or repr(text) not in error.message:
        return error
    return UsageError(error.message, hint=next(_hints(catalog, text, command), error.hint))


def _hints(catalog: Catalog, text: str, command: str) -> Iterator[str]:
    """Hints for a text that is not a period, the best first."""
    words = [word for word in text.lower().split() if word not in ("by", "per", "and")]
    dimensions = [word.removesuffix("s") if word.removesuffix("s") in DIMENSIONS else word for word in words]
    if command == "stats" and 0 < len(words) < 3 and set(dimensions) <= set(DIMENSIONS):
        yield f"to count by it: jkr stats --by {' --and '.join(dimensions)}"
    if any(catalog.index.read(lookup.named, kind, text) for kind in _OPTIONS if command == f"{kind}s"):
        yield f"about it: jkr show {quote(text)}"
    yield from _by_name(catalog, text, command)
    yield from _two_parts(catalog, text, command)
    ids = catalog.index.read(lookup.ids_with, text, 2)
    if len(ids) == 1:
        yield f"for the days of the event: @{ids[0]}; to read it: jkr show {ids[0]}"
    if catalog.count(catalog.query(text, limit=1)):
        yield f"to search for it: jkr search {quote(text)}"


def _by_name(catalog: Catalog, text: str, command: str, period: str = "") -> Iterator[str]:
    """The option for a text that names an actor, theme or thread."""
    for kind, option in _OPTIONS.items():
        filters: Filters = {}
        filters[kind] = [text]
        with suppress(UsageError):
            catalog.query(**filters)
            yield f"for the {kind}: jkr {command} {period}{option} {quote(text)}"


def _two_parts(catalog: Catalog, text: str, command: str) -> Iterator[str]:
    """The hint for `2024 ishiba` and `ishiba 2024`, and for two periods."""
    words = [word for word in text.replace(",", " ").split() if word != "and"]
    for number in range(1, len(words)):
        one, two = " ".join(words[:number]), " ".join(words[number:])
        with suppress(UsageError):
            catalog.read_period(f"{one} to {two}")
            yield f"for both and the time between: {quote(f'{one} to {two}')}; else ask for one after the other"
        for period, name in ((one, two), (two, one)):
            with suppress(UsageError):
                catalog.read_period(period)
                yield from _by_name(catalog, name, command, f"{quote(period)} ")
