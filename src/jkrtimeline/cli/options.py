"""The shared options, written once. Annotations must be real objects here: Typer reads them at every
run."""

from functools import partial
from typing import Annotated

import typer

from ..fields import EVENT_FIELDS, IMPORTANCE, STATUSES
from ..filters import SORTS, Filters
from ..formats import FORMATS
from .environment import COLOURS
from .option_groups import OptionGroup, completer, of

complete_events = completer("event")
_actors, _themes = completer("actor"), completer("theme")

Text = str | None
Several = list[str] | None
_date = partial(typer.Option, rich_help_panel="Dates")
_filter = partial(typer.Option, rich_help_panel="Filters")
_shape = partial(typer.Option, rich_help_panel="OrderOptions and length")
_output = partial(typer.Option, rich_help_panel="Output")
_PERIOD = "In PERIOD: 2024-10, 2024-Q4, 'last month', a..b."
_TODAY = "The day that 'last month' counts from."
_STATUS = "happened, announced, postponed, cancelled or denied."
_FILE = "An event file (again for more); `bundled`, or - for standard input (else JKR_DATA)."


class FilterOptions(OptionGroup):
    """Which events: dates and filters."""

    since: Annotated[Text, _date("--since", metavar="DATE", help="From the first day of DATE on.")] = None
    until: Annotated[Text, _date("--until", metavar="DATE", help="Until the last day of DATE.")] = None
    within_period: Annotated[Several, _date("--in", "--on", metavar="PERIOD", help=_PERIOD)] = None
    around: Annotated[
        Text, _date("--around", metavar="DATE|ID", help="Near a date or an event.", autocompletion=complete_events)
    ] = None
    within: Annotated[Text, _date("--within", metavar="LENGTH", help="How near: 30d (the default), 2w, 6m, 1y.")] = None
    today: Annotated[Text, _date("--today", metavar="DATE", help=_TODAY, envvar="JKR_TODAY")] = None
    actor: Annotated[
        Several,
        _filter("--actor", "-a", metavar="NAME", help="With it, or one who belongs to it.", autocompletion=_actors),
    ] = None
    theme: Annotated[
        Several, _filter("--theme", "-t", metavar="NAME", help="About this theme.", autocompletion=_themes)
    ] = None
    thread: Annotated[
        Several, _filter("--thread", metavar="NAME", help="Part of this thread.", autocompletion=completer("thread"))
    ] = None
    place: Annotated[
        Several, _filter("--place", metavar="NAME", help="At this place.", autocompletion=completer("place"))
    ] = None
    importance: Annotated[
        Text,
        _filter(
            "--importance", metavar="LEVEL", help="At least major, notable or minor.", autocompletion=of(IMPORTANCE)
        ),
    ] = None
    status: Annotated[Several, _filter("--status", metavar="STATUS", help=_STATUS, autocompletion=of(STATUSES))] = None
    match: Annotated[Several, _filter("--match", metavar="WORDS", help="That these search words find.")] = None
    not_actor: Annotated[
        Several, _filter("--not-actor", metavar="NAME", help="Without this actor.", autocompletion=_actors)
    ] = None
    not_theme: Annotated[
        Several, _filter("--not-theme", metavar="NAME", help="Not about this theme.", autocompletion=_themes)
    ] = None

    def filters(self, shape: "FormatOptions") -> Filters:
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


class FormatOptions(OptionGroup):
    """In which order and how many."""

    limit: Annotated[int | None, _shape("--limit", "-n", metavar="N", help="Only the first N.")] = None
    reverse: Annotated[bool, _shape("--reverse", "-r", help="The other way round.")] = False
    exit_status: Annotated[bool, _shape("--exit-status", "-e", help="Exit with 1 when nothing matches.")] = False


class OrderOptions(OptionGroup):
    """What only events have."""

    sort: Annotated[Text, _shape("--sort", metavar="ORDER", help="By date or relevance.", autocompletion=of(SORTS))] = (
        None
    )
    full: Annotated[bool, _shape("--full", help="With summaries, notes and sources.")] = False


class OutputOptions(OptionGroup):
    """In which form and where to. `context` has all that was typed."""

    context: typer.Context = None  # type: ignore[assignment]  # Typer gives it
    format: Annotated[
        Text,
        _output("--format", "-f", metavar="NAME", help=f"One of {', '.join(FORMATS)}.", autocompletion=of(FORMATS)),
    ] = None
    json: Annotated[bool, _output("--json", help="Same as -f json.")] = False
    jsonl: Annotated[bool, _output("--jsonl", help="Same as -f jsonl.")] = False
    csv: Annotated[bool, _output("--csv", help="Same as -f csv.")] = False
    output: Annotated[
        Text, _output("--output", "-o", metavar="FILE", help="Write to FILE; its ending picks the format.")
    ] = None
    fields: Annotated[
        Several, _output("--fields", metavar="A,B", help="Only these fields.", autocompletion=of(EVENT_FIELDS))
    ] = None
    raw: Annotated[bool, _output("--raw", help="csv, tsv: also what a spreadsheet would run as a formula.")] = False
    bom: Annotated[bool, _output("--bom", help="csv, tsv: begin with a byte order mark, for Excel.")] = False
    color: Annotated[
        Text, _output("--color", metavar="WHEN", help="auto, always or never.", autocompletion=of(COLOURS))
    ] = None
    no_pager: Annotated[bool, _output("--no-pager", help="Print straight to the terminal.")] = False


class DataOptions(OptionGroup):
    """Which data files."""

    data: Annotated[Several, typer.Option("--data", metavar="FILE", help=_FILE, rich_help_panel="Data")] = None
