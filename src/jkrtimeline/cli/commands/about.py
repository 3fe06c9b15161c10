"""info, formats, completion and help, and jkr without a command: what there is, and how to use it."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from ... import __version__, edtf
from ...errors import UsageError, unknown_name
from ...formats import FORMATS
from ...text.json_text import json_array, to_json
from ...text.sanitize import numbered, visible
from .. import environment
from ..app import COMMANDS, unknown_command
from ..option_groups import word_completer
from ..options import Data, format_option
from ..output_streams import print_data, print_text

if TYPE_CHECKING:
    from ...model import Header

_CITATIONS = ("text", "bibtex", "csl-json")
SHELLS = ("bash", "zsh", "fish", "powershell")
"""Shells with a completion script."""

_LATEST = 5
_EXAMPLES = (
    ("jkr timeline --since 2024-10", "list events"),
    ("jkr search tariffs cars", "search them"),
    ("jkr show ID", "read one with its sources"),
    ("jkr stats --by theme", "count them"),
)


def overview() -> int:
    """Print what the data covers, its latest events and four examples."""
    from textwrap import wrap

    from ..help_page import entry_lines

    catalog = environment.open_catalog([])
    header = catalog.header
    covers = f" covering {edtf.date_text(edtf.parse(header.coverage))}" if header.coverage else ""
    width = environment.width()
    lines = [*wrap(visible(header.title), width), *wrap(numbered(catalog.size(), "event") + covers, width)]
    lines += ["", "Latest events:"]
    events = [row.event for row in catalog.rows(catalog.query(limit=_LATEST, reverse=True))]
    dates = [edtf.date_text(event.date) for event in events]
    margin = max(map(len, dates), default=0) + 4
    for event, date in zip(events, dates, strict=True):
        title = visible(event.title)
        columns = max(width - margin, 20)
        lines.append(f"  {date:<{margin - 2}}{title if len(title) <= columns else title[: columns - 1] + '…'}")
        lines.append(f"{'':<{margin}}{visible(event.id)}")
    lines += ["", "Examples:", *entry_lines(_EXAMPLES, width, 34)]
    lines += ["", "jkr help lists the commands."]
    print_text("\n".join(lines) + "\n")
    return 0


def print_version(version: str) -> None:
    """Print the version of jkr, and title and version of the data."""
    header = environment.open_catalog([]).header
    data = visible(f"{header.title}{f' {header.version}' if header.version else ''}")
    print_text(f"jkr {version} ({data})\n")


def info(
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    cite: Annotated[bool, typer.Option("--cite", help="Print a citation of the data.")] = False,
    format: Annotated[str | None, format_option(_CITATIONS, "Form of the citation: text, bibtex or csl-json.")] = None,
    data: Data = None,
) -> int:
    """Show title, version, coverage and size of the data, and the path of the index.

    Examples:
        jkr info                                     # of the data in use
        jkr info --data mine.yaml                    # of a file
        jkr info --json | jq .events                 # one number, for a script
        jkr info --cite -f bibtex                    # a citation of the data
    """
    if format is not None and not cite:
        raise UsageError("--format applies to --cite", hint="add --cite, or use --json")
    if cite and json and format not in (None, "csl-json"):
        raise UsageError(f"several formats at once: {format}, json", hint="name one")
    catalog = environment.open_catalog(data)
    header = catalog.header
    if cite:
        print_data(_citation(header, "csl-json" if json else format or "text"))
        return 0
    paths = environment.data_files(data)
    facts: dict[str, object] = {
        **header.public(),
        **catalog.totals(),
        "data": list(paths),
        "index": catalog.index_file,
        "jkr": __version__,
    }
    if json:
        print_data(to_json(facts) + "\n")
        return 0
    facts |= {"data": ", ".join(paths), "index": catalog.index_file or "in memory"}
    if header.coverage:
        facts["coverage"] = edtf.date_text(edtf.parse(header.coverage))
    print_data("".join(_line(name, str(value)) for name, value in facts.items() if value is not None))
    return 0


def _line(name: str, value: str) -> str:
    """A fact with its name, wrapped on a terminal."""
    text = visible(value)
    lines = wrap(text, environment.width() - 10) if environment.on_terminal() else [text]
    return f"{name:<10}" + ("\n" + " " * 10).join(lines) + "\n"


def _citation(header: "Header", name: str) -> str:
    """A citation of the data in a format. Raises UsageError for an unknown one."""
    from ...formats.bibtex import data_bibtex
    from ...formats.csl_json import data_csl_json
    from ...formats.shared.bibliography import data_citation

    citations = dict(zip(_CITATIONS, (data_citation, data_bibtex, data_csl_json), strict=True))
    if name not in citations:
        raise unknown_name("format", name, _CITATIONS)
    return citations[name](header)


def formats(json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False) -> int:
    """List the output formats, with the file endings that select them.

    Examples:
        jkr formats                     # all of them
        jkr timeline -f ics             # use one
        jkr timeline -o brief.md        # or end a file name in its ending
    """

    rows = [(each.name, " ".join(each.suffixes), each.about) for each in FORMATS.values()]
    if json:
        keys = ("name", "suffixes", "about", "events")
        lines = json_array(to_json({key: getattr(each, key) for key in keys}) for each in FORMATS.values())
    elif environment.on_terminal():
        lines = _columns(rows, environment.width())
    else:
        lines = ("\t".join(row) + "\n" for row in rows)
    print_data("".join(lines))
    return 0


def _columns(rows: Sequence[tuple[str, str, str]], width: int) -> Iterator[str]:
    """Formats for reading: names, file endings, and what they are, which goes below where it has no room."""
    names, endings = (max(len(row[column]) for row in rows) + 2 for column in (0, 1))
    beside = width - names - endings >= 30
    margin = names + endings if beside else 2
    for name, ending, about in rows:
        head = f"{name:<{names}}{ending:<{endings}}" if beside else f"{name:<{names}}{ending}\n  "
        yield head + ("\n" + " " * margin).join(wrap(about, width - margin)) + "\n"


def completion_script(shell: str) -> str:
    """The completion script of one of SHELLS.

    It passes the words of the line to jkr as bash does, in COMP_WORDS (one a line, quoted as typed) and COMP_CWORD, and
    gets one completion a line. An option and its value (`--theme=tar`) are one word then. Without completions the shell
    offers file names.
    """
    return (files(str(__package__).rpartition(".")[0]) / "completion" / f"jkr.{shell}").read_text(encoding="utf-8")


def completion(
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", autocompletion=word_completer(SHELLS)),
    ],
) -> int:
    """Print the completion script of a shell.

    Examples:
        source <(jkr completion bash)                                    # now, in bash
        jkr completion zsh > ~/.zfunc/_jkr                               # for good, in a folder of fpath
        jkr completion fish > ~/.config/fish/completions/jkr.fish        # for good
    """
    if shell not in SHELLS:
        raise unknown_name("shell", shell, SHELLS)
    print_text(completion_script(shell))
    return 0


def help_(
    command: Annotated[
        str | None, typer.Argument(metavar="[COMMAND]", help="A command.", autocompletion=word_completer(COMMANDS))
    ] = None,
) -> int:
    """Show the help of a command.

    Examples:
        jkr help             # the commands
        jkr help timeline    # one command
        jkr timeline -h      # the same
    """
    from ..help_page import print_page

    if command is not None and command not in COMMANDS:
        raise unknown_command(command)
    print_page(command)
    return 0
