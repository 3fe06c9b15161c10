"""browse: the full-screen browser."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ...fields import EVENT_FIELDS
from ...formats import FORMATS, load_writer
from ...output_files import format_by_suffix, write_file
from ...query import Result
from ...text.plural import numbered
from .. import environment
from ..data_paths import file_name
from ..full_screen import no_clipboard, require_keyboard, require_screen
from ..option_groups import grouped
from ..options import DataOptions, PeriodFilterOptions

if TYPE_CHECKING:
    from ...browse.view import View
    from ...catalog import Catalog


@grouped
def browse(
    *,
    filters: PeriodFilterOptions,
    data: DataOptions,
    ascii: Annotated[
        bool, typer.Option("--ascii", help="Draw with ASCII characters.", rich_help_panel="Output")
    ] = False,
) -> int:
    """Browse the chronology full-screen: move, search, narrow, read. Press ? for the keys.

    Examples:
        jkr browse                      # everything
        jkr browse 2024 -a yoon         # one year of one person
        jkr browse --data mine.yaml     # a file of your own
    """
    require_screen()
    catalog = environment.open_catalog(data.data, filters.today)
    given, options = filters.given(), filters.typed()
    for each in data.data or ():
        options += ("--data", each)
    filters.query(catalog, "browse")  # an unknown name is refused before the screen changes
    require_keyboard()

    from ...browse.browser import Browser
    from ...browse.outside import Outside
    from ...browse.view import View

    outside = Outside(
        export=lambda view, name: _export(catalog, view, name),
        exists=lambda name: os.path.exists(_path(name)),
        open_address=environment.open_in_browser,
        no_clipboard=no_clipboard(os.environ),
    )
    render = environment.render_options(None, full=False, to_file=False)
    if ascii:
        render = render._replace(unicode=False)
    browser = Browser(catalog, View(given, options), outside, render)
    browser.run()
    if browser.failure is not None:
        raise browser.failure
    return browser.return_code or 0


def _path(name: str) -> str:
    return os.path.expanduser(file_name(name))


def _export(catalog: "Catalog", view: "View", name: str) -> str:
    """Write the events of a view to a file, in the format of its ending. Raises JkrError."""
    path = _path(name)
    format_name = format_by_suffix(path)
    query = view.query(catalog)
    fields = EVENT_FIELDS if FORMATS[format_name].table else ()
    result = Result(catalog.rows(query), query, catalog, fields=fields, command=view.command)
    options = environment.render_options("never", full=True, to_file=True)
    write_file(path, lambda out: load_writer(format_name)(result, out, options))
    return f"{numbered(catalog.count(query), 'event')} → {path}"
