"""The keys of the browser, as its help lists them."""

from rich.text import Text

KEYS = (
    ("↑ ↓  j k", "previous, next event"),
    ("PgUp PgDn", "a page up, down (also Space)"),
    ("Home End  g G", "first, last event"),
    ("Enter", "the card in full"),
    ("/", "search: the list follows as you type; Enter or ↓ returns to it"),
    ("s", "order the hits of a search by rank or by date"),
    ("f", "facets: theme, actor, thread, importance"),
    ("+ -", "fewer, more days; drag over the bars to choose them"),
    ("[ ]", "the days before, after those"),
    ("Esc", "undo: the search, then the days, then the facets"),
    ("t T", "next, previous event of the thread"),
    ("o", "open a source in the web browser"),
    ("y", "copy the id, the link or a citation"),
    ("c", "show the command line with the same answer"),
    ("e", "export the list to a file, in any format"),
    ("?", "this help"),
    ("q", "quit"),
)

SHORT = (
    "/ search",
    "f facets",
    "+ - [ ] days",
    "t thread",
    "o open",
    "y copy",
    "c command",
    "e export",
    "? keys",
    "q quit",
)
"""The keys at the bottom of the screen. Where it is narrow, those before the last two are left out."""


def help_text(_: int) -> Text:
    """The keys, one a line."""
    width = max(len(keys) for keys, _ in KEYS)
    text = Text()
    for keys, meaning in KEYS:
        text.append(f"{keys:<{width}}  ", "bold").append(meaning + "\n")
    text.rstrip()
    return text


def short_help(width: int) -> str:
    """The keys in one line of at most `width` cells."""
    line = ""
    for number in range(len(SHORT) - 2, -1, -1):
        line = "  ".join([*SHORT[:number], *SHORT[-2:]])
        if len(line) <= width:
            break
    return line
