"""completion: the script that lets a shell complete commands, options and names."""

from typing import Annotated

import typer

from ..messages import unknown
from ..option_groups import word_completer
from ..output_streams import print_text

SHELLS = ("bash", "zsh", "fish", "powershell")


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
        raise unknown("shell", shell, SHELLS)
    from ..completion_scripts import SCRIPTS

    print_text(SCRIPTS[shell] + "\n")
    return 0
