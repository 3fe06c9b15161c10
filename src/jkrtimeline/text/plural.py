"""Nouns after a number."""


def plural(count: float, noun: str) -> str:
    """The noun, with an s unless there is exactly one."""
    return noun if count == 1 else f"{noun}s"
