"""The hint for a PERIOD that is not a period: the option or command for a name, an event or words."""

from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, Literal

from ..catalog import Catalog
from ..errors import UsageError
from ..periods import NotAPeriod
from ..stats import DIMENSIONS

if TYPE_CHECKING:
    from ..filters import Filters

_OPTIONS: dict[Literal["actor", "theme", "thread"], str] = {"actor": "-a", "theme": "-t", "thread": "--thread"}


def with_better_hint(error: UsageError, catalog: Catalog, text: str, command: str) -> UsageError:
    """`error`, with a better hint if it says that `text`, the PERIOD of a command, is not a period."""
    if not isinstance(error, NotAPeriod) or repr(text) not in error.message:
        return error
    hint = (
        _dimension(text)
        if command == "stats"
        else _entry(catalog, text, command) and f"about it: jkr show {quote(text)}"
        if command in ("actors", "themes", "threads")
        else ""
    )
    hint = hint or _name(catalog, text, command) or _period_and_name(catalog, text, command) or _event(catalog, text)
    if not hint and catalog.count(catalog.query(text, limit=1)):
        hint = f"to search for it: jkr search {quote(text)}"
    return UsageError(error.message, hint=hint) if hint else error


def _dimension(text: str) -> str:
    """The hint for `jkr stats by month`."""
    words = [word for word in text.lower().split() if word not in ("by", "per", "and")]
    singular = [word.removesuffix("s") if word.removesuffix("s") in DIMENSIONS else word for word in words]
    if not 0 < len(words) < 3 or not set(singular) <= set(DIMENSIONS):
        return ""
    return f"to count by it: jkr stats --by {' --and '.join(singular)}"


def _entry(catalog: Catalog, text: str, command: str) -> bool:
    """Whether a text names an entry of the registry that a command lists."""
    return any(catalog.named(kind, text) for kind in _OPTIONS if command == f"{kind}s")


def _name(catalog: Catalog, text: str, command: str, before: str = "") -> str:
    for kind, option in _OPTIONS.items():
        filters: Filters = {}
        filters[kind] = [text]
        with suppress(UsageError):
            catalog.query(**filters)
            return f"for the {kind}: jkr {command} {before}{option} {quote(text)}"
    return ""


def _period_and_name(catalog: Catalog, text: str, command: str) -> str:
    """The hint for `2024 ishiba` and `ishiba 2024`, and for two periods."""
    words = [word for word in text.replace(",", " ").split() if word != "and"]
    for number in range(1, len(words)):
        one, two = " ".join(words[:number]), " ".join(words[number:])
        with suppress(UsageError):
            catalog.read_period(f"{one} to {two}")
            return f"for both and the time between: {quote(f'{one} to {two}')}; else ask for one after the other"
        for period, name in ((one, two), (two, one)):
            with suppress(UsageError):
                catalog.read_period(period)
                if hint := _name(catalog, name, command, f"{quote(period)} "):
                    return hint
    return ""


def _event(catalog: Catalog, text: str) -> str:
    ids = catalog.ids_with(text, 2)
    return f"for the days of the event: @{ids[0]}; to read it: jkr show {ids[0]}" if len(ids) == 1 else ""
