"""Option groups: options that several commands share, and the completion of their values.

An option group is a class whose annotations are those of Typer options. A command decorated with
`@grouped` names groups among its parameters; Typer sees their options in place of the groups.
"""

import inspect
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import typer

from ..errors import JkrError
from ..text.normalize import fold
from ..text.sanitize import visible

_SHELL = r"[\\$`'\"();&|<>*?\[\]{}~!#^]"
"""Characters that a shell does not take literally."""


class OptionGroup:
    """Options that belong together, as attributes. Not a dataclass, whose creation is as slow as that of ten
    options."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        vars(self).update(values)


def options_of(group: type[OptionGroup]) -> dict[str, Any]:
    """Name → annotation of the options of a group, those of its bases first."""
    return {
        option: annotation
        for each in reversed(group.__mro__)
        for option, annotation in inspect.get_annotations(each).items()  # its own ones, also from Python 3.14 on
    }


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """Replace each parameter of `command` that is an OptionGroup by the options of the group."""
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
                for option, annotation in options_of(group).items()
            )
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(command)
    def with_groups(**values: Any) -> int:
        filled = {
            name: group({option: values.pop(option) for option in options_of(group)}) for name, group in groups.items()
        }
        return command(**values, **filled)

    with_groups.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_groups.__annotations__ = {}
    return with_groups


class _AnyCase(str):
    """A completion that ignores case. Typer drops those that do not start with exactly what is typed."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        return True


def name_completer(kind: str) -> Callable[..., list[str]]:
    """Completes names in the data (actor, theme, thread, place, event), also after a comma."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from .environment import open_catalog

        before, comma, last = incomplete.rpartition(",")
        files = [os.path.expandvars(name) for name in ctx.params.get("data") or []]  # the shell has not done so yet
        try:
            catalog = open_catalog(files)
            starts = dict.fromkeys((last, last.lower(), fold(last)))
            names = next((names for start in starts if (names := catalog.complete(kind, start))), [])
        except JkrError:
            return []
        return _harmless(f"{before}{comma}{name}" for name in names)

    return complete


def thing_completer(ctx: typer.Context, incomplete: str) -> list[str]:
    """Completes what `show` opens: ids of events, and names of actors, themes and threads."""
    kinds = ("event", "actor", "theme", "thread")
    return list(dict.fromkeys(name for kind in kinds for name in name_completer(kind)(ctx, incomplete)))


def _harmless(texts: Iterable[str]) -> list[str]:
    """The texts that are safe to offer. Names come from other people's files, a completion becomes part of the command
    line, and Typer's script for zsh even evaluates it."""
    return [_AnyCase(text) for text in texts if text == visible(text) and not re.search(_SHELL, text)]


def word_completer(choices: Iterable[str]) -> Callable[..., list[str]]:
    """Completes one of some words, also after a comma."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return _harmless(f"{before}{comma}{name}" for name in choices if name.startswith(last.lower()))

    return complete
