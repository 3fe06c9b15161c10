"""Update the pictures of the docs: `python -m docs.pictures`.

`terminal.svg` is what a real run prints, drawn by rich; `browse.svg` is the browser, drawn by Textual; `web-page.png`
is the web page in Chromium, which must be installed. Needs `pip install ".[test]"`.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from jkrtimeline import load
from jkrtimeline.browse.browser import Browser
from jkrtimeline.browse.view import CommandLineActions, View
from jkrtimeline.catalog import Catalog

HERE = Path(__file__).parent
COMMAND = ("timeline", "--since", "2025-05-20", "--until", "2025-06-17", "--importance", "notable")
COLUMNS = 100
CHOSEN = "#q=summit&importance=notable"
"""What is chosen on the web page."""

LARGEST = 200_000
"""Bytes of the larger picture at most."""


def jkr(*argv: str, **environment: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "jkrtimeline", *argv]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("JKR_") and name != "NO_COLOR"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=clean | environment).stdout


def terminal() -> None:
    """Draw the timeline as a terminal shows it."""
    printed = jkr(
        *COMMAND, "-f", "text", "--color", "always", COLUMNS=str(COLUMNS), COLORTERM="", TERM="xterm-256color"
    )
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(f"$ jkr {' '.join(COMMAND)}\n{printed}"))
    drawn = console.export_svg(title="jkr", theme=SVG_EXPORT_THEME, unique_id="jkr")
    (HERE / "terminal.svg").write_text(_without_fonts(drawn), encoding="utf-8")


def _without_fonts(svg: str) -> str:
    """A picture that loads nothing from other servers."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def browse() -> None:
    """Draw the browser with the hits of a search."""
    outside = CommandLineActions(lambda view, name: "", lambda name: False, lambda address: None)

    async def drawn(catalog: Catalog) -> str:
        app = Browser(catalog, View(words="trilateral summit"), outside)
        async with app.run_test(size=(COLUMNS, 30)) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="jkr browse")

    with TemporaryDirectory() as folder, load(cache=folder) as timeline:
        (HERE / "browse.svg").write_text(_without_fonts(asyncio.run(drawn(timeline.catalog))), encoding="utf-8")


def web_page() -> None:
    """Take a picture of the web page."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("pictures: there is no chromium on the PATH; install it")
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "timeline.html"
        jkr("timeline", "-o", str(file))
        browser = driver.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 1200, "height": 780}, color_scheme="light", reduced_motion="reduce")
        page.goto(file.as_uri() + CHOSEN)
        page.wait_for_function("CSS.highlights.get('match').size > 0")
        page.wait_for_timeout(500)  # until all that can be seen is marked
        page.screenshot(path=HERE / "web-page.png")
        browser.close()
    size = (HERE / "web-page.png").stat().st_size
    if size > LARGEST:
        sys.exit(f"pictures: web-page.png has {size} bytes, more than {LARGEST}")


if __name__ == "__main__":
    terminal()
    browse()
    web_page()
