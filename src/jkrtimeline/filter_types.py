"""Checks the types of the filters that Python code gives: a wrong one is a TypeError that names the filter."""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from .filters import Filters, Identified, check_names


def check_types(filters: Mapping[str, Any]) -> None:
    """Raise TypeError for a filter that does not exist, or a value that its type in Filters does not allow."""
    check_names(filters)
    for name, value in filters.items():
        annotation = Filters.__annotations__[name]
        if not (value is None or _fits(value, annotation)):
            raise TypeError(f"{name} must be {_in_words(annotation)}, not {value!r}")


def _fits(value: object, annotation: Any) -> bool:
    """Whether a value has the type of an annotation of Filters."""
    if annotation is Identified:
        return isinstance(getattr(value, "id", None), str)
    if get_origin(annotation) is Sequence:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            return False
        return all(_fits(each, get_args(annotation)[0]) for each in value)
    if get_origin(annotation) is Literal:
        return isinstance(value, str)  # in any case, and with suggestions for what is misspelled
    if get_args(annotation):
        return any(_fits(value, each) for each in get_args(annotation))
    return isinstance(value, annotation) and (annotation is bool or not isinstance(value, bool))


def _in_words(annotation: Any) -> str:
    """A type in words: `str or date`."""
    if annotation is Identified:
        return "an object with an id"
    if get_origin(annotation) is Sequence:
        return f"a sequence of {_in_words(get_args(annotation)[0])}"
    if get_origin(annotation) is Literal:
        return "str"
    parts = [each for each in get_args(annotation) if each is not NoneType]
    return " or ".join(map(_in_words, parts)) if parts else str(annotation.__name__)
