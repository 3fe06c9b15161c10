"""The note that nothing matches, with the best hint: from search_hints, or about the days of the query."""

from itertools import combinations

from .. import edtf
from ..catalog import Catalog
from ..periods import Period
from ..query import Query
from ..text.sanitize import quoted
from ..text.suggest import nearest_names
from .messages import note


def note_no_match(noun: str, catalog: Catalog, query: Query, words: str | None = None) -> None:
    """Print that nothing matches a query, and what would; nothing if the query has a limit of 0."""
    if query.limit == 0:
        return
    hint = (
        misspelled_prefix(words or "")
        or _disjoint(query)
        or catalog.suggestion(query)
        or outside_coverage(catalog, query)
    )
    hint = hint or _nearest(query)
    note(f"no {noun} matches" + (f" {quoted(words)}" if words is not None else ""), hint)


def misspelled_prefix(words: str) -> str:
    """The hint for a misspelled `title:`; empty for other words."""
    for word in words.split():
        prefix, colon, rest = word.partition(":")
        if colon and rest and prefix.lower() != "title" and nearest_names(prefix, ["title"]):
            return f"did you mean title:{rest}?"
    return ""


def _disjoint(query: Query) -> str:
    """The hint for two periods that share no day."""
    for one, two in combinations(query.periods, 2):
        if one.overlap(two) is None:
            from ..formats.shared.headings import period_text

            return f"{period_text(one)!r} and {period_text(two)!r} have no day in common; leave out one of them"
    return ""


def _nearest(query: Query) -> str:
    """The hint for a query of one day alone; else empty."""
    days = [period.day for period in query.periods if period.day]
    alone = query._replace(periods=(), limit=None, reverse=False) == Query()
    return f"the nearest: jkr timeline --around {min(days)} -n 4" if days and alone else ""


def outside_coverage(catalog: Catalog, query: Query) -> str:
    """The hint if a period of the query is outside what the data covers; else empty."""
    if not query.periods or not (coverage := catalog.header.coverage):
        return ""
    covered = edtf.parse(coverage)
    days = Period(covered.start, covered.end)
    outside = any(days.overlap(period) is None for period in query.periods)
    return f"the data covers {edtf.date_text(covered)}" if outside else ""
