"""The shared options, written once. Annotations must be real objects here: Typer reads them at every
run."""

from typing import Annotated

import typer

from ..asking import Filters
from ..output import FORMATS
from ..public import IMPORTANCE, STATUSES
from .groups import Group, completer, of

complete_events = completer("event")
_actors, _themes = completer("actor"), completer("theme")

# --- the groups -------------------------------------------------------------------------------------

Text = str | None
Several = list[str] | None
_DATES, _FILTERS, _SHAPE, _OUTPUT, _DATA = "Dates", "Filters", "Order and length", "Output", "Data"


class Choice(Group):
    """Which events: dates and filters."""

    since: Annotated[
        Text, typer.Option(metavar="DATE", help="From the first day of DATE on.", rich_help_panel=_DATES)
    ] = None
    until: Annotated[Text, typer.Option(metavar="DATE", help="Until the last day of DATE.", rich_help_panel=_DATES)] = (
        None
    )
    within_period: Annotated[
        Several,
        typer.Option(
            "--in",
            "--on",
            metavar="PERIOD",
            help="In PERIOD: 2024-10, 2024-Q4, 'last month', a..b.",
            rich_help_panel=_DATES,
        ),
    ] = None
    around: Annotated[
        Text, typer.Option(metavar="DATE|ID", help="Near a date or an event.", rich_help_panel=_DATES)
    ] = None
    within: Annotated[
        Text, typer.Option(metavar="LENGTH", help="How near: 30d (the default), 2w, 6m, 1y.", rich_help_panel=_DATES)
    ] = None
    today: Annotated[
        Text,
        typer.Option(
            metavar="DATE", help="The day that 'last month' counts from.", envvar="JKR_TODAY", rich_help_panel=_DATES
        ),
    ] = None
    actor: Annotated[
        Several,
        typer.Option(
            "--actor",
            "-a",
            metavar="NAME",
            help="With this actor, or one who belongs to it.",
            autocompletion=_actors,
            rich_help_panel=_FILTERS,
        ),
    ] = None
    theme: Annotated[
        Several,
        typer.Option(
            "--theme", "-t", metavar="NAME", help="About this theme.", autocompletion=_themes, rich_help_panel=_FILTERS
        ),
    ] = None
    thread: Annotated[
        Several,
        typer.Option(
            metavar="NAME", help="Part of this thread.", autocompletion=completer("thread"), rich_help_panel=_FILTERS
        ),
    ] = None
    place: Annotated[
        Several,
        typer.Option(
            metavar="NAME", help="At this place.", autocompletion=completer("place"), rich_help_panel=_FILTERS
        ),
    ] = None
    importance: Annotated[
        Text,
        typer.Option(
            metavar="LEVEL",
            help="At least major, notable or minor.",
            autocompletion=of(IMPORTANCE),
            rich_help_panel=_FILTERS,
        ),
    ] = None
    status: Annotated[
        Several,
        typer.Option(
            metavar="STATUS",
            help="happened, announced, postponed, cancelled or denied.",
            autocompletion=of(STATUSES),
            rich_help_panel=_FILTERS,
        ),
    ] = None
    match: Annotated[
        Several, typer.Option(metavar="WORDS", help="That these search words find.", rich_help_panel=_FILTERS)
    ] = None
    not_actor: Annotated[
        Several,
        typer.Option(metavar="NAME", help="Without this actor.", autocompletion=_actors, rich_help_panel=_FILTERS),
    ] = None
    not_theme: Annotated[
        Several,
        typer.Option(metavar="NAME", help="Not about this theme.", autocompletion=_themes, rich_help_panel=_FILTERS),
    ] = None

    def filters(self, shape: "Shape") -> Filters:
        """What Timeline takes."""
        return Filters(
            since=self.since,
            until=self.until,
            period=self.within_period,
            around=self.around,
            within=self.within,
            actor=self.actor,
            theme=self.theme,
            thread=self.thread,
            place=self.place,
            importance=self.importance,
            status=self.status,
            match=self.match,
            not_actor=self.not_actor,
            not_theme=self.not_theme,
            limit=shape.limit,
            reverse=shape.reverse,
        )

    def described(self) -> tuple[str, ...]:
        """The filters other than dates, for people: `theme: tariffs`."""
        parts: list[str] = []
        for name in ("actor", "theme", "thread", "place", "importance", "status", "match", "not_actor", "not_theme"):
            value = getattr(self, name)
            parts += (
                f"{name.replace('_', ' ')}: {text}" for text in ([value] if isinstance(value, str) else value or ())
            )
        return tuple(parts)


class Shape(Group):
    """In which order and how many."""

    limit: Annotated[
        int | None, typer.Option("--limit", "-n", metavar="N", help="Only the first N.", rich_help_panel=_SHAPE)
    ] = None
    reverse: Annotated[bool, typer.Option("--reverse", "-r", help="The other way round.", rich_help_panel=_SHAPE)] = (
        False
    )
    exit_status: Annotated[
        bool, typer.Option("--exit-status", "-e", help="Exit with 1 when nothing matches.", rich_help_panel=_SHAPE)
    ] = False


class Order(Group):
    """What only events have."""

    sort: Annotated[
        Text,
        typer.Option(
            metavar="ORDER",
            help="By date or relevance.",
            autocompletion=of(("date", "relevance")),
            rich_help_panel=_SHAPE,
        ),
    ] = None
    full: Annotated[bool, typer.Option("--full", help="With summaries, notes and sources.", rich_help_panel=_SHAPE)] = (
        False
    )


class Output(Group):
    """In which form and where to."""

    format: Annotated[
        Text,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help=f"One of {', '.join(FORMATS)}.",
            autocompletion=of(FORMATS),
            rich_help_panel=_OUTPUT,
        ),
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Same as -f json.", rich_help_panel=_OUTPUT)] = False
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Same as -f jsonl.", rich_help_panel=_OUTPUT)] = False
    csv: Annotated[bool, typer.Option("--csv", help="Same as -f csv.", rich_help_panel=_OUTPUT)] = False
    output: Annotated[
        Text,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE; its ending picks the format.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None
    fields: Annotated[Several, typer.Option(metavar="A,B", help="Only these fields.", rich_help_panel=_OUTPUT)] = None
    color: Annotated[
        Text,
        typer.Option(
            metavar="WHEN",
            help="auto, always or never.",
            autocompletion=of(("auto", "always", "never")),
            rich_help_panel=_OUTPUT,
        ),
    ] = None
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Print straight to the terminal.", rich_help_panel=_OUTPUT)
    ] = False


class Data(Group):
    """Which data files."""

    data: Annotated[
        Several,
        typer.Option(
            metavar="FILE",
            help="An event file (again for more); `bundled`, or - for standard input (else JKR_DATA).",
            rich_help_panel=_DATA,
        ),
    ] = None
