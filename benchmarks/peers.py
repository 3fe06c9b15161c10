"""Programs that do similar work, and the bundled events in their formats. All their files are in one folder.

jrnl gets a journal, khal a calendar, sqlite-utils a database with full-text search; yq, jq and ripgrep
read the files of events themselves.
"""

import json
import re
import shutil
import site
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from .bundled import BINARIES, Bundled
from .measure import Command, CommandError, log, run

VERSIONS = {"jrnl": "jrnl", "khal": "khal", "sqlite-utils": "sqlite-utils", "yq": "yq", "jq": "jq", "rg": "ripgrep"}
"""Program → its name."""

_JRNL = """version: v4.0
journals: {{default: {{journal: {folder}/journal.txt}}}}
editor: ''
encrypt: false
template: false
timeformat: '%F %R'
tagsymbols: '@'
default_hour: 9
default_minute: 0
highlight: true
linewrap: 79
indent_character: '|'
colors: {{body: none, date: none, tags: none, title: none}}
"""
_KHAL = """[calendars]
[[events]]
path = {folder}/vdir
[sqlite]
path = {folder}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
"""


@cache
def program_path(program: str) -> str | None:
    """The path of a program: beside this Python, else on the PATH; None if it is missing."""
    return shutil.which(program, path=str(BINARIES)) or shutil.which(program)


def peer(program: str, *words: str, **environment: str) -> Command | None:
    """A command of another program; None if that is missing."""
    path = program_path(program)
    return Command([path, *words], environment) if path else None


def _tried(name: str, command: Command | None) -> Command | str:
    if command is None:
        return "missing"
    try:
        return command if run(command).printed else "finds nothing"
    except CommandError as error:
        log(f"{name}: {error}")
        return "fails"


def versions() -> dict[str, str]:
    """The version of each peer, or `missing`."""
    numbers = {}
    for program, name in VERSIONS.items():
        path = program_path(program)
        output = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout if path else ""
        number = re.search(r"\d+(\.\d+)+", output)
        numbers[name] = number[0] if number else "missing" if path is None else "of unknown version"
    return numbers


YAML = "`yq` on the YAML, since 2024-10"
"""The query for yq; about the same as `jkr timeline --since 2024-10 --json`."""


class Peers:
    """The commands of the peers on the bundled events; what they need is made in `folder`."""

    def __init__(self, folder: Path, data: Bundled) -> None:
        self._folder = folder
        self._file = data.file
        # Their settings and data are in this folder; Python still finds the modules of a --user installation.
        home = {"HOME": str(folder), "PYTHONUSERBASE": site.getuserbase()}
        self._home = home | {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        makers: dict[str, Callable[[], None]] = {
            "jrnl": lambda: self._journal(data.events),
            "khal": lambda: self._calendar(data.calendar),
            "sqlite-utils": lambda: self._database(data.events),
        }
        for program, make in makers.items():
            if program_path(program):
                with suppress(subprocess.CalledProcessError):  # `working` reports it
                    make()

    def working(self) -> dict[str, Command | str]:
        """Description of a query → its command, or why there is none. Runs each once."""
        return {name: _tried(name, command) for name, command in self._commands().items()}

    def _commands(self) -> dict[str, Command | None]:
        database, settings = f"{self._folder}/events.db", f"{self._folder}/khal.conf"
        whole = '.events[] | select(.date >= "2024-10")'
        json_of = ["-o=json", "-I=0"] if self._is_in_go else ["-c"]
        return {
            "`jrnl -from 2024-10-01`": self._jrnl("-from", "2024-10-01"),
            "`jrnl -contains tariffs`": self._jrnl("-contains", "tariffs"),
            "`khal list 2024-10-01 270d`": peer("khal", "-c", settings, "list", "2024-10-01", "270d", **self._home),
            "`sqlite-utils search … tariffs`": peer("sqlite-utils", "search", database, "events", "tariffs"),
            YAML: peer("yq", *json_of, whole, str(self._file)),
            "`rg tariffs` on the YAML": peer("rg", "tariffs", str(self._file)),
        }

    @property
    def _is_in_go(self) -> bool:
        """Whether yq is that of Mike Farah, not that of Andrey Kislyuk, which runs jq."""
        path = program_path("yq")
        output = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout if path else ""
        return "mikefarah" in output

    def _jrnl(self, *words: str) -> Command | None:
        return peer("jrnl", "--config-file", f"{self._folder}/jrnl.yaml", *words, **self._home)

    def _journal(self, events: Sequence[Mapping[str, Any]]) -> None:
        text = "".join(
            f"[{each['start'] or each['end']} 09:00] {each['title']}.\n{each['summary']}\n\n" for each in events
        )
        Path(self._folder, "journal.txt").write_text(text, encoding="utf-8")
        Path(self._folder, "jrnl.yaml").write_text(_JRNL.format(folder=self._folder), encoding="utf-8")

    def _calendar(self, calendar: str) -> None:
        """One file an event, as vdirs are (https://vdirsyncer.readthedocs.io, "The Vdir Storage Format")."""
        vdir = self._folder / "vdir"
        vdir.mkdir()
        entries = re.findall(r"(?s)BEGIN:VEVENT\r?\n.*?END:VEVENT\r?\n", calendar)
        for number, entry in enumerate(entries):
            text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:benchmark\r\n{entry}END:VCALENDAR\r\n"
            Path(vdir, f"{number}.ics").write_text(text, encoding="utf-8", newline="")
        Path(self._folder, "khal.conf").write_text(_KHAL.format(folder=self._folder), encoding="utf-8")

    def _database(self, events: Sequence[Mapping[str, Any]]) -> None:
        program, database = str(program_path("sqlite-utils")), f"{self._folder}/events.db"
        text = "".join(json.dumps(each) + "\n" for each in events)
        insert = [program, "insert", database, "events", "-", "--nl", "--pk", "id"]
        subprocess.run(insert, input=text, encoding="utf-8", check=True, stdout=subprocess.DEVNULL)
        subprocess.run([program, "enable-fts", database, "events", "title", "summary"], check=True)
