"""main(argv) -> int: runs one command line, and is the one place where errors are printed."""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from ..errors import DataError, JkrError, Problem
from .app import COMMANDS, app
from .messages import note
from .output_streams import silence_stdout, stdout_errors

_MAX_PROBLEMS = 20
"""How many problems of a data file commands other than `check` list."""

_ORDER_HINT = "options come after the command: jkr timeline --since 2024-10"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Returns the exit code: 0 done, 1 failure or nothing matched under -e, 2 wrong use, 3 a data file is missing or
    invalid, 4 no such id, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] and arguments[0].startswith(("--show-completion", "--install-completion")):
            from .commands.about import SHELLS, completion_script
            from .typer_startup import use_completion_scripts

            use_completion_scripts({shell: completion_script(shell) for shell in SHELLS})
        code = int(app(arguments, prog_name="jkr", standalone_mode=False) or 0)
        if sys.stdout is not None:
            with stdout_errors():
                sys.stdout.flush()
        return code
    except JkrError as error:
        return _report(error)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    except BrokenPipeError:
        silence_stdout()
        return 0
    except MemoryError:
        note("out of memory", "narrow it with filters or --limit, or split the data file")
        return 1
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's own errors, which have no public name before 0.27.2
            return _refuse(error, arguments)
        if isinstance(error, OSError):
            note(*_explain(error))
            return 1
        return _internal_error(error)


def _report(error: JkrError) -> int:
    """Print an error, or the first problems of a data file."""
    problems: tuple[Problem, ...] = error.problems if isinstance(error, DataError) else ()
    for problem in problems[:_MAX_PROBLEMS]:
        note(f"{problem.location}: {problem.message}", problem.hint)
    if more := problems[_MAX_PROBLEMS:]:
        note(f"{more[0].path}: there are more problems", "jkr check lists them")
    if not problems:
        note(error.message, error.hint)
    return error.exit_code


def _refuse(error: Any, arguments: Sequence[str]) -> int:
    """Print an error of Typer about options and arguments as one of ours."""
    from .hints import OPTION_HINTS

    message = str(error.format_message()).strip()
    command = next((each for each in arguments if each in COMMANDS), "")
    hint = f"see jkr {command} --help" if command else _ORDER_HINT
    option = getattr(error, "option_name", None)
    near = getattr(error, "possibilities", None)
    if command and hasattr(error, "possibilities"):
        message = f"no such option: {option}"
        if option in OPTION_HINTS:
            hint = f"did you mean {OPTION_HINTS[option]}?"
        elif near:
            hint = f"did you mean {' or '.join(near[:2])}?"
    note(message[:1].lower() + message[1:].rstrip("."), hint)
    return int(getattr(error, "exit_code", 2))


def _explain(error: OSError) -> tuple[str, str]:
    """Message and hint for an error of the system that no other module explains."""
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}", "check the file and its folder"
    try:
        os.getcwd()
    except OSError:
        return "the current folder no longer exists", "change to another folder: cd"
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "temporary directory" in reason:
        folder = os.environ.get("TMPDIR", "the system's folder")
        return f"temporary files in {folder}: {reason}", "free some space, or set TMPDIR to another folder"
    return reason, "set JKR_DEBUG=1 to see where it happens"


def _internal_error(error: Exception) -> int:
    """Print a bug in jkr: one line and a hint, and with JKR_DEBUG=1 its traceback."""
    if os.environ.get("JKR_DEBUG", "0") not in ("", "0"):
        from traceback import print_exception

        print_exception(error)
    note(
        f"internal error: {type(error).__name__}: {error}",
        "please report it with the command and what JKR_DEBUG=1 prints",
    )
    return 1
