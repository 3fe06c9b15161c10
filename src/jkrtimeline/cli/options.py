"""Options that several commands share. Typer reads the annotations, so they must be objects, not text."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from ..errors import UsageError
from ..fields import EVENT_FIELDS, IMPORTANCE, STATUSES
from ..filters import Filters, described
from ..formats import formats_of
from .environment import COLOURS, checked_path
from .option_groups import OptionGroup, name_completer, options_of, word_completer

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..query import Query

complete_events: Callable[..., list[str]] = name_completer("event")

Text = str | None
Several = list[str] | None
_date_option = partial(typer.Option, metavar="DATE", rich_help_panel="Dates")
filter_option: Callable[..., Any] = partial(typer.Option, rich_help_panel="Filters")
length_option: Callable[..., Any] = partial(typer.Option, rich_help_panel="Order and length")
output_option: Callable[..., Any] = partial(typer.Option, rich_help_panel="Output")


def by_name(kind: str, *names: str, help: str) -> Any:
    """A filter by the tags of a kind, such as actors; it completes their names in the data."""
    return filter_option(*names, metavar="NAME", help=help, autocompletion=name_completer(kind))


def choice(words: Iterable[str], *names: str, metavar: str, help: str, panel: str | None = None) -> Any:
    """An option whose value is one of these words, or several with commas; it completes them."""
    return typer.Option(*names, metavar=metavar, help=help, autocompletion=word_completer(words), rich_help_panel=panel)


def format_option(names: Iterable[str], about: str = "", panel: str | None = None) -> Any:
    """The option --format with these names."""
    return choice(names, "--format", "-f", metavar="NAME", help=about or f"One of {', '.join(names)}.", panel=panel)


def format_option_for(kind: str) -> Any:
    """The option --format with the formats that can hold rows of a kind."""
    return format_option(formats_of(kind), panel="Output")


def fields_option(fields: Iterable[str] = ()) -> Any:
    """The option --fields, which completes these fields."""
    return choice(fields, "--fields", metavar="A,B", help="Only these fields.", panel="Output")


_UNTIL = "Events on or before DATE. If repeated, the last one applies."
_SINCE = "Events on or after DATE: 2024-10, 2024-Q4, 'last month', @ID. If repeated, the last one applies."
_WITHIN = "How near: 2w, 6m, 1y (default: 30d)."
_PERIOD = "Events in PERIOD: 2024-10, 2024-Q4, 'last month', a..b. If repeated, events are in all."
TODAY = "The day that 'last month' counts from (default: JKR_TODAY, else the clock)."
_IMPORTANCE = "At least this important: major, notable or minor."
_STATUS = f"One of {', '.join(STATUSES)}."
_COLOR = "Use colours: auto, always or never."
_EXIT_STATUS = "Exit with 1 when nothing matches."
_DATA = (
    "Event file, folder or pattern; again for more. 'bundled' is jkr's data, '-' standard input (default: JKR_DATA)."
)

Data = Annotated[Several, typer.Option("--data", metavar="FILE", help=_DATA, rich_help_panel="Data")]
"""The data files of a command."""


class FilterOptions(OptionGroup):
    """Which events: dates and filters."""

    since: Annotated[Text, _date_option("--since", help=_SINCE)] = None
    until: Annotated[Text, _date_option("--until", help=_UNTIL)] = None
    period: Annotated[Several, _date_option("--in", "--on", metavar="PERIOD", help=_PERIOD)] = None
    around: Annotated[
        Text,
        _date_option(
            "--around", metavar="DATE|ID", help="Events near a date or an event.", autocompletion=complete_events
        ),
    ] = None
    within: Annotated[Text, _date_option("--within", metavar="LENGTH", help=_WITHIN)] = None
    today: Annotated[Text, _date_option("--today", help=TODAY)] = None
    actor: Annotated[Several, by_name("actor", "--actor", "-a", help="Events involving NAME or its members.")] = None
    theme: Annotated[Several, by_name("theme", "--theme", "-t", help="Events about a theme.")] = None
    thread: Annotated[Several, by_name("thread", "--thread", help="Events of a thread.")] = None
    place: Annotated[Several, by_name("place", "--place", help="Events at a place.")] = None
    importance: Annotated[
        Text, choice(IMPORTANCE, "--importance", metavar="LEVEL", help=_IMPORTANCE, panel="Filters")
    ] = None
    status: Annotated[Several, choice(STATUSES, "--status", metavar="STATUS", help=_STATUS, panel="Filters")] = None
    match: Annotated[Several, filter_option("--match", metavar="WORDS", help="Events matching WORDS.")] = None
    not_actor: Annotated[Several, by_name("actor", "--not-actor", help="Leave out events involving NAME.")] = None
    not_theme: Annotated[Several, by_name("theme", "--not-theme", help="Leave out events about a theme.")] = None

    def given(self) -> dict[str, Any]:
        """The filters that were given, by their names in Filters."""
        values = {name: getattr(self, name) for name in options_of(FilterOptions)}
        return {name: value for name, value in values.items() if value is not None and name != "today"}

    def filters(self, length: "LengthOptions | None" = None, sort: Text = None) -> Filters:
        """The filters of Catalog and Timeline."""
        order = {"limit": length.limit, "reverse": length.reverse} if length is not None else {}
        return cast("Filters", {**self.given(), **order, "sort": sort})

    def described(self) -> tuple[str, ...]:
        """The filters other than dates, for reading: `theme: tariffs`."""
        return described(vars(self))


class PeriodFilterOptions(FilterOptions):
    """Filters with a period as an argument."""

    period_words: Annotated[
        Several, typer.Argument(metavar="[PERIOD]", help="2024, 2024-10, 2024-Q4, 'last month', 90d, a..b or @ID.")
    ] = None

    def given(self) -> dict[str, Any]:
        given = super().given()
        if self.period_words is not None:
            given["period"] = [" ".join(self.period_words), *(self.period or ())]
        return given

    def query(
        self, catalog: "Catalog", command: str, length: "LengthOptions | None" = None, sort: Text = None
    ) -> "Query":
        """The Query of the filters. Raises JkrError, with a hint to another option of `command` if the argument is not
        a period."""
        try:
            return catalog.query(**self.filters(length, sort))
        except UsageError as error:
            if self.period_words is None:
                raise
            from .hints import with_better_hint

            raise with_better_hint(error, catalog, " ".join(self.period_words), command) from None


class LengthOptions(OptionGroup):
    """In which direction, and how many."""

    limit: Annotated[int | None, length_option("--limit", "-n", metavar="N", help="Only the first N.")] = None
    reverse: Annotated[bool, length_option("--reverse", "-r", help="Reverse the order.")] = False
    exit_status: Annotated[bool, length_option("--exit-status", "-e", help=_EXIT_STATUS)] = False

    def exit_code(self, *, empty: bool) -> int:
        """The exit code of a command; `empty` if nothing matches."""
        return 1 if empty and self.exit_status else 0


class OutputOptions(OptionGroup):
    """The form and the destination of output. `context` is that of the command."""

    context: typer.Context = None  # type: ignore[assignment]  # Typer fills it in
    format: Annotated[Text, format_option_for("event")] = None
    json: Annotated[bool, output_option("--json", help="Same as -f json.")] = False
    jsonl: Annotated[bool, output_option("--jsonl", help="Same as -f jsonl.")] = False
    csv: Annotated[bool, output_option("--csv", help="Same as -f csv.")] = False
    output: Annotated[
        Several, output_option("--output", "-o", metavar="FILE", help="Write to FILE; its ending selects the format.")
    ] = None
    fields: Annotated[Several, fields_option(EVENT_FIELDS)] = None
    raw: Annotated[
        bool, output_option("--raw", help="csv, tsv: leave cells that a spreadsheet would run as formulas.")
    ] = False
    bom: Annotated[bool, output_option("--bom", help="csv, tsv: begin with a byte order mark, for Excel.")] = False
    color: Annotated[Text, choice(COLOURS, "--color", metavar="WHEN", help=_COLOR, panel="Output")] = None
    ascii: Annotated[bool, output_option("--ascii", help="text: draw with ASCII characters.")] = False
    no_pager: Annotated[bool, output_option("--no-pager", help="Print without a pager.")] = False

    @property
    def file(self) -> str | None:
        """The output file; None for standard output. Raises UsageError for more than one, and for what is no name."""
        return one_output(self.output)


class TableOutputOptions(OutputOptions):
    """Output of counts, actors, themes and threads: the formats of tables."""

    format: Annotated[Text, format_option_for("actor")] = None
    fields: Annotated[Several, fields_option()] = None


def one_output(files: Several) -> str | None:
    """The file of --output; None for standard output. Raises UsageError for more than one, and for what is no name."""
    if files is not None and len(files) > 1:
        raise UsageError("--output is given more than once", hint="write one file at a time")
    return None if not files or files[0] == "-" else checked_path(files[0])
