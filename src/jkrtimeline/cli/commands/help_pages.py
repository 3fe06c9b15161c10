"""help: the help page of a command, as `git help` shows it."""

from typing import Annotated

import typer

from ..app import COMMANDS, unknown_command
from ..option_groups import word_completer


def help_(
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="A command.", autocompletion=word_completer(COMMANDS), show_default=False
        ),
    ] = None,
) -> int:
    """Show the help of a command.

    Examples:
        jkr help             # the commands
        jkr help timeline    # one command
        jkr timeline -h      # the same
    """
    from .. import help_page

    if command is not None and command not in COMMANDS:
        raise unknown_command(command)
    help_page.print_page(help_page.of_program() if command is None else help_page.of_command(command))
    return 0
