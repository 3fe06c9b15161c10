"""Which actors belong to which."""

from collections.abc import Callable


def upwards(name: str, owner: Callable[[str], str | None]) -> list[str]:
    """An actor and all that it belongs to, the nearest first. `owner` gives the actor that another belongs to; an actor
    that belongs to itself in the end occurs once."""
    chain: dict[str, None] = {}
    step: str | None = name
    while step is not None and step not in chain:
        chain[step] = None
        step = owner(step)
    return list(chain)
