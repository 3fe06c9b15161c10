"""The Typer application: the table of commands, and the options that precede a command.

A command's module is imported, and its options are built, only when that command runs: building the
options of all commands would take longer than most answers.
"""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from .. import __version__
from ..errors import UsageError
from ..formats import FORMATS
from . import typer_startup

typer_startup.skip_pydantic()

COMMAND_GROUPS = {
    "Read": {
        "timeline": "events.timeline",
        "search": "events.search",
        "show": "show.show",
        "open": "show.open_",
        "browse": "browse.browse",
        "actors": "registry.actors",
        "themes": "registry.themes",
        "threads": "registry.threads",
        "sources": "registry.sources",
        "offices": "registry.offices",
        "stats": "statistics.stats",
    },
    "Write": {
        "new": "authoring.new",
        "check": "authoring.check",
        "diff": "authoring.diff",
        "import": "import_file.import_",
        "schema": "authoring.schema",
    },
    "About": {
        "info": "about.info",
        "formats": "about.formats",
        "completion": "about.completion",
        "help": "about.help_",
    },
}
"""Heading in `jkr --help` → command → its function in commands/, as `module.function`."""

COMMANDS: dict[str, str] = {name: function for group in COMMAND_GROUPS.values() for name, function in group.items()}
"""All commands, in the order of `jkr --help`."""

HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class Completion(NamedTuple):
    """A completion, with the attributes of Typer's class, which is private."""

    value: str
    help: None = None
    type: str = "plain"


def _spread_data_option(args: Sequence[str]) -> list[str]:
    """Arguments in which each event file that follows `--data FILE` has a `--data` of its own.

    A shell expands `--data years/*.yaml` to `--data years/2024.yaml years/2025.yaml`.
    """
    from .environment import FILE_ENDINGS

    spread: list[str] = []
    in_files, previous = False, ""
    for number, arg in enumerate(args):
        if arg == "--":
            return [*spread, *args[number:]]
        is_event_file = arg.endswith(FILE_ENDINGS) and os.path.isfile(arg)
        if in_files and is_event_file:
            spread.append("--data")
        else:
            in_files = previous == "--data" and is_event_file
        spread.append(arg)
        previous = arg
    return spread


def _print_help(command: str = "") -> NoReturn:
    """Print the help page of a command, or of jkr, and end. Typer's own printing does not say that standard
    output is closed or full."""
    from .help_page import print_page

    print_page(command)
    raise typer.Exit(0)


class Command(TyperCommand):
    """A command with our help page, and with any number of files after `--data`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _spread_data_option(args))

    def get_help(self, ctx: Any) -> str:
        return _print_help(str(self.name))


class SearchCommand(Command):
    """`search`, in which `-word` excludes a word. A single letter is an option, and so are `-n5`, `-fjson` and
    `-oout.csv`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        words = [self._escape_exclusion(arg) for arg in args[:end]]
        return super().parse_args(ctx, words + args[end:])

    @staticmethod
    def _escape_exclusion(arg: str) -> str:
        if arg[:1] != "-" or arg[1:2] == "-" or len(arg) <= 2:
            return arg
        letter, value = arg[1], arg[2:]
        is_option = {"n": value.isdigit(), "f": value in FORMATS, "o": "." in value}
        return arg if is_option.get(letter) else " " + arg  # Typer reads no option where a space comes first


class CommandGroup(TyperGroup):
    """The commands, each built when it is needed."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            single = typer.Typer(add_completion=False)
            cls = SearchCommand if cmd_name == "search" else Command
            single.command(cmd_name, cls=cls, context_settings=HELP_NAMES)(function_of(cmd_name))
            self.commands[cmd_name] = typer.main.get_command(single)
        return self.commands[cmd_name]

    def get_help(self, ctx: Any) -> str:
        return _print_help()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        if incomplete.startswith("-"):
            return list(super().shell_complete(ctx, incomplete))
        names = [name for name in COMMANDS if name.startswith(incomplete.lower())]
        return [Completion(name) for name in names]


def function_of(command: str) -> Callable[..., int]:
    """The function that a command runs; imports its module."""
    module, _, name = COMMANDS[command].partition(".")
    function: Callable[..., int] = getattr(import_module(f"{__package__}.commands.{module}"), name)
    return function


def unknown_command(name: str) -> UsageError:
    """The error for a command that does not exist."""
    from .hints import command_hint

    return UsageError(f"unknown command {name!r}", hint=command_hint(name, COMMANDS))


app: typer.Typer = typer.Typer(cls=CommandGroup, context_settings=HELP_NAMES, no_args_is_help=False)


@app.callback(invoke_without_command=True)
def _without_command(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version of jkr and of the data.")] = False,
) -> None:
    if version:
        from .commands.about import print_version

        print_version(__version__)
        raise typer.Exit(0)
    if ctx.invoked_subcommand is None:
        from .commands.about import overview

        raise typer.Exit(overview())
