"""A filter is added as CONTRIBUTING.md shows: in three files, and everything else follows."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jkrtimeline

PACKAGE = Path(jkrtimeline.__file__).parent
CONTRIBUTING = Path(__file__).parents[1] / "CONTRIBUTING.md"

TAG = '        tags += [self._tag("lang", fold(each.lang)) for each in event.sources if each.lang]\n'
KEY = "    lang: Texts\n"
GROUP = '            *self._named("lang", filters.get("lang")),\n'
OPTION = """\
    lang: Annotated[Several, by_name("lang", "--lang", help="Events with a source in a language.")] = None
"""

CHANGES = {
    "index/rows.py": [(TAG, "        numbers = self._count(")],
    "filters.py": [(KEY, "    importance: Importance"), (GROUP, "        ]\n        if importance")],
    "cli/options.py": [(OPTION, "    importance: Annotated[")],
}
"""File → lines to insert, each with the text that follows them."""

EVENTS = """events:
  - {id: a, date: "2024-01", title: A, sources: [{publisher: P, lang: ko}, {publisher: P, lang: Old Ruritanian}]}
  - {id: b, date: "2024-02", title: B, sources: [{publisher: P, lang: Ruritanian}]}
  - {id: c, date: "2024-03", title: C}
"""


class Copy:
    """A changed copy of the package in a folder, with an event file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "events.yaml"
        self.data.write_text(EVENTS, encoding="utf-8")

    def jkr(self, *words: str, package: Path | None = None) -> "subprocess.CompletedProcess[str]":
        return self.run("-m", "jkrtimeline", *words, "--data", str(self.data), package=package or self.folder)

    def run(self, *argv: str, package: Path) -> "subprocess.CompletedProcess[str]":
        settings = {"PYTHONPATH": str(package), "JKR_CACHE_DIR": str(self.folder / "cache"), "COLUMNS": "80"}
        command, environment = [sys.executable, *argv], {**os.environ, **settings}
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=self.folder)

    def ids(self, *words: str) -> list[str]:
        done = self.jkr("timeline", *words, "--json")
        assert done.returncode == 0, done.stderr
        return [event["id"] for event in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("copy"))
    assert copy.jkr("timeline", package=PACKAGE.parent).returncode == 0  # leaves an index without the new tags
    shutil.copytree(PACKAGE, copy.folder / "jkrtimeline", ignore=shutil.ignore_patterns("__pycache__", "data"))
    for name, insertions in CHANGES.items():
        file = copy.folder / "jkrtimeline" / name
        text = file.read_text(encoding="utf-8")
        for lines, following in insertions:
            assert text.count(following) == 1, (name, following)
            text = text.replace(following, lines + following)
        file.write_text(text, encoding="utf-8")
    return copy


def test_the_option_filters_by_any_run_of_words(copy: Copy) -> None:
    assert copy.ids("--lang", "ruritanian") == ["a", "b"]
    assert copy.ids("--lang", "old ruritanian") == ["a"]
    assert copy.ids("--lang", "ko,ruritanian") == ["a", "b"]
    assert copy.ids("--lang", "ruritanian", "--lang", "ko") == ["a"]
    assert copy.ids() == ["a", "b", "c"]


def test_an_unknown_value_is_refused_with_a_suggestion(copy: Copy) -> None:
    done = copy.jkr("timeline", "--lang", "ruritanan")
    assert done.returncode == 2
    assert done.stderr == "jkr: unknown lang 'ruritanan'\nhint: did you mean ruritanian or old ruritanian?\n"
    done = copy.jkr("timeline", "--lang", "xyz")
    assert done.stderr.endswith("hint: the most frequent: ko, old ruritanian, ruritanian\n")


def test_the_values_are_completed(copy: Copy) -> None:
    program = "import jkrtimeline as j; print(j.load('events.yaml').catalog.complete('lang', 'r'))"
    assert copy.run("-c", program, package=copy.folder).stdout == "['ruritanian']\n"


def test_headings_and_help_have_the_filter(copy: Copy) -> None:
    assert "lang: ko" in copy.jkr("timeline", "--lang", "ko", "-f", "markdown").stdout
    assert "Events with a source in a language." in copy.jkr("timeline", "--help").stdout


def test_the_python_api_has_the_filter(copy: Copy) -> None:
    program = "import jkrtimeline as j; print([e.id for e in j.load('events.yaml').events(lang='ko')])"
    assert copy.run("-c", program, package=copy.folder).stdout == "['a']\n"


def test_the_changed_files_still_fit_in_one_reading(copy: Copy) -> None:
    for name in CHANGES:
        text = (copy.folder / "jkrtimeline" / name).read_text(encoding="utf-8")
        assert text.count("\n") <= 250, name


def test_contributing_shows_these_changes() -> None:
    shown = "".join(line.strip() for line in CONTRIBUTING.read_text(encoding="utf-8").splitlines())
    for name, insertions in CHANGES.items():
        assert name in shown
        for lines, _ in insertions:
            assert "".join(line.strip() for line in lines.splitlines()) in shown
