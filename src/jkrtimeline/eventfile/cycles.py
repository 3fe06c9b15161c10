"""Cycles: of events that follow each other, of actors that belong to each other."""

from collections.abc import Callable, Iterable, Sequence

_STEPS = 12
"""Steps of a cycle that a message names."""


def cycle_from(start: str, after: Callable[[str], Iterable[str]], done: set[str]) -> list[str]:
    """A cycle that can be reached from `start`, with its first step repeated as the last; empty if there is none.

    `after` returns the steps that follow one. `done` are steps from which no more cycles are to be reported; those
    of this search are added.
    """
    if start in done:
        return []
    path: dict[str, None] = {start: None}
    stack = [iter(after(start))]
    while stack:
        step = next((each for each in stack[-1] if each not in done), None)
        if step is None:
            stack.pop()
            done.add(path.popitem()[0])
        elif step in path:
            done.update(path)
            steps = list(path)
            return [*steps[steps.index(step) :], step]
        else:
            path[step] = None
            stack.append(iter(after(step)))
    return []


def chain(cycle: Sequence[str]) -> str:
    """A cycle as text; of a long one the beginning and the end."""
    steps = cycle if len(cycle) <= _STEPS else [*cycle[: _STEPS - 2], "…", cycle[-1]]
    return " → ".join(steps)
