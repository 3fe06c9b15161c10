"""How options that stand together become parameters of commands, and how their values are completed."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import typer

from ..errors import JkrError
from ..text.sanitize import visible

_SHELL = r"[\\$`'\"();&|<>*?\[\]{}~!#^]"
"""What a shell does not take as it is written."""


class OptionGroup:
    """Some options that stand together: a class whose annotations are Typer's, with defaults. No
    dataclass, because making one takes as long as making ten options."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        vars(self).update(values)


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """`command` with each parameter that is a Group spread into its options."""
    parameters: list[inspect.Parameter] = []
    groups: dict[str, type[OptionGroup]] = {}
    for name, parameter in inspect.signature(command).parameters.items():
        group = parameter.annotation
        if isinstance(group, type) and issubclass(group, OptionGroup):
            groups[name] = group
            parameters += (
                inspect.Parameter(
                    option, inspect.Parameter.KEYWORD_ONLY, default=getattr(group, option), annotation=annotation
                )
                for option, annotation in group.__annotations__.items()
            )
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(command)
    def spread(**values: Any) -> int:
        filled = {
            name: group({option: values.pop(option) for option in group.__annotations__})
            for name, group in groups.items()
        }
        return command(**values, **filled)

    spread.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread.__annotations__ = {}
    return spread


def completer(kind: str) -> Callable[..., list[str]]:
    """Completes names of the data in use (actor, theme, thread, place, event), also behind a comma."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from .environment import open_catalog

        before, comma, last = incomplete.rpartition(",")
        try:
            found = open_catalog(ctx.params.get("data") or []).complete(kind, last)  # type: ignore[arg-type]
        except JkrError:
            return []
        return _harmless(f"{before}{comma}{name}" for name in found)

    return complete


def _harmless(texts: Iterable[str]) -> list[str]:
    """Those that may be offered: names come from files that others wrote, what is completed goes into
    the command line as it stands, and Typer's script for zsh even evaluates it."""
    return [text for text in texts if text == visible(text) and not re.search(_SHELL, text)]


def of(choices: Iterable[str]) -> Callable[..., list[str]]:
    """Completes one of some words, also behind a comma."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return _harmless(f"{before}{comma}{name}" for name in choices if name.startswith(last))

    return complete
