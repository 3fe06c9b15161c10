"""The house: who may import whom, where each library lives, and what a command loads."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jkrtimeline
from jkrtimeline.index import shipped

from .conftest import BUNDLED

ROOT = Path(jkrtimeline.__file__).parent
PACKAGE = "jkrtimeline"
FLOORS = {
    0: ("errors", "output", ""),  # "" is the package itself: a version and names that are loaded on first use
    1: ("dates", "public", "spelling"),
    2: ("words", "periods", "model", "stats"),
    3: ("query", "dataset"),
    4: ("index", "output.*"),
    5: ("asking", "importing"),
    6: ("timeline",),
    7: ("cli", "library", "__main__"),
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
HOMES = {
    "typer": "cli",
    "rich": "output.*",
    "yaml": "dataset",
    "sqlite3": "index",
    "dateutil": "periods",
    "icalendar": "importing, output.*",
    "jinja2": "output.*",
    "orjson": "dataset",
}


def modules() -> dict[str, Path]:
    """Dotted name within the package → file; a package is named by its folder."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def room(module: str) -> str:
    """The room that a module stands in: its first name, but each format stands above their table."""
    if module.startswith("output."):
        return "output.*"
    return module.partition(".")[0]


def without_type_checking(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every import that happens when the program runs, also inside functions."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            stack.extend(node.orelse)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        else:
            stack.extend(ast.iter_child_nodes(node))


def imports(module: str) -> set[str]:
    """Full dotted names of all that a module imports; what comes from ours starts with the package."""
    path = MODULES[module]
    package = [PACKAGE, *module.split(".")] if module else [PACKAGE]
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    for node in without_type_checking(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")] if node.level else [
                *(node.module or "").split(".")
            ]  # fmt: skip
            name = ".".join(part for part in base if part)
            for alias in node.names:
                inner = f"{name}.{alias.name}".removeprefix(PACKAGE + ".")
                found.add(f"{name}.{alias.name}" if inner in MODULES else name)
    return found


def ours(module: str) -> set[str]:
    return {
        name.removeprefix(PACKAGE).removeprefix(".")
        for name in imports(module)
        if name == PACKAGE or name.startswith(PACKAGE + ".")
    }


def test_the_reader_of_imports_sees_something() -> None:
    assert {"", "errors", "public"} <= ours("cli") | ours("cli.about")
    assert "dates" in ours("periods")
    assert "output.plain" in ours("output.records")


@pytest.mark.parametrize("module", MODULES)
def test_every_room_stands_on_a_floor(module: str) -> None:
    assert room(module) in FLOOR_OF


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_floors_below(module: str) -> None:
    own = room(module)
    upwards = {other for other in ours(module) if room(other) != own and FLOOR_OF[room(other)] >= FLOOR_OF[own]}
    if module == "__main__":
        upwards.discard("cli")
    assert not upwards


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_each_library_has_one_home(library: str, home: str) -> None:
    users = {room(module) for module in MODULES for name in imports(module) if name.split(".")[0] == library}
    assert users == set(home.split(", "))


@pytest.mark.parametrize("module", MODULES)
def test_no_other_library_is_imported(module: str) -> None:
    names = {name.split(".")[0] for name in imports(module)}
    assert names <= sys.stdlib_module_names | set(HOMES) | {PACKAGE}


@pytest.mark.parametrize("module", MODULES)
def test_no_room_for_odds_and_ends(module: str) -> None:
    assert not {"util", "utils", "helper", "helpers", "common", "misc", "tools"} & set(module.split("."))


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8")))


AT_THE_EDGE = {
    *("os.environ", "os.getenv", "date.today", "datetime.now", "time.time"),
    *("sys.exit", "sys.argv", "sys.stdin", "sys.stdout", "sys.stderr"),
}


@pytest.mark.parametrize("module", [name for name in MODULES if FLOOR_OF[room(name)] < 6])
def test_below_the_command_line_nothing_prints_exits_or_looks_around(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert used & AT_THE_EDGE == set()
    assert called & {"print", "exit", "input"} == set()


# --- what a command loads ---------------------------------------------------------------------------

SHOW_MODULES = "import sys; from {} import *; print(*sorted(sys.modules), file=sys.stderr)"
RUN_AND_SHOW = (
    "import sys; from jkrtimeline.cli import main; code = main(sys.argv[1:]);"
    "print(*sorted(sys.modules), file=sys.stderr); sys.exit(code)"
)
HEAVY = {"yaml", "rich", "dateutil", "pydantic", "icalendar", "jinja2"}
TYPER = {"typer", "annotated_doc", "shellingham"}
"""Typer, and what it loads itself that is not of Python's own library."""

SLOW = {
    *("asyncio", "csv", "dataclasses", "decimal", "email", "fractions", "hashlib", "html", "http", "logging", "pickle"),
    *("random", "sqlite3.dump", "ssl", "statistics", "tempfile", "unicodedata", "urllib.request", "xml", "zoneinfo"),
}
"""What takes a millisecond or so of Python's own library, if Typer has not loaded it anyway."""

DATA = {
    *("", "errors", "dates", "public", "spelling", "words", "periods", "query", "asking", "timeline", "output"),
    *(
        "index",
        "index.cache",
        "index.choice",
        "index.files",
        "index.meta",
        "index.schema",
        "index.select",
        "index.store",
    ),
    *("cli", "cli.answers", "cli.groups", "cli.options", "cli.session", "cli.streams"),
}
"""Our modules that every command loads that asks the data."""

JSON = {"output.plain", "output.records"}
PICTURE = {"model", "output.links", "output.page", "output.rail", "output.terminal"}
COUNTS = {"index.counts", "index.rhythm", "stats"}
FOUND = {"index.snippet"}
COMMANDS = {"about", "authoring", "events", "formats", "importing", "registry", "stats"}
OF_HELP = {"rich", "attr", "markdown_it", "mdurl", "pygments"}
OF_RICH = {"dataclasses", "pickle", "random"}

# A warm command → our modules beyond DATA, libraries beyond TYPER, and what is SLOW, that it loads.
LOADED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "timeline --json": ({"cli.events", *JSON}, set(), set()),
    "timeline --since 2024-10 --until 2025-01 --actor ishiba --json": ({"cli.events", *JSON}, set(), set()),
    "timeline --importance major --limit 3 --fields id,title --json": ({"cli.events", *JSON}, set(), set()),
    "timeline": ({"cli.events", "output.plain"}, set(), set()),
    "timeline 2025-01 -f text --color always": ({"cli.events", *PICTURE}, {"rich"}, OF_RICH),
    "search tariffs --json": ({"cli.events", *FOUND, *JSON}, set(), {"dataclasses", "unicodedata"}),
    "search tariffs": ({"cli.events", "output.plain", *FOUND}, set(), {"unicodedata"}),
    "show 2024-12-03-martial-law --json": ({"cli.events", *JSON}, set(), set()),
    "show 2024-12-03-martial-law": ({"cli.events", "output.plain"}, set(), set()),
    "show 2024-12-03-martial-law -f text": ({"cli.events", "output.card", *PICTURE}, {"rich"}, OF_RICH),
    "stats --json": ({"cli.stats", *COUNTS, *JSON}, set(), {"dataclasses"}),
    "stats --by theme --and month --since 2024 --json": ({"cli.stats", *COUNTS, *JSON}, set(), {"dataclasses"}),
    "stats -f text": ({"cli.stats", *COUNTS, *PICTURE, "output.stats"}, {"rich"}, OF_RICH),
    "actors --json": ({"cli.registry", *JSON}, set(), set()),
    "themes --since 2024 --json": ({"cli.registry", *JSON}, set(), set()),
    "--help": (
        {*(f"cli.{name}" for name in COMMANDS), "importing", "stats"},
        OF_HELP,
        {*OF_RICH, "decimal", "fractions", "html", "logging", "unicodedata"},
    ),
    "timeline --help": ({"cli.events"}, OF_HELP, {*OF_RICH, "decimal", "fractions", "html", "logging", "unicodedata"}),
}


def loaded(program: str, *argv: str, **environment: str) -> set[str]:
    """The modules that a program has loaded when it ends."""
    command = [sys.executable, "-c", program, *argv]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=True)
    return set(done.stderr.splitlines()[-1].split())


def divided(found: set[str]) -> tuple[set[str], set[str], set[str]]:
    """Our modules, the libraries that are neither ours nor Python's own, and what is SLOW, of those that
    were loaded."""
    here = {name.removeprefix(PACKAGE).removeprefix(".") for name in found if name.split(".")[0] == PACKAGE}
    libraries = {name.split(".")[0] for name in found} - sys.stdlib_module_names - {PACKAGE}
    libraries = {name for name in libraries if "cython" not in name}  # PyYAML's, with no file
    return here, libraries, found & SLOW


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """What Python loads before it runs anything, by way of the environment that it is installed in."""
    return loaded("import sys; print(*sys.modules, file=sys.stderr)")


@pytest.fixture(scope="module")
def warm(shared_cache: Path) -> dict[str, str]:
    """An environment in which the bundled data is indexed."""
    environment = {"JKR_CACHE_DIR": str(shared_cache)}
    command = [sys.executable, "-m", PACKAGE, "timeline", "--json"]
    subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=True)
    return environment


def test_importing_the_library_loads_next_to_nothing() -> None:
    found = loaded(SHOW_MODULES.format("jkrtimeline.errors"))
    assert {name for name in found if name.startswith(PACKAGE)} == {PACKAGE, f"{PACKAGE}.errors"}


def test_importing_the_command_line_loads_no_library_but_its_own() -> None:
    found = loaded(SHOW_MODULES.format("jkrtimeline.cli"))
    assert found & (HEAVY | {"sqlite3"}) == set()
    assert divided(found)[0] == {"", "cli", "errors", "output"}


@pytest.mark.parametrize("line", LOADED)
def test_a_warm_command_loads_this_and_no_more(bare: set[str], warm: dict[str, str], line: str) -> None:
    """To the module: whoever adds an import sees here which commands it makes slower."""
    modules, libraries, slow = LOADED[line]
    found = divided(loaded(RUN_AND_SHOW, *line.split(" "), **warm) - bare)
    assert found[0] == DATA | modules
    assert found[1] == TYPER | libraries
    assert found[2] <= slow


@pytest.mark.parametrize(
    ("words", "modules"),
    [
        ("jkr timeline --actor ishi", {"cli.events"}),
        ("jkr show 2024-12", {"cli.events"}),
        ("jkr timeline --f", {"cli.events"}),
        ("jkr stats --by ", {"cli.stats", "stats"}),
    ],
)
def test_completion_loads_this_and_no_more(bare: set[str], warm: dict[str, str], words: str, modules: set[str]) -> None:
    count = str(len(words.split(" ")) - 1)
    settings = {"_JKR_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": count}
    found = divided(loaded(RUN_AND_SHOW, **warm, **settings) - bare)
    assert found[:2] == (DATA | modules, TYPER)
    assert found[2] <= ({"dataclasses"} if "stats" in modules else set())


def test_a_first_command_loads_no_more_than_reading_and_indexing_take(bare: set[str], tmp_path: Path) -> None:
    copy = tmp_path / "events.yaml"
    copy.write_bytes(BUNDLED.read_bytes())
    argv = ["timeline", "--json", "--data", str(copy)]
    found = divided(loaded(RUN_AND_SHOW, *argv, JKR_CACHE_DIR=str(tmp_path / "cache")) - bare)
    reading = {f"dataset.{each}" for each in ("advice", "quick", "schema", "starter", "writing")}  # not these
    dataset = {name for name in MODULES if name.partition(".")[0] == "dataset"} - reading
    building = {"index.reading", "index.build", "index.ledger", "index.rows", *FOUND, *COUNTS, "model"}
    assert found[0] == DATA | {"cli.events", *JSON, *building, *dataset}
    assert found[1] == TYPER | {"yaml"}
    assert found[2] <= {"dataclasses", "hashlib", "random", "tempfile", "unicodedata"}


def test_a_first_command_with_the_shipped_index_reads_nothing(bare: set[str], tmp_path: Path) -> None:
    data, cache = tmp_path / "events.yaml", tmp_path / "cache"
    data.write_bytes(BUNDLED.read_bytes())
    shipped.pack(data)
    bundled = f"from jkrtimeline.index import files; files.paths_of = lambda names: ({str(data)!r},);"
    found = divided(loaded(bundled + RUN_AND_SHOW, "timeline", "--json", JKR_CACHE_DIR=str(cache)) - bare)
    assert found[:2] == (DATA | {"cli.events", *JSON, "index.shipped"}, TYPER)
    assert found[2] <= {"hashlib", "random", "tempfile"}
