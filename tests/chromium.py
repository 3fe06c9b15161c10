"""Chromium for the tests of the web page: the one that is installed, without a head and without a network.

A test fails if the page loads anything but itself, or logs to the console. It is skipped without Playwright or a
browser.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.cli.main import main

SAMPLE = Path(__file__).parent / "sample.yaml"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")  # a session's would leave Playwright's event loop to the tests of others
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium, chromium-browser or google-chrome on the PATH")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Callable[..., Path]:
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
        self._url = ""
        self._context = browser.new_context(viewport=WIDE, **options)
        self._context.route("**/*", self._load)
        self.page = self._context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(10_000)
        self.page.set_default_navigation_timeout(60_000)  # five thousand events on a busy machine

    def _load(self, route: Any) -> None:
        if route.request.url.partition("#")[0] == self._url:
            route.continue_()
        else:
            self.complaints.append(f"loads {route.request.url}")
            route.abort()

    def open(self, url: str, hash: str, viewport: dict[str, int], color_scheme: str) -> None:
        self._url = url
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(media="null", color_scheme=color_scheme)
        self.page.goto(f"{url}{hash}")

    def leave(self) -> None:
        """Forget what a test has done."""
        self.page.mouse.move(0, 0)
        self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")

    def close(self) -> None:
        self._context.close()


@pytest.fixture(scope="module")
def tabs(browser: Any) -> list[Tab]:
    """The tabs that no test uses."""
    return []


@pytest.fixture
def visit(browser: Any, tabs: list[Tab], page_file: Callable[..., Path]) -> Iterator[Callable[..., Any]]:
    """Opens the page of some data in a tab. It is one of those used before, unless `before` changes it or scripts are
    off."""
    used: list[Tab] = []
    changed: list[Tab] = []

    def opened(
        data: Path = SAMPLE,
        *argv: str,
        hash: str = "",
        viewport: dict[str, int] = WIDE,
        color_scheme: str = "light",
        before: Callable[[Any], None] | None = None,
        **options: Any,
    ) -> Any:
        if before or options:
            tab = Tab(browser, **options)
            changed.append(tab)
            if before:
                before(tab.page)
        else:
            tab = tabs.pop() if tabs else Tab(browser)
            used.append(tab)
        tab.open(page_file(data, *argv).as_uri(), hash, viewport, color_scheme)
        return tab.page

    yield opened
    complaints = [each for tab in (*used, *changed) for each in tab.complaints]
    for tab in changed:
        tab.close()
    for tab in used:
        tab.complaints.clear()
        tab.leave()
        tabs.append(tab)
    assert complaints == []


def shown(page: Any) -> list[str]:
    """The ids of the events that can be seen."""
    ids: list[str] = page.locator("article.event:visible").evaluate_all("all => all.map(each => each.id)")
    return ids


def toggle(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=re.compile(rf"^{name} \d+$"))


def count(page: Any, name: str) -> int:
    return int(toggle(page, name).locator(".count").inner_text())


def until(page: Any, condition: str) -> None:
    """Wait until a condition holds on the page. Playwright's own waiting evaluates code that the page forbids."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


def marked(page: Any) -> list[str]:
    """The highlighted words."""
    words: list[str] = page.evaluate("[...CSS.highlights.get('match')].map(range => range.toString())")
    return words


def search(page: Any, words: str) -> list[str]:
    page.get_by_role("searchbox").fill(words)
    return shown(page)


def hash_of(page: Any) -> str:
    return str(page.evaluate("location.hash"))
