"""main(argv) -> int: the Typer app and the one place where errors are printed.

A command's module is imported when that command runs, and only its options are made: Typer needs
longer for the options of seven commands than for an answer.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from inspect import getdoc
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from .. import __version__
from ..errors import DataError, JkrError, UsageError
from ..formats import FORMATS

COMMANDS = {
    "timeline": "events",
    "search": "events",
    "show": "events",
    "actors": "registry",
    "themes": "registry",
    "threads": "registry",
    "stats": "statistics",
    "formats": "list_formats",
    "info": "about",
    "check": "about",
    "new": "authoring",
    "schema": "authoring",
    "import": "import_file",
}
"""Command → its module in commands/; its function has its name, with `_` after a word of Python."""

_AFTER = "options stand after the command: jkr timeline --since 2024-10"
_MOST = 20
"""Problems of a data file that a command tells of which was asked for something else."""

_HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class Command(TyperCommand):
    """A command whose completions are bare values: with help texts Typer would load rich."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        return _bare(super().shell_complete(ctx, incomplete))


class SearchCommand(Command):
    """Takes `-word` as a word to exclude, not as options: only single letters are options, and what
    cannot be a word: `-n5`, `-fjson`, `-oout.csv`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        words = [self._word(arg) for arg in args[:end]]
        return super().parse_args(ctx, words + args[end:])

    @staticmethod
    def _word(arg: str) -> str:
        if arg[:1] != "-" or arg[1:2] == "-" or len(arg) <= 2:
            return arg
        letter, value = arg[1], arg[2:]
        option = {"n": value.isdigit(), "f": value in FORMATS, "o": "." in value}
        return arg if option.get(letter) else " " + arg  # with a space before it, it is no option to Click


class Commands(TyperGroup):
    """The commands, each made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            function = _function(cmd_name)
            single = typer.Typer(add_completion=False)
            cls = SearchCommand if cmd_name == "search" else Command
            single.command(cmd_name, cls=cls, context_settings=_HELP_NAMES)(function)
            self.commands[cmd_name] = typer.main.get_command(single)
        return self.commands[cmd_name]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """One line for each command: its options, which take longer to make, are not in it."""
        whole = self.commands
        self.commands = {name: Command(name, help=getdoc(_function(name))) for name in COMMANDS}
        try:
            super().format_help(ctx, formatter)
        finally:
            self.commands = whole

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from ..text.suggest import did_you_mean

            hint = did_you_mean(args[0], COMMANDS, f"commands are: {', '.join(COMMANDS)}")
            raise UsageError(f"unknown command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in COMMANDS if name.startswith(incomplete)] or _bare(
            super().shell_complete(ctx, incomplete)
        )


def _function(command: str) -> Any:
    """What a command runs."""
    module = import_module(f"{__name__}.commands.{COMMANDS[command]}")
    return getattr(module, f"{command}_" if iskeyword(command) else command)


def _bare(items: list[Any]) -> list[Any]:
    for item in items:
        item.help = None
    return items


app = typer.Typer(
    cls=Commands,
    context_settings=_HELP_NAMES,
    help="A curated, sourced chronology in the terminal.",
    no_args_is_help=False,
)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Of the tool and of the data.")] = False,
) -> None:
    if version:
        from ..text.sanitize import visible
        from . import environment

        header = environment.open_catalog([]).header
        data = visible(f"{header.title}{f' {header.version}' if header.version else ''}")
        typer.echo(f"jkr {__version__} ({data})")
        raise typer.Exit(0)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line. The exit code: 0 done, 1 failure or nothing matched under -e, 2 wrong use,
    3 a data file is missing or invalid, 4 no such id, 130 interrupted."""
    from .output_streams import printing

    arguments = list(sys.argv[1:] if argv is None else argv)
    code = 0
    try:
        with printing():  # help and version, which Typer prints; commands do so themselves
            code = int(app(arguments, prog_name="jkr", standalone_mode=False) or 0)
            if sys.stdout is not None:
                sys.stdout.flush()
        return code
    except DataError as error:
        for problem in error.problems[:_MOST]:
            _complain(f"{problem.place}: {problem.message}", problem.hint)
        if len(error.problems) > _MOST:
            _complain(f"{error.problems[0].path}: there are more problems", "jkr check lists them")
        if not error.problems:
            _complain(error.message, error.hint)
        return error.exit_code
    except JkrError as error:
        _complain(error.message, error.hint)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own, which it gives no public name before 0.27.2
            return _refuse(error, arguments)
        # A bug: still one line and a hint, never a traceback.
        _complain(
            f"internal error: {type(error).__name__}: {error}", "please report it, with the command that you typed"
        )
        return 1


def _complain(message: str, hint: str) -> None:
    from .answer import note

    note(message, hint)


def _refuse(error: Any, arguments: Sequence[str]) -> int:
    """Typer's own complaints (options and arguments), in our form."""
    message = str(error.format_message()).strip()
    known = getattr(error, "possibilities", None)
    command = next((each for each in arguments if each in COMMANDS), "")
    hint = f"see jkr {command} --help" if command else _AFTER
    if command and known:
        message = str(getattr(error, "message", message))
        hint = f"did you mean {' or '.join(known[:2])}?"
    _complain(message[:1].lower() + message[1:].rstrip("."), hint)
    return int(getattr(error, "exit_code", 2))
