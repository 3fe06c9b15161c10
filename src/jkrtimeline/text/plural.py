"""Nouns after a number."""


def plural(count: float, noun: str) -> str:
    """The noun, with an s unless there is exactly one."""
    return noun if count == 1 else f"{noun}s"


def numbered(count: int, noun: str) -> str:
    """A number with its noun: `1 event`, `2,000 events`."""
    return f"{count:,} {plural(count, noun)}"
