"""The tables in the docs that are generated from the program, by name."""

from collections.abc import Callable

from jkrtimeline.cli import help_page
from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.fields import EVENT_FIELDS, RECORD_TYPES, Field, FieldType
from jkrtimeline.formats import FORMATS

VALUES: dict[FieldType, str] = {
    "flag": "`true` or `false`",
    "texts": "list of texts",
    "names": "language: name",
    "rows": "list of lists of texts",
    "lists": "name: list of ids",
}
"""Types whose name does not say enough to a writer of event files."""

EXIT_CODES = (
    ("0", "Success. An empty answer is a success too; a note on standard error says that nothing matched."),
    ("1", "Failure, or nothing matched and `--exit-status` was given."),
    ("2", "Wrong usage: an unknown option, name or format, or an unreadable date."),
    ("3", "A data file is missing or invalid."),
    ("4", "No event has the id."),
    ("130", "Interrupted with Ctrl-C."),
)
ENVIRONMENT = (
    ("JKR_DATA", "Event files to read without `--data`, separated as in `PATH`."),
    ("JKR_TODAY", "The day that `last month` and the like count from."),
    ("JKR_THEME", "Background of the terminal, `dark` or `light`, where jkr cannot detect it."),
    ("JKR_WIDTH", "Width of ambiguous characters, such as ◆: `narrow`, or `cjk` for two cells."),
    ("JKR_DEBUG", "`1` adds the stack of calls to the report of a bug."),
    ("JKR_CACHE_DIR", "Folder of the index. The index can be deleted at any time."),
    ("JKR_PAGER", "Pager of jkr only, instead of `PAGER`. `cat` turns paging off."),
    ("PAGER", "Pager for text that does not fit on the screen; `less` by default."),
    ("NO_COLOR", "Turns colour off unless `--color` says otherwise."),
    ("FORCE_COLOR", "Turns colour on even if the output is not a terminal."),
    ("COLUMNS", "Width of the output, instead of the width of the terminal."),
)


def table(head: str, *rows: tuple[str, ...]) -> str:
    """A Markdown table; `head` has its cells divided by `|`."""
    cells = [each.strip() for each in head.split("|")]
    lines = [cells, ["---"] * len(cells), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """Text in a code span."""
    return f"`{text}`"


def commands() -> str:
    """Each command and its purpose."""
    pages = map(help_page.of_command, COMMANDS)
    return table("Command | Purpose", *((code(page.usage.removesuffix(" [OPTIONS]")), page.purpose) for page in pages))


def formats() -> str:
    """Each format, the file names that select it, and what it is."""
    rows = (
        (code(each.name), " ".join(map(code, each.suffixes)), each.about[:1].upper() + each.about[1:])
        for each in FORMATS.values()
    )
    return table("`-f` | Suffix for `-o` | Contents", *rows)


def fields(record: str) -> str:
    """Each key of a kind of record that people write; a needed one in bold."""
    return table(
        "Key | Value | Meaning",
        *(
            (f"**`{field.name}`**" if field.required else code(field.name), _value(field), field.about)
            for field in RECORD_TYPES[record]
            if not field.type.startswith("derived")
        ),
    )


def event_keys() -> str:
    """The keys of an event in JSON, in order."""
    return " ".join(map(code, EVENT_FIELDS))


def _value(field: Field) -> str:
    """What a key holds, in words."""
    if field.type == "choice":
        return " ".join(map(code, field.choices))
    if field.type == "records":
        return f"list of {field.name}"
    if field.type == "registry":
        return f"id: {field.name.removesuffix('s')}"
    return VALUES.get(field.type, field.type)


def exit_codes() -> str:
    """Each exit code and its meaning."""
    return table("Code | Meaning", *EXIT_CODES)


def environment() -> str:
    """Each environment variable and its effect."""
    return table("Variable | Effect", *((code(name), text) for name, text in ENVIRONMENT))


TABLES: dict[str, Callable[..., str]] = {
    "commands": commands,
    "formats": formats,
    "fields": fields,
    "keys of events": event_keys,
    "exit codes": exit_codes,
    "environment": environment,
}


def make(name: str) -> str:
    """A table by its name in the page: `fields event` is `fields("event")`."""
    if name in TABLES:
        return TABLES[name]()
    kind, _, argument = name.partition(" ")
    return TABLES[kind](argument)
