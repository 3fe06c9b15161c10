"""Options that several commands share. Typer reads the annotations, so they must be objects, not text."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from ..errors import UsageError
from ..fields import EVENT_FIELDS, IMPORTANCE, STATUSES
from ..filters import SORTS, Filters, described
from ..formats import FORMATS, LANES
from .environment import COLOURS
from .option_groups import OptionGroup, name_completer, options_of, word_completer

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..query import Query

complete_events: Callable[..., list[str]] = name_completer("event")
_actors, _themes = name_completer("actor"), name_completer("theme")

Text = str | None
Several = list[str] | None
_date = partial(typer.Option, rich_help_panel="Dates")
_filter = partial(typer.Option, rich_help_panel="Filters")
_order = partial(typer.Option, rich_help_panel="Order and length")
_output = partial(typer.Option, rich_help_panel="Output")


def format_option(names: Iterable[str], about: str = "", option: Callable[..., Any] = typer.Option) -> Any:
    """The option --format with these names; `option` makes it."""
    return option(
        "--format",
        "-f",
        metavar="NAME",
        help=about or f"One of {', '.join(names)}.",
        autocompletion=word_completer(names),
    )


formats_option: Callable[..., Any] = partial(format_option, option=_output)
fields_option: Callable[..., Any] = partial(_output, "--fields", metavar="A,B", help="Only these fields.")
_SINCE = "Events on or after DATE: 2024-10, 2024-Q4, 'last month', @ID."
_PERIOD = "Events in PERIOD: 2024-10, 2024-Q4, 'last month', a..b."
TODAY = "The day that 'last month' counts from (default: JKR_TODAY, else the clock)."
_DATA = (
    "Event file, folder or pattern; again for more. 'bundled' is jkr's data, '-' standard input (default: JKR_DATA)."
)


class FilterOptions(OptionGroup):
    """Which events: dates and filters."""

    since: Annotated[Text, _date("--since", metavar="DATE", help=_SINCE)] = None
    until: Annotated[Text, _date("--until", metavar="DATE", help="Events on or before DATE.")] = None
    period: Annotated[Several, _date("--in", "--on", metavar="PERIOD", help=_PERIOD)] = None
    around: Annotated[
        Text,
        _date(
            "--around",
            metavar="DATE|ID",
            help="Events near a date or an event.",
            autocompletion=complete_events,
        ),
    ] = None
    within: Annotated[Text, _date("--within", metavar="LENGTH", help="How near: 2w, 6m, 1y (default: 30d).")] = None
    today: Annotated[Text, _date("--today", metavar="DATE", help=TODAY)] = None
    actor: Annotated[
        Several,
        _filter("--actor", "-a", metavar="NAME", help="Events involving NAME or its members.", autocompletion=_actors),
    ] = None
    theme: Annotated[
        Several, _filter("--theme", "-t", metavar="NAME", help="Events about a theme.", autocompletion=_themes)
    ] = None
    thread: Annotated[
        Several,
        _filter("--thread", metavar="NAME", help="Events of a thread.", autocompletion=name_completer("thread")),
    ] = None
    place: Annotated[
        Several, _filter("--place", metavar="NAME", help="Events at a place.", autocompletion=name_completer("place"))
    ] = None
    importance: Annotated[
        Text,
        _filter(
            "--importance",
            metavar="LEVEL",
            help="At least this important: major, notable or minor.",
            autocompletion=word_completer(IMPORTANCE),
        ),
    ] = None
    status: Annotated[
        Several,
        _filter(
            "--status",
            metavar="STATUS",
            help=f"One of {', '.join(STATUSES)}.",
            autocompletion=word_completer(STATUSES),
        ),
    ] = None
    match: Annotated[Several, _filter("--match", metavar="WORDS", help="Events matching WORDS.")] = None
    not_actor: Annotated[
        Several,
        _filter("--not-actor", metavar="NAME", help="Leave out events involving NAME.", autocompletion=_actors),
    ] = None
    not_theme: Annotated[
        Several, _filter("--not-theme", metavar="NAME", help="Leave out events about a theme.", autocompletion=_themes)
    ] = None

    def given(self) -> dict[str, Any]:
        """The filters that were given, by their names in Filters."""
        values = {name: getattr(self, name) for name in options_of(FilterOptions)}
        return {name: value for name, value in values.items() if value is not None and name != "today"}

    def filters(self, length: "LengthOptions | None" = None, sort: Text = None) -> Filters:
        """The filters of Catalog and Timeline."""
        order = {"limit": length.limit, "reverse": length.reverse} if length is not None else {}
        return cast("Filters", {**self.given(), **order, "sort": sort})

    def typed(self) -> tuple[str, ...]:
        """The same options as words of a command line."""
        words: list[str] = []
        for name in options_of(FilterOptions):
            option = "--in" if name == "period" else f"--{name.replace('_', '-')}"
            value = getattr(self, name)
            for each in [value] if isinstance(value, str) else value or ():
                words += [option, each]
        return tuple(words)

    def described(self) -> tuple[str, ...]:
        """The filters other than dates, for reading: `theme: tariffs`."""
        return described(vars(self))


class PeriodFilterOptions(FilterOptions):
    """Filters with a period as an argument."""

    period_: Annotated[
        Several,
        typer.Argument(
            metavar="[PERIOD]", help="2024, 2024-10, 2024-Q4, 'last month', 90d, a..b or @ID.", show_default=False
        ),
    ] = None

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        if self.period_ is not None:
            self.period: Several = [" ".join(self.period_), *(self.period or ())]

    def query(
        self, catalog: "Catalog", command: str, length: "LengthOptions | None" = None, sort: Text = None
    ) -> "Query":
        """The Query of the filters. Raises JkrError, with a hint to another option of `command` if the argument is not
        a period."""
        try:
            return catalog.query(**self.filters(length, sort))
        except UsageError as error:
            if self.period_ is None:
                raise
            from .period_hint import with_better_hint

            raise with_better_hint(error, catalog, " ".join(self.period_), command) from None


class LengthOptions(OptionGroup):
    """In which direction, and how many."""

    limit: Annotated[int | None, _order("--limit", "-n", metavar="N", help="Only the first N.")] = None
    reverse: Annotated[bool, _order("--reverse", "-r", help="Reverse the order.")] = False
    exit_status: Annotated[bool, _order("--exit-status", "-e", help="Exit with 1 when nothing matches.")] = False

    def exit_code(self, *, empty: bool) -> int:
        """The exit code of a command; `empty` if nothing matches."""
        return 1 if empty and self.exit_status else 0


class SearchOptions(OptionGroup):
    """How words are searched."""

    all_words: Annotated[bool, _filter("--all-words", help="Only events that match every word.")] = False


class EventListOptions(OptionGroup):
    """Options of lists of events."""

    sort: Annotated[
        Text,
        _order("--sort", metavar="ORDER", help="By date or relevance.", autocompletion=word_completer(SORTS)),
    ] = None
    full: Annotated[bool, _order("--full", help="Include summaries, notes and sources.")] = False
    ids: Annotated[bool, _order("--ids", help="On a terminal, print the id below each title.")] = False
    lanes: Annotated[
        Text,
        _output(
            "--lanes",
            metavar="BY",
            help="svg: a lane for each theme, thread or actor, or none.",
            autocompletion=word_completer(LANES),
        ),
    ] = None
    size: Annotated[Text, _output("--size", metavar="WxH", help="svg: the size in pixels (default: 1600x900).")] = None
    count: Annotated[bool, _order("--count", help="Print only the number of events.")] = False


class OutputOptions(OptionGroup):
    """The form and the destination of output. `context` is that of the command."""

    context: typer.Context = None  # type: ignore[assignment]  # Typer fills it in
    format: Annotated[Text, formats_option(FORMATS)] = None
    json: Annotated[bool, _output("--json", help="Same as -f json.")] = False
    jsonl: Annotated[bool, _output("--jsonl", help="Same as -f jsonl.")] = False
    csv: Annotated[bool, _output("--csv", help="Same as -f csv.")] = False
    output: Annotated[
        Several, _output("--output", "-o", metavar="FILE", help="Write to FILE; its ending selects the format.")
    ] = None
    fields: Annotated[Several, fields_option(autocompletion=word_completer(EVENT_FIELDS))] = None
    raw: Annotated[bool, _output("--raw", help="csv, tsv: leave cells that a spreadsheet would run as formulas.")] = (
        False
    )
    bom: Annotated[bool, _output("--bom", help="csv, tsv: begin with a byte order mark, for Excel.")] = False
    color: Annotated[
        Text,
        _output(
            "--color",
            metavar="WHEN",
            help="Use colours: auto, always or never.",
            autocompletion=word_completer(COLOURS),
        ),
    ] = None
    ascii: Annotated[bool, _output("--ascii", help="text: draw with ASCII characters.")] = False
    no_pager: Annotated[bool, _output("--no-pager", help="Print without a pager.")] = False

    @property
    def file(self) -> str | None:
        """The output file; None for standard output. Raises UsageError for more than one."""
        return one_output(self.output)


class DataOptions(OptionGroup):
    """Which data files."""

    data: Annotated[Several, typer.Option("--data", metavar="FILE", help=_DATA, rich_help_panel="Data")] = None


def one_output(files: Several) -> str | None:
    """The file of --output; None for standard output. Raises UsageError for more than one."""
    if files is not None and len(files) > 1:
        raise UsageError("--output is given more than once", hint="write one file at a time")
    return None if not files or files[0] == "-" else files[0]
