"""Update the program's output in the README, the docs and the man page: `python -m docs.update`.

Three things in a page come from the program; everything else is prose:

- the output below the `$ command` of a ```console block, as an 80-column terminal without colour shows it;
- the ```text block after a ```python block, which is what that code prints;
- the text between `<!-- generated: NAME -->` and `<!-- /generated -->` (see docs/tables.py).

A ```yaml block with a file name after `yaml` is written to that file first, so that the commands of the same page
can use it. `--check` changes nothing and fails when a page differs. tests/test_docs.py does the same.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from . import codebook, manpage, tables

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), ROOT / "CONTRIBUTING.md")
MAN_PAGE = ROOT / "docs" / "jkr.1"
TODAY = "2025-06-18"
"""The day on which the commands run, so that `last month` prints the same every day."""

COLUMNS = 80
SHOWN = re.compile(
    r"(?P<console>```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```)"
    r"|(?P<python>```python\n(?P<code>.*?)```\n\n```text\n(?P<printed>.*?)```)"
    r"|(?P<file>```\w+ (?P<name>[\w.-]+)\n(?P<content>.*?)```)"
    r"|(?P<generated><!-- generated: (?P<table>[^\n]+) -->\n(?P<rows>.*?)<!-- /generated -->)",
    re.DOTALL,
)


def updated(page: str, work: Path) -> str:
    """A page with the program's current output; its commands run in the folder `work`."""
    return SHOWN.sub(lambda match: _made(match, work), page)


def _made(match: re.Match[str], work: Path) -> str:
    if match["file"]:
        (work / match["name"]).write_text(match["content"], encoding="utf-8")
    if match["console"] and runs_here(match["command"]):
        return f"```console\n$ {match['command']}\n{terminal(match['command'], work)}```"
    if match["python"] and has_modules(match["code"]):
        return f"```python\n{match['code']}```\n\n```text\n{run_python(match['code'], work)}```"
    if match["generated"]:
        return f"<!-- generated: {match['table']} -->\n{tables.make(match['table'])}\n<!-- /generated -->"
    return match[0]


def runs_here(command: str) -> bool:
    """Whether all programs of a pipeline are installed."""
    programs = [part.split()[0] for part in re.split(r"\s[|&]+\s", command)]
    return shutil.which("bash") is not None and all(name == "jkr" or shutil.which(name) for name in programs)


def has_modules(code: str) -> bool:
    """Whether the libraries that some code imports are installed."""
    from importlib.util import find_spec

    names = {name.partition(".")[0] for name in re.findall(r"(?m)^(?:import|from) ([\w.]+)", code)}
    return all(find_spec(name) is not None for name in names)


def environment(work: Path) -> dict[str, str]:
    """The variables that the commands see: no setting of the user, a fixed day and width."""
    mine = ("JKR_", "PYTHON", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLORTERM", "COLORFGBG", "PAGER", "LESS", "LC_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
    cache = os.environ.get("JKR_CACHE_DIR", str(work / ".cache"))
    fixed = {"JKR_TODAY": TODAY, "JKR_CACHE_DIR": cache, "COLUMNS": str(COLUMNS), "LINES": "24", "NO_COLOR": "1"}
    fixed |= {"TERM": "xterm-256color", "PAGER": "cat", "LANG": "C.UTF-8", "HOME": str(work)}
    return clean | fixed


def terminal(command: str, work: Path) -> str:
    """What a terminal shows of a command line: standard output and standard error, in their order."""
    import pty

    script = f'jkr() {{ "{sys.executable}" -m jkrtimeline "$@"; }}\n{command}\n'
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", script], cwd=work, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer, env=environment(work)
    )
    os.close(writer)
    pieces = []
    try:
        while piece := os.read(reader, 1 << 16):
            pieces.append(piece)
    except OSError:  # Linux reports the end of a terminal as an error
        pass
    os.close(reader)
    process.wait()
    text = b"".join(pieces).decode().replace("\r\n", "\n")
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def run_python(code: str, work: Path) -> str:
    """What some Python code prints."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command, cwd=work, stdout=subprocess.PIPE, check=True, encoding="utf-8", env=environment(work)
    )
    return done.stdout


def documents() -> dict[Path, Callable[[str, Path], str]]:
    """Every file that shows output of the program, with the function that updates it."""
    made: dict[Path, Callable[[str, Path], str]] = dict.fromkeys(PAGES, updated)
    made[codebook.CODEBOOK] = lambda _, __: codebook.page()
    made[MAN_PAGE] = lambda _, __: manpage.to_roff()
    return made


def main() -> int:
    """Rewrite all, or with --check show what differs."""
    check = "--check" in sys.argv[1:]
    differs = False
    for file, make in documents().items():
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        with TemporaryDirectory() as work:
            new = make(old, Path(work))
        if new == old:
            continue
        differs = True
        name = file.relative_to(ROOT)
        if check:
            lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"{name}", f"{name}, updated", lineterm="")
            print(*lines, sep="\n")
        else:
            file.write_text(new, encoding="utf-8")
            print(f"{name}: updated")
    return int(check and differs)


if __name__ == "__main__":
    sys.exit(main())
