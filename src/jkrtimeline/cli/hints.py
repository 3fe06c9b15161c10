"""Commands and options of other programs, and their names in jkr."""

COMMAND_HINTS = {
    **dict.fromkeys(("export", "save", "write", "output"), "write a file: jkr timeline -o FILE"),
    **dict.fromkeys(("list", "ls", "log", "events", "all"), "list events: jkr timeline"),
    **dict.fromkeys(("find", "grep", "query", "filter"), "search: jkr search WORDS"),
    **dict.fromkeys(("view", "get", "cat", "event"), "read an event: jkr show ID"),
    **dict.fromkeys(("validate", "lint", "verify"), "check a file: jkr check FILE"),
    **dict.fromkeys(("convert", "load"), "make an event file: jkr import FILE"),
    **dict.fromkeys(("init", "create", "template"), "start an event file: jkr new FILE"),
    **dict.fromkeys(("people", "persons", "who"), "list people and organisations: jkr actors"),
    **dict.fromkeys(("topics", "tags", "categories"), "list themes: jkr themes"),
    **dict.fromkeys(("stories", "series"), "list threads: jkr threads"),
    **dict.fromkeys(("places", "locations"), "count events by place: jkr stats --by place"),
    **dict.fromkeys(("count", "histogram"), "count events: jkr stats"),
    "version": "print the version: jkr --version",
}
"""A command of another program → the hint for it."""

OPTION_HINTS = {
    **dict.fromkeys(("--from", "--after", "--start", "--begin"), "--since"),
    **dict.fromkeys(("--to", "--before", "--end", "--till"), "--until"),
    **dict.fromkeys(("--date", "--during", "--period", "--year", "--month"), "--in"),
    **dict.fromkeys(("--near",), "--around"),
    **dict.fromkeys(("--who", "--person", "--people", "--country", "--author"), "--actor"),
    **dict.fromkeys(("--topic", "--tag", "--category", "--subject"), "--theme"),
    **dict.fromkeys(("--where", "--location", "--at"), "--place"),
    **dict.fromkeys(("--grep", "--search", "--query", "--words"), "--match"),
    **dict.fromkeys(("--level", "--priority"), "--importance"),
    **dict.fromkeys(("--max", "--max-count", "--head", "--lines", "--top", "--number"), "--limit"),
    **dict.fromkeys(("--out", "--save", "--export", "--file", "--to-file"), "--output, or for event files --data"),
    **dict.fromkeys(("--input", "--infile", "--source"), "--data"),
    **dict.fromkeys(("--columns", "--keys", "--select"), "--fields"),
    **dict.fromkeys(("--order", "--order-by", "--sort-by"), "--sort"),
    **dict.fromkeys(("--colour", "--colors", "--no-color", "--no-colour"), "--color WHEN (auto, always or never)"),
    **dict.fromkeys(("--verbose", "--details", "--long"), "--full"),
    "--group-by": "--by",
}
"""An option of another program → that of jkr."""
