"""A curated, sourced chronology, in Python.

    import jkrtimeline as jkr

    timeline = jkr.load()
    timeline.events(since="2024-10", actor="ishiba")
    timeline.search("tariffs")

Names are loaded on first use.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .edtf import EventDate, Precision
    from .errors import DataError, JkrError, Problem, UnknownId, UsageError
    from .fields import ActorKind, Importance, Status
    from .model import Actor, Event, Header, Hit, Office, Source, Theme
    from .stats import Bucket, Count, Dimension, Silence, Stats
    from .timeline import Timeline, load

_HOMES = {
    "load": "timeline",
    "Timeline": "timeline",
    "EventDate": "edtf",
    "Precision": "edtf",
    **dict.fromkeys(("ActorKind", "Importance", "Status"), "fields"),
    **dict.fromkeys(("Actor", "Event", "Header", "Hit", "Office", "Source", "Theme"), "model"),
    **dict.fromkeys(("Bucket", "Count", "Dimension", "Silence", "Stats"), "stats"),
    **dict.fromkeys(("DataError", "JkrError", "Problem", "UnknownId", "UsageError"), "errors"),
}

__all__ = [
    "Actor",
    "ActorKind",
    "Bucket",
    "Count",
    "DataError",
    "Dimension",
    "Event",
    "EventDate",
    "Header",
    "Hit",
    "Importance",
    "JkrError",
    "Office",
    "Precision",
    "Problem",
    "Silence",
    "Source",
    "Stats",
    "Status",
    "Theme",
    "Timeline",
    "UnknownId",
    "UsageError",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
