"""Chromium for the tests of the web page: the one that is installed, without a head and without a network.

A test fails if the page loads anything but itself, or logs to the console. It is skipped without Playwright or a
browser. A worker starts one browser for all tests of this folder, and makes each page once.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.cli.main import main

from ..conftest import SAMPLE

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="package")  # a session's would leave Playwright's event loop to the tests of others
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium, chromium-browser or google-chrome on the PATH")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes the page of some data, each once."""
    folder = tmp_path_factory.mktemp("pages")

    def made(data: Path, *argv: str) -> Path:
        file = folder / (re.sub(r"\W+", "-", " ".join([data.name, *argv])) + ".html")
        if not file.exists():
            assert main([*(argv or ("timeline",)), "--data", str(data), "-o", str(file)]) == 0
        return file

    return made


class Tab:
    """A page in a context of its own, which one test after another uses: a new one takes most of a second."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.complaints: list[str] = []
        self._url, self._visits = "", 0
        self._context = browser.new_context(viewport=WIDE, offline=True, **options)
        self.page = self._context.new_page()
        self.page.on("request", lambda request: self._check(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(10_000)
        self.page.set_default_navigation_timeout(60_000)  # five thousand events on a busy machine

    def _check(self, url: str) -> None:
        if url.partition("#")[0] != self._url:
            self.complaints.append(f"loads {url}")

    def open(self, url: str, hash: str, viewport: dict[str, int], color_scheme: str) -> None:
        self._visits += 1
        self._url = f"{url}?{self._visits}"  # or a page that differs in its hash only would not be loaded again
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(media="null", color_scheme=color_scheme)
        self.page.goto(f"{self._url}{hash}")

    def close(self) -> None:
        self._context.close()


@pytest.fixture(scope="package")
def tabs(browser: Any) -> list[Tab]:
    """The tabs that no test uses."""
    return []


@pytest.fixture
def visit(browser: Any, tabs: list[Tab], page_file: Callable[..., Path]) -> Iterator[Callable[..., Any]]:
    """Opens the page of some data in a tab. It is one of those used before, unless it is to be alone or has options."""
    used: list[Tab] = []
    closing: list[Tab] = []

    def opened(
        data: Path = SAMPLE,
        *argv: str,
        hash: str = "",
        viewport: dict[str, int] = WIDE,
        color_scheme: str = "light",
        alone: bool = False,
        **options: Any,
    ) -> Any:
        alone = alone or bool(options)
        tab = tabs.pop() if tabs and not alone else Tab(browser, **options)
        (closing if alone else used).append(tab)
        tab.open(page_file(data, *argv).as_uri(), hash, viewport, color_scheme)
        return tab.page

    yield opened
    complaints = [each for tab in (*used, *closing) for each in tab.complaints]
    for tab in closing:
        tab.close()
    for tab in used:
        tab.complaints.clear()
        tab.page.mouse.move(0, 0)
        tabs.append(tab)
    assert complaints == []
