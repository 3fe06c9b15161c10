"""offices: who held which office when."""

from typing import Annotated

import typer

from ...office_holders import office_records
from ...query import Query, Result, Row
from ...text.json_text import to_json
from ...text.sanitize import quoted
from .. import environment
from ..answer import choose_form, emit
from ..messages import note
from ..option_groups import grouped, name_completer
from ..options import TODAY, DataOptions, LengthOptions, Several, Text
from ..table_options import OfficeOutputOptions

_ON = "Held on DATE, or at some time in a period: 2025-01-13, 2024, 'last year'."
_ACTOR = "Held by NAME, or by those who belong to it."

_CURRENT = frozenset(("current", "currently", "now", "today", "incumbent"))
"""Words for today, which no title has."""


@grouped
def offices(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]", help="Words of the office, or of its holder or country.", show_default=False),
    ] = None,
    *,
    on: Annotated[Text, typer.Option("--on", "--in", metavar="DATE", help=_ON, rich_help_panel="Filters")] = None,
    actor: Annotated[
        Several,
        typer.Option(
            "--actor",
            "-a",
            metavar="NAME",
            help=_ACTOR,
            autocompletion=name_completer("actor"),
            rich_help_panel="Filters",
        ),
    ] = None,
    today: Annotated[Text, typer.Option("--today", metavar="DATE", help=TODAY, rich_help_panel="Filters")] = None,
    length: LengthOptions,
    output: OfficeOutputOptions,
    data: DataOptions,
) -> int:
    """List who held which office when.

    WORDS must all occur in the title of the office. If no title has them all, they
    may also occur in the names of its holder and his country. A rank must be named:
    "minister" leaves out vice ministers.

    Examples:
        jkr offices "foreign minister" --on 2025-01-13  # on a day
        jkr offices president korea --in 2024           # at some time in a year
        jkr offices -a ishiba                           # of one person
    """
    form = choose_form(output, "office")
    catalog = environment.open_catalog(data.data, today)
    text = " ".join(words or ())
    limit = catalog.query(limit=length.limit).limit  # a negative one is refused
    records = office_records(catalog, text, on, actor)
    if length.reverse:
        records.reverse()
    if not records:
        current = _CURRENT.intersection(text.lower().split())
        hint = (
            "leave out " + " ".join(sorted(current)) + " and add --on today"
            if current
            else "jkr offices lists them all"
        )
        note(f"no office matches {quoted(text)}" if text else "no office matches", hint)
    described = (*([text] if text else ()), *(f"actor: {each}" for each in actor or ()))
    days = (catalog.read_days("--on", on),) if on is not None else ()
    query = Query(periods=days, reverse=length.reverse)
    rows = [Row(to_json(record)) for record in records[:limit]]
    result = Result(rows, query, catalog, kind="office", filters=described, total=len(records))
    emit(result, form, empty=not records)
    return length.exit_code(empty=not records)
