"""The command line that gives an answer again: for the footer of a page, and `jkr browse`."""

from contextlib import suppress
from datetime import date
from shlex import join

from ..errors import UsageError
from ..periods import Period
from ..periods.period_text import parse_period
from . import environment
from .options import OutputOptions

_LEFT_OUT = frozenset(each for each in OutputOptions.__annotations__ if each != "fields")
"""Options for the form and the destination of an answer, not for what is in it."""

_WITH_DATES = ("period_", "period", "since", "until", "around", "things_")
"""Parameters that can name a day relative to today."""


def command_line(options: OutputOptions, format_name: str) -> str:
    """The command line that gives this answer in another format.

    Options have their long names and the order of the help. Settings of the environment become options; the output
    file is left out.
    """
    typed, words = [], []
    for parameter in options.context.command.params:
        value = options.context.params.get(str(parameter.name))
        if parameter.name == "data" and not value:
            value = environment.files_of_environment()
        if parameter.name == "today":
            value = _day_that_matters(options)
        if value is None or value is False or parameter.name in _LEFT_OUT:
            continue
        values = [str(each).strip() for each in (value if isinstance(value, list | tuple) else [value])]
        if parameter.param_type_name == "argument":
            words += values
            continue
        long = next(each for each in parameter.opts if each.startswith("--"))
        for each in values:
            typed += [long] if value is True else [long, each]
    typed += ["--format", format_name]
    last = ["--", *words] if any(word.startswith("-") for word in words) else []
    return join(["jkr", str(options.context.info_name), *(typed if last else words + typed), *last])


def _day_that_matters(options: OutputOptions) -> str | None:
    """Today, if a period of the command line means other days on another day."""
    parameters = options.context.params
    today = environment.current_day(parameters.get("today"))
    other = date(today.year + (10 if today.year < 2000 else -10), 1, 1)

    def days(text: str, day: date) -> Period | None:
        with suppress(UsageError):
            return parse_period(text, day, lambda _: (None, None))
        return None

    values = [value for name in _WITH_DATES if (value := parameters.get(name))]
    texts = [text for value in values for text in ([value] if isinstance(value, str) else [*value, " ".join(value)])]
    return str(today) if any(days(text, today) != days(text, other) for text in texts) else None
