"""Text formatted for reading: a timeline, search results, cards, lists of actors and the like, or counts.

What draws each kind of result is imported only for that kind.
"""

from ..query import Result
from . import RenderOptions, Writer
from .shared.page import Page


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write a result as its kind requires."""
    page = Page(out, options)
    if result.card:
        from .shared.card import cards

        cards(result, page)
    elif result.stats is not None:
        from .shared.histogram import histogram

        histogram(result, result.stats, page)
    elif result.kind == "event":
        from .shared.event_lines import event_list

        event_list(result, page)
    else:
        from .shared.row_lists import row_list

        row_list(result, page)
