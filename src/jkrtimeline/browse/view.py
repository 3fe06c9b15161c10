"""The state of the browser (filters, search words, a window of days) as a Query and as a command line; and what the
browser can do beyond its screen."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple, get_args

from ..catalog import Catalog
from ..query import Query

Facet = Literal["theme", "actor", "thread", "importance"]
FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def text(self) -> str:
        """As a period that jkr reads: `2024-01-01..2024-06-30`."""
        return f"{self.first}..{self.last}"

    def shifted(self, days: int, bounds: "Window") -> "Window":
        """The same number of days, later (earlier if `days` is negative), within `bounds`."""
        days = max(min(days, (bounds.last - self.last).days), (bounds.first - self.first).days)
        return Window(self.first + timedelta(days), self.last + timedelta(days))

    def zoomed(self, factor: float, centre: date, bounds: "Window") -> "Window":
        """About `factor` times as many days around `centre`, within `bounds`, at least a week."""
        length = max(round(self.days * factor), min(7, bounds.days))
        if length >= bounds.days:
            return bounds
        first = min(max(centre, bounds.first), bounds.last).toordinal() - length // 2
        first = min(max(first, bounds.first.toordinal()), bounds.last.toordinal() - length + 1)
        return Window(date.fromordinal(first), date.fromordinal(first + length - 1))


@dataclass(frozen=True, slots=True)
class View:
    """One state of the browser.

    `filters` are those of the command line that started it (see jkrtimeline.filters.Filters), `options` the words of
    its other options, such as --data. `facets` are the values chosen in the browser; an event needs one of each facet.
    `window` None means all days. `by_date` lists the hits of a search by date. `unfinished` means that the last word is
    still being typed, so it matches as a prefix.
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    words: str = ""
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    window: Window | None = None
    by_date: bool = False
    unfinished: bool = False

    def query(self, catalog: Catalog) -> Query:
        """The query for the events of this view."""
        words = _with_prefix(self.words) if self.unfinished else self.words.strip()
        if words:
            query = catalog.query(words, **self._filters(), sort="date" if self.by_date else "relevance")
        else:
            query = catalog.query(**self._filters())
        return query._replace(centre=None)  # the limit of a page must not select the nearest events

    def _filters(self) -> dict[str, Any]:
        """The filters of the command line and those of the browser."""
        filters = dict(self.filters)
        for name, chosen in self.facets.items():
            filters[name] = chosen[0] if name == "importance" else [*_as_list(filters.get(name)), ",".join(chosen)]
        if self.window is not None:
            filters["period"] = [*_as_list(filters.get("period")), self.window.text]
        return filters

    def command(self) -> str:
        """The command line that gives the same events."""
        words, options = self.words.split(), []
        for name, values in self._filters().items():
            option = "--in" if name == "period" else f"--{name.replace('_', '-')}"
            for value in _as_list(values):
                options += [f"{option}={value}"] if value.startswith("-") else [option, value]
        options += self.options
        if words and self.by_date:
            options += ["--sort", "date"]
        if any(word.startswith("-") for word in words):
            return shlex.join(["jkr", "search", *options, "--", *words])
        return shlex.join(["jkr", "search" if words else "timeline", *words, *options])

    def all_days(self) -> "View":
        """This view without a window."""
        return replace(self, window=None)

    def initial(self) -> "View":
        """What the browser shows first: only the filters of the command line apply."""
        return View(self.filters, self.options)

    def without_facet(self, name: Facet) -> "View":
        """This view without the chosen values of a facet."""
        return replace(self, facets={other: chosen for other, chosen in self.facets.items() if other != name})

    def with_facet(self, name: Facet, value: str) -> "View":
        """This view with a value of a facet toggled. `importance` has at most one chosen value."""
        before = self.facets.get(name, ())
        if value in before:
            after = tuple(each for each in before if each != value)
        else:
            after = (value,) if name == "importance" else (*before, value)
        facets = {**self.facets, name: after}
        return replace(self, facets={name: chosen for name, chosen in facets.items() if chosen})


class CommandLineActions(NamedTuple):
    """What the command line does for the browser.

    `export` writes the events of a view to a file and returns a message; `exists` says whether it would replace a
    file. `open_address` opens an http(s) address in the user's web browser. All raise JkrError. `no_clipboard` is the
    reason why the terminal cannot copy, empty where it may.
    """

    export: Callable[[View, str], str]
    exists: Callable[[str], bool]
    open_address: Callable[[str], object]
    no_clipboard: str = ""


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _with_prefix(words: str) -> str:
    """Make the last word, which is still being typed, a prefix. One ASCII letter alone is left out: it would match too
    much."""
    before, space, last = words.rpartition(" ")
    if not last.isalnum() or last in ("AND", "OR", "NOT"):
        return words.strip()
    return f"{before}{space}{last}*".strip() if len(last) > 1 or not last.isascii() else before.strip()
