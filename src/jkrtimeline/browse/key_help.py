"""The keys of the browser for its help, and for the last line of its screen."""

from rich.text import Text

KEYS = (
    ("↑ ↓  j k", "previous, next event"),
    ("PgUp PgDn", "a page up, down (also Space)"),
    ("Home End  g G", "first, last event"),
    ("Enter", "the card in full"),
    ("/", "search: the list follows as you type; Enter or ↓ returns to it"),
    ("s", "order the hits of a search by rank or by date"),
    ("f", "facets: theme, actor, thread, importance"),
    ("+ -", "fewer, more days; or drag over the bars"),
    ("[ ]", "the days before, after those"),
    ("Esc", "undo: the search, then the days, then the facets"),
    ("t T", "next, previous event of the thread"),
    ("o", "open a source in the web browser"),
    ("y", "copy the id, the link or a citation"),
    ("c", "show the command line that gives the same events"),
    ("e", "export the list to a file, in any format"),
    ("?", "this help"),
    ("q", "quit"),
)

SHORT = (
    *("/ search", "f facets", "+ - [ ] days", "t thread", "o open", "y copy", "c command", "e export"),
    *("? keys", "q quit"),
)
"""The keys on the last line of the screen. On a narrow one, some are left out, but never the last two."""


def help_text(_: int) -> Text:
    """One line per key. The width does not matter."""
    width = max(len(keys) for keys, _ in KEYS)
    text = Text()
    for keys, meaning in KEYS:
        text.append(f"{keys:<{width}}  ", "bold").append(meaning + "\n")
    text.rstrip()
    return text


def short_help(width: int) -> str:
    """As many keys as fit into `width` cells."""
    line = ""
    for number in range(len(SHORT) - 2, -1, -1):
        line = "  ".join([*SHORT[:number], *SHORT[-2:]])
        if len(line) <= width:
            break
    return line
